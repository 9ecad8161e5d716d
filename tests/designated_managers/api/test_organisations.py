from __future__ import annotations

from datetime import date

import pytest

from designated_managers.models import Organisation
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation

pytestmark = pytest.mark.django_db

LIST = "organisations/"
NEW = {"name": "見本協議会", "kind": "running_council"}


def _one(body: Organisation) -> str:
    return f"{LIST}{body.pk}/"


def test_an_organisation_is_entered_and_changed_by_the_acts_of_the_pages(officer):
    api = Api(officer)

    made = api.post(LIST, NEW)
    body = Organisation.objects.get()
    changed = api.patch(_one(body), {"representative": "見本 太郎"})

    assert (made.status_code, changed.json()["representative"]) == (201, "見本 太郎")
    assert changed.json()["kind"] == {"code": "running_council", "label": "運営協議会"}
    assert list(body.history.values_list("door", "history_user")) == [("api", officer.pk)] * 2


def test_the_day_of_founding_is_written_as_far_as_it_is_known_and_read_back(officer):
    api = Api(officer)

    made = api.post(LIST, {**NEW, "founded_on": "平成20年4月", "corporate_status": "npo"}).json()

    assert (made["founded_on"]["text"], made["corporate_status"]["label"]) == (
        "平成20年4月",
        "特定非営利活動法人",
    )
    assert Organisation.objects.values_list("founded_on_last", flat=True).get() == date(2008, 4, 30)


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_changed(officer):
    make_organisation("見本協議会")
    wrong = {**NEW, "kind": None, "corporate_number": "12", "email": "nobody"}

    status, problems = refusal(Api(officer).post(LIST, wrong))

    assert (status, sorted(problems)) == (
        400,
        [
            ("corporate_number-invalid", "corporate_number"),
            ("email-invalid", "email"),
            ("kind-null", "kind"),
            ("name-unique", "name"),
        ],
    )
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"), [("監査委員事務局", 403), ("センター職員", 403), ("地域団体", 403)]
)
def test_who_does_not_keep_the_papers_changes_no_organisation(person, role, status):
    body = make_organisation("見本協議会")
    api = Api(person("somebody", role))

    assert [api.post(LIST, NEW).status_code, api.patch(_one(body), NEW).status_code] == [status] * 2


def test_a_group_reads_its_own_organisation_and_no_other_without_internal_notes(roles):
    centre = make_centre()
    member = make_group(centre)
    own = member.memberships.get().organisation
    other = make_designation(organisation=make_organisation(internal_notes="内部だけ")).organisation
    api = Api(member)

    assert ids(api.get(LIST)) == [own.pk]
    assert "internal_notes" not in api.get(_one(own)).json()
    assert refusal(api.get(_one(other))) == (404, [])


@pytest.mark.parametrize(
    ("condition", "names"),
    [("running=true", ["い"]), ("running=false", ["あ"]), ("kind=npo", ["あ"]), ("q=い", ["い"])],
)
def test_the_list_is_narrowed(officer, condition, names):
    make_organisation("あ", kana="あ", kind="npo")
    make_designation(organisation=make_organisation("い", kana="い"), last_on=date(2026, 11, 23))

    rows = Api(officer).get(f"{LIST}?{condition}").json()["results"]

    assert [row["name"] for row in rows] == names


@pytest.mark.parametrize("bodies", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, bodies):
    made = [make_organisation() for _ in range(bodies)]
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(f"{LIST}?running=false")
    with django_assert_num_queries(COST):
        api.get(_one(made[0]))
