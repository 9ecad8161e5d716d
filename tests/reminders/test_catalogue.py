"""The shipped catalogue of plans, and the words of a stage."""

from __future__ import annotations

import pytest

from config.management.commands.load_catalogues import SHIPPED, entries_of
from reminders.choices import FlagKind
from reminders.models import LeadTime
from reminders.queries.flags import stage_label
from reminders.rules.plan_entries import check
from reminders.rules.plans import PlanText
from reminders.rules.stages import Stage

NOT_YET = {FlagKind.ACCOUNT_END}
"""Kinds whose deadlines are told elsewhere."""


def shipped_plans() -> dict[str, PlanText]:
    of_plans = next(shipped for shipped in SHIPPED if shipped.model is LeadTime)
    return {entry.code: check(entry) for entry in entries_of(of_plans)}


def test_every_kind_of_deadline_has_a_plan():
    assert set(shipped_plans()) | NOT_YET == set(FlagKind.values)


def test_inspections_have_lead_times_for_each_cycle():
    of_inspections = shipped_plans()["inspection"]

    told = {
        cycle: [stage.code for stage in of_inspections.read(cycle).stages] for cycle in (1, 2, 3, 4, 6, 12)
    }

    assert told == {
        1: ["7d", "0d"],
        2: ["30d", "7d", "0d"],
        3: ["30d", "7d", "0d"],
        4: ["30d", "7d", "0d"],
        6: ["90d", "30d", "7d", "0d"],
        12: ["90d", "30d", "7d", "0d"],
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("round_answer", (1, 1, 3)),
        ("fee_payment", (3, 3, 7)),
        ("designation_end", (7, 1, 7)),
        ("inspection", (7, 14, 30)),
    ],
)
def test_what_cannot_wait_climbs_sooner(code, expected):
    plan = shipped_plans()[code]

    assert (plan.overdue_every, plan.chief_after, plan.manager_after) == expected


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("30d", "30日前"),
        ("6m", "6か月前"),
        ("0d", "当日"),
        ("0m", "当日"),
        (Stage(-14).code, "14日超過"),
        ("@2026-12-01", "12月1日（火）にもう一度"),
        ("!12", "至急"),
        ("unknown", "期日不明・要確認"),
    ],
)
def test_a_stage_in_words(code, words):
    assert stage_label(code) == words
