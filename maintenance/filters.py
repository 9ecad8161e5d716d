"""How inspections and contracts can be narrowed (絞り込み)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F

from centres.models import Centre
from common.fiscal_year import FiscalYear
from common.months import latest_day_in_reach
from common.periods import Period
from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from maintenance.choices import ContractKind, Outcome, SubjectOfInspection, TurnState
from maintenance.models import DueInspection, InspectionType, ServiceContract
from ui.filters import OneOfFilter, OnlyFilter, WholeFilterSet, offer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets import DueInspectionQuerySet, ServiceContractQuerySet

DONE, ALL = "done", "all"
UNKNOWN, THIS_YEAR, NEXT_YEAR = "unknown", "this_year", "next_year"
DAYS_AHEAD = (7, 30, 90)
MONTHS_AHEAD = (1, 3, 6, 12)
UNDECIDED, DECIDED = "no", "yes"


class OfCentres(WholeFilterSet):
    """A list that can be narrowed to one centre.

    ``only_centre`` is there where the viewer has but one: then there is nothing to choose.
    """

    only_centre: int | None = None

    def offer_centres(self, scope: Scope) -> None:
        """The centres to choose from."""
        centres = list(Centre.objects.within(scope).values_list("pk", "name"))
        offer(self, "centre", centres)
        if len(centres) == 1:
            self.only_centre = centres[0][0]
            del self.filters["centre"]

    @property
    def centre_pk(self) -> int | None:
        """The one centre that the list is about, if it is about one."""
        chosen = self.form.cleaned_data.get("centre")
        return int(chosen) if chosen else self.only_centre


class StateFilter(django_filters.ChoiceFilter):
    """What is still to be done, unless asked for what was done or for everything; the latest done comes
    first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(DONE, "済み"), (ALL, "すべて")], empty_label="これから", **kwargs)

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        if value == DONE:
            return qs.done().order_by("-done_on", "-pk")
        if value == ALL:
            return qs.order_by(F("due_on").desc(nulls_last=True), "-pk")
        return qs.pending().while_there().order_by(F("due_on").asc(nulls_last=True), "pk")


class OverdueFilter(OnlyFilter):
    """Only what should have been done before the day on which the list is looked at."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.overdue(self.parent.on) if value else qs


class DueFilter(django_filters.ChoiceFilter):
    """In which span of days the turn is due, or that its day is unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), empty_label="すべての期限", **kwargs)

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        if not value:
            return qs
        if value == UNKNOWN:
            return qs.filter(due_on__isnull=True)
        span: Period = self.parent.spans[value]
        return qs.filter(due_on__gte=span.first, due_on__lte=span.last)


class InspectionFilter(OfCentres):
    """Centre, type, span of due days, state, and only what is overdue.

    Without any condition: what is still to be done, the nearest due day first, unknown days last.
    """

    centre = OneOfFilter(label="施設", field_name="building__centre_id", empty_label="すべての施設")
    type = OneOfFilter(label="点検の種類", field_name="type_code", empty_label="すべての種類")
    due = DueFilter(label="期限")
    state = StateFilter(label="状態")
    overdue = OverdueFilter(label="期限超過だけ")

    class Meta:
        model = DueInspection
        fields: Sequence[str] = ()

    def __init__(
        self, *args: Any, scope: Scope, types: Mapping[str, InspectionType], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        year = FiscalYear.of(on)
        self.spans = {str(days): Period(on, on + timedelta(days=days)) for days in DAYS_AHEAD}
        self.spans |= {THIS_YEAR: year.period, NEXT_YEAR: (year + 1).period}
        self.offer_centres(scope)
        offer(self, "type", ((kind.code, kind.name) for kind in types.values()))
        offer(
            self,
            "due",
            [
                *((str(days), f"{days}日以内") for days in DAYS_AHEAD),
                (THIS_YEAR, year.label),
                (NEXT_YEAR, (year + 1).label),
                (UNKNOWN, "期日不明"),
            ],
        )


class OfCentreFilter(OneOfFilter):
    """Contracts that cover this centre, among others or alone."""

    def filter(self, qs: ServiceContractQuerySet, value: str | None) -> ServiceContractQuerySet:
        return qs.within_centres([int(value)]) if value else qs


class EndingFilter(django_filters.ChoiceFilter):
    """Contracts that end within so many months; what has ended without an answer still counts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(str(months), f"{months}か月以内") for months in MONTHS_AHEAD],
            empty_label="すべての末日",
            **kwargs,
        )

    def filter(self, qs: ServiceContractQuerySet, value: str | None) -> ServiceContractQuerySet:
        return qs.filter(last_on__lte=latest_day_in_reach(self.parent.on, int(value))) if value else qs


class AnsweredFilter(django_filters.ChoiceFilter):
    """Whether it is said what follows the contract."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(UNDECIDED, "決まっていない"), (DECIDED, "決まっている")],
            empty_label="すべて",
            **kwargs,
        )

    def filter(self, qs: ServiceContractQuerySet, value: str | None) -> ServiceContractQuerySet:
        if not value:
            return qs
        return qs.unanswered() if value == UNDECIDED else qs.answered()


