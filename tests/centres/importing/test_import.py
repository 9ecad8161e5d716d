"""Whole registers, brought in."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from centres.actions import change_centre, register_centre, register_district, state_sources
from centres.importing import act
from centres.importing.sheets import CannotImport
from centres.models import Centre, CentreFact
from common.certainty import Certainty
from common.partial_dates import PartialDate, Precision
from tests.centres.importing.conftest import (
    CURRENT,
    FORMER,
    as_csv,
    as_table,
    current_row,
    former_row,
)

pytestmark = pytest.mark.django_db

HistoricalCentre = Centre.history.model


def counts(report) -> tuple[int, int, int, int]:
    return (len(report.created), len(report.changed), len(report.unchanged), report.refused_rows)


def history() -> list[tuple[str, str, str, str]]:
    rows = HistoricalCentre.objects.order_by("history_id")
    return list(rows.values_list("history_type", "code", "door", "history_change_reason"))


def test_the_real_register_of_takamatsu_comes_in_and_a_second_time_nothing_changes(takamatsu, bring_in):
    first = bring_in(takamatsu, mapping="takamatsu")
    second = bring_in(takamatsu, mapping="takamatsu")

    assert (counts(first), counts(second)) == ((52, 0, 0, 0), (0, 0, 52, 0))
    assert (first.written, second.written) == (True, False)
    assert Centre.objects.count() == 52
    assert len(history()) == 52
    assert CentreFact.objects.count() == 52 * 5


def test_a_centre_of_takamatsu_is_what_its_row_says_and_nothing_more(takamatsu, bring_in):
    bring_in(takamatsu, mapping="takamatsu")

    centre = Centre.objects.get(code="372013-高松市国分寺北部コミュニティセンター")
    stated = {"name", "address", "phone", "latitude", "longitude", "code", "search"}
    untouched = Centre()
    assert (centre.name, centre.address, centre.phone, centre.latitude, centre.longitude) == (
        "高松市国分寺北部コミュニティセンター",
        "高松市国分寺町新居1840-6",
        "087-874-5805",
        Decimal("34.30537556"),
        Decimal("133.96234361"),
    )
    assert [
        field.name
        for field in Centre._meta.concrete_fields
        if field.name not in stated | {"id"}
        and getattr(centre, field.attname) != getattr(untouched, field.attname)
    ] == []


def test_each_fact_of_takamatsu_says_where_it_comes_from(takamatsu, bring_in):
    bring_in(takamatsu, mapping="takamatsu")

    facts = CentreFact.objects.filter(record__code="372013-高松市牟礼コミュニティセンター").order_by("field")

    assert set(facts.values_list("source", "source_url", "certainty", "note")) == {
        ("高松市オープンデータ（コミュニティセンター一覧）", "", Certainty.VERIFIED, "利用条件：CC BY 4.0")
    }
    assert list(facts.values_list("field", flat=True)) == [
        "address",
        "latitude",
        "longitude",
        "name",
        "phone",
    ]


def test_what_was_left_unread_in_takamatsu_is_named(takamatsu, bring_in):
    notes = bring_in(takamatsu, mapping="takamatsu").notes

    assert notes.unread_columns == ("A列「#property」", "G列「referenceObject」", "H列「note」")


def test_the_current_national_layout_comes_in_as_csv(csv_file, bring_in):
    report = bring_in(csv_file(current_row(1), current_row(2, 名称_カナ="", 郵便番号="")))

    assert counts(report) == (2, 0, 0, 0)
    centre = Centre.objects.get(code="352152-0000000001")
    assert (centre.name, centre.kana, centre.address, centre.phone, centre.postal_code) == (
        "見本1市民センター",
        "ミホンシミンセンター",
        "見本県見本市1",
        "0834-22-0000",
        "745-0000",
    )
    assert (centre.opens_at, centre.closes_at, centre.closed_days) == (
        time(8, 30),
        time(22, 0),
        "利用可能曜日：月火水木金土日。12月29日から1月3日を除く",
    )


def test_the_former_national_layout_comes_in_as_csv(csv_file, bring_in):
    report = bring_in(csv_file(table=as_table(FORMER, [former_row(7)]), encoding="cp932"))

    assert counts(report) == (1, 0, 0, 0)
    centre = Centre.objects.get()
    assert (centre.code, centre.nickname, centre.address, centre.closes_at, centre.closed_days) == (
        "352152-0000000007",
        "見本プラザ",
        "見本県見本市7",
        time(17, 15),
        "利用可能曜日：月火水木金",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le"])
def test_the_same_register_in_another_encoding_changes_nothing(csv_file, bring_in, encoding):
    bring_in(csv_file(current_row()))

    report = bring_in(csv_file(current_row(), encoding=encoding))

    assert counts(report) == (0, 0, 1, 0)


def test_the_same_register_as_a_workbook_changes_nothing(csv_file, xlsx_file, bring_in):
    bring_in(csv_file(current_row()))
    numbers = {
        "緯度": 34.05,
        "経度": 131.8,
        "開始時間": time(8, 30),
        "終了時間": time(22, 0),
        "郵便番号": 7450000,
    }

    report = bring_in(xlsx_file({**current_row(), **numbers}))

    assert counts(report) == (0, 0, 1, 0)


def test_headings_may_vary_and_the_version_line_at_the_end_is_left_out(csv_file, bring_in):
    variants = {
        "名称": "名称（必須）",
        "所在地_連結表記": "所在地_連結標記",
        "建物名等（方書）": "建物名等(方書)",
        "利用可能時間特記事項": "利用可能日時特記事項",
        "POIコード": "ＰＯＩコード",
    }
    table = as_table(CURRENT, [current_row()])
    table[0] = [variants.get(heading, heading) for heading in table[0]] + [""] * 20
    table.append(["Ver1.2"])

    report = bring_in(csv_file(table=table))

    assert (counts(report), report.notes.version_rows) == ((1, 0, 0, 0), (3,))
    centre = Centre.objects.get()
    assert (centre.address, centre.closed_days) == (
        "見本県見本市1",
        "利用可能曜日：月火水木金土日。12月29日から1月3日を除く",
    )


def test_a_version_line_in_the_midst_is_a_row_without_a_name(csv_file, bring_in):
    table = as_table(CURRENT, [current_row()])
    table.insert(1, ["Ver1.2"])

    report = bring_in(csv_file(table=table))

    assert [str(note) for note in report.refused] == [
        "2行目 A列「全国地方公共団体コード」：「Ver1.2」は団体コードとして読めません。「352152」のように数字6桁にしてください。",
        "2行目 D列「名称」：名称がありません。",
    ]


def test_where_old_and_new_headings_stand_side_by_side_the_first_that_is_filled_counts(csv_file, bring_in):
    header = [*CURRENT, "住所"]
    old = current_row(1, 所在地_連結表記="", 住所="見本県旧町1")
    both = current_row(2, 住所="見本県旧町2")

    bring_in(csv_file(table=as_table(header, [old, both])))

    assert list(Centre.objects.order_by("code").values_list("address", flat=True)) == [
        "見本県旧町1",
        "見本県見本市2",
    ]


def test_columns_of_ones_own_are_named_with_their_letters(csv_file, bring_in):
    header = ["全国地方公共団体コード", "ID", "名称", "車椅子可", "", "担当課メモ", ""]
    table = [header, ["352152", "1", "見本", "有", "？", "", ""]]

    notes = bring_in(csv_file(table=table)).notes

    assert notes.unread_columns == ("D列「車椅子可」", "E列（見出しなし）", "F列「担当課メモ」")


def test_a_row_without_a_number_is_known_by_its_folded_name(csv_file, bring_in):
    bring_in(csv_file(current_row(ID="", 名称="見本　市民センター①")))

    report = bring_in(csv_file(current_row(ID="", 名称="見本市民 センター１")))

    assert Centre.objects.get().code == "352152-見本市民センター1"
    assert [[str(change) for change in line.changes] for line in report.changed] == [
        ["名称：見本　市民センター① → 見本市民 センター１"]
    ]


def test_a_row_without_a_number_means_the_centre_with_its_name(csv_file, bring_in):
    bring_in(csv_file(current_row(1)))

    report = bring_in(csv_file(current_row(ID="", 名称="見本１ 市民センター", 電話番号="0834-22-1111")))

    assert [(line.code, len(line.changes)) for line in report.changed] == [("352152-0000000001", 2)]
    assert (Centre.objects.count(), report.missing) == (1, ())


def test_a_row_without_a_number_is_refused_where_two_centres_have_its_name(csv_file, bring_in):
    bring_in(csv_file(current_row(1, 名称="見本"), current_row(2, 名称="見本")))

    report = bring_in(csv_file(current_row(ID="", 名称="見本")))

    assert [str(note) for note in report.refused] == [
        "2行目 D列「名称」：同じ名称の施設がいくつもあり、番号なしでは決められません（352152-0000000001、352152-0000000002）。"
    ]


def test_a_row_with_the_number_and_one_with_the_name_of_a_centre_are_both_refused(csv_file, bring_in):
    bring_in(csv_file(current_row(1)))

    report = bring_in(csv_file(current_row(1), current_row(ID="", 名称="見本1市民センター")))

    assert [str(note) for note in report.refused] == [
        f"{row}行目 D列「名称」：2行目と3行目が同じ施設を指しています（352152-0000000001）。どれかを除いてください。"
        for row in (2, 3)
    ]


def test_a_number_that_is_an_error_is_not_taken_for_a_blank(csv_file, bring_in):
    report = bring_in(csv_file(current_row(ID="#N/A")))

    assert [str(note) for note in report.refused] == [
        "2行目 B列「ID」：「#N/A」では元の番号がわかりません。番号を文字列として入れ直してください。"
    ]


def test_zeros_that_a_spreadsheet_dropped_do_not_make_a_second_centre(csv_file, xlsx_file, bring_in):
    bring_in(csv_file(current_row(1)))

    report = bring_in(xlsx_file({**current_row(1), "ID": 1}))

    assert (counts(report), Centre.objects.get().code) == ((0, 0, 1, 0), "352152-0000000001")


def test_a_change_is_told_field_by_field_and_kept_in_the_history_once(csv_file, bring_in):
    bring_in(csv_file(current_row(1), current_row(2)))

    report = bring_in(
        csv_file(current_row(1, 電話番号="0834-22-1111", 終了時間="21:30", 緯度="34.06"), current_row(2))
    )

    assert counts(report) == (0, 1, 1, 0)
    assert [str(change) for change in report.changed[0].changes] == [
        "緯度：34.05 → 34.06",
        "電話番号：0834-22-0000 → 0834-22-1111",
        "閉館時刻：22:00 → 21:30",
    ]
    assert history() == [
        ("+", "352152-0000000001", "command", "見本の取込み"),
        ("+", "352152-0000000002", "command", "見本の取込み"),
        ("~", "352152-0000000001", "command", "見本の取込み"),
    ]


def test_the_history_holds_the_old_and_the_new(csv_file, bring_in):
    bring_in(csv_file(current_row(1)))
    bring_in(csv_file(current_row(1, 電話番号="0834-22-1111")))

    phones = HistoricalCentre.objects.order_by("history_id").values_list("phone", flat=True)

    assert list(phones) == ["0834-22-0000", "0834-22-1111"]


def test_a_new_name_can_be_searched_for(csv_file, bring_in):
    bring_in(csv_file(current_row(1)))
    bring_in(csv_file(current_row(1, 名称="ミライ交流館")))

    assert [centre.name for centre in Centre.objects.matching("みらい")] == ["ミライ交流館"]


def test_a_blank_cell_erases_nothing(csv_file, bring_in):
    bring_in(csv_file(current_row()))
    blank = dict.fromkeys(current_row(), "") | {
        "全国地方公共団体コード": "352152",
        "ID": "1",
        "名称": "見本1市民センター",
    }

    report = bring_in(csv_file(blank))

    assert counts(report) == (0, 0, 1, 0)
    assert Centre.objects.get().closed_days == "利用可能曜日：月火水木金土日。12月29日から1月3日を除く"


def test_a_column_that_is_not_there_erases_nothing(csv_file, bring_in):
    bring_in(csv_file(current_row()))

    report = bring_in(
        csv_file(table=[["全国地方公共団体コード", "ID", "名称"], ["352152", "1", "見本1市民センター"]])
    )

    assert counts(report) == (0, 0, 1, 0)


def test_an_error_of_the_spreadsheet_is_a_blank_that_is_reported(xlsx_file, workbook, bring_in, csv_file):
    bring_in(csv_file(current_row()))
    path = xlsx_file(current_row(1, 電話番号="#N/A", 緯度="#REF!"))

    report = bring_in(path)

    assert counts(report) == (0, 0, 1, 0)
    assert [str(note) for note in report.notes.blanks] == [
        "2行目 S列「緯度」：#REF!",
        "2行目 W列「電話番号」：#N/A",
    ]
    assert Centre.objects.get().phone == "0834-22-0000"


def test_a_name_that_is_an_error_is_no_name(csv_file, bring_in):
    report = bring_in(csv_file(current_row(名称="#N/A")))

    assert [str(note) for note in report.refused] == ["2行目 D列「名称」：名称がありません。"]


def test_every_bad_cell_is_named_at_once_and_nothing_is_changed(csv_file, bring_in):
    report = bring_in(
        csv_file(
            current_row(1),
            current_row(2, 名称="", 緯度="350", 電話番号="22-0000"),
            current_row(3, 全国地方公共団体コード="", 開始時間="22:00", 終了時間="08:30"),
            current_row(4, ID="3.52152E+11", 名称="長" * 121),
        )
    )

    assert (counts(report), report.written, Centre.objects.count()) == ((1, 0, 0, 3), False, 0)
    assert [str(note) for note in report.refused] == [
        "3行目 D列「名称」：名称がありません。",
        "3行目 S列「緯度」：「350」は緯度として使えません。20から46までの小数にしてください。",
        "3行目 W列「電話番号」：「22-0000」は電話番号として読めません。市外局番から「0834-22-0442」のように一つだけ書いてください。",
        "4行目 A列「全国地方公共団体コード」：団体コードがありません。",
        "4行目 AG列「終了時間」：閉館時刻は開館時刻より後にしてください（22:00から08:30まで）。",
        "5行目 B列「ID」：「3.52152E+11」では元の番号がわかりません。番号を文字列として入れ直してください。",
        "5行目 D列「名称」：この値は 120 文字以下でなければなりません( 121 文字になっています)。",
    ]


def test_an_hour_that_does_not_fit_the_one_known_already_is_refused(csv_file, bring_in):
    bring_in(csv_file(current_row()))

    report = bring_in(csv_file(current_row(開始時間="", 終了時間="08:30")))

    assert [str(note) for note in report.refused] == [
        "2行目 AG列「終了時間」：閉館時刻は開館時刻より後にしてください（08:30から08:30まで）。"
    ]


def test_bad_rows_may_be_left_out(csv_file, bring_in):
    report = bring_in(csv_file(current_row(1), current_row(2, 緯度="350"), current_row(3)), skip_bad=True)

    assert (counts(report), report.written) == ((2, 0, 0, 1), True)
    assert list(Centre.objects.order_by("code").values_list("name", flat=True)) == [
        "見本1市民センター",
        "見本3市民センター",
    ]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(csv_file, bring_in):
    report = bring_in(csv_file(current_row(1)), dry_run=True)

    assert (counts(report), report.written) == ((1, 0, 0, 0), False)
    assert (Centre.objects.count(), CentreFact.objects.count(), len(history())) == (0, 0, 0)


def test_of_two_rows_with_one_key_both_are_refused(csv_file, bring_in):
    report = bring_in(
        csv_file(current_row(1), current_row(2), current_row(1, ID="1", 名称="見本別館")), skip_bad=True
    )

    assert [str(note) for note in report.refused] == [
        "2行目 B列「ID」：2行目と4行目のキーが同じです（352152-1）。どれが正しいか決められません。",
        "4行目 B列「ID」：2行目と4行目のキーが同じです（352152-1）。どれが正しいか決められません。",
    ]
    assert Centre.objects.get().name == "見本2市民センター"


def test_two_rows_with_one_name_and_no_number_are_refused(csv_file, bring_in):
    table = [["全国地方公共団体コード", "名称"], ["352152", "見本 センター"], ["352152", "見本センター"]]

    report = bring_in(csv_file(table=table))

    assert [note.place for note in report.refused] == ["2行目 B列「名称」", "3行目 B列「名称」"]


def test_one_number_in_two_municipalities_is_two_centres(csv_file, bring_in):
    report = bring_in(csv_file(current_row(1), current_row(1, 全国地方公共団体コード="372013")))

    assert counts(report) == (2, 0, 0, 0)


def test_a_centre_that_is_not_in_the_file_is_listed_and_left(csv_file, bring_in):
    bring_in(csv_file(current_row(1), current_row(2), current_row(9, 全国地方公共団体コード="372013")))

    report = bring_in(csv_file(current_row(1)))

    assert [str(line) for line in report.missing] == ["見本2市民センター（352152-0000000002）"]
    assert Centre.objects.get(name="見本2市民センター").abolished_on is None


def test_a_centre_whose_row_is_refused_is_not_missing(csv_file, bring_in):
    bring_in(csv_file(current_row(1), current_row(2)))

    report = bring_in(csv_file(current_row(1), current_row(2, 緯度="350")))

    assert (report.missing, report.refused_rows) == ((), 1)


@pytest.mark.parametrize(
    ("on", "missing"), [(date(2026, 3, 30), 1), (date(2026, 3, 31), 0), (date(2026, 4, 1), 0)]
)
def test_a_centre_abolished_by_the_day_is_not_missed(csv_file, bring_in, on, missing):
    bring_in(csv_file(current_row(1), current_row(2)))
    last = date(2026, 3, 31)
    change_centre(
        Centre.objects.get(name="見本2市民センター").pk, abolished_on=PartialDate(last, last, Precision.DAY)
    )

    report = bring_in(csv_file(current_row(1)), on=on)

    assert len(report.missing) == missing


def test_a_new_centre_with_the_name_of_another_is_pointed_out(csv_file, bring_in):
    register_centre(code="352152-mihon-1", name="見本1 市民センター")

    report = bring_in(csv_file(current_row(1)))

    assert [str(note) for note in report.namesakes] == [
        "2行目：見本1市民センター（登録済みのコード：352152-mihon-1）"
    ]
    assert [line.code for line in report.missing] == ["352152-mihon-1"]


def test_hidden_rows_are_read_and_named(xlsx_file, workbook, bring_in):
    for row in (3, 4):
        workbook["一覧"].row_dimensions[row].hidden = True
    workbook.create_sheet("控え").sheet_state = "hidden"
    workbook.create_sheet("説明")

    report = bring_in(xlsx_file(current_row(1), current_row(2), current_row(3)))

    assert counts(report) == (3, 0, 0, 0)
    assert (report.notes.hidden_rows, report.notes.hidden_sheets, report.notes.other_sheets) == (
        (3, 4),
        ("控え",),
        ("説明",),
    )


def test_empty_rows_between_and_below_are_passed_over(csv_file, bring_in):
    table = as_table(CURRENT, [current_row(1), {}, {}, current_row(2), {}])

    report = bring_in(csv_file(table=table))

    assert [line.row for line in report.created] == [2, 5]


def test_only_facilities_of_the_poi_codes_asked_for_are_taken(csv_file, bring_in):
    report = bring_in(
        csv_file(
            current_row(1, POIコード="1309"),
            current_row(2, POIコード="1304;1309"),
            current_row(3, POIコード="1302"),
            current_row(4, POIコード=""),
            current_row(5, POIコード="1302", 緯度="350"),
        ),
        poi_codes=frozenset({"1309"}),
    )

    assert (counts(report), report.notes.left_out_rows) == ((2, 0, 0, 0), 3)


def test_a_mapping_may_choose_by_name(csv_file, bring_in, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "{title: 見本, source: 見本, licence: 見本, certainty: sample, constants: {municipality_code: '352152'},"
        " columns: {施設: name}, only: {name_contains: [市民センター]}}",
        encoding="utf-8",
    )

    report = bring_in(csv_file(table=[["施設"], ["見本市民センター"], ["見本図書館"]]), mapping=str(own))

    assert ([line.name for line in report.created], report.notes.left_out_rows) == (["見本市民センター"], 1)


def test_poi_codes_cannot_be_asked_for_where_there_is_no_such_column(csv_file, bring_in):
    path = csv_file(table=[["全国地方公共団体コード", "名称"], ["352152", "見本"]])

    with pytest.raises(CannotImport, match="列「POIコード」が必要です（1行目の見出しにありません）"):
        bring_in(path, poi_codes=frozenset({"1309"}))


def test_a_file_without_any_row_is_refused(csv_file, bring_in):
    with pytest.raises(CannotImport, match="取り込む行がありません（1行目の見出しより下、対象外0行）。"):
        bring_in(csv_file(table=[CURRENT]))


def test_a_comma_too_many_is_refused_rather_than_read_askew(csv_file, bring_in):
    text = (
        as_csv(as_table(["全国地方公共団体コード", "ID", "名称", "住所"], []))
        + "352152,1,見本,若草町6,33\r\n"
    )

    report = bring_in(csv_file(text=text))

    assert [str(note) for note in report.refused] == [
        "2行目 E列：見出しより右に値があります。区切りの「,」で列がずれていないか確かめてください。"
    ]


def test_kind_and_district_are_taken_where_a_mapping_names_them(csv_file, bring_in, tmp_path):
    district = register_district(code="mihon", name="見本地区")
    own = tmp_path / "own.yaml"
    own.write_text(
        "{title: 見本, source: 見本, licence: 見本, certainty: sample, constants: {municipality_code: '352152'},"
        " columns: {施設: name, 種別: kind, 地区: district}}",
        encoding="utf-8",
    )
    table = [
        ["施設", "種別", "地区"],
        ["見本1", "市民センター", "見本地区"],
        ["見本2", "", ""],
        ["見本3", "公民館", "東京"],
    ]

    report = bring_in(csv_file(table=table), mapping=str(own), skip_bad=True)

    assert list(Centre.objects.order_by("name").values_list("name", "kind", "district")) == [
        ("見本1", "civic_centre", district.pk),
        ("見本2", "", None),
    ]
    assert [str(note) for note in report.refused] == [
        "4行目 B列「種別」：「公民館」という種別はありません。市民センター、支所・市民センター、交流館等のどれかにしてください。",
        "4行目 C列「地区」：地区「東京」は登録されていません。",
    ]


def test_the_source_that_somebody_gave_a_fact_stays_while_the_fact_does(csv_file, bring_in):
    bring_in(csv_file(current_row(1)))
    centre = Centre.objects.get()
    state_sources(centre, {"phone": {"source": "電話で確認", "certainty": Certainty.SECOND_HAND}})
    CentreFact.objects.filter(record=centre, field="address").delete()

    bring_in(csv_file(current_row(1, 緯度="34.06")))

    facts = {fact.field: (fact.source, fact.certainty) for fact in centre.stated_facts.all()}
    register = ("公共施設一覧（自治体標準オープンデータセットの様式）", "verified")
    assert (facts["phone"], facts["latitude"], facts["address"]) == (
        ("電話で確認", "second_hand"),
        register,
        register,
    )


def test_the_source_of_a_fact_that_changes_is_the_register(csv_file, bring_in):
    bring_in(csv_file(current_row(1)))
    centre = Centre.objects.get()
    state_sources(centre, {"phone": {"source": "電話で確認", "certainty": Certainty.SECOND_HAND}})

    bring_in(csv_file(current_row(1, 電話番号="0834-22-1111")))

    assert (
        centre.stated_facts.get(field="phone").source
        == "公共施設一覧（自治体標準オープンデータセットの様式）"
    )


def test_progress_is_told_every_thousand_rows(csv_file, db):
    told = []
    path = csv_file(*(current_row(number) for number in range(1, 2_002)))

    act.import_register(
        path,
        act.Wishes(dry_run=True),
        on=date(2026, 11, 23),
        progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(1_000, 2_001), (2_000, 2_001)]


def test_a_register_changed_by_somebody_else_meanwhile_is_a_sentence(csv_file, bring_in, monkeypatch):
    def late(centres):
        raise IntegrityError

    monkeypatch.setattr(act, "create_with_history", late)

    with pytest.raises(
        CannotImport, match="取込みのあいだに登録が変わりました。もう一度取り込んでください。"
    ):
        bring_in(csv_file(current_row(1)))

    assert Centre.objects.count() == 0


@pytest.mark.parametrize("step", ["created", "unchanged", "changed"])
def test_the_number_of_statements_does_not_grow_with_the_rows(csv_file, bring_in, monkeypatch, step):
    """Django gives SQLite 999 values a statement, so there a large register goes in sets; lifted, nothing grows."""
    monkeypatch.setattr(connection.features, "max_query_params", 32_000)

    def statements(rows: int) -> list[str]:
        Centre.objects.all().delete()
        numbers = range(1, rows + 1)
        if step != "created":
            bring_in(csv_file(*(current_row(number) for number in numbers)))
        phone = {"電話番号": "0834-22-1111"} if step == "changed" else {}
        path = csv_file(*(current_row(number, **phone) for number in numbers))
        with CaptureQueriesContext(connection) as captured:
            assert len(getattr(bring_in(path), step)) == rows
        return [query["sql"].split(" ", 1)[0] for query in captured]

    few, many = statements(3), statements(52)

    assert few == many
    assert len(few) <= 8
