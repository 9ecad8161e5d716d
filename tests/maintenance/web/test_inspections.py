from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from centres.actions import change_centre
from common.partial_dates import PartialDate
from maintenance.actions import plan_inspection, record_inspection
from maintenance.choices import Outcome
from maintenance.models import DueInspection
from tests.answers import errors, told
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre, make_post
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_done_turn, make_lift_type, make_turn, make_type
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db

LIST = "/inspections/"
TODAY = date(2026, 11, 23)

FOUND = {
    "done_on_year": "8",
    "done_on_month": "11",
    "done_on_day": "20",
    "outcome": "good",
    "remarks": "",
    "done_by": "見本設備点検",
}


def _listed(response):
    return [line.pk for line in response.context["listing"].page.object_list]


def _record_page(turn):
    return reverse("inspection-record", args=[turn.pk])


# The list


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
    assert _listed(response) == [overdue, today, later, following, unknown]
    assert [line.state.word for line in response.context["listing"].page.object_list] == [
        "3日超過",
        "きょうまで",
        "あと31日",
        "あと178日",
        "期日不明・要確認",
    ]


def test_what_is_no_duty_any_more_is_not_listed(officer, client_of):
    turn = make_turn()
    change_centre(turn.building.centre_id, abolished_on=PartialDate.of_day(date(2026, 11, 30)))

    assert _listed(client_of(officer).get(LIST)) == []


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
        "lift": plan_inspection(lift.building, "BLD-3", equipment=lift, due_on=date(2027, 6, 1)),
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

    assert [name_of[pk] for pk in _listed(response)] == names


def test_the_list_is_narrowed_to_a_centre_and_offers_to_plan_an_inspection_there(officer, client_of):
    name_of, _, there = _some_turns()

    response = client_of(officer).get(f"{LIST}?centre={there.pk}")

    page = response.content.decode()
    assert [name_of[pk] for pk in _listed(response)] == ["lift"]
    assert [tag.label for tag in response.context["listing"].conditions] == ["施設：二市民センター"]
    assert reverse("inspection-plan", args=[there.pk]) in page


def test_the_list_of_what_was_done_shows_the_latest_first_with_outcome_and_who(officer, client_of):
    centre = make_centre()
    first = make_done_turn(make_building("一", centre=centre), done_on=date(2026, 11, 1))
    second = make_done_turn(
        make_building("二", centre=centre), outcome=Outcome.WATCH, remarks="さび", done_by="見本防災"
    )

    response = client_of(officer).get(f"{LIST}?state=done")

    lines = response.context["listing"].page.object_list
    assert [(line.pk, line.outcome, line.done_by) for line in lines] == [
        (second.pk, "様子を見る", "見本防災"),
        (first.pk, "異常なし", "見本設備点検"),
    ]


def test_the_list_of_everything_shows_done_and_to_be_done(officer, client_of):
    done = make_done_turn()

    assert sorted(_listed(client_of(officer).get(f"{LIST}?state=all"))) == [done.pk, done.next.pk]


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

    assert (response.status_code, turn.pk in _listed(response)) == (200, True)
    assert [line.state.shape for line in response.context["listing"].page.object_list] != ["done"]


def test_a_state_that_makes_no_sense_shows_what_is_to_be_done(officer, client_of):
    done = make_done_turn()

    assert _listed(client_of(officer).get(f"{LIST}?state=banana")) == [done.next.pk]


