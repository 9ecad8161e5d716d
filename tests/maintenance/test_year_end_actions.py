from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.acting import acting
from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate
from maintenance.actions import (
    Answered,
    CannotReport,
    answer_year_end,
    close_year,
    overrule_verdict,
    record_inspection,
    reopen_year,
    withdraw_turn,
)
from maintenance.choices import Answer, YearEndState
from maintenance.models import DueInspection, YearEndReport
from maintenance.queries.year_end import report_page
from tests.factories.facilities import make_building
from tests.factories.maintenance import good_outcome, make_turn, make_type

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
YEAR = FiscalYear(2025)


def _late(building=None):
    """Due in October 2025, done in November."""
    turn = make_turn(building, due_on=date(2025, 10, 31))
    record_inspection(turn.pk, done_on=date(2025, 11, 20), on=ON, outcome=good_outcome(turn))
    return turn


def _messages(refused) -> list[str]:
    return [problem.message for problem in refused.value.problems]


def test_a_report_names_every_row_without_a_reason_and_closes_when_all_have_one(officer):
    building = make_building()
    late = _late(building)
    make_type("ELC-2", name="電気の点検")
    never = make_turn(building, "ELC-2", due_on=date(2026, 2, 1))
    centre = building.centre

    with pytest.raises(CannotReport) as refused:
        close_year(centre, 2025, on=ON)
    answer_year_end(
        centre,
        2025,
        {f"t{late.pk}": Answered("業者の都合"), f"t{never.pk}": Answered("漏れ", "4月に行う")},
        on=ON,
    )
    with acting(door="web", user_id=officer.pk):
        report = close_year(centre, 2025, on=ON)

    assert _messages(refused) == [
        f"「電気の点検」（{building.name}）は未実施です。理由を入力してください。",
        f"「消防用設備等 機器点検」（{building.name}）は遅れて実施です。理由を入力してください。",
    ]
    assert (report.closed_on, report.confirmed_by) == (ON, officer)
    assert {row["state"] for row in report.frozen} == {"late", "not_done"}


def test_a_correction_after_closing_shows_and_changes_nothing():
    building = make_building()
    turn = _late(building)
    centre = building.centre
    answer_year_end(centre, 2025, {f"t{turn.pk}": Answered("業者の都合")}, on=ON)
    close_year(centre, 2025, on=ON)

    DueInspection.objects.filter(pk=turn.pk).update(done_on=date(2025, 10, 30))
    page = report_page(centre, YEAR, on=ON)

    (row,) = page.rows
    assert (row.state, row.done_on, row.reason) == (YearEndState.LATE, date(2025, 11, 20), "業者の都合")
    assert row.changed == "いまの記録：実施、点検した日 令和7年10月30日。"
    assert page.has_changed


def test_what_applies_and_was_never_watched_stands_in_the_report_until_somebody_says_why():
    building = make_building()
    make_type("FIR-1")
    key = f"b{building.pk}-FIR-1"

    with pytest.raises(CannotReport) as refused:
        close_year(building.centre, 2025, on=ON)
    answer_year_end(building.centre, 2025, {key: Answered("台帳への登録がもれていた")}, on=ON)
    closed = close_year(building.centre, 2025, on=ON)

    assert len(refused.value.problems) == 1
    assert [(row["turn"], row["type_code"], row["reason"]) for row in closed.frozen] == [
        (None, "FIR-1", "台帳への登録がもれていた")
    ]


def test_a_person_who_says_that_it_does_not_apply_takes_the_row_out(officer):
    building = make_building()
    make_type("FIR-1")

    overrule_verdict(
        building, "FIR-1", answer=Answer.NOT, reason="設備がない", on=date(2026, 3, 1), by=officer.pk
    )

    assert report_page(building.centre, YEAR, on=ON).rows == ()


def test_a_turn_entered_after_closing_shows_as_added():
    building = make_building()
    make_turn(building, due_on=date(2027, 1, 1))
    make_type("ELC-2", applies_when="False")
    close_year(building.centre, 2025, on=ON)
    make_turn(building, "ELC-2", due_on=date(2026, 2, 1))

    page = report_page(building.centre, YEAR, on=ON)

    assert page.rows == ()
    assert [row.type_code for row in page.appeared] == ["ELC-2"]


