from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission

from centres.models import Centre
from common.deadlines import Side
from config.api.urls import router
from reminders.api.serializers import RESOURCES
from reminders.choices import FlagKind
from reminders.models import Flag
from tests.api import COST, Api, ids, refusal
from tests.factories.centres import make_centre, make_post
from tests.factories.maintenance import make_contract

pytestmark = pytest.mark.django_db

LIST = "flags/"


def _flag(centre: Centre | None, **facts) -> Flag:
    return Flag.objects.create(
        **{
            "kind": "inspection",
            "subject_id": Flag.objects.count() + 1,
            "due_on": date(2026, 11, 30),
            "centre": centre,
            "side": Side.CITY,
            "stage": "7d",
            "stage_rank": 7,
            "opened_on": date(2026, 11, 23),
            **facts,
        }
    )


def test_a_flag_tells_what_is_due_and_where_to_find_it(officer):
    post = make_post()
    flag = _flag(make_centre(post_in_charge=post), post=post, subject_id=5)

    assert Api(officer).get(f"{LIST}{flag.pk}/").json() == {
        "id": flag.pk,
        "kind": {"code": "inspection", "label": "点検"},
        "subject": {"resource": "inspections", "id": 5},
        "due_on": "2026-11-30",
        "centre": {"id": flag.centre_id, "name": "見本市民センター"},
        "post": {"id": post.pk, "name": "市民センター担当1"},
        "side": "city",
        "stage": {"code": "7d", "label": "7日前"},
        "opened_on": "2026-11-23",
        "closed_on": None,
        "close_reason": None,
    }


def test_flags_are_only_read(officer):
    flag = _flag(make_centre())
    api = Api(officer)

    assert refusal(api.post(LIST, {})) == refusal(api.patch(f"{LIST}{flag.pk}/", {})) == (405, [])


def test_a_centre_worker_reads_the_flags_of_the_own_centre_and_of_no_contract(centre_worker):
    own, other = make_centre(), make_centre()
    contract = make_contract([own, other])
    flag = _flag(own)
    _flag(other)
    _flag(None, kind="contract", subject_id=contract.pk)
    worker = centre_worker(own)

    without = ids(Api(worker).get(LIST))
    worker.groups.get().permissions.add(Permission.objects.get(codename="view_servicecontract"))
    with_contracts = Api(type(worker).objects.get(pk=worker.pk)).get(LIST)

    assert without == [flag.pk]
    assert len(ids(with_contracts)) == 2


def test_a_post_outside_the_scope_is_not_named(centre_worker):
    own = make_centre()
    flag = _flag(own, post=make_post("係長"))

    assert Api(centre_worker(own)).get(f"{LIST}{flag.pk}/").json()["post"] is None


def test_a_group_reads_no_flags(group_member):
    assert refusal(Api(group_member).get(LIST)) == (403, [])


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("open=true", [0]),
        ("open=false", [1]),
        ("kind=designation_end", [1]),
        ("due_to=2026-11-30", [0]),
        ("due_from=2026-12-01", [1]),
    ],
)
def test_the_list_is_narrowed(officer, condition, found):
    made = [
        _flag(make_centre()),
        _flag(
            make_centre(),
            kind="designation_end",
            due_on=date(2026, 12, 1),
            closed_on=date(2026, 11, 23),
            close_reason="answered",
        ),
    ]

    assert ids(Api(officer).get(f"{LIST}?{condition}")) == [made[index].pk for index in found]


def test_the_flag_of_a_contract_is_found_under_each_of_its_centres(officer):
    here, there = make_centre(), make_centre()
    flag = _flag(None, kind="contract", subject_id=make_contract([here, there]).pk)

    assert ids(Api(officer).get(f"{LIST}?centre={there.pk}")) == [flag.pk]


@pytest.mark.parametrize("flags", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, flags):
    made = [_flag(make_centre(), post=make_post()) for _ in range(flags)]
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(f"{LIST}{made[0].pk}/")


def test_what_a_flag_speaks_of_stands_under_its_address_and_only_rounds_and_people_have_none():
    known = {name for name, _, _ in router.registry}

    assert set(RESOURCES.values()) <= known
    assert set(FlagKind) - RESOURCES.keys() == {FlagKind.ROUND_ANSWER, FlagKind.ACCOUNT_END}
