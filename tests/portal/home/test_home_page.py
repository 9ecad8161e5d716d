"""The home of a community group: whose it is, on which days, what it says, and what it never says."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine

from common.clock import TOKYO
from common.deadlines import Side
from maintenance.choices import RepairState
from maintenance.models import DueInspection, Repair
from reminders.models import Flag
from tests.factories.accounts import make_group, make_membership, make_user
from tests.factories.centres import make_centre, make_holding, make_post, make_suspension
from tests.factories.designated_managers import (
    FIRST_ON,
    LAST_ON,
    make_designation,
    make_officer,
    make_organisation,
)
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_done_turn, make_lift_type, make_turn
from tests.factories.repairs import make_repair
from tests.portal.conftest import MONDAY, links, sweep, words

pytestmark = pytest.mark.usefixtures("catalogues", "roles")

CONTACT = "地域づくり推進課\n電話 0834-00-0000\n平日の8時30分から17時15分まで"
CALL = "地域づくり推進課 平日の 8時30分 から 17時15分 まで 0834-00-0000"
NO_NUMBER = "電話番号は、まだ登録されていません。市役所の代表の電話にかけて、"


@pytest.fixture(autouse=True)
def _office(settings):
    settings.OFFICE_NAME, settings.OFFICE_CONTACT = "見本市", CONTACT


def on_day(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, 0, tzinfo=TOKYO), tick=False)


def flag_of_the_group(centre, turn, **facts) -> Flag:
    """A flag whose side is the manager's, as the obligations to come will raise them."""
    told = {"due_on": turn.due_on, "side": Side.MANAGER, "stage": "30d", "stage_rank": 30, **facts}
    return Flag.objects.create(kind="inspection", subject_id=turn.pk, centre=centre, opened_on=MONDAY, **told)


@pytest.mark.usefixtures("monday")
def test_a_member_sees_what_is_theirs_to_do_the_term_the_inspections_and_whom_to_call(client_of, officer):
    post = make_post("市民センター担当1")
    make_holding(post, officer)
    centre = make_centre("三丘市民センター", post_in_charge=post)
    organisation = make_organisation("三丘見本協議会")
    member = make_group(centre, organisation=organisation)
    building = make_building("本館", centre=centre)
    done = make_done_turn(building, done_on=date(2026, 5, 26))
    late = make_turn(building, "FIR-2", due_on=date(2026, 11, 20))

    response = client_of(member).get("/home/")

    assert response.status_code == 200
    assert words(response) == (
        "市民センター管理「拠点」 令和8年11月23日（月・祝） 印刷 見本 " + member.login_name + " "
        "わたしたちのセンター 三丘市民センター 三丘見本協議会 "
        "次にすること あと2つ "
        "消防用設備等 総合点検（本館） 11月20日（金） まで 3 日過ぎています 点検を記録する "
        "消防用設備等 機器点検（本館） 11月26日（木） まで あと 3 日 点検を記録する "
        "こわれた所があるとき 写真を付けて、市に知らせてください。 こわれた所を知らせる "
        "まかされている期間 きょう 令和6年4月 令和11年3月 "
        "令和11年3月31日 までです。 あと 859日 です。5年のうち、 2年7か月 たちました。 "
        "点検 消防用設備等 総合点検 本館 前の点検 記録がありません 次の点検 11月20日（金） まで（過ぎています） "
        "消防用設備等 機器点検 本館 前の点検 令和8年5月26日 良 次の点検 11月26日（木） まで 点検の一覧を見る "
        f"困ったとき 市民センター担当1 見本 officer {CALL} "
        "くわしく知る 出したもの これまでの報告と受付番号 センターのこと 建物・設備・開館 まかされていること 指定の期間と手続きの日 "
        "調査と評価 市が見に来た記録と、年度の評価 わたしたちの団体 登録されている代表・連絡先"
    )
    designation = organisation.designations.get()
    assert links(response)[:10] == [
        f"/inspections/{late.pk}/record/",
        f"/inspections/{done.next.pk}/record/",
        "/repairs/new/",
        f"/inspections/?centre={centre.pk}",
        "tel:0834-00-0000",
        "/submissions/",
        f"/centres/{centre.pk}/",
        f"/designations/{designation.pk}/",
        f"/designations/{designation.pk}/monitoring/",
        f"/organisations/{organisation.pk}/",
    ]