def test_the_list_comes_in_pages_and_says_which(officer, client_of):
    centre = make_centre()
    for number in range(21):
        make_turn(make_building(f"棟{number}", centre=centre))

    response = client_of(officer).get(f"{LIST}?page=2")

    page = response.context["listing"].page
    assert (page.paginator.count, page.start_index(), page.end_index(), len(_listed(response))) == (
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
    assert len(_listed(client.get(way_out.condition.url))) == 2


def test_somebody_of_one_centre_sees_that_centre_only_and_has_nothing_to_choose(centre_worker, client_of):
    turn = make_turn()
    make_turn()

    response = client_of(centre_worker(turn.building.centre)).get(LIST)

    page = response.content.decode()
    assert _listed(response) == [turn.pk]
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


# Putting one under watch


def _planned(centre, **changes):
    building = centre.buildings.get()
    return {
        "type_code": "FIR-1",
        "target": f"building-{building.pk}",
        "basis": "last",
        "last_done_on_era": "令和",
        "last_done_on_year": "8",
        "last_done_on_month": "5",
        "last_done_on_day": "20",
        **changes,
    }


NO_LAST_DAY = {"last_done_on_year": "", "last_done_on_month": "", "last_done_on_day": ""}
A_DUE_DAY = {"due_on_year": "9", "due_on_month": "4", "due_on_day": "1"}


@pytest.fixture
def centre():
    make_type()
    return make_building().centre


def _plan_page(centre):
    return reverse("inspection-plan", args=[centre.pk])


@pytest.mark.parametrize(
    ("answer", "due_on", "sentence"),
    [
        ({}, date(2026, 11, 20), "点検を登録しました。期限の11月20日（金）を、もう過ぎています。"),
        ({"last_done_on_day": "31"}, date(2026, 11, 30), "点検を登録しました。期限は11月30日（月）です。"),
        (
            {"basis": "day", **NO_LAST_DAY, **A_DUE_DAY},
            date(2027, 4, 1),
            "点検を登録しました。期限は令和9年4月1日（木）です。",
        ),
        (
            {"basis": "unknown", **NO_LAST_DAY},
            None,
            "点検を登録しました。期限が分からないので、「期日不明・要確認」として要対応に出ます。",
        ),
    ],
)
def test_an_inspection_is_put_under_watch(officer, client_of, centre, answer, due_on, sentence):
    response = client_of(officer).post(_plan_page(centre), _planned(centre, **answer))

    turn = DueInspection.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, reverse("centre", args=[centre.pk]))
    assert (turn.building.centre, turn.type_code, turn.due_on) == (centre, "FIR-1", due_on)
    assert told(response) == [sentence]
    assert list(turn.history.values_list("door", "history_user")) == [("web", officer.pk)]


def test_an_inspection_of_a_lift_is_put_under_watch(officer, client_of, centre):
    make_lift_type()
    lift = make_equipment(building=centre.buildings.get())

    client_of(officer).post(
        _plan_page(centre),
        _planned(centre, type_code="BLD-3", target=f"equipment-{lift.pk}", basis="unknown", **NO_LAST_DAY),
    )

    assert DueInspection.objects.get().equipment == lift


def test_everything_that_is_missing_is_told_at_once(officer, client_of, centre):
    response = client_of(officer).post(_plan_page(centre), {})

    assert (response.status_code, errors(response)) == (
        422,
        {
            "type_code": ["点検の種類を選んでください。"],
            "target": ["対象を選んでください。"],
            "basis": ["期限の決め方を選んでください。"],
        },
    )
    assert "3か所、入力が足りません" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (NO_LAST_DAY, {"last_done_on": ["前回の点検日を入力してください。"]}),
        (
            {"basis": "day"},
            {
                "last_done_on": ["「期限の日を入れる」を選んだときは、前回の点検日を空にしてください。"],
                "due_on": ["期限の日を入力してください。"],
            },
        ),
        (
            {"basis": "unknown", **A_DUE_DAY, **NO_LAST_DAY},
            {"due_on": ["「分からない」を選んだときは、期限の日を空にしてください。"]},
        ),
        (
            {"last_done_on_month": "11", "last_done_on_day": "24"},
            {"last_done_on": ["前回の点検日は、きょうまでの日にしてください。"]},
        ),
        ({"last_done_on_day": ""}, {"last_done_on": ["前回の点検日の日を入力してください。"]}),
    ],
)
def test_exactly_the_day_asked_for_is_given(officer, client_of, centre, answer, refused):
    response = client_of(officer).post(_plan_page(centre), _planned(centre, **answer))

    assert (response.status_code, errors(response)) == (422, refused)
    assert DueInspection.objects.count() == 0


def test_the_last_turn_was_not_before_the_building(officer, client_of):
    make_type()
    centre = make_building(built_on=PartialDate.of_month(2026, 6)).centre

    response = client_of(officer).post(_plan_page(centre), _planned(centre))

    assert errors(response) == {
        "last_done_on": ["前回の点検日は、建物や設備ができた日（令和8年6月）以後の日にしてください。"]
    }


