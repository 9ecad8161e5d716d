"""How organisations can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q

from common.rest.filters import CodeFilter, DayFilter, IdFilter, YesNoFilter
from designated_managers.choices import CorporateStatus, OfficerRole, OrganisationKind
from designated_managers.models import Organisation, OrganisationOfficer
from ui.filters import OnlyFilter, WordsFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designated_managers.querysets.organisations import (
        OrganisationOfficerQuerySet,
        OrganisationQuerySet,
    )


class OrganisationFilter(django_filters.FilterSet):
    """Kind, status in law, running a centre today, and words. Its organisations must carry ``is_running``."""

    q = WordsFilter(label="団体名・代表者")
    kind = django_filters.ChoiceFilter(
        label="種別", choices=OrganisationKind.choices, empty_label="すべての種別"
    )
    corporate_status = django_filters.ChoiceFilter(
        label="法人格", choices=CorporateStatus.choices, empty_label="すべて"
    )
    running = OnlyFilter(label="運営中の団体だけ", field_name="is_running")

    class Meta:
        model = Organisation
        fields: Sequence[str] = ()


class RunningFilter(YesNoFilter):
    """Only organisations that run a centre on the day, or only the others."""

    def filter(self, qs: OrganisationQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.with_running(self.parent.on).filter(Q(is_running=value))


class OrganisationsAsked(django_filters.FilterSet):
    """How a program narrows the organisations."""

    kind = CodeFilter(label="種別", choices=OrganisationKind.choices)
    corporate_status = CodeFilter(label="法人格", choices=CorporateStatus.choices)
    running = RunningFilter(label="きょう施設を運営しているか")
    q = WordsFilter(label="団体名・かな・代表者に含まれる言葉")

    class Meta:
        model = Organisation
        fields: Sequence[str] = ()


class InOfficeFilter(YesNoFilter):
    """Only terms that run on the day, or only the others."""

    def filter(self, qs: OrganisationOfficerQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        in_office = qs.in_office(self.parent.on)
        return in_office if value else qs.exclude(pk__in=in_office.order_by().values("pk"))


class OfficersAsked(django_filters.FilterSet):
    """How a program narrows the terms of officers."""

    organisation = IdFilter(label="団体の番号", field_name="organisation_id")
    role = CodeFilter(label="役職", choices=OfficerRole.choices)
    in_office = InOfficeFilter(label="きょう在任中か")
    last_to = DayFilter(label="任期の末日がこの日まで", field_name="last_on", lookup_expr="lte")

    class Meta:
        model = OrganisationOfficer
        fields: Sequence[str] = ()