@pytest.mark.parametrize(
    ("day", "heading", "tasks"),
    [
        (FIRST_ON - timedelta(days=61), "まだ始まっていません", False),
        (FIRST_ON - timedelta(days=60), "わたしたちのセンター 三丘市民センター", False),
        (FIRST_ON - timedelta(days=1), "わたしたちのセンター 三丘市民センター", False),
        (FIRST_ON, "わたしたちのセンター 三丘市民センター", True),
        (LAST_ON, "わたしたちのセンター 三丘市民センター", True),
        (LAST_ON + timedelta(days=1), "わたしたちのセンター 三丘市民センター", False),
        (LAST_ON + timedelta(days=90), "わたしたちのセンター 三丘市民センター", False),
        (LAST_ON + timedelta(days=91), "まかされている期間は終わりました", False),
    ],
)
def test_the_home_opens_before_the_term_and_closes_after_it_and_only_in_it_there_is_something_to_do(
    client_of, day, heading, tasks
):
    centre = make_centre("三丘市民センター")
    member = make_group(centre)
    make_turn(make_building(centre=centre), due_on=day)

    with on_day(day):
        response = client_of(member).get("/home/")

    assert (response.status_code, heading in words(response)) == (200, True)
    assert ("点検を記録する" in words(response)) is tasks


def test_before_its_days_a_group_is_told_from_when_it_can_look(client_of):
    member = make_group(make_centre("三丘市民センター"))

    with on_day(FIRST_ON - timedelta(days=61)):
        text = words(client_of(member).get("/home/"))

    assert text.endswith(
        "まだ始まっていません 令和6年4月1日 から、三丘市民センターをまかされます。 令和6年2月1日 から、"
        f"ここでセンターのことを見られます。 困ったとき {CALL}"
    )


def test_after_its_days_a_group_is_told_until_when_it_could_look(client_of):
    member = make_group(make_centre("三丘市民センター"))

    with on_day(LAST_ON + timedelta(days=91)):
        text = words(client_of(member).get("/home/"))

    ended, _, owed = text.partition("三丘市民センターの 出すもの ")
    assert ended.endswith(
        "まかされている期間は終わりました 三丘市民センターをまかされた期間は、 令和11年3月31日 に終わりました。"
        "ここで見られたのは、 令和11年6月29日 までです。 "
    )
    # What the law asks for is still owed, and handed in from here.
    assert owed.startswith("あと2つ 令和8年度の事業報告書 ")
    assert owed.endswith(f"困ったとき {CALL}")


@pytest.mark.usefixtures("monday")
def test_whoever_has_no_centre_is_told_why_and_whom_to_call(client_of):
    organisation = make_organisation("三丘見本協議会")
    nobody = make_user("", "地域団体")
    undesignated, coming, gone = (make_user("", "地域団体") for _ in range(3))
    make_membership(undesignated, organisation, first_on=date(2026, 4, 1))
    make_membership(coming, organisation, first_on=date(2026, 11, 24))
    make_membership(gone, organisation, first_on=date(2026, 4, 1), last_on=date(2026, 11, 22))

    said = {
        member: words(client_of(member).get("/home/")).partition(f"{member} ")[2]
        for member in (nobody, undesignated, coming, gone)
    }

    assert said == {
        nobody: (
            "団体がまだ登録されていません あなたがどの団体の人かが、まだ登録されていません。"
            f"市の担当に、団体の名前を知らせてください。 困ったとき {CALL}"
        ),
        undesignated: (
            "まかされているセンターはありません 団体がセンターをまかされることが決まると、"
            f"ここで見られるようになります。 困ったとき {CALL}"
        ),
        coming: (
            "まだ始まっていません 三丘見本協議会の人としてここを使えるのは、 令和8年11月24日 からです。 "
            f"困ったとき {CALL}"
        ),
        gone: (
            "使える期間は終わりました 三丘見本協議会の人としてここを使えたのは、 令和8年11月22日 までです。 "
            f"困ったとき {CALL}"
        ),
    }


