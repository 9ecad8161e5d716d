from __future__ import annotations

import io
import re

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from common.certainty import Certainty
from common.db.catalogue_rows import Origin
from config.management.commands import load_catalogues
from maintenance.choices import Counting, Footing, SubjectOfInspection
from maintenance.models import CityFact, InspectionType
from maintenance.queries.inspection_types import inspection_types

pytestmark = pytest.mark.django_db

FILE = "maintenance/catalogues/inspection_types.yaml"
FAMILIES = {
    "BLD": ["1", "1b", "2", "3", "4", "5", "6"],
    "FIR": ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    "ELC": ["1", "2", "3", "4", "5", "6"],
    "WAT": ["1", "2"],
    "SEP": ["1", "2", "3", "3-W", "4"],
    "HVC": ["1", "2"],
    "SAN": [
        *("1", "1-AIR", "1-CHLORINE", "1-CLEAN", "1-DRAIN", "1-PEST", "1-TANK", "1-TOWER", "1-TOWER-CLEAN"),
        *("1-WATER", "2-CLEAN", "2-LIGHT", "2-PEST", "2-VENT", "3"),
    ],
    "BOI": ["1", "1-MONTH", "2", "3"],
    "ASB": ["1", "2"],
    "PRK": ["1"],
    "GAS": ["1"],
    "HPG": ["1"],
    "REC": ["1", "2", "3", "4", "5", "6"],
}


def test_the_shipped_catalogue_knows_every_inspection_that_a_civic_centre_can_meet(catalogues):
    codes = {f"{family}-{number}" for family, numbers in FAMILIES.items() for number in numbers}

    assert set(inspection_types()) == codes


def test_the_shipped_catalogue_knows_the_inspections_that_every_centre_meets(catalogues):
    shipped = {code: (kind.subject, kind.cycle_months) for code, kind in inspection_types().items()}
    building, equipment = SubjectOfInspection.BUILDING, SubjectOfInspection.EQUIPMENT
    first = ("BLD-1", "BLD-2", "BLD-3", "FIR-1", "FIR-2", "ELC-1", "ELC-2")

    assert {code: shipped[code] for code in first} == {
        "BLD-1": (building, 36),
        "BLD-2": (building, 12),
        "BLD-3": (equipment, 12),
        "FIR-1": (building, 6),
        "FIR-2": (building, 12),
        "ELC-1": (building, 1),
        "ELC-2": (building, 12),
    }


def test_every_type_names_its_article_its_source_and_how_sure_we_are(catalogues):
    kinds = inspection_types().values()

    assert [kind.code for kind in kinds if not (kind.law and kind.source and kind.certainty)] == []


def test_nothing_of_law_counts_as_verified_before_its_text_in_force_was_read(catalogues):
    kinds = inspection_types().values()

    verified = {kind.code for kind in kinds if kind.certainty == Certainty.VERIFIED}
    assert verified == {"REC-4", "REC-5"}
    assert {kind.footing for kind in kinds if kind.code in verified} == {Footing.CUSTOMARY}


def test_what_is_done_every_day_or_week_is_a_standing_duty_confirmed_once_a_year(catalogues):
    standing = {
        code: kind.cycle_months
        for code, kind in inspection_types().items()
        if kind.counting == Counting.STANDING
    }

    assert standing == {"FIR-6": 12, "SAN-1": 12, "SAN-1-CHLORINE": 12, "SEP-3-W": 12, "REC-3": 12}


def test_loading_the_catalogue_again_changes_nothing(catalogues):
    out = io.StringIO()

    call_command("load_catalogues", stdout=out)

    count = len(inspection_types())
    lines = out.getvalue().splitlines()
    assert [line for line in lines if line.startswith(("点検の種類", "市の事実"))] == [
        f"点検の種類　新規0・変更0・変更なし{count}・廃止0",
        "市の事実　新規0・変更0・変更なし1・廃止0",
    ]


def test_a_local_type_of_the_city_outlives_every_load(catalogues):
    local = InspectionType.objects.create(
        code="CITY-1", origin=Origin.CITY, name="植栽の手入れ", subject="building", cycle_months=6
    )

    call_command("load_catalogues", stdout=io.StringIO())

    local.refresh_from_db()
    assert (local.name, local.cycle_months, local.retired_on) == ("植栽の手入れ", 6, None)


