"""How service contracts can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from centres.models import Post
from common.fiscal_year import FiscalYear
from common.months import latest_day_in_reach
from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from maintenance.choices import ContractKind
from maintenance.filters.places import OfCentres
from maintenance.models import ServiceContract
from maintenance.queries.inspection_types import inspection_types
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets.contracts import ServiceContractQuerySet


MONTHS_AHEAD = (1, 3, 6, 12)

UNDECIDED, DECIDED = "no", "yes"


class OfCentreFilter(OneOfFilter):
    """Contracts that cover this centre, among others or alone."""

    def filter(self, qs: ServiceContractQuerySet, value: str | None) -> ServiceContractQuerySet:
        return qs.within_centres([int(value)]) if value else qs


class TakesOnFilter(OneOfFilter):
    """Contracts that take on this type of inspection."""

    def filter(self, qs: ServiceContractQuerySet, value: str | None) -> ServiceContractQuerySet:
        return qs.taking_on(value) if value else qs


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
    """Centre, type of inspection, post in charge, kind, end within so many months, what follows, and past
    contracts too.

    Without any condition: contracts that run or are to come, and those that ended with nothing said about
    what follows; the nearest end first.
    """

    centre = OfCentreFilter(label="施設", empty_label="すべての施設")
    type = TakesOnFilter(label="行う点検", empty_label="すべての点検")
    post = OneOfFilter(label="担当", field_name="post_in_charge_id", empty_label="すべての担当")
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
        offer(self, "type", ((code, kind.name) for code, kind in inspection_types().items()))
        offer(self, "post", Post.objects.within(scope).values_list("pk", "name"))


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


class TypeAskedFilter(TextFilter):
    """Contracts that take on this type of inspection."""

    def filter(self, qs: ServiceContractQuerySet, value: str | None) -> ServiceContractQuerySet:
        return qs.taking_on(value) if value else qs


class FiscalYearFilter(IdFilter):
    """Contracts whose term touches this fiscal year."""

    def filter(self, qs: ServiceContractQuerySet, value: int | None) -> ServiceContractQuerySet:
        if not value:
            return qs
        if not 1950 <= value <= 2200:
            return qs.none()
        year = FiscalYear(value)
        return qs.filter(first_on__lte=year.last_day, last_on__gte=year.first_day)


class ContractsAsked(django_filters.FilterSet):
    """How a program narrows the contracts."""

    centre = CoveringFilter(label="対象の施設の番号")
    contract_kind = CodeFilter(label="契約の種類", choices=ContractKind.choices)
    answered = AnsweredAskedFilter(label="次の契約か、更新しないことが決まっているか")
    last_from = DayFilter(label="末日がこの日から", field_name="last_on", lookup_expr="gte")
    last_to = DayFilter(label="末日がこの日まで", field_name="last_on", lookup_expr="lte")
    notice_from = DayFilter(label="申し出の期限がこの日から", field_name="notice_on", lookup_expr="gte")
    notice_to = DayFilter(label="申し出の期限がこの日まで", field_name="notice_on", lookup_expr="lte")
    inspection_type = TypeAskedFilter(label="行う点検のコード", field_name="types")
    fiscal_year = FiscalYearFilter(label="契約期間がかかる年度", field_name="first_on")

    class Meta:
        model = ServiceContract
        fields: Sequence[str] = ()
