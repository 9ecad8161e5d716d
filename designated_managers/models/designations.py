"""Designations, and the bundles in which several centres are decided together."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, DateField, F, Func, Q, When
from django.db.models.functions import Greatest, Least

from centres.models import Centre
from common.db.checks import UniqueOf
from common.db.exclusion import PostgresExclusionConstraint
from common.db.history import tracked
from common.db.stated_facts import StatedFact
from designated_managers.models.decisions import Decision, not_before_its_vote
from designated_managers.models.organisations import Organisation
from designated_managers.querysets.designations import MADE, BundleQuerySet, DesignationQuerySet
from designated_managers.rules.stage import DesignationDays, in_force_on, stage_on

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.choices import DesignationStage


FIRST_WITHOUT_EFFECT = Greatest(
    "first_on",
    Least(Func(F("last_on"), template="(%(expressions)s + 1)", output_field=DateField()), "revoked_on"),
)
"""The first day without effect: after the last day, or revoked before; never before the first day, as a range
that runs backwards is an error. PostgreSQL leaves a day that is not known out of GREATEST and LEAST."""


DAYS_WITH_EFFECT = Func(
    "first_on",
    Case(When(Q(last_on__isnull=False) | Q(revoked_on__isnull=False), then=FIRST_WITHOUT_EFFECT)),
    function="DATERANGE",
    output_field=DateRangeField(),
)
"""The days on which a made designation has effect, as ``DesignationDays.effect``; an end that is not known is
open."""


class Bundle(Decision):
    """Several centres decided together (一括): one selection, one bill, one public notice, one agreement.

    What it carries stands in each of its designations too, written there by the acts on the bundle alone.
    """

    name = models.CharField("一括の名称", max_length=120, unique=True)
    notes = models.TextField("備考", blank=True)
    history = tracked()

    objects = BundleQuerySet.as_manager()

    class Meta(Decision.Meta):
        abstract = False
        verbose_name = "一括"
        verbose_name_plural = "一括"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Designation(Decision):
    """One centre, one organisation, one term (指定).

    A vote (議決) is not yet a designation: ``designated_on`` (指定日) is. ``revoked_on`` is the first day
    without effect.
    ``days_unconfirmed`` marks a designation older than the system whose early days are not known (要確認):
    it still counts, and only it may lack the days of its term.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="designations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="団体", related_name="designations"
    )
    bundle = models.ForeignKey(
        Bundle, models.PROTECT, verbose_name="一括", null=True, blank=True, related_name="designations"
    )
    previous = models.ForeignKey(
        "self", models.PROTECT, verbose_name="前の指定", null=True, blank=True, related_name="followed_by"
    )
    road = models.ForeignKey(
        "designated_managers.Road",
        models.PROTECT,
        verbose_name="指定スケジュール",
        null=True,
        blank=True,
        related_name="designations",
    )
    designated_on = models.DateField("指定日", null=True, blank=True)
    instrument_number = models.CharField("指定書の番号", max_length=40, blank=True)
    first_on = models.DateField("指定期間の初日", null=True, blank=True)
    last_on = models.DateField("指定期間の末日", null=True, blank=True)
    revoked_on = models.DateField(
        "取消し・終了の日", null=True, blank=True, help_text="効力がなくなる最初の日。"
    )
    days_unconfirmed = models.BooleanField(
        "古い日付は要確認", default=False, help_text="システムより前の指定で、日付の一部が分からないとき。"
    )
    direct_return_decided_on = models.DateField("直営に戻すと決めた日", null=True, blank=True)
    direct_return_reason = models.CharField("直営に戻す理由", max_length=200, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset(
        {
            "selection_kind",
            "direct_reason",
            "committee_on",
            "candidate_decided_on",
            "session",
            "bundle",
            "previous",
            "road",
            "days_unconfirmed",
            "direct_return_decided_on",
            "direct_return_reason",
            "internal_notes",
        }
    )

    objects = DesignationQuerySet.as_manager()

    class Meta(Decision.Meta):
        abstract = False
        verbose_name = "指定"
        verbose_name_plural = "指定"
        ordering = ["centre", "first_on"]
        constraints = [
            *Decision.Meta.constraints,
            models.CheckConstraint(
                name="designation_last_on_or_after_first",
                condition=Q(last_on__isnull=True) | Q(first_on__isnull=True) | Q(last_on__gte=F("first_on")),
                violation_error_message="指定期間の末日は初日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="designation_term_known_or_unconfirmed",
                condition=Q(days_unconfirmed=True) | Q(first_on__isnull=False, last_on__isnull=False),
                violation_error_message=(
                    "指定期間の初日と末日を入力してください。分からないときは「古い日付は要確認」に印を付けてください。"
                ),
            ),
            models.CheckConstraint(
                name="designation_not_before_its_vote",
                condition=not_before_its_vote("designated_on"),
                violation_error_message="指定日は議決日（専決処分のときはその日）以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="designation_vote_not_after_first_day",
                condition=Q(voted_on__isnull=True)
                | Q(first_on__isnull=True)
                | Q(prior_decision_on__isnull=False)
                | Q(voted_on__lte=F("first_on")),
                violation_error_message=(
                    "議決日は指定期間の初日までの日にしてください。専決処分のときは、その日を入力してください。"
                ),
            ),
            models.CheckConstraint(
                name="designation_return_with_reason",
                condition=Q(direct_return_decided_on__isnull=True) | ~Q(direct_return_reason=""),
                violation_error_message="直営に戻すと決めた日を入力したときは、理由も入力してください。",
            ),
            # Rivals in preparation may follow the same one; the one that is made is the next.
            UniqueOf(
                fields=["previous"],
                condition=MADE,
                name="designation_followed_once",
                violation_error_code="unique",
                violation_error_message="選んだ前の指定には、もう次の指定が登録されています。",
            ),
            # SQLite says the same by the triggers of migration 0002; the act says it in words on both.
            PostgresExclusionConstraint(
                name="designation_made_terms_do_not_overlap",
                expressions=[("centre", RangeOperators.EQUAL), (DAYS_WITH_EFFECT, RangeOperators.OVERLAPS)],
                condition=MADE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre}（{self.organisation}）"

    @property
    def is_made(self) -> bool:
        """Whether 指定 was made at all, on whatever day: its day is known, or the fact stands unconfirmed
        (要確認)."""
        return self.designated_on is not None or self.days_unconfirmed

    @property
    def is_answered(self) -> bool:
        """Whether it is settled what follows: the next designation is made, or the city takes over again; the
        same as ``queries.designations.ANSWERED``, asked of one."""
        return self.direct_return_decided_on is not None or any(one.is_made for one in self.followed_by.all())

    @property
    def days(self) -> DesignationDays:
        """Its dated facts, as the rules take them."""
        return DesignationDays(
            designated=self.designated_on,
            first=self.first_on,
            last=self.last_on,
            revoked=self.revoked_on,
            unconfirmed=self.days_unconfirmed,
            voted=self.voted_on,
            vote_result=self.vote_result,
            candidate=self.candidate_decided_on,
            bill=self.bill_submitted_on,
            prior=self.prior_decision_on,
            announced=self.announced_on,
        )

    def in_force_on(self, on: date) -> bool:
        """Whether the designation has effect on this day; the same answer as ``.in_force(on)`` in SQL."""
        return in_force_on(on, self.days)

    def stage_on(self, on: date) -> DesignationStage:
        """Where the designation stands on this day (段階)."""
        return stage_on(on, self.days)


class DesignationFact(StatedFact):
    """Where one fact of a designation comes from, and how sure we are of it."""

    record = models.ForeignKey(Designation, models.CASCADE, verbose_name="指定", related_name="stated_facts")

    class Meta(StatedFact.Meta):
        abstract = False
        verbose_name = "指定の事実の出典"
        verbose_name_plural = "指定の事実の出典"
        constraints = [models.UniqueConstraint("record", "field", name="designation_fact_once")]
