"""Uses, rooms, land, years of use and files: kept as they were told, and the impossible refused."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from common.acting import acting
from common.db.history import Stale
from common.problems import Refused
from facilities import actions
from facilities.actions.files import AlreadyWithdrawn, attach_file
from facilities.models import BuildingUse, CentreFile, Land, Room, YearOfUse
from facilities.queries.uses import version_of_uses
from tests.factories.accounts import make_user
from tests.factories.centres import make_centre
from tests.factories.facilities import (
    ENTERED_AT,
    PNG,
    make_building,
    make_equipment,
    make_file,
    make_land,
    make_room,
    make_year,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
HALL = {"kind": "assembly", "name": "", "storey": 1, "area": 30000}
OFFICE = {"kind": "office", "name": "窓口", "storey": 1, "area": 5000}
CELLAR = {"kind": "store", "name": "", "storey": -1, "area": 1200}


def _uses(building):
    return list(building.uses.order_by("kind").values("kind", "name", "storey", "area"))


def _sentences(refusal):
    return [(problem.field, problem.message) for problem in refusal.value.problems]


def test_the_uses_of_a_building_are_said_anew_and_keep_their_history():
    building = make_building()
    actions.set_uses(building.pk, [HALL, OFFICE])
    hall = building.uses.get(kind="assembly")

    officer = make_user()
    with acting(door="web", user_id=officer.pk):
        actions.set_uses(building.pk, [{**HALL, "area": 31000}, CELLAR])

    assert _uses(building) == [{**HALL, "area": 31000}, CELLAR]
    assert building.uses.get(kind="assembly").pk == hall.pk
    history = BuildingUse.history.order_by("history_id").values_list("kind", "history_type", "history_user")
    assert sorted(history[2:]) == [
        ("assembly", "~", officer.pk),
        ("office", "-", officer.pk),
        ("store", "+", officer.pk),
    ]


def test_saying_the_same_again_leaves_no_trace():
    building = make_building()
    actions.set_uses(building.pk, [HALL])

    actions.set_uses(building.pk, [HALL])

    assert BuildingUse.history.count() == 1


@pytest.mark.parametrize(
    ("uses", "problems"),
    [
        ([HALL, {**OFFICE, "area": 0}], [("1-area", "面積は0より大きい数にしてください。")]),
        (
            [{**HALL, "storey": 0}],
            [("0-storey", "階は、1階なら1、地下1階なら-1としてください。")],
        ),
        (
            [HALL, {**HALL, "area": 1}],
            [("", "同じ階に同じ用途・呼び名の行が2つあります。1つにまとめてください。")],
        ),
    ],
)
def test_wrong_uses_are_refused_by_row_and_nothing_is_changed(uses, problems):
    building = make_building()
    actions.set_uses(building.pk, [CELLAR])

    with pytest.raises(Refused) as refusal:
        actions.set_uses(building.pk, uses)

    assert _sentences(refusal) == problems
    assert _uses(building) == [CELLAR]


def test_uses_that_somebody_changed_meanwhile_are_not_overwritten():
    building = make_building()
    seen = version_of_uses(building.pk)
    actions.set_uses(building.pk, [HALL], expected_version=seen)

    with pytest.raises(Stale):
        actions.set_uses(building.pk, [OFFICE], expected_version=seen)

    assert _uses(building) == [HALL]


@pytest.mark.parametrize("uses", [1, 12])
def test_the_uses_are_set_in_as_many_queries_however_many_there_are(uses, django_assert_max_num_queries):
    building = make_building()
    rows = [{**HALL, "storey": storey} for storey in range(1, uses + 1)]

    with django_assert_max_num_queries(12):
        actions.set_uses(building.pk, rows)


@pytest.mark.parametrize("storey", [1, None])
def test_the_database_keeps_uses_apart(storey):
    building = make_building()
    BuildingUse.objects.create(building=building, **{**HALL, "storey": storey})

    with pytest.raises(IntegrityError), transaction.atomic():
        BuildingUse.objects.create(building=building, **{**HALL, "storey": storey, "area": 1})


# Record, what cannot be of it, the field that says so and its sentence.
IMPOSSIBLE = [
    (Room, {"area": 0}, "area", "面積は0より大きい数にしてください。"),
    (Room, {"capacity": 0}, "capacity", "定員は0より大きい数にしてください。"),
    (Room, {"storey": 0}, "storey", "階は、1階なら1、地下1階なら-1としてください。"),
    (Room, {"fee": 135}, "fee_basis", "使用料を入力するときは、使用料の単位を選んでください。"),
    (Land, {"area": 0}, "area", "面積は0より大きい数にしてください。"),
    (
        Land,
        {"area": 100, "leased_area": 101},
        "leased_area",
        "借地の面積は、土地の面積以下にしてください。",
    ),
    (
        Land,
        {"ownership": "city", "leased_area": 1},
        "leased_area",
        "市有地のときは、借地の面積を0にするか空けてください。",
    ),
    (Land, {"coverage_ratio": 101}, "coverage_ratio", "建ぺい率は1から100までにしてください。"),
    (Land, {"floor_ratio": 2001}, "floor_ratio", "容積率は1から2000までにしてください。"),
    (
        Land,
        {"parking": 3, "wheelchair_parking": 4},
        "wheelchair_parking",
        "車椅子用の駐車場は、駐車場の台数以下にしてください。",
    ),
    (
        YearOfUse,
        {"fiscal_year": 1949},
        "fiscal_year",
        "年度を確かめてください。昭和25年度より前は登録できません。",
    ),
]
MAKERS: dict[Any, Any] = {Room: make_room, Land: make_land, YearOfUse: make_year}
POSSIBLE = [
    (Room, {"area": 1, "capacity": 1, "storey": -1, "fee": 135, "fee_basis": "hour"}),
    (Room, {"fee": 0}),
    (Land, {"area": 100, "leased_area": 100, "ownership": "leased", "coverage_ratio": 100}),
    (Land, {"parking": 0, "wheelchair_parking": 0, "floor_ratio": 2000, "playground": False}),
    (YearOfUse, {"fiscal_year": 2026, "users": 0, "fees": 0, "utilities": 0}),
]


@pytest.mark.parametrize(("model", "facts", "field", "sentence"), IMPOSSIBLE)
def test_act_and_database_refuse_what_cannot_be(model, facts, field, sentence):
    record = MAKERS[model]()

    with pytest.raises(Refused) as refusal:
        MAKERS[model](**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=record.pk).update(**facts)

    assert _sentences(refusal) == [(field, sentence)]
    assert model.objects.count() == 1


@pytest.mark.parametrize(("model", "facts"), POSSIBLE)
def test_what_can_be_is_kept(model, facts):
    record = MAKERS[model](**facts)

    assert model.objects.filter(pk=record.pk, **facts).exists()


def test_a_name_or_a_year_is_given_once():
    room, land, year = make_room(), make_land(), make_year(2025)

    for again, sentence in (
        (lambda: make_room(building=room.building), "同じ名前の部屋"),
        (lambda: make_land(centre=land.centre), "同じ呼び名の土地"),
        (lambda: make_year(2025, centre=year.centre), "すでに登録されています"),
    ):
        with pytest.raises(Refused, match=sentence):
            again()
    make_room(building=make_building("別館", centre=room.building.centre))


@pytest.mark.parametrize(("on", "refused"), [(date(2026, 3, 31), True), (date(2026, 4, 1), False)])
def test_a_year_is_entered_from_its_first_day(on, refused):
    if not refused:
        assert make_year(2026, on=on).fiscal_year == 2026
        return
    with pytest.raises(Refused, match="まだ始まっていない年度の実績は登録できません。"):
        make_year(2026, on=on)


def test_equipment_with_a_life_of_no_year_is_refused():
    with pytest.raises(Refused, match="標準の耐用年数は0より大きい数にしてください。"):
        make_equipment(expected_life_years=0)


def test_a_photograph_is_kept_without_the_place_where_it_was_taken():
    picture, out = Image.new("RGB", (2, 2)), io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, "JPEG", exif=exif)
    officer = make_user()

    with acting(door="web", user_id=officer.pk):
        attached = attach_file(
            centre=make_centre(),
            kind="photo",
            title="正面",
            name="正面.jpg",
            content=out.getvalue(),
            at=ENTERED_AT,
        )

    assert (attached.position_removed, attached.file.uploaded_by) == (True, officer)
    with attached.file.file.open() as kept:
        assert Image.open(kept).getexif().get_ifd(0x8825) == {}
    assert (attached.file.original_name, attached.file.content_type) == ("正面.jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ({"kind": "document"}, {"file": "「見本.png」は添付できません。"}),
        ({"content": b""}, {"file": "「見本.png」は空のファイルです。"}),
        ({"title": "", "content": b"no picture"}, {"title": "", "file": "「見本.png」は名前ではPNGですが"}),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_everything_and_not_kept(facts, problems, settings):
    with pytest.raises(Refused) as refusal:
        make_file(**facts)

    said = {problem.field: problem.message for problem in refusal.value.problems}
    assert said.keys() == problems.keys()
    assert all(said[field].startswith(start) for field, start in problems.items())
    assert not CentreFile.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.png"))


def test_a_file_of_a_building_elsewhere_is_refused():
    with pytest.raises(Refused, match="この施設の建物を選んでください。"):
        make_file(building=make_building())


def test_a_file_is_withdrawn_once_with_a_reason_and_stays():
    file = make_file(shared=True)

    with pytest.raises(Refused, match="取り下げた理由を入力してください。"):
        actions.withdraw_file(file.pk, on=TODAY, reason=" ")
    actions.withdraw_file(file.pk, on=TODAY, reason="写っている人から申し出")
    with pytest.raises(AlreadyWithdrawn):
        actions.withdraw_file(file.pk, on=TODAY, reason="もう一度")

    file.refresh_from_db()
    assert (file.withdrawn_on, file.withdrawn_reason) == (TODAY, "写っている人から申し出")
    with file.file.open() as kept:
        assert kept.read() == PNG
    assert file.history.count() == 2