@pytest.mark.usefixtures("monday")
def test_a_draft_of_a_designation_is_not_told(client_of):
    organisation = make_organisation()
    member = make_user("", "地域団体")
    make_membership(member, organisation, first_on=date(2026, 4, 1))
    make_designation(
        organisation=organisation, voted_on=None, vote_result="", designated_on=None, announced_on=None
    )

    assert "まかされているセンターはありません" in words(client_of(member).get("/home/"))


@pytest.mark.usefixtures("monday")
def test_without_a_number_it_says_what_to_do(client_of, settings):
    settings.OFFICE_CONTACT = ""
    member = make_group(make_centre())

    response = client_of(member).get("/home/")

    assert f"困ったとき 見本市 {NO_NUMBER}" in words(response)
    assert [link for link in links(response) if link.startswith("tel:")] == []


@pytest.mark.usefixtures("monday")
def test_what_is_far_off_undated_or_waits_for_a_visit_is_not_theirs_to_do_yet(client_of):
    centre = make_centre()
    member = make_group(centre)
    near, far, undated, visited = (
        make_building(name, centre=centre) for name in ("近", "遠", "不明", "訪問")
    )
    make_turn(near, due_on=MONDAY + timedelta(days=30))
    make_turn(far, due_on=MONDAY + timedelta(days=31))
    make_turn(undated, due_on=None)
    turn = make_turn(visited, due_on=date(2026, 11, 30))
    DueInspection.objects.filter(pk=turn.pk).update(planned_on=date(2026, 11, 25))

    text = words(client_of(member).get("/home/"))

    assert "次にすること あと1つ 消防用設備等 機器点検（近） 12月23日（水） まで あと 30 日" in text
    assert "市がしていること 消防用設備等 機器点検（訪問） 11月25日（水） に点検に来ます。" in text
    assert "不明 前の点検 記録がありません 次の点検 日が分かっていません" in text


def test_on_the_day_of_the_visit_the_record_is_theirs(client_of):
    centre = make_centre()
    member = make_group(centre)
    turn = make_turn(make_building(centre=centre), due_on=date(2026, 11, 30))
    DueInspection.objects.filter(pk=turn.pk).update(planned_on=MONDAY)

    with on_day(MONDAY):
        text = words(client_of(member).get("/home/"))
    with on_day(MONDAY + timedelta(days=1)):
        after = words(client_of(member).get("/home/"))

    assert ["きょう点検に来ます。" in text, "点検を記録する" in text] == [True, True]
    assert ["市がしていること" in after, "点検を記録する" in after] == [False, True]


@pytest.mark.usefixtures("monday")
def test_with_nothing_to_do_it_says_so_and_what_comes_next(client_of):
    centre = make_centre()
    member = make_group(centre)
    make_turn(make_building("本館", centre=centre), due_on=date(2027, 4, 1))

    text = words(client_of(member).get("/home/"))

    assert (
        "次にすること いま、することはありません。 次は「消防用設備等 機器点検（本館）」です。 令和9年4月1日（木） までです。"
    ) in text


@pytest.mark.usefixtures("monday")
def test_more_inspections_than_are_told_here_are_found_in_the_list(client_of):
    centre = make_centre()
    member = make_group(centre)
    for number in range(7):
        make_turn(make_building(f"{number}号館", centre=centre), due_on=date(2027, 3, 1 + number))

    text = words(client_of(member).get("/home/"))

    assert text.count("前の点検") == 5
    assert "ほかの2つの点検も見る" in text


@pytest.mark.usefixtures("monday")
def test_a_centre_out_of_use_says_until_when_and_why(client_of):
    centre = make_centre()
    member = make_group(centre)
    make_suspension(centre, first_on=date(2026, 11, 1), last_on=date(2027, 1, 31), reason="屋根の工事")

    text = words(client_of(member).get("/home/"))

    assert "市がしていること センターの休み 1月31日（日） まで休みです。理由：屋根の工事" in text


