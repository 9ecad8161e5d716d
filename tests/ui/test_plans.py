"""The road back from a goal, ways on one scale, and money in bars."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template

from ui.plans import (
    Alternative,
    MoneyBar,
    MoneyRow,
    RoadStep,
    alternative_lines,
    money_lines,
    road_lines,
    scale_of,
)

TODAY = date(2026, 11, 23)


def step(due_on: date, shape: str = "forecast") -> RoadStep:
    return RoadStep(due_on, shape, "段階")


@pytest.mark.parametrize(
    ("days", "sides"),
    [
        ([date(2026, 11, 22)], ["today", "behind"]),
        ([date(2026, 11, 23)], ["ahead", "today"]),
        ([date(2026, 11, 24)], ["ahead", "today"]),
        ([date(2027, 4, 1), date(2026, 10, 30)], ["ahead", "today", "behind"]),
        ([], ["today"]),
    ],
)
def test_today_lies_across_the_road_between_what_is_to_come_and_what_is_past(days, sides):
    lines = road_lines([step(day) for day in days], TODAY)

    assert ["today" if line.today else line.side for line in lines] == sides


def test_the_year_is_written_only_where_it_changes():
    days = [date(2027, 4, 1), date(2027, 3, 19), date(2026, 12, 18), date(2026, 10, 30)]

    lines = road_lines([step(day) for day in days], TODAY)

    assert [line.year for line in lines if line.step] == ["令和9年", "", "令和8年", ""]


def test_only_what_is_done_says_its_day_is_real():
    lines = road_lines([step(date(2027, 4, 1), "now"), step(date(2026, 10, 30), "done")], TODAY)

    assert [(line.state, line.actual) for line in lines if line.step] == [("目標", False), ("済み", True)]


@pytest.mark.parametrize(
    ("longest", "scale"), [(0, 40), (30, 40), (72, 80), (73, 100), (104, 120), (110, 140)]
)
def test_the_scale_is_a_little_longer_than_the_longest_way_and_than_what_is_needed(longest, scale):
    assert scale_of([Alternative("案", longest)], 30) == scale


@pytest.mark.parametrize(
    ("days", "chosen", "kind", "shortage"),
    [
        (31, False, "finished", ""),
        (30, False, "finished", ""),
        (30, True, "accent", ""),
        (29, True, "warn", "必要な30日に1日足りません"),
        (-3, False, "warn", "必要な30日に33日足りません"),
    ],
)
def test_a_way_that_leaves_too_few_days_says_how_many_are_missing(days, chosen, kind, shortage):
    [line] = alternative_lines([Alternative("案", days, chosen=chosen)], 30)

    assert (line.kind, line.shortage) == (kind, shortage)


def test_the_bars_of_money_share_one_scale_and_follow_one_another():
    lines = money_lines(
        [MoneyRow("令和7年度", (300, 100)), MoneyRow("令和8年度", (200, 0))], ("accent", "finished")
    )

    assert [(line.total, line.bars) for line in lines] == [
        (400, (MoneyBar("accent", "0", "75"), MoneyBar("finished", "75", "25"))),
        (200, (MoneyBar("accent", "0", "50"), MoneyBar("finished", "50", "0"))),
    ]


def test_no_money_at_all_has_bars_of_no_width():
    [line] = money_lines([MoneyRow("令和8年度", (0,))], ("accent",))

    assert line.bars == (MoneyBar("accent", "0", "0"),)


@pytest.mark.parametrize(
    ("query", "direction", "leads_to"),
    [
        ("", "descending", "?sort=received"),
        ("?sort=received", "ascending", "?sort=-received"),
        ("?sort=-received", "descending", "?sort=received"),
        ("?sort=title&page=3", "", "?sort=received"),
    ],
)
def test_a_sorted_head_says_its_direction_and_turns_it_round(rf, query, direction, leads_to):
    template = Template('{% load ui %}{% sorted_head "受付日" "received" default="-received" %}')

    markup = template.render(Context({"request": rf.get(f"/repairs/{query}")}))

    assert (f'aria-sort="{direction}"' in markup) is bool(direction)
    assert f'href="/repairs/{leads_to}"' in markup
