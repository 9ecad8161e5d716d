"""The nightly job's door from Celery, and the beat that knocks at it."""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings

from config.celery import app
from designated_managers.models import Obligation, Road
from reminders.actions import TooLongAgo, run_night
from reminders.actions import night as night_of
from reminders.models import Flag, SweepRun
from reminders.tasks import catch_up, flag_due
from tests.factories.agreements import make_agreement
from tests.factories.designated_managers import make_designation
from tests.reminders.conftest import NIGHT, flags, night

pytestmark = pytest.mark.django_db

TOKYO = ZoneInfo("Asia/Tokyo")


def at(hour: int, minute: int, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


def test_every_task_on_the_beat_exists_and_run_twice_does_nothing_new(inspection, contract):
    for module in {entry["task"].partition(".")[0] for entry in settings.CELERY_BEAT_SCHEDULE.values()}:
        import_module(f"{module}.tasks")
    tasks = [app.tasks[entry["task"]] for entry in settings.CELERY_BEAT_SCHEDULE.values()]

    with time_machine.travel(at(5, 30), tick=False):
        for task in tasks:
            task()
        once = list(Flag.objects.order_by("pk").values())
        for task in tasks:
            task()

    assert len(tasks) == 9
    assert len(once) == 3
    assert list(Flag.objects.order_by("pk").values()) == once


def test_the_beat_asks_at_half_past_five_in_japan():
    schedule = settings.CELERY_BEAT_SCHEDULE["nightly flags"]["schedule"]

    assert (schedule.hour, schedule.minute, settings.CELERY_TIMEZONE) == ({5}, {30}, "Asia/Tokyo")


def test_the_task_takes_the_day_as_text_and_answers_how_many_flags_it_opened(inspection):
    opened = flag_due(on="2026-11-23")

    assert (opened, [row[3].isoformat() for row in flags()]) == (1, ["2026-11-23"])


def test_a_task_of_a_later_version_with_more_arguments_is_understood(inspection):
    assert flag_due(on="2026-11-23", added_later="x") == 1


@pytest.mark.parametrize(
    ("now", "ran"),
    [
        (at(5, 29), []),
        (at(5, 30), ["2026-11-23"]),
        (at(5, 31), ["2026-11-23"]),
        (at(23, 59), ["2026-11-23"]),
    ],
)
def test_a_missed_night_is_made_up_from_half_past_five_on(catalogues, now, ran):
    with time_machine.travel(now, tick=False):
        catch_up()

    assert [on.isoformat() for on in SweepRun.objects.values_list("on", flat=True)] == ran


def test_a_night_already_run_is_not_run_again(catalogues):
    with time_machine.travel(at(5, 30), tick=False):
        flag_due()
    with time_machine.travel(at(9, 0), tick=False):
        catch_up()
    with time_machine.travel(at(6, 0, day=24), tick=False):
        catch_up()

    assert [on.day for on in SweepRun.objects.order_by("on").values_list("on", flat=True)] == [23, 24]


def test_the_day_of_the_night_is_the_day_in_japan_while_it_is_still_yesterday_in_greenwich(catalogues):
    with time_machine.travel(at(5, 30), tick=False):
        flag_due()

    assert [on.isoformat() for on in SweepRun.objects.values_list("on", flat=True)] == ["2026-11-23"]


def test_a_missed_night_opens_roads_and_plans_duties_and_flags_them_in_one_go(catalogues):
    _ending_in_2028()

    with time_machine.travel(at(9, 0), tick=False):
        catch_up()

    assert Road.objects.count() == 1
    assert Obligation.objects.exists()
    assert Flag.objects.open().filter(kind="obligation", opened_on=date(2026, 11, 23)).exists()


def test_the_history_of_what_the_night_made_says_that_the_night_made_it(catalogues):
    _ending_in_2028()

    with time_machine.travel(at(5, 30), tick=False):
        flag_due()

    doors = [
        set(model.history.filter(history_date__gte=at(0, 0), history_type="+").values_list("door", flat=True))
        for model in (Road, Obligation)
    ]
    assert doors == [{"task"}, {"task"}]


@pytest.mark.parametrize("broken", ["open_due_roads", "plan_obligations"])
def test_what_cannot_be_made_ready_is_logged_and_holds_no_flag_back(broken, inspection, monkeypatch, caplog):
    def fail(**_arguments):
        raise RuntimeError(broken)

    monkeypatch.setattr(night_of, broken, fail)

    opened = flag_due(on="2026-11-23")

    assert opened == 1
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [RuntimeError]


def test_a_night_before_the_latest_makes_nothing_ready(catalogues):
    flag_due(on="2026-11-24")
    _ending_in_2028()

    flag_due(on="2026-11-23")

    assert (Road.objects.count(), Obligation.objects.count()) == (0, 0)


def _ending_in_2028() -> None:
    """A designation that ends within 24 months, with its agreement, entered when that was far away, and before
    duties were planned."""
    with time_machine.travel(datetime(2024, 3, 26, tzinfo=TOKYO), tick=False):
        designation = make_designation(
            first_on=date(2024, 4, 1), last_on=date(2028, 3, 31), on=date(2024, 3, 1)
        )
        make_agreement(designation=designation, on=date(2024, 3, 26))
        Obligation.objects.all().delete()


@pytest.mark.parametrize(("on", "opened"), [("2027-01-24", 1), ("2027-01-25", None)])
def test_by_itself_no_night_runs_more_than_62_days_after_the_last(on, opened, inspection):
    """A clock a year ahead would tell everybody that all is overdue."""
    night(date(2026, 8, 1))
    SweepRun.objects.update(on=date(2026, 11, 23))

    if opened is None:
        with pytest.raises(TooLongAgo, match="時計が正しいことを確かめて"):
            flag_due(on=on)
        assert Flag.objects.count() == 0
        run_night(on=date.fromisoformat(on), finished_at=NIGHT)
    else:
        flag_due(on=on)

    assert Flag.objects.count() == 1
