from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from common.files import Upload
from common.scope import Scope
from maintenance.actions import (
    AlreadyFiled,
    CannotFile,
    plan_filing,
    plan_filing_of,
    plan_inspection,
    record_filing,
    record_inspection,
    withdraw_filing,
)
from maintenance.choices import FilingState
from maintenance.models import Filing, FilingFile
from maintenance.queries.filings import filing_deadlines, settled_filings
from maintenance.rules.filings import filing_state
from tests.factories.designated_managers import make_designation
from tests.factories.facilities import make_building
from tests.factories.filings import make_filed, make_filing, make_reported_type
from tests.factories.maintenance import make_type

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
GOOD: dict[str, Any] = {"outcome": "good", "done_by": "見本設備点検"}
FILED: dict[str, Any] = {"addressee": "消防署長", "receipt_number": "見本第1号"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _rows():
    """Every filing as (due, statutory, filed)."""
    return list(Filing.objects.order_by("pk").values_list("due_on", "statutory_on", "filed_on"))


def _codes(refusal):
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_recording_an_inspection_that_is_reported_plans_the_first_filing():
    filing = make_filing(done_on=date(2025, 11, 20))

    assert (filing.due_on, filing.statutory_on, filing.report_months) == (
        date(2026, 11, 20),
        date(2026, 11, 20),
        12,
    )
    assert filing.due_reason == "初めて報告する点検の日 令和7年11月20日 から12か月"
    assert filing.addressee == "消防署長"
    assert (filing.counted_from, filing.counted_months) == (date(2025, 11, 20), 12)


def test_a_filing_whose_last_day_is_a_holiday_is_due_on_the_next_open_day_and_says_so():
    filing = make_filing(done_on=date(2025, 11, 21))

    assert (filing.statutory_on, filing.due_on) == (date(2026, 11, 21), date(2026, 11, 24))
    assert "土曜日のため翌開庁日まで（地方自治法第4条の2第4項" in filing.due_reason


def test_an_inspection_that_is_not_reported_plans_none():
    make_type()
    turn = plan_inspection(make_building(), "FIR-1", due_on=TODAY, on=TODAY)

    record_inspection(turn.pk, done_on=TODAY, on=TODAY, **GOOD)

    assert _rows() == []


def test_the_cycle_by_the_verdict_stands_before_the_catalogues():
    make_reported_type(report_months=36)
    turn = plan_inspection(make_building(), "FIR-2", due_on=TODAY, on=TODAY)
    turn.done_on = date(2025, 11, 20)
    kind = make_reported_type()

    filing = plan_filing_of(turn, kind, report_months=24)
    assert filing is not None
    assert filing.due_on == date(2027, 11, 22)


def test_another_inspection_before_the_filing_is_the_one_it_tells_of():
    filing = make_filing()
    assert filing.turn is not None
    turn = filing.turn.next

    record_inspection(turn.pk, done_on=date(2026, 11, 10), on=TODAY, **GOOD)

    filing.refresh_from_db()
    assert filing.turn == turn
    assert _rows() == [(date(2026, 11, 20), date(2026, 11, 20), None)]


def test_filing_plans_the_next_one_counted_from_the_filing_and_not_from_the_inspection():
    filing = make_filing()

    following = record_filing(filing.pk, filed_on=date(2026, 11, 12), on=TODAY, **FILED)

    assert _rows() == [
        (date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 12)),
        (date(2027, 11, 12), date(2027, 11, 12), None),
    ]
    assert (following.previous, following.turn, following.addressee) == (filing, None, "消防署長")
    assert following.due_reason == "前回 令和8年11月12日 から12か月"


def test_filed_on_its_very_day_the_series_keeps_its_day():
    make_reported_type(report_months=6)
    turn = plan_inspection(make_building(), "FIR-2", due_on=date(2025, 8, 31), on=TODAY)
    record_inspection(turn.pk, done_on=date(2025, 8, 30), on=TODAY, **GOOD)
    filing = Filing.objects.get()

    following = record_filing(filing.pk, filed_on=date(2026, 2, 28), on=TODAY, **FILED)

    assert (filing.statutory_on, filing.due_on) == (date(2026, 2, 28), date(2026, 3, 2))
    assert (following.statutory_on, following.due_on) == (date(2026, 8, 30), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("filed_on", "codes"),
    [
        (date(2025, 11, 19), [("filed-before-done", "filed_on")]),
        (date(2025, 11, 20), []),
        (date(2026, 11, 24), []),
        (date(2026, 11, 25), [("filed-in-future", "filed_on")]),
    ],
)
def test_a_day_to_come_or_before_the_inspection_is_refused(filed_on, codes):
    filing = make_filing()

    if not codes:
        record_filing(filing.pk, filed_on=filed_on, on=TODAY, **FILED)
        return
    with pytest.raises(CannotFile) as refusal:
        record_filing(filing.pk, filed_on=filed_on, on=TODAY, **FILED)

    assert _codes(refusal) == codes
    assert _rows() == [(date(2026, 11, 20), date(2026, 11, 20), None)]


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept():
    filing = make_filing()
    paper = Upload("報告書.pdf", b"not a pdf", AT)

    with pytest.raises(CannotFile) as refusal:
        record_filing(filing.pk, filed_on=date(2026, 12, 1), on=TODAY, addressee="", uploads=[paper])

    assert {field for _code, field in _codes(refusal)} >= {"filed_on", "file"}
    assert "提出先を入力してください。" in str(refusal.value)
    assert _rows() == [(date(2026, 11, 20), date(2026, 11, 20), None)]
    assert not FilingFile.objects.exists()


