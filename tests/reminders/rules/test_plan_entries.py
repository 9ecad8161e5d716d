"""What an entry of the catalogue of plans may say."""

from __future__ import annotations

from typing import Any

import pytest

from common.catalogues import Entry
from reminders.models import LeadTime
from reminders.rules.plan_entries import LEFT_OUT, check
from reminders.rules.plans import PlanText, mistakes_in


def entry(**values: Any) -> Entry:
    return Entry("inspection", {"code": "inspection", "source": "見本", **values}, "lead_times.yaml", 7)


def test_what_an_entry_leaves_out_is_seven_fourteen_and_thirty_days():
    assert check(entry(stages="30d 0d")) == PlanText(
        stages="30d 0d", overdue_every=7, chief_after=14, manager_after=30
    )


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_an_entry_leaves_out_is_what_the_record_takes(name):
    assert getattr(LeadTime(), name) == LEFT_OUT[name]


def test_an_entry_may_say_everything_and_that_nobody_else_is_told():
    says: dict[str, Any] = {
        "stages": "90d 30d 7d 0d",
        "monthly": "7d 0d",
        "quarterly": "30d 7d 0d",
        "within_half_cycle": True,
        "overdue_every": 0,
        "chief_after": None,
        "manager_after": None,
    }

    assert check(entry(**says)) == PlanText(**says)


def test_every_mistake_is_told_at_once_and_names_its_field():
    with pytest.raises(ValueError, match="stages") as refused:
        check(entry(stages="0d 7d", monthly="まえ", chief_after=14, manager_after=14))

    assert str(refused.value).splitlines() == [
        "「stages」：通知の時期「0d 7d」は、早いものから順に、重ならないように書いてください。",
        "「monthly」：通知の時期「まえ」が読めません。30d（30日前）や 6m（6か月前）のように書いてください。",
        "「manager_after」：課長に知らせる日は、係長に知らせる日より後にしてください。",
    ]


def test_what_is_not_even_of_the_right_kind_is_told_at_once():
    with pytest.raises(ValueError, match="stages") as refused:
        check(
            entry(stages=30, within_half_cycle="はい", overdue_every=None, chief_after=-1, manager_after=True)
        )

    assert str(refused.value).splitlines() == [
        "「stages」：30d 7d 0d のように書いてください。",
        "「within_half_cycle」：true か false で書いてください。",
        "「overdue_every」：0から999までの日数で書いてください。",
        "「chief_after」：0から999までの日数で書いてください。",
        "「manager_after」：0から999までの日数で書いてください。",
    ]


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("name", ["chief_after", "manager_after"])
def test_nobody_else_is_told_before_a_day_has_passed(name, days):
    wrong = mistakes_in(PlanText("0d", **{name: days}))

    sentence = "1日以上にしてください。知らせないときは空けてください。"
    assert wrong == ({name: sentence} if days == 0 else {})


@pytest.mark.parametrize(
    ("plan", "rings"),
    [
        # Half a month has fifteen days, half of two thirty, half of four sixty.
        (PlanText("30d 15d", within_half_cycle=True), True),
        (PlanText("30d 16d", within_half_cycle=True), False),
        (PlanText("90d 30d", monthly="7d 0d", within_half_cycle=True), True),
        (PlanText("90d 31d", monthly="7d 0d", within_half_cycle=True), False),
        (PlanText("90d 60d", quarterly="7d 0d", within_half_cycle=True), True),
        (PlanText("90d 61d", quarterly="7d 0d", within_half_cycle=True), False),
        (PlanText("90d"), True),
    ],
)
def test_a_plan_that_would_fall_silent_at_a_short_cycle_is_refused(plan, rings):
    sentence = (
        "周期の短いものには、知らせる時期が残りません。0d（当日）など、期限に近い時期も書いてください。"
    )

    assert mistakes_in(plan) == ({} if rings else {"stages": sentence})
