"""Sessions of the city council, and when it usually sits."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from common.db.catalogue_rows import CatalogueRow
from common.db.checks import CheckOf
from common.db.exclusion import PostgresExclusionConstraint
from common.db.history import tracked
from designated_managers.choices import SessionKind
from designated_managers.querysets.council import CouncilSessionQuerySet
from designated_managers.rules.council import (
    DAYS,
    IN_ORDER,
    LABELS,
    SessionFacts,
    Window,
    formal_name,
    in_its_year,
)

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""The years a session may be of: designated managers exist since 2003."""

MONTH_DAY = RegexValidator(r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$", "月日は 12-18 のように書いてください。")

DAYS_OF_SESSION = Func(
    "opens_on", "closes_on", Value("[]"), function="DATERANGE", output_field=DateRangeField()
)
"""From the opening to the closing day, both included."""


def _in_order(earlier: str, later: str) -> CheckOf:
    return CheckOf(
        later,
        Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)}),
        name=f"session_{later}_after_{earlier}",
        message=f"{LABELS[later]}は、{LABELS[earlier]}以後の日にしてください。",
    )


class CouncilSession(models.Model):
    """A session of the council (議会の会期): 令和5年第1回臨時会, 12月定例会. A day not known is empty.

    ``bills_by`` is what every road to a designation hangs on; ``late_bills_by`` the day until which a
    supplementary bill (追加議案) is taken. ``window`` names the usual window whose days stand in, as
    見込み, for those that are not known yet. ``number`` counts the sessions of the calendar year.
    """

    kind = models.CharField("種類", max_length=20, choices=SessionKind.choices)
    year = models.PositiveSmallIntegerField("年", help_text="会期のある年（暦年）。")
    number = models.PositiveSmallIntegerField("回", null=True, blank=True)
    popular_name = models.CharField(
        "通称", max_length=40, blank=True, help_text="例：12月定例会。ないときは空けておきます。"
    )
    window = models.CharField("会期の目安", max_length=60, blank=True)
    bills_by = models.DateField("議案の提出期限", null=True, blank=True)
    late_bills_by = models.DateField("追加議案の提出期限", null=True, blank=True)
    opens_on = models.DateField("開会日", null=True, blank=True)
    votes_on = models.DateField("議決日", null=True, blank=True)
    closes_on = models.DateField("閉会日", null=True, blank=True)
    notes = models.TextField("備考", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"notes"})

    objects = CouncilSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "議会の会期"
        verbose_name_plural = "議会の会期"
        ordering = ["-year", "-opens_on", "-pk"]
        constraints = [
            *(_in_order(earlier, later) for earlier, later in IN_ORDER),
            CheckOf(
                "year",
                Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="session_year_in_reach",
                message="会期の年を確かめてください。",
            ),
            CheckOf(
                "number",
                Q(number__isnull=True) | Q(number__gte=1),
                name="session_number_from_one",
                message="回は1以上の数にしてください。",
            ),
            models.UniqueConstraint(
                "year",
                "kind",
                "number",
                condition=Q(number__isnull=False),
                name="session_number_once_per_year",
                violation_error_message="同じ年・種類・回の会期がすでにあります。",
            ),
            models.UniqueConstraint(
                "year",
                "window",
                condition=~Q(window=""),
                name="session_window_once_per_year",
                violation_error_message="その年のこの会期は、もう登録されています。",
            ),
            # SQLite says the same by the triggers of migration 0004; the act says it in words on both.
            PostgresExclusionConstraint(
                name="session_days_do_not_overlap",
                expressions=[(DAYS_OF_SESSION, RangeOperators.OVERLAPS)],
                condition=Q(opens_on__isnull=False, closes_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.popular_name or self.formal_name

    @property
    def name_in_its_year(self) -> str:
        """令和8年12月定例会: what tells it from the same of another year."""
        return in_its_year(str(self), self.year)

    @property
    def formal_name(self) -> str:
        """令和5年第1回臨時会."""
        return formal_name(self.kind, self.year, self.number)

    @property
    def full_name(self) -> str:
        """令和8年第4回定例会（12月定例会）, by both names where it has two."""
        return f"{self.formal_name}（{self.popular_name}）" if self.popular_name else self.formal_name

    @property
    def facts(self) -> SessionFacts:
        """The session as the rules take it."""
        return SessionFacts(
            kind=self.kind,
            year=self.year,
            number=self.number,
            popular_name=self.popular_name,
            window=self.window,
            pk=self.pk,
            **{name: getattr(self, name) for name in DAYS},
        )


class CouncilWindow(CatalogueRow):
    """When the council usually sits (会期の目安), in month and day: what stands in while the real days of a
    session are not entered. Shipped in ``catalogues/council_windows.yaml``."""

    name = models.CharField("通称", max_length=40)
    kind = models.CharField("種類", max_length=20, choices=SessionKind.choices)
    bills_by = models.CharField("議案の提出期限", max_length=5, validators=[MONTH_DAY])
    late_bills_by = models.CharField("追加議案の提出期限", max_length=5, blank=True, validators=[MONTH_DAY])
    opens_on = models.CharField("開会日", max_length=5, validators=[MONTH_DAY])
    votes_on = models.CharField("議決日", max_length=5, validators=[MONTH_DAY])
    closes_on = models.CharField("閉会日", max_length=5, validators=[MONTH_DAY])
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "会期の目安"
        verbose_name_plural = "会期の目安"

    def __str__(self) -> str:
        return self.name

    @property
    def window_value(self) -> Window:
        """The window as the rules take it."""
        return Window(
            code=self.code,
            name=self.name,
            kind=self.kind,
            **{name: getattr(self, name) for name in DAYS},
        )
