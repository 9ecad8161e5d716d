"""The city's own types of inspection: kept in the application, never touched by the shipped catalogue."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import call_command

from common.certainty import Certainty
from common.db.catalogue_rows import Origin, load_shipped
from common.db.history import Stale, version_of
from maintenance import actions
from maintenance.choices import Counting, Footing, SubjectOfInspection
from maintenance.models import InspectionType
from maintenance.queries.inspection_types import inspection_types, offered_types
from tests.answers import codes, said
from tests.factories.local_types import CLEANING, make_local_type
from tests.factories.maintenance import make_turn, make_type

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def test_a_local_type_is_a_row_of_the_city_laid_down_by_the_city():
    kind = make_local_type(reason="令和8年度から仕様書に入れたため")

    assert (kind.code, kind.origin, kind.footing, kind.certainty) == (
        "C-CLEAN",
        Origin.CITY,
        Footing.LOCAL,
        Certainty.VERIFIED,
    )
    assert kind.history.get().history_change_reason == "令和8年度から仕様書に入れたため"


def test_without_a_code_the_next_number_is_taken():
    assert [make_local_type("").code, make_local_type("").code] == ["C-1", "C-2"]


def test_an_inspection_of_it_can_be_put_under_watch_like_any_other():
    make_local_type()

    assert [kind.code for kind in offered_types(inspection_types(), on=TODAY)] == ["C-CLEAN"]
    assert make_turn(type_code="C-CLEAN").type_code == "C-CLEAN"


def test_loading_the_shipped_catalogue_again_never_touches_it(catalogues):
    kind = make_local_type()
    before = InspectionType.objects.values().get(pk=kind.pk)

    call_command("load_catalogues", stdout=io.StringIO())
    load_shipped(InspectionType, [], on=TODAY)

    assert InspectionType.objects.values().get(pk=kind.pk) == before
    assert inspection_types()["C-CLEAN"].retired_on is None


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept():
    make_local_type()

    with pytest.raises(actions.CannotKeepType) as refused:
        make_local_type("C-CLEAN", name="", counting=Counting.OCCASION, equipment_categories=["lift"])

    assert sorted(codes(refused)) == ["categories-needless", "code-taken", "cycle-needless", "name-blank"]
    assert InspectionType.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"cycle_months": None}, "周期を入力してください。「そのつど」のときだけ空けます。"),
        ({"cycle_months": 0}, "周期は1か月以上にしてください。"),
        (
            {"subject": SubjectOfInspection.EQUIPMENT},
            "設備ごとの点検のときは、どの設備かに印を付けてください。",
        ),
    ],
)
def test_what_a_type_says_must_go_together(facts, problem):
    with pytest.raises(actions.CannotKeepType) as refused:
        make_local_type(**facts)

    assert problem in [sentence for _, sentence in said(refused)]


def test_a_code_of_other_signs_is_refused_at_its_field():
    with pytest.raises(actions.CannotKeepType) as refused:
        make_local_type("清掃")

    assert said(refused) == [
        ("code", "コードは「C-」のあとに、半角の英数字とハイフン20字までで入力してください。例：C-CLEAN")
    ]


def test_it_is_changed_with_the_reason_in_its_history():
    kind = make_local_type()

    changed = actions.change_local_type(kind.pk, reason="週2回にしたため", name="日常清掃（週2回）")

    assert (changed.name, changed.changed_reason) == ("日常清掃（週2回）", "週2回にしたため")
    assert [row.history_change_reason for row in kind.history.all()] == ["週2回にしたため", None]


def test_of_two_who_change_it_at_once_the_second_is_told():
    kind = make_local_type()
    seen = version_of(kind)
    actions.change_local_type(kind.pk, expected_version=seen, name="日常清掃（週2回）")

    with pytest.raises(Stale):
        actions.change_local_type(kind.pk, expected_version=seen, name="日常清掃（週3回）")


def test_a_shipped_type_and_a_changed_shipped_one_are_not_changed_here():
    shipped = make_type()
    city = make_type("BLD-3")
    InspectionType.objects.filter(pk=city.pk).update(origin=Origin.CITY)

    for pk in (shipped.pk, city.pk):
        with pytest.raises(actions.CannotKeepType) as refused:
            actions.change_local_type(pk, **CLEANING)
        assert codes(refused) == ["not-own"]


@pytest.mark.parametrize(("day", "offered"), [(22, ["C-CLEAN"]), (23, []), (24, [])])
def test_from_the_day_it_is_retired_it_is_no_longer_offered(day, offered):
    kind = make_local_type()

    actions.retire_local_type(kind.pk, retired_on=TODAY, reason="直営をやめたため")

    found = offered_types(inspection_types(), on=date(2026, 11, day))
    assert [kind.code for kind in found] == offered


def test_it_is_retired_with_a_reason_once_and_may_be_used_again():
    kind = make_local_type()
    with pytest.raises(actions.CannotKeepType) as without_reason:
        actions.retire_local_type(kind.pk, retired_on=TODAY, reason=" ")
    with pytest.raises(actions.CannotKeepType) as in_use:
        actions.reopen_local_type(kind.pk, reason="戻すため")
    actions.retire_local_type(kind.pk, retired_on=TODAY, reason="直営をやめたため")
    with pytest.raises(actions.CannotKeepType) as twice:
        actions.retire_local_type(kind.pk, retired_on=TODAY, reason="直営をやめたため")

    again = actions.reopen_local_type(kind.pk, reason="また行うため")

    assert [codes(one) for one in (without_reason, in_use, twice)] == [
        ["reason-missing"],
        ["in-use"],
        ["retired"],
    ]
    assert (again.retired_on, again.changed_reason) == (None, "また行うため")
