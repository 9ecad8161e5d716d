from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from centres.models import Centre
from tests.centres.importing.conftest import current_row

PROJECT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_centres", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_tells_what_it_did(csv_file):
    out, err = run(csv_file(current_row(1)))

    assert out.splitlines() == [
        "見本.csv　公共施設一覧（自治体標準オープンデータセット）",
        "新規1件　変更0件　変更なし0件　取り込めない行0件",
        "新規",
        "  2行目　見本1市民センター（352152-0000000001）",
        f"読まなかった列：{UNREAD}",
        "取り込みました。",
    ]
    assert err == ""


def test_the_command_tells_changes_hidden_rows_and_what_is_missing(csv_file, xlsx_file, workbook):
    run(csv_file(current_row(1), current_row(2)))
    for row in (2, 4, 5):
        workbook["一覧"].row_dimensions[row].hidden = True
    workbook.create_sheet("控え").sheet_state = "hidden"

    out, _ = run(
        xlsx_file(current_row(1, 電話番号="0834-22-1111", 緯度="#N/A"), {}, current_row(3)), "--dry-run"
    )

    assert [line for line in out.splitlines() if not line.startswith("読まなかった列")] == [
        "見本.xlsx　シート「一覧」　公共施設一覧（自治体標準オープンデータセット）",
        "新規1件　変更1件　変更なし0件　取り込めない行0件",
        "新規",
        "  4行目　見本3市民センター（352152-0000000003）",
        "変更",
        "  2行目　見本1市民センター（352152-0000000001）",
        "    電話番号：0834-22-0000 → 0834-22-1111",
        "一覧に見当たらない施設（変更していません）",
        "  見本2市民センター（352152-0000000002）",
        "空欄として扱ったセル",
        "  2行目 S列「緯度」：#N/A",
        "非表示の行（読みました）：2行目、4行目",
        "非表示のシート（読んでいません）：控え",
        "試しの実行です。何も書き込んでいません。",
    ]


def test_the_history_says_by_which_file_a_centre_came(csv_file):
    run(csv_file(current_row(1)))

    rows = Centre.history.model.objects.values_list("door", "history_change_reason", "history_user")

    assert list(rows) == [("command", "施設一覧の取込み（見本.csv）", None)]


def test_a_refused_row_ends_the_command_with_an_error(csv_file):
    path = csv_file(current_row(1), current_row(2, 緯度="350"))

    with pytest.raises(CommandError) as error:
        run(path)

    assert (str(error.value), error.value.returncode) == (
        "取り込めない行があるため、何も変更していません。",
        1,
    )
    assert Centre.objects.count() == 0


def test_a_refused_row_does_not_when_bad_rows_are_left_out(csv_file):
    out, _ = run(csv_file(current_row(1), current_row(2, 緯度="350")), "--skip-bad")

    assert out.splitlines()[1:4] == [
        "新規1件　変更0件　変更なし0件　取り込めない行1件",
        "取り込めない行",
        "  3行目 S列「緯度」：「350」は緯度として使えません。20から46までの小数にしてください。",
    ]
    assert out.splitlines()[-1] == "取り込みました。"


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    with pytest.raises(CommandError) as error:
        run(tmp_path / "ない.csv")

    assert str(error.value).splitlines() == [
        "ない.csv：ファイルを開けません（そのファイルがありません）。",
        "何も変更していません。",
    ]


def test_the_report_is_had_as_json(csv_file):
    out, _ = run(csv_file(current_row(1)), "--format", "json")

    report = json.loads(out)
    assert report["counts"] == {"created": 1, "changed": 0, "unchanged": 0, "refused": 0, "missing": 0}
    assert report["created"] == [
        {"row": 2, "code": "352152-0000000001", "name": "見本1市民センター", "changes": []}
    ]
    assert (report["written"], report["dry_run"], report["notes"]["mapping"]) == (
        True,
        False,
        "national-current",
    )


def test_progress_is_told_past_a_thousand_rows(csv_file):
    _, err = run(csv_file(*(current_row(number) for number in range(1, 1_002))), "--dry-run")

    assert err.splitlines() == ["1,001行のうち1,000行を読みました。"]


def test_only_some_poi_codes_may_be_asked_for(csv_file):
    out, _ = run(csv_file(current_row(1), current_row(2, POIコード="1301")), "--only-poi", "1309,1304")

    assert "対象外の行：1行" in out.splitlines()


def test_what_are_no_poi_codes_is_said(csv_file):
    with pytest.raises(
        CommandError, match="「公民館」はPOIコードの並びとして読めません。1304,1309 のように書いてください。"
    ):
        run(csv_file(current_row(1)), "--only-poi", "公民館")


def test_from_a_shell_a_bad_file_ends_with_status_1_and_no_traceback(tmp_path):
    path = tmp_path / "一覧.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    environment = {
        **os.environ,
        "KYOTEN_ENV": "development",
        "KYOTEN_VAR": str(tmp_path),
        "PYTHONWARNINGS": "ignore",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "import_centres", str(path)],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-2:] == [
        "CommandError: 一覧.xlsx：古い形式（.xls）か、パスワードで保護されたブックです。"
        "Excelブック（.xlsx）かCSVで保存し直してから取り込んでください。",
        "何も変更していません。",
    ]


UNREAD = (
    "C列「地方公共団体名」、F列「名称_英字」、I列「外部識別子」、J列「外部識別子の値」、K列「所在地_全国地方公共団体コード」、"
    "L列「町字ID」、N列「所在地_都道府県」、O列「所在地_市区町村」、P列「所在地_町字」、Q列「所在地_番地以下」、"
    "R列「建物名等（方書）」、U列「高度の種別」、V列「高度の値」、X列「内線番号」、Y列「連絡先メールアドレス」、"
    "Z列「連絡先FormURL」、AA列「連絡先備考（その他、SNSなど）」、AC列「法人番号」、AD列「団体名」、AI列「説明」、"
    "AJ列「車椅子可」、AK列「車椅子貸出」、AL列「ツエ貸出」、AM列「多目的トイレ」、AN列「スロープ、エレベータ、エスカレータ」、"
    "AO列「点字ブロック等の移動支援」、AP列「点字や読上による支援」、AQ列「盲導犬・介助犬・聴導犬同伴」、AR列「字幕」、"
    "AS列「筆談対応」、AT列「優先駐車場」、AU列「オストメイト対応トイレ」、AV列「授乳室」、AW列「おむつ替えコーナー」、"
    "AX列「飲食可否」、AY列「ベビーカー貸出」、AZ列「ベビーカー利用」、BA列「URL」、BB列「画像」、BC列「画像ライセンス」、"
    "BD列「備考」"
)
