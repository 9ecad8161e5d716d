"""How roads, their steps and the sessions of the council can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, DayFilter, IdFilter, YesNoFilter
from designated_managers.choices import SelectionKind, SessionKind
from designated_managers.models import CouncilSession, Road, RoadStep
from ui.filters import OneOfFilter, OnlyFilter, WholeFilterSet, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from designated_managers.queries.roads import RoadChoices


class LateOnly(OnlyFilter):
    """A box to tick: only roads with a step over its latest day."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.late(self.parent.on) if value else qs


class OverToo(OnlyFilter):
    """What has arrived or was given up lies in the past; it is shown only when asked for."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs if value else qs.going_on(self.parent.on)


class RoadFilter(WholeFilterSet):
    """Centre, session, selection, late ones alone, past ones too. Without any condition: what goes on."""

    centre = OneOfFilter(label="施設", field_name="centre_id", empty_label="すべての施設")
    session = OneOfFilter(label="会期", field_name="session_id", empty_label="すべての会期")
    selection = django_filters.ChoiceFilter(
        label="選定の方法",
        field_name="selection_kind",
        choices=SelectionKind.choices,
        empty_label="どちらも",
    )
    late = LateOnly(label="遅れているものだけ")
    ended = OverToo(label="終わったものも")

    class Meta:
        model = Road
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, choices: RoadChoices, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        offer(self, "centre", choices.centres)
        offer(self, "session", choices.sessions)


class AheadOnly(OnlyFilter):
    """Sessions that are over are shown only when asked for."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs if value else qs.sitting_from(self.parent.on)


class SessionFilter(WholeFilterSet):
    """Kind, and sessions that are over too."""

    kind = django_filters.ChoiceFilter(label="種類", choices=SessionKind.choices, empty_label="すべての種類")
    ended = AheadOnly(label="終わった会期も")

    class Meta:
        model = CouncilSession
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on


class LateAsked(YesNoFilter):
    """Over a latest day and not done, or the others."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        late = qs.late(self.parent.on)
        return late if value else qs.exclude(pk__in=late.order_by().values("pk"))


class RoadsAsked(django_filters.FilterSet):
    """How a program narrows the roads."""

    centre = IdFilter(label="施設の番号", field_name="centre_id")
    session = IdFilter(label="会期の番号", field_name="session_id")
    late = LateAsked(label="期限を過ぎた段階があるか")
    first_from = DayFilter(label="初日がこの日から", field_name="first_on", lookup_expr="gte")
    first_to = DayFilter(label="初日がこの日まで", field_name="first_on", lookup_expr="lte")

    class Meta:
        model = Road
        fields: Sequence[str] = ()


class RoadStepsAsked(django_filters.FilterSet):
    """How a program narrows the steps of roads."""

    road = IdFilter(label="指定スケジュールの番号", field_name="road_id")
    centre = IdFilter(label="施設の番号", field_name="road__centre_id")
    session = IdFilter(label="会期の番号", field_name="road__session_id")
    late = LateAsked(label="期限を過ぎているか")

    class Meta:
        model = RoadStep
        fields: Sequence[str] = ()


class SessionsAsked(django_filters.FilterSet):
    """How a program narrows the sessions of the council."""

    kind = CodeFilter(label="種類", choices=SessionKind.choices)
    year = IdFilter(label="年", field_name="year")
    votes_from = DayFilter(label="議決日がこの日から", field_name="votes_on", lookup_expr="gte")
    votes_to = DayFilter(label="議決日がこの日まで", field_name="votes_on", lookup_expr="lte")

    class Meta:
        model = CouncilSession
        fields: Sequence[str] = ()
