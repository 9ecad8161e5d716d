"""The pages of uses, rooms, land, years of use and files: what is typed is kept, who may, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from facilities.actions import set_uses, withdraw_file
from facilities.models import BuildingUse, CentreFile, Land, Room, YearOfUse
from tests.answers import errors, told
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.facilities import (
    ENTERED_ON,
    PNG,
    make_building,
    make_file,
    make_land,
    make_room,
    make_year,
)
from tests.pages import filled_in, words_of

pytestmark = pytest.mark.django_db

SOURCE = {"source": "建物台帳", "source_url": "", "certainty": "verified"}
ROOM = {
    "name": "大会議室",
    "storey": "-1",
    "area": "96.68",
    "capacity": "８０",
    "fee": "329",
    "fee_basis": "hour",
    **SOURCE,
}
LAND = {
    "name": "敷地",
    "area": "1,523.00",
    "ownership": "partly_leased",
    "leased_area": "320.5",
    "zoning": "outside",
    "coverage_ratio": "60",
    "parking": "0",
    "playground": "False",
    **SOURCE,
}
YEAR = {"fiscal_year": "令和7年度", "users": "18,420", "fees": "0", "utilities": "4,186,000", **SOURCE}


def _page(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


def _rows(*rows: dict[str, str], version: str = "") -> dict[str, str]:
    """The form of the uses as a browser sends it."""
    sent = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": "0", "version": version}
    blank = {"kind": "", "name": "", "storey": "", "area": ""}
    for number, row in enumerate(rows):
        sent |= {f"form-{number}-{name}": value for name, value in {**blank, **row}.items()}
    return sent


def test_a_room_is_entered_and_shown_again_as_it_was_typed(officer, client_of):
    building, client = make_building(), client_of(officer)

    answer = client.post(_page("room-new", building.pk), ROOM)

    room = Room.objects.get()
    assert answer.headers["Location"] == _page("centre", building.centre_id)
    assert told(answer) == ["本館の部屋「大会議室」を登録しました。"]
    assert (room.storey, room.area, room.capacity, room.fee, room.certainty) == (
        -1,
        9668,
        80,
        329,
        "verified",
    )
    shown = filled_in(client.get(_page("room-edit", room.pk)))
    assert {name: shown[name][0] for name in ROOM} == {**ROOM, "capacity": "80"}


def test_land_is_entered_with_its_three_answers(officer, client_of):
    centre = make_centre()

    client_of(officer).post(_page("land-new", centre.pk), LAND)

    land = Land.objects.get()
    assert (land.area, land.leased_area, land.parking, land.wheelchair_parking) == (152300, 32050, 0, None)
    assert (land.playground, land.zoning, land.floor_ratio) == (False, "outside", None)


@pytest.mark.parametrize("typed", ["令和7年度", "2025", "R7年度", "２０２５年度", "令和7"])
def test_a_year_is_entered_in_either_way_of_counting(officer, client_of, typed):
    centre = make_centre()

    client_of(officer).post(_page("year-new", centre.pk), {**YEAR, "fiscal_year": typed})

    year = YearOfUse.objects.get()
    assert (year.fiscal_year, year.users, year.fees, year.utilities, year.repairs) == (
        2025,
        18420,
        0,
        4186000,
        None,
    )


@pytest.mark.parametrize(
    ("name", "typed", "refused"),
    [
        (
            "room-new",
            {**ROOM, "name": "", "storey": "0", "fee_basis": ""},
            {
                "name": ["部屋名を入力してください。"],
                "storey": ["階は、1階なら1、地下1階なら-1としてください。"],
                "fee_basis": ["使用料を入力するときは、使用料の単位を選んでください。"],
            },
        ),
        ("room-new", {**ROOM, "area": "0"}, {"area": ["面積は0より大きい数字を入力してください。"]}),
        (
            "land-new",
            {**LAND, "ownership": "city", "coverage_ratio": "101"},
            {
                "leased_area": ["市有地のときは、借地の面積を0にするか空けてください。"],
                "coverage_ratio": ["建ぺい率は100以下の数字を入力してください。"],
            },
        ),
        (
            "year-new",
            {**YEAR, "fiscal_year": "令和9年度"},
            {"fiscal_year": ["まだ始まっていない年度の実績は登録できません。"]},
        ),
        (
            "year-new",
            {**YEAR, "fiscal_year": "去年"},
            {"fiscal_year": ["年度は「令和7年度」のように入力してください。"]},
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_entered(officer, client_of, name, typed, refused):
    building = make_building()
    pk = building.pk if name == "room-new" else building.centre_id

    answer = client_of(officer).post(_page(name, pk), typed)

    assert (answer.status_code, errors(answer)) == (422, refused)
    assert [model.objects.count() for model in (Room, Land, YearOfUse)] == [0, 0, 0]


def test_the_uses_of_a_building_are_set_on_one_page(officer, client_of):
    building, client = make_building(floor_area=50000), client_of(officer)
    set_uses(building.pk, [{"kind": "store", "storey": 1, "area": 1000}])
    page = _page("uses-edit", building.pk)
    version = filled_in(client.get(page))["version"][0]
    hall = {"kind": "assembly", "storey": "1", "area": "390.00"}

    answer = client.post(page, _rows(hall, {}, {**hall, "storey": "-1"}, version=version))

    assert told(answer) == ["本館の用途を保存しました。"]
    rows = BuildingUse.objects.order_by("storey").values_list("kind", "storey", "area")
    assert list(rows) == [("assembly", -1, 39000), ("assembly", 1, 39000)]
    assert "用途の面積の合計が、延床面積を超えています" in words_of(client.get(page))


def test_a_row_half_filled_in_says_what_is_missing_and_two_alike_are_refused(officer, client_of):
    building, client = make_building(), client_of(officer)
    page = _page("uses-edit", building.pk)
    hall = {"kind": "assembly", "storey": "1", "area": "390.00"}

    half = client.post(page, _rows(hall, {"name": "窓口"}))
    alike = client.post(page, _rows(hall, hall))
    storey = client.post(page, _rows({**hall, "storey": "0"}))

    assert (half.status_code, alike.status_code, storey.status_code) == (422, 422, 422)
    assert half.context["rows"].errors[1] == {
        "kind": ["2行目の用途を選んでください。"],
        "area": ["2行目の面積を入力してください。"],
    }
    assert errors(alike) == {
        "__all__": ["同じ階に同じ用途・呼び名の行が2つあります。1つにまとめてください。"]
    }
    assert storey.context["rows"].errors[0] == {"storey": ["階は、1階なら1、地下1階なら-1としてください。"]}
    assert not BuildingUse.objects.exists()


def test_uses_changed_meanwhile_are_told_and_kept(officer, client_of):
    building, client = make_building(), client_of(officer)
    page = _page("uses-edit", building.pk)
    set_uses(building.pk, [{"kind": "store", "storey": 1, "area": 1000}])
    version = filled_in(client.get(page))["version"][0]
    set_uses(building.pk, [{"kind": "office", "storey": 1, "area": 2000}])

    answer = client.post(page, _rows({"kind": "store", "area": "1"}, version=version))

    assert answer.status_code == 409
    assert "開いたあとに、ほかの人が用途を書き換えました" in words_of(answer)
    assert BuildingUse.objects.get().kind == "office"


def test_a_photograph_is_handed_in_and_looked_at(officer, client_of):
    building, client = make_building(), client_of(officer)
    sent: dict[str, Any] = {
        "kind": "photo",
        "title": "正面の外観",
        "building": building.pk,
        "made_on": "令和3年2月",
        "file": SimpleUploadedFile("正面.png", PNG),
    }

    answer = client.post(_page("file-new", building.centre_id), sent)

    file = CentreFile.objects.get()
    assert told(answer) == ["「正面の外観」を登録しました。"]
    assert (file.building, str(file.made_on), file.shared, file.uploaded_by) == (
        building,
        "令和3年2月",
        False,
        officer,
    )
    shown = client.get(_page("file", file.pk))
    assert b"".join(shown.streaming_content) == PNG
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_a_file_that_is_something_else_is_refused_at_its_field(officer, client_of):
    sent = {"kind": "photo", "title": "", "file": SimpleUploadedFile("正面.png", b"no picture")}

    answer = client_of(officer).post(_page("file-new", make_centre().pk), sent)

    assert (answer.status_code, errors(answer)) == (422, {"title": ["題名を入力してください。"]})
    answer = client_of(officer).post(
        _page("file-new", make_centre().pk),
        {**sent, "title": "正面", "file": SimpleUploadedFile("正面.png", b"no picture")},
    )
    assert errors(answer)["file"][0].startswith("「正面.png」は名前ではPNGですが")
    assert not CentreFile.objects.exists()


def test_a_document_is_kept_and_not_opened_in_the_window(officer, client_of):
    file = make_file(kind="document", name="平面図.pdf", content=b"%PDF-1.7\n")

    answer = client_of(officer).get(_page("file", file.pk))

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n"


def test_a_file_is_withdrawn_with_a_reason_and_is_not_there_any_more(officer, client_of):
    file, client = make_file(), client_of(officer)

    refused = client.post(_page("file-withdraw", file.pk), {"reason": ""})
    done = client.post(_page("file-withdraw", file.pk), {"reason": "写っている人から申し出"})

    assert errors(refused) == {"reason": ["取り下げる理由を入力してください。"]}
    assert told(done) == ["「正面の外観」を取り下げました。"]
    assert client.get(_page("file", file.pk)).status_code == 404
    assert client.get(_page("file-withdraw", file.pk)).status_code == 404


def test_a_group_sees_the_files_of_its_centre_that_are_shared_and_no_other(roles, client_of):
    centre = make_centre()
    shared, kept, gone = (make_file(centre=centre, shared=yes) for yes in (True, False, True))
    withdraw_file(gone.pk, on=ENTERED_ON, reason="見本")
    elsewhere = make_file(shared=True)
    client = client_of(make_group(centre))

    answers = [client.get(_page("file", file.pk)) for file in (shared, kept, gone, elsewhere)]

    assert [answer.status_code for answer in answers] == [200, 404, 404, 404]
    for answer in answers[:1]:
        answer.close()


RECORDS: dict[str, Any] = {
    "room-new": make_building,
    "room-edit": make_room,
    "land-new": make_centre,
    "land-edit": make_land,
    "year-new": make_centre,
    "year-edit": make_year,
    "uses-edit": make_building,
    "file-new": make_centre,
    "file-withdraw": make_file,
}


def test_who_does_not_keep_the_register_may_not_write(auditor, client_of):
    client = client_of(auditor)

    for name, make in RECORDS.items():
        page = _page(name, make().pk)
        assert (client.get(page).status_code, client.post(page).status_code) == (403, 403)


def test_what_belongs_to_another_centre_is_not_found_even_with_the_permission(
    centre_worker, grant, client_of
):
    records = "room", "land", "yearofuse", "centrefile"
    grant("センター職員", *(f"{verb}_{record}" for verb in ("add", "change") for record in records))
    grant("センター職員", "change_building", "change_buildinguse")
    client = client_of(centre_worker(make_centre("わたしたちの施設")))

    answers = {name: client.post(_page(name, make().pk)).status_code for name, make in RECORDS.items()}

    assert answers == dict.fromkeys(RECORDS, 404)
