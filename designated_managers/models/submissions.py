"""What a group hands in: versions, their figures and files; and what each kind of duty asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from common.db.attached_files import AttachedFile
from common.db.catalogue_rows import CatalogueRow
from common.db.checks import CheckOf
from common.db.history import tracked
from designated_managers.choices import Figure, SubmissionChannel, SubmissionFormKind
from designated_managers.models.obligations import Obligation
from designated_managers.querysets.submissions import (
    AnnualFiguresQuerySet,
    MonthlyFiguresQuerySet,
    SubmissionFileQuerySet,
    SubmissionQuerySet,
)
from designated_managers.rules.figures import Report
from designated_managers.rules.submissions import SubmissionDays, receipt_number, state_on

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.choices import SubmissionState


def figures_that_exist(text: str) -> None:
    """Every word is the code of a figure."""
    unknown = [word for word in text.split() if word not in Figure.values]
    if unknown:
        message = f"「{'、'.join(unknown)}」という数字の項目はありません。"
        raise ValidationError(message, code="unknown-figure")


class ReportForm(CatalogueRow):
    """What a duty asks for (提出物の様式), by the code of its kind of obligation.

    ``figures`` are the codes of the figures asked for. ``review_days``: within so many days the city reviews
    what was handed in; ``mend_days``: so many days a return proposes. ``doubt_times``: how many times the
    month before deserves a second look.
    """

    name = models.CharField("様式の名称", max_length=80)
    form_kind = models.CharField("様式", max_length=10, choices=SubmissionFormKind.choices)
    figures = models.CharField("数字の項目", max_length=200, blank=True, validators=[figures_that_exist])
    act_label = models.CharField("ボタンの言葉", max_length=20)
    review_days = models.PositiveSmallIntegerField(
        "市が確認するまでの日数", validators=[MinValueValidator(1)]
    )
    doubt_times = models.PositiveSmallIntegerField(
        "先月の何倍で確かめるか", default=2, validators=[MinValueValidator(2)]
    )
    mend_days = models.PositiveSmallIntegerField(
        "出し直すまでの日数", default=7, validators=[MinValueValidator(1)]
    )
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "提出物の様式"
        verbose_name_plural = "提出物の様式"
        constraints = [
            *CatalogueRow.Meta.constraints,
            CheckOf(
                "figures",
                (Q(form_kind=SubmissionFormKind.FILE) & Q(figures=""))
                | (~Q(form_kind=SubmissionFormKind.FILE) & ~Q(figures="")),
                name="reportform_figures_where_asked",
                message="数字の様式には数字の項目を、書類の様式には何も入れないでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> tuple[str, ...]:
        """The figures asked for, in their order."""
        return tuple(self.figures.split())


class Submission(models.Model):
    """One version (版) of what a group owes under an obligation (提出物).

    Its state is derived: a draft (下書き), handed in (提出) with a receipt number (受付番号), returned with a
    comment and a new due day (差戻し), accepted (受理). A returned one is answered by a new version that
    points at it through ``answers``; nothing is overwritten. ``submitted_on`` is the day that counts: of a
    paper the day on which the counter received it; ``submitted_at`` is when it was entered here.
    """

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name="提出するもの", related_name="submissions"
    )
    number = models.PositiveSmallIntegerField("版", validators=[MinValueValidator(1)])
    answers = models.OneToOneField(
        "self", models.PROTECT, verbose_name="なおした版", null=True, blank=True, related_name="answer"
    )
    channel = models.CharField(
        "出し方", max_length=10, choices=SubmissionChannel.choices, default=SubmissionChannel.ONLINE
    )
    note = models.TextField("特記事項", blank=True, max_length=2000)
    begun_on = models.DateField("書きはじめた日")
    set_aside_on = models.DateField("取りやめた日", null=True, blank=True)
    submitted_on = models.DateField("提出した日", null=True, blank=True)
    submitted_at = models.DateTimeField("提出を記録した日時", null=True, blank=True)
    receipt_year = models.PositiveSmallIntegerField("受付番号の年度", null=True, blank=True)
    receipt_serial = models.PositiveIntegerField("受付番号", null=True, blank=True)
    review_due_on = models.DateField("市が確認する期限", null=True, blank=True)
    returned_on = models.DateField("差し戻した日", null=True, blank=True)
    return_comment = models.TextField("なおしてほしいこと", blank=True, max_length=2000)
    return_due_on = models.DateField("出し直す期限", null=True, blank=True)
    accepted_on = models.DateField("受理した日", null=True, blank=True)
    history = tracked()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "提出物"
        verbose_name_plural = "提出物"
        ordering = ["obligation", "number"]
        constraints = [
            models.UniqueConstraint(
                "obligation",
                "number",
                name="submission_number_once",
                violation_error_message="この版は、もうあります。",
            ),
            models.UniqueConstraint(
                "obligation",
                condition=Q(returned_on__isnull=True, set_aside_on__isnull=True),
                name="submission_one_open_version",
                violation_error_message="書いている途中か、市が見ているものが、もうあります。",
            ),
            models.UniqueConstraint(
                "receipt_year",
                "receipt_serial",
                name="submission_receipt_number_once",
                violation_error_message="この受付番号は、もう使われています。",
            ),
            models.CheckConstraint(
                name="submission_received_as_a_whole",
                condition=Q(
                    submitted_on__isnull=True,
                    submitted_at__isnull=True,
                    receipt_year__isnull=True,
                    receipt_serial__isnull=True,
                    review_due_on__isnull=True,
                )
                | Q(
                    submitted_on__isnull=False,
                    submitted_at__isnull=False,
                    receipt_year__isnull=False,
                    receipt_serial__isnull=False,
                    review_due_on__isnull=False,
                ),
                violation_error_message="提出した日・日時・受付番号・確認の期限は、一緒に記録します。",
            ),
            models.CheckConstraint(
                name="submission_set_aside_only_as_draft",
                condition=Q(set_aside_on__isnull=True) | Q(submitted_on__isnull=True),
                violation_error_message="提出したものは取りやめられません。",
            ),
            CheckOf(
                "return_comment",
                Q(returned_on__isnull=True, return_comment="", return_due_on__isnull=True)
                | (Q(returned_on__isnull=False, return_due_on__isnull=False) & ~Q(return_comment="")),
                name="submission_returned_with_comment_and_day",
                message="差し戻すときは、なおしてほしいことと、出し直す期限を入力してください。",
            ),
            CheckOf(
                "return_due_on",
                Q(return_due_on__isnull=True) | Q(return_due_on__gte=F("returned_on")),
                name="submission_mended_after_the_return",
                message="出し直す期限は、差し戻す日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="submission_judged_once",
                condition=Q(returned_on__isnull=True) | Q(accepted_on__isnull=True),
                violation_error_message="差し戻したものは受理できません。",
            ),
            models.CheckConstraint(
                name="submission_judged_once_handed_in",
                condition=Q(returned_on__isnull=True, accepted_on__isnull=True)
                | Q(submitted_on__isnull=False),
                violation_error_message="提出される前に、差戻しや受理はできません。",
            ),
            models.CheckConstraint(
                name="submission_returned_after_handed_in",
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("submitted_on")),
                violation_error_message="差し戻した日は、提出した日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="submission_accepted_after_handed_in",
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("submitted_on")),
                violation_error_message="受理した日は、提出した日以後の日にしてください。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_due_on"],
                condition=Q(returned_on__isnull=True, accepted_on__isnull=True),
                name="submission_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} 第{self.number}版"

    @property
    def days(self) -> SubmissionDays:
        """Its dated facts, as the rules take them."""
        return SubmissionDays(
            submitted=self.submitted_on,
            returned=self.returned_on,
            accepted=self.accepted_on,
            set_aside=self.set_aside_on,
        )

    def state_on(self, on: date) -> SubmissionState:
        """Where it stands on this day (状態)."""
        return state_on(on, self.days)

    @property
    def due_by(self) -> date | None:
        """The day by which this version is due; the same as ``querysets.submissions.DUE_ON`` in SQL."""
        return self.obligation.due_on if self.answers is None else self.answers.return_due_on

    @property
    def receipt(self) -> str:
        """Its receipt number (受付番号); empty while it is a draft."""
        if self.receipt_year is None or self.receipt_serial is None:
            return ""
        return receipt_number(self.receipt_year, self.receipt_serial)


def _figure(figure: Figure) -> models.PositiveIntegerField[int | None, int | None]:
    """A figure with three answers: a number, 0 for none, empty where it is not known."""
    return models.PositiveIntegerField(
        figure.label, null=True, blank=True, validators=[MaxValueValidator(999_999_999)]
    )


class Figures(models.Model):
    """The figures of a report. ``not_known`` holds the codes of those of which the group said that nobody
    knows (わからない); the others that are empty were not answered yet."""

    days_open = _figure(Figure.DAYS_OPEN)
    uses = _figure(Figure.USES)
    people = _figure(Figure.PEOPLE)
    fees = _figure(Figure.FEES)
    reduced = _figure(Figure.REDUCED)
    reduced_yen = _figure(Figure.REDUCED_YEN)
    complaints = _figure(Figure.COMPLAINTS)
    accidents = _figure(Figure.ACCIDENTS)
    repairs = _figure(Figure.REPAIRS)
    repairs_yen = _figure(Figure.REPAIRS_YEN)
    not_known = models.CharField(
        "わからないとした項目", max_length=200, blank=True, validators=[figures_that_exist]
    )

    class Meta:
        abstract = True

    @property
    def report(self) -> Report:
        """The figures as the rules take them."""
        return Report(
            values={figure.value: getattr(self, figure.value) for figure in Figure},
            not_known=frozenset(self.not_known.split()),
        )


def _days_within(days: int, *, name: str) -> CheckOf:
    return CheckOf(
        "days_open",
        Q(days_open__isnull=True) | Q(days_open__lte=days),
        name=name,
        message=f"開館日数は{days}日までです。",
    )


class MonthlyFigures(Figures):
    """The figures of a monthly report (月報の数字)."""

    submission = models.OneToOneField(
        Submission, models.CASCADE, verbose_name="提出物", related_name="monthly"
    )
    history = tracked()

    objects = MonthlyFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = "月報の数字"
        verbose_name_plural = "月報の数字"
        constraints = [_days_within(31, name="monthlyfigures_days_of_a_month")]

    def __str__(self) -> str:
        return str(self.submission)


class AnnualFigures(Figures):
    """The figures of an annual report (年度の数字): the months added up, confirmed by the group or corrected
    with its reason."""

    submission = models.OneToOneField(
        Submission, models.CASCADE, verbose_name="提出物", related_name="annual"
    )
    correction_reason = models.TextField("月報の合計とちがう理由", blank=True, max_length=1000)
    history = tracked()

    objects = AnnualFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = "年度の数字"
        verbose_name_plural = "年度の数字"
        constraints = [_days_within(366, name="annualfigures_days_of_a_year")]

    def __str__(self) -> str:
        return str(self.submission)


class SubmissionFile(AttachedFile):
    """A file handed in with a submission (添付書類)."""

    submission = models.ForeignKey(Submission, models.CASCADE, verbose_name="提出物", related_name="files")
    history = tracked()

    objects = SubmissionFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "添付書類"
        verbose_name_plural = "添付書類"
