from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from common.partial_dates import PartialDate
from maintenance.actions import decide_not_to_renew, succeed_contract
from maintenance.choices import ContractKind
from maintenance.models import ServiceContract
from tests.answers import errors, told
from tests.factories.accounts import make_membership, make_user
from tests.factories.centres import make_centre, make_post
from tests.factories.designated_managers import make_designation
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_turn
from tests.factories.service_contracts import make_inspecting

pytestmark = pytest.mark.django_db

LIST = "/contracts/"
NOTICE = {"notice_on_year": "9", "notice_on_month": "12", "notice_on_day": "31"}
NEW = "/contracts/new/"
TODAY = date(2026, 11, 23)
NEXT_YEAR: dict[str, Any] = {
    "name": "見本清掃業務",
    "contractor": "見本清掃",
    "contract_kind": ContractKind.SINGLE_YEAR,
    "first_on": date(2027, 4, 1),
    "last_on": date(2028, 3, 31),
}


def _filled_in(*centres, **changes):
    return {
        "name": "見本清掃業務",
        "contractor": "見本清掃",
        "contract_kind": "single_year",
        "first_on_year": "9",
        "first_on_month": "4",
        "first_on_day": "1",
        "last_on_year": "10",
        "last_on_month": "3",
        "last_on_day": "31",
        "amount": "１，２００，０００",
        "centres": [centre.pk for centre in centres],
        "post_in_charge": "",
        "internal_notes": "",
        **changes,
    }


def _page(name, contract):
    return reverse(name, args=[contract.pk])


def _listed(response):
    return [line.name for line in response.context["listing"].page.object_list]


# The list


def _some_contracts():
    here, there = make_centre("一市民センター"), make_centre("二市民センター")
    make_contract([here], name="終わって未定", first_on=date(2025, 4, 1), last_on=date(2026, 11, 22))
    make_contract([here], name="きょうまで", last_on=TODAY)
    make_contract([here], name="1か月先", last_on=date(2026, 12, 23), contract_kind=ContractKind.LONG_TERM)
    make_contract([here], name="1か月と1日先", last_on=date(2026, 12, 24))
    followed = make_contract([here, there], name="続く", last_on=date(2027, 3, 31))
    succeed_contract(followed.pk, [here], on=TODAY, **{**NEXT_YEAR, "name": "次"})
    ended = make_contract([there], name="更新しない", last_on=date(2027, 3, 30))
    decide_not_to_renew(ended.pk, on=TODAY, reason="廃止")
    past = make_contract([there], name="昔", first_on=date(2025, 4, 1), last_on=date(2026, 3, 31))
    decide_not_to_renew(past.pk, on=TODAY, reason="廃止")
    return here, there


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ("", ["終わって未定", "きょうまで", "1か月先", "1か月と1日先", "更新しない", "続く", "次"]),
        ("ending=1", ["終わって未定", "きょうまで", "1か月先"]),
        ("ending=3", ["終わって未定", "きょうまで", "1か月先", "1か月と1日先"]),
        ("ending=6", ["終わって未定", "きょうまで", "1か月先", "1か月と1日先", "更新しない", "続く"]),
        ("answered=no", ["終わって未定", "きょうまで", "1か月先", "1か月と1日先", "次"]),
        ("answered=yes", ["更新しない", "続く"]),
        ("kind=long_term", ["1か月先"]),
        ("ended=on&answered=yes", ["昔", "更新しない", "続く"]),
        ("answered=no&ending=1&kind=single_year", ["終わって未定", "きょうまで"]),
    ],
)
def test_the_list_shows_the_nearest_end_first_and_is_narrowed(officer, client_of, conditions, names):
    _some_contracts()

    assert _listed(client_of(officer).get(f"{LIST}?{conditions}")) == names


def test_a_contract_over_many_centres_is_found_under_each_of_them_once(officer, client_of):
    here, there = _some_contracts()
    client = client_of(officer)

    assert _listed(client.get(f"{LIST}?centre={there.pk}")) == ["更新しない", "続く"]
    assert _listed(client.get(f"{LIST}?centre={here.pk}&answered=yes")) == ["続く"]


