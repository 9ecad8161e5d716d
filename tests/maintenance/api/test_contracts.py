from __future__ import annotations

from datetime import date

import pytest

from centres.models import Centre
from common.scope import Scope
from maintenance.models import ServiceContract
from maintenance.queries.contracts import covered_unseen
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre, make_post
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_type
from tests.factories.service_contracts import make_inspecting

pytestmark = pytest.mark.django_db

LIST = "service-contracts/"


def _one(contract: ServiceContract, act: str = "") -> str:
    return f"{LIST}{contract.pk}/{act}"


def _body(*centres: Centre, **changes) -> dict:
    return {
        "name": "見本清掃業務",
        "contractor": "見本清掃",
        "contract_kind": "single_year",
        "first_on": "2027-04-01",
        "last_on": "2028-03-31",
        "amount": 1_200_000,
        "centres": [centre.pk for centre in centres],
        **changes,
    }


def test_a_contract_is_signed_over_its_centres(officer):
    here, there, post = make_centre("一", kana="い"), make_centre("二", kana="に"), make_post()

    response = Api(officer).post(LIST, _body(there, here, post_in_charge=post.pk))

    contract = ServiceContract.objects.get()
    answer = response.json()
    assert response.status_code == 201
    assert answer["centres"] == [{"id": here.pk, "name": "一"}, {"id": there.pk, "name": "二"}]
    assert (answer["amount"], answer["contract_kind"]["label"]) == (1_200_000, "単年度契約")
    assert contract.history.get().door == "api"


def test_a_change_leaves_the_centres_alone_unless_it_names_them(officer):
    here, there = make_centre(), make_centre()
    contract = make_contract([here, there])
    api = Api(officer)

    renamed = api.patch(_one(contract), {"name": "見本警備業務"})
    moved = api.patch(_one(contract), {"centres": [there.pk]})

    assert renamed.json()["name"] == "見本警備業務"
    assert [centre["id"] for centre in renamed.json()["centres"]] == sorted([here.pk, there.pk])
    assert [centre["id"] for centre in moved.json()["centres"]] == [there.pk]


def test_centres_outside_the_scope_stay_covered():
    here, there = make_centre(), make_centre()
    contract = make_contract([here, there])
    scope = Scope(
        every_centre=False, centre_ids=frozenset({here.pk}), organisation_ids=frozenset(), internal=True
    )

    assert covered_unseen(contract, scope=scope) == [there]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_changed(officer):
    centre = make_centre()
    wrong = _body(
        centre, amount=-1, contract_kind="", last_on="2027-03-31", centres=[centre.pk, 999], post_in_charge=7
    )

    status, problems = refusal(Api(officer).post(LIST, wrong))

    assert (status, sorted(problems)) == (
        400,
        [
            ("__all__-invalid", ""),
            ("amount-min_value", "amount"),
            ("centres-not_found", "centres"),
            ("contract_kind-invalid_choice", "contract_kind"),
            ("post_in_charge-not_found", "post_in_charge"),
        ],
    )
    assert ServiceContract.objects.count() == 0


def test_the_contract_that_follows_answers_the_end_of_this_one(officer):
    before = make_contract()
    centre = before.centres.get()
    api = Api(officer)

    response = api.post(_one(before, "successor/"), _body(centre))
    again = api.post(_one(before, "successor/"), _body(centre))

    after = ServiceContract.objects.get(previous=before)
    assert response.status_code == 201
    assert response.headers["Location"].endswith(f"/api/v1/{_one(after)}")
    assert response.json()["previous"] == {"id": before.pk, "name": "見本清掃業務"}
    assert api.get(_one(before)).json()["successor"] == {"id": after.pk, "name": "見本清掃業務"}
    assert refusal(again) == (409, [("previous-unique", "previous"), ("has-successor", "")])


def test_a_contract_follows_after_the_end_only(officer):
    before = make_contract()

    response = Api(officer).post(
        _one(before, "successor/"), _body(before.centres.get(), first_on="2027-03-31")
    )

    assert refusal(response) == (400, [("starts-too-early", "first_on")])


def test_it_is_decided_with_a_reason_that_nothing_follows(officer):
    contract = make_contract()
    api = Api(officer)

    nothing_said = api.post(_one(contract, "not-renewed/"), {"reason": " "})
    done = api.post(_one(contract, "not-renewed/"), {"reason": "市の職員が行うため"})
    again = api.post(_one(contract, "not-renewed/"), {"reason": "市の職員が行うため"})

    assert refusal(nothing_said) == (400, [("reason-blank", "reason")])
    assert (done.status_code, done.json()["not_renewed_on"]) == (200, "2026-11-23")
    assert refusal(again) == (409, [("not-renewed", "")])


