from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_turn
from tests.portal.conftest import MONDAY, links, sweep, words

pytestmark = pytest.mark.usefixtures("catalogues", "monday")


def office(number: int) -> None:
    """So many centres, each with an inspection, a contract and a designation that are due."""
    for index in range(number):
        post = make_post()
        centre = make_centre(f"見本{index}市民センター", post_in_charge=post)
        make_turn(make_building(centre=centre), due_on=date(2026, 11, 20))
        make_contract([centre], last_on=date(2026, 12, 31))
        make_designation(centre=centre, last_on=date(2027, 3, 31))
    sweep()


def test_the_desk_groups_what_is_due_and_leads_to_each_record(officer, client_of):
    post = make_post("市民センター担当1")
    make_holding(post, officer)
    centre = make_centre("三丘市民センター", post_in_charge=post)
    late = make_turn(make_building("本館", centre=centre), due_on=date(2026, 11, 20))
    soon = make_contract([centre], name="見本清掃業務", last_on=date(2026, 11, 30))
    sweep()

    response = client_of(officer).get("/desk/")

    assert (
        "期限超過 1件 3 日超過 11 月 20 日（金） 消防用設備等 機器点検 三丘市民センター 本館 "
        "消防法 第17条の3の3 未着手 見本 officer 経過 7日以内 1件 11月30日（月） まで "
        "あと 7 日 11 月 30 日（月） 見本清掃業務 契約の満了 三丘市民センター 単年度契約 未着手 見本 officer"
    ) in words(response)
    assert {f"/inspections/{late.pk}/record/", f"/contracts/{soon.pk}/"} <= set(links(response))


def test_the_counts_above_tell_of_everything_even_when_the_list_is_narrowed(officer, client_of):
    for number, due_on in enumerate([date(2026, 11, 20), date(2026, 11, 25), date(2026, 12, 10)]):
        make_turn(make_building(f"{number}号館"), due_on=due_on)
    sweep()

    response = client_of(officer).get("/desk/?overdue=on")

    assert "期限超過 1 件 7日以内 1 件 30日以内 1 件" in words(response)
    assert words(response).count("消防用設備等 機器点検") == 1


def test_each_condition_narrows_the_list(officer, client_of):
    post, other_post = make_post(), make_post()
    one = make_centre("甲市民センター", post_in_charge=post)
    other = make_centre("乙市民センター", post_in_charge=other_post)
    make_turn(make_building(centre=one), due_on=date(2026, 11, 20))
    make_contract([other], name="見本警備業務", last_on=date(2026, 12, 31))
    sweep()
    client = client_of(officer)

    found = {
        query: ("消防用設備等 機器点検" in text, "見本警備業務" in text)
        for query in ("kind=inspection", f"centre={other.pk}", f"post={post.pk}", "overdue=on")
        for text in [words(client.get(f"/desk/?{query}"))]
    }

    assert found == {
        "kind=inspection": (True, False),
        f"centre={other.pk}": (False, True),
        f"post={post.pk}": (True, False),
        "overdue=on": (True, False),
    }


def test_a_contract_over_several_centres_is_found_under_each_of_them(officer, client_of):
    centres = [make_centre(f"{name}市民センター") for name in "甲乙丙"]
    make_contract(centres, name="見本警備業務", last_on=date(2026, 12, 31))
    sweep()

    text = words(client_of(officer).get(f"/desk/?centre={centres[2].pk}"))

    assert "見本警備業務 契約の満了 丙市民センター、乙市民センター ほか1施設" in text


@pytest.mark.parametrize(
    "query",
    ["kind=nonsense", "centre=0", "centre=99999999999999999999", "post=x", "page=x", "page=-1", "overdue=?"],
)
def test_what_the_address_cannot_mean_is_left_out_of_account(officer, client_of, query):
    make_turn(due_on=date(2026, 11, 20))
    sweep()

    response = client_of(officer).get(f"/desk/?{query}")

    assert response.status_code == 200
    assert "期限超過 1件" in words(response)


def test_an_empty_list_says_which_condition_to_leave_out(officer, client_of):
    make_turn(due_on=date(2026, 12, 10))
    sweep()

    response = client_of(officer).get("/desk/?kind=inspection&overdue=on")

    assert "条件に合うお知らせはありません 2つの条件をすべて満たすものを探しました。" in words(response)
    assert "「期限超過だけ」を外すと1件あります。 「期限超過だけ」を外す 条件をすべて外す" in words(response)
    assert "/desk/?kind=inspection" in links(response)


def test_a_desk_with_nothing_due_says_so(officer, client_of):
    sweep()

    text = words(client_of(officer).get("/desk/"))

    assert "いま期限が近いものはありません 期限が近づくと、夜間の点検がここに載せます。" in text


