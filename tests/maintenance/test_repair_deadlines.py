from __future__ import annotations

from datetime import date

import pytest

from common.deadlines import Deadline, Settled
from maintenance.actions import change_repair
from maintenance.choices import RepairState
from maintenance.queries.repairs import repair_deadlines, settled_repairs
from reminders.actions import flag_due
from reminders.models import Flag
from tests.factories.repairs import NOON, PROMISED_ON, TODAY, make_repair, take

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("until", "count"),
    [(date(2026, 12, 17), 0), (PROMISED_ON, 1), (date(2026, 12, 19), 1)],
    ids=["day before", "the day", "day after"],
)
def test_the_promised_day_of_what_is_still_broken_is_a_deadline_of_the_city(until, count):
    repair = make_repair(state=RepairState.ORDERED)
    make_repair()
    expected = Deadline(
        "repair", "repair", repair.pk, repair.centre_id, PROMISED_ON, repair.centre.post_in_charge_id, "city"
    )

    assert [Deadline(*row) for row in repair_deadlines(until=until)] == [expected] * count


def test_what_is_mended_settles_the_promise():
    done, paid = make_repair(state=RepairState.DONE), make_repair(state=RepairState.PAID)

    assert list(repair_deadlines(until=date.max)) == []
    assert {Settled(*row) for row in settled_repairs()} == {
        Settled("repair", done.pk, "done"),
        Settled("repair", paid.pk, "done"),
    }


def test_the_flag_is_raised_at_night_and_closed_by_the_act(catalogues):
    repair = make_repair(state=RepairState.ORDERED)
    change_repair(repair.pk, on=TODAY, promised_on=date(2026, 11, 27))

    flag_due(on=TODAY, finished_at=NOON)
    raised = list(Flag.objects.values_list("kind", "subject_id", "due_on", "closed_on"))
    take(repair, "done")

    assert raised == [("repair", repair.pk, date(2026, 11, 27), None)]
    assert list(Flag.objects.values_list("closed_on", "close_reason")) == [(TODAY, "done")]