def test_type_and_target_go_together(officer, client_of, centre):
    make_lift_type()
    lift = make_equipment(building=centre.buildings.get())
    client = client_of(officer)

    of_lift = client.post(_plan_page(centre), _planned(centre, type_code="BLD-3"))
    of_building = client.post(_plan_page(centre), _planned(centre, target=f"equipment-{lift.pk}"))

    assert errors(of_lift) == {"target": ["「昇降機の点検」は設備ごとの点検です。設備を選んでください。"]}
    assert errors(of_building) == {
        "target": ["「消防用設備等 機器点検」は建物全体の点検です。設備ではなく建物を選んでください。"]
    }


def test_the_same_inspection_is_not_put_under_watch_twice(officer, client_of, centre):
    client = client_of(officer)
    client.post(_plan_page(centre), _planned(centre))

    response = client.post(_plan_page(centre), _planned(centre))

    assert (response.status_code, errors(response)) == (
        422,
        {"__all__": ["この建物には、同じ種類のまだ済んでいない点検があります。"]},
    )
    assert DueInspection.objects.count() == 1


def test_a_building_of_another_centre_cannot_be_chosen(officer, client_of, centre):
    elsewhere = make_building("よその本館")

    response = client_of(officer).post(
        _plan_page(centre), _planned(centre, target=f"building-{elsewhere.pk}")
    )

    assert errors(response) == {"target": ["対象を選び直してください。"]}


def test_a_centre_without_a_building_is_told_to_have_one_entered_first(officer, centre_worker, client_of):
    centre = make_centre()

    to_officer = client_of(officer).get(_plan_page(centre)).content.decode()
    to_worker = client_of(centre_worker(centre)).get(_plan_page(centre)).content.decode()

    building_page = reverse("building-new", args=[centre.pk])
    assert (building_page in to_officer, building_page in to_worker) == (True, False)
    assert "市の担当に、建物の登録を頼んでください。" in to_worker


def test_somebody_of_one_centre_plans_there_and_nowhere_else(centre_worker, client_of, centre):
    elsewhere = make_building().centre
    client = client_of(centre_worker(centre))

    here = client.post(_plan_page(centre), _planned(centre))
    there = client.post(_plan_page(elsewhere), _planned(elsewhere))

    assert (here.status_code, there.status_code) == (302, 404)
    assert [turn.building.centre for turn in DueInspection.objects.all()] == [centre]


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者", "地域団体"])
def test_who_does_not_inspect_may_not_plan(person, client_of, centre, role):
    client = client_of(person("somebody", role))

    assert client.get(_plan_page(centre)).status_code == 403
    assert client.post(_plan_page(centre), _planned(centre)).status_code == 403
    assert DueInspection.objects.count() == 0


@pytest.mark.parametrize("buildings", [1, 3])
def test_the_form_costs_the_same_however_many_buildings_there_are(
    officer, client_of, django_assert_num_queries, centre, buildings
):
    for number in range(1, buildings):
        make_equipment(building=make_building(f"棟{number}", centre=centre))
    client = client_of(officer)

    with django_assert_num_queries(7):
        client.get(_plan_page(centre))


# Recording one


def test_the_page_says_when_the_turn_is_due_and_under_which_article(officer, client_of):
    turn = make_turn(make_building(centre=make_centre("三丘市民センター")))

    response = client_of(officer).get(_record_page(turn))

    page = response.content.decode()
    assert '<time datetime="2026-11-30">令和8年11月30日（月）</time>' in page
    assert '<span class="chip">消防法 第17条の3の3</span>' in page
    assert "三丘市民センターへ戻る" in page
    assert response.context["page"].state.word == "あと7日"
    assert "点検できる人：消防設備士" in page


def test_an_article_that_nobody_has_checked_is_shown_as_such(officer, client_of):
    make_type(certainty="second_hand")

    response = client_of(officer).get(_record_page(make_turn()))

    assert response.context["page"].statute_unsure is True
    assert '<span class="note">要確認</span>' in response.content.decode()


def test_the_form_begins_with_today_and_with_who_did_it_last_time(officer, client_of):
    following = make_done_turn(done_by="見本設備点検").next

    form = client_of(officer).get(_record_page(following)).context["form"]

    assert (form["done_on"].value(), form["done_by"].value()) == (TODAY, "見本設備点検")


