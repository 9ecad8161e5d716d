"""A person answers otherwise than the rule; it stands while the facts stay, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.db.history import Stale, version_of
from common.scope import Scope
from facilities.actions import change_building
from maintenance import actions
from maintenance.choices import Answer
from maintenance.models import VerdictOverrule
from maintenance.queries.overrules import judged
from maintenance.queries.verdicts import verdicts_of
from tests.answers import codes, said
from tests.factories.accounts import make_user
from tests.factories.facilities import make_building, make_equipment
from tests.factories.verdicts import DECIDED_ON, make_area_type, make_lift_rule, make_overrule

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


def _stands(building, *, on=ON):
    """Of each verdict of the building: the answer that counts, and by which facts an overruling has lapsed."""
    verdicts = verdicts_of([building.pk], scope=Scope.everything(), on=on)
    return {
        one.place.type_code: (one.answer, one.overruling and one.overruling.changed)
        for one in judged(verdicts)
    }


def test_a_persons_answer_stands_in_place_of_the_rules_with_reason_day_and_name():
    make_area_type()
    building = make_building(floor_area=20_000)
    hanako = make_user("hanako")

    record = make_overrule(building, by=hanako.pk)

    assert _stands(building) == {"FIR-1": (Answer.APPLIES, ())}
    assert (record.answer, record.reason, record.decided_on, record.decided_by) == (
        "applies",
        "消防署に確かめたため",
        DECIDED_ON,
        hanako,
    )
    assert record.facts == {"floor_area": 20_000}


def test_it_lapses_when_a_fact_that_the_verdict_used_changes_and_says_by_which():
    make_area_type()
    building = make_building(floor_area=20_000, lifts=1)
    make_overrule(building)

    change_building(building.pk, lifts=2)
    after_another = _stands(building)
    change_building(building.pk, floor_area=19_999)

    assert after_another == {"FIR-1": (Answer.APPLIES, ())}
    assert _stands(building) == {"FIR-1": (Answer.NOT, ("延床面積",))}


def test_it_stands_again_once_the_fact_is_what_it_was():
    make_area_type()
    building = make_building(floor_area=20_000)
    make_overrule(building)
    change_building(building.pk, floor_area=19_999)

    change_building(building.pk, floor_area=20_000)

    assert _stands(building) == {"FIR-1": (Answer.APPLIES, ())}


def test_what_could_not_be_told_is_answered_until_the_missing_fact_is_known():
    make_area_type()
    building = make_building()
    record = make_overrule(building, answer="not")
    while_unknown = _stands(building)

    change_building(building.pk, floor_area=10_000)

    assert record.facts == {"floor_area": None}
    assert while_unknown == {"FIR-1": (Answer.NOT, ())}
    assert _stands(building) == {"FIR-1": (Answer.NOT, ("延床面積",))}


@pytest.mark.parametrize(("fact", "changed"), [({"lifts": 3}, ("昇降機の台数",)), ({"floors_above": 2}, ())])
def test_what_could_not_be_told_is_answered_while_what_was_known_of_it_stays(fact, changed):
    make_area_type(applies_when="floor_area > m2(200) and lifts >= 1")
    building = make_building(lifts=2, floors_above=1)
    record = make_overrule(building, answer="not")

    change_building(building.pk, **fact)

    assert record.facts == {"floor_area": None, "lifts": 2}
    assert _stands(building) == {"FIR-1": (Answer.UNTOLD if changed else Answer.NOT, changed)}


def test_one_that_has_lapsed_is_closed_by_the_next():
    make_area_type()
    building = make_building(floor_area=20_000)
    first = make_overrule(building)
    change_building(building.pk, floor_area=10_000)

    second = make_overrule(building, on=ON, by=first.decided_by_id)

    first.refresh_from_db()
    assert (first.withdrawn_on, first.withdrawn_reason) == (
        ON,
        "事実が変わって効力を失い、判定を変え直したため",
    )
    assert second.facts == {"floor_area": 10_000}
    assert _stands(building) == {"FIR-1": (Answer.APPLIES, ())}


def test_each_piece_of_equipment_is_answered_by_itself():
    make_lift_rule()
    building = make_building(lifts=2)
    one = make_equipment("1号機", building=building)
    make_equipment("2号機", building=building)

    make_overrule(building, "BLD-3", equipment=one, answer="not")

    verdicts = judged(verdicts_of([building.pk], scope=Scope.everything(), on=ON))
    assert {place.place.equipment: place.answer for place in verdicts} == {
        "1号機": Answer.NOT,
        "2号機": Answer.APPLIES,
    }


def test_all_that_speaks_against_it_is_told_at_once_and_nothing_is_kept():
    make_area_type()
    building = make_building(floor_area=20_001)

    with pytest.raises(actions.CannotOverrule) as refused:
        make_overrule(building, reason=" ")

    assert said(refused) == [
        ("answer", "判定はすでに「対象」です。別の判定を選んでください。"),
        ("reason", "判定を変える理由を入力してください。"),
    ]
    assert not VerdictOverrule.objects.exists()


def test_one_that_stands_is_taken_back_before_another():
    make_area_type()
    building = make_building(floor_area=20_000)
    record = make_overrule(building)

    with pytest.raises(actions.CannotOverrule) as refused:
        make_overrule(building, answer="not", by=record.decided_by_id)

    assert codes(refused) == ["overruled"]


def test_a_person_cannot_answer_that_it_cannot_be_told():
    make_area_type()

    with pytest.raises(actions.CannotOverrule) as refused:
        make_overrule(make_building(floor_area=20_000), answer="untold")

    assert "answer-invalid_choice" in codes(refused)


def test_a_type_that_is_not_asked_of_the_place_is_refused():
    make_lift_rule()
    building = make_building(lifts=1)
    make_equipment(building=building)

    for code in ("BLD-3", "NONE"):
        with pytest.raises(actions.CannotOverrule) as refused:
            make_overrule(building, code)
        assert codes(refused) == ["no-verdict"]


def test_taken_back_the_rule_counts_again_and_the_record_stays():
    make_area_type()
    building = make_building(floor_area=20_000)
    record = make_overrule(building)

    actions.withdraw_overrule(record.pk, reason="誤りだったため", on=ON, by=record.decided_by_id)

    record.refresh_from_db()
    assert _stands(building) == {"FIR-1": (Answer.NOT, None)}
    assert (record.withdrawn_on, record.withdrawn_reason, record.withdrawn_by) == (
        ON,
        "誤りだったため",
        record.decided_by,
    )


def test_it_is_taken_back_once_with_a_reason_not_before_it_was_said_and_in_its_latest_state():
    make_area_type()
    record = make_overrule(make_building(floor_area=20_000))
    by = record.decided_by_id
    seen = version_of(record)

    refusals = []
    for day, reason in ((ON, " "), (date(2026, 11, 19), "誤り")):
        with pytest.raises(actions.CannotOverrule) as refused:
            actions.withdraw_overrule(record.pk, reason=reason, on=day, by=by)
        refusals.append(codes(refused))
    actions.withdraw_overrule(record.pk, reason="誤り", on=DECIDED_ON, by=by, expected_version=seen)
    with pytest.raises(actions.CannotOverrule) as twice:
        actions.withdraw_overrule(record.pk, reason="誤り", on=ON, by=by)
    with pytest.raises(Stale):
        actions.withdraw_overrule(record.pk, reason="誤り", on=ON, by=by, expected_version=seen)

    assert refusals == [["reason-missing"], ["__all__-invalid"]]
    assert codes(twice) == ["withdrawn"]


def test_the_database_keeps_one_open_answer_for_a_place():
    make_area_type()
    record = make_overrule(make_building(floor_area=20_000))
    twin = VerdictOverrule.objects.get(pk=record.pk)
    twin.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_no_community_group_reads_how_the_city_reads_the_law():
    make_area_type()
    building = make_building(floor_area=20_000)
    make_overrule(building)
    group = Scope(
        every_centre=False,
        centre_ids=frozenset({building.centre_id}),
        organisation_ids=frozenset({1}),
        internal=False,
    )
    worker = Scope(
        every_centre=False,
        centre_ids=frozenset({building.centre_id}),
        organisation_ids=frozenset(),
        internal=True,
    )

    assert [VerdictOverrule.objects.within(scope).count() for scope in (group, worker)] == [0, 1]
