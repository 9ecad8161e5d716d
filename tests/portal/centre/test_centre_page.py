from __future__ import annotations

from datetime import date, time

import pytest

from centres.actions import let_succeed, state_sources
from centres.choices import CentreKind, DreamPlan
from common.certainty import Certainty
from common.db.stated_facts import Statement
from common.partial_dates import PartialDate
from designated_managers.actions import decide_direct_return, suspend_transfer
from facilities.models import Building
from maintenance.actions import decide_not_to_renew, plan_inspection, record_inspection
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre, make_district, make_holding, make_post
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_turn
from tests.factories.transfers import make_transfer
from tests.portal.conftest import MONDAY, links, sweep, words

pytestmark = pytest.mark.usefixtures("catalogues", "monday")

LONG = "とても長い名前の見本東西南北中央地区総合交流複合拠点施設市民センター別館ほか一式"


def page(client, centre):
    return client.get(f"/centres/{centre.pk}/")


def full_centre(number: int):
    """A centre with so many of everything that its page shows."""
    post = make_post()
    centre = make_centre(
        f"見本{number}市民センター", post_in_charge=post, district=make_district(), internal_notes="内部の話"
    )
    state_sources(centre, {"name": {"source": "台帳", "certainty": Certainty.UNVERIFIED}})
    before = None
    for index in range(number):
        building = make_building(f"{index}号館", centre=centre)
        equipment = make_equipment(building=building)
        plan_inspection(building, "FIR-1", due_on=date(2026, 11, 20), on=MONDAY)
        plan_inspection(building, "BLD-3", equipment=equipment, due_on=date(2026, 11, 30), on=MONDAY)
        make_contract([centre, make_centre()], last_on=date(2026, 12, 31))
        let_succeed(make_centre(), centre, on=PartialDate.of_year(2020))
        before = make_designation(
            centre=centre,
            previous=before,
            first_on=date(2024 + index, 4, 1),
            last_on=date(2025 + index, 3, 31),
        )
    sweep()
    return centre


def test_the_page_tells_what_the_register_knows_of_the_centre(officer, client_of):
    post = make_post("市民センター担当1")
    make_holding(post, officer)
    district = make_district(
        "三丘", is_mountain=True, dream_plan=DreamPlan.ADOPTED, dream_plan_on=PartialDate.of_month(2016, 3)
    )
    centre = make_centre(
        "三丘市民センター",
        kana="みつおしみんせんたー",
        nickname="ふれあい館",
        kind=CentreKind.CIVIC_CENTRE,
        district=district,
        address="周南市大字安田562-2",
        phone="0833-92-0177",
        opens_at=time(8, 30),
        closes_at=time(22, 0),
        closed_days="12月29日から1月3日まで",
        opened_on=PartialDate.of_month(1981, 4),
        ordinance="見本条例",
        is_hub=True,
        post_in_charge=post,
        internal_notes="内部の話",
    )
    make_building(centre=centre, floor_area=61240, built_on=PartialDate.of_month(1981, 3))

    text = words(page(client_of(officer), centre))

    assert "みつおしみんせんたー 三丘市民センター（ふれあい館）" in text
    assert (
        "状態 供用中 所在地 周南市大字安田562-2 建築 昭和56年（1981年）3月 築45年 延床面積 612.40㎡ "
        "開館 8:30〜22:00 運営 直営"
    ) in text
    assert "連絡先 施設 0833-92-0177 市の担当 市民センター担当1 担当者 見本 officer" in text
    assert (
        "種別 市民センター 拠点 地区 三丘 （中山間） 夢プラン 策定済み 平成28年（2016年）3月 "
        "休館日 12月29日から1月3日まで 設置条例 見本条例"
    ) in text
    assert "経過 昭和56年（1981年）4月 供用開始" not in text
    assert "昭和56年（1981年）4月 供用開始" in text
    assert "内部メモ 市の職員だけが見ます 内部の話" in text