@pytest.mark.usefixtures("monday")
def test_a_flag_that_is_theirs_is_told_and_an_inspection_only_once(client_of):
    centre = make_centre()
    member = make_group(centre)
    building = make_building("本館", centre=centre)
    told = make_turn(building, due_on=date(2026, 11, 30))
    flagged = make_turn(make_building("別館", centre=centre), due_on=date(2027, 4, 30))
    for turn in (told, flagged):
        flag_of_the_group(centre, turn)

    text = words(client_of(member).get("/home/"))

    assert (
        "次にすること あと2つ 消防用設備等 機器点検（本館） 11月30日（月） まで あと 7 日 点検を記録する "
        "消防用設備等 機器点検 令和9年4月30日（金） まで あと 158 日 点検を記録する"
    ) in text


@pytest.mark.usefixtures("monday")
def test_a_flag_without_a_day_comes_last_and_says_whom_to_ask(client_of):
    centre = make_centre()
    member = make_group(centre)
    turn = make_turn(make_building("本館", centre=centre), due_on=None)
    flag_of_the_group(centre, turn, stage="unknown", stage_rank=0)

    text = words(client_of(member).get("/home/"))

    assert "次にすること あと1つ 消防用設備等 機器点検 日は、市の担当に聞いてください" in text


@pytest.mark.usefixtures("monday")
def test_the_citys_flags_papers_and_remarks_and_other_groups_are_never_told(client_of):
    centre = make_centre("三丘市民センター", internal_notes="内部の話")
    member = make_group(centre, internal_notes="内部の話", last_on=date(2027, 3, 31))
    make_turn(make_building(centre=centre, notes="内部の話"), due_on=date(2027, 2, 1))
    make_contract([centre], name="見本警備業務", last_on=date(2026, 12, 31), internal_notes="内部の話")
    other = make_centre("よその市民センター")
    make_group(other)
    make_turn(make_building("よその館", centre=other), due_on=date(2026, 11, 20))
    sweep()

    text = words(client_of(member).get("/home/"))

    secrets = ("内部", "見本警備業務", "よその", "満了", "要確認", "確かさ", "直営")
    assert [word for word in secrets if word in text] == []


@pytest.mark.usefixtures("monday")
def test_a_lift_is_named_by_the_lift(client_of):
    centre = make_centre()
    member = make_group(centre)
    lift = make_equipment("エレベーター", building=make_building("本館", centre=centre))
    make_lift_type()
    make_turn(lift.building, "BLD-3", equipment=lift, due_on=date(2026, 11, 30))

    assert "（エレベーター） 11月30日（月） まで" in words(client_of(member).get("/home/"))


@pytest.mark.usefixtures("monday")
def test_a_group_with_several_centres_has_a_part_for_each_and_a_way_to_jump(client_of):
    organisation = make_organisation("二丘見本協議会")
    one, two = make_centre("甲市民センター", kana="こう"), make_centre("乙市民センター", kana="おつ")
    member = make_group(one, organisation=organisation)
    make_designation(centre=two, organisation=organisation)
    make_turn(make_building(centre=two), due_on=date(2026, 11, 30))

    response = client_of(member).get("/home/")

    page = response.content.decode()
    text = words(response)
    assert (
        "わたしたちのセンター 乙市民センター することが1つ 甲市民センター することはありません 乙市民センター"
        in text
    )
    assert [f'href="#centre-{centre.pk}"' in page for centre in (one, two)] == [True, True]
    assert [f'id="centre-{centre.pk}"' in page for centre in (one, two)] == [True, True]
    assert text.count("まかされている期間") == 2


@pytest.mark.usefixtures("monday")
def test_what_concerns_the_body_and_not_one_centre_is_told_with_the_first(client_of):
    organisation = make_organisation("二丘見本協議会")
    one, two = make_centre("甲市民センター", kana="こう"), make_centre("乙市民センター", kana="おつ")
    member = make_group(one, organisation=organisation)
    make_designation(centre=two, organisation=organisation)
    make_officer(organisation=organisation, last_on=date(2026, 11, 30))
    sweep()

    text = words(client_of(member).get("/home/"))

    assert (
        "わたしたちのセンター 乙市民センター することが1つ 甲市民センター することはありません 乙市民センター"
        in text
    )


