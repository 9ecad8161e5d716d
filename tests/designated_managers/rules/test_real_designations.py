"""What other cities and this one did, replayed: the stage on the day before, of and after each fact.

``precision`` in the file says how well a day is known: by the day, by the month (then the last possible day
of it is taken), or derived from the length of the term. Where the source does not tell the day of 指定, that
of the vote or the next is taken, or the designation is entered as an old one (要確認).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from designated_managers.choices import VoteResult
from designated_managers.rules.stage import DesignationDays, contradictions, stage_on

GOLDEN = Path(__file__).parents[2] / "golden" / "designations.csv"
ROWS = list(csv.DictReader(GOLDEN.read_text(encoding="utf-8").splitlines()))


def _cases() -> dict[str, DesignationDays]:
    facts: dict[str, dict] = defaultdict(dict)
    for row in ROWS:
        case = facts[row["case"]]
        if row["fact"] == "unconfirmed":
            case["unconfirmed"] = True
        elif row["fact"] == "passed":
            case |= {"voted": date.fromisoformat(row["day"]), "vote_result": VoteResult.PASSED}
        else:
            case[row["fact"]] = date.fromisoformat(row["day"])
    return {name: DesignationDays(**known) for name, known in facts.items()}


CASES = _cases()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["day"]], ids=lambda row: f"{row['case']} {row['fact']}"
)
def test_each_real_fact_counts_from_its_own_day_on(row):
    days, day = CASES[row["case"]], date.fromisoformat(row["day"])

    stages = [stage_on(day + timedelta(days=n), days).label for n in (-1, 0, 1)]

    assert stages == [row["before"], row["on"], row["after"]]


@pytest.mark.parametrize("case", CASES)
def test_no_real_designation_contradicts_itself(case):
    assert list(contradictions(CASES[case])) == []