@pytest.mark.parametrize("role", ["監査委員事務局", "センター職員", "地域団体"])
def test_who_does_not_keep_the_papers_changes_no_contract(person, role):
    contract = make_contract()
    api = Api(person("somebody", role))

    refusals = [
        refusal(api.post(LIST, _body())),
        refusal(api.patch(_one(contract), {"name": "別"})),
        refusal(api.post(_one(contract, "successor/"), _body())),
        refusal(api.post(_one(contract, "not-renewed/"), {"reason": "廃止"})),
    ]

    assert refusals == [(403, [])] * 4
    assert ServiceContract.objects.get().name == "見本清掃業務"


def test_no_group_reads_a_contract(roles):
    contract = make_contract()
    api = Api(make_group(contract.centres.get()))

    assert [refusal(api.get(LIST)), refusal(api.get(_one(contract)))] == [(403, [])] * 2


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("answered=false", ["三月まで", "四月まで"]),
        ("answered=true", ["更新しない"]),
        ("last_to=2027-03-31", ["三月まで"]),
        ("last_from=2027-04-01", ["四月まで", "更新しない"]),
        ("contract_kind=long_term", ["四月まで"]),
    ],
)
def test_the_list_comes_by_the_last_day_and_is_narrowed(officer, condition, names):
    make_contract(name="四月まで", last_on=date(2027, 4, 1), contract_kind="long_term")
    make_contract(name="三月まで", last_on=date(2027, 3, 31))
    ended = make_contract(name="更新しない", last_on=date(2027, 5, 1))
    Api(officer).post(_one(ended, "not-renewed/"), {"reason": "廃止"})

    rows = Api(officer).get(f"{LIST}?{condition}").json()["results"]

    assert [row["name"] for row in rows] == names


def test_a_contract_is_found_under_each_of_its_centres(officer):
    here, there = make_centre(), make_centre()
    contract = make_contract([here, there])
    make_contract([here])

    assert ids(Api(officer).get(f"{LIST}?centre={there.pk}")) == [contract.pk]


@pytest.mark.parametrize("contracts", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, contracts):
    made = [make_contract([make_centre(), make_centre()]) for _ in range(contracts)]
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(_one(made[0]))


def test_a_contract_says_and_takes_what_it_takes_on(officer):
    lift = make_equipment("1号機", building=make_building())
    make_type()
    sent = {
        "number": "第12号",
        "notice_on": "2027-12-31",
        "types": ["FIR-1"],
        "equipment": [lift.pk],
        "years": [{"fiscal_year": 2027, "amount": 1_200_000}],
    }

    response = Api(officer).post(LIST, _body(lift.building.centre, **sent))

    answer = response.json()
    assert response.status_code == 201
    assert {name: answer[name] for name in sent} == {
        **sent,
        "equipment": [{"id": lift.pk, "name": "1号機"}],
    }


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"types": ["NO-SUCH"]}, "type-unknown"),
        ({"types": "FIR-1"}, "types-shape"),
        ({"years": [{"fiscal_year": 2026, "amount": 1}]}, "year-outside"),
        ({"years": [{"fiscal_year": 2027, "amount": 1_200_001}]}, "years-sum"),
        ({"years": [{"fiscal_year": 2027, "amount": -1}]}, "years-shape"),
        ({"years": [{"fiscal_year": 2027, "amount": 1}] * 2}, "years-twice"),
        ({"notice_on": "2028-04-01"}, "__all__-invalid"),
    ],
)
def test_a_scope_that_cannot_be_is_refused(officer, sent, code):
    response = Api(officer).post(LIST, _body(make_centre(), **sent))

    assert response.status_code == 400
    assert code in [one["code"] for one in response.json()["problems"]]
    assert not ServiceContract.objects.exists()


def test_contracts_are_found_by_their_inspections_and_fiscal_years(officer):
    inspecting = make_inspecting()
    make_contract(name="前の契約", first_on=date(2025, 4, 1), last_on=date(2026, 3, 31))
    api = Api(officer)

    found = [
        ids(api.get(f"{LIST}?{condition}"))
        for condition in ("inspection_type=FIR-1", "fiscal_year=2026", "fiscal_year=2027", "fiscal_year=9999")
    ]

    assert found == [[inspecting.pk], [inspecting.pk], [], []]
