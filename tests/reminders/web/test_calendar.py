"""The address under which a calendar is read, and what a program finds there."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from config.log_filters import WithoutKeys
from facilities.models import Building
from maintenance.models import DueInspection, ServiceContract
from reminders.actions.feeds import revoke_feed
from reminders.queries.feeds import CalendarEntry, FeedCalendar
from reminders.web import ics
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.feeds import MADE_AT, make_calendar
from tests.factories.maintenance import make_contract, make_turn

pytestmark = pytest.mark.usefixtures("catalogues")

SENTENCE = "消防用設備等の総合点検、ならびに防火設備と昇降機の点検の報告を出す日"


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel("2026-11-23T10:00:00+09:00", tick=False):
        yield


@pytest.fixture
def centre():
    return make_centre("遠石市民センター")


@pytest.fixture
def turn(centre):
    return make_turn(make_building(centre=centre))


@pytest.fixture
def phone(centre, officer):
    """A phone that knows the address of the centre's calendar, and is signed in nowhere."""

    class Phone:
        made = make_calendar(officer, centre=centre)
        address = f"/calendar/{made.key}.ics"
        client = Client()

        def reads(self, method="get", **headers):
            return getattr(self.client, method)(self.address, headers=headers)

    return Phone()


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def an_entry(title: str = "月次報告", **facts) -> CalendarEntry:
    return CalendarEntry(
        **{
            "kind": "obligation",
            "subject_id": 7,
            "due_on": date(2026, 12, 10),
            "title": title,
            "centres": ("遠石市民センター",),
            "url_name": "obligation",
            **facts,
        }
    )


def ics_of(*entries: CalendarEntry, at=MADE_AT) -> bytes:
    return ics.written(
        FeedCalendar("担当の期日", entries),
        at=at,
        address_of=lambda entry: f"https://kyoten/{entry.subject_id}/",
    )


def test_a_deadline_is_one_whole_day_and_says_what_where_and_nothing_else(phone, turn):
    answer = phone.reads()

    assert answer.status_code == 200
    assert unfolded(answer.content) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kyoten//Kyoten//JA",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:拠点：遠石市民センター",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "BEGIN:VEVENT",
        "SUMMARY:消防用設備等 機器点検（遠石市民センター）",
        "DTSTART;VALUE=DATE:20261130",
        "DTEND;VALUE=DATE:20261201",
        "DTSTAMP:20261123T010000Z",
        f"UID:inspection-{turn.pk}@kyoten",
        "TRANSP:TRANSPARENT",
        f"URL:http://testserver/inspections/{turn.pk}/record/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_no_proxy_keeps_it_and_no_page_learns_the_address(phone, turn):
    answer = phone.reads()

    headers = "Content-Type", "Cache-Control", "Referrer-Policy"
    assert [answer.headers[name] for name in headers] == [
        "text/calendar; charset=utf-8",
        "private, max-age=300",
        "no-referrer",
    ]
    assert answer.cookies == {}


def test_amounts_contractors_and_notes_stay_out(phone, centre):
    make_contract(
        [centre], name="見本清掃業務", contractor="見本の業者", amount=987_654_321, internal_notes="内密"
    )

    text = phone.reads().content.decode()

    assert "見本清掃業務" in text.replace("\r\n ", "")
    assert [word for word in ("見本の業者", "987654321", "内密") if word in text] == []
    assert ServiceContract.objects.count() == 1


def test_a_phone_that_asks_again_is_told_that_nothing_has_changed(phone, turn):
    first = phone.reads()
    with time_machine.travel("2026-11-23T14:00:00+09:00", tick=False):
        again = phone.reads(if_none_match=first.headers["ETag"])
        DueInspection.objects.filter(pk=turn.pk).update(due_on=date(2026, 12, 7))
        moved = phone.reads(if_none_match=first.headers["ETag"])

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert again.headers["Cache-Control"] == "private, max-age=300"
    assert (moved.status_code, moved.headers["ETag"] != first.headers["ETag"]) == (200, True)
    assert f"UID:inspection-{turn.pk}@kyoten" in unfolded(moved.content)
    assert "DTSTART;VALUE=DATE:20261207" in unfolded(moved.content)