def test_a_filing_is_recorded_only_once():
    filing = make_filed()

    with pytest.raises(AlreadyFiled, match="令和8年11月12日に提出済みとして記録されています。"):
        record_filing(filing.pk, filed_on=TODAY, on=TODAY, **FILED)

    assert len(_rows()) == 2


def test_the_next_filing_is_later_than_the_last():
    following = make_filed().next

    with pytest.raises(CannotFile, match="前回の提出（令和8年11月12日）より後の日"):
        record_filing(following.pk, filed_on=date(2026, 11, 12), on=TODAY, **FILED)


def test_its_papers_are_kept_with_it():
    filing = make_filing()
    papers = [Upload("報告書.pdf", PDF, AT), Upload("報告書.pdf", PDF, AT)]

    record_filing(filing.pk, filed_on=TODAY, on=TODAY, uploads=papers, **FILED)

    assert list(filing.files.values_list("original_name", "content_type")) == [
        ("報告書.pdf", "application/pdf")
    ]


def test_withdrawn_the_next_inspection_starts_the_count_anew():
    filing = make_filing()
    withdraw_filing(filing.pk, reason="用途が変わった", on=TODAY)

    assert filing.turn is not None
    record_inspection(filing.turn.next.pk, done_on=TODAY, on=TODAY, **GOOD)

    assert [row[0] for row in _rows()] == [date(2026, 11, 20), date(2027, 11, 24)]


def test_it_is_not_withdrawn_without_a_reason_nor_after_it_was_filed():
    with pytest.raises(CannotFile, match="取りやめた理由を入力してください。"):
        withdraw_filing(make_filing().pk, reason=" ", on=TODAY)
    with pytest.raises(AlreadyFiled):
        withdraw_filing(make_filed().pk, reason="不要", on=TODAY)


def test_what_was_filed_before_the_system_is_put_under_watch():
    make_reported_type()

    filing = plan_filing(make_building(), "FIR-2", last_filed_on=date(2025, 12, 29), on=TODAY)

    assert (filing.statutory_on, filing.due_on) == (date(2026, 12, 29), date(2027, 1, 4))
    with pytest.raises(CannotFile, match="まだ提出していない届出・報告があります"):
        plan_filing(filing.building, "FIR-2", last_filed_on=date(2026, 1, 5), on=TODAY)


def test_a_type_that_is_not_reported_is_not_put_under_watch():
    make_type()

    with pytest.raises(CannotFile, match="報告する点検の種類を選んでください。"):
        plan_filing(make_building(), "FIR-1", last_filed_on=date(2025, 12, 29), on=TODAY)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 19), FilingState.TO_COME),
        (date(2026, 11, 20), FilingState.TO_COME),
        (date(2026, 11, 21), FilingState.OVERDUE),
    ],
)
def test_it_is_overdue_from_the_day_after_its_last(on, state):
    filing = make_filing()

    assert filing_state(on, due_on=filing.due_on, filed_on=None, withdrawn_on=None) == state
    assert list(Filing.objects.standing_at(state, on=on)) == [filing]


def test_it_is_a_deadline_of_the_city_until_it_is_filed():
    filing = make_filed()
    following, centre = filing.next, filing.building.centre

    assert list(filing_deadlines(until=date.max)) == [
        ("filing", "filing", following.pk, centre.pk, date(2027, 11, 12), centre.post_in_charge_id, "city")
    ]
    assert list(filing_deadlines(until=date(2027, 11, 11))) == []
    assert list(settled_filings()) == [("filing", filing.pk, "done")]


def test_a_group_sees_none():
    filing = make_filing()
    designation = make_designation(centre=filing.building.centre)
    group = Scope(
        every_centre=False,
        centre_ids=frozenset({designation.centre_id}),
        organisation_ids=frozenset({designation.organisation_id}),
        internal=False,
    )

    assert not Filing.objects.within(group).exists()
    assert Filing.objects.within(Scope.everything()).exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"due_on": date(2026, 11, 19)},
        {"statutory_on": None},
        {"report_months": 0},
        {"filed_on": TODAY, "addressee": ""},
        {"receipt_number": "第1号"},
        {"withdrawn_on": TODAY},
        {"counted_months": None},
    ],
)
def test_the_database_refuses_the_impossible(broken):
    make_filing()

    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.filter(type_code="FIR-2").update(**broken)


days = st.none() | st.sampled_from([date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)])


class TestStates(TestCase):
    @given(due_on=days, filed_on=days, withdrawn_on=days)
    def test_python_and_sql_agree_where_a_filing_stands(self, due_on, filed_on, withdrawn_on):
        withdrawn_on = None if filed_on else withdrawn_on
        Filing.objects.create(
            building=make_building(),
            type_code="FIR-2",
            report_months=12,
            due_on=due_on,
            statutory_on=due_on,
            addressee="消防署長",
            filed_on=filed_on,
            withdrawn_on=withdrawn_on,
            withdrawn_reason="不要" if withdrawn_on else "",
        )

        state = filing_state(TODAY, due_on=due_on, filed_on=filed_on, withdrawn_on=withdrawn_on)

        found = [
            each
            for each in FilingState
            if Filing.objects.standing_at(each, on=TODAY).filter(type_code="FIR-2")
        ]
        assert found == [state]


def test_a_turn_tells_of_its_filings():
    filing = make_filing()

    assert filing.turn is not None
    assert list(filing.turn.filings.all()) == [filing]
