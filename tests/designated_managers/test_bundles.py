from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.db.history import Stale, version_of
from designated_managers.actions import (
    CannotDesignate,
    bundle_together,
    change_bundle,
    change_designation,
)
from designated_managers.models import Bundle, Designation
from tests.answers import said
from tests.factories.centres import make_centre
from tests.factories.designated_managers import bundle_of, make_designation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
NAME = "令和6年度 西部一括"
UNDECIDED: dict[str, Any] = {"voted_on": None, "vote_result": "", "designated_on": None, "announced_on": None}


def test_a_new_bundle_takes_over_what_is_decided_of_its_first_designation():
    there = make_designation(bundle_name=NAME, bill_number="議案第101号")

    bundle = Bundle.objects.get()

    assert (bundle.name, bundle.voted_on, bundle.bill_number) == (NAME, there.voted_on, "議案第101号")


def test_a_bundle_opened_without_a_decision_takes_it_over_as_well():
    bundle_together(NAME, "西部の2施設")

    there = make_designation(bundle_name=NAME)

    bundle = Bundle.objects.get()
    assert (bundle.notes, bundle.voted_on) == ("西部の2施設", there.voted_on)


def test_what_the_bundle_carries_is_said_once_and_stands_in_each_of_its_designations():
    west = make_designation(bundle_name=NAME, bill_number="議案第101号")

    south = make_designation(bundle_name=NAME, **UNDECIDED)

    assert (south.voted_on, south.vote_result, south.bill_number) == (
        west.voted_on,
        "passed",
        "議案第101号",
    )


def test_a_fact_that_differs_from_the_bundle_is_refused_at_its_field():
    make_designation(bundle_name=NAME)

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(bundle_name=NAME, voted_on=date(2023, 12, 14))

    sentence = f"議決日は、一括「{NAME}」で決めたことと違います。一括のページで直してください。"
    assert said(refusal) == [("voted_on", sentence)]
    assert Designation.objects.count() == 1


def test_what_is_decided_together_is_not_changed_for_one_centre_alone():
    there = make_designation(bundle_name=NAME, agreed_on=date(2024, 3, 20))

    with pytest.raises(CannotDesignate) as refusal:
        change_designation(there.pk, on=TODAY, agreed_on=date(2024, 3, 21))

    assert [field for field, _ in said(refusal)] == ["agreed_on"]
    there.refresh_from_db()
    assert there.agreed_on == date(2024, 3, 20)


def test_one_act_changes_the_bundle_and_all_its_designations_and_their_history():
    west, south = (make_designation(bundle_name=NAME) for _ in range(2))

    change_bundle(bundle_of(west).pk, on=TODAY, agreed_on=date(2024, 3, 20), announcement_number="告示第12号")

    told = {(row.agreed_on, row.announcement_number) for row in Designation.objects.all()}
    assert told == {(date(2024, 3, 20), "告示第12号")}
    assert [row.history.count() for row in (west, south)] == [2, 2]


def test_a_change_that_one_designation_cannot_bear_changes_none_and_names_each_centre():
    west = make_designation(bundle_name=NAME, centre=make_centre("西市民センター"))
    make_designation(bundle_name=NAME, centre=make_centre("南市民センター"), designated_on=date(2023, 12, 28))

    with pytest.raises(CannotDesignate) as refusal:
        change_bundle(
            bundle_of(west).pk, on=TODAY, voted_on=date(2023, 12, 22), announced_on=date(2023, 12, 28)
        )

    sentence = "指定日は議決日（専決処分のときはその日）以後の日にしてください。"
    assert said(refusal) == [("", f"西市民センター：{sentence}")]
    assert {row.voted_on for row in Designation.objects.all()} == {date(2023, 12, 15)}
    assert Bundle.objects.get().voted_on == date(2023, 12, 15)


def test_a_vote_taken_back_is_refused_at_its_field_while_designations_rest_on_it():
    west = make_designation(bundle_name=NAME, centre=make_centre("西市民センター"))

    with pytest.raises(CannotDesignate) as refusal:
        change_bundle(bundle_of(west).pk, on=TODAY, vote_result="rejected")

    designated = "議案が可決されていないので、指定日は入力できません（地方自治法 第244条の2第6項）。"
    announced = "議案が可決されていないので、告示日は入力できません（地方自治法 第244条の2第6項）。"
    assert said(refusal) == [
        ("", f"西市民センター：{designated}"),
        ("announced_on", f"西市民センター：{announced}"),
    ]


def test_a_bundle_that_somebody_else_changed_meanwhile_is_not_overwritten():
    bundle = bundle_together(NAME)
    seen = version_of(bundle)
    change_bundle(bundle.pk, on=TODAY, notes="先に直した")

    with pytest.raises(Stale):
        change_bundle(bundle.pk, on=TODAY, expected_version=seen, notes="あとから")

    assert Bundle.objects.get().notes == "先に直した"


def test_a_bundle_of_three_is_changed_by_as_many_statements_as_one_of_one(django_assert_num_queries):
    one = make_designation(bundle_name="一つ")
    three = [make_designation(bundle_name="三つ") for _ in range(3)]

    for designation in (one, three[0]):
        with django_assert_num_queries(23):
            change_bundle(bundle_of(designation).pk, on=TODAY, bill_number="議案第1号")
