from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import CharField, DateField, IntegerField

from centres.actions import change_centre
from common.deadlines import COLUMNS, SETTLED_COLUMNS, Deadline, Settled
from common.partial_dates import PartialDate
from common.scope import Scope
from facilities.actions import change_building, change_equipment
from maintenance.actions import decide_not_to_renew, plan_inspection, record_inspection
from maintenance.models import DueInspection, ServiceContract
from maintenance.queries.contracts import (
    contract_deadlines,
    contract_lines,
    contracts_to_list,
    settled_contracts,
    state_of_contract,
)
from maintenance.queries.inspection_types import inspection_types, offered_types
from maintenance.queries.inspections import (
    inspection_deadlines,
    inspection_lines,
    places_to_inspect,
    settled_inspections,
    state_of_turn,
    turns_to_list,
)
from tests.factories.centres import make_centre, make_post
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import (
    make_contract,
    make_done_turn,
    make_lift_type,
    make_turn,
    make_type,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
DUE_ON = date(2026, 11, 30)
FOREVER = date.max
EVERYTHING = Scope.everything()


def _due_days(until=FOREVER):
    return [row[COLUMNS.index("due_on")] for row in inspection_deadlines(until=until)]


def _columns(rows):
    """Name and kind of every column, in the order in which the database gives them."""
    compiler = rows.query.get_compiler(connection=connection)
    compiler.setup_query()
    return [
        (alias or expression.target.name, _family(expression.output_field))
        for expression, _, alias in compiler.select
    ]


def _family(field):
    families = {"text": CharField, "day": DateField, "number": IntegerField}
    return next(name for name, family in families.items() if isinstance(field, family))


@pytest.mark.parametrize("deadlines", [inspection_deadlines, contract_deadlines])
def test_deadlines_come_in_the_columns_of_the_contract_with_their_types(deadlines):
    kinds = "text", "text", "number", "number", "day", "number", "text"

    assert Deadline._fields == COLUMNS
    assert _columns(deadlines(until=FOREVER)) == list(zip(COLUMNS, kinds, strict=True))


@pytest.mark.parametrize("settled", [settled_inspections, settled_contracts])
def test_what_is_settled_comes_in_the_columns_of_the_contract_with_their_types(settled):
    assert Settled._fields == SETTLED_COLUMNS
    assert _columns(settled()) == list(zip(SETTLED_COLUMNS, ("text", "number", "text"), strict=True))


def test_an_inspection_due_is_a_deadline_of_its_centre_and_the_post_in_charge():
    post = make_post()
    building = make_building(centre=make_centre(post_in_charge=post))
    turn = make_turn(building)

    assert list(inspection_deadlines(until=FOREVER)) == [
        Deadline("inspection", "inspection/6", turn.pk, building.centre_id, DUE_ON, post.pk, "city")
    ]


def test_an_inspection_of_a_centre_without_post_belongs_to_nobody_yet():
    turn = make_turn(due_on=None)

    assert list(inspection_deadlines(until=TODAY)) == [
        Deadline("inspection", "inspection/6", turn.pk, turn.building.centre_id, None, None, "city")
    ]


@pytest.mark.parametrize(
    ("until", "due"),
    [(date(2026, 11, 29), []), (DUE_ON, [DUE_ON]), (date(2026, 12, 1), [DUE_ON])],
)
def test_inspections_count_up_to_the_day_asked_for(until, due):
    make_turn()

    assert _due_days(until) == due


def test_a_turn_that_is_done_or_withdrawn_is_no_deadline_any_more():
    building = make_building()
    make_done_turn(building)
    withdrawn = make_turn(make_building("別館", centre=building.centre))
    withdrawn.withdrawn_on, withdrawn.withdrawn_reason = TODAY, "用途廃止"
    withdrawn.save()

    assert _due_days() == [date(2027, 5, 20)]


GONE = [
    (date(2026, 11, 29), []),
    (date(2026, 11, 30), []),
    (date(2026, 12, 1), [DUE_ON]),
]


@pytest.mark.parametrize(("retired_on", "due"), GONE)
def test_what_falls_due_when_the_building_is_retired_is_no_duty(retired_on, due):
    turn = make_turn()

    change_building(turn.building_id, retired_on=PartialDate.of_day(retired_on))

    assert _due_days() == due


@pytest.mark.parametrize(("removed_on", "due"), GONE)
def test_what_falls_due_when_the_equipment_is_removed_is_no_duty(removed_on, due):
    make_lift_type()
    lift = make_equipment()
    plan_inspection(lift.building, "BLD-3", equipment=lift, due_on=DUE_ON, on=TODAY)

    change_equipment(lift.pk, on=TODAY, removed_on=PartialDate.of_day(removed_on))

    assert _due_days() == due


@pytest.mark.parametrize(("abolished_on", "due"), GONE)
def test_what_falls_due_when_the_centre_is_abolished_is_no_duty(abolished_on, due):
    turn = make_turn()

    change_centre(turn.building.centre_id, abolished_on=PartialDate.of_day(abolished_on))

    assert _due_days() == due


def test_what_may_be_gone_by_the_due_day_is_no_duty():
    turn = make_turn()

    change_building(turn.building_id, retired_on=PartialDate.of_month(2026, 11))

    assert _due_days() == []


def test_an_unknown_day_is_no_duty_of_a_building_whose_end_is_known():
    turn = make_turn(due_on=None)
    stays = make_turn(make_building("別館", centre=turn.building.centre), due_on=None)

    change_building(turn.building_id, retired_on=PartialDate.of_day(TODAY))

    assert [row[2] for row in inspection_deadlines(until=FOREVER)] == [stays.pk]


def test_the_end_of_a_contract_over_one_centre_is_a_deadline_of_that_centre():
    post = make_post()
    centre = make_centre(post_in_charge=post)
    contract = make_contract([centre])

    assert list(contract_deadlines(until=FOREVER)) == [
        Deadline("contract", "contract", contract.pk, centre.pk, date(2027, 3, 31), post.pk, "city")
    ]


def test_the_end_of_a_contract_over_many_centres_belongs_to_none_of_them_alone():
    first, second = make_post("市民センター担当1"), make_post("市民センター担当2")
    centres = [make_centre(post_in_charge=second), make_centre("見本東市民センター", post_in_charge=first)]
    contract = make_contract(centres)

    assert list(contract_deadlines(until=FOREVER)) == [
        Deadline("contract", "contract", contract.pk, None, date(2027, 3, 31), first.pk, "city")
    ]


def test_the_post_in_charge_of_a_contract_goes_before_that_of_the_centre():
    own = make_post("契約担当")
    contract = make_contract([make_centre(post_in_charge=make_post())], post_in_charge=own)

    assert [(row[2], row[5]) for row in contract_deadlines(until=FOREVER)] == [(contract.pk, own.pk)]


@pytest.mark.parametrize(
    ("until", "number"),
    [(date(2027, 3, 30), 0), (date(2027, 3, 31), 1), (date(2027, 4, 1), 1)],
)
def test_ends_of_contracts_count_up_to_the_day_asked_for(until, number):
    make_contract()

    assert contract_deadlines(until=until).count() == number


def test_a_contract_that_is_answered_is_settled_and_no_deadline_any_more():
    ended, open_ = make_contract(), make_contract(name="見本警備業務")

    decide_not_to_renew(ended.pk, on=TODAY, reason="廃止")

    assert [row[2] for row in contract_deadlines(until=FOREVER)] == [open_.pk]
    assert list(settled_contracts()) == [Settled("contract", ended.pk, "answered")]


def test_a_turn_that_is_done_is_settled():
    done = make_done_turn()

    assert list(settled_inspections()) == [Settled("inspection", done.pk, "done")]


@pytest.mark.parametrize(
    ("due_on", "shape", "word"),
    [
        (date(2026, 11, 22), "overdue", "1日超過"),
        (date(2026, 11, 23), "soon", "きょうまで"),
        (date(2026, 11, 24), "soon", "あと1日"),
        (date(2026, 11, 30), "soon", "あと7日"),
        (date(2026, 12, 1), "planned", "あと8日"),
        (None, "forecast", "期日不明・要確認"),
    ],
)
def test_where_a_turn_stands_is_said_in_a_shape_and_a_word(due_on, shape, word):
    turn = DueInspection(due_on=due_on)

    state = state_of_turn(turn, on=TODAY)

    assert (state.shape, state.word) == (shape, word)


def test_a_turn_that_is_done_or_withdrawn_stands_nowhere_on_the_calendar():
    done = DueInspection(due_on=date(2026, 11, 1), done_on=date(2026, 11, 20))
    withdrawn = DueInspection(due_on=date(2026, 11, 1), withdrawn_on=date(2026, 11, 20))

    states = [state_of_turn(turn, on=TODAY) for turn in (done, withdrawn)]

    assert [(state.shape, state.word) for state in states] == [("done", "済み"), ("none", "取りやめ")]


@pytest.mark.parametrize(
    ("last_on", "shape", "word"),
    [
        (date(2026, 11, 22), "overdue", "次は未定 1日超過"),
        (date(2026, 11, 23), "soon", "次は未定 きょうまで"),
        (date(2026, 11, 30), "soon", "次は未定 あと7日"),
        (date(2026, 12, 1), "planned", "次は未定"),
    ],
)
def test_what_follows_a_contract_is_said_in_a_shape_and_a_word(last_on, shape, word):
    state = state_of_contract(ServiceContract(last_on=last_on), on=TODAY)

    assert (state.shape, state.word) == (shape, word)


def test_a_line_of_the_list_names_what_is_inspected_where_and_under_which_article():
    centre = make_centre("遠石市民センター", post_in_charge=make_post())
    building = make_building(centre=centre)
    make_lift_type()
    lift = make_equipment("1号機", building=building)
    done = plan_inspection(building, "BLD-3", equipment=lift, due_on=date(2027, 4, 1), on=TODAY)
    record_inspection(
        done.pk,
        done_on=date(2026, 3, 31),
        on=TODAY,
        outcome="watch",
        remarks="揺れ",
        done_by="見本昇降機",
    )

    (line,) = inspection_lines(turns_to_list(EVERYTHING).done(), types=inspection_types(), on=TODAY)

    assert (line.name, line.statute, line.centre, line.part, line.post) == (
        "昇降機の点検",
        "建築基準法 第12条第4項",
        "遠石市民センター",
        "本館　1号機",
        "市民センター担当1",
    )
    assert (line.due_on, line.due_this_year, line.done_on, line.done_this_year) == (
        date(2027, 4, 1),
        False,
        date(2026, 3, 31),
        False,
    )
    assert (line.outcome, line.done_by) == ("様子を見る", "見本昇降機")


def test_a_line_whose_type_has_left_the_catalogue_shows_its_code():
    make_turn()

    (line,) = inspection_lines(turns_to_list(EVERYTHING), types={}, on=TODAY)

    assert (line.name, line.statute, line.due_this_year) == ("FIR-1", "", True)


def test_a_contract_over_many_centres_names_two_of_them():
    names = ["一市民センター", "二市民センター", "三市民センター", "四市民センター"]
    make_contract([make_centre(name, kana=f"{number}") for number, name in enumerate(names)])

    (line,) = contract_lines(contracts_to_list(EVERYTHING), on=TODAY)

    assert (line.place, line.kind, line.this_year) == (
        "一市民センター、二市民センター ほか2施設",
        "単年度契約",
        True,
    )


def test_somebody_of_one_centre_sees_of_a_contract_over_many_their_own():
    own, other = make_centre("一市民センター"), make_centre("二市民センター")
    make_contract([own, other])
    make_contract([other])
    scope = Scope(False, frozenset({own.pk}), frozenset(), internal=True)

    lines = contract_lines(contracts_to_list(scope), on=TODAY)

    assert [line.place for line in lines] == ["一市民センター"]


@pytest.mark.parametrize(
    ("retired_on", "codes"),
    [(date(2026, 11, 22), []), (date(2026, 11, 23), []), (date(2026, 11, 24), ["FIR-1"])],
)
def test_a_type_that_is_out_of_use_is_not_offered(retired_on, codes):
    make_type(retired_on=retired_on)

    assert [kind.code for kind in offered_types(inspection_types(), on=TODAY)] == codes


def test_what_can_be_inspected_is_what_stands_in_this_centre_today():
    building = make_building()
    make_building("別館", centre=building.centre, retired_on=PartialDate.of_day(TODAY))
    make_building("よその本館")
    lift = make_equipment("1号機", building=building)
    make_equipment("2号機", building=building, removed_on=PartialDate.of_day(TODAY))

    places = places_to_inspect(building.centre, on=TODAY)

    assert [(place, list(place.equipment.all())) for place in places] == [(building, [lift])]
