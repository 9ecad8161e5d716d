"""The page that says what applies at a centre, and the forms by which a person answers otherwise."""

from __future__ import annotations

import pytest

from common.certainty import Certainty
from facilities.actions import change_building
from maintenance.models import VerdictOverrule
from tests.answers import errors, told
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_turn
from tests.factories.verdicts import make_area_type, make_lift_rule, make_overrule
from tests.pages import filled_in, links_of, words_of

pytestmark = pytest.mark.django_db


def _page(client, building):
    return client.get(f"/centres/{building.centre_id}/verdicts/")


def test_the_page_says_what_applies_why_by_which_article_how_often_and_when_next(client_of, officer):
    make_area_type(report_months=36, certainty=Certainty.SECOND_HAND)
    building = make_building(floor_area=20_001)
    turn = make_turn(building)

    response = _page(client_of(officer), building)

    words = words_of(response)
    for said in (
        "対象1件・判定できない0件・対象外0件",
        "消防用設備等機器点検",
        "延床面積が200.01㎡で、200㎡を超えるため。",
        "消防法第17条の3の3",
        "要確認",
        "6か月ごと",
        "報告3年に1回",
        "11月30日（月）",
    ):
        assert said in words
    assert f"/inspections/{turn.pk}/record/" in links_of(response).values()


def test_what_applies_and_is_not_under_watch_leads_to_the_form_that_plans_it(client_of, officer):
    make_area_type()
    building = make_building(floor_area=20_001)

    links = links_of(_page(client_of(officer), building))

    assert links["登録されていません"] == (
        f"/centres/{building.centre_id}/inspections/new/?type_code=FIR-1&target=building-{building.pk}"
    )


def test_every_missing_fact_is_named_once_and_leads_to_its_field(client_of, officer):
    make_area_type()
    make_area_type("FIR-2", name="総合点検")
    make_area_type("BLD-9", applies_when="bath", name="浴槽の水の検査")
    building = make_building()

    response = _page(client_of(officer), building)

    wanted = response.context["page"].wanted
    assert [(fact.label, fact.waiting) for fact in wanted] == [("延床面積", 2), ("入浴の設備", 1)]
    links = links_of(response)
    assert links["延床面積"] == f"/buildings/{building.pk}/edit/#id_floor_area"
    assert links["入浴の設備"] == f"/buildings/{building.pk}/edit/#id_bath"


def test_what_is_missing_is_listed_by_whose_it_is(client_of, officer):
    make_area_type()
    building = make_building("本館")
    make_building("別館", centre=building.centre)

    page = _page(client_of(officer), building).context["page"]

    assert [(subject, [fact.label for fact in facts]) for subject, facts in page.wanted_of] == [
        ("本館", ["延床面積"]),
        ("別館", ["延床面積"]),
    ]


@pytest.mark.parametrize(
    ("reported", "said"),
    [
        (250, "届け出た収容人員は250人、計算では306人で、計算のほうが56人多い。"),
        (306, "届け出た収容人員は306人、計算では306人。"),
        (None, "計算では306人。"),
    ],
)
def test_the_number_filed_with_the_fire_station_stands_beside_the_one_by_the_rule(
    client_of, officer, reported, said
):
    make_area_type()
    building = make_building(
        fire_item="1_ro",
        staff=6,
        fixed_seats=200,
        bench_width_cm=0,
        standing_area=2_000,
        other_audience_area=0,
        occupants_reported=reported,
    )

    assert said in words_of(_page(client_of(officer), building))


def test_a_missing_fact_that_cannot_change_the_answer_is_not_asked_for(client_of, officer):
    make_area_type(applies_when="floor_area > m2(200) or bath")
    building = make_building(floor_area=20_001)

    page = _page(client_of(officer), building).context["page"]

    assert (page.counts.applying, page.wanted) == (1, ())


def test_each_piece_of_equipment_has_its_own_verdicts(client_of, officer):
    make_area_type()
    make_lift_rule()
    building = make_building(lifts=1)
    lift = make_equipment("1号機", building=building)

    groups = _page(client_of(officer), building).context["page"].groups

    assert [(group.key, [line.code for line in group.lines]) for group in groups] == [
        (f"building-{building.pk}", ["FIR-1"]),
        (f"equipment-{lift.pk}", ["BLD-3"]),
    ]


def test_an_overruled_verdict_is_marked_with_reason_day_and_name(client_of, officer):
    make_area_type()
    building = make_building(floor_area=20_000)
    make_overrule(building, by=officer.pk)

    words = words_of(_page(client_of(officer), building))

    assert (
        "令和8年11月20日に見本officerさんが「対象外」から「対象」に変えました。理由：消防署に確かめたため"
        in words
    )
    assert "対象1件・判定できない0件・対象外0件" in words


