"""Organisations: the bodies that run a centre or may come to run one, their officers and their papers."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from common.db.attached_files import AttachedFile
from common.db.checks import CheckOf
from common.db.history import tracked
from common.db.partial_dates import PartialDateField, partial_date_constraint
from common.fiscal_year import FiscalYear
from designated_managers.choices import (
    YEARLY_PAPERS,
    CorporateStatus,
    OfficerRole,
    OrganisationKind,
    PaperKind,
)
from designated_managers.querysets.organisations import (
    OrganisationFileQuerySet,
    OrganisationOfficerQuerySet,
    OrganisationQuerySet,
)
from designated_managers.rules.corporate_number import problem_with_number

FIRST_YEAR, LAST_YEAR = 1945, 2199


def refuse_wrong_number(number: str) -> None:
    """A corporate number has thirteen digits, and the first one is made of the others (検査用数字)."""
    problem = problem_with_number(number)
    if problem:
        raise ValidationError(problem, code="invalid")


class Organisation(models.Model):
    """A body (団体) that runs a centre or may come to run one; never a single person.

    ``representative`` is the name on the city's own register, as the body notified it (代表者の届出); who is
    in office on a day, the officers tell. Where the two differ the page says so: a notice is missing.
    """

    name = models.CharField("団体名", max_length=120, unique=True)
    kana = models.CharField("かな", max_length=160, blank=True)
    kind = models.CharField("種別", max_length=30, choices=OrganisationKind.choices)
    corporate_status = models.CharField(
        "法人格", max_length=30, choices=CorporateStatus.choices, default=CorporateStatus.UNKNOWN
    )
    corporate_number = models.CharField(
        "法人番号", max_length=13, blank=True, validators=[refuse_wrong_number]
    )
    founded_on = PartialDateField("設立日")
    representative = models.CharField("代表者", max_length=60, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    contact_name = models.CharField("連絡先の人", max_length=60, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes"})

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["kana", "name"]
        constraints = [partial_date_constraint("founded_on", "organisation")]

    def __str__(self) -> str:
        return self.name


class OrganisationOfficer(models.Model):
    """Somebody who holds an office in a body for a term (役員と任期): role and name, nothing else.

    Another term of the same person is another row. ``last_on`` empty: the end of the term is not known.
    Whoever steps down before it gets the day of that as the last.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="団体", related_name="officers"
    )
    role = models.CharField("役職", max_length=20, choices=OfficerRole.choices)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("かな", max_length=80, blank=True)
    first_on = models.DateField("任期の初日")
    last_on = models.DateField("任期の末日", null=True, blank=True)
    history = tracked()

    objects = OrganisationOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = "役員"
        verbose_name_plural = "役員"
        ordering = ["organisation", "first_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "role",
                "name",
                "first_on",
                name="officer_term_once",
                violation_error_message="同じ人の同じ役職の任期が、もう登録されています。",
            ),
            CheckOf(
                "last_on",
                Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="officer_last_on_or_after_first",
                message="任期の末日は、任期の初日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class OrganisationFile(AttachedFile):
    """A paper of a body on file (団体の書類): bylaws, accounts, minutes of a general meeting.

    ``dated_on`` is the day it was adopted or of the meeting. The body itself reads its own. Withdrawn
    (取り下げ) it is shown to nobody any more, but stays with the reason.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="団体", related_name="files")
    kind = models.CharField("種別", max_length=20, choices=PaperKind.choices)
    title = models.CharField("題名", max_length=120)
    dated_on = models.DateField("定めた日・開いた日", null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    withdrawn_on = models.DateField("取り下げた日", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げた理由", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"withdrawn_on", "withdrawn_reason"})

    objects = OrganisationFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "団体の書類"
        verbose_name_plural = "団体の書類"
        constraints = [
            CheckOf(
                "fiscal_year",
                ~Q(kind__in=sorted(YEARLY_PAPERS)) | Q(fiscal_year__isnull=False),
                name="organisationfile_yearly_names_its_year",
                message="決算書と事業報告は、何年度のものかを入力してください。",
            ),
            CheckOf(
                "fiscal_year",
                Q(fiscal_year__isnull=True) | Q(fiscal_year__gte=FIRST_YEAR, fiscal_year__lte=LAST_YEAR),
                name="organisationfile_year_in_reach",
                message="年度を確かめてください。",
            ),
            CheckOf(
                "withdrawn_reason",
                Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="organisationfile_withdrawn_with_a_reason",
                message="取り下げた理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"

    @property
    def year(self) -> FiscalYear | None:
        """The fiscal year it is of."""
        return None if self.fiscal_year is None else FiscalYear(self.fiscal_year)
