from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from centres.actions import change_centre
from common.partial_dates import PartialDate
from maintenance.actions import plan_inspection
from maintenance.models import DueInspection
from tests.factories.centres import make_centre, make_post
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_done_turn, make_lift_type, make_turn
from tests.maintenance.web.inspections import LIST, listed

pytestmark = pytest.mark.django_db


def test_the_list_shows_what_is_to_be_done_the_nearest_day_first_and_unknown_days_last(officer, client_of):
    centre = make_centre()
    days = [date(2026, 12, 24), None, date(2026, 11, 20), date(2026, 11, 23)]
    turns = [
        make_turn(make_building(f"棟{number}", centre=centre), due_on=day) for number, day in enumerate(days)
    ]
    make_done_turn(make_building("済んだ棟", centre=centre), done_on=date(2026, 11, 20))

    response = client_of(officer).get(LIST)

    later, unknown, overdue, today = (turn.pk for turn in turns)
    following = DueInspection.objects.get(previous__isnull=False).pk
    assert listed(response) == [overdue, today, later, following, unknown]
    assert [line.state.word for line in response.context["listing"].page.object_list] == [
        "3日超過",
        "きょうまで",
        "あと31日",
        "あと178日",
        "期日不明・要確認",
    ]


def test_what_is_no_duty_any_more_is_notlisted(officer, client_of):
    turn = make_turn()
    change_centre(turn.building.centre_id, abolished_on=PartialDate.of_day(date(2026, 11, 30)))

    assert listed(client_of(officer).get(LIST)) == []


def _some_turns():
    """Turns by a short name, in two centres."""
    here, there = make_centre("一市民センター"), make_centre("二市民センター")
    make_lift_type()
    lift = make_equipment(building=make_building(centre=there))
    turns = {
        "overdue": make_turn(make_building("一", centre=here), due_on=date(2026, 11, 22)),
        "today": make_turn(make_building("二", centre=here), due_on=date(2026, 11, 23)),
        "day 7": make_turn(make_building("三", centre=here), due_on=date(2026, 11, 30)),
        "day 8": make_turn(make_building("四", centre=here), due_on=date(2026, 12, 1)),
        "day 90": make_turn(make_building("五", centre=here), due_on=date(2027, 2, 21)),
        "day 91": make_turn(make_building("六", centre=here), due_on=date(2027, 2, 22)),
        "end of March": make_turn(make_building("七", centre=here), due_on=date(2027, 3, 31)),
        "April": make_turn(make_building("八", centre=here), due_on=date(2027, 4, 1)),
        "unknown": make_turn(make_building("九", centre=here), due_on=None),
        "lift": plan_inspection(
            lift.building, "BLD-3", equipment=lift, due_on=date(2027, 6, 1), on=date(2026, 11, 23)
        ),
    }
    return {turn.pk: name for name, turn in turns.items()}, here, there


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ("overdue=on", ["overdue"]),
        ("due=7", ["today", "day 7"]),
        ("due=30", ["today", "day 7", "day 8"]),
        ("due=90", ["today", "day 7", "day 8", "day 90"]),
        (
            "due=this_year&type=FIR-1",
            ["overdue", "today", "day 7", "day 8", "day 90", "day 91", "end of March"],
        ),
        ("due=next_year", ["April", "lift"]),
        ("due=unknown", ["unknown"]),
        ("type=BLD-3", ["lift"]),
        ("type=FIR-1&due=next_year", ["April"]),
        ("overdue=on&due=7", []),
    ],
)
def test_the_list_is_narrowed(officer, client_of, conditions, names):
    name_of, _, _ = _some_turns()

    response = client_of(officer).get(f"{LIST}?{conditions}")

    assert [name_of[pk] for pk in listed(response)] == names


def test_the_list_is_narrowed_to_a_centre_and_offers_to_plan_an_inspection_there(officer, client_of):
    name_of, _, there = _some_turns()

    response = client_of(officer).get(f"{LIST}?centre={there.pk}")

    page = response.content.decode()
    assert [name_of[pk] for pk in listed(response)] == ["lift"]
    assert [tag.label for tag in response.context["listing"].conditions] == ["施設：二市民センター"]
    assert reverse("inspection-plan", args=[there.pk]) in page


