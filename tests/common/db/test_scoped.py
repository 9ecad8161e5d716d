from __future__ import annotations

from typing import ClassVar

import pytest
from django.db.models import Q

from centres.models import Centre, District, Suspension
from common.db.scoped import ScopedQuerySet
from common.scope import Scope

pytestmark = pytest.mark.django_db


class Shared(ScopedQuerySet[Centre]):
    """Hubs are shared with groups; the district stands in for the organisation."""

    centre_path: ClassVar[str] = "pk"
    shared_with_group: ClassVar[Q | None] = Q(is_hub=True)


class SharedAndTheirs(Shared):
    organisation_path: ClassVar[str] = "district_id"


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