@pytest.mark.parametrize(
    "garbage", ["centre=abc", "kind=x", "ending=99", "ending=-1", "answered=2", "ended=%00", "page=-3"]
)
def test_conditions_that_make_no_sense_are_left_out(officer, client_of, garbage):
    make_contract()

    response = client_of(officer).get(f"{LIST}?{garbage}")

    assert (response.status_code, _listed(response)) == (200, ["見本清掃業務"])


def test_an_empty_list_says_how_to_begin(officer, auditor, client_of):
    to_officer = client_of(officer).get(LIST).content.decode()
    to_auditor = client_of(auditor).get(LIST).content.decode()

    assert ("続いている契約はありません" in to_officer, NEW in to_officer) == (True, True)
    assert ("続いている契約はありません" in to_auditor, NEW in to_auditor) == (True, False)


def test_a_list_in_which_nothing_fits_offers_the_way_out(officer, client_of):
    make_contract()

    listing = client_of(officer).get(f"{LIST}?kind=debt_act").context["listing"]

    assert (listing.way_out.condition.value, listing.way_out.count) == ("債務負担行為", 1)


@pytest.mark.parametrize("contracts", [1, 3])
def test_the_list_costs_the_same_however_many_contracts_there_are(
    officer, client_of, django_assert_num_queries, contracts
):
    for number in range(contracts):
        make_contract([make_centre(), make_centre()], name=f"見本業務{number}")
    client = client_of(officer)

    with django_assert_num_queries(9):
        client.get(LIST)


# One contract


def test_a_contract_shows_its_term_its_centres_its_amount_and_that_nothing_follows_yet(officer, client_of):
    centres = [make_centre("一市民センター"), make_centre("二市民センター")]
    contract = make_contract(centres, post_in_charge=make_post(), internal_notes="見積もりは3社から")

    response = client_of(officer).get(_page("contract", contract))

    page = response.content.decode()
    for fact in ("令和8年4月1日", "令和9年3月31日", "1,200,000円", "市民センター担当1", "見積もりは3社から"):
        assert fact in page
    assert response.context["page"].centres == centres
    assert response.context["page"].state.word == "次は未定"
    assert _page("contract-succeed", contract) in page
    assert _page("contract-end", contract) in page


def test_a_contract_and_the_one_that_follows_lead_to_each_other(officer, client_of):
    before = make_contract()
    after = succeed_contract(before.pk, list(before.centres.all()), on=TODAY, **NEXT_YEAR)
    client = client_of(officer)

    of_before = client.get(_page("contract", before)).content.decode()
    of_after = client.get(_page("contract", after)).content.decode()

    assert f'href="{_page("contract", after)}"' in of_before
    assert f'href="{_page("contract", before)}"' in of_after
    assert _page("contract-succeed", before) not in of_before


def test_a_contract_that_is_not_renewed_says_when_and_why(officer, client_of):
    contract = make_contract()
    decide_not_to_renew(contract.pk, on=TODAY, reason="市の職員が行うため")

    page = client_of(officer).get(_page("contract", contract)).content.decode()

    assert "理由：市の職員が行うため" in page
    assert _page("contract-succeed", contract) not in page
    assert _page("contract-end", contract) not in page


def test_who_only_looks_is_offered_nothing_to_change(auditor, client_of):
    contract = make_contract()

    page = client_of(auditor).get(_page("contract", contract)).content.decode()

    for name in ("contract-edit", "contract-succeed", "contract-end"):
        assert _page(name, contract) not in page


@pytest.mark.parametrize("centres", [1, 3])
def test_the_page_of_a_contract_costs_the_same_however_many_centres_it_covers(
    officer, client_of, django_assert_num_queries, centres
):
    contract = make_contract([make_centre() for _ in range(centres)])
    client = client_of(officer)

    with django_assert_num_queries(10):
        client.get(_page("contract", contract))


# Entering and changing


