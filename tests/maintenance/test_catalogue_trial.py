"""A changed catalogue is tried: what would change is told, and nothing is kept."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from common.catalogues import CatalogueError
from common.db.catalogue_rows import city_row_in_front_of, load_shipped
from common.scope import Scope
from maintenance.actions.catalogue_trial import read_entries, try_catalogue
from maintenance.models import InspectionType
from maintenance.rules.verdict_changes import ChangeKind
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.local_types import make_local_type
from tests.factories.verdicts import make_overrule

ON = date(2026, 11, 23)

ENTRY = """\
  - code: {code}
    name: 消防用設備等 機器点検
    law: 消防法 第17条の3の3
    subject: building
    applies_when: {when}
    cycle_months: {months}
    source: 法令
    certainty: verified
"""

pytestmark = pytest.mark.django_db


def catalogue(*entries: tuple[str, str, int]) -> bytes:
    """A file with these entries: code, condition, cycle."""
    said = "".join(ENTRY.format(code=code, when=when, months=months) for code, when, months in entries)
    return f"catalogue: inspection_types\nentries:\n{said}".encode()


@pytest.fixture
def city():
    """Three buildings of a known size and one of an unknown, under a law for more than 200 m2."""
    loaded = catalogue(("FIR-1", "floor_area > m2(200)", 6))
    load_shipped(InspectionType, read_entries("first.yaml", loaded), on=ON)
    centre = make_centre("見本市民センター")
    return [
        make_building(name, centre=centre, floor_area=area)
        for name, area in (("大", 30_000), ("中", 20_000), ("小", 10_000), ("不明", None))
    ]


def _told(*entries):
    trial = try_catalogue("new.yaml", catalogue(*entries), scope=Scope.everything(), on=ON)
    return {
        building.building: [(line.kind, line.code, line.detail) for line in building.lines]
        for building in trial.buildings
    }


def test_the_same_catalogue_changes_nothing(city):
    assert _told(("FIR-1", "floor_area > m2(200)", 6)) == {}


def test_buildings_gain_an_inspection_when_the_threshold_falls(city):
    assert _told(("FIR-1", "floor_area >= m2(200)", 6)) == {
        "中": [
            (
                ChangeKind.GAINED,
                "FIR-1",
                "対象外から対象へ：延床面積が200㎡で、200㎡以上のため。6か月ごと",
            )
        ]
    }


def test_buildings_lose_an_inspection_when_the_threshold_rises_or_the_entry_goes(city):
    assert _told(("FIR-1", "floor_area > m2(300)", 6)) == {
        "大": [(ChangeKind.LOST, "FIR-1", "対象から対象外へ：延床面積が300㎡で、300㎡を超えないため")]
    }
    assert _told(("FIR-9", "floor_area > m2(900)", 6)) == {
        "大": [
            (ChangeKind.LOST, "FIR-1", "いまは対象、新しい一覧にはありません：この点検が一覧からなくなる")
        ],
        "不明": [
            (
                ChangeKind.UNTOLD,
                "FIR-9",
                "新しい一覧で加わる（判定できない）：延床面積がわからないため、判定できない",
            )
        ],
    }


def test_a_law_to_come_is_judged_on_the_day_it_comes_into_force(city):
    to_come = catalogue(("FIR-1", "floor_area > m2(200)", 6), ("FIR-9", "floor_area > m2(200)", 6))
    to_come = to_come.replace(b"code: FIR-9", b"code: FIR-9\n    effective_from: 2027-04-01")

    trial = try_catalogue("next.yaml", to_come, scope=Scope.everything(), on=ON)

    assert (trial.judged_on, trial.interrupted) == (date(2027, 4, 1), ())
    assert [kind.code for kind in trial.types] == ["FIR-9"]


def test_a_load_that_would_interrupt_what_is_in_force_says_so(city):
    to_come = catalogue(("FIR-1", "floor_area > m2(150)", 6))
    to_come = to_come.replace(b"code: FIR-1", b"code: FIR-1\n    effective_from: 2027-04-01")

    trial = try_catalogue("next.yaml", to_come, scope=Scope.everything(), on=ON)

    assert trial.interrupted == ("消防用設備等 機器点検",)


def test_what_still_applies_is_retimed(city):
    assert _told(("FIR-1", "floor_area > m2(200)", 12)) == {
        "大": [(ChangeKind.RETIMED, "FIR-1", "周期が6か月ごとから1年ごとへ")]
    }


def test_a_new_fact_that_nobody_has_entered_makes_verdicts_untold(city):
    told = _told(("FIR-1", "floor_area > m2(200) and lifts >= 1", 6))

    assert {name: [kind for kind, _, _ in lines] for name, lines in told.items()} == {
        "大": [ChangeKind.UNTOLD]
    }


def test_numbers_are_told_as_a_whole_and_by_type(city):
    file = catalogue(("FIR-1", "floor_area >= m2(100)", 12))

    trial = try_catalogue("new.yaml", file, scope=Scope.everything(), on=ON)

    expected = (("新しく対象になる", 2), ("対象でなくなる", 0), ("時期が変わる", 1), ("判定できなくなる", 0))
    assert (trial.buildings_seen, trial.changes, trial.counts) == (4, 3, expected)
    assert [(kind.code, kind.counts) for kind in trial.types] == [("FIR-1", expected)]


def test_nothing_is_kept(city):
    before = list(InspectionType.objects.order_by("pk").values())
    histories = InspectionType.history.count()

    _told(("FIR-1", "floor_area > m2(300)", 12), ("FIR-9", "lifts >= 1", 6))

    assert list(InspectionType.objects.order_by("pk").values()) == before
    assert InspectionType.history.count() == histories


def test_the_citys_own_row_and_its_own_types_stand_in_front(city):
    city_row_in_front_of(InspectionType.objects.get(), reason="条例", cycle_months=3).save()
    make_local_type()

    assert _told(("FIR-1", "floor_area > m2(200)", 12)) == {}


def test_what_a_person_said_goes_on_standing(city):
    make_overrule(city[1], "FIR-1")

    assert _told(("FIR-1", "floor_area >= m2(200)", 6)) == {}


def test_a_broken_file_is_refused_with_everything_that_is_wrong_by_file_entry_and_line(city):
    broken = catalogue(("FIR-1", "floor_area > 200", 0), ("FIR-1", "colour > 3", 6)).replace(
        b"    subject: building\n", b"    subject: building\n    colour: red\n", 1
    )

    with pytest.raises(CatalogueError) as unread:
        try_catalogue("new.yaml", broken, scope=Scope.everything(), on=ON)
    with pytest.raises(CatalogueError) as unsound:
        _told(("FIR-1", "floor_area > 200", 0), ("FIR-2", "colour > 3", 6))

    assert unread.value.lines == (
        "new.yaml 3行目 FIR-1：「colour」という項目はありません。",
        "new.yaml 12行目 FIR-1：同じコードが3行目にもあります。",
    )
    assert unsound.value.lines == (
        "new.yaml 3行目 FIR-1：「applies_when」：「200」は延床面積（floor_area）の値になりません。"
        "m2(200) のように書いてください。",
        "new.yaml 3行目 FIR-1：「cycle_months」は1以上の整数（月）にしてください。",
        "new.yaml 11行目 FIR-2：「applies_when」：「colour」という事実はありません。",
    )


def test_another_catalogue_is_not_mistaken_for_this_one(city):
    other = catalogue().replace(b"inspection_types", b"lead_times").replace(b"entries:\n", b"entries: []\n")

    with pytest.raises(CatalogueError, match="点検の種類（inspection_types）のファイルを選んでください"):
        try_catalogue("other.yaml", other, scope=Scope.everything(), on=ON)


def test_the_command_tells_it_line_by_line(city, tmp_path):
    file, out = tmp_path / "new.yaml", io.StringIO()
    file.write_bytes(catalogue(("FIR-1", "floor_area > m2(300)", 6)))

    call_command("try_inspection_catalogue", str(file), stdout=out)

    assert out.getvalue().splitlines() == [
        "建物4棟のうち1棟で、判定が1件変わります。何も保存していません。",
        "  対象でなくなる　1件",
        "FIR-1 消防用設備等 機器点検　対象でなくなる1件",
        "見本市民センター　大",
        "  対象でなくなる　消防用設備等 機器点検（建物全体）　対象から対象外へ：延床面積が300㎡で、300㎡を超えないため",
    ]


def test_the_command_says_that_nothing_changes_that_a_file_is_not_there_or_is_wrong(city, tmp_path):
    same, wrong, out = tmp_path / "same.yaml", tmp_path / "wrong.yaml", io.StringIO()
    same.write_bytes(catalogue(("FIR-1", "floor_area > m2(200)", 6)))
    wrong.write_text("entries: [")

    call_command("try_inspection_catalogue", str(same), stdout=out)
    with pytest.raises(CommandError, match=r"wrong\.yaml"):
        call_command("try_inspection_catalogue", str(wrong))
    with pytest.raises(CommandError, match="が読めません"):
        call_command("try_inspection_catalogue", str(tmp_path / "none.yaml"))

    assert out.getvalue() == "建物4棟を見ました。変わる判定はありません。何も保存していません。\n"
