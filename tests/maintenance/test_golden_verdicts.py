"""What the catalogue says of buildings at both sides of every threshold: ``tests/golden/inspection_verdicts.csv``.

A row gives facts of a building as the register keeps them (areas in 0.01 m2, watts, litres), its uses as
``kind@storey:area``, its equipment as ``category:watts``, and facts of the city as ``city.name``. What is not said is
not known.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from common.catalogues import read_catalogue
from common.partial_dates import PartialDate
from config.management.commands.load_catalogues import SHIPPED
from facilities.models import Building
from maintenance.models import InspectionType
from maintenance.rules.applicability import read_rule, verdict_on, verdict_without_piece
from maintenance.rules.telling import COLUMNS, DAYS, Use, facts_of_building, facts_of_equipment

ON = date(2026, 11, 29)
GOLDEN = settings.BASE_DIR / "tests" / "golden" / "inspection_verdicts.csv"
ROWS = list(csv.DictReader(GOLDEN.read_text(encoding="utf-8").splitlines()))
WORDS = {"yes": True, "no": False}


def _entries():
    shipped = next(one for one in SHIPPED if one.model is InspectionType)
    path = settings.BASE_DIR / shipped.path
    return read_catalogue(path, required=shipped.required, optional=shipped.optional).entries


RULES = {entry.code: read_rule(entry.values) for entry in _entries()}


def _is_word(name):
    return name in COLUMNS and Building._meta.get_field(name).get_internal_type() == "CharField"


def _value(name, text):
    return text if _is_word(name) else WORDS[text] if text in WORDS else int(text)


def _told(text):
    """The facts of the building, and those of its piece of equipment, if it has one."""
    building: dict[str, Any] = {name: "" if _is_word(name) else None for name in (*COLUMNS, *DAYS)}
    of_city, uses, pieces = {}, [], []
    for said in filter(None, text.split("; ")):
        name, _, value = said.partition("=")
        if name == "use":
            kind, _, where = value.partition("@")
            storey, _, area = where.partition(":")
            uses.append(Use(kind, int(storey), int(area)))
        elif name == "equipment":
            category, _, watts = value.partition(":")
            pieces.append((category, int(watts) if watts else None))
        elif name.startswith("city."):
            of_city[name.removeprefix("city.")] = WORDS[value]
        elif name in DAYS:
            building[name] = PartialDate.of_day(date.fromisoformat(value))
        else:
            assert name in COLUMNS
            building[name] = _value(name, value)
    facts = facts_of_building(building, uses, [category for category, _ in pieces], on=ON)
    return {**of_city, **facts}, pieces


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['code']} {row['facts']}")
def test_the_verdict_of_a_building(row):
    rule = RULES[row["code"]]
    facts, pieces = _told(row["facts"])

    if not rule.of_equipment:
        verdict = verdict_on(rule, facts, on=ON)
    elif pieces:
        category, watts = pieces[0]
        facts |= facts_of_equipment(category=category, compressor_watts=watts, installed_on=None)
        verdict = verdict_on(rule, facts, on=ON)
    else:
        verdict = verdict_without_piece(rule, facts, on=ON)

    told = [verdict.answer, verdict.cycle_months or "", verdict.report_months or "", verdict.law]
    assert [str(one) for one in told] == [
        row["answer"],
        row["cycle_months"],
        row["report_months"],
        row["article"],
    ]


def test_every_entry_of_the_catalogue_stands_in_the_table():
    assert {row["code"] for row in ROWS} == set(RULES)


def test_every_entry_with_a_condition_is_seen_on_both_sides_of_it():
    answers: dict[str, set[str]] = {row["code"]: set() for row in ROWS}
    for row in ROWS:
        answers[row["code"]].add(row["answer"])
    told = {
        code
        for code, rule in RULES.items()
        if (rule.applies_when and rule.applies_when.names) or rule.exists_when
    }

    one_sided = {code for code in told if "applies" not in answers[code] or len(answers[code]) == 1}
    assert one_sided == set()


def test_the_table_is_long_enough_and_says_nothing_twice():
    rows = Counter((row["facts"], row["code"]) for row in ROWS)

    assert len(ROWS) >= 60
    assert [said for said, times in rows.items() if times > 1] == []