def test_a_turn_is_recorded_and_the_page_of_the_centre_says_when_the_next_one_is_due(officer, client_of):
    turn = make_turn(cycle := make_building())

    response = client_of(officer).post(_record_page(turn), {**FOUND, "done_on_month": "8"})

    turn.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (
        302,
        reverse("centre", args=[cycle.centre_id]),
    )
    assert told(response) == ["点検を記録しました。次の点検は2月20日（土）です。"]
    assert (turn.done_on, turn.outcome, turn.done_by) == (date(2026, 8, 20), "good", "見本設備点検")
    assert list(turn.history.values_list("history_type", "door", "history_user")) == [
        ("~", "web", officer.pk),
        ("+", "command", None),
    ]


@pytest.mark.parametrize(
    ("year", "month", "sentence"),
    [
        ("8", "11", "点検を記録しました。次の点検は令和9年5月20日（木）です。"),
        ("8", "9", "点検を記録しました。次の点検は3月20日（土）です。"),
        ("8", "5", "点検を記録しました。次の点検も登録しました。期限の11月20日（金）を、もう過ぎています。"),
        (
            "7",
            "5",
            "点検を記録しました。次の点検も登録しました。期限の令和7年11月20日（木）を、もう過ぎています。",
        ),
    ],
)
def test_the_next_day_is_told_with_its_year_outside_this_fiscal_year_and_when_it_is_past(
    officer, client_of, year, month, sentence
):
    turn = make_turn(due_on=None)

    response = client_of(officer).post(
        _record_page(turn), {**FOUND, "done_on_year": year, "done_on_month": month}
    )

    assert told(response) == [sentence]


def test_somebody_of_the_centre_records_a_turn_of_their_own_centre_only(centre_worker, client_of):
    own, other = make_turn(), make_turn()
    client = client_of(centre_worker(own.building.centre))

    here = client.post(_record_page(own), FOUND)
    there = client.post(_record_page(other), FOUND)

    assert (here.status_code, there.status_code) == (302, 404)
    assert list(DueInspection.objects.done()) == [own]


def test_everything_that_is_wrong_with_a_record_is_told_at_once_and_nothing_typed_is_lost(officer, client_of):
    turn = make_turn(make_building(built_on=PartialDate.of_fiscal_year(2026)))
    wrong = {**FOUND, "done_on_month": "3", "outcome": "repair", "remarks": " ", "done_by": ""}

    response = client_of(officer).post(_record_page(turn), wrong)

    assert (response.status_code, errors(response)) == (
        422,
        {
            "done_on": ["点検した日は、建物や設備ができた日（令和8年度）以後の日にしてください。"],
            "remarks": ["気づいたことを入力してください。「異常なし」のときだけ、書かなくてもかまいません。"],
            "done_by": ["点検した人を入力してください。"],
        },
    )
    page = response.content.decode()
    assert "<title>エラー：点検を記録する | 拠点</title>" in page
    assert re.search(r'name="done_on_month"\s+value="3"', page)
    assert list(DueInspection.objects.values_list("done_on", flat=True)) == [None]


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ({"done_on_day": "24"}, {"done_on": ["点検した日は、きょうまでの日にしてください。"]}),
        ({"done_on_day": "31"}, {"done_on": ["「令和8年11月31日」という日は暦にありません。"]}),
        ({"done_on_day": ""}, {"done_on": ["点検した日の日を入力してください。"]}),
        ({"outcome": ""}, {"outcome": ["結果を選んでください。"]}),
        ({"outcome": "splendid"}, {"outcome": ["結果を選び直してください。"]}),
        (
            {"outcome": "watch"},
            {
                "remarks": [
                    "気づいたことを入力してください。「異常なし」のときだけ、書かなくてもかまいません。"
                ]
            },
        ),
        ({"done_by": "あ" * 121}, {"done_by": ["点検した人は120文字までです。いまは121文字あります。"]}),
    ],
)
def test_a_record_that_cannot_be_is_refused_with_a_sentence(officer, client_of, answer, refused):
    turn = make_turn()

    response = client_of(officer).post(_record_page(turn), {**FOUND, **answer})

    assert (response.status_code, errors(response)) == (422, refused)
    assert DueInspection.objects.count() == 1


@pytest.mark.parametrize("day", ["22", "23"])
def test_a_record_up_to_today_is_taken(officer, client_of, day):
    assert (
        client_of(officer).post(_record_page(make_turn()), {**FOUND, "done_on_day": day}).status_code == 302
    )