def test_a_contract_over_many_centres_is_entered(officer, client_of):
    one, other, _ = make_centre(), make_centre("見本東市民センター"), make_centre("見本西市民センター")
    post = make_post()

    response = client_of(officer).post(NEW, _filled_in(one, other, post_in_charge=post.pk))

    contract = ServiceContract.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, _page("contract", contract))
    assert told(response) == ["契約「見本清掃業務」を登録しました。"]
    assert (contract.first_on, contract.last_on) == (date(2027, 4, 1), date(2028, 3, 31))
    assert (contract.amount, contract.post_in_charge) == (1_200_000, post)
    assert set(contract.centres.all()) == {one, other}
    assert list(contract.history.values_list("door", "history_user")) == [("web", officer.pk)]


def test_everything_that_is_missing_is_told_at_once(officer, client_of):
    response = client_of(officer).post(NEW, {})

    assert (response.status_code, errors(response)) == (
        422,
        {
            "name": ["契約名を入力してください。"],
            "contractor": ["契約の相手方を入力してください。"],
            "contract_kind": ["契約の種類を選んでください。"],
            "first_on": ["契約期間の初日を入力してください。"],
            "last_on": ["契約期間の末日を入力してください。"],
            "centres": ["対象の施設を選んでください。"],
        },
    )
    assert "<title>エラー：契約を登録する | 拠点</title>" in response.content.decode()
    assert ServiceContract.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"amount": "百万円"}, {"amount": ["契約金額は数字で入力してください。例：148,500"]}),
        (
            {"last_on_year": "9", "last_on_day": "30"},
            {"__all__": ["契約期間の末日は初日以後の日にしてください。"]},
        ),
        ({"last_on_day": "32"}, {"last_on": ["「令和10年3月32日」という日は暦にありません。"]}),
        ({"contract_kind": "free"}, {"contract_kind": ["契約の種類を選び直してください。"]}),
        ({"centres": ["999"]}, {"centres": ["対象の施設を選び直してください。"]}),
        ({"centres": ["abc"]}, {"centres": ["対象の施設を選び直してください。"]}),
    ],
)
def test_a_contract_that_cannot_be_is_refused_with_a_sentence(officer, client_of, changes, refused):
    response = client_of(officer).post(NEW, _filled_in(make_centre(), **changes))

    assert (response.status_code, errors(response)) == (422, refused)
    assert ServiceContract.objects.count() == 0


def test_an_amount_below_zero_is_refused(officer, client_of):
    response = client_of(officer).post(NEW, _filled_in(make_centre(), amount="-1"))

    assert (response.status_code, list(errors(response))) == (422, ["amount"])


def test_centres_that_are_abolished_are_offered_only_where_they_are_covered_already(officer, client_of):
    stands, gone = make_centre(), make_centre("見本東市民センター")
    contract = make_contract([stands, gone])
    gone.abolished_on = PartialDate.of_day(TODAY)
    gone.save()
    client = client_of(officer)

    for_new = client.get(NEW).context["form"].fields["centres"].choices
    for_this = client.get(_page("contract-edit", contract)).context["form"].fields["centres"].choices

    assert [pk for pk, _ in for_new] == [stands.pk]
    assert {pk for pk, _ in for_this} == {stands.pk, gone.pk}


def test_a_contract_is_changed(officer, client_of):
    contract, other = make_contract(), make_centre("見本東市民センター")

    response = client_of(officer).post(
        _page("contract-edit", contract), _filled_in(other, name="見本清掃業務（変更）")
    )

    contract.refresh_from_db()
    assert response.headers["Location"] == _page("contract", contract)
    assert told(response) == ["契約「見本清掃業務（変更）」の内容を保存しました。"]
    assert (contract.first_on, list(contract.centres.all())) == (date(2027, 4, 1), [other])


def test_the_form_of_a_contract_shows_what_it_covers(officer, client_of):
    contract = make_contract([make_centre(), covered := make_centre("見本東市民センター")])
    contract.coverages.exclude(centre=covered).delete()

    form = client_of(officer).get(_page("contract-edit", contract)).context["form"]

    assert (form["centres"].value(), form["amount"].value()) == ([covered.pk], "1,200,000")


