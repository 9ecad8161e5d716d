"""What will be told when at one centre."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from centres.actions import change_centre
from maintenance.actions import plan_inspection
from tests.factories.accounts import make_user
from tests.factories.centres import make_holding
from tests.pages import links_of, words_of
from tests.reminders.conftest import make_contract, night

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        yield


@pytest.fixture
def held(centre, post, officer):
    """The centre in the charge of an officer who can be written to."""
    officer.email = "officer@example.jp"
    officer.save()
    change_centre(centre.pk, post_in_charge=post)
    make_holding(post, officer)
    return centre


def rows(answer) -> list[tuple]:
    return [
        (
            month.label,
            row.reminder.on,
            row.reminder.subject.title,
            row.reminder.stage_label,
            row.again,
            tuple((person.post, person.name) for person in row.reminder.told),
        )
        for month in answer.context["months"]
        for row in month.rows
    ]


def test_the_page_says_by_month_and_day_what_is_told_to_whom(client_of, officer, held):
    make_contract([held], last_on=date(2027, 2, 28))

    answer = client_of(officer).get(f"/centres/{held.pk}/reminders/")

    who = (("市民センター担当1", "見本 officer"),)
    title = "見本清掃業務　契約の満了"
    assert rows(answer) == [
        ("令和8年11月", date(2026, 11, 24), title, "6か月前", 0, who),
        # The 28th is a Saturday; so is the 28th of February a Sunday, which lies past the three months asked.
        ("令和8年11月", date(2026, 11, 27), title, "3か月前", 0, who),
        ("令和9年1月", date(2027, 1, 28), title, "1か月前", 0, who),
    ]
    assert answer.context["until"] == date(2027, 2, 24)


def test_what_was_told_is_told_no_more(client_of, officer, held):
    make_contract([held], last_on=date(2027, 2, 28))
    night(date(2026, 11, 24))

    days = [row[1] for row in rows(client_of(officer).get(f"/centres/{held.pk}/reminders/"))]

    assert days == [date(2026, 11, 27), date(2027, 1, 28)]


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("", date(2027, 2, 24)),
        ("?months=6", date(2027, 5, 24)),
        ("?months=12", date(2027, 11, 24)),
        ("?months=99", date(2027, 2, 24)),
    ],
)
def test_one_looks_three_six_or_twelve_months_ahead(client_of, officer, held, asked, until):
    assert client_of(officer).get(f"/centres/{held.pk}/reminders/{asked}").context["until"] == until


def test_what_is_overdue_stands_once_in_a_month_until_more_people_hear_of_it(client_of, officer, held, post):
    plan_inspection(
        held.buildings.create(name="本館"), "FIR-1", due_on=date(2026, 11, 27), on=date(2026, 11, 24)
    )
    chief = make_user("kakari", "係長・課長")
    post.superior = type(post).objects.create(code="kakari", name="係長", level="chief")
    post.save()
    make_holding(post.superior, chief)

    found = rows(client_of(officer).get(f"/centres/{held.pk}/reminders/"))

    both = (("市民センター担当1", "見本 officer"), ("係長", "見本 kakari"))
    assert [row[1:2] + row[3:] for row in found if row[0] == "令和8年12月"] == [
        (date(2026, 12, 4), "7日超過", 0, both[:1]),
        # Again on the 18th, the 25th and, as the 27th is a Sunday, on the 28th.
        (date(2026, 12, 11), "14日超過", 3, both),
    ]


def test_days_past_the_holidays_known_are_provisional(client_of, officer, held):
    make_contract([held], last_on=date(2028, 3, 31))

    with time_machine.travel(datetime(2027, 6, 1, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        near, far = (client_of(officer).get(f"/centres/{held.pk}/reminders/?months={n}") for n in (6, 12))

    marks = [
        (row.reminder.on, row.reminder.is_provisional)
        for month in far.context["months"]
        for row in month.rows
    ]
    assert marks[:4] == [
        (date(2027, 9, 30), False),
        # The last day that is known, the 31st, is closed like the three before it.
        (date(2027, 12, 28), False),
        (date(2028, 2, 29), True),
        (date(2028, 3, 31), True),
    ]
    assert ["祝日は令和9年12月31日までしか決まっていません" in words_of(page) for page in (near, far)] == [
        False,
        True,
    ]
    assert "（火）見込み" in words_of(far)


def test_a_group_may_not_look_and_who_works_elsewhere_finds_nothing(
    client_of, group_member, centre_worker, held, other_centre
):
    page = f"/centres/{held.pk}/reminders/"

    assert client_of(group_member).get(page).status_code == 403
    assert client_of(centre_worker(other_centre)).get(page).status_code == 404


def test_who_may_not_see_contracts_is_not_told_of_theirs(client_of, centre_worker, held):
    make_contract([held], last_on=date(2027, 2, 28))

    assert rows(client_of(centre_worker(held)).get(f"/centres/{held.pk}/reminders/")) == []


def test_the_page_of_the_centre_leads_there(client_of, officer, held):
    links = links_of(client_of(officer).get(f"/centres/{held.pk}/"))

    assert links["お知らせの予定"] == f"/centres/{held.pk}/reminders/"
