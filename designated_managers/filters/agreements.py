"""How a program narrows agreements (協定の絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q

from common.rest.filters import DayFilter, IdFilter, YesNoFilter
from designated_managers.models import Agreement, AnnualAgreement, FeePayment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designated_managers.querysets.agreements import AgreementQuerySet


class CoveringFilter(IdFilter):
    """Agreements that cover a designation of this centre or organisation, alone or in their bundle."""

    def filter(self, qs: Any, value: int | None) -> Any:
        if value is None:
            return qs
        own = Q(**{f"{self.field_name}designation__{self.lookup}": value})
        bundled = Q(**{f"{self.field_name}bundle__designations__{self.lookup}": value})
        return qs.filter(pk__in=qs.model._default_manager.filter(own | bundled).order_by().values("pk"))

    def __init__(self, *, lookup: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lookup = lookup


class AgreementInForceFilter(YesNoFilter):
    """Only agreements in force on the day, or only the others."""

    def filter(self, qs: AgreementQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        in_force = qs.in_force(self.parent.on)
        return in_force if value else qs.exclude(pk__in=in_force.order_by().values("pk"))


class AgreementsAsked(django_filters.FilterSet):
    """How a program narrows the agreements."""

    centre = CoveringFilter(label="施設の番号", field_name="", lookup="centre_id")
    organisation = CoveringFilter(label="団体の番号", field_name="", lookup="organisation_id")
    designation = CoveringFilter(label="指定の番号", field_name="", lookup="id")
    in_force = AgreementInForceFilter(label="きょう効力があるか")

    class Meta:
        model = Agreement
        fields: Sequence[str] = ()


class AnnualAgreementsAsked(django_filters.FilterSet):
    """How a program narrows the annual agreements."""

    centre = CoveringFilter(label="施設の番号", field_name="agreement__", lookup="centre_id")
    organisation = CoveringFilter(label="団体の番号", field_name="agreement__", lookup="organisation_id")
    agreement = IdFilter(label="基本協定の番号", field_name="agreement_id")
    fiscal_year = IdFilter(label="年度（始まる年）", field_name="fiscal_year")

    class Meta:
        model = AnnualAgreement
        fields: Sequence[str] = ()


class PaidFilter(YesNoFilter):
    """Only instalments that were paid, or only the others."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.filter(paid_on__isnull=not value)


class FeePaymentsAsked(django_filters.FilterSet):
    """How a program narrows the instalments."""

    annual_agreement = IdFilter(label="年度協定の番号", field_name="annual_agreement_id")
    agreement = IdFilter(label="基本協定の番号", field_name="annual_agreement__agreement_id")
    paid = PaidFilter(label="支払済みか")
    due_from = DayFilter(label="支払期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="支払期限がこの日まで", field_name="due_on", lookup_expr="lte")

    class Meta:
        model = FeePayment
        fields: Sequence[str] = ()