def test_a_centre_of_which_only_the_name_is_known_has_designed_empty_places(officer, client_of):
    centre = make_centre("名前だけの市民センター")

    response = page(client_of(officer), centre)

    assert words(response).endswith(
        "状態 供用中 所在地 ― 建築 ― 延床面積 ― 開館 ― 運営 直営 "
        "指定管理の期間 指定の記録はありません。直営として扱っています。 指定を登録する "
        "建物と健全度 建物はまだ登録されていません 建物を登録すると、設備と点検を付けられます。 建物を登録する "
        "令和8年度の点検 法定点検の判定 点検の一覧 見守っている点検はありません 先に建物を登録してください。 "
        "修繕 終わっていないもの 0件 すべての修繕 直している所はありません。 修繕を受け付ける "
        "委託契約 契約の一覧 いまの委託契約はありません 契約を登録すると、満了が近づいたときに知らせます。 契約を登録する "
        "利用と費用 年度の実績はまだありません 利用者数・使用料・維持管理費を年度ごとに登録すると、ここに並びます。 年度の実績を登録する "
        "開いているお知らせ お知らせの予定 いまはありません 期限が近づくと、夜間の点検がここに載せます。 "
        "連絡先 施設 電話番号は不明 市の担当 決まっていません "
        "地区と成り立ち 種別 市民センター 地区 不明 経過 日付の分かる出来事は、まだ登録されていません。 "
        "出典と確かさ 出典はまだ登録されていません。"
    )
    assert f"/centres/{centre.pk}/buildings/new/" in links(response)


def test_the_term_in_force_is_told_with_both_days_and_what_remains(officer, client_of):
    centre = make_centre()
    organisation = make_organisation("三丘見本協議会", representative="見本 みどり", phone="0833-00-0000")
    designation = make_designation(centre=centre, organisation=organisation, last_on=date(2028, 3, 31))

    response = page(client_of(officer), centre)

    assert "令和6年4月1日 から 令和10年3月31日 まで。 残り1年4か月 次の指定を登録する" in words(response)
    assert "団体 三丘見本協議会 代表 見本 みどり 団体の電話 0833-00-0000" in words(response)
    assert {
        f"/designations/{designation.pk}/",
        f"/organisations/{organisation.pk}/",
        f"/designations/new/?centre={centre.pk}&previous={designation.pk}",
    } <= set(links(response))


def test_a_term_that_returns_to_the_city_asks_for_no_next_one(officer, client_of):
    centre = make_centre()
    designation = make_designation(centre=centre, last_on=date(2028, 3, 31))
    decide_direct_return(designation.pk, decided_on=date(2026, 11, 20), on=MONDAY, reason="団体の申し出")

    text = words(page(client_of(officer), centre))

    assert "この期間が終わると、市の直営に戻ります（ 令和8年11月20日 に決定。団体の申し出）。" in text
    assert "次の指定を登録する" not in text


def test_a_term_that_is_cut_short_says_when_and_what_is_left_until_then(officer, client_of):
    centre = make_centre()
    make_designation(centre=centre, last_on=date(2028, 3, 31), revoked_on=date(2027, 2, 1))

    text = words(page(client_of(officer), centre))

    assert "令和10年3月31日 まで。 残り2か月 令和9年2月1日 に効力がなくなります。" in text


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({}, "見本協議会が運営しています。指定期間の初日と末日は分かっていません。"),
        (
            {"first_on": date(2020, 4, 1)},
            "見本協議会が運営しています。初日は令和2年4月1日ですが、末日は分かっていません。",
        ),
        (
            {"last_on": date(2027, 3, 31)},
            "見本協議会が運営しています。末日は令和9年3月31日です（残り4か月）。初日は分かっていません。",
        ),
    ],
)
def test_a_designation_older_than_the_system_is_marked_and_its_unknown_days_named(
    officer, client_of, days, sentence
):
    centre = make_centre()
    make_designation(
        **{
            "centre": centre,
            "organisation": make_organisation("見本協議会"),
            "voted_on": None,
            "vote_result": "",
            "designated_on": None,
            "announced_on": None,
            "first_on": None,
            "last_on": None,
            "days_unconfirmed": True,
            **days,
        }
    )

    text = words(page(client_of(officer), centre))

    assert f"指定管理の期間 要確認 指定の記録 {sentence}" in text