def test_a_change_that_would_overlap_the_next_contract_is_refused(officer, client_of):
    before = make_contract()
    succeed_contract(before.pk, list(before.centres.all()), on=TODAY, **NEXT_YEAR)

    response = client_of(officer).post(
        _page("contract-edit", before), _filled_in(*before.centres.all(), first_on_year="8")
    )

    assert errors(response) == {"last_on": ["末日は、次の契約の初日（令和9年4月1日）より前にしてください。"]}


def test_centres_that_a_person_does_not_see_stay_covered(centre_worker, client_of):
    own, other = make_centre("一市民センター"), make_centre("二市民センター")
    contract = make_contract([own, other])
    worker = centre_worker(own)
    worker.groups.get().permissions.add(
        *Permission.objects.filter(codename__in=["view_servicecontract", "change_servicecontract"])
    )
    client = client_of(worker)

    offered = client.get(_page("contract-edit", contract)).context["form"].fields["centres"].choices
    client.post(_page("contract-edit", contract), _filled_in(own))

    assert [pk for pk, _ in offered] == [own.pk]
    assert set(contract.centres.all()) == {own, other}


# What follows


def test_the_next_contract_is_filled_in_from_this_one(officer, client_of):
    contract = make_contract([make_centre(), make_centre("見本東市民センター")], post_in_charge=make_post())

    form = client_of(officer).get(_page("contract-succeed", contract)).context["form"]

    assert {name: form[name].value() for name in ("name", "contractor", "contract_kind", "amount")} == {
        "name": "見本清掃業務",
        "contractor": "見本清掃",
        "contract_kind": "single_year",
        "amount": "1,200,000",
    }
    assert (form["first_on"].value(), form["last_on"].value()) == (date(2027, 4, 1), date(2028, 3, 31))
    assert form["centres"].value() == [centre.pk for centre in contract.centres.all()]
    assert form["post_in_charge"].value() == contract.post_in_charge_id


def test_after_a_contract_that_ends_out_of_reach_no_term_is_proposed(officer, client_of):
    contract = make_contract(notice_on=date(2026, 12, 31))
    ServiceContract.objects.filter(pk=contract.pk).update(last_on=date.max)

    answer = client_of(officer).get(_page("contract-succeed", contract))

    form = answer.context["form"]
    assert (form["first_on"].value(), form["last_on"].value(), form["notice_on"].value()) == (None,) * 3


def test_the_next_contract_is_entered_and_answers_this_one(officer, client_of):
    contract = make_contract()

    response = client_of(officer).post(
        _page("contract-succeed", contract), _filled_in(*contract.centres.all())
    )

    after = ServiceContract.objects.get(previous=contract)
    assert response.headers["Location"] == _page("contract", after)
    assert told(response) == [
        "次の契約「見本清掃業務」を登録しました。今の契約の満了は対応済みになりました。"
    ]
    assert list(ServiceContract.objects.unanswered()) == [after]


def test_the_next_contract_cannot_begin_before_this_one_ends(officer, client_of):
    contract = make_contract(last_on=date(2027, 4, 1))

    response = client_of(officer).post(
        _page("contract-succeed", contract), _filled_in(*contract.centres.all())
    )

    assert (response.status_code, errors(response)) == (
        422,
        {"first_on": ["初日は、前の契約の末日（令和9年4月1日）より後にしてください。"]},
    )
    assert ServiceContract.objects.count() == 1


def test_that_a_contract_is_not_renewed_is_decided_with_a_reason(officer, client_of):
    contract = make_contract()

    response = client_of(officer).post(_page("contract-end", contract), {"reason": "市の職員が行うため"})

    contract.refresh_from_db()
    assert response.headers["Location"] == _page("contract", contract)
    assert told(response) == ["契約「見本清掃業務」を更新しないことにしました。満了は対応済みになりました。"]
    assert (contract.not_renewed_on, contract.not_renewed_reason) == (TODAY, "市の職員が行うため")