def test_more_than_fifty_flags_are_told_on_two_pages_with_the_whole_number(officer, client_of):
    building_of = [make_building(f"{number}号館") for number in range(51)]
    for number, building in enumerate(building_of):
        make_turn(building, due_on=MONDAY - timedelta(days=number + 1))
    sweep()
    client = client_of(officer)

    first, second = client.get("/desk/"), client.get("/desk/?page=2")

    assert "51 件のうち 1〜50件 期限超過 51件" in words(first)
    assert words(first).count("日超過") == 50
    assert "51 件のうち 51〜51件 期限超過 51件 1 日超過" in words(second)
    assert links(first)[-1] == "/desk/?page=2"


def test_designations_that_end_within_two_years_stand_beside_the_list(officer, client_of):
    centre = make_centre("桜木市民センター")
    near = make_designation(centre=centre, last_on=date(2028, 11, 23))
    make_designation(centre=make_centre("遠い市民センター"), last_on=date(2028, 11, 24))
    make_designation(
        centre=make_centre("日の分からない市民センター"), voted_on=None, vote_result="", designated_on=None,
        announced_on=None, first_on=None, last_on=None, days_unconfirmed=True,
    )  # fmt: skip
    sweep()

    response = client_of(officer).get("/desk/")

    assert words(response).endswith(
        "期限が近い指定期間 桜木市民センター 末日 令和10年11月23日 残り あと731日"
    )
    assert links(response)[-1] == f"/designations/{near.pk}/"


def test_more_than_five_ending_designations_are_found_by_the_filter(officer, client_of):
    for number in range(6):
        make_designation(
            centre=make_centre(), organisation=make_organisation(), last_on=date(2027, 3, 31 - number)
        )
    sweep()

    response = client_of(officer).get("/desk/")

    assert links(response)[-1] == "?kind=designation_end"
    assert words(response).count("末日 令和9年3月") == 5


def test_what_was_recorded_of_late_stands_beside_the_list(officer, client_of):
    centre = make_centre("三丘市民センター")
    turn = make_turn(make_building(centre=centre), due_on=date(2026, 11, 30))
    sweep()
    client = client_of(officer)
    client.post(
        f"/inspections/{turn.pk}/record/",
        {"done_on": "2026-11-20", "outcome": "sound", "done_by": "見本設備点検"},
    )

    response = client.get("/desk/")

    assert words(response).endswith(
        "最近の記録 「消防用設備等 機器点検」が記録されました 三丘市民センター 11月23日 9:00 見本 officer"
    )
    assert links(response)[-1] == f"/inspections/{turn.pk}/record/"


def test_a_nightly_job_that_has_stopped_is_told_in_plain_words(officer, client_of):
    sweep(date(2026, 11, 21))

    page = client_of(officer).get("/desk/")

    assert (
        "夜間の点検が 11月22日（日） から動いていません "
        "新しい期限が、この一覧に出ていないことがあります。システム管理者に知らせてください。 "
        "動作の状況を見る 要対応"
    ) in words(page)
    assert "/reminders/status/" in links(page)


def test_who_may_not_see_how_things_work_is_told_without_a_link(centre_worker, client_of):
    sweep(date(2026, 11, 21))

    page = client_of(centre_worker(make_centre())).get("/desk/")

    assert "システム管理者に知らせてください。 要対応" in words(page)
    assert "/reminders/status/" not in links(page)


def test_a_centre_worker_sees_the_inspections_of_their_centre_and_none_of_the_citys_papers(
    centre_worker, client_of
):
    centre = make_centre("自分の市民センター")
    make_turn(make_building(centre=centre), due_on=date(2026, 11, 20))
    make_turn(make_building(centre=make_centre("よその市民センター")), due_on=date(2026, 11, 20))
    make_contract([centre], name="見本警備業務", last_on=date(2026, 12, 31))
    make_designation(centre=centre, last_on=date(2027, 3, 31))
    sweep()

    text = words(client_of(centre_worker(centre)).get("/desk/"))

    assert "期限超過 1 件 7日以内 0 件 30日以内 0 件" in text
    assert [word in text for word in ("自分の", "よその", "見本警備業務", "指定期間")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("role", ["officer", "chief", "auditor"])
def test_the_citys_people_may_look_at_the_desk(request, client_of, role):
    assert client_of(request.getfixturevalue(role)).get("/desk/").status_code == 200


def test_a_member_of_a_group_may_not_look_at_the_desk(group_member, client_of):
    assert client_of(group_member).get("/desk/").status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    response = client.get("/desk/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/desk/")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("query", ["", "?kind=inspection&overdue=on"])
def test_the_desk_costs_the_same_queries_whatever_is_due(
    officer, client_of, django_assert_num_queries, number, query
):
    office(number)
    client = client_of(officer)

    with django_assert_num_queries(12):
        client.get(f"/desk/{query}")


def test_the_desk_of_a_centre_worker_costs_no_more(centre_worker, client_of, django_assert_num_queries):
    centre = make_centre()
    make_turn(make_building(centre=centre), due_on=date(2026, 11, 20))
    sweep()
    client = client_of(centre_worker(centre))

    with django_assert_num_queries(12):
        client.get("/desk/")