class EndedFilter(OnlyFilter):
    """Contracts that have ended and are answered lie in the past; they are shown only when asked for."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs if value else qs.concerning(self.parent.on)


class ContractFilter(OfCentres):
    """Centre, kind, end within so many months, what follows, and past contracts too.

    Without any condition: contracts that run or are to come, and those that ended with nothing said about
    what follows; the nearest end first.
    """

    centre = OfCentreFilter(label="施設", empty_label="すべての施設")
    kind = django_filters.ChoiceFilter(
        label="契約の種類",
        field_name="contract_kind",
        choices=ContractKind.choices,
        empty_label="すべての種類",
    )
    ending = EndingFilter(label="末日")
    answered = AnsweredFilter(label="次の契約")
    ended = EndedFilter(label="終わった契約も")

    class Meta:
        model = ServiceContract
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, scope: Scope, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.offer_centres(scope)


class StandsFilter(CodeFilter):
    """Where the turn stands on the day."""

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        return qs.standing_at(value, on=self.parent.on) if value else qs


class InspectionsAsked(django_filters.FilterSet):
    """How a program narrows the turns."""

    centre = IdFilter(label="施設の番号", field_name="building__centre_id")
    building = IdFilter(label="建物の番号", field_name="building_id")
    equipment = IdFilter(label="設備の番号", field_name="equipment_id")
    type = TextFilter(label="点検の種類のコード", field_name="type_code")
    state = StandsFilter(label="きょうの状態", choices=TurnState.choices)
    outcome = CodeFilter(label="結果", choices=Outcome.choices)
    due_from = DayFilter(label="期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="期限がこの日まで", field_name="due_on", lookup_expr="lte")
    done_from = DayFilter(label="点検した日がこの日から", field_name="done_on", lookup_expr="gte")
    done_to = DayFilter(label="点検した日がこの日まで", field_name="done_on", lookup_expr="lte")

    class Meta:
        model = DueInspection
        fields: Sequence[str] = ()


class InspectionTypesAsked(django_filters.FilterSet):
    """How a program narrows the catalogue."""

    subject = CodeFilter(label="対象", choices=SubjectOfInspection.choices)

    class Meta:
        model = InspectionType
        fields: Sequence[str] = ()


class CoveringFilter(IdFilter):
    """Contracts that cover this centre, among others or alone."""

    def filter(self, qs: ServiceContractQuerySet, value: int | None) -> ServiceContractQuerySet:
        return qs.within_centres([value]) if value else qs


class AnsweredAskedFilter(YesNoFilter):
    """Whether it is said what follows the contract."""

    def filter(self, qs: ServiceContractQuerySet, value: bool | None) -> ServiceContractQuerySet:  # noqa: FBT001
        if value is None:
            return qs
        return qs.answered() if value else qs.unanswered()


class ContractsAsked(django_filters.FilterSet):
    """How a program narrows the contracts."""

    centre = CoveringFilter(label="対象の施設の番号")
    contract_kind = CodeFilter(label="契約の種類", choices=ContractKind.choices)
    answered = AnsweredAskedFilter(label="次の契約か、更新しないことが決まっているか")
    last_from = DayFilter(label="末日がこの日から", field_name="last_on", lookup_expr="gte")
    last_to = DayFilter(label="末日がこの日まで", field_name="last_on", lookup_expr="lte")

    class Meta:
        model = ServiceContract
        fields: Sequence[str] = ()
