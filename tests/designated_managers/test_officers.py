from __future__ import annotations

from datetime import date

import pytest

from common.scope import Scope
from designated_managers.actions import (
    AlreadyWithdrawn,
    CannotFile,
    CannotTakeOffice,
    change_officer,
    withdraw_paper,
)
from designated_managers.models import OrganisationFile, OrganisationOfficer
from designated_managers.queries.organisations import organisation_page
from reminders.models import Flag
from tests.answers import said
from tests.factories.centres import make_centre
from tests.factories.designated_managers import (
    make_designation,
    make_officer,
    make_paper,
)
from tests.reminders.conftest import flags, night

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
ENDS = date(2028, 3, 31)


# Who is in office


@pytest.mark.parametrize(
    ("on", "names"),
    [
        (date(2026, 3, 31), []),
        (date(2026, 4, 1), ["見本 花子"]),
        (ENDS, ["見本 花子"]),
        (date(2028, 4, 1), ["見本 次郎"]),
    ],
)
def test_who_is_in_office_is_read_on_the_day(on, names):
    body = make_officer().organisation
    make_officer("見本 次郎", organisation=body, first_on=date(2028, 4, 1), last_on=None)

    in_office = OrganisationOfficer.objects.in_office(on)

    assert [officer.name for officer in in_office] == names


@pytest.mark.parametrize(("first_on", "stands"), [(ENDS, False), (date(2028, 4, 1), True)])
def test_two_chairs_on_one_day_are_refused(first_on, stands):
    body = make_officer().organisation
    facts = {"organisation": body, "first_on": first_on, "last_on": date(2030, 3, 31)}

    if stands:
        make_officer("見本 次郎", **facts)
    else:
        with pytest.raises(CannotTakeOffice) as refusal:
            make_officer("見本 次郎", **facts)
        sentence = (
            "会長 見本 花子さんの任期（令和8年4月1日から令和10年3月31日まで）と重なっています。"
            "先の任期の末日を直してください。"
        )
        assert said(refusal) == [("first_on", sentence)]

    assert body.officers.count() == (2 if stands else 1)


def test_two_directors_stand_beside_each_other_but_one_person_holds_an_office_once():
    body = make_officer(role="director").organisation
    make_officer("見本 次郎", role="director", organisation=body)

    with pytest.raises(CannotTakeOffice) as refusal:
        make_officer(role="director", organisation=body, first_on=date(2027, 4, 1), last_on=date(2027, 3, 1))

    assert [field for field, _ in said(refusal)] == ["last_on", "first_on"]
    assert body.officers.count() == 2


# The end of a term, for the nightly job


@pytest.fixture
def chair(catalogues) -> OrganisationOfficer:
    """The chair of a body that runs a centre until 2029."""
    officer = make_officer()
    make_designation(organisation=officer.organisation)
    return officer


@pytest.mark.parametrize(
    ("on", "seen"),
    # Three months before is in the days of New Year, when nobody is there: it is told on the last open day before.
    [(date(2027, 12, 27), []), (date(2027, 12, 28), ["3m"]), (date(2028, 2, 29), ["1m"]), (ENDS, ["0m"])],
)
def test_the_end_of_a_term_is_told_from_three_months_before(chair, on, seen):
    night(on)

    told = Flag.objects.filter(kind="officer_term")
    assert [(flag.stage, flag.due_on, flag.side, flag.subject_id) for flag in told] == [
        (stage, ENDS, "manager", chair.pk) for stage in seen
    ]


def test_the_next_term_closes_it_at_once(chair):
    night(ENDS)

    make_officer(
        "見本 次郎", organisation=chair.organisation, first_on=date(2028, 4, 1), last_on=None, on=ENDS
    )

    assert [(f[0], f[4], f[5]) for f in flags() if f[0] == "officer_term"] == [
        ("officer_term", ENDS, "answered")
    ]


def test_a_term_that_ends_on_another_day_closes_the_flag_of_the_old_one(chair):
    night(ENDS)

    change_officer(chair.pk, on=ENDS, last_on=date(2028, 5, 31))

    assert [f[5] for f in flags() if f[0] == "officer_term"] == ["day_changed"]


def test_the_officers_of_one_role_that_end_together_are_one_flag_and_a_body_that_runs_nothing_none(chair):
    for name in ("見本 一", "見本 二"):
        make_officer(name, role="director", organisation=chair.organisation)
    make_officer("よその会長")

    night(ENDS)

    told = Flag.objects.filter(kind="officer_term").order_by("subject_id")
    first_director = chair.organisation.officers.filter(role="director").earliest("pk")
    assert [flag.subject_id for flag in told] == [chair.pk, first_director.pk]


def test_a_body_that_runs_two_centres_has_its_flag_at_none_of_them(chair):
    night(ENDS)
    one = Flag.objects.get(kind="officer_term").centre_id
    make_designation(organisation=chair.organisation, centre=make_centre())

    night(ENDS)

    assert (one, Flag.objects.get(kind="officer_term").centre_id) == (
        chair.organisation.designations.earliest("pk").centre_id,
        None,
    )


# Papers


def test_a_paper_is_checked_by_its_content_and_everything_wrong_is_told_at_once():
    with pytest.raises(CannotFile) as refusal:
        make_paper("決算書", kind="accounts", content=b"no paper", dated_on=date(2026, 11, 24))

    assert [field for field, _ in said(refusal)] == ["fiscal_year", "dated_on", "file"]
    assert OrganisationFile.objects.count() == 0


def test_a_withdrawn_paper_stays_with_its_reason_and_is_not_withdrawn_twice():
    paper = make_paper()

    withdrawn = withdraw_paper(paper.pk, on=ON, reason=" 差し替え ")

    assert (withdrawn.withdrawn_on, withdrawn.withdrawn_reason) == (ON, "差し替え")
    assert not OrganisationFile.objects.kept().exists()
    with pytest.raises(AlreadyWithdrawn):
        withdraw_paper(paper.pk, on=ON, reason="もう一度")


# The page


def test_the_page_says_when_another_person_is_in_office_than_the_register_names(chair):
    body = chair.organisation
    pages = []
    for representative in ("", "見本花子", "見本 太郎"):
        body.representative = representative
        body.save()
        pages.append(organisation_page(body, scope=Scope.everything(), on=ON).chair_differs)

    assert pages == ["", "", "見本 花子"]


def test_a_group_reads_officers_and_papers_of_its_own_body_and_nothing_of_what_is_missing(chair):
    make_paper(organisation=chair.organisation)
    other = make_officer("よその会長")
    make_paper(organisation=other.organisation)
    group = Scope(
        every_centre=False,
        centre_ids=frozenset(),
        organisation_ids=frozenset({chair.organisation_id}),
        internal=False,
    )

    page = organisation_page(chair.organisation, scope=group, on=ON)

    assert ([o.name for o in page.officers], len(page.files), page.gaps) == (["見本 花子"], 1, ())
    assert list(OrganisationOfficer.objects.within(group)) == [chair]
    assert OrganisationFile.objects.within(group).count() == 1
