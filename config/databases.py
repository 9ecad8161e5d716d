"""Which database Kyoten speaks to, and in one line for the person at the terminal why it cannot be reached.

With nothing configured: SQLite, tuned for a web server, a worker and a beat that write at the same time (with
Django's own defaults most writers were refused: "database is locked"). ``DATABASE_URL`` names a PostgreSQL
database or another SQLite file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.db import OperationalError

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "busy_timeout=20000",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)
CONNECT_TIMEOUT_SECONDS = 10

# What libpq says, and what it means for the person who set DATABASE_URL.
REASONS = (
    ("connection refused", "接続を拒まれました（サーバーが動いていないか、ポートの番号が違います）"),
    ("timeout", "応答がありません"),
    ("timed out", "応答がありません"),
    ("unreachable", "そこまで届くネットワークがありません"),
    ("resolve", "その名前のホストが見つかりません"),
    ("could not translate host name", "その名前のホストが見つかりません"),
    ("name or service not known", "その名前のホストが見つかりません"),
    ("password authentication failed", "利用者の名前かパスワードが違います"),
    ("no password supplied", "パスワードが要ります"),
    ("no pg_hba.conf entry", "サーバーがこの場所・この利用者からの接続を許していません"),
    ("does not exist", "その名前のデータベースか利用者がありません"),
    ("unable to open database file", "ファイルを開けません"),
    ("too many connections", "接続の数が上限に達しています"),
    ("too many clients", "接続の数が上限に達しています"),
    ("starting up", "サーバーが起動の途中です"),
    ("shutting down", "サーバーが停止の途中です"),
)


def database(url: str, *, var: Path) -> dict[str, Any]:
    """Django's settings for the database that ``url`` names; for an empty one, SQLite in ``var``.

    Raises ``ImproperlyConfigured`` with a Japanese sentence, without the password, where it cannot be read.
    """
    if not url:
        return _sqlite(var / "kyoten.sqlite3", var=var)
    try:
        named: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    except ValueError:
        raise _unreadable() from None
    if named["ENGINE"] == "django.db.backends.sqlite3":
        return _sqlite(Path(str(named["NAME"])), var=var)
    if named["ENGINE"] != "django.db.backends.postgresql" or not named["NAME"]:
        raise _unreadable()
    named["OPTIONS"] = {"connect_timeout": CONNECT_TIMEOUT_SECONDS, **named.get("OPTIONS", {})}
    return named


def why_unreachable(settings: dict[str, Any], error: OperationalError) -> str:
    """One Japanese line: which database could not be reached, and why. It never holds the password."""
    if settings["ENGINE"].endswith("sqlite3"):
        place = str(settings["NAME"])
    else:
        host, port = settings.get("HOST") or "localhost", settings.get("PORT") or 5432
        place = f"ホスト {host}、ポート {port}、データベース {settings['NAME']}"
    return f"データベースにつながりません（{place}）: {_reason(str(error), settings.get('PASSWORD') or '')}"


def _reason(said: str, password: str) -> str:
    for words, meaning in REASONS:
        if words in said.lower():
            return meaning
    first_line = said.strip().partition("\n")[0] or "理由は分かりません"
    return first_line.replace(password, "***") if password else first_line


def _unreadable() -> ImproperlyConfigured:
    # The value is not repeated: it may hold a password.
    return ImproperlyConfigured(
        "環境変数 DATABASE_URL を読み取れません。"
        "postgres://利用者:パスワード@ホスト:5432/データベース の形で書いてください"
        "（パスワードの記号は %40 のように書きます）。"
    )


def _sqlite(path: Path, *, var: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": " ".join(f"PRAGMA {pragma};" for pragma in SQLITE_PRAGMAS),
        },
        "TEST": {"NAME": var / "test.sqlite3"},
    }
