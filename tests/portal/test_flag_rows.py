from __future__ import annotations

from datetime import date

import pytest

from common.scope import Scope
from portal.flag_rows import Due, FlagRow, days_in_words, kinds_seen, place_in_short, row_of
from portal.viewer import Viewer
from reminders.choices import FlagKind, Progress
from reminders.subjects.kinds import Subject

ON = date(2026, 11, 23)
SUBJECT = Subject(
    "見本点検", ("見本市民センター",), "本館", "見本法 第1条", Progress.NOT_STARTED, "inspection-record"
)


def viewer(*permissions: str) -> Viewer:
    return Viewer(Scope.everything(), frozenset(permissions))


def due(due_on: date | None, *, owner: str = "見本 太郎", progress: Progress = Progress.NOT_STARTED) -> Due:
    subject = Subject(
        SUBJECT.title, SUBJECT.centres, SUBJECT.part, SUBJECT.statute, progress, SUBJECT.url_name
    )
    return Due(7, subject, due_on, "見本市民センター　本館", owner)


def test_a_row_tells_what_is_due_where_and_who_is_in_charge():
    row = row_of(due(date(2026, 11, 20)), on=ON)

    assert row == FlagRow(
        title="見本点検",
        second="見本市民センター　本館",
        chip="見本法 第1条",
        due_on=date(2026, 11, 20),
        days_left=-3,
        year="",
        shape="planned",
        stage="未着手",
        owner="見本 太郎",
        url="/inspections/7/record/",
    )


@pytest.mark.parametrize(
    ("due_on", "year"),
    [
        (date(2026, 3, 31), "令和8年"),
        (date(2026, 4, 1), ""),
        (date(2027, 3, 31), ""),
        (date(2027, 4, 1), "令和9年"),
        (None, ""),
    ],
)
def test_the_year_is_said_only_outside_this_fiscal_year(due_on, year):
    assert row_of(due(due_on), on=ON).year == year


@pytest.mark.parametrize(
    ("due_on", "progress", "shape", "stage"),
    [
        (ON, Progress.DAY_SET, "planned", "日程確定"),
        (ON, Progress.UNDER_WAY, "active", "手続き中"),
        (None, Progress.NOT_STARTED, "forecast", "要確認"),
    ],
)
def test_the_stage_is_a_shape_and_a_word(due_on, progress, shape, stage):
    row = row_of(due(due_on, progress=progress), on=ON)

    assert (row.shape, row.stage) == (shape, stage)


def test_a_duty_of_nobody_says_so():
    assert row_of(due(ON, owner=""), on=ON).owner == "担当未定"


@pytest.mark.parametrize(
    ("centres", "part", "words"),
    [
        (("甲",), "", "甲"),
        (("甲",), "本館", "甲　本館"),
        (("甲", "乙"), "", "甲、乙"),
        (("甲", "乙", "丙"), "", "甲、乙 ほか1施設"),
        ((), "", ""),
    ],
)
def test_two_centres_are_named_and_the_others_counted(centres, part, words):
    assert place_in_short(centres, part) == words


@pytest.mark.parametrize(
    ("days_left", "words"),
    [(-1000, "1,000日超過"), (-1, "1日超過"), (0, "きょうまで"), (1, "あと1日"), (1072, "あと1,072日")],
)
def test_days_left_in_words(days_left, words):
    assert days_in_words(days_left) == words


def test_flags_of_papers_that_one_may_not_see_are_not_told_of():
    assert kinds_seen(viewer("maintenance.view_dueinspection")) == (FlagKind.INSPECTION,)