def test_it_is_only_read(phone, turn):
    answers = {method: phone.reads(method).status_code for method in ("head", "post", "put", "delete")}

    assert answers == {"head": 200, "post": 405, "put": 405, "delete": 405}


def test_unknown_revoked_and_shut_out_are_answered_alike(phone, officer):
    unknown = Client().get(f"/calendar/{'x' * 43}.ics")
    officer.is_active = False
    officer.save()
    shut_out = phone.reads()
    officer.is_active = True
    officer.save()
    revoke_feed(phone.made.feed.pk, of=officer, at=MADE_AT + timedelta(days=1))
    revoked = phone.reads()

    assert [answer.status_code for answer in (unknown, shut_out, revoked)] == [404] * 3
    assert unknown.content == shut_out.content == revoked.content
    assert phone.made.key not in revoked.content.decode()


def test_no_line_of_the_log_holds_the_key(phone, officer, caplog):
    revoke_feed(phone.made.feed.pk, of=officer, at=MADE_AT)
    phone.reads()
    phone.reads("post")

    assert [record.getMessage() for record in caplog.records] == [
        "Not Found: /calendar/….ics",
        "Method Not Allowed (POST): /calendar/….ics",
    ]


def test_our_own_log_goes_through_that_filter(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["keys"]
    assert settings.LOGGING["filters"]["keys"] == {"()": "config.log_filters.WithoutKeys"}


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"Not Found: /accounts/invitation/{'a' * 43}/", "Not Found: /accounts/invitation/…/"),
        (f"Not Found: /files/{'a' * 42}", f"Not Found: /files/{'a' * 42}"),
        (f"Not Found: /files/{'a' * 44}", f"Not Found: /files/{'a' * 44}"),
        ("100%s", "100%s"),
    ],
)
def test_what_is_as_long_as_a_key_is_left_out_of_a_line(line, shown):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, line, (), None)

    WithoutKeys().filter(record)

    assert record.getMessage() == shown


@pytest.mark.parametrize(
    "title",
    ["月次報告", "清掃、警備, 植栽; 秋", "1行目\n2行目", r"円\マーク", SENTENCE * 3, "𠮷野" * 40],
)
def test_a_program_reads_back_what_was_written(title):
    text = ics_of(an_entry(title))

    (event,) = Calendar.from_ical(text.decode()).events
    assert str(event["SUMMARY"]) == f"{title}（遠石市民センター）"
    assert (event.start, event.end) == (date(2026, 12, 10), date(2026, 12, 11))
    assert (event["UID"], event["URL"]) == ("obligation-7@kyoten", "https://kyoten/7/")


def test_no_line_is_longer_than_75_octets_and_no_character_is_torn():
    text = ics_of(an_entry(SENTENCE * 3), an_entry("𠮷野" * 40, subject_id=8))

    lines = text.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines][-1] == ""
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert sum(line.startswith(b" ") for line in lines) > 6


def test_the_tag_changes_with_what_is_said_and_not_with_the_hour():
    same, later = ics_of(an_entry()), ics_of(an_entry(), at=MADE_AT + timedelta(hours=4))
    others = [
        ics_of(),
        ics_of(an_entry("年次報告")),
        ics_of(an_entry(due_on=date(2026, 12, 11))),
        ics_of(an_entry(subject_id=8)),
    ]

    assert same != later
    assert ics.tag_of(same) == ics.tag_of(later)
    assert len({ics.tag_of(text) for text in (same, *others)}) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_the_same_however_much_is_due(phone, centre, django_assert_num_queries, rows):
    for number in range(rows):
        make_turn(make_building(f"見本館{number}", centre=centre))

    with django_assert_num_queries(5):
        text = phone.reads().content

    assert text.count(b"BEGIN:VEVENT") == Building.objects.count() == rows
