from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maintenance.actions import record_inspection
from maintenance.models import DueInspection, FindingPhoto, InspectionFile
from tests.answers import errors, told
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_done_turn, make_lift_type, make_turn, make_type
from tests.factories.recording import a_finding, a_paper, evidence, picture
from tests.maintenance.web.inspections import FOUND, LIST, TODAY, record_page
from tests.pages import words_of

pytestmark = pytest.mark.django_db

BAD = {**FOUND, "outcome": "repair"}
FINDING = {
    "finding_1_place": "2階廊下",
    "finding_1_text": "消火器1本が使用期限を過ぎている",
    "finding_1_severity": "repair",
}


def _upload(content: bytes, name: str = "shoukaki.jpg"):
    return SimpleUploadedFile(name, content)


def _with_finding():
    turn = make_turn()
    with_it = evidence(a_finding(), papers=(a_paper(),))
    record_inspection(turn.pk, done_on=date(2026, 11, 20), on=TODAY, evidence=with_it, outcome="repair")
    turn.refresh_from_db()
    return turn


def test_a_finding_with_its_photograph_is_recorded_and_shown(officer, client_of):
    turn, client = make_turn(), client_of(officer)

    response = client.post(
        record_page(turn), {**BAD, **FINDING, "finding_1_photos": [_upload(picture(with_position=True))]}
    )

    photo = FindingPhoto.objects.get()
    assert told(response) == [
        "点検を記録しました。次の点検は令和9年5月20日（木）です。写真1枚から、撮影した場所の情報を消しました。"
    ]
    page = client.get(record_page(turn)).content.decode()
    assert reverse("inspection-photo", args=[photo.pk]) in page
    assert "2階廊下" in page
    assert b"GPS" not in client.get(reverse("inspection-photo", args=[photo.pk])).getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("photo.jpg", b"%PDF-1.4", "「photo.jpg」は名前ではJPEGですが、中身はPDFです。"),
        ("memo.txt", b"text", "「memo.txt」は添付できません。添付できるのはJPEG、PNGです。"),
        ("big.jpg", b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024), "「big.jpg」は大きすぎます（20MBまで）。"),
    ],
)
def test_a_photograph_that_is_none_or_too_large_is_refused_and_nothing_is_saved(
    officer, client_of, name, content, sentence
):
    turn = make_turn()

    response = client_of(officer).post(
        record_page(turn), {**BAD, **FINDING, "finding_1_photos": [_upload(content, name)]}
    )

    assert (response.status_code, errors(response)) == (422, {"finding_1_photos": [sentence]})
    assert "消火器1本が使用期限を過ぎている" in response.content.decode()
    assert DueInspection.objects.done().count() == 0


def test_half_a_finding_is_asked_for_in_its_place(officer, client_of):
    response = client_of(officer).post(record_page(make_turn()), {**BAD, "finding_2_text": "割れ"})

    assert errors(response) == {
        "finding_2_place": ["指摘2の場所を入力してください。"],
        "finding_2_severity": ["指摘2の重さを選んでください。"],
    }


def test_one_visit_records_the_other_turns_that_were_ticked(officer, client_of):
    make_type("FIR-2", name="消防用設備等 総合点検", cycle_months=12)
    turn = make_turn()
    other = make_turn(turn.building, "FIR-2")

    response = client_of(officer).post(record_page(turn), {**FOUND, "together": [other.pk]})

    assert told(response) == [
        "点検を記録しました。次の点検は令和9年5月20日（木）です。同じ日のほかの点検も1件記録しました。"
    ]
    assert list(DueInspection.objects.done().order_by("pk")) == [turn, other]


def test_a_turn_that_could_not_be_done_says_so_on_its_page_and_in_the_list(officer, client_of):
    turn, client = make_turn(), client_of(officer)
    answer = {
        "tried_on": "2026-11-20",
        "planned_on": "2026-11-27",
        "reason": "部屋を使っていて入れなかった",
    }

    response = client.post(reverse("inspection-could-not", args=[turn.pk]), answer)

    assert told(response) == [
        "点検できなかったことを記録しました。新しい予定日は11月27日（金）です。期限は変わりません。"
    ]
    assert "部屋を使っていて入れなかった" in client.get(record_page(turn)).content.decode()
    assert "できなかった日11月20日（金）" in words_of(client.get(LIST).content.decode())


def test_a_new_day_behind_the_due_day_is_warned_of(officer, client_of):
    answer = {"tried_on": "2026-11-20", "planned_on": "2026-12-01", "reason": "不在"}

    response = client_of(officer).post(reverse("inspection-could-not", args=[make_turn().pk]), answer)

    assert told(response)[0].endswith("期限の11月30日（月）を過ぎます。")


