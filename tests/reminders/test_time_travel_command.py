"""``manage.py reminders``: what it prints, and what it refuses."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command

from centres.actions import change_centre
from reminders.models import Flag, Notice, SweepRun
from tests.factories.accounts import make_user
from tests.factories.centres import make_holding
from tests.reminders.conftest import make_contract

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        yield


def reminders(*arguments: str) -> str:
    out = io.StringIO()
    call_command("reminders", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def contract(centre, post, officer):
    """A contract that ends in February, in the charge of an officer who can be written to and a deputy who
    cannot."""
    officer.email = "officer@example.jp"
    officer.save()
    change_centre(centre.pk, post_in_charge=post)
    make_holding(post, officer)
    post.holdings.create(
        user=make_user("hojo", "市民センター担当"), first_on=date(2026, 4, 1), is_deputy=True
    )
    return make_contract([centre], last_on=date(2027, 2, 28))


def test_json_is_one_object_per_line_with_every_key(contract):
    lines = [
        json.loads(line)
        for line in reminders(
            "--on", "2026-11-25", "--until", "2026-12-31", "--dry-run", "--format", "json"
        ).splitlines()
    ]

    same = {
        "on": "2026-11-27",
        "provisional": False,
        "kind": "contract",
        "subject_id": contract.pk,
        "subject": "見本清掃業務　契約の満了",
        "place": "見本市民センター",
        "due_on": "2027-02-28",
        "stage": "3m",
        "stage_label": "3か月前",
        "post": "市民センター担当1",
    }
    assert lines == [
        {**same, "name": "見本 officer", "why": "担当者", "how": "メール", "carrier": ""},
        {**same, "name": "見本 hojo", "why": "副担当", "how": "電話で", "carrier": "見本 officer"},
    ]


def test_the_table_stands_by_day_and_ends_with_a_count(contract):
    assert reminders("--on", "2026-11-27", "--dry-run").splitlines() == [
        "令和8年11月27日（金）",
        "  氏名          理由    伝え方                      内容                      施設              期限            段階",
        "  見本 officer  担当者  メール                      見本清掃業務　契約の満了  見本市民センター  令和9年2月28日  3か月前",
        "  見本 hojo     副担当  電話で（見本 officerから）  見本清掃業務　契約の満了  見本市民センター  令和9年2月28日  3か月前",
        "令和8年11月27日　知らせる日1日　通知2件（このまま何も変わらなければ。何も書き込んでいません）",
    ]


def test_a_day_on_which_nothing_is_told_says_so(contract):
    assert reminders("--on", "2026-11-28", "--dry-run").splitlines() == [
        "令和8年11月28日　知らせる日0日　通知0件（このまま何も変わらなければ。何も書き込んでいません）"
    ]


def test_nothing_is_written(contract):
    reminders("--on", "2026-11-24", "--until", "2027-12-01", "--dry-run")

    assert (Flag.objects.count(), Notice.objects.count(), SweepRun.objects.count()) == (0, 0, 0)


def test_of_one_centre_only_its_own(contract, other_centre):
    make_contract([other_centre], name="見本警備業務", last_on=date(2027, 2, 28))

    asked = ("--on", "2026-11-27", "--dry-run", "--format", "json", "--centre")

    assert {json.loads(line)["subject_id"] for line in reminders(*asked, "352152-0001").splitlines()} == {
        contract.pk
    }
    assert reminders(*asked, "352152-0002") == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--on", "2026-11-24"], "--dry-run を付けてください。.*flag_due"),
        (["--on", "2026-11-23", "--dry-run"], "--on は、きょう（2026-11-24）以後の日に"),
        (["--on", "2026-12-02", "--until", "2026-12-01", "--dry-run"], "--until は、--on 以後の日に"),
        (["--on", "2026-12-01", "--until", "2028-01-05", "--dry-run"], "--until は、--on から400日以内に"),
        (["--on", "2036-11-25", "--dry-run"], "10年より先の日は試せません"),
        (["--on", "9999-12-31", "--dry-run"], "10年より先の日は試せません"),
        (["--on", "あした", "--dry-run"], "--on.*「あした」は日付として読めません"),
        (["--dry-run"], "--on"),
        (["--on", "2026-12-01", "--dry-run", "--centre", "0"], "--centre「0」という番号の施設はありません"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_names_the_argument(catalogues, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        reminders(*arguments)


def test_the_last_day_that_may_be_asked(catalogues):
    assert "知らせる日0日" in reminders("--on", "2026-12-01", "--until", "2028-01-04", "--dry-run")
