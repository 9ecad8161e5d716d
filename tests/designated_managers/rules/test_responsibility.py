from __future__ import annotations

import pytest

from designated_managers.choices import Bearer, ResponsibilityArea
from designated_managers.rules.responsibility import Share, Subject, bearer_of, problems_with_shares

REPAIR, INSPECTION = ResponsibilityArea.REPAIR, ResponsibilityArea.INSPECTION


def repair(bearer: Bearer, first: int, last: int | None = None) -> Share:
    return Share(REPAIR, bearer, amount_from=first, amount_upto=last)


SMALL, LARGE = repair(Bearer.MANAGER, 0, 100_000), repair(Bearer.CITY, 100_001)
TABLE = (
    SMALL,
    LARGE,
    Share(INSPECTION, Bearer.CITY),
    Share(INSPECTION, Bearer.MANAGER, type_code="FIR-1"),
    Share(ResponsibilityArea.LIABILITY, Bearer.CONSULT),
    Share(ResponsibilityArea.OTHER, Bearer.MANAGER, name="落ち葉"),
)


@pytest.mark.parametrize(
    ("subject", "bearer"),
    [
        (Subject(REPAIR, amount=0), Bearer.MANAGER),
        (Subject(REPAIR, amount=100_000), Bearer.MANAGER),
        (Subject(REPAIR, amount=100_001), Bearer.CITY),
        (Subject(REPAIR), Bearer.CITY),
        (Subject(INSPECTION, type_code="FIR-1"), Bearer.MANAGER),
        (Subject(INSPECTION, type_code="ELC-1"), Bearer.CITY),
        (Subject(ResponsibilityArea.LIABILITY), Bearer.CONSULT),
        (Subject(ResponsibilityArea.OTHER, name="落ち葉"), Bearer.MANAGER),
        (Subject(ResponsibilityArea.OTHER, name="雪"), Bearer.CITY),
        (Subject(ResponsibilityArea.CLEANING), Bearer.CITY),
    ],
)
def test_the_row_that_speaks_of_a_thing_says_who_bears_it_else_it_is_the_citys(subject, bearer):
    assert bearer_of(TABLE, subject) == bearer


def test_a_sound_table_has_nothing_against_it():
    assert list(problems_with_shares(TABLE, repair_threshold=100_000)) == []


@pytest.mark.parametrize(
    ("rows", "threshold", "sentences"),
    [
        ([repair(Bearer.MANAGER, 1)], None, ["修繕の金額に切れ目があります（0円から0円まで）。"]),
        ([SMALL], None, ["修繕の金額に切れ目があります（100,001円以上）。"]),
        (
            [SMALL, repair(Bearer.CITY, 100_002)],
            None,
            ["修繕の金額に切れ目があります（100,001円から100,001円まで）。"],
        ),
        ([SMALL, repair(Bearer.CITY, 100_000)], None, ["修繕の金額が重なっています（100,000円）。"]),
        (
            [SMALL, LARGE],
            50_000,
            ["修繕の行の金額が、指定管理者が行う修繕の上限（50,000円）と合いません。"],
        ),
        (
            [Share(INSPECTION, Bearer.CITY), Share(INSPECTION, Bearer.MANAGER)],
            None,
            ["「点検」の行が2つあります。"],
        ),
    ],
)
def test_gaps_overlaps_and_twins_are_named(rows, threshold, sentences):
    found = problems_with_shares(rows, repair_threshold=threshold)

    assert [problem.message for problem in found] == sentences
