"""Instructions and findings, as the nightly job sees them."""

from __future__ import annotations

from datetime import date

import pytest

from designated_managers.actions import accept_plan, answer_finding, close_finding, close_measure
from reminders.choices import FlagKind, Progress
from reminders.models import Flag
from reminders.subjects import subjects_of
from tests.factories.monitoring import AT, make_finding, make_improvement_plan, make_measure
from tests.reminders.conftest import flags, night

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

KINDS = {FlagKind.INSTRUCTION, FlagKind.FINDING}


def _flags() -> list:
    """The flags of supervision; what else a designation owes is told elsewhere."""
    return [flag for flag in flags() if flag[0] in KINDS]


def _all():
    return Flag.objects.filter(kind__in=KINDS)


PLAN_BY, IMPROVE_BY, DUE = date(2026, 10, 31), date(2026, 12, 31), date(2026, 12, 4)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 10, 1), "30d"),
        (date(2026, 10, 15), "30d"),
        # The 17th is a Saturday.
        (date(2026, 10, 16), "14d"),
        (date(2026, 10, 31), "0d"),
        (date(2026, 11, 1), "0d"),
    ],
)
def test_an_instruction_is_flagged_for_its_plan(on, stage):
    make_measure()

    night(on)

    assert _flags() == [("instruction", PLAN_BY, stage, on, None, "")]


def test_a_plan_closes_its_flag_at_once_and_the_night_asks_the_city():
    measure = make_measure()
    night(date(2026, 10, 20))

    make_improvement_plan(measure)
    closed = _all().get().close_reason
    night(date(2026, 10, 24))

    assert closed == "answered"
    assert [(flag.due_on, flag.side) for flag in _all().open()] == [(date(2026, 11, 6), "city")]


def test_an_accepted_plan_leads_to_the_improvement_and_its_end_closes_the_flag_at_once():
    measure = make_measure()
    plan = make_improvement_plan(measure)
    accept_plan(plan.pk, accepted_on=date(2026, 11, 2), on=date(2026, 11, 23))
    night(date(2026, 12, 10))
    opened = [(flag.due_on, flag.side) for flag in _all().open()]

    close_measure(measure.pk, on=date(2026, 12, 10), closed_on=date(2026, 12, 10), closed_how="improved")

    assert opened == [(IMPROVE_BY, "manager")]
    assert [(flag.closed_on, flag.close_reason) for flag in _all()] == [(date(2026, 12, 10), "done")]


def test_nothing_is_flagged_the_day_before_the_first_stage_of_a_finding():
    make_finding()

    night(date(2026, 11, 19))
    before = _flags()
    night(date(2026, 11, 20))

    assert before == []
    assert _flags() == [("finding", DUE, "14d", date(2026, 11, 20), None, "")]


def test_an_answer_closes_its_flag_at_once_and_the_night_asks_the_city():
    finding = make_finding()
    night(date(2026, 11, 23))

    answer_finding(finding.pk, answer="片づけた", on=date(2026, 11, 24), at=AT)
    closed = _all().get()
    night(date(2026, 11, 25))
    reopened = _all().get()
    close_finding(finding.pk, closed_on=date(2026, 11, 25), closing_note="", on=date(2026, 11, 25))
    night(date(2026, 11, 26))

    assert (closed.closed_on, closed.close_reason, closed.side) == (date(2026, 11, 24), "answered", "manager")
    assert (reopened.closed_on, reopened.side) == (None, "city")
    assert (_all().get().closed_on, _all().get().close_reason) == (date(2026, 11, 25), "done")


def test_a_flag_names_the_group_the_centre_and_how_far_it_is():
    measure = make_improvement_plan().measure
    finding = make_finding()

    told = subjects_of([(FlagKind.INSTRUCTION, measure.pk), (FlagKind.FINDING, finding.pk)])

    order, found = told[FlagKind.INSTRUCTION, measure.pk], told[FlagKind.FINDING, finding.pk]
    group, centre = measure.designation.organisation, measure.designation.centre
    assert (order.title, order.place) == (f"{group}　改善の指示", str(centre))
    assert (order.statute, order.progress, order.url_name) == (
        "地方自治法 第244条の2第10項",
        Progress.UNDER_WAY,
        "measure",
    )
    assert (found.title, found.progress, found.url_name) == (
        f"{finding.visit.designation.organisation}　実地調査の指摘",
        Progress.NOT_STARTED,
        "finding",
    )
