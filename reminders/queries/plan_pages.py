"""Answers for the pages on when reminders go out (お知らせの時期)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from centres.models import Centre
from common.db.catalogue_rows import Origin
from common.db.history import version_of
from reminders.choices import FlagKind
from reminders.models import CentreLeadTime, LeadTime
from reminders.queries.plan_words import cycle_words, overdue_words, plan_words, stages_words
from reminders.rules.plans import PlanText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from common.scope import Scope

CYCLED = frozenset({FlagKind.INSPECTION})
"""Kinds whose lead says how often the duty comes round."""

ACTS: Mapping[tuple[str, str], str] = {
    (Origin.SHIPPED, "+"): "標準の時期が入りました",
    (Origin.SHIPPED, "~"): "標準の時期が変わりました",
    (Origin.SHIPPED, "-"): "標準の時期がなくなりました",
    (Origin.CITY, "+"): "市の時期に変えました",
    (Origin.CITY, "~"): "市の時期を直しました",
    (Origin.CITY, "-"): "標準に戻しました",
}

ACTS_AT_CENTRE: Mapping[str, str] = {
    "+": "{}だけの時期を決めました",
    "~": "{}の時期を直しました",
    "-": "{}も市全体の時期に戻しました",
}


@dataclass(frozen=True)
class Change:
    """One change of a plan: when, by whom, what was done, what it said then, and why."""

    at: datetime
    who: str
    act: str
    words: str
    reason: str


@dataclass(frozen=True)
class PlanLine:
    """When one kind of deadline is told of. ``change``: the city's last change, where its own plan stands in
    front; ``shipped_changed``: the shipped plan has changed since. ``centres``: those that have their own."""

    code: str
    label: str
    words: str
    ahead: str
    overdue: str
    more: tuple[str, ...]
    change: Change | None
    shipped_changed: bool
    centres: tuple[str, ...]


@dataclass(frozen=True)
class CentrePlanLine:
    """The plan of one centre, and why it has its own."""

    pk: int
    centre_id: int
    centre: str
    words: str
    reason: str


@dataclass(frozen=True)
class PlanPage:
    """Everything about the plan of one kind. ``shipped``: what counts where the city has changed nothing, and
    where it comes from."""

    line: PlanLine
    is_the_citys: bool
    shipped: str
    source: str
    own: tuple[CentrePlanLine, ...]
    history: tuple[Change, ...]


@dataclass(frozen=True)
class PlanToChange:
    """A plan as a form shows it: of one kind for the whole city, or at one centre (``centre``). ``otherwise``
    is what counts without it, empty where nothing lies below; ``version`` is what whoever changes it saw."""

    code: str
    label: str
    centre: str
    plan: PlanText
    words: str
    otherwise: str
    version: str

    @property
    def has_cycles(self) -> bool:
        """Whether duties of this kind come round."""
        return self.code in CYCLED


def plan_lines(*, scope: Scope) -> list[PlanLine]:
    """Every kind with its plan, in the order of the kinds; four queries."""
    rows = {row.code: row for row in LeadTime.objects.in_front()}
    changed = set(LeadTime.objects.changed_underneath().values_list("code", flat=True))
    latest = _latest_changes()
    centres: dict[str, list[str]] = defaultdict(list)
    of_centres = CentreLeadTime.objects.within(scope).order_by("centre__kana", "centre__code")
    for code, name in of_centres.values_list("code", "centre__name"):
        centres[code].append(name)
    return [
        _line(
            rows[code],
            change=latest.get(code),
            shipped_changed=code in changed,
            centres=tuple(centres[code]),
        )
        for code in sorted(rows, key=_in_order)
    ]


def plan_page(code: str, *, scope: Scope) -> PlanPage | None:
    """The plan of one kind with its history; None where there is no such kind."""
    rows = {row.origin: row for row in LeadTime.objects.filter(code=code)}
    front = rows.get(Origin.CITY) or rows.get(Origin.SHIPPED)
    if front is None:
        return None
    shipped = rows.get(Origin.SHIPPED)
    own = CentreLeadTime.objects.within(scope).filter(code=code).select_related("centre")
    at_centres = tuple(
        CentrePlanLine(row.pk, row.centre_id, row.centre.name, _in_full(row.plan), row.changed_reason)
        for row in own.order_by("centre__kana", "centre__code")
    )
    history = tuple(sorted(_history(code, scope), key=lambda change: change.at, reverse=True))
    is_the_citys = front.origin == Origin.CITY
    shipped_changed = is_the_citys and shipped is not None and shipped.shipped_digest != front.shipped_digest
    change = next((one for one in history if one.act in _OF_THE_CITY), None) if is_the_citys else None
    centres = tuple(line.centre for line in at_centres)
    return PlanPage(
        line=_line(front, change=change, shipped_changed=shipped_changed, centres=centres),
        is_the_citys=is_the_citys,
        shipped=plan_words(shipped.plan) if shipped else "",
        source=shipped.source if shipped else front.source,
        own=at_centres,
        history=history,
    )


def plan_to_change(code: str) -> PlanToChange | None:
    """The plan of one kind, to be changed for the whole city; None where there is no such kind."""
    rows = {row.origin: row for row in LeadTime.objects.filter(code=code)}
    shipped, own = rows.get(Origin.SHIPPED), rows.get(Origin.CITY)
    front = own or shipped
    if front is None:
        return None
    return PlanToChange(
        code=code,
        label=kind_label(code),
        centre="",
        plan=front.plan,
        words=plan_words(front.plan),
        otherwise=plan_words(shipped.plan) if shipped and own else "",
        version=version_of(front),
    )


def centre_plan_to_change(pk: int, *, scope: Scope) -> PlanToChange | None:
    """The plan of one centre, to be changed; None where there is none that this person may see."""
    own = CentreLeadTime.objects.within(scope).select_related("centre").filter(pk=pk).first()
    if own is None:
        return None
    below = LeadTime.objects.in_front().filter(code=own.code).first()
    return PlanToChange(
        code=own.code,
        label=kind_label(own.code),
        centre=own.centre.name,
        plan=own.plan,
        words=plan_words(own.plan),
        otherwise=plan_words(below.plan) if below else "",
        version=version_of(own),
    )


def kind_label(code: str) -> str:
    """What the kind of deadline is called; its code where nobody speaks of it any more."""
    return FlagKind(code).label if code in FlagKind.values else code


_OF_THE_CITY = frozenset(ACTS[Origin.CITY, kind] for kind in "+~")


def _in_order(code: str) -> tuple[int, str]:
    kinds = FlagKind.values
    return (kinds.index(code) if code in kinds else len(kinds)), code


def _line(row: LeadTime, **more: Any) -> PlanLine:
    return PlanLine(
        code=row.code,
        label=kind_label(row.code),
        words=plan_words(row.plan),
        ahead=stages_words(row.plan.stages),
        overdue=overdue_words(row.plan),
        more=cycle_words(row.plan),
        **more,
    )


def _latest_changes() -> dict[str, Change]:
    """By code the last change of each row of the city's own that there is; one query."""
    own = LeadTime.objects.filter(origin=Origin.CITY).order_by().values("pk")
    latest: dict[str, Change] = {}
    for row in LeadTime.history.filter(id__in=own).select_related("history_user").order_by("-history_id"):
        latest.setdefault(row.code, _change(row, ACTS[Origin.CITY, row.history_type]))
    return latest


def _history(code: str, scope: Scope) -> Iterator[Change]:
    for row in LeadTime.history.filter(code=code).select_related("history_user"):
        yield _change(row, ACTS[row.origin, row.history_type])
    at_centres = CentreLeadTime.history.filter(code=code).select_related("history_user")
    if not scope.every_centre:
        at_centres = at_centres.filter(centre_id__in=scope.centre_ids)
    rows = list(at_centres)
    names = dict(Centre.objects.filter(pk__in={row.centre_id for row in rows}).values_list("pk", "name"))
    for row in rows:
        yield _change(row, ACTS_AT_CENTRE[row.history_type].format(names.get(row.centre_id, "")))


def _in_full(plan: PlanText) -> str:
    return "。".join((plan_words(plan), *cycle_words(plan)))


def _change(row: Any, act: str) -> Change:
    said = PlanText(**{each.name: getattr(row, each.name) for each in fields(PlanText)})
    return Change(
        at=localtime(row.history_date),
        who=str(row.history_user or ""),
        act=act,
        words=_in_full(said),
        reason=row.history_change_reason or "",
    )