def test_who_comes_second_gets_the_sentence_and_keeps_what_they_typed(officer, chief, client_of):
    turn = make_turn()
    client_of(officer).post(_record_page(turn), FOUND)

    second = client_of(chief).post(
        _record_page(turn), {**FOUND, "done_on_day": "21", "outcome": "watch", "remarks": "さびがある"}
    )

    assert (second.status_code, errors(second)) == (
        422,
        {"__all__": ["この点検は令和8年11月20日に実施済みとして記録されています。"]},
    )
    assert "さびがある" in second.content.decode()
    assert list(DueInspection.objects.order_by("pk").values_list("done_on", "outcome")) == [
        (date(2026, 11, 20), "good"),
        (None, ""),
    ]


def test_a_turn_that_is_done_shows_its_record_instead_of_a_form(officer, client_of):
    done = make_done_turn(outcome=Outcome.WATCH, remarks="2階廊下の消火器1本")

    response = client_of(officer).get(_record_page(done))

    page = response.content.decode()
    assert response.context["form"] is None
    assert ("<h1>点検の記録</h1>" in page, "<textarea" in page) == (True, False)
    for fact in ("令和8年11月20日（金）", "様子を見る", "2階廊下の消火器1本", "見本設備点検"):
        assert fact in page
    assert reverse("inspection-record", args=[done.next.pk]) in page


@pytest.mark.parametrize(
    ("typed", "kept", "shown"), [("55,000", 55000, "55,000円"), ("0", 0, "契約に含む"), ("", None, "―")]
)
def test_what_a_turn_cost_is_recorded_with_it(officer, client_of, typed, kept, shown):
    turn = make_turn()
    client = client_of(officer)

    client.post(_record_page(turn), {**FOUND, "cost": typed})

    turn.refresh_from_db()
    assert turn.cost == kept
    assert f"費用{shown}期限" in words_of(client.get(_record_page(turn)).content.decode())


def test_a_turn_that_was_withdrawn_shows_why_instead_of_a_form(officer, client_of):
    turn = make_turn()
    turn.withdrawn_on, turn.withdrawn_reason = date(2026, 11, 1), "用途廃止"
    turn.save()

    response = client_of(officer).get(_record_page(turn))

    assert response.context["form"] is None
    assert "に取りやめました。理由：用途廃止" in response.content.decode()


def test_a_turn_whose_day_is_unknown_says_how_to_settle_it(officer, client_of):
    page = client_of(officer).get(_record_page(make_turn(due_on=None))).content.decode()

    assert "前回の点検日が分かったら、その日の点検として記録してください。" in page


def test_a_type_that_has_left_the_catalogue_can_still_be_recorded(officer, client_of):
    turn = make_turn()
    make_type().delete()
    client = client_of(officer)

    shown = client.get(_record_page(turn))
    recorded = client.post(_record_page(turn), FOUND)

    assert (shown.context["page"].name, recorded.status_code) == ("FIR-1", 302)


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者"])
def test_who_only_looks_reads_the_turn_without_a_form_and_cannot_record_it(person, client_of, role):
    turn = make_turn()
    client = client_of(person("somebody", role))

    shown = client.get(_record_page(turn))
    posted = client.post(_record_page(turn), FOUND)

    assert (shown.status_code, shown.context["form"], posted.status_code) == (200, None, 403)
    assert "まだ記録されていません。" in shown.content.decode()
    assert DueInspection.objects.done().count() == 0


@pytest.mark.parametrize(
    ("days", "sees", "records"),
    [
        ({"first_on": date(2026, 11, 23), "last_on": date(2031, 3, 31)}, 200, 302),
        ({"first_on": date(2026, 11, 24), "last_on": date(2031, 3, 31)}, 200, 403),
        ({"first_on": date(2021, 4, 1), "last_on": date(2026, 11, 22)}, 200, 403),
        ({"first_on": date(2021, 4, 1), "last_on": date(2026, 8, 24)}, 404, 404),
    ],
    ids=["first day", "day before", "day after", "91 days after"],
)
def test_a_community_group_records_while_it_manages_the_centre(roles, client_of, days, sees, records):
    turn = make_turn(due_on=date(2026, 11, 30))
    client = client_of(make_group(turn.building.centre, **days))

    shown, posted = client.get(_record_page(turn)), client.post(_record_page(turn), FOUND)

    assert (shown.status_code, posted.status_code) == (sees, records)
    assert DueInspection.objects.done().count() == (records == 302)
    assert "費用" not in shown.content.decode()