def test_a_transfer_under_way_is_told_and_leads_to_its_page(auditor, client_of):
    transfer = make_transfer(aimed_on=date(2028, 4, 1))
    over = make_transfer()
    suspend_transfer(over.pk, suspended_on=date(2026, 11, 1), reason="見本", on=date(2026, 11, 1))
    client = client_of(auditor)

    going, given_up = (page(client, one.centre) for one in (transfer, over))

    assert f"/transfers/{transfer.pk}/" in links(going)
    told = words(going).partition("移行の途中：")[2]
    assert told.split()[:3] == ["直営から指定管理へ", "めざす初日は", "令和10年4月1日"]
    assert "移行の途中" not in words(given_up)


def test_a_planned_centre_is_run_by_nobody(officer, client_of):
    centre = make_centre(planned_on=PartialDate.of_month(2021, 3))

    text = words(page(client_of(officer), centre))

    assert "状態 計画中" in text
    assert "運営 ― 指定管理の期間 計画中のため、運営する団体はありません。 建物と健全度" in text


def test_what_is_to_be_checked_is_marked_where_it_stands(officer, client_of):
    centre = make_centre(kana="みほん", address="見本町1-1", opens_at=time(9, 0), closes_at=time(17, 0))
    doubt: Statement = {"source": "聞き取り", "certainty": Certainty.UNVERIFIED, "note": "市に確かめる。"}
    state_sources(centre, {"kana": doubt, "address": doubt, "closes_at": doubt})

    text = words(page(client_of(officer), centre))

    assert "みほん（読みは要確認）" in text
    assert "所在地 見本町1-1 要確認" in text
    assert "開館 9:00〜17:00 要確認" in text
    assert text.endswith("出典と確かさ 要確認 名称（かな）、所在地、閉館時刻 聞き取り 市に確かめる。")


def test_the_inspections_of_the_year_lead_to_the_turns_to_be_done(officer, client_of):
    centre = make_centre()
    building = make_building(centre=centre)
    turn = make_turn(building, due_on=date(2026, 8, 31))
    following = record_inspection(
        turn.pk, done_on=date(2026, 8, 3), on=MONDAY, outcome="sound", done_by="見本設備点検"
    )
    unknown = plan_inspection(building, "BLD-1", on=MONDAY)

    response = page(client_of(officer), centre)

    assert (
        "点検 4月 5月 6月 7月 8月 9月 10月 11月 12月 1月 2月 3月 次回 "
        "消防用設備等 機器点検 消防法 第17条の3の3 2 月 3 日（水） "
        "建築物（敷地・構造）点検 建築基準法 第12条第2項 期日不明・要確認"
    ) in words(response)
    assert "8月3日（月） 消防用設備等 機器点検。良 見本設備点検" in words(response)
    assert {f"/inspections/{pk}/record/" for pk in (turn.pk, following.pk, unknown.pk)} <= set(
        links(response)
    )


def test_a_single_pending_turn_is_recorded_at_once_and_several_through_the_list(officer, client_of):
    one, many = make_centre(), make_centre()
    turn = make_turn(make_building(centre=one))
    for name in ("本館", "別館"):
        make_turn(make_building(name, centre=many))
    client = client_of(officer)

    pages = [links(page(client, centre)) for centre in (one, many)]

    # The last act of the page is its main one.
    acts = [
        found[found.index(f"/centres/{centre.pk}/edit/") + 1]
        for centre, found in zip((one, many), pages, strict=True)
    ]
    assert acts == [f"/inspections/{turn.pk}/record/", f"/inspections/?centre={many.pk}"]


