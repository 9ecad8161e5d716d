from __future__ import annotations

from typing import ClassVar

import pytest
from django.apps import apps
from django.db.models import Q

from centres.models import Centre, District, Suspension
from common.db.scoped import ScopedQuerySet, hidden_fields, without_hidden
from common.scope import Scope
from designated_managers.models import Designation

pytestmark = pytest.mark.django_db


class Shared(ScopedQuerySet[Centre]):
    """Hubs are shared with groups; the district stands in for the organisation."""

    centre_path: ClassVar[str] = "pk"
    shared_with_group: ClassVar[Q | None] = Q(is_hub=True)


class SharedAndTheirs(Shared):
    organisation_path: ClassVar[str] = "district_id"


class TheirsBeyondTheTerm(SharedAndTheirs):
    beyond_term: ClassVar[Q | None] = Q(code="d")


class Unshared(ScopedQuerySet[Centre]):
    centre_path: ClassVar[str] = "pk"


class Pathless(ScopedQuerySet[Centre]):
    shared_with_group: ClassVar[Q | None] = Q(is_hub=True)


@pytest.fixture
def centres() -> dict[str, Centre]:
    north, south = (District.objects.create(code=c, name=c) for c in ("north", "south"))
    return {
        code: Centre.objects.create(code=code, name=code, district=district, is_hub=is_hub)
        for code, district, is_hub in (
            ("a", north, True),
            ("b", north, False),
            ("c", south, True),
            ("d", south, True),
        )
    }


def _scope(centres, codes: str, *, internal: bool, organisations=(), every=False) -> Scope:
    return Scope(
        every_centre=every,
        centre_ids=frozenset(centres[c].pk for c in codes),
        organisation_ids=frozenset(organisations),
        internal=internal,
    )


def _codes(rows) -> str:
    return "".join(rows.order_by("code").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("rows", "everything", "two_inside", "two_as_a_group", "nothing"),
    [
        (Shared, "abcd", "bc", "c", ""),
        (SharedAndTheirs, "abcd", "bc", "c", ""),
        (Unshared, "abcd", "bc", "", ""),
        (Pathless, "abcd", "", "", ""),
    ],
)
def test_each_kind_of_person_sees_their_rows(centres, rows, everything, two_inside, two_as_a_group, nothing):
    south = centres["c"].district_id

    seen = [
        _codes(rows(Centre).within(scope))
        for scope in (
            Scope.everything(),
            _scope(centres, "bc", internal=True),
            _scope(centres, "bc", internal=False, organisations=[south]),
            Scope.nothing(),
        )
    ]

    assert seen == [everything, two_inside, two_as_a_group, nothing]


def test_a_group_sees_what_is_its_own_only(centres):
    north = centres["a"].district_id

    scope = _scope(centres, "abcd", internal=False, organisations=[north])

    assert _codes(SharedAndTheirs(Centre).within(scope)) == "a"


def test_a_group_without_an_organisation_sees_nothing_that_is_an_organisations(centres):
    scope = _scope(centres, "abcd", internal=False)

    assert _codes(SharedAndTheirs(Centre).within(scope)) == ""


def test_a_group_with_every_centre_still_sees_the_shared_only(centres):
    scope = _scope(centres, "", internal=False, every=True)

    assert (_codes(Shared(Centre).within(scope)), _codes(Unshared(Centre).within(scope))) == ("acd", "")


def test_the_scope_is_kept_by_what_is_asked_before_and_after(centres):
    scope = _scope(centres, "bc", internal=True)

    assert _codes(Shared(Centre).filter(is_hub=True).within(scope)) == "c"
    assert _codes(Shared(Centre).within(scope).exclude(is_hub=True)) == "b"


def test_a_path_leads_through_another_record(centres):
    for centre in centres.values():
        Suspension.objects.create(centre=centre, first_on="2026-11-23", reason="工事")

    seen = Suspension.objects.within(_scope(centres, "bc", internal=True))

    assert sorted(seen.values_list("centre__code", flat=True)) == ["b", "c"]


@pytest.mark.parametrize(("codes", "seen"), [("", "d"), ("c", "cd"), ("abcd", "cd")])
def test_a_group_reaches_what_it_still_owes_also_where_it_reads_no_centre(centres, codes, seen):
    south = centres["c"].district_id

    scope = _scope(centres, codes, internal=False, organisations=[south])

    assert _codes(TheirsBeyondTheTerm(Centre).within(scope)) == seen


def test_what_another_group_still_owes_is_not_ones_own(centres):
    north = centres["a"].district_id

    scope = _scope(centres, "d", internal=False, organisations=[north])

    assert _codes(TheirsBeyondTheTerm(Centre).within(scope)) == ""


def test_what_a_record_hides_is_hidden_from_groups_alone(centres):
    group = _scope(centres, "a", internal=False)

    assert hidden_fields(Designation, group) == {
        "selection_kind",
        "direct_reason",
        "committee_on",
        "candidate_decided_on",
        "session",
        "road",
        "bundle",
        "previous",
        "days_unconfirmed",
        "direct_return_decided_on",
        "direct_return_reason",
        "internal_notes",
    }
    assert hidden_fields(Designation, Scope.everything()) == frozenset()
    assert hidden_fields(District, group) == frozenset()


def test_a_record_is_emptied_of_what_a_group_never_reads():
    facts = {
        "days_unconfirmed": True,
        "bundle_id": 3,
        "internal_notes": "内部の話",
        "direct_return_reason": "見本",
    }
    hidden = ("days_unconfirmed", "bundle", "internal_notes", "direct_return_reason")

    shown = without_hidden(Designation(**facts, centre_id=7), Scope.nothing())
    kept = without_hidden(Designation(**facts), Scope.everything())

    assert [getattr(shown, name) for name in hidden] == [False, None, "", ""]
    assert (shown.bundle_id, shown.centre_id) == (None, 7)
    assert (kept.internal_notes, kept.bundle_id) == ("内部の話", 3)


def test_every_hidden_field_is_a_field_of_its_record():
    named = {
        model: model.hidden_from_groups for model in apps.get_models() if hasattr(model, "hidden_from_groups")
    }

    fields = {model: {field.name for field in model._meta.get_fields()} for model in named}
    assert {model: named[model] - fields[model] for model in named if named[model] - fields[model]} == {}
    assert {model.__name__ for model in named} == {
        "Agreement",
        "AgreementFile",
        "AnnualAgreement",
        "Building",
        "Centre",
        "CentreFile",
        "ConditionAssessment",
        "CouncilSession",
        "Designation",
        "DueInspection",
        "EmergencyRound",
        "Equipment",
        "Evaluation",
        "EvaluationItem",
        "EvaluationSheet",
        "FailedAttempt",
        "Finding",
        "ImprovementPlan",
        "Land",
        "Measure",
        "Milestone",
        "Obligation",
        "Organisation",
        "OrganisationFile",
        "PartGrade",
        "PlannedTurn",
        "PlannedStep",
        "RenewalProject",
        "Repair",
        "RepairPhoto",
        "RepairStep",
        "Room",
        "RoundAnswer",
        "RoundCentre",
        "RoundPhoto",
        "ServiceContract",
        "SiteVisit",
        "VerdictOverrule",
        "YearEndAnswer",
        "YearEndReport",
        "YearOfUse",
        "YearPlan",
    }
