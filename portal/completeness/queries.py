"""The answer behind the list of how complete the register is: what every app waits for, joined by centre."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from centres.models import Centre
from facilities.queries.completeness import centres_completeness
from facilities.rules.completeness import (
    DUTY,
    FIGURE,
    Card,
    Completeness,
    Question,
    completeness_of,
    together,
)
from maintenance.models import DueInspection
from portal.entered import MissingFact, shown_missing
from reminders.subjects.maintenance import INSPECTION_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from common.scope import Scope

CENTRE: tuple[Question, ...] = (
    Question("kana", "読み", "名前での検索", FIGURE),
    Question("kind", "種別", "施設の一覧", FIGURE),
    Question("district", "地区", "地区ごとの一覧と予算", FIGURE, "district_id"),
    Question("address", "所在地", "住民と業者への案内", FIGURE),
    Question("phone", "電話番号", "休日や災害のときの連絡", DUTY),
    Question("opens_at", "開館時刻", "住民への案内", FIGURE),
    Question("closed_days", "休館日", "住民への案内", FIGURE),
    Question("opened_on", "供用開始日", "施設の状態", FIGURE, "opened_on_first"),
    Question("ordinance", "設置条例", "指定管理者への移行", FIGURE),
    Question("post_in_charge", "市の担当", "お知らせの宛先", DUTY, "post_in_charge_id"),
)
"""What is asked of the centre itself."""

WATCHED = Question("done_on", "期限", "点検の期限のお知らせ", DUTY, "due_on")
"""What is asked of an inspection under watch; a day on which it was done last tells when it is due."""


@dataclass(frozen=True)
class CentreLine:
    """How complete one centre is, in per cent, how many facts are missing, and the most useful of them."""

    pk: int
    name: str
    district: str
    score: int
    missing: int
    next_best: MissingFact | None


@dataclass(frozen=True)
class Answer:
    """The centres, the least complete first, and all of them together."""

    centres: tuple[CentreLine, ...]
    whole: Completeness


def completeness_of_centres(*, scope: Scope, on: date) -> Answer:
    """How complete the register is, by centre; six queries, however many centres there are."""
    columns = sorted({question.column or question.field for question in CENTRE})
    rows = list(
        Centre.objects.within(scope)
        .with_status(on)
        .exclude(abolished_on_first__lte=on)
        .order_by("kana", "pk")
        .values("pk", "name", "district__name", *columns)
    )
    ids = [row["pk"] for row in rows]
    of_buildings = centres_completeness(ids, scope=scope, on=on)
    watched = _watched(scope)
    found = [(row, _together(row, of_buildings.get(row["pk"]), watched.get(row["pk"], ()))) for row in rows]
    lines = sorted((_line(row, whole) for row, whole in found), key=lambda line: line.score)
    return Answer(tuple(lines), together(whole for _, whole in found))


def _watched(scope: Scope) -> Mapping[int, list[Card]]:
    """What is asked of the inspections under watch, by the centre."""
    turns = (
        DueInspection.objects.within(scope)
        .pending()
        .while_there()
        .annotate(name=INSPECTION_NAME)
        .order_by("pk")
        .values("pk", "name", "due_on", "building__centre_id")
    )
    cards: dict[int, list[Card]] = defaultdict(list)
    for turn in turns:
        cards[turn["building__centre_id"]].append(
            Card((WATCHED,), turn["name"], "inspection-record", turn["pk"], turn)
        )
    return cards


def _together(
    row: Mapping[str, Any], of_buildings: Completeness | None, watched: Iterable[Card]
) -> Completeness:
    of_centre = completeness_of([Card(CENTRE, "施設", "centre-edit", row["pk"], row), *watched])
    return together(filter(None, (of_centre, of_buildings)))


def _line(row: Mapping[str, Any], whole: Completeness) -> CentreLine:
    best = whole.next_best
    return CentreLine(
        pk=row["pk"],
        name=row["name"],
        district=row["district__name"] or "",
        score=whole.score,
        missing=len(whole.missing),
        next_best=shown_missing([best])[0] if best else None,
    )
