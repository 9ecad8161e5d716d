from __future__ import annotations

from datetime import date

import pytest

from centres.models import Centre
from common.certainty import Certainty
from designated_managers.actions import change_designation
from tests.designated_managers.web.designations import (
    DESIGNATIONS,
    NEW,
    TODAY,
    designation_page,
    edit_page,
    listed,
    return_page,
)
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.pages import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday_in_november")]


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("officer", [200, 200, 200, 200, 200]),
        ("chief", [200, 200, 200, 200, 200]),
        ("auditor", [200, 200, 403, 403, 403]),
        ("administrator", [200, 200, 403, 403, 403]),
        ("group_member", [200, 404, 403, 403, 403]),
    ],
)
def test_each_role_reads_and_writes_what_it_may(request, client_of, role, statuses):
    pk = make_designation().pk
    client = client_of(request.getfixturevalue(role))

    pages = [DESIGNATIONS, designation_page(pk), NEW, edit_page(pk), return_page(pk)]

    assert [client.get(page).status_code for page in pages] == statuses


def test_a_group_reads_its_own_designation_without_the_citys_papers(roles, client_of):
    centre = make_centre()
    before = make_designation(centre=centre, last_on=date(2025, 3, 31))
    member = make_group(
        centre,
        first_on=date(2025, 4, 1),
        last_on=date(2027, 3, 31),
        previous=before,
        bundle_name="見本の一括",
        internal_notes="内部の話",
        statements={"first_on": {"source": "議案書", "certainty": Certainty.UNVERIFIED}},
    )
    own = member.memberships.get().organisation.designations.get()
    after = make_designation(
        centre=centre, previous=own, first_on=date(2027, 4, 1), last_on=date(2031, 3, 31)
    )
    client = client_of(member)

    shown = client.get(designation_page(own.pk))

    secrets = ("内部の話", "見本の一括", "議案書", "要確認", "確かさ", before.organisation.name)
    text = words_of(shown)
    assert [word for word in (*secrets, after.organisation.name) if word in text] == []
    assert "次の期間のことは、市の担当に聞いてください。" in text
    assert [client.get(designation_page(other.pk)).status_code for other in (before, after)] == [404, 404]


def test_a_group_is_told_of_its_own_next_term_once_that_is_made(roles, client_of):
    centre = make_centre()
    member = make_group(centre, first_on=date(2025, 4, 1), last_on=date(2027, 3, 31))
    own = member.memberships.get().organisation.designations.get()
    coming = {"first_on": date(2027, 4, 1), "last_on": date(2031, 3, 31)}
    draft = make_designation(
        centre=centre,
        organisation=own.organisation,
        previous=own,
        designated_on=None,
        announced_on=None,
        **coming,
    )
    client = client_of(member)

    before = words_of(client.get(designation_page(own.pk)))
    change_designation(draft.pk, on=TODAY, designated_on=date(2026, 12, 20))
    after = words_of(client.get(designation_page(own.pk)))

    assert ("次の指定（" in before, "次の指定（" in after) == (False, True)


def test_a_group_is_not_told_in_the_list_what_the_city_still_has_to_check(roles, client_of, officer):
    centre = make_centre()
    term = {"first_on": date(2025, 4, 1), "last_on": date(2027, 3, 31)}
    member = make_group(centre, days_unconfirmed=True, agreed_on=None, **term)
    own = member.memberships.get().organisation.designations.get()
    make_group(make_centre(), agreed_on=None, **term)
    page = {"unconfirmed": "on"}

    groups, officers = (client_of(user).get(DESIGNATIONS, page) for user in (member, officer))
    everything = client_of(officer).get(DESIGNATIONS)

    told = [(line.pk, line.days_unconfirmed, line.lacks_agreement) for line in listed(groups)]
    assert told == [(own.pk, False, False)]
    assert [word for word in ("要確認", "協定なし") if word in words_of(groups)] == []
    assert [(line.pk, line.days_unconfirmed) for line in listed(officers)] == [(own.pk, True)]
    assert [word for word in ("要確認", "協定なし") if word in words_of(everything)] == ["要確認", "協定なし"]


def test_who_may_not_write_changes_nothing(auditor, client_of):
    designation = make_designation()
    client = client_of(auditor)

    answers = [
        client.post(page, {}) for page in (NEW, edit_page(designation.pk), return_page(designation.pk))
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_centre_worker_gets_the_designed_refusal(centre_worker, client_of):
    response = client_of(centre_worker(make_centre())).get(DESIGNATIONS)

    assert response.status_code == 403
    assert "このページは見られません" in words_of(response)


@pytest.mark.parametrize(
    "page",
    [DESIGNATIONS, NEW, "/designations/1/", "/designations/1/edit/", "/designations/1/direct-return/"],
)
def test_somebody_not_signed_in_is_sent_to_sign_in(client, page):
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("page", [designation_page(999), edit_page(999), return_page(999)])
def test_a_designation_that_is_not_there_is_not_found(officer, client_of, page):
    assert client_of(officer).get(page).status_code == 404


def test_somebody_of_another_centre_does_not_find_it(centre_worker, client_of, grant):
    mine, other = make_designation(), make_designation()
    grant("センター職員", "view_designation", "change_designation", "add_designation")
    client = client_of(centre_worker(Centre.objects.get(pk=mine.centre_id)))

    for address in (designation_page, edit_page, return_page):
        assert [client.get(address(pk)).status_code for pk in (mine.pk, other.pk)] == [200, 404]
    assert [line.pk for line in listed(client.get(DESIGNATIONS))] == [mine.pk]
    form = client.get(NEW, {"previous": other.pk}).context["form"]
    assert form["previous"].value() is None
    offered = {
        name: [value for value, _ in form.fields[name].choices][1:]
        for name in ("centre", "organisation", "previous")
    }
    assert {name: [str(value) for value in values] for name, values in offered.items()} == {
        "centre": [str(mine.centre_id)],
        "organisation": [str(mine.organisation_id)],
        "previous": [str(mine.pk)],
    }
