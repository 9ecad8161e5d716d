from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from config.databases import database, why_unreachable

VAR = Path("state")
SERVER = {
    "ENGINE": "django.db.backends.postgresql",
    "HOST": "db.example",
    "PORT": 5433,
    "NAME": "kyoten",
    "USER": "kyoten",
    "PASSWORD": "himitsu",
}


def test_nothing_configured_is_tuned_sqlite_in_the_state_folder():
    found = database("", var=VAR)

    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", VAR / "kyoten.sqlite3")
    assert found["OPTIONS"] == {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
        "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;",
    }


def test_another_sqlite_file_is_tuned_as_well():
    found = database("sqlite:////elsewhere/kyoten.sqlite3", var=VAR)

    assert found == {**database("", var=VAR), "NAME": Path("/elsewhere/kyoten.sqlite3")}


def test_postgresql_is_read_from_the_url_and_gives_up_waiting_after_ten_seconds():
    found = database("postgres://kyoten:a%40b@db.example:5433/kyoten", var=VAR)

    named = {key: found[key] for key in SERVER}
    assert named == {**SERVER, "PASSWORD": "a@b"}
    assert found["OPTIONS"] == {"connect_timeout": 10}
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (60, True)


def test_options_in_the_url_win():
    found = database("postgres://kyoten@db.example/kyoten?sslmode=require&connect_timeout=3", var=VAR)

    assert found["OPTIONS"] == {"connect_timeout": 3, "sslmode": "require"}


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://kyoten:himitsu@db.example/kyoten",
        "postgres://kyoten:himitsu@db.example:54x/kyoten",
        "postgres://kyoten:himitsu@db.example",
        "oracle://kyoten:himitsu@db.example/kyoten",
    ],
)
def test_a_url_that_cannot_be_read_is_refused_without_telling_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        database(url, var=VAR)

    assert str(refused.value) == (
        "環境変数 DATABASE_URL を読み取れません。postgres://利用者:パスワード@ホスト:5432/データベース の形で書いてください"
        "（パスワードの記号は %40 のように書きます）。"
    )


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (
            'connection to server at "10.0.0.9", port 5433 failed: Connection refused\n\tIs the server running?',
            "接続を拒まれました（サーバーが動いていないか、ポートの番号が違います）",
        ),
        (
            "failed to resolve host 'db.example': Name or service not known",
            "その名前のホストが見つかりません",
        ),
        ('FATAL:  password authentication failed for user "kyoten"', "利用者の名前かパスワードが違います"),
        ('FATAL:  database "kyoten" does not exist', "その名前のデータベースか利用者がありません"),
        ("connection timeout expired", "応答がありません"),
        ("something new about himitsu\nand more", "something new about ***"),
        ("", "理由は分かりません"),
    ],
)
def test_an_unreachable_server_is_told_in_one_line_with_host_and_reason(said, meaning):
    line = why_unreachable(SERVER, OperationalError(said))

    assert line == (
        f"データベースにつながりません（ホスト db.example、ポート 5433、データベース kyoten）: {meaning}"
    )


def test_a_sqlite_file_that_cannot_be_opened_is_told_by_its_path():
    line = why_unreachable(database("", var=VAR), OperationalError("unable to open database file"))

    assert line == "データベースにつながりません（state/kyoten.sqlite3）: ファイルを開けません"
