"""What the tests need beside Python - Chromium, PostgreSQL, Redis, Linux - and what is done where it is absent.

A test that needs one of them carries its mark (``browser``, ``postgres``, ``redis``, ``processes``). Where the engine is
absent the test is left out, and the end of the run says which and why; with ``REQUIRE_ALL=1`` every test that is
left out, for whatever reason, is a failure. ``engine("sqlite")`` or ``engine("postgresql")`` marks a test of one
engine's own means: it belongs to that engine's run alone and is not counted as left out of the other's.
"""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from urllib.parse import urlsplit

import pytest

HEAVY_MARKS = ("browser", "processes")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LEFT_OUT = "未実施: "


def chromium() -> str | None:
    """Where Chromium is: ``CHROMIUM``, or one of its usual names on the path."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def postgres_url() -> str | None:
    """A PostgreSQL server whose user may create databases: ``TEST_POSTGRES_URL``, else ``DATABASE_URL``."""
    return os.environ.get("TEST_POSTGRES_URL") or _when_postgres(os.environ.get("DATABASE_URL", ""))


def redis_url() -> str | None:
    """A Redis server: ``TEST_REDIS_URL``, else ``REDIS_URL``."""
    return os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL") or None


def _when_postgres(url: str) -> str | None:
    return url if urlsplit(url).scheme in {"postgres", "postgresql"} else None


@cache
def absent() -> dict[str, str]:
    """The marks whose engine is absent here, each with the reason."""
    reasons = {
        "browser": (chromium(), "Chromium がない（CHROMIUM か PATH の chromium）"),
        "postgres": (postgres_url(), "PostgreSQL がない（TEST_POSTGRES_URL か DATABASE_URL）"),
        "redis": (redis_url(), "Redis がない（TEST_REDIS_URL か REDIS_URL）"),
        "processes": (sys.platform == "linux", "Linux でない（/proc で処理を見分ける）"),
    }
    return {mark: reason for mark, (present, reason) in reasons.items() if not present}


def require_all() -> bool:
    """Whether a test that is left out is a failure."""
    return os.environ.get("REQUIRE_ALL") == "1"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "engine(vendor): tests the own means of sqlite or of postgresql")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    vendor = "postgresql" if _when_postgres(os.environ.get("DATABASE_URL", "")) else "sqlite"
    other = [item for item in items if (mark := item.get_closest_marker("engine")) and mark.args != (vendor,)]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in other]
    for item in items:
        # Browsers and worker processes take turns in one of the parallel runs, or they starve each other.
        if any(item.get_closest_marker(mark) for mark in HEAVY_MARKS):
            item.add_marker(pytest.mark.xdist_group("heavy"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    reasons = [reason for mark, reason in absent().items() if item.get_closest_marker(mark)]
    if reasons:
        pytest.skip(LEFT_OUT + "、".join(reasons))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if require_all() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    report = yield
    if require_all() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1: {_reason(report)}"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a report says skipped; pytest keeps it as (file, line, reason)."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = _reason(report)
        if reason.startswith(LEFT_OUT):
            left_out.setdefault(reason.removeprefix(LEFT_OUT), []).append(report.nodeid)
    if not left_out:
        return
    terminalreporter.section("実行しなかったテスト（REQUIRE_ALL=1 なら失敗になる）")
    for reason, tests in sorted(left_out.items()):
        terminalreporter.line(f"{reason}: {len(tests)} 件")
        for test in sorted(tests):
            terminalreporter.line(f"    {test}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium instead of one that Playwright would download."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": list(CHROMIUM_ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """The office's language and clock."""
    return {**browser_context_args, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
