"""The acts of supervision: what ends the designation, what deserves a warning, what waits for whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from common.db.history import version_of
from common.deadlines import COLUMNS, SETTLED_COLUMNS, Side
from common.problems import Refused
from designated_managers.actions import (
    AlreadyOver,
    CannotDesignate,
    CannotSupervise,
    accept_plan,
    attach_measure_file,
    change_designation,
    change_measure,
    close_measure,
    hand_in_plan,
    send_plan_back,
)
from designated_managers.choices import MeasureKind
from designated_managers.models import Designation, ImprovementPlan, Measure
from designated_managers.queries.audit_pack import supervision
from designated_managers.queries.measures import (
    instruction_deadlines,
    settled_instructions,
    suspension_on,
    warnings_with,
    with_suspension,
)
from designated_managers.rules.measures import due_of
from tests.answers import codes
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.monitoring import AT, ON, a_paper, make_improvement_plan, make_measure

pytestmark = pytest.mark.django_db

ENDS_ON = date(2027, 1, 1)


def _suspension(designation: Designation, on: date) -> str:
    rows: Any = with_suspension(Designation.objects.filter(pk=designation.pk), on)
    told: str = rows.get().suspension
    return told


@pytest.mark.parametrize("kind", [MeasureKind.REVOCATION, MeasureKind.RELEASE])
@pytest.mark.parametrize(("days_after", "in_force"), [(-1, True), (0, False), (1, False)])
def test_what_ends_the_designation_ends_it_on_its_day(kind, days_after, in_force):
    measure = make_measure(kind=kind)

    designation = Designation.objects.get(pk=measure.designation_id)
    on = ENDS_ON + timedelta(days=days_after)
    assert designation.revoked_on == ENDS_ON
    assert designation.in_force_on(on) is in_force
    assert Designation.objects.in_force(on).exists() is in_force


def test_a_revocation_lets_another_body_follow_at_once():
    measure = make_measure(kind=MeasureKind.REVOCATION)

    following = make_designation(
        centre=measure.designation.centre,
        organisation=make_organisation(),
        first_on=ENDS_ON,
        last_on=date(2031, 3, 31),
    )

    assert following.pk is not None


def test_taking_back_a_revocation_lets_the_designation_run_on():
    measure = make_measure(kind=MeasureKind.REVOCATION)

    close_measure(measure.pk, on=ON, closed_on=ON, closed_how="withdrawn", closing_reason="誤り")

    assert Designation.objects.get(pk=measure.designation_id).revoked_on is None


def test_a_revocation_is_not_taken_back_once_another_body_follows():
    measure = make_measure(kind=MeasureKind.REVOCATION)
    make_designation(
        centre=measure.designation.centre,
        organisation=make_organisation(),
        first_on=ENDS_ON,
        last_on=date(2031, 3, 31),
    )

    with pytest.raises(CannotSupervise) as refused:
        close_measure(measure.pk, on=ON, closed_on=ON, closed_how="withdrawn")

    assert [(one.code, one.field) for one in refused.value.problems] == [
        ("designation-overlaps", "closed_how")
    ]
    assert Designation.objects.get(pk=measure.designation_id).revoked_on == ENDS_ON
    assert Measure.objects.get().closed_on is None


def test_another_day_of_the_revocation_is_another_day_of_the_designation():
    measure = make_measure(kind=MeasureKind.REVOCATION)

    change_measure(measure.pk, on=ON, ends_on=date(2027, 2, 1))

    assert Designation.objects.get(pk=measure.designation_id).revoked_on == date(2027, 2, 1)


def test_the_day_of_a_revocation_is_changed_by_the_measure_alone():
    measure = make_measure(kind=MeasureKind.REVOCATION)

    with pytest.raises(CannotDesignate) as refused:
        change_designation(measure.designation_id, on=ON, revoked_on=None)

    assert codes(refused) == ["ended-by-measure"]


def test_what_the_designation_has_against_its_end_is_told_at_the_measure():
    designation = make_designation()

    with pytest.raises(CannotSupervise) as refused:
        make_measure(designation, MeasureKind.REVOCATION, ends_on=date(2029, 4, 1))

    assert [(one.code, one.field) for one in refused.value.problems] == [("revoked-after-end", "ends_on")]
    assert not Measure.objects.exists()


def test_a_designation_ends_once():
    measure = make_measure(kind=MeasureKind.REVOCATION)

    with pytest.raises(CannotSupervise) as refused:
        make_measure(measure.designation, MeasureKind.RELEASE)

    assert "この指定には、取消しか返上がすでに記録されています。" in str(refused.value)


def test_an_end_that_was_entered_otherwise_is_not_overwritten():
    designation = make_designation(revoked_on=date(2026, 12, 1))

    with pytest.raises(CannotSupervise) as refused:
        make_measure(designation, MeasureKind.REVOCATION)

    assert "ended-otherwise" in codes(refused)


def test_a_suspension_stands_on_top_of_the_term_and_does_not_end_it():
    measure = make_measure(kind=MeasureKind.SUSPENSION_PART)

    designation = Designation.objects.get(pk=measure.designation_id)
    assert suspension_on(designation, ON) == MeasureKind.SUSPENSION_PART
    assert designation.in_force_on(ON)
    assert designation.revoked_on is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"improve_by": None}, "指示には改善の期限を入力してください"),
        ({"improve_by": date(2026, 9, 30), "plan_by": None}, "改善の期限は、措置の日以後の日"),
        ({"plan_by": date(2027, 1, 1)}, "改善計画の期限は、措置の日から改善の期限まで"),
        ({"first_on": date(2026, 11, 1)}, "ほかの措置では空けてください"),
        ({"heard_on": date(2026, 9, 1)}, "業務停止と取消しにだけ"),
    ],
)
def test_the_register_refuses_an_instruction_that_cannot_be(facts, sentence):
    with pytest.raises(CannotSupervise, match=sentence):
        make_measure(**facts)


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (MeasureKind.SUSPENSION_PART, {"stopped": ""}, "停止する業務を入力"),
        (MeasureKind.SUSPENSION_WHOLE, {"last_on": date(2026, 10, 31)}, "停止の末日は、初日以後"),
        (MeasureKind.SUSPENSION_WHOLE, {"first_on": date(2026, 9, 30)}, "停止の初日は、措置の日以後"),
        (MeasureKind.REVOCATION, {"ends_on": None}, "効力がなくなる最初の日を入力"),
        (MeasureKind.RELEASE, {"requested_on": None}, "団体が申し出た日を入力"),
        (MeasureKind.RELEASE, {"requested_on": date(2026, 10, 2)}, "申し出た日以後の日"),
    ],
)
def test_the_register_refuses_what_the_kind_does_not_allow(kind, facts, sentence):
    with pytest.raises(CannotSupervise, match=sentence):
        make_measure(kind=kind, **facts)


def test_a_missing_hearing_hinders_nothing_and_is_warned_of_before_and_after():
    designation = make_designation()
    before = Measure(
        designation=designation, kind=MeasureKind.REVOCATION, decided_on=ON, ends_on=ENDS_ON, reason="x"
    )

    warned = warnings_with(before)
    after = warnings_with(make_measure(designation, MeasureKind.REVOCATION))

    assert [one.code for one in warned] == ["hearing-missing", "no-suspension"]
    assert [one.code for one in after] == ["hearing-missing", "no-suspension"]


def test_the_order_counts_what_was_decided_before_and_not_taken_back():
    instruction = make_measure()
    stop = make_measure(instruction.designation, MeasureKind.SUSPENSION_PART, heard_on=date(2026, 9, 20))

    assert warnings_with(stop) == ()

    close_measure(instruction.pk, on=ON, closed_on=ON, closed_how="withdrawn")

    assert [one.code for one in warnings_with(stop)] == ["no-instruction"]


def test_what_is_over_is_not_changed_any_more():
    measure = make_measure()
    close_measure(measure.pk, on=ON, closed_on=ON, closed_how="improved")

    with pytest.raises(AlreadyOver):
        change_measure(measure.pk, on=ON, reason="別の理由")
    with pytest.raises(AlreadyOver):
        close_measure(measure.pk, on=ON, closed_on=ON, closed_how="improved")
    with pytest.raises(AlreadyOver):
        make_improvement_plan(measure)


def test_a_change_of_what_was_not_looked_at_is_refused():
    measure = make_measure()
    seen = version_of(measure)
    change_measure(measure.pk, on=ON, reason="別の理由")

    with pytest.raises(Refused) as refused:
        change_measure(measure.pk, on=ON, expected_version=seen, reason="古い理由")

    assert codes(refused) == ["stale"]


# Improvement plans


def test_a_plan_that_was_sent_back_makes_room_for_another():
    plan = make_improvement_plan()

    send_plan_back(plan.pk, sent_back_on=ON, reason="期日がない", on=ON)
    again = make_improvement_plan(plan.measure, handed_in_on=ON, review_by=ON)
    accept_plan(again.pk, accepted_on=ON, on=ON)

    plans = list(ImprovementPlan.objects.order_by("pk").values_list("sent_back_on", "accepted_on"))
    assert plans == [(ON, None), (None, ON)]


def test_one_plan_stands_at_a_time():
    plan = make_improvement_plan()

    with pytest.raises(Refused, match="提出された改善計画がすでにあります"):
        make_improvement_plan(plan.measure)


def test_a_plan_is_sent_back_with_its_reason_and_once():
    plan = make_improvement_plan()

    with pytest.raises(Refused, match="差し戻す理由を入力"):
        send_plan_back(plan.pk, sent_back_on=ON, reason=" ", on=ON)
    accept_plan(plan.pk, accepted_on=ON, on=ON)
    with pytest.raises(Refused, match="すでに認めたか差し戻しています"):
        send_plan_back(plan.pk, sent_back_on=ON, reason="期日がない", on=ON)


def test_everything_wrong_with_a_plan_is_told_at_once():
    stop = make_measure(kind=MeasureKind.SUSPENSION_PART)

    with pytest.raises(Refused) as refused:
        hand_in_plan(stop.pk, on=ON, handed_in_on=date(2026, 9, 30), summary="", review_by=date(2026, 9, 1))

    assert set(codes(refused)) >= {"summary-blank", "plan-of-no-instruction", "plan-before-instruction"}


def test_a_document_is_kept_with_its_name():
    measure = make_measure()

    kept = attach_measure_file(measure.pk, title="改善指示書", file=a_paper(), at=AT)

    assert (kept.original_name, kept.title, kept.file.storage.exists(str(kept.file.name))) == (
        "shiji.pdf",
        "改善指示書",
        True,
    )


# Deadlines


def _deadlines(until: date = date.max) -> list[dict]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in instruction_deadlines(until=until)]


def test_an_instruction_is_a_deadline_of_whoever_has_to_act():
    measure = make_measure()
    centre = measure.designation.centre

    first = _deadlines()
    plan = make_improvement_plan(measure)
    second = _deadlines()
    accept_plan(plan.pk, accepted_on=ON, on=ON)
    third = _deadlines()

    assert first == [
        {
            "kind": "instruction",
            "lead": "instruction",
            "subject_id": measure.pk,
            "centre_id": centre.pk,
            "due_on": date(2026, 10, 31),
            "post_id": centre.post_in_charge_id,
            "side": Side.MANAGER,
        }
    ]
    assert [(row["due_on"], row["side"]) for row in (*second, *third)] == [
        (date(2026, 11, 6), Side.CITY),
        (date(2026, 12, 31), Side.MANAGER),
    ]


def test_a_plan_sent_back_is_awaited_again():
    plan = make_improvement_plan()

    send_plan_back(plan.pk, sent_back_on=ON, reason="期日がない", on=ON)

    assert [(row["due_on"], row["side"]) for row in _deadlines()] == [(date(2026, 10, 31), Side.MANAGER)]


@pytest.mark.parametrize(("until", "found"), [(date(2026, 10, 30), 0), (date(2026, 10, 31), 1)])
def test_a_deadline_is_told_up_to_the_day_asked(until, found):
    make_measure()

    assert len(_deadlines(until)) == found


def test_an_instruction_that_is_over_is_settled():
    measure = make_measure()
    make_measure(kind=MeasureKind.SUSPENSION_PART)

    close_measure(measure.pk, on=ON, closed_on=ON, closed_how="improved")

    assert _deadlines() == []
    assert [dict(zip(SETTLED_COLUMNS, row, strict=True)) for row in settled_instructions()] == [
        {"kind": "instruction", "subject_id": measure.pk, "reason": "done"}
    ]


# Python and SQL


EDGES = st.sampled_from([date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 31), date(2029, 3, 31)])
NEAR = st.builds(lambda day, off: day + timedelta(days=off), EDGES, st.integers(-1, 1))


class PythonAndSqlAgree(TestCase):
    """On days next to every edge."""

    @given(
        on=NEAR,
        last=st.none() | st.just(date(2026, 11, 30)),
        closed=st.none() | NEAR.filter(lambda day: day >= date(2026, 10, 1)),
        how=st.sampled_from(["lifted", "withdrawn"]),
        revoked=st.none() | st.sampled_from([date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 31)]),
        kind=st.sampled_from([MeasureKind.SUSPENSION_PART, MeasureKind.SUSPENSION_WHOLE]),
    )
    @settings(max_examples=60, deadline=None)
    def test_whether_business_is_suspended(self, on, last, closed, how, revoked, kind):
        measure = make_measure(kind=kind, last_on=last)
        Measure.objects.filter(pk=measure.pk).update(closed_on=closed, closed_how=how if closed else "")
        Designation.objects.filter(pk=measure.designation_id).update(revoked_on=revoked)
        designation = Designation.objects.get(pk=measure.designation_id)

        told = _suspension(designation, on)

        assert told == (suspension_on(designation, on) or "")

    @given(
        plan_by=st.none() | st.just(date(2026, 10, 31)),
        plan=st.sampled_from(["none", "handed in", "accepted", "sent back"]),
    )
    @settings(max_examples=20, deadline=None)
    def test_what_an_instruction_waits_for(self, plan_by, plan):
        measure = make_measure(plan_by=plan_by)
        standing = make_improvement_plan(measure) if plan != "none" else None
        if standing and plan == "accepted":
            standing = accept_plan(standing.pk, accepted_on=ON, on=ON)
        if standing and plan == "sent back":
            send_plan_back(standing.pk, sent_back_on=ON, reason="期日がない", on=ON)
            standing = None

        (row,) = _deadlines()

        assert (row["due_on"], row["side"]) == due_of(measure.days(standing))


def test_where_both_run_the_whole_suspension_is_told():
    part = make_measure(kind=MeasureKind.SUSPENSION_PART)
    make_measure(part.designation, MeasureKind.SUSPENSION_WHOLE)

    designation = Designation.objects.get(pk=part.designation_id)

    assert suspension_on(designation, ON) == MeasureKind.SUSPENSION_WHOLE
    assert _suspension(designation, ON) == MeasureKind.SUSPENSION_WHOLE


def test_a_measure_taken_back_lacks_nothing_in_the_audit_pack_and_is_no_step_on_the_way():
    stopped = make_measure(kind=MeasureKind.SUSPENSION_PART)
    close_measure(stopped.pk, on=ON, closed_on=ON, closed_how="withdrawn", closing_reason="誤り")
    make_measure(stopped.designation, kind=MeasureKind.REVOCATION, decided_on=ON)

    gaps = [row.gap for row in supervision(stopped.designation, ON).rows]

    assert gaps[0] == ""
    assert "業務停止をした記録がありません" in gaps[1]
