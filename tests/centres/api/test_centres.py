from __future__ import annotations

from datetime import date

import pytest
import time_machine

from centres.models import Centre
from common.certainty import Certainty
from common.partial_dates import PartialDate
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_membership
from tests.factories.centres import make_centre, make_district, make_post, make_suspension
from tests.factories.designated_managers import make_designation

pytestmark = pytest.mark.django_db

LIST = "centres/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


def _one(centre: Centre) -> str:
    return f"{LIST}{centre.pk}/"


def test_a_centre_is_answered_with_all_that_is_known_of_it(officer):
    district, post = make_district("熊毛地区"), make_post()
    after = make_centre("後の市民センター")
    centre = make_centre(
        "前の市民センター",
        code="352152-0000001001",
        kana="まえのしみんせんたー",
        district=district,
        post_in_charge=post,
        latitude="34.05512345",
        longitude="131.80612345",
        opens_at="8:30",
        closes_at="22:00",
        opened_on=PartialDate.of_month(1981, 3),
        internal_notes="内部だけ",
        successor_ids=[after.pk],
        statements={"opened_on": {"certainty": Certainty.UNVERIFIED, "source": "公共施設一覧"}},
    )
    make_suspension(centre, first_on=date(2026, 11, 1), last_on=date(2026, 11, 23))

    response = Api(officer).get(_one(centre))

    assert response.status_code == 200
    assert response.json() == {
        "id": centre.pk,
        "code": "352152-0000001001",
        "name": "前の市民センター",
        "kana": "まえのしみんせんたー",
        "nickname": "",
        "kind": {"code": "civic_centre", "label": "市民センター"},
        "status": {"code": "suspended", "label": "休止中", "day_uncertain": False},
        "district": {"id": district.pk, "name": "熊毛地区"},
        "is_hub": False,
        "postal_code": "",
        "address": "",
        "phone": "",
        "latitude": 34.05512345,
        "longitude": 131.80612345,
        "opens_at": "08:30",
        "closes_at": "22:00",
        "closed_days": "",
        "planned_on": None,
        "works_began_on": None,
        "opened_on": {
            "text": "昭和56年3月",
            "first": "1981-03-01",
            "last": "1981-03-31",
            "precision": "month",
        },
        "abolished_on": None,
        "ordinance": "",
        "post_in_charge": {"id": post.pk, "name": "市民センター担当1"},
        "internal_notes": "内部だけ",
        "suspensions": [{"first_on": "2026-11-01", "last_on": "2026-11-23", "reason": "改修工事"}],
        "successors": [{"id": after.pk, "name": "後の市民センター"}],
        "stated_facts": {
            "opened_on": {
                "certainty": {"code": "unverified", "label": "要確認"},
                "source": "公共施設一覧",
                "source_url": "",
                "note": "",
            }
        },
    }


def test_the_list_comes_in_the_order_of_the_names(officer):
    second, first = make_centre(kana="い"), make_centre(kana="あ")

    assert ids(Api(officer).get(LIST)) == [first.pk, second.pk]


NEW = {"code": "352152-1", "name": "新しい市民センター", "kind": "civic_centre"}


def test_a_centre_is_entered_by_the_act_of_the_pages_and_the_history_says_by_which_door(officer):
    district, after = make_district(), make_centre("後の市民センター")
    body = {
        **NEW,
        "district": district.pk,
        "opened_on": "令和3年2月",
        "opens_at": "08:30",
        "latitude": 34.05512345,
        "successors": [after.pk],
        "stated_facts": {"opened_on": {"certainty": "verified", "source": "公共施設一覧"}},
    }

    response = Api(officer).post(LIST, body)

    centre = Centre.objects.get(code="352152-1")
    assert (response.status_code, response.headers["Location"]) == (
        201,
        f"http://testserver/api/v1/centres/{centre.pk}/",
    )
    assert response.json()["opened_on"]["text"] == "令和3年2月"
    assert (centre.district, centre.opened_on) == (district, PartialDate.of_month(2021, 2))
    assert list(centre.successors.all()) == [after]
    assert centre.stated_facts.get().source == "公共施設一覧"
    assert list(centre.history.values_list("door", "history_user")) == [("api", officer.pk)]


