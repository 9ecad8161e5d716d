"""The last days of people with a login, as the nightly job sees them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.access import scope_for
from accounts.actions import disable_person, enable_person, set_last_day
from common.clock import TOKYO
from reminders.choices import FlagKind, Progress
from reminders.models import Flag
from reminders.subjects import subjects_of
from reminders.subjects.kinds import Subject
from tests.factories.accounts import make_group, make_user
from tests.factories.centres import make_centre
from tests.reminders.conftest import flags, night

pytestmark = pytest.mark.usefixtures("catalogues", "roles")

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO)
LAST_DAY = date(2026, 12, 10)


@pytest.fixture
def leaving():
    return make_user("hanako", "市民センター担当", active_until=LAST_DAY, display_name="見本 花子")


@pytest.fixture
def by():
    return make_user("kanri", "システム管理者")


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 11, 10), "30d"),
        (date(2026, 12, 2), "30d"),
        (date(2026, 12, 3), "7d"),
        (LAST_DAY, "0d"),
    ],
)
def test_the_last_day_of_an_account_is_told_of_a_month_ahead(leaving, on, stage):
    night(on)

    assert flags() == [("account_end", LAST_DAY, stage, on, None, "")]


@pytest.mark.parametrize("on", [date(2026, 11, 9), date(2026, 12, 11)])
def test_nothing_is_said_earlier_or_after_the_last_day(leaving, on):
    night(on)

    assert flags() == []


def test_who_has_no_last_day_or_may_not_enter_is_not_told_of():
    make_user("taro")
    make_user("jiro", active_until=LAST_DAY, is_active=False)

    night(ON)

    assert flags() == []


def test_the_flag_ends_with_the_account(leaving):
    night(LAST_DAY)

    night(date(2026, 12, 11))

    closed = date(2026, 12, 11)
    assert flags() == [("account_end", LAST_DAY, "0d", LAST_DAY, closed, "no_longer_applies")]


@pytest.mark.parametrize(
    ("until", "reason"),
    [(date(2027, 3, 31), "day_changed"), (None, "no_longer_applies"), (LAST_DAY, "")],
)
def test_another_last_day_closes_the_flag_at_once(leaving, by, until, reason):
    night(ON)

    set_last_day(leaving.pk, active_until=until, by=by, on=ON)

    assert [flag[-1] for flag in flags()] == [reason]


def test_an_account_that_is_shut_is_not_told_of_and_one_opened_again_is(leaving, by):
    night(ON)

    disable_person(leaving.pk, by=by, at=AT)
    after_the_act = flags()
    enable_person(leaving.pk)
    night(ON)

    assert after_the_act == [("account_end", LAST_DAY, "30d", ON, ON, "no_longer_applies")]
    assert flags() == [("account_end", LAST_DAY, "30d", ON, None, "")]


def test_an_account_belongs_to_no_centre_and_to_no_post(leaving):
    night(ON)

    flag = Flag.objects.get()
    assert (flag.subject_id, flag.centre, flag.post, flag.side) == (leaving.pk, None, None, "city")


def test_the_flag_names_the_person(leaving):
    key = FlagKind.ACCOUNT_END, leaving.pk

    assert subjects_of([key])[key] == Subject(
        "見本 花子　利用期限", (), "hanako", "", Progress.NOT_STARTED, "person"
    )


def test_a_group_is_not_told_of_accounts(leaving):
    member = make_group(make_centre())
    night(ON)

    seen = Flag.objects.within(scope_for(member, on=ON)).filter(kind=FlagKind.ACCOUNT_END)
    assert not seen.exists()
