"""Where a transfer stands, by the shipped stages; and what cities really did, replayed fact by fact.

Of most roads only some steps are public. What the golden file needs besides them is marked ``assumed`` and nothing is
expected of it; ``1-7`` stands for all evidence of these stages.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from common.catalogues import read_catalogue
from config.management.commands.load_catalogues import SHIPPED
from designated_managers.choices import StageState
from designated_managers.rules.transfer_stage import (
    PLACES,
    EvidenceNeed,
    StageNeed,
    TransferKnown,
    parse_evidence,
    road_on,
)
from tests.config.test_repository import ROOT

GOLDEN = Path(__file__).parents[2] / "golden" / "transfers.csv"
DAY = timedelta(days=1)
START = date(2026, 4, 1)


def shipped(direction: str) -> list[StageNeed]:
    """The stages as they ship."""
    (catalogue,) = (one for one in SHIPPED if one.path.endswith("transfer_stages.yaml"))
    entries = read_catalogue(
        ROOT / catalogue.path, required=catalogue.required, optional=catalogue.optional
    ).entries
    return [
        StageNeed(
            entry.code,
            entry.values["name"],
            parse_evidence(entry.values["evidence"]),
            skippable=entry.values.get("skippable", False),
        )
        for entry in entries
        if entry.values["direction"] == direction
    ]


ROAD = shipped("to_manager")


def known_by(facts: list[tuple[str, date]], stages: list[StageNeed]) -> TransferKnown:
    """What is known when these facts are; ``1-7`` stands for all that these stages require."""
    entered: dict[tuple[str, str], date] = {}
    read: dict[str, date] = {}
    unneeded: dict[str, date] = {}
    for fact, day in facts:
        if fact in PLACES:
            read[fact] = day
        elif fact.startswith("unneeded "):
            unneeded[fact.removeprefix("unneeded ")] = day
        elif "/" in fact:
            stage, _, code = fact.partition("/")
            entered[stage, code] = day
        else:
            read.setdefault("transfer.started", day)
            for stage_code, piece in _required(fact, stages):
                if piece.is_entered:
                    entered[stage_code, piece.code] = day
                else:
                    read[piece.place] = day
    return TransferKnown(entered, read, unneeded)


def _required(span: str, stages: list[StageNeed]) -> list[tuple[str, EvidenceNeed]]:
    first, _, last = span.partition("-")
    return [
        (stage.code, piece)
        for stage in stages
        for piece in stage.evidence
        if piece.required and int(first) <= int(stage.code) <= int(last)
    ]


def cases():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for case, of_case in groupby(rows, key=lambda row: row["case"]):
        facts = list(of_case)
        for row in facts:
            if row["certainty"] != "assumed":
                yield pytest.param(facts, row, id=f"{case} {row['fact']}")


@pytest.mark.parametrize(("facts", "row"), list(cases()))
def test_what_cities_did_is_shown_on_the_day_before_of_and_after_each_fact(facts, row):
    stages = shipped(row["direction"])
    if row["case"].startswith("高松市"):
        stages = [_asking_for_a_year(stage) for stage in stages]
    known = known_by([(fact["fact"], date.fromisoformat(fact["day"])) for fact in facts], stages)
    day = date.fromisoformat(row["day"])

    before, of, after = (road_on(on, stages, known) for on in (day - DAY, day, day + DAY))

    assert [road.current.need.code for road in (before, of, after)] == [
        row["stage_before"],
        row["stage_on"],
        row["stage_on"],
    ]
    assert [road.is_whole for road in (before, of)] == [False, row["whole"] == "yes"]


def _asking_for_a_year(stage: StageNeed) -> StageNeed:
    return replace(
        stage,
        evidence=tuple(
            replace(piece, required=True) if piece.code == "active_a_year" else piece
            for piece in stage.evidence
        ),
    )


def test_the_cases_are_those_of_six_cities_one_of_them_both_ways():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["case"].split()[0].split("（")[0] for row in rows} == {
        "一関市",
        "東松島市",
        "富士市",
        "長門市",
        "廿日市市",
        "高松市",
    }
    assert {row["direction"] for row in rows if row["case"].startswith("東松島市")} == {
        "to_manager",
        "to_city",
    }
    assert all(row["source"].startswith("http") for row in rows if row["certainty"] != "assumed")


def test_with_nothing_known_the_road_stands_at_its_first_stage():
    road = road_on(START, ROAD, TransferKnown())

    assert [seen.state for seen in road.stages] == [
        StageState.CURRENT,
        *[StageState.UPCOMING] * (len(ROAD) - 1),
    ]
    assert (road.current.need.code, road.since, road.is_whole) == ("0", None, False)


def test_evidence_of_a_later_stage_shows_as_done_ahead_and_does_not_move_the_road():
    known = TransferKnown(entered={("5", "decision"): START}, read={"transfer.started": START})

    road = road_on(START, ROAD, known)

    assert road.current.need.code == "1"
    assert {seen.need.code: seen.state for seen in road.stages if seen.state is not StageState.UPCOMING} == {
        "0": StageState.DONE,
        "1": StageState.CURRENT,
        "5": StageState.AHEAD,
    }


@pytest.mark.parametrize(("on", "state"), [(START - DAY, StageState.CURRENT), (START, StageState.NOT_NEEDED)])
def test_a_stage_is_not_needed_from_the_day_on_which_that_was_said(on, state):
    known = known_by([("1-5", START - 30 * DAY), ("unneeded 6", START)], ROAD)

    road = road_on(on, ROAD, known)

    assert next(seen.state for seen in road.stages if seen.need.code == "6") is state
    assert road.current.need.code == ("6" if on < START else "7")


def test_a_stage_is_held_by_what_is_required_alone():
    known = known_by([("1-7", START)], ROAD)
    known = replace(known, read={**known.read, "designation.candidate_decided_on": START})

    road = road_on(START, ROAD, known)

    assert road.current.need.code == "9"
    assert [piece.need.code for piece in road.current.missing] == ["vote"]


def test_it_stands_at_its_stage_since_the_last_day_on_which_one_before_was_left():
    known = TransferKnown(
        entered={("1", "interest"): START + 40 * DAY},
        read={"transfer.started": START, "meeting.briefing": START + 10 * DAY},
    )

    assert road_on(START + 39 * DAY, ROAD, known).since == START
    assert road_on(START + 40 * DAY, ROAD, known).since == START + 40 * DAY


@pytest.mark.parametrize(
    ("listed", "lines"),
    [
        ([], ["「evidence」には、段階を終える確認資料を1つ以上並べてください。"]),
        ("vote", ["「evidence」には、段階を終える確認資料を1つ以上並べてください。"]),
        (["vote"], ["1番目の確認資料は「code・name・from」の形で書いてください。"]),
        (
            [{"code": "a", "name": " ", "from": "moon", "required": "yes", "who": 1}],
            [
                "1番目の確認資料に「who」という項目はありません。",
                "1番目の確認資料の「name」は、空でない文字列にしてください。",
                "1番目の確認資料の「from」に「moon」はありません。",
                "1番目の確認資料の「required」は true か false にしてください。",
            ],
        ),
        ([{"code": "a", "name": "あ", "from": "entered"}] * 2, ["確認資料「a」が二度あります。"]),
    ],
)
def test_evidence_that_no_rule_can_read_is_refused_with_every_mistake(listed, lines):
    with pytest.raises(ValueError, match="確認資料") as refusal:
        parse_evidence(listed)

    assert str(refusal.value).splitlines() == lines
