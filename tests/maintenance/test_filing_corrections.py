from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.acting import acting
from common.db.history import Stale, version_of
from maintenance.actions import CannotFile, correct_filing, plan_filing, record_filing, withdraw_filing
from maintenance.models import Filing
from maintenance.queries.filings import filing_page
from maintenance.queries.recording import Change
from tests.factories.accounts import make_user
from tests.factories.facilities import make_building, make_equipment
from tests.factories.filings import make_filed, make_filing, make_reported_type
from tests.factories.maintenance import make_lift_type

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
FILED_ON = date(2026, 11, 12)
TYPED: dict[str, Any] = {"addressee": "消防署長", "receipt_number": "見本第1号"}


def _problems(refusal):
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def _due(filing):
    filing.refresh_from_db()
    return (filing.statutory_on, filing.due_on, filing.due_reason, filing.anchor)


def test_what_was_filed_is_put_right_and_what_it_said_before_stays():
    filing, officer = make_filed(), make_user()

    with acting(door="web", user_id=officer.pk):
        correct_filing(filing.pk, reason=" 受付印 ", on=TODAY, receipt_number="見本第2号", remarks="控えあり")

    filing.refresh_from_db()
    assert (filing.receipt_number, filing.remarks, filing.filed_on) == ("見本第2号", "控えあり", FILED_ON)
    (correction,) = filing_page(filing, on=TODAY).corrections
    assert (correction.who, correction.reason) == (str(officer), "受付印")
    assert correction.changes == (
        Change("受付番号", "見本第1号", "見本第2号"),
        Change("備考", "―", "控えあり"),
    )
    assert filing.next.history.count() == 1


@pytest.mark.parametrize(
    "filed_on", [date(2026, 11, 10), date(2026, 11, 14), date(2026, 11, 16), date(2026, 11, 20)]
)
def test_the_next_filing_is_due_as_if_the_right_day_had_been_recorded_at_once(filed_on):
    corrected, at_once = make_filed(), make_filing()

    correct_filing(corrected.pk, reason="誤記", on=TODAY, filed_on=filed_on, addressee="見本消防署長")
    following = record_filing(at_once.pk, filed_on=filed_on, on=TODAY, addressee="見本消防署長")

    assert _due(corrected.next) == _due(following)
    assert corrected.next.addressee == "見本消防署長"


def test_filed_on_its_very_day_after_all_the_series_keeps_its_day():
    filing = make_filed()

    correct_filing(filing.pk, reason="誤記", on=TODAY, filed_on=date(2026, 11, 20))

    filing.next.refresh_from_db()
    assert (filing.next.counted_from, filing.next.counted_months) == (date(2025, 11, 20), 24)


def test_the_next_filing_keeps_the_cycle_found_when_it_was_planned():
    filing = make_filed()
    Filing.objects.filter(previous=filing).update(report_months=36)

    correct_filing(filing.pk, reason="誤記", on=TODAY, filed_on=date(2026, 11, 13))

    filing.next.refresh_from_db()
    assert (filing.next.report_months, filing.next.due_on) == (36, date(2029, 11, 13))


def test_a_next_filing_that_is_through_stays_as_it_is():
    filing = make_filed()
    withdraw_filing(filing.next.pk, reason="用途が変わった", on=TODAY)
    before = _due(filing.next)

    correct_filing(filing.pk, reason="誤記", on=TODAY, filed_on=date(2026, 11, 11))

    assert _due(filing.next) == before