def test_contracts_tell_when_they_end_and_what_follows(officer, client_of):
    centre = make_centre()
    make_contract([centre], name="甲業務", last_on=date(2026, 11, 20))
    make_contract([centre], name="乙業務", last_on=date(2026, 11, 30))
    make_contract([centre, make_centre()], name="丙業務", last_on=date(2027, 3, 31))
    ending = make_contract([centre], name="丁業務", last_on=date(2026, 12, 31))
    decide_not_to_renew(ending.pk, on=MONDAY, reason="直営に切り替え")
    answered = make_contract([centre], name="戊業務", last_on=date(2026, 11, 22))
    decide_not_to_renew(answered.pk, on=MONDAY, reason="直営に切り替え")

    text = words(page(client_of(officer), centre))

    assert (
        "契約 相手方 末日 状態 甲業務 見本清掃 単年度契約 令和8年11月20日 3日超過 "
        "乙業務 見本清掃 単年度契約 令和8年11月30日 あと7日 "
        "丁業務 見本清掃 単年度契約 令和8年12月31日 更新しない "
        "丙業務 見本清掃 単年度契約 2施設 令和9年3月31日 残り4か月 利用と費用"
    ) in text


def test_open_flags_are_told_the_most_urgent_first_with_who_is_in_charge(officer, client_of):
    post, other_post = make_post("担当1"), make_post("担当2")
    make_holding(post, officer)
    centre = make_centre(post_in_charge=post)
    plan_inspection(make_building(centre=centre), "BLD-1", on=MONDAY)
    make_turn(make_building("別館", centre=centre), due_on=date(2026, 11, 22))
    make_contract(
        [centre, make_centre()], name="見本警備", last_on=date(2026, 12, 31), post_in_charge=other_post
    )
    make_designation(centre=centre, organisation=make_organisation("見本協議会"), last_on=date(2028, 3, 31))
    sweep()

    text = words(page(client_of(officer), centre))

    assert "期限超過 1件 お知らせを見る" in text
    assert (
        "開いているお知らせ 4件 お知らせの予定 1 日超過 11 月 22 日（日） 消防用設備等 機器点検 別館 消防法 第17条の3の3 未着手 "
        "見本 officer あと 38 日 12 月 31 日（木） 見本警備 契約の満了 ほか1施設と共通 単年度契約 未着手 担当2 "
        "あと 494 日 令和10年 3 月 31 日（金） 見本協議会 指定期間の満了 地方自治法 第244条の2第5項 未着手 見本 officer "
        "期日不明 ― 建築物（敷地・構造）点検 本館 建築基準法 第12条第2項 要確認 見本 officer"
    ) in text


def test_another_centres_records_are_not_on_the_page(officer, client_of):
    centre, other = make_centre("こちら"), make_centre("あちら")
    make_turn(make_building("あちらの館", centre=other), due_on=date(2026, 11, 20))
    make_contract([other], name="あちらの業務")
    make_designation(centre=other, organisation=make_organisation("あちらの協議会"))
    sweep()

    assert "あちら" not in words(page(client_of(officer), centre))


def test_takeovers_lead_to_the_other_centre(officer, client_of):
    old, new = make_centre("旧館"), make_centre("新館")
    let_succeed(old, new, on=PartialDate.of_month(2021, 2))
    client = client_of(officer)

    assert "前の施設 旧館" in words(page(client, new))
    assert f"/centres/{old.pk}/" in links(page(client, new))
    assert "後の施設 新館" in words(page(client, old))


def test_an_auditor_reads_everything_and_is_offered_no_act(auditor, client_of):
    centre = full_centre(1)

    response = page(client_of(auditor), centre)

    assert "内部の話" in words(response)
    acts = [link for link in links(response) if link.endswith(("/edit/", "/new/")) or "/new/?" in link]
    # A calendar of one's own to read the days in changes nothing of the centre's.
    assert acts == [f"/calendars/new/?centre={centre.pk}"]
    assert "点検を記録" not in words(response)


