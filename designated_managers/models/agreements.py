"""Basic agreements (基本協定): what is agreed, its amendments, its papers, and who bears what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common.db.attached_files import AttachedFile
from common.db.checks import CheckOf
from common.db.history import tracked
from designated_managers.choices import Bearer, FeeSystem, ResponsibilityArea, SubcontractConsent
from designated_managers.models.designations import Bundle, Designation
from designated_managers.querysets.agreements import (
    AgreementFileQuerySet,
    AgreementQuerySet,
    AgreementTermsQuerySet,
    ResponsibilityRowQuerySet,
)
from designated_managers.rules.responsibility import Share

if TYPE_CHECKING:
    from datetime import date

YES_NO = "true は「あり」、false は「なし」、空（null）は「不明」です。"


class Agreement(models.Model):
    """The basic agreement (基本協定) of one designation, or of one bundle of them (一括).

    The day on which it was signed is a fact of the designation (``Designation.agreed_on``); this is its
    paper. ``first_on`` and ``last_on`` empty: it runs as long as the designation. What is agreed stands in
    ``AgreementTerms``, as an amendment (変更協定) counts from its own day. ``template_code`` names the
    ``AgreementTemplate`` whose duties it carries, ``optional_types`` those of its optional duties that were
    agreed (``ObligationType.type_code``).
    """

    designation = models.OneToOneField(
        Designation, models.PROTECT, verbose_name="指定", null=True, blank=True, related_name="agreement"
    )
    bundle = models.OneToOneField(
        Bundle, models.PROTECT, verbose_name="一括", null=True, blank=True, related_name="agreement"
    )
    first_on = models.DateField(
        "協定の初日", null=True, blank=True, help_text="空けておくと、指定期間の初日です。"
    )
    last_on = models.DateField(
        "協定の末日", null=True, blank=True, help_text="空けておくと、指定期間の末日です。"
    )
    template_code = models.CharField("協定のひな型", max_length=60)
    optional_types = models.JSONField("取り決めた任意の報告", default=list, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes"})

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "基本協定"
        verbose_name_plural = "基本協定"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_of_designation_or_bundle",
                condition=Q(designation__isnull=False, bundle__isnull=True)
                | Q(designation__isnull=True, bundle__isnull=False),
                violation_error_message="基本協定は、1つの指定か1つの一括のどちらかに結びます。",
            ),
            CheckOf(
                "last_on",
                Q(first_on__isnull=True) | Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="agreement_last_on_or_after_first",
                message="協定の末日は初日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation or self.bundle}の基本協定"


class AgreementTerms(models.Model):
    """What is agreed (協定の内容): number 1 with the agreement itself, each later one by an amendment
    (変更協定) signed on ``agreed_on`` that counts from ``counts_from`` on. What counted before stays.

    ``repair_threshold`` is the amount in yen, tax included, up to which one repair is the manager's; the
    rows of the 責任分担表 turn there. ``inventory_classes`` says in words whose the goods of each class are
    (備品 I種・II種).
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, verbose_name="基本協定", related_name="terms")
    number = models.PositiveSmallIntegerField("番号")
    agreed_on = models.DateField("変更協定の締結日", null=True, blank=True)
    counts_from = models.DateField("変更の効力が生じる日", null=True, blank=True)
    reason = models.CharField("変更の理由", max_length=300, blank=True)
    repair_threshold = models.PositiveBigIntegerField(
        "指定管理者が行う修繕の上限（円・税込み）",
        null=True,
        blank=True,
        help_text="1件の金額。これを超える修繕は市が行います。",
    )
    fee_system = models.CharField("料金の取扱い", max_length=20, choices=FeeSystem.choices, blank=True)
    liability_insurance = models.BooleanField(
        "施設賠償責任保険（指定管理者）", null=True, blank=True, help_text=YES_NO
    )
    fire_insurance = models.BooleanField("建物の火災保険（市）", null=True, blank=True, help_text=YES_NO)
    accident_insurance = models.BooleanField(
        "利用者の傷害保険（指定管理者）", null=True, blank=True, help_text=YES_NO
    )
    insurance_notes = models.CharField("保険の内容", max_length=300, blank=True)
    subcontracting = models.CharField("再委託", max_length=20, choices=SubcontractConsent.choices, blank=True)
    subcontracting_notes = models.TextField("再委託を認める業務", blank=True)
    inventory_classes = models.TextField("備品の区分", blank=True)
    notes = models.TextField("そのほかの取り決め", blank=True)
    history = tracked()

    objects = AgreementTermsQuerySet.as_manager()

    class Meta:
        verbose_name = "協定の内容"
        verbose_name_plural = "協定の内容"
        ordering = ["agreement_id", "number"]
        constraints = [
            models.UniqueConstraint("agreement", "number", name="agreement_terms_number_once"),
            models.UniqueConstraint(
                "agreement",
                "counts_from",
                name="agreement_terms_day_once",
                violation_error_message="同じ日から効力が生じる変更協定が、すでにあります。",
            ),
            CheckOf(
                "counts_from",
                Q(number=1, agreed_on__isnull=True, counts_from__isnull=True)
                | Q(number__gt=1, agreed_on__isnull=False, counts_from__isnull=False),
                name="agreement_terms_amended_with_days",
                message="変更協定には、締結日と効力が生じる日を入力してください。",
            ),
            CheckOf(
                "reason",
                Q(number=1) | Q(number__gt=1) & ~Q(reason=""),
                name="agreement_terms_amended_with_reason",
                message="変更の理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}（{'当初' if self.number == 1 else f'変更{self.number - 1}'}）"

    def counts_on(self, on: date) -> bool:
        """Whether these terms count from this day or before; a later amendment may stand in front."""
        return self.counts_from is None or self.counts_from <= on


class ResponsibilityRow(models.Model):
    """A row of the sharing of responsibilities (責任分担表): who bears a thing.

    For an inspection ``type_code`` names its type in the catalogue of ``maintenance``; empty: every
    inspection without a row of its own. For a repair ``amount_from`` and ``amount_upto`` are yen, tax
    included, both ends in the row; ``amount_upto`` empty: without end. ``name`` says what an 'other' row is
    about.
    """

    terms = models.ForeignKey(
        AgreementTerms, models.CASCADE, verbose_name="協定の内容", related_name="responsibilities"
    )
    area = models.CharField("ことがら", max_length=20, choices=ResponsibilityArea.choices)
    type_code = models.CharField("点検の種類", max_length=60, blank=True)
    name = models.CharField("内容", max_length=120, blank=True)
    amount_from = models.PositiveBigIntegerField("金額（から・円・税込み）", null=True, blank=True)
    amount_upto = models.PositiveBigIntegerField("金額（まで・円・税込み）", null=True, blank=True)
    bearer = models.CharField("負担する者", max_length=10, choices=Bearer.choices)
    note = models.CharField("備考", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("並び順", default=0)
    history = tracked()

    objects = ResponsibilityRowQuerySet.as_manager()

    class Meta:
        verbose_name = "責任分担の行"
        verbose_name_plural = "責任分担の行"
        ordering = ["terms_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "terms",
                "area",
                "type_code",
                "name",
                # Only repairs have an amount; without one it counts as 0, so that no two rows say the same.
                Coalesce("amount_from", 0),
                name="responsibility_row_once",
                violation_error_message="同じことがらの行がすでにあります。",
            ),
            CheckOf(
                "amount_from",
                Q(area=ResponsibilityArea.REPAIR, amount_from__isnull=False)
                | ~Q(area=ResponsibilityArea.REPAIR) & Q(amount_from__isnull=True, amount_upto__isnull=True),
                name="responsibility_amounts_of_repairs",
                message="金額は、修繕の行にだけ入力してください。修繕の行には「から」の金額が要ります。",
            ),
            CheckOf(
                "amount_upto",
                Q(amount_upto__isnull=True) | Q(amount_upto__gte=F("amount_from")),
                name="responsibility_amounts_in_order",
                message="「まで」の金額は「から」の金額以上にしてください。",
            ),
            CheckOf(
                "type_code",
                Q(type_code="") | Q(area=ResponsibilityArea.INSPECTION),
                name="responsibility_type_of_inspections",
                message="点検の種類は、点検の行にだけ入力してください。",
            ),
            CheckOf(
                "name",
                ~Q(area=ResponsibilityArea.OTHER) | ~Q(name=""),
                name="responsibility_other_named",
                message="「そのほか」の行には、内容を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_area_display()} {self.get_bearer_display()}"

    @property
    def share(self) -> Share:
        """The row, as the rules take it."""
        return Share(
            area=self.area,
            bearer=self.bearer,
            type_code=self.type_code,
            name=self.name,
            amount_from=self.amount_from,
            amount_upto=self.amount_upto,
        )


class AgreementFile(AttachedFile):
    """A signed paper of an agreement (協定書): the basic one, an amendment or an annual one.

    Its group reads it: it is one of the two who signed. Withdrawn (取り下げ) nobody is shown it any more,
    but it stays with the reason.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, verbose_name="基本協定", related_name="files")
    title = models.CharField("題名", max_length=120)
    withdrawn_on = models.DateField("取り下げた日", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げた理由", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"withdrawn_on", "withdrawn_reason"})

    objects = AgreementFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "協定書"
        verbose_name_plural = "協定書"
        constraints = [
            CheckOf(
                "withdrawn_reason",
                Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="agreement_file_withdrawn_with_a_reason",
                message="取り下げた理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
