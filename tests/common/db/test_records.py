"""Saving one record of fact, also while somebody else saves the same."""

from __future__ import annotations

import pytest

from common.db import records
from common.db.records import save_checked
from common.problems import Problem, Refused
from facilities.models import Building
from tests.factories.centres import make_centre

pytestmark = pytest.mark.django_db


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_saved():
    more = Problem("more", "ほかにも理由があります。")

    with pytest.raises(Refused) as refusal:
        save_checked(Building(centre=make_centre(), name="", floor_area=0), more)

    assert sorted(problem.field for problem in refusal.value.problems) == ["", "floor_area", "name"]
    assert Building.objects.count() == 0


def test_a_sound_record_costs_one_query_for_all_its_checks(django_assert_num_queries):
    centre = make_centre()

    # The centre is there, no building of the name is, and the checks hold, asked within a savepoint.
    with django_assert_num_queries(5):
        assert records.problems_with(Building(centre=centre, name="本館", floor_area=1)) == ()


def test_a_check_whose_field_is_left_out_is_left_out_too():
    building = Building(centre=make_centre(), name="本館", floor_area=0)

    assert records.problems_with(building, leaving_out={"floor_area"}) == ()
    assert [problem.field for problem in records.problems_with(building)] == ["floor_area"]


def test_a_problem_that_does_not_block_does_not_stop_the_act():
    save_checked(Building(centre=make_centre(), name="本館"), Problem("note", "注意", blocks=False))

    assert Building.objects.count() == 1


def test_who_comes_second_by_a_moment_is_told_in_a_sentence(monkeypatch):
    centre = make_centre()
    save_checked(Building(centre=centre, name="本館"))
    really, looked = records.problems_with, []

    def look(record):
        # The first look happens before the other's row is there.
        looked.append(record)
        return really(record) if len(looked) > 1 else ()

    monkeypatch.setattr(records, "problems_with", look)

    with pytest.raises(Refused, match="同じ名前の建物がすでにあります"):
        save_checked(Building(centre=centre, name="本館"))

    assert Building.objects.count() == 1