def test_a_centre_worker_reads_their_centre_without_the_citys_papers(centre_worker, client_of):
    centre = full_centre(1)

    text = words(page(client_of(centre_worker(centre)), centre))

    assert [heading in text for heading in ("建物と健全度", "令和8年度の点検", "点検を記録", "内部の話")] == [
        True
    ] * 4
    assert [
        heading in text for heading in ("指定管理の期間", "運営", "委託契約", "契約の満了", "見本協議会")
    ] == [False] * 5


def test_another_centre_does_not_exist_for_a_centre_worker(centre_worker, client_of):
    worker = centre_worker(make_centre())

    assert page(client_of(worker), make_centre()).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999"])
def test_a_centre_that_is_not_there_is_not_found(officer, client_of, pk):
    assert client_of(officer).get(f"/centres/{pk}/").status_code == 404


def test_a_member_of_a_group_reads_their_own_centre_without_the_citys_papers(roles, client_of):
    centre = full_centre(1)
    Building.objects.update(notes="建物の話")
    term = {"first_on": date(2025, 4, 1), "last_on": date(2031, 3, 31)}
    member = make_group(centre, days_unconfirmed=True, **term)
    own = member.memberships.get().organisation.designations.get()
    decide_direct_return(own.pk, decided_on=date(2026, 11, 20), on=MONDAY, reason="団体の申し出")

    text = words(page(client_of(member), centre))

    told = [
        word
        for word in (
            "内部の話",
            "建物の話",
            "台帳",
            "要確認",
            "出典と確かさ",
            "委託契約",
            "開いているお知らせ",
            "前の指定",
            "編集する",
            "直営に戻ります",
            "団体の申し出",
        )
        if word in text
    ]
    assert told == []
    assert ("点検を記録" in text, "指定管理の期間" in text) == (True, True)


def test_a_member_of_a_group_may_not_look_at_another_centre(roles, client_of):
    client = client_of(make_group(make_centre()))

    assert page(client, make_centre()).status_code == 404


def test_before_their_term_a_group_is_not_told_who_runs_the_centre_now(roles, client_of):
    centre = make_centre()
    now = make_designation(centre=centre, last_on=date(2026, 12, 31))
    member = make_group(centre, first_on=date(2027, 1, 1), last_on=date(2031, 3, 31))

    text = words(page(client_of(member), centre))

    assert "きょうは、指定期間の中ではありません。" in text
    assert [word for word in ("直営", now.organisation.name, "点検を記録") if word in text] == []


def test_a_takeover_from_a_centre_out_of_sight_is_named_without_a_way_to_it(roles, client_of):
    centre, before = make_centre(), make_centre("前の見本市民センター")
    let_succeed(before, centre)

    response = page(client_of(make_group(centre)), centre)

    assert "前の見本市民センター" in words(response)
    assert f"/centres/{before.pk}/" not in links(response)


def test_whoever_is_not_signed_in_is_asked_to(client):
    centre = make_centre()

    response = page(client, centre)

    assert (response.status_code, response["Location"]) == (
        302,
        f"/accounts/login/?next=/centres/{centre.pk}/",
    )


def test_names_of_forty_characters_stand_in_full(officer, client_of):
    centre = make_centre(LONG)
    building = make_building(LONG, centre=centre)
    make_equipment(LONG, building=building)
    make_contract([centre], name=LONG, contractor=LONG)

    assert words(page(client_of(officer), centre)).count(LONG) == 7


def test_forty_inspections_are_told_each_in_its_row(officer, client_of):
    centre = make_centre()
    for number in range(40):
        make_turn(make_building(f"{number}号館", centre=centre), due_on=date(2026, 12, 1))

    assert words(page(client_of(officer), centre)).count("消防用設備等 機器点検") == 40


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries_whatever_the_centre_has(
    officer, client_of, django_assert_num_queries, number
):
    centre = full_centre(number)
    client = client_of(officer)

    with django_assert_num_queries(15):
        page(client, centre)


def test_the_page_of_an_empty_centre_costs_no_more(officer, client_of, django_assert_num_queries):
    centre = make_centre()
    client = client_of(officer)

    with django_assert_num_queries(15):
        page(client, centre)
