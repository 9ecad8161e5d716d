from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reminders.models import Flag, Notice, Response
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_membership, make_user
from tests.factories.centres import make_centre
from tests.reminders.answering import WEDNESDAY, make_office, make_report
from tests.reminders.conftest import night

pytestmark = pytest.mark.usefixtures("catalogues")

LIST = "notices/"
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def office(catalogues):
    return make_office()


@pytest.fixture
def told(office) -> dict[str, Notice]:
    """A report of which the officer and a member of the body were told."""
    make_report(office.designation)
    night(WEDNESDAY)
    return {notice.recipient.login_name: notice for notice in Notice.objects.all()}


def test_a_notice_tells_who_was_told_of_what_when_and_why(office, told):
    notice = told["dantai1"]
    notice.acknowledged_at = NOON
    notice.save()

    assert Api(office.officer).get(f"{LIST}{notice.pk}/").json() == {
        "id": notice.pk,
        "kind": {"code": "obligation", "label": "協定の義務"},
        "subject": {"resource": "obligations", "id": notice.subject_id},
        "due_on": "2026-12-25",
        "centre": {"id": office.centre.pk, "name": "見本市民センター"},
        "post": {"id": office.post.pk, "name": "担当1"},
        "side": "manager",
        "stage": {"code": "30d", "label": "30日前"},
        "rung_on": "2026-11-25",
        "recipient": {"id": office.member.pk, "name": "見本 dantai1"},
        "why": {"code": "member", "label": "団体の構成員"},
        "via": {"id": office.member.pk, "name": "見本 dantai1"},
        "sent_at": None,
        "may_repeat": False,
        "dropped_on": None,
        "dropped_why": None,
        "acknowledged_at": "2026-11-23T12:00:00+09:00",
    }


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("0d", "当日"),
        ("+14d", "14日超過"),
        ("@2026-12-01", "12月1日（火）にもう一度"),
        ("!17", "至急"),
        ("unknown", "期日不明・要確認"),
        ("6m", "6か月前"),
    ],
)
def test_every_stage_of_the_ledger_has_its_words(office, told, code, label):
    Notice.objects.filter(pk=told["tanto1"].pk).update(stage=code)

    assert Api(office.officer).get(f"{LIST}{told['tanto1'].pk}/").json()["stage"] == {
        "code": code,
        "label": label,
    }


def test_a_group_reads_what_its_members_were_told_and_no_name_but_ones_own(office, told):
    colleague = make_user("dantai2", "地域団体")
    make_membership(colleague, office.designation.organisation, first_on=date(2022, 4, 1))
    Notice.objects.filter(pk=told["dantai1"].pk).update(via=office.officer)

    own = Api(office.member).get(LIST).json()["results"]
    others = Api(colleague).get(LIST).json()["results"]

    assert [(row["id"], row["recipient"], row["via"]) for row in own] == [
        (told["dantai1"].pk, {"id": office.member.pk, "name": "見本 dantai1"}, None)
    ]
    assert [(row["id"], row["recipient"], row["via"]) for row in others] == [(told["dantai1"].pk, None, None)]


def test_a_group_does_not_ask_who_else_was_told(office, told):
    assert refusal(Api(office.member).get(f"{LIST}?recipient={office.officer.pk}"))[0] == 400
    assert ids(Api(office.officer).get(f"{LIST}?recipient={office.member.pk}")) == [told["dantai1"].pk]