def test_a_record_is_put_right_and_its_page_shows_what_it_said_before(officer, client_of):
    turn, client = _with_finding(), client_of(officer)
    page = reverse("inspection-correct", args=[turn.pk])
    form = client.get(page).context["form"]
    answer = {
        **BAD,
        **FINDING,
        "done_on_day": "19",
        "finding_1_place": "3階廊下",
        "reason": "点検票の日付",
        "version": form["version"].value(),
    }

    response = client.post(page, answer)

    assert told(response) == ["点検の記録を直しました。前の記録も残っています。"]
    words = words_of(client.get(record_page(turn)).content.decode())
    for said in (
        "令和8年11月20日→令和8年11月19日",
        "2階廊下→3階廊下",
        "理由：点検票の日付",
        "3階廊下直す必要がある",
    ):
        assert said in words
    turn.refresh_from_db()
    assert turn.next.due_on == date(2027, 5, 19)


def test_who_comes_second_with_a_correction_is_told(officer, chief, client_of):
    turn = make_done_turn()
    page = reverse("inspection-correct", args=[turn.pk])
    seen = client_of(officer).get(page).context["form"]["version"].value()
    client_of(chief).post(page, {**FOUND, "remarks": "さび", "reason": "追記", "version": seen})

    second = client_of(officer).post(page, {**FOUND, "remarks": "割れ", "reason": "追記", "version": seen})

    assert second.status_code == 409


@pytest.mark.parametrize("act", ["inspection-correct", "inspection-could-not"])
def test_only_who_may_record_corrects_and_puts_off(auditor, centre_worker, client_of, act):
    turn, worker = make_turn(), centre_worker(make_turn().building.centre)

    assert client_of(auditor).get(reverse(act, args=[turn.pk])).status_code == 403
    assert client_of(worker).get(reverse(act, args=[turn.pk])).status_code == 404


def test_photographs_and_papers_are_read_within_the_scope(officer, centre_worker, client_of):
    turn = _with_finding()
    stranger = client_of(centre_worker(make_building().centre))
    addresses = [
        reverse("inspection-photo", args=[FindingPhoto.objects.get().pk]),
        reverse("inspection-paper", args=[InspectionFile.objects.get().pk]),
    ]

    assert [stranger.get(address).status_code for address in addresses] == [404, 404]
    own = client_of(officer)
    photo, paper = (own.get(address) for address in addresses)
    assert b"".join(paper.streaming_content) == b"%PDF-1.4\n%%EOF\n"
    assert (photo["Content-Type"], len(b"".join(photo.streaming_content))) == (
        "image/jpeg",
        FindingPhoto.objects.get().size,
    )
    assert addresses[1] in own.get(record_page(turn)).content.decode()


def test_the_sheet_has_a_label_for_the_centre_and_for_all_that_is_inspected(officer, client_of):
    make_lift_type()
    turn = make_turn()
    lift = make_equipment(building=turn.building)
    make_turn(lift.building, "BLD-3", equipment=lift)
    make_building("倉庫", centre=turn.building.centre)

    response = client_of(officer).get(reverse("inspection-labels", args=[turn.building.centre_id]))

    codes = [each["label"].code for each in response.context["sheet"]]
    assert codes == [f"c{turn.building.centre_id}", f"b{turn.building_id}", f"e{lift.pk}"]
    page = response.content.decode()
    assert page.count('class="qr"') == 3
    assert f"http://testserver/i/b{turn.building_id}/" in page
    assert "style=" not in page


def test_a_label_leads_to_what_can_be_recorded_there_the_biggest_first(officer, client_of):
    make_lift_type()
    make_type("FIR-2", name="消防用設備等 総合点検", cycle_months=12)
    turn = make_turn()
    big = make_turn(turn.building, "FIR-2", due_on=date(2027, 2, 23))
    late = make_turn(turn.building, "ELC-2", due_on=date(2027, 2, 24))
    lift = make_equipment(building=turn.building)
    of_lift = make_turn(lift.building, "BLD-3", equipment=lift)
    client = client_of(officer)

    building = client.get(f"/i/b{turn.building_id}/")
    piece = client.get(f"/i/e{lift.pk}/")

    assert [line["url_pk"] for line in building.context["near"]] == [of_lift.pk, big.pk, turn.pk]
    assert [line["url_pk"] for line in building.context["later"]] == [late.pk]
    assert [line["url_pk"] for line in piece.context["near"]] == [of_lift.pk]
    assert record_page(big) in building.content.decode()


@pytest.mark.parametrize("code", ["x1", "b0", "b", "c999999", "b1-2", "e99999999999999999999"])
def test_a_code_that_is_none_is_not_found(officer, client_of, code):
    assert client_of(officer).get(f"/i/{code}/").status_code == 404


def test_a_label_shows_nothing_to_who_may_not_see_the_place(client, centre_worker, client_of):
    turn = make_turn()
    address = f"/i/b{turn.building_id}/"

    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"
    assert client_of(centre_worker(make_building().centre)).get(address).status_code == 404
