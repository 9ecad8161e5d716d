from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.acting import acting
from common.db.history import Stale
from common.scope import Scope
from maintenance.actions import (
    AlreadyDone,
    CannotCorrect,
    CannotRecord,
    CannotSayNotDone,
    correct_inspection,
    record_failed_attempt,
    record_inspection,
)
from maintenance.models import (
    DueInspection,
    FailedAttempt,
    Filing,
    FindingPhoto,
    InspectionFile,
    InspectionFinding,
)
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.outcomes import outcome_words
from maintenance.queries.recording import Change, companions_of, findings_of, turn_record
from tests.factories.accounts import make_user
from tests.factories.facilities import make_building
from tests.factories.filings import make_filed, make_filing
from tests.factories.maintenance import make_done_turn, make_turn, make_type
from tests.factories.recording import a_finding, a_paper, evidence

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
DONE_ON = date(2026, 11, 20)
GOOD: dict[str, Any] = {"outcome": "good", "done_by": "見本設備点検"}
BAD: dict[str, Any] = {"outcome": "repair", "done_by": "見本設備点検"}
FIRE: dict[str, Any] = {"outcome_family": "fire_and_power"}


def _problems(refusal):
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_a_turn_is_told_in_the_words_of_its_family_only():
    make_type(**FIRE)
    turn = make_turn()

    with pytest.raises(CannotRecord, match="この点検の結果は良・要注意・不良のどれかです。") as refusal:
        record_inspection(turn.pk, done_on=DONE_ON, on=TODAY, **GOOD)

    assert _problems(refusal) == [("outcome-invalid_choice", "outcome")]
    record_inspection(turn.pk, done_on=DONE_ON, on=TODAY, outcome="sound", done_by="見本防災")
    told: Any = DueInspection.objects.done().with_outcome().get()
    assert (told.outcome_label, told.outcome_meaning) == ("良", "good")


def test_findings_with_photographs_and_a_paper_are_kept_with_the_turn():
    turn = make_turn()
    with_it = evidence(a_finding(), a_finding(place="厨房", severity="note", photos=()), papers=(a_paper(),))

    record_inspection(
        turn.pk,
        done_on=DONE_ON,
        on=TODAY,
        evidence=with_it,
        licence_number="見本-1",
        qualification="消防設備士",
        **BAD,
    )

    turn.refresh_from_db()
    found = findings_of(turn)
    assert [(one.place, one.severity, [p.original_name for p in one.photos.all()]) for one in found] == [
        ("2階廊下", "repair", ["shoukaki.jpg"]),
        ("厨房", "note", []),
    ]
    assert [paper.original_name for paper in turn.files.all()] == ["tenkenhyo.pdf"]
    assert (turn.qualification, turn.licence_number) == ("消防設備士", "見本-1")


def test_a_record_that_is_refused_keeps_nothing_of_it():
    turn = make_turn()
    with_it = evidence(a_finding(place="", severity="grave"), papers=(a_paper(),))

    with pytest.raises(CannotRecord) as refusal:
        record_inspection(turn.pk, done_on=date(2026, 11, 24), on=TODAY, evidence=with_it, **BAD)

    assert _problems(refusal) == [
        ("done-in-future", "done_on"),
        ("place-blank", "finding_1_place"),
        ("severity-invalid_choice", "finding_1_severity"),
    ]
    assert (
        InspectionFinding.objects.count(),
        FindingPhoto.objects.count(),
        InspectionFile.objects.count(),
    ) == (
        0,
        0,
        0,
    )


def test_something_to_put_right_does_not_go_with_nothing_wrong():
    turn = make_turn()

    with pytest.raises(CannotRecord, match="結果は「異常なし」ではありません。"):
        record_inspection(turn.pk, done_on=DONE_ON, on=TODAY, evidence=evidence(a_finding()), **GOOD)


def test_one_visit_answers_several_turns_and_each_is_followed_by_its_own():
    building = make_building()
    make_type("FIR-2", name="消防用設備等 総合点検", cycle_months=12)
    big, small = make_turn(building, "FIR-2"), make_turn(building)

    record_inspection(
        big.pk,
        done_on=DONE_ON,
        on=TODAY,
        together=[small.pk],
        evidence=evidence(a_finding(), papers=(a_paper(),)),
        cost=66_000,
        **BAD,
        remarks="消火器",
    )

    rows = DueInspection.objects.order_by("pk").values_list(
        "type_code", "due_on", "done_on", "cost", "remarks"
    )
    assert list(rows) == [
        ("FIR-2", date(2026, 11, 30), DONE_ON, 66_000, "消火器"),
        ("FIR-1", date(2026, 11, 30), DONE_ON, 0, "消火器"),
        ("FIR-2", date(2027, 11, 20), None, None, ""),
        ("FIR-1", date(2027, 5, 20), None, None, ""),
    ]
    assert [(one.findings.count(), one.files.count()) for one in (big, small)] == [(1, 1), (0, 1)]