@pytest.mark.usefixtures("monday")
def test_a_group_between_two_terms_is_told_of_both(client_of):
    centre = make_centre()
    organisation = make_organisation()
    member = make_group(
        centre, organisation=organisation, first_on=date(2021, 11, 1), last_on=date(2026, 10, 31)
    )
    make_designation(
        centre=centre,
        organisation=organisation,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        **dict.fromkeys(("voted_on", "designated_on", "announced_on"), date(2026, 9, 22)),
    )

    text = words(client_of(member).get("/home/"))

    assert (
        "令和8年10月31日 に終わりました。点検の記録は、もうできません。 令和9年1月29日 までは、ここを見られます。 "
        "次は 令和9年4月1日 から 令和14年3月31日 までまかされます。"
    ) in text


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("role", ["officer", "chief", "auditor", "administrator"])
def test_the_citys_people_have_no_home_of_a_group(request, client_of, role):
    assert client_of(request.getfixturevalue(role)).get("/home/").status_code == 403


@pytest.mark.usefixtures("monday")
def test_a_centre_worker_has_no_home_of_a_group(centre_worker, client_of):
    assert client_of(centre_worker(make_centre())).get("/home/").status_code == 403


def test_a_person_without_a_role_has_no_home_of_a_group(person, client_of):
    assert client_of(person("nobody")).get("/home/").status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    response = client.get("/home/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/home/")


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("number", [1, 3])
def test_the_home_costs_the_same_queries_whatever_there_is(client_of, django_assert_num_queries, number):
    organisation = make_organisation()
    member = make_user("", "地域団体")
    make_membership(member, organisation, first_on=date(2026, 4, 1))
    for _ in range(number):
        post = make_post()
        make_holding(post, make_user())
        centre = make_centre(post_in_charge=post)
        make_designation(centre=centre, organisation=organisation)
        make_suspension(centre, first_on=date(2026, 11, 1))
        for index in range(number):
            building = make_building(f"{index}号館", centre=centre)
            make_done_turn(building, done_on=date(2026, 5, 26))
            flag_of_the_group(centre, make_turn(building, "FIR-2"))
    client = client_of(member)

    with django_assert_num_queries(17):
        client.get("/home/")


def test_what_is_broken_is_told_with_what_the_city_does_and_the_promised_day(roles, client_of):
    centre = make_centre()
    asked = make_repair(centre)
    ordered = make_repair(centre, RepairState.ORDERED, place="玄関", what="戸がしまらない。")
    late = make_repair(centre, RepairState.ORDERED, place="便所", what="水が止まらない。")
    Repair.objects.filter(pk=late.pk).update(promised_on=date(2026, 11, 22))
    make_repair(centre, RepairState.DONE, place="倉庫")
    make_repair()

    response = client_of(make_group(centre)).get("/home/")

    assert (
        "市がしていること "
        "便所 水が止まらない 業者に頼みました。直しています。 11月22日（日） までに直す予定でしたが、遅れています。 修繕をくわしく見る "
        "玄関 戸がしまらない 業者に頼みました。直しています。 12月18日（金） までに直す予定です。 修繕をくわしく見る "
        "2階会議室 天井から雨がもる 市が内容を見ています。 修繕をくわしく見る "
        "こわれた所があるとき"
    ) in words(response)
    told = [link for link in links(response) if re.fullmatch(r"/repairs/\d+/", link)]
    assert told == [f"/repairs/{repair.pk}/" for repair in (late, ordered, asked)]


def test_a_group_whose_term_is_over_is_not_asked_to_tell_what_is_broken(roles, client_of):
    centre = make_centre()

    response = client_of(make_group(centre, last_on=date(2026, 11, 22))).get("/home/")

    assert "/repairs/new/" not in links(response)
