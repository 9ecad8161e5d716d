"""How the desk can be narrowed (絞り込み): by post, centre, kind, to what is overdue, and to what
was put off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_filters import ChoiceFilter, FilterSet

from portal.desk.tally import Wanted
from portal.flag_rows import kinds_seen
from reminders.choices import FlagKind
from reminders.models import Flag
from reminders.queries.answers import put_off
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from portal.desk.queries import Choices
    from portal.viewer import Viewer


class OfCentreFilter(OneOfFilter):
    """Of this centre, and of contracts that cover it among others."""

    def filter(self, qs: Any, value: str) -> Any:
        return qs.within_centres([int(value)]) if value else qs


class OverdueFilter(OnlyFilter):
    """Only what should have been done before this day."""

    on: date

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.overdue(self.on) if value else qs


class PutOffFilter(OnlyFilter):
    """Only what was put off to a day after this one (後で知らせるもの), or else only the rest."""

    on: date

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.filter(put_off(self.on)) if value else qs.exclude(put_off(self.on))


class FlagFilter(FilterSet):
    """The conditions of the desk. What the address says that cannot be chosen is left out of account."""

    post = OneOfFilter(label="担当", field_name="post_id", empty_label="すべての担当")
    centre = OfCentreFilter(label="施設", empty_label="すべての施設")
    kind = ChoiceFilter(label="種類", empty_label="すべての種類")
    overdue = OverdueFilter(label="期限超過だけ")
    put_off = PutOffFilter(label="後で知らせるもの")

    class Meta:
        model = Flag
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, choices: Choices, viewer: Viewer, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "post", choices.posts)
        offer(self, "centre", choices.centres)
        seen = kinds_seen(viewer)
        offer(self, "kind", [choice for choice in FlagKind.choices if choice[0] in seen])
        self.filters["overdue"].on = on
        self.filters["put_off"].on = on
        if len(choices.centres) <= 1:
            del self.filters["centre"]

    @property
    def wanted(self) -> Wanted:
        """The conditions in force, as a value."""
        self.form.is_valid()
        chosen = self.form.cleaned_data
        return Wanted(
            kind=chosen.get("kind") or "",
            centre_id=int(chosen.get("centre") or 0) or None,
            post_id=int(chosen.get("post") or 0) or None,
            overdue=bool(chosen.get("overdue")),
            put_off=bool(chosen.get("put_off")),
        )