def test_a_visit_answers_no_turn_elsewhere_none_done_and_none_told_in_other_words():
    turn = make_turn()
    make_type("BLD-2", name="建築設備点検", outcome_family="building")
    elsewhere, done = make_turn(), make_done_turn(make_building("別館", centre=turn.building.centre))
    in_other_words = make_turn(turn.building, "BLD-2")

    with pytest.raises(CannotRecord) as refusal:
        record_inspection(
            turn.pk,
            done_on=DONE_ON,
            on=TODAY,
            together=[elsewhere.pk, done.pk, in_other_words.pk, 999_999],
            **GOOD,
        )

    assert sorted(_problems(refusal)) == [
        ("already-done", "together"),
        ("together-elsewhere", "together"),
        ("together-other-words", "together"),
        ("together-unknown", "together"),
    ]
    assert DueInspection.objects.done().count() == 1


def test_what_the_same_visit_may_answer_is_pending_at_the_same_centre_in_the_same_words():
    turn = make_turn()
    make_type("BLD-2", outcome_family="building")
    make_turn()
    make_turn(turn.building, "BLD-2")
    other = make_turn(make_building("別館", centre=turn.building.centre))

    found = companions_of(turn, types=inspection_types(), scope=Scope.everything())

    assert [(one.pk, one.part) for one in found] == [(other.pk, "別館")]


def test_a_turn_that_could_not_be_done_stays_open_with_its_due_day_and_a_new_planned_one():
    turn = make_turn()

    record_failed_attempt(turn.pk, on=TODAY, tried_on=DONE_ON, planned_on=TODAY, reason=" 不在だった ")

    turn.refresh_from_db()
    assert (turn.done_on, turn.due_on, turn.planned_on) == (None, date(2026, 11, 30), TODAY)
    assert list(FailedAttempt.objects.values_list("tried_on", "planned_on", "reason")) == [
        (DONE_ON, TODAY, "不在だった")
    ]
    assert DueInspection.objects.count() == 1


def test_the_same_vain_day_is_told_once_and_everything_wrong_at_once():
    turn = make_turn()
    told = {"on": TODAY, "tried_on": DONE_ON, "planned_on": date(2026, 11, 27)}
    record_failed_attempt(turn.pk, reason="不在", **told)

    with pytest.raises(CannotSayNotDone, match="この日にできなかったことは、すでに記録されています。"):
        record_failed_attempt(turn.pk, reason="不在", **told)
    with pytest.raises(CannotSayNotDone) as refusal:
        record_failed_attempt(
            turn.pk, on=TODAY, tried_on=date(2026, 11, 24), planned_on=date(2026, 11, 22), reason=" "
        )

    assert {code for code, _ in _problems(refusal)} >= {"done-in-future", "planned-past", "reason-blank"}
    assert FailedAttempt.objects.count() == 1


def test_a_turn_that_is_done_was_not_missed():
    done = make_done_turn()

    with pytest.raises(AlreadyDone):
        record_failed_attempt(done.pk, on=TODAY, tried_on=DONE_ON, planned_on=TODAY, reason="不在")


def test_a_correction_keeps_what_was_recorded_and_moves_the_next_turn():
    done = make_done_turn()
    officer = make_user()

    with acting(door="web", user_id=officer.pk):
        correct_inspection(
            done.pk,
            reason="点検票の日付",
            on=TODAY,
            done_on=date(2026, 11, 18),
            outcome="watch",
            remarks="さび",
        )

    done.refresh_from_db()
    assert (done.done_on, done.next.due_on, done.next.due_reason) == (
        date(2026, 11, 18),
        date(2027, 5, 18),
        "前回 令和8年11月18日 から6か月",
    )
    (correction,) = turn_record(done, words=outcome_words(), scope=Scope.everything()).corrections
    assert (correction.who, correction.reason) == (str(officer), "点検票の日付")
    assert correction.changes == (
        Change("点検した日", "令和8年11月20日", "令和8年11月18日"),
        Change("結果", "異常なし", "様子を見る"),
        Change("気づいたこと", "―", "さび"),
    )


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2026, 11, 21), False), (date(2026, 11, 22), True), (date(2026, 11, 23), True)]
)
def test_a_corrected_day_does_not_cross_the_next_turn_that_is_done(day, refused):
    done = make_done_turn()
    record_inspection(done.next.pk, done_on=date(2026, 11, 22), on=TODAY, **GOOD)
    due_on = done.next.due_on

    if refused:
        with pytest.raises(CannotCorrect, match="次の点検（令和8年11月22日）より前の日"):
            correct_inspection(done.pk, reason="誤記", on=TODAY, done_on=day)
    else:
        correct_inspection(done.pk, reason="誤記", on=TODAY, done_on=day)

    done.refresh_from_db()
    assert (done.done_on, done.next.due_on) == (DONE_ON if refused else day, due_on)