def test_the_page_that_asks_says_what_will_happen_and_changes_nothing(officer, client_of):
    contract = make_contract()

    page = client_of(officer).get(_page("contract-end", contract)).content.decode()

    assert "<h1>この契約を更新しないことにしますか</h1>" in page
    contract.refresh_from_db()
    assert contract.not_renewed_on is None


@pytest.mark.parametrize(
    ("reason", "refused"),
    [
        ("", "更新しない理由を入力してください。"),
        (" ", "更新しない理由を入力してください。"),
        ("あ" * 201, "更新しない理由は200文字までです。いまは201文字あります。"),
    ],
)
def test_without_a_reason_nothing_is_decided(officer, client_of, reason, refused):
    contract = make_contract()

    response = client_of(officer).post(_page("contract-end", contract), {"reason": reason})

    contract.refresh_from_db()
    assert (response.status_code, errors(response)) == (422, {"reason": [refused]})
    assert contract.not_renewed_on is None


@pytest.mark.parametrize("name", ["contract-succeed", "contract-end"])
def test_what_is_answered_already_is_not_asked_again(officer, client_of, name):
    contract = make_contract()
    decide_not_to_renew(contract.pk, on=TODAY, reason="廃止")

    response = client_of(officer).get(_page(name, contract))

    assert response.headers["Location"] == _page("contract", contract)
    assert told(response) == ["この契約は、更新しないと決めたものです。"]


def test_who_answers_second_gets_the_sentence(officer, chief, client_of):
    contract = make_contract()
    client_of(officer).post(_page("contract-end", contract), {"reason": "市の職員が行うため"})

    again = client_of(chief).post(_page("contract-end", contract), {"reason": "ほかの理由"})
    followed = client_of(chief).post(_page("contract-succeed", contract), _filled_in(*contract.centres.all()))

    sentence = {"__all__": ["この契約は、更新しないと決めたものです。"]}
    assert [(answer.status_code, errors(answer)) for answer in (again, followed)] == [(422, sentence)] * 2
    contract.refresh_from_db()
    assert (contract.not_renewed_reason, ServiceContract.objects.count()) == ("市の職員が行うため", 1)


# Who may


@pytest.mark.parametrize("role", ["センター職員", "地域団体"])
@pytest.mark.parametrize(
    "page", [LIST, NEW, "/contracts/1/", "/contracts/1/edit/", "/contracts/1/successor/"]
)
def test_contracts_are_the_papers_of_the_city(person, client_of, role, page):
    assert client_of(person("somebody", role)).get(page).status_code == 403


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者"])
def test_who_only_looks_may_look_and_nothing_else(person, client_of, role):
    contract = make_contract()
    client = client_of(person("somebody", role))

    looking = [client.get(page).status_code for page in (LIST, _page("contract", contract))]
    changing = [
        client.post(page, _filled_in(*contract.centres.all())).status_code
        for page in (
            NEW,
            *(_page(name, contract) for name in ("contract-edit", "contract-succeed", "contract-end")),
        )
    ]

    assert (looking, changing) == ([200, 200], [403, 403, 403, 403])
    assert ServiceContract.objects.count() == 1


@pytest.mark.parametrize("name", ["contract", "contract-edit", "contract-succeed", "contract-end"])
def test_a_contract_of_other_centres_is_not_found_even_with_the_permission(centre_worker, client_of, name):
    contract = make_contract()
    worker = centre_worker(make_centre())
    worker.groups.get().permissions.add(*Permission.objects.filter(content_type__model="servicecontract"))

    assert client_of(worker).get(_page(name, contract)).status_code == 404


@pytest.mark.parametrize("page", [LIST, NEW, "/contracts/1/", "/contracts/1/not-renewed/"])
def test_who_is_not_signed_in_is_led_to_the_sign_in(client, page):
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("centres", [1, 3])
def test_the_forms_cost_the_same_however_many_centres_there_are(
    officer, client_of, django_assert_num_queries, centres
):
    contract = make_contract([make_centre() for _ in range(centres)])
    client = client_of(officer)

    with django_assert_num_queries(6):
        client.get(NEW)
    with django_assert_num_queries(10):
        client.get(_page("contract-edit", contract))
    with django_assert_num_queries(9):
        client.get(_page("contract-succeed", contract))
    with django_assert_num_queries(5):
        client.get(_page("contract-end", contract))