def test_notices_to_the_city_and_of_other_bodies_are_as_if_there_were_none(office, told):
    stranger = make_user("yoso", "地域団体")

    answers = [
        Api(office.member).get(f"{LIST}{told['tanto1'].pk}/"),
        Api(stranger).get(f"{LIST}{told['dantai1'].pk}/"),
        Api(stranger).post(f"{LIST}{told['dantai1'].pk}/acknowledge/", {}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_a_centre_worker_reads_no_notice_of_what_they_may_not_see(office, told, centre_worker):
    assert ids(Api(centre_worker(office.centre)).get(LIST)) == []


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("mine=true", ["tanto1"]),
        ("mine=false", ["dantai1"]),
        ("kind=obligation", ["dantai1", "tanto1"]),
        ("kind=inspection", []),
        ("rung_from=2026-11-25", ["dantai1", "tanto1"]),
        ("rung_from=2026-11-26", []),
        ("rung_to=2026-11-24", []),
        ("rung_to=2026-11-25", ["dantai1", "tanto1"]),
        ("acknowledged=true", ["dantai1"]),
        ("acknowledged=false", ["tanto1"]),
        ("sent=true", ["dantai1"]),
        ("sent=false", ["tanto1"]),
        ("dropped=true", ["tanto1"]),
        ("dropped=false", ["dantai1"]),
        ("waiting=true", []),
        ("waiting=false", ["dantai1", "tanto1"]),
    ],
)
def test_the_list_is_narrowed(office, told, condition, found):
    Notice.objects.filter(pk=told["dantai1"].pk).update(sent_at=NOON, acknowledged_at=NOON)
    Notice.objects.filter(pk=told["tanto1"].pk).update(
        dropped_on=WEDNESDAY, dropped_why="settled", message=None
    )

    asked = ids(Api(office.officer).get(f"{LIST}?{condition}"))

    assert sorted(asked) == sorted(told[who].pk for who in found)


def test_a_centre_narrows_the_list_to_its_own(office, told):
    elsewhere = make_centre()
    api = Api(office.officer)

    found = [ids(api.get(f"{LIST}?centre={pk}")) for pk in (office.centre.pk, elsewhere.pk)]

    assert [sorted(pks) for pks in found] == [sorted(notice.pk for notice in told.values()), []]


def test_one_acknowledges_what_one_was_told_and_may_say_it_twice(office, told):
    api = Api(office.officer)
    place = f"{LIST}{told['tanto1'].pk}/acknowledge/"

    first, again = api.post(place, {}), api.post(place, {})

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert first.json()["acknowledged_at"] == "2026-11-23T12:00:00+09:00"
    assert [(one.flag, one.act, one.by) for one in Response.objects.all()] == [
        (Flag.objects.get(), "acknowledged", office.officer)
    ]


def test_a_member_acknowledges_too(office, told):
    answer = Api(office.member).post(f"{LIST}{told['dantai1'].pk}/acknowledge/", {})

    assert (answer.status_code, answer.json()["acknowledged_at"]) == (200, "2026-11-23T12:00:00+09:00")


def test_what_was_dropped_before_it_went_out_is_not_acknowledged(office, told):
    Notice.objects.update(dropped_on=date(2026, 11, 23), dropped_why="settled", message=None)

    answer = Api(office.officer).post(f"{LIST}{told['tanto1'].pk}/acknowledge/", {})

    assert refusal(answer) == (409, [("notice-dropped", "")])
    assert Notice.objects.exclude(acknowledged_at=None).count() == 0


def test_nobody_acknowledges_for_another(office, told):
    answer = Api(office.officer).post(f"{LIST}{told['dantai1'].pk}/acknowledge/", {})

    assert refusal(answer) == (404, [])
    assert Notice.objects.exclude(acknowledged_at=None).count() == 0


def test_there_is_nothing_to_say_besides(office, told):
    answer = Api(office.officer).post(f"{LIST}{told['tanto1'].pk}/acknowledge/", {"reason": "見た"})

    assert refusal(answer) == (400, [("field-unknown", "reason")])


def test_notices_are_neither_made_nor_changed_here(office, told):
    api = Api(office.officer)

    assert refusal(api.post(LIST, {})) == (405, [])
    assert refusal(api.patch(f"{LIST}{told['tanto1'].pk}/", {})) == (405, [])


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(office, number, django_assert_num_queries):
    for month in range(11, 11 - number, -1):
        make_report(office.designation, month)
    night(WEDNESDAY)
    api = Api(office.officer)

    first = Notice.objects.earliest("pk").pk

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(f"{LIST}{first}/")
