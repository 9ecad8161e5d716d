from __future__ import annotations

from datetime import date

import pytest

from designated_managers import actions
from tests.api import COST, Api, ids
from tests.factories.accounts import make_membership
from tests.factories.designated_managers import make_designation
from tests.factories.submissions import (
    AT,
    OCTOBER,
    TODAY,
    make_monthly,
    make_paper_duty,
    make_returned,
    make_submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

LIST = "submissions/"


def test_a_submission_is_told_with_its_figures_and_none_is_not_not_known(officer):
    submission = make_submitted(complaints=0, accidents=None)

    answer = Api(officer).get(f"{LIST}{submission.pk}/").json()

    assert answer["monthly"] == {**OCTOBER, "complaints": 0, "accidents": None, "not_known": ["accidents"]}
    assert answer["annual"] is None
    assert answer["state"] == {"code": "submitted", "label": "確認待ち"}
    assert (answer["receipt"], answer["due_on"], answer["late"]) == ("令和8年度-000001", "2026-11-10", 13)
    assert answer["centre"]["id"] == submission.obligation.designation.centre_id
    assert (answer["period_first"], answer["period_last"]) == ("2026-10-01", "2026-10-31")


def test_a_document_has_no_figures(officer):
    duty = make_paper_duty()
    submission = actions.submit_at_once(duty.pk, actions.Written(note="計画"), on=TODAY, at=AT)

    answer = Api(officer).get(f"{LIST}{submission.pk}/").json()

    assert (answer["monthly"], answer["annual"], answer["note"]) == (None, None, "計画")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["first", "second", "waiting", "accepted"]),
        ("?state=submitted", ["second", "waiting"]),
        ("?state=returned", ["first"]),
        ("?state=accepted", ["accepted"]),
        ("?latest=true", ["second", "waiting", "accepted"]),
        ("?latest=false", ["first"]),
        ("?late=true", ["first", "waiting"]),
        ("?late=false", ["second", "accepted"]),
        ("?submitted_to=2026-11-10", ["accepted"]),
        ("?due_from=2026-11-11", ["second"]),
        ("?due_from=2026-11-10&due_to=2026-11-29", ["first", "waiting", "accepted"]),
        ("?due_from=2026-11-10&due_to=2026-11-30&late=false", ["second", "accepted"]),
        ("?due_to=2026-11-09", []),
        ("?review_due_from=2026-11-21", ["first", "second", "waiting"]),
        ("?review_due_from=2026-11-20&review_due_to=2026-12-02", ["accepted"]),
        (
            "?period_last_from=2026-10-31&period_last_to=2026-10-31",
            ["first", "second", "waiting", "accepted"],
        ),
        ("?period_last_from=2026-11-01", []),
        ("?period_last_to=2026-10-30", []),
    ],
)
def test_submissions_are_narrowed(officer, asked, expected):
    first = make_returned()
    second = make_submitted(first.obligation)
    waiting = make_submitted()
    accepted = actions.accept_submission(make_submitted(on=date(2026, 11, 10)).pk, on=TODAY)
    names = {first.pk: "first", second.pk: "second", waiting.pk: "waiting", accepted.pk: "accepted"}

    assert [names[pk] for pk in ids(Api(officer).get(f"{LIST}{asked}"))] == expected


def test_a_centre_an_organisation_and_an_obligation_narrow_too(officer):
    here, _ = make_submitted(), make_submitted()
    designation = here.obligation.designation
    api = Api(officer)

    for asked in (
        f"centre={designation.centre_id}",
        f"organisation={designation.organisation_id}",
        f"obligation={here.obligation_id}",
    ):
        assert ids(api.get(f"{LIST}?{asked}")) == [here.pk]


def test_a_draft_is_told_to_its_group_alone(officer, auditor, group_member):
    designation = make_designation()
    make_membership(group_member, designation.organisation, first_on=date(2019, 4, 1))
    draft = actions.begin_draft(make_monthly(designation).pk, on=TODAY)
    make_submitted()

    assert ids(Api(group_member).get(LIST)) == [draft.pk]
    assert draft.pk not in ids(Api(officer).get(LIST))
    assert Api(auditor).get(f"{LIST}{draft.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(officer, django_assert_num_queries, count):
    for _ in range(count):
        make_submitted()
    api = Api(officer)

    with django_assert_num_queries(COST):
        assert len(ids(api.get(LIST))) == count