def test_a_community_group_sees_the_inspections_of_its_centre_only(roles, client_of):
    own, other = make_turn(due_on=date(2026, 11, 30)), make_turn(due_on=date(2026, 11, 30))
    client = client_of(make_group(own.building.centre))

    listed = client.get(LIST)

    assert [line.pk for line in listed.context["listing"].page.object_list] == [own.pk]
    assert client.get(_record_page(other)).status_code == 404
    assert client.post(_record_page(other), FOUND).status_code == 404
    assert (
        client.get(f"{LIST}?centre={other.building.centre_id}").context["listing"].page.paginator.count == 1
    )


def test_a_community_group_comes_from_its_home_and_goes_back_there(roles, client_of):
    turn = make_turn(due_on=date(2026, 11, 20))
    client = client_of(make_group(turn.building.centre))

    shown = client.get(_record_page(turn))
    posted = client.post(_record_page(turn), FOUND)

    assert (posted.status_code, posted.headers["Location"]) == (302, "/home/")
    assert told(posted) == ["点検を記録しました。次の点検は令和9年5月20日（木）です。"]
    ways_back = {name: where for name, where in links_of(shown).items() if name in {"ホームへ戻る", "やめる"}}
    assert ways_back == {"ホームへ戻る": "/home/", "やめる": "/home/"}
    assert "令和8年11月20日（金）まで3日過ぎています" in words_of(shown)


def test_a_community_group_is_not_told_what_is_uncertain_or_not_its_to_do(roles, client_of):
    make_type(certainty="second_hand")
    turn = make_turn(due_on=date(2026, 11, 30))
    before = client_of(make_group(turn.building.centre, first_on=date(2026, 12, 1)))
    done = make_done_turn()
    reader = client_of(make_group(done.building.centre))

    waiting, record = before.get(_record_page(turn)), reader.get(_record_page(done))

    assert "まだ記録されていません。記録できるのは、センターをまかされている期間だけです。" in words_of(
        waiting
    )
    assert ["要確認" in words_of(page) for page in (waiting, record)] == [False, False]
    assert ["消防法" in words_of(page) for page in (waiting, record)] == [True, True]


def test_the_list_of_a_community_group_leaves_out_what_is_always_the_same(roles, client_of):
    turn = make_turn(make_building("本館", centre=make_centre(post_in_charge=make_post())))
    client = client_of(make_group(turn.building.centre))
    organisation = make_organisation()
    both = client_of(make_group(make_turn().building.centre, organisation=organisation))
    make_designation(centre=make_centre(), organisation=organisation)

    one, several, done = (
        words_of(page) for page in (client.get(LIST), both.get(LIST), client.get(f"{LIST}?state=done"))
    )

    assert "期限点検建物・設備状態11月30日（月）消防用設備等機器点検本館あと7日" in one
    assert "期限点検施設建物・設備状態" in several
    assert "条件に合う点検はありません" in done


def test_an_empty_list_offers_a_community_group_nothing_it_may_not_do(roles, client_of):
    page = client_of(make_group(make_centre())).get(LIST)

    assert "これからの点検はありません済んだ点検を見る" in words_of(page)


@pytest.mark.parametrize("page", [LIST, "/inspections/1/record/", "/centres/1/inspections/new/"])
def test_who_is_not_signed_in_is_led_to_the_sign_in(client, page):
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


def test_a_turn_that_is_not_there_is_not_found(officer, client_of):
    assert client_of(officer).get("/inspections/999/record/").status_code == 404


@pytest.mark.parametrize("turns", [1, 3])
def test_the_page_of_a_turn_costs_the_same_however_many_there_were_before(
    officer, client_of, django_assert_num_queries, turns
):
    turn = make_turn(due_on=None)
    for month in range(1, turns):
        turn = record_inspection(
            turn.pk, done_on=date(2026, month, 1), on=TODAY, outcome=Outcome.GOOD, done_by="見本"
        )
    client = client_of(officer)

    with django_assert_num_queries(5):
        client.get(_record_page(turn))