def test_whether_the_city_has_a_building_official_is_a_fact_that_staff_may_change(catalogues):
    shipped = CityFact.objects.get()
    CityFact.objects.create(code=shipped.code, origin=Origin.CITY, name=shipped.name, answer=False)

    in_front = CityFact.objects.in_front().get()

    assert (shipped.answer, shipped.certainty, in_front.answer) == (True, Certainty.UNVERIFIED, False)


ENTRY = {"code": "BLD-1", "name": "点検", "law": "市の規則", "subject": "building", "cycle_months": 12}
KNOWN = {"source": "見本", "certainty": "unverified"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cycles": 12}, "「cycles」という項目はありません。"),
        ({"cycle_months": 0}, "「cycle_months」は1以上の整数（月）にしてください。"),
        ({"applies_when": "floors >="}, "「applies_when」：条件「floors >=」が読めません。"),
        ({"applies_when": "storeys >= 3"}, "「applies_when」：「storeys」という事実はありません。"),
        (
            {"applies_when": "floor_area > 200"},
            "「applies_when」：「200」は延床面積（floor_area）の値になりません。m2(200) のように書いてください。",
        ),
        (
            {"cycle_cases": [{"if": "bath", "months": 3}]},
            "「cycle_cases 1番目」は when（条件）と months（月）の二つで書いてください。",
        ),
        (
            {"report_cases": [{"when": "bath", "months": -1}]},
            "「report_cases 1番目」の months は1以上の整数（月）にしてください。",
        ),
    ],
)
def test_a_broken_entry_stops_the_load_and_names_file_entry_and_line(
    catalogues, settings, tmp_path, changes, sentence
):
    before = list(InspectionType.objects.order_by("pk").values())
    _write(settings, tmp_path, [{**ENTRY, **KNOWN, "code": "FIRST"}, {**ENTRY, **KNOWN, **changes}])

    with pytest.raises(CommandError) as refused:
        call_command("load_catalogues", stdout=io.StringIO())

    line = _line_of(tmp_path, "BLD-1")
    assert str(refused.value) == f"inspection_types.yaml {line}行目 BLD-1：{sentence}"
    assert list(InspectionType.objects.order_by("pk").values()) == before


def test_a_code_given_twice_stops_the_load_and_names_both_lines(catalogues, settings, tmp_path):
    before = list(InspectionType.objects.order_by("pk").values())
    _write(settings, tmp_path, [{**ENTRY, **KNOWN}, {**ENTRY, **KNOWN}])

    with pytest.raises(CommandError) as refused:
        call_command("load_catalogues", stdout=io.StringIO())

    assert re.fullmatch(
        r"inspection_types.yaml \d+行目 BLD-1：同じコードが\d+行目にもあります。", str(refused.value)
    )
    assert list(InspectionType.objects.order_by("pk").values()) == before


def _write(settings, tmp_path, entries):
    """The other catalogues as shipped, this one with these entries."""
    shipped = settings.BASE_DIR
    for one in load_catalogues.SHIPPED:
        link = tmp_path / one.path
        link.parent.mkdir(parents=True, exist_ok=True)
        if one.path != FILE:
            link.symlink_to(shipped / one.path)
    said = {"catalogue": "inspection_types", "entries": entries}
    (tmp_path / FILE).write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    settings.BASE_DIR = tmp_path


def _line_of(tmp_path, code):
    lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line == f"- code: {code}")


def test_the_form_of_a_local_type_tells_what_cannot_be_read_at_its_field():
    kind = InspectionType(code="CITY-1", name="見本", subject="building", cycle_months=6)
    kind.applies_when = "storeys > 3"
    kind.cycle_cases = [{"when": "bath", "months": 0}]

    with pytest.raises(ValidationError) as refused:
        kind.clean()

    assert refused.value.message_dict == {
        "applies_when": ["「applies_when」：「storeys」という事実はありません。"],
        "cycle_cases": ["「cycle_cases 1番目」の months は1以上の整数（月）にしてください。"],
    }


def test_a_fact_of_the_city_bears_the_name_of_one():
    with pytest.raises(ValidationError, match="「has_mayor」という市の事実はありません。"):
        CityFact(code="has_mayor", name="市長").clean()
