"""Planned steps of renewal projects, as the nightly job sees them."""

from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import parse
from facilities.actions import cancel_project, open_project, resume_project
from facilities.choices import BuildingPart
from maintenance.actions import plan_inspection
from reminders.choices import FlagKind
from reminders.models import Flag
from reminders.subjects import subjects_of
from tests.factories.facilities import make_building
from tests.factories.projects import make_plan, make_project, reach
from tests.reminders.conftest import flags, night

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
MONTH_END = date(2026, 12, 31)


@pytest.fixture
def project(centre):
    """A rebuild whose design is planned for December 2026."""
    project = make_project("見本建替え", centre=centre)
    make_plan(project, {"detailed_design": "令和8年12月", "start": "令和9年度"})
    return project


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 6, 30), "6m"),
        (date(2026, 9, 29), "6m"),
        (date(2026, 9, 30), "3m"),
        (date(2026, 12, 31), "0m"),
        (date(2027, 2, 1), "0m"),
    ],
)
def test_a_planned_step_is_due_on_its_last_possible_day(project, on, stage):
    night(on)

    assert flags()[0] == ("milestone", MONTH_END, stage, on, None, "")


def test_nothing_is_said_six_months_and_a_day_before(project):
    night(date(2026, 6, 29))

    assert flags() == []


def test_a_flag_names_the_step_its_project_and_its_centre(project):
    night(ON)

    flag = Flag.objects.get()
    subject = subjects_of([(FlagKind.MILESTONE, flag.subject_id)])[FlagKind.MILESTONE, flag.subject_id]
    assert (subject.title, subject.place, subject.url_name) == (
        "実施設計の予定",
        "見本市民センター　見本建替え",
        "milestone",
    )
    assert flag.subject_id == project.milestones.get(step="detailed_design").pk


def test_reaching_a_step_closes_its_flag_and_those_before_it_at_once(project):
    night(date(2026, 10, 1))

    reach(project, "start", "令和8年11月1日")

    closed = ("milestone", MONTH_END, "3m", date(2026, 10, 1), ON, "done")
    assert flags() == [closed]
    night(ON)
    assert flags() == [closed]


def test_a_revision_closes_the_flag_of_the_old_day_at_once_and_the_night_raises_the_new_one(project):
    night(ON)

    make_plan(project, {"detailed_design": "令和9年1月", "start": "令和9年度"}, reason="地盤の調査のため")
    after_the_act = flags()
    night(ON)
    again = night(ON).counts

    closed = ("milestone", MONTH_END, "3m", ON, ON, "day_changed")
    assert after_the_act == [closed]
    assert flags() == [closed, ("milestone", date(2027, 1, 31), "3m", ON, None, "")]
    assert (again.opened, again.reopened, again.advanced, again.closed) == (0, 0, 0, 0)


def test_a_revision_that_leaves_a_step_where_it_is_leaves_its_flag_open(project):
    night(ON)

    make_plan(
        project,
        {"detailed_design": "令和8年12月31日", "start": "令和9年度"},
        {2027: {"general": 5}},
        reason="事業費の見込みが立ったため",
    )

    assert flags() == [("milestone", MONTH_END, "3m", ON, None, "")]


def test_a_step_that_a_revision_leaves_out_is_due_no_more(project):
    night(ON)

    make_plan(project, {"start": "令和9年度"}, reason="設計と施工を一括で発注するため")

    assert flags() == [("milestone", MONTH_END, "3m", ON, ON, "no_longer_applies")]


def test_a_cancelled_project_is_silent_and_a_resumed_one_speaks_again(project):
    night(ON)

    cancel_project(project.pk, on=ON, reason="方針の変更")
    after_the_act = flags()
    night(date(2026, 11, 24))
    resume_project(project.pk, reason="中止の誤り")
    night(date(2026, 11, 25))

    assert after_the_act == [("milestone", MONTH_END, "3m", ON, ON, "no_longer_applies")]
    assert flags() == [("milestone", MONTH_END, "3m", date(2026, 11, 25), None, "")]


def test_what_is_retired_by_an_opening_is_inspected_no_more(centre):
    old, new = make_building("旧館", centre=centre), make_building("新館", centre=centre)
    plan_inspection(old, "FIR-1", due_on=date(2026, 12, 20), on=ON)
    project = make_project(
        centre=centre, buildings=[(old, BuildingPart.REPLACES), (new, BuildingPart.CREATES)]
    )
    night(ON)

    open_project(project.pk, opened_on=parse("令和8年11月20日"), on=ON)
    night(ON)

    assert flags() == [("inspection", date(2026, 12, 20), "30d", ON, ON, "no_longer_applies")]


def test_the_post_of_the_project_is_in_charge_or_else_that_of_the_centre(project, centre, post):
    centre.post_in_charge = post
    centre.save()
    night(ON)

    assert Flag.objects.get().post == post
