from __future__ import annotations

from datetime import date

import pytest

from designated_managers.models import Obligation
from tests.api import Api, ids
from tests.factories.accounts import make_membership, make_user
from tests.factories.agreements import designation_of, make_agreement, make_annual
from tests.factories.designated_managers import make_designation
from tests.factories.submissions import make_monthly

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 23)


def test_an_agreement_is_told_with_the_terms_that_count_today(officer):
    agreement = make_agreement(terms={"fee_system": "city_income"})

    told = Api(officer).get(f"agreements/{agreement.pk}/").json()

    assert told["agreed_on"] == "2024-03-25"
    assert told["designation"] == designation_of(agreement).pk
    assert told["repair_threshold"] == 100_000
    assert told["fee_system"] == {"code": "city_income", "label": "使用料（市の収入）"}


def test_agreements_are_narrowed_to_a_centre_in_a_bundle_too(officer):
    alone = make_agreement()
    bundled = make_designation(on=ON, bundle_name="見本一括")
    together = make_agreement(bundle=bundled.bundle)
    api = Api(officer)

    assert ids(api.get(f"agreements/?centre={designation_of(alone).centre_id}")) == [alone.pk]
    assert ids(api.get(f"agreements/?centre={bundled.centre_id}")) == [together.pk]
    assert ids(api.get("agreements/?in_force=false")) == []


def test_a_year_is_told_with_its_instalments(officer):
    annual = make_annual(make_agreement())

    told = Api(officer).get("annual-agreements/?fiscal_year=2026").json()["results"]

    assert [(row["id"], row["fee"], len(row["payments"])) for row in told] == [(annual.pk, 4_800_001, 4)]
    assert told[0]["payments"][0] == {
        "number": 1,
        "due_on": "2026-06-30",
        "amount": 1_200_000,
        "paid_on": None,
    }


def test_obligations_are_narrowed_to_what_is_overdue(officer):
    make_agreement()
    overdue = Obligation.objects.overdue(ON)

    answer = ids(Api(officer).get("obligations/?overdue=true&page_size=100"))
    others = ids(Api(officer).get("obligations/?overdue=false&page_size=100"))

    assert sorted(answer) == sorted(overdue.values_list("pk", flat=True))
    assert not set(answer) & set(others)


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        ("period_last_from=2026-09-30", [9, 10]),
        ("period_last_from=2026-10-01", [10]),
        ("period_last_to=2026-09-30", [8, 9]),
        ("period_last_to=2026-09-29", [8]),
        ("period_last_from=2026-09-30&period_last_to=2026-10-30", [9]),
    ],
)
def test_obligations_are_narrowed_by_the_end_of_what_they_are_about(officer, asked, months):
    designation = make_designation()
    found = {make_monthly(designation, date(2026, month, 1)).pk: month for month in (8, 9, 10)}

    answer = ids(Api(officer).get(f"obligations/?type_code=monthly_report&page_size=100&{asked}"))

    assert sorted(found[pk] for pk in answer) == months


def test_a_group_is_told_its_own_and_neither_notes_nor_bundles(roles):
    agreement = make_agreement(internal_notes="内密の覚え書き")
    make_annual(agreement)
    make_annual(make_agreement())
    member = make_user("", "地域団体")
    make_membership(member, designation_of(agreement).organisation, first_on=date(2024, 4, 1))
    api = Api(member)

    told = api.get("agreements/").json()["results"]

    assert [row["id"] for row in told] == [agreement.pk]
    assert not {"internal_notes", "bundle"} & set(told[0])
    assert len(ids(api.get("annual-agreements/"))) == 1
    assert {row["side"]["code"] for row in api.get("obligations/?page_size=100").json()["results"]} == {
        "manager"
    }


def test_a_group_is_told_no_fee_before_its_year_is_signed(roles):
    agreement = make_agreement()
    make_annual(agreement)
    draft = make_annual(agreement, fiscal_year=2027, fee=4_444_444, agreed_on=None)
    member = make_user("", "地域団体")
    make_membership(member, designation_of(agreement).organisation, first_on=date(2024, 4, 1))
    api = Api(member)

    years = [row["fiscal_year"] for row in api.get("annual-agreements/").json()["results"]]
    instalments = {row["annual_agreement"] for row in api.get("fee-payments/").json()["results"]}

    assert years == [2026]
    assert draft.pk not in instalments
    assert len(instalments) == 1
    assert api.get(f"annual-agreements/{draft.pk}/").status_code == 404
