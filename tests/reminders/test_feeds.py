"""Secret addresses: made, revoked, and answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission

from common.clock import TOKYO
from common.problems import Refused
from reminders.actions.feeds import make_feed, open_feed, revoke_feed
from reminders.models import CalendarFeed
from tests.answers import codes, said
from tests.at_once import at_once
from tests.factories.accounts import make_group, make_user
from tests.factories.centres import make_centre
from tests.factories.feeds import make_calendar

pytestmark = pytest.mark.usefixtures("roles")

AT = datetime(2026, 11, 23, 10, 0, tzinfo=TOKYO)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def test_of_a_key_only_a_digest_is_kept(officer):
    made = make_feed(officer, "庁内のOutlook", at=AT)

    kept = CalendarFeed.objects.get()
    assert (len(made.key), len(kept.digest)) == (43, 64)
    assert made.key not in str(vars(kept))
    assert (kept.name, kept.owner, kept.centre) == ("庁内のOutlook", officer, None)
    assert (kept.made_at, kept.read_at, kept.revoked_at) == (AT, None, None)
    assert make_feed(officer, "もう1つ", at=AT).key != made.key


def test_all_that_stands_in_the_way_is_said_at_once(settings):
    settings.CALENDAR_FEEDS_PER_PERSON = 1
    member = make_group(make_centre())
    make_calendar(member, "電話")

    with pytest.raises(Refused) as refusal:
        make_feed(member, "電話", centre=make_centre("ほかの施設"), at=AT)

    assert said(refusal) == [
        ("name", "この名前のカレンダーは、もうあります。別の名前にしてください。"),
        ("centre", "この施設は見られません。見られる施設を選んでください。"),
        ("", "カレンダーは1人1個までです。使っていないものをやめてから、作ってください。"),
    ]
    assert CalendarFeed.objects.count() == 1


def test_a_name_is_needed(officer):
    with pytest.raises(Refused) as refusal:
        make_feed(officer, "", at=AT)

    assert codes(refusal) == ["name-blank"]


def test_what_was_revoked_counts_no_more_and_frees_its_name(officer, settings):
    settings.CALENDAR_FEEDS_PER_PERSON = 1
    old = make_calendar(officer, "電話")
    revoke_feed(old.feed.pk, of=officer, at=AT)

    new = make_feed(officer, "電話", at=AT)

    assert list(CalendarFeed.objects.of(officer).in_force()) == [new.feed]


def test_a_calendar_is_revoked_once_and_by_its_owner_alone(officer, chief):
    made = make_calendar(officer)

    with pytest.raises(CalendarFeed.DoesNotExist):
        revoke_feed(made.feed.pk, of=chief, at=AT)
    revoke_feed(made.feed.pk, of=officer, at=AT)
    with pytest.raises(CalendarFeed.DoesNotExist):
        revoke_feed(made.feed.pk, of=officer, at=AT + HOUR)

    assert CalendarFeed.objects.get().revoked_at == AT


@pytest.mark.django_db(transaction=True)
def test_nobody_holds_more_than_allowed_by_asking_twice_at_once(settings):
    settings.CALENDAR_FEEDS_PER_PERSON = 1
    person = make_user("hanako")

    answers = at_once(
        lambda: make_feed(person, "1", at=AT).feed.name, lambda: make_feed(person, "2", at=AT).feed.name
    )

    assert sorted(answers) in (["1", "too-many-feeds"], ["2", "too-many-feeds"])
    assert CalendarFeed.objects.count() == 1


def test_a_key_opens_its_calendar_until_it_is_revoked(officer):
    made = make_calendar(officer)

    before = open_feed(made.key, at=AT)
    revoke_feed(made.feed.pk, of=officer, at=AT)

    assert before == made.feed
    assert open_feed(made.key, at=AT) is None
    assert open_feed("x" * 43, at=AT) is None


def test_a_calendar_is_open_up_to_the_last_day_of_its_owner(person):
    hanako = person("hanako", "市民センター担当", active_until=date(2026, 11, 24))
    key = make_calendar(hanako).key

    answers = [open_feed(key, at=AT + DAY * days) is not None for days in (0, 1, 2)]

    assert answers == [True, True, False]


def test_a_calendar_is_shut_with_the_account_and_with_the_permission(officer):
    key = make_calendar(officer).key
    officer.groups.get().permissions.remove(Permission.objects.get(codename="add_calendarfeed"))
    without_permission = open_feed(key, at=AT)
    officer.groups.get().permissions.add(Permission.objects.get(codename="add_calendarfeed"))
    with_it = open_feed(key, at=AT)
    officer.is_active = False
    officer.save()

    assert (without_permission, with_it, open_feed(key, at=AT)) == (None, CalendarFeed.objects.get(), None)


def test_unknown_revoked_and_shut_out_cost_the_same(officer, person, django_assert_num_queries):
    revoked = make_calendar(officer)
    revoke_feed(revoked.feed.pk, of=officer, at=AT)
    shut_out = make_calendar(person("hanako", "市民センター担当", active_until=date(2026, 11, 22)))

    for key in ("unknown", revoked.key, shut_out.key):
        with django_assert_num_queries(1):
            assert open_feed(key, at=AT) is None


def test_that_it_was_read_is_written_down_once_an_hour(officer, django_assert_num_queries):
    key = make_calendar(officer).key

    read = []
    for at, queries in ((AT, 3), (AT + HOUR - MINUTE, 2), (AT + HOUR, 3)):
        with django_assert_num_queries(queries):
            open_feed(key, at=at)
        read.append(CalendarFeed.objects.get().read_at)

    assert read == [AT, AT, AT + HOUR]