def test_a_closed_report_takes_no_answer_until_it_is_opened_again_with_a_reason():
    building = make_building()
    turn = _late(building)
    said = {f"t{turn.pk}": Answered("業者の都合")}
    answer_year_end(building.centre, 2025, said, on=ON)
    report = close_year(building.centre, 2025, on=ON)

    with pytest.raises(CannotReport):
        answer_year_end(building.centre, 2025, said, on=ON)
    with pytest.raises(CannotReport):
        close_year(building.centre, 2025, on=ON)
    with pytest.raises(CannotReport):
        reopen_year(report.pk, on=ON, reason="")
    reopened = reopen_year(report.pk, on=ON, reason="日の誤り")

    assert (reopened.closed_on, reopened.frozen, reopened.reopened_reason) == (None, [], "日の誤り")
    assert report_page(building.centre, YEAR, on=ON).rows[0].reason == "業者の都合"
    assert report.history.filter(closed_on=ON).exists()


@pytest.mark.parametrize(("on", "closes"), [(date(2026, 3, 30), False), (date(2026, 3, 31), True)])
def test_a_year_is_closed_from_its_last_day(on, closes):
    centre = make_building().centre
    if closes:
        assert close_year(centre, 2025, on=on).closed_on == on
    else:
        with pytest.raises(CannotReport) as refused:
            close_year(centre, 2025, on=on)
        assert _messages(refused) == ["令和7年度の報告書を確認できるのは、令和8年3月31日からです。"]


def test_what_is_due_on_the_last_day_keeps_the_year_open_until_that_day_is_over():
    turn = make_turn(due_on=date(2026, 3, 31))
    centre = turn.building.centre

    with pytest.raises(CannotReport) as refused:
        close_year(centre, 2025, on=date(2026, 3, 31))
    with pytest.raises(CannotReport) as unanswered:
        close_year(centre, 2025, on=date(2026, 4, 1))

    assert [problem.code for problem in refused.value.problems] == ["to-come"]
    assert [problem.code for problem in unanswered.value.problems] == ["unanswered"]


def test_a_duty_that_was_withdrawn_says_why_and_is_asked_about_in_every_later_year():
    building = make_building()
    turn = make_turn(building, due_on=date(2025, 10, 31))
    withdraw_turn(turn.pk, reason="改修工事で閉館していた", on=date(2025, 11, 1))

    (this,) = report_page(building.centre, YEAR, on=ON).rows
    (later,) = report_page(building.centre, FiscalYear(2026), on=ON).rows

    assert (this.state, this.reason) == (YearEndState.WITHDRAWN, "改修工事で閉館していた")
    assert (later.turn, later.state, later.is_unanswered) == (None, YearEndState.DAY_UNKNOWN, True)


@pytest.mark.parametrize(("opened_on", "rows"), [(date(2026, 3, 31), 1), (date(2026, 5, 1), 0)])
def test_a_building_that_came_to_be_after_the_year_owes_it_nothing(opened_on, rows):
    building = make_building(opened_on=PartialDate.of_day(opened_on))
    make_turn(building, due_on=None)

    assert len(report_page(building.centre, YEAR, on=ON).rows) == rows


def test_an_empty_reason_takes_the_answer_back():
    building = make_building()
    turn = _late(building)
    answer_year_end(building.centre, 2025, {f"t{turn.pk}": Answered("業者の都合")}, on=ON)

    report = answer_year_end(building.centre, 2025, {f"t{turn.pk}": Answered("")}, on=ON)

    assert not report.answers.exists()


def test_a_plan_without_a_reason_and_a_row_that_needs_none_are_refused_together():
    building = make_building()
    turn = _late(building)

    with pytest.raises(CannotReport) as refused:
        answer_year_end(
            building.centre, 2025, {"t0": Answered("理由"), f"t{turn.pk}": Answered("", "対応")}, on=ON
        )

    assert [problem.code for problem in refused.value.problems] == ["row-unknown", "plan-without-reason"]


def test_only_what_the_law_asks_for_is_reported():
    building = make_building()
    make_type("LOC-1", footing="local")
    make_turn(building, "LOC-1", due_on=date(2026, 2, 1))

    assert report_page(building.centre, YEAR, on=ON).rows == ()


@pytest.mark.parametrize(
    ("due_on", "there"),
    [
        (date(2024, 3, 31), True),
        (date(2025, 4, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_the_year_has_what_was_due_in_it_and_what_was_still_open_from_before(due_on, there):
    building = make_building()
    make_turn(building, due_on=due_on)

    assert bool(report_page(building.centre, YEAR, on=ON).rows) is there


def test_the_database_refuses_frozen_rows_in_an_open_report():
    centre = make_building().centre

    with pytest.raises(IntegrityError), transaction.atomic():
        YearEndReport.objects.create(centre=centre, fiscal_year=2025, frozen=[{"turn": 1}])