def test_a_contract_is_entered_with_what_it_inspects_and_its_notice_day(officer, client_of, catalogues):
    centre = make_centre()
    client = client_of(officer)
    sent = {**_filled_in(centre), "types": ["FIR-1"], "number": "第12号", **NOTICE}

    answer = client.post(NEW, sent)

    contract = ServiceContract.objects.get()
    assert (answer.status_code, contract.number, contract.notice_on) == (302, "第12号", date(2027, 12, 31))
    assert list(contract.types.values_list("type_code", flat=True)) == ["FIR-1"]


def test_equipment_and_yearly_amounts_are_entered_on_pages_of_their_own(officer, client_of):
    lift = make_equipment("1号機", building=make_building())
    contract = make_contract([lift.building.centre])
    client = client_of(officer)

    client.post(_page("contract-equipment", contract), {"equipment": [lift.pk]})
    client.post(_page("contract-years", contract), {"year_2026": "1,200,000"})

    page = client.get(_page("contract", contract)).content.decode()
    assert list(contract.pieces.values_list("equipment", flat=True)) == [lift.pk]
    assert dict(contract.years.values_list("fiscal_year", "amount")) == {2026: 1_200_000}
    assert "1号機" in page
    assert "年度別の金額" in page


def test_amounts_that_do_not_add_up_are_refused_in_words(officer, client_of):
    contract = make_contract()

    answer = client_of(officer).post(_page("contract-years", contract), {"year_2026": "1200001"})

    assert answer.status_code == 422
    sentence = "年度別の金額の合計1,200,001円が、契約金額1,200,000円と合いません。"
    assert sentence in str(answer.context["form"].errors)
    assert not contract.years.exists()


def test_the_next_contract_is_proposed_with_the_same_inspections_and_notice_day(officer, client_of):
    contract = make_inspecting(notice_on=date(2026, 12, 31))

    form = client_of(officer).get(_page("contract-succeed", contract)).context["form"]

    assert (form.initial["types"], form.initial["notice_on"]) == (["FIR-1"], date(2027, 12, 31))


def test_the_list_is_narrowed_to_an_inspection_and_a_post(officer, client_of):
    post = make_post("設備担当")
    make_inspecting(name="消防の契約", post_in_charge=post)
    make_contract(name="清掃の契約")
    client = client_of(officer)

    found = [
        [line.name for line in client.get(LIST + query).context["listing"].page.object_list]
        for query in ("?type=FIR-1", f"?post={post.pk}")
    ]

    assert found == [["消防の契約"], ["消防の契約"]]


def test_inspections_without_a_contract_are_found_in_their_list(officer, client_of):
    building = make_building()
    make_inspecting([building.centre])
    make_turn(building, due_on=date(2027, 4, 1))
    make_turn(make_building("別館", centre=building.centre), due_on=date(2027, 3, 31))

    answer = client_of(officer).get("/inspections/?uncovered=on")

    lines = answer.context["listing"].page.object_list
    assert [(line.due_on, line.uncovered) for line in lines] == [(date(2027, 4, 1), True)]
    assert "契約なし" in answer.content.decode()


def test_a_group_is_told_nothing_of_contracts(client_of, roles):
    person = make_user("見本", "地域団体")
    designation = make_designation(first_on=date(2026, 4, 1))
    make_membership(person, designation.organisation, first_on=date(2026, 4, 1))
    building = make_building(centre=designation.centre)
    make_inspecting([building.centre])
    turn = make_turn(building, due_on=date(2027, 4, 1))
    client = client_of(person)

    pages = [client.get("/inspections/?uncovered=on"), client.get(f"/inspections/{turn.pk}/record/")]

    assert [(page.status_code, "契約" in page.content.decode()) for page in pages] == [(200, False)] * 2