def test_only_what_is_sent_is_changed(officer):
    centre = make_centre(phone="0834-22-0442", opened_on=PartialDate.of_fiscal_year(1970))

    response = Api(officer).patch(_one(centre), {"name": "別の市民センター", "kind": None})

    centre.refresh_from_db()
    assert (response.status_code, response.json()["name"]) == (200, "別の市民センター")
    assert (centre.name, centre.kind, centre.phone) == ("別の市民センター", "", "0834-22-0442")
    assert centre.opened_on == PartialDate.of_fiscal_year(1970)
    assert centre.history.first().door == "api"


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_changed(officer):
    make_centre(code="352152-1")
    wrong = {
        **NEW,
        "name": 7,
        "kind": "castle",
        "district": 999,
        "phone": "電話",
        "opened_on": "いつか",
        "latitude": "34",
        "abolished_on": ["2026"],
        "opens_at": "22:00",
        "closes_at": "08:30",
        "size": 3,
    }

    response = Api(officer).post(LIST, wrong)

    status, problems = refusal(response)
    assert status == 400
    assert sorted(problems) == [
        ("__all__-invalid", ""),
        ("abolished_on-invalid", "abolished_on"),
        ("code-unique", "code"),
        ("district-not_found", "district"),
        ("field-unknown", "size"),
        ("kind-invalid_choice", "kind"),
        ("latitude-invalid", "latitude"),
        ("name-invalid", "name"),
        ("opened_on-not_a_day", "opened_on"),
        ("phone-invalid", "phone"),
    ]
    assert Centre.objects.count() == 1


def test_a_centre_may_not_succeed_itself(officer):
    centre = make_centre()

    response = Api(officer).patch(_one(centre), {"successors": [centre.pk]})

    assert refusal(response) == (400, [("successors-not_found", "successors")])


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者", "センター職員", "地域団体"])
def test_who_does_not_keep_the_register_may_not_enter_or_change_a_centre(person, role):
    centre = make_centre()
    api = Api(person("somebody", role))

    assert [refusal(api.post(LIST, NEW)), refusal(api.patch(_one(centre), {"name": "別"}))] == [(403, [])] * 2
    assert list(Centre.objects.values_list("name", flat=True)) == ["見本市民センター"]


def test_who_is_not_signed_in_is_told_how(db):
    response = Api().get(LIST)

    assert refusal(response) == (401, [])
    assert response.headers["WWW-Authenticate"] == "Token"


def test_a_centre_worker_finds_the_own_centre_only(centre_worker):
    own, other = make_centre(), make_centre()
    api = Api(centre_worker(own))

    assert ids(api.get(LIST)) == [own.pk]
    assert api.get(_one(own)).status_code == 200
    assert refusal(api.get(_one(other))) == (404, [])


def test_the_successor_outside_the_scope_is_not_named(centre_worker):
    after = make_centre()
    own = make_centre(successor_ids=[after.pk])

    assert Api(centre_worker(own)).get(_one(own)).json()["successors"] == []


def test_a_group_reads_its_centre_without_what_is_the_citys_own(group_member):
    designation = make_designation()
    make_membership(group_member, designation.organisation, first_on=date(2024, 4, 1))
    make_centre()
    api = Api(group_member)

    answer = api.get(_one(designation.centre)).json()

    assert ids(api.get(LIST)) == [designation.centre_id]
    assert {"internal_notes", "stated_facts"} & answer.keys() == set()
    assert answer["name"] == "見本市民センター"
    assert refusal(api.get(f"{LIST}?fields=name,internal_notes")) == (400, [("fields-unknown", "fields")])


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("kind=exchange_hall", ["い"]),
        ("status=suspended", ["あ"]),
        ("is_hub=true", ["う"]),
        ("is_hub=false&kind=civic_centre", ["あ"]),
        ("q=ア", ["あ"]),
        ("code=999999-う", ["う"]),
        ("district=999", []),
    ],
)
def test_the_list_is_narrowed(officer, condition, names):
    suspended = make_centre("あ", kana="あ", code="999999-あ")
    make_suspension(suspended, first_on=date(2026, 11, 23))
    make_centre("い", kana="い", code="999999-い", kind="exchange_hall")
    make_centre("う", kana="う", code="999999-う", is_hub=True)

    response = Api(officer).get(f"{LIST}?{condition}&fields=name")

    assert response.json()["results"] == [{"name": name} for name in names]


@pytest.mark.parametrize("centres", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, centres):
    last = make_centre()
    for _ in range(centres):
        last = make_centre(
            district=make_district(),
            post_in_charge=make_post(),
            successor_ids=[last.pk],
            statements={"name": {"certainty": Certainty.VERIFIED, "source": "条例"}},
        )
        make_suspension(last, first_on=date(2026, 11, 1))
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(_one(last))