def test_the_list_of_what_was_done_shows_the_latest_first_with_outcome_and_who(officer, client_of):
    centre = make_centre()
    first = make_done_turn(make_building("一", centre=centre), done_on=date(2026, 11, 1))
    second = make_done_turn(
        make_building("二", centre=centre), outcome="watch", remarks="さび", done_by="見本防災"
    )

    response = client_of(officer).get(f"{LIST}?state=done")

    lines = response.context["listing"].page.object_list
    assert [(line.pk, line.outcome, line.done_by) for line in lines] == [
        (second.pk, "様子を見る", "見本防災"),
        (first.pk, "異常なし", "見本設備点検"),
    ]


def test_the_list_of_everything_shows_done_and_to_be_done(officer, client_of):
    done = make_done_turn()

    assert sorted(listed(client_of(officer).get(f"{LIST}?state=all"))) == [done.pk, done.next.pk]


@pytest.mark.parametrize(
    "garbage",
    [
        "centre=abc",
        "centre=999999",
        "type=%00",
        "due=-1",
        "state=banana",
        "page=999",
        "page=x",
        "overdue=maybe&due=7%27--",
    ],
)
def test_conditions_that_make_no_sense_are_left_out(officer, client_of, garbage):
    turn = make_turn(due_on=date(2026, 11, 20))
    make_done_turn(make_building("別館", centre=turn.building.centre))

    response = client_of(officer).get(f"{LIST}?{garbage}")

    assert (response.status_code, turn.pk in listed(response)) == (200, True)
    assert [line.state.shape for line in response.context["listing"].page.object_list] != ["done"]


def test_a_state_that_makes_no_sense_shows_what_is_to_be_done(officer, client_of):
    done = make_done_turn()

    assert listed(client_of(officer).get(f"{LIST}?state=banana")) == [done.next.pk]


def test_the_list_comes_in_pages_and_says_which(officer, client_of):
    centre = make_centre()
    for number in range(21):
        make_turn(make_building(f"棟{number}", centre=centre))

    response = client_of(officer).get(f"{LIST}?page=2")

    page = response.context["listing"].page
    assert (page.paginator.count, page.start_index(), page.end_index(), len(listed(response))) == (
        21,
        21,
        21,
        1,
    )


def test_an_empty_list_says_how_to_begin(officer, client_of):
    page = client_of(officer).get(LIST).content.decode()

    assert "これからの点検はありません" in page


def test_a_list_in_which_nothing_fits_offers_the_way_out(officer, client_of):
    make_turn(due_on=date(2027, 4, 1))
    client = client_of(officer)

    response = client.get(f"{LIST}?overdue=on&due=next_year")

    way_out = response.context["listing"].way_out
    assert (way_out.condition.value, way_out.count) == ("期限超過だけ", 1)
    assert "条件に合う点検はありません" in response.content.decode()


def test_the_way_out_of_what_was_done_leads_to_what_is_to_be_done(officer, client_of):
    make_turn(due_on=date(2027, 4, 1))
    make_done_turn()
    client = client_of(officer)

    way_out = client.get(f"{LIST}?state=done&due=next_year").context["listing"].way_out

    assert (way_out.condition.value, way_out.count) == ("済み", 2)
    assert len(listed(client.get(way_out.condition.url))) == 2


def test_somebody_of_one_centre_sees_that_centre_only_and_has_nothing_to_choose(centre_worker, client_of):
    turn = make_turn()
    make_turn()

    response = client_of(centre_worker(turn.building.centre)).get(LIST)

    page = response.content.decode()
    assert listed(response) == [turn.pk]
    assert 'name="centre"' not in page
    assert reverse("inspection-plan", args=[turn.building.centre_id]) in page


def test_who_only_looks_is_not_offered_to_plan(auditor, client_of):
    turn = make_turn()

    response = client_of(auditor).get(f"{LIST}?centre={turn.building.centre_id}")

    assert reverse("inspection-plan", args=[turn.building.centre_id]) not in response.content.decode()


@pytest.mark.parametrize("turns", [1, 3])
def test_the_list_costs_the_same_however_many_turns_there_are(
    officer, client_of, django_assert_num_queries, turns
):
    for number in range(turns):
        make_turn(make_building(centre=make_centre(post_in_charge=make_post(f"担当{number}"))))
    client = client_of(officer)

    with django_assert_num_queries(7):
        client.get(LIST)