@pytest.mark.parametrize("is_followed", [False, True])
def test_a_correction_moves_the_first_filing_counted_from_the_day(is_followed):
    filing = make_filing()
    turn = filing.turn
    assert turn is not None
    if is_followed:
        record_inspection(turn.next.pk, done_on=date(2026, 11, 10), on=TODAY, **GOOD)

    correct_inspection(turn.pk, reason="点検票の日付", on=TODAY, done_on=date(2025, 11, 14))

    filing.refresh_from_db()
    assert (filing.counted_from, filing.statutory_on, filing.due_on) == (
        date(2025, 11, 14),
        date(2026, 11, 14),
        date(2026, 11, 16),
    )
    assert filing.due_reason.startswith("初めて報告する点検の日 令和7年11月14日 から12か月。")


def test_a_correction_leaves_what_was_filed_and_what_counts_from_a_filing():
    filing = make_filed()
    turn, before = filing.turn, list(Filing.objects.order_by("pk").values())
    assert turn is not None

    correct_inspection(turn.pk, reason="点検票の日付", on=TODAY, done_on=date(2025, 11, 14))

    assert list(Filing.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(("day", "refused"), [(date(2026, 11, 12), False), (date(2026, 11, 13), True)])
def test_a_corrected_day_is_not_after_the_filing_that_tells_of_it(day, refused):
    turn = make_filed().turn
    assert turn is not None

    if not refused:
        correct_inspection(turn.pk, reason="誤記", on=TODAY, done_on=day)
        return
    with pytest.raises(CannotCorrect, match="この点検を報告した日（令和8年11月12日）以前の日") as late:
        correct_inspection(turn.pk, reason="誤記", on=TODAY, done_on=day)

    assert _problems(late) == [("done-after-filed", "done_on")]


def test_findings_are_corrected_and_added_and_what_they_said_before_stays():
    turn = make_turn()
    record_inspection(turn.pk, done_on=DONE_ON, on=TODAY, evidence=evidence(a_finding()), **BAD)
    (finding,) = findings_of(turn)

    correct_inspection(
        turn.pk,
        reason="場所違い",
        on=TODAY,
        evidence=evidence(a_finding(place="3階廊下", photos=(), pk=finding.pk), a_finding(place="玄関")),
    )

    turn.refresh_from_db()
    record = turn_record(turn, words=outcome_words(), scope=Scope.everything())
    assert [one.place for one in record.findings] == ["3階廊下", "玄関"]
    assert [one.changes for one in record.corrections] == [(Change("場所", "2階廊下", "3階廊下"),)]


def test_a_correction_needs_a_reason_a_change_a_record_and_findings_of_its_own():
    done, other = make_done_turn(), make_turn(due_on=None)

    with pytest.raises(CannotCorrect) as idle:
        correct_inspection(done.pk, reason=" ", on=TODAY, done_on=DONE_ON)
    with pytest.raises(CannotCorrect) as early:
        correct_inspection(other.pk, reason="誤記", on=TODAY, done_on=DONE_ON)
    with pytest.raises(CannotCorrect) as foreign:
        correct_inspection(
            done.pk, reason="誤記", on=TODAY, evidence=evidence(a_finding(severity="note", pk=9))
        )

    assert _problems(idle) == [("reason-missing", "reason"), ("nothing-changed", "")]
    assert _problems(early) == [("not-done", "")]
    assert _problems(foreign) == [("finding-elsewhere", "")]


def test_a_correction_of_something_that_has_changed_meanwhile_is_refused():
    done = make_done_turn()

    with pytest.raises(Stale):
        correct_inspection(done.pk, reason="誤記", on=TODAY, expected_version="0", remarks="さび")
