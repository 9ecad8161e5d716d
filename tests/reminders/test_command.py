"""``manage.py flag_due``: what it prints, and what it refuses."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres.actions import change_centre, give_post
from maintenance.actions import plan_inspection
from reminders.models import Flag, SweepRun
from tests.factories.watched import make_night
from tests.reminders.conftest import make_contract, make_designation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        yield


def flag_due(*arguments: str) -> str:
    out = io.StringIO()
    call_command("flag_due", *arguments, stdout=out)
    return out.getvalue()


def test_json_is_one_object_per_line_with_every_key(
    building, inspection, centre, other_centre, organisation, post, officer
):
    change_centre(centre.pk, post_in_charge=post)
    give_post(post, officer.pk, first_on=date(2026, 4, 1))
    plan_inspection(building, "FIR-2", on=date(2026, 11, 23))
    make_contract([centre, other_centre], name="見本警備業務")
    make_designation(other_centre, organisation)

    lines = [json.loads(line) for line in flag_due("--format", "json").splitlines()]

    in_charge = "市民センター担当1（見本 officer）"
    # What the designation owes and the road to the next one are told in tests of their own.
    told = {"inspection", "contract", "designation_end"}
    assert {tuple(line) for line in lines} == {tuple(lines[0])}
    assert [line for line in lines if line["kind"] in told] == [
        {
            "kind": "inspection",
            "centre_code": "352152-0001",
            "centre": "見本市民センター",
            "subject": "消防用設備等 機器点検",
            "due_on": "2026-11-20",
            "days_left": -3,
            "stage": "0d",
            "responsible": in_charge,
            "opened_on": "2026-11-23",
        },
        {
            "kind": "contract",
            "centre_code": None,
            "centre": "見本市民センター、見本東市民センター",
            "subject": "見本警備業務　契約の満了",
            "due_on": "2027-03-31",
            "days_left": 128,
            "stage": "6m",
            "responsible": in_charge,
            "opened_on": "2026-11-23",
        },
        {
            "kind": "designation_end",
            "centre_code": "352152-0002",
            "centre": "見本東市民センター",
            "subject": "見本協議会　指定期間の満了",
            "due_on": "2027-03-31",
            "days_left": 128,
            "stage": "6m",
            "responsible": "担当未定",
            "opened_on": "2026-11-23",
        },
        {
            "kind": "inspection",
            "centre_code": "352152-0001",
            "centre": "見本市民センター",
            "subject": "消防用設備等 総合点検",
            "due_on": None,
            "days_left": None,
            "stage": "unknown",
            "responsible": in_charge,
            "opened_on": "2026-11-23",
        },
    ]


def test_the_table_lines_up_and_ends_with_what_was_done(inspection):
    assert flag_due().splitlines() == [
        "期限             残り     種類  施設              内容                   段階  担当",
        "令和8年11月20日  3日超過  点検  見本市民センター  消防用設備等 機器点検  当日  担当未定",
        "令和8年11月23日　新規1件　再開0件　段階が進んだもの0件　閉じたもの0件　開いているお知らせ1件",
    ]


def test_a_dry_run_prints_what_would_be_and_writes_nothing(inspection):
    printed = flag_due("--dry-run", "--format", "json")

    assert json.loads(printed)["due_on"] == "2026-11-20"
    assert (Flag.objects.count(), SweepRun.objects.count()) == (0, 0)


def test_a_day_to_come_is_only_for_a_dry_run(inspection):
    with pytest.raises(CommandError, match="--dry-run"):
        flag_due("--on", "2026-11-24")

    assert (Flag.objects.count(), SweepRun.objects.count()) == (0, 0)


def test_a_day_to_come_can_be_looked_at(inspection):
    line = json.loads(flag_due("--on", "2027-01-10", "--dry-run", "--format", "json"))

    assert (line["days_left"], line["opened_on"]) == (-51, "2027-01-10")


def test_a_day_before_the_last_good_run_says_that_nothing_was_changed(inspection):
    flag_due()
    before = list(Flag.objects.values())

    printed = flag_due("--on", "2026-11-22")

    assert "令和8年11月22日の分は何も変更していません" in printed
    assert list(Flag.objects.values()) == before


def test_a_day_that_is_none_is_refused_with_the_usage(catalogues):
    with pytest.raises(CommandError, match="「きのう」は日付として読めません"):
        flag_due("--on", "きのう")


def test_more_flags_are_printed_in_no_more_queries(centre, other_centre, building):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            flag_due()
        return len(asked)

    make_contract([centre, other_centre])
    plan_inspection(building, "FIR-1", due_on=date(2026, 11, 1), on=date(2026, 11, 23))
    at_one_of_each = queries()
    for number in range(5):
        make_contract([centre, other_centre], name=f"見本業務{number}")

    assert queries() == at_one_of_each
    assert Flag.objects.count() == 7


def test_nights_of_days_to_come_are_forgotten_and_tonights_counts_again(building, inspection):
    make_night(date(2026, 12, 20))
    held_back = flag_due()

    again = flag_due("--forget-ahead")

    assert "令和8年12月20日の夜間点検がすでに済んでいるため" in held_back
    assert again.splitlines()[-1].startswith("令和8年11月23日　新規1件")
    assert list(SweepRun.objects.values_list("on", flat=True)) == [date(2026, 11, 23)]