def test_one_that_has_lapsed_says_which_fact_has_changed(client_of, officer):
    make_area_type()
    building = make_building(floor_area=20_000)
    make_overrule(building, by=officer.pk)
    change_building(building.pk, floor_area=19_000)

    words = words_of(_page(client_of(officer), building))

    assert "「対象」に変えましたが、延床面積が変わったため、規則の判定に戻っています。" in words
    assert "対象0件・判定できない0件・対象外1件" in words


def test_an_officer_answers_otherwise_than_the_rule(client_of, officer):
    make_area_type()
    building = make_building(floor_area=20_000)
    client = client_of(officer)
    page = links_of(_page(client, building))["判定を変える"]

    shown = words_of(client.get(page))
    empty = client.post(page, {})
    same = client.post(page, {"answer": "not", "reason": "理由"})
    done = client.post(page, {"answer": "applies", "reason": "消防署に確かめたため"})

    assert "規則の判定対象外" in shown
    assert (empty.status_code, set(errors(empty))) == (422, {"answer", "reason"})
    assert errors(same) == {"answer": ["判定はすでに「対象外」です。別の判定を選んでください。"]}
    assert done.url == f"/centres/{building.centre_id}/verdicts/"
    assert told(done) == ["「消防用設備等 機器点検」の判定を「対象」に変えました。"]
    record = VerdictOverrule.objects.get()
    assert (record.decided_by, record.decided_on.isoformat()) == (officer, "2026-11-23")


def test_a_piece_of_equipment_is_answered_at_its_own_address(client_of, officer):
    make_lift_rule()
    lift = make_equipment(building=make_building(lifts=1))

    client_of(officer).post(
        f"/equipment/{lift.pk}/piece-verdicts/BLD-3/overrule/",
        {"answer": "not", "reason": "撤去の工事中のため"},
    )

    assert VerdictOverrule.objects.get().equipment == lift


def test_it_is_taken_back_with_a_reason(client_of, officer):
    make_area_type()
    building = make_building(floor_area=20_000)
    make_overrule(building)
    client = client_of(officer)
    page = links_of(_page(client, building))["変更を取り消す"]

    empty = client.post(page, filled_in(client.get(page)))
    done = client.post(page, {**filled_in(client.get(page)), "reason": "誤りだったため"})
    again = client.get(page)

    assert (empty.status_code, list(errors(empty))) == (422, ["reason"])
    assert told(done) == ["「消防用設備等 機器点検」の判定の変更を取り消しました。"]
    assert again.status_code == 404


def test_a_centre_without_buildings_says_what_comes_first(client_of, officer):
    make_area_type()

    response = client_of(officer).get(f"/centres/{make_centre().pk}/verdicts/")

    assert "使っている建物がまだ登録されていません" in words_of(response)


def test_who_only_reads_is_offered_no_act(client_of, auditor):
    make_area_type()
    building = make_building()
    client = client_of(auditor)

    links = links_of(_page(client, building))

    assert {"判定を変える", "延床面積", "登録されていません"} & links.keys() == set()
    assert client.post(f"/buildings/{building.pk}/verdicts/FIR-1/overrule/", {}).status_code == 403


def test_what_lies_outside_is_not_there(client_of, centre_worker, officer, grant):
    grant("センター職員", "add_verdictoverrule", "change_verdictoverrule")
    make_area_type()
    own, other = make_building(floor_area=20_000), make_building(floor_area=20_000)
    record = make_overrule(other)
    client = client_of(centre_worker(own.centre))

    assert _page(client, own).status_code == 200
    for page in (
        f"/centres/{other.centre_id}/verdicts/",
        f"/buildings/{other.pk}/verdicts/FIR-1/overrule/",
        f"/verdict-overrules/{record.pk}/withdraw/",
        f"/buildings/{own.pk}/verdicts/NONE/overrule/",
    ):
        assert client.get(page).status_code == 404


def test_everything_that_applies_is_put_under_watch_at_once_as_persons_have_decided(client_of, officer):
    make_area_type()
    make_area_type("FIR-2", name="総合点検", cycle_months=12)
    make_area_type("FIR-3", name="別の点検", cycle_months=12)
    building = make_building(floor_area=20_001)
    make_overrule(building, "FIR-2", answer="not", by=officer.pk)
    make_turn(building, "FIR-3")
    client = client_of(officer)
    page = links_of(_page(client, building))["対象の点検をまとめて登録する"]

    shown = words_of(client.get(page))
    done = client.post(page)
    again = client.post(page)

    assert "登録されていない点検1件" in shown
    assert told(done) == ["点検を1件、登録しました。期限を見守ります。"]
    assert told(again)[-1] == "新しく登録する点検はありません。取りやめた点検は、1件ずつ登録してください。"
    assert sorted(building.inspections.values_list("type_code", flat=True)) == ["FIR-1", "FIR-3"]


def test_what_looks_at_equipment_waits_for_the_piece_to_be_registered(client_of, officer):
    make_lift_rule()
    building = make_building(lifts=1)

    response = _page(client_of(officer), building)

    assert response.context["page"].counts.to_plan == 0
    assert links_of(response)["設備を登録する"] == f"/buildings/{building.pk}/equipment/new/"