@pytest.mark.parametrize(
    ("filed_on", "codes"),
    [
        (date(2025, 11, 19), ["filed-before-done"]),
        (date(2025, 11, 20), []),
        (date(2026, 11, 17), []),
        (date(2026, 11, 18), ["filed-after-next"]),
        (date(2026, 11, 25), ["filed-in-future", "filed-after-next"]),
    ],
)
def test_the_day_lies_between_what_it_tells_of_and_the_next_filing(filed_on, codes):
    filing = make_filed()
    record_filing(filing.next.pk, filed_on=date(2026, 11, 18), on=TODAY, **TYPED)
    before = _due(filing.next)

    if codes:
        with pytest.raises(CannotFile) as refusal:
            correct_filing(filing.pk, reason="誤記", on=TODAY, filed_on=filed_on)
        assert _problems(refusal) == [(code, "filed_on") for code in codes]
    else:
        correct_filing(filing.pk, reason="誤記", on=TODAY, filed_on=filed_on)

    filing.refresh_from_db()
    assert filing.filed_on == (FILED_ON if codes else filed_on)
    assert _due(filing.next) == before


def test_it_stays_later_than_the_filing_before():
    following = make_filed().next
    record_filing(following.pk, filed_on=date(2026, 11, 18), on=TODAY, **TYPED)

    with pytest.raises(CannotFile, match="前回の提出（令和8年11月12日）より後の日"):
        correct_filing(following.pk, reason="誤記", on=TODAY, filed_on=FILED_ON)


def test_a_correction_needs_a_reason_a_change_and_a_record():
    filing = make_filed()

    with pytest.raises(CannotFile) as idle:
        correct_filing(filing.pk, reason=" ", on=TODAY, filed_on=FILED_ON)
    with pytest.raises(CannotFile) as early:
        correct_filing(filing.next.pk, reason="誤記", on=TODAY, filed_on=TODAY)
    with pytest.raises(CannotFile, match="提出先を入力してください。"):
        correct_filing(filing.pk, reason="誤記", on=TODAY, addressee="")

    assert _problems(idle) == [("reason-missing", "reason"), ("nothing-changed", "")]
    assert _problems(early) == [("not-filed", "")]


def test_a_correction_of_something_that_has_changed_meanwhile_is_refused():
    filing = make_filed()
    seen = version_of(filing)
    correct_filing(filing.pk, reason="誤記", on=TODAY, expected_version=seen, remarks="控えあり")

    with pytest.raises(Stale):
        correct_filing(filing.pk, reason="誤記", on=TODAY, expected_version=seen, remarks="控えなし")


def test_everything_that_speaks_against_putting_a_filing_under_watch_is_told_at_once():
    make_reported_type()
    building = make_building()
    lift = make_equipment(building=building)
    plan_filing(building, "FIR-2", last_filed_on=date(2025, 12, 1), on=TODAY)

    with pytest.raises(CannotFile) as of_equipment:
        plan_filing(building, "FIR-2", equipment=lift, last_filed_on=date(2026, 11, 25), on=TODAY)
    with pytest.raises(CannotFile) as unknown:
        plan_filing(building, "FIR-9", last_filed_on=date(2026, 11, 25), on=TODAY)
    with pytest.raises(CannotFile, match="この建物には、同じ種類のまだ提出していない届出・報告があります。"):
        plan_filing(building, "FIR-2", last_filed_on=date(2026, 11, 24), on=TODAY)

    day = ("filed-in-future", "last_filed_on")
    assert set(_problems(of_equipment)) == {day, ("equipment-needless", "equipment")}
    assert _problems(unknown) == [day, ("type-not-reported", "type_code")]
    assert Filing.objects.count() == 1


def test_a_piece_of_equipment_has_a_filing_of_its_own():
    make_lift_type(report_to="特定行政庁", report_months=12)
    building = make_building()
    one, other = make_equipment("1号機", building=building), make_equipment("2号機", building=building)

    for lift in (one, other):
        plan_filing(building, "BLD-3", equipment=lift, last_filed_on=date(2025, 12, 1), on=TODAY)

    with pytest.raises(CannotFile, match="この設備には、同じ種類のまだ提出していない届出・報告があります。"):
        plan_filing(building, "BLD-3", equipment=one, last_filed_on=date(2025, 12, 1), on=TODAY)
    with pytest.raises(CannotFile, match="設備ごとの点検です。設備を選んでください。"):
        plan_filing(building, "BLD-3", last_filed_on=date(2025, 12, 1), on=TODAY)
