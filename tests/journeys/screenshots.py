"""Takes the picture of the desk that the README shows, from a sample city of its own. Run by hand, at the root:

.venv/bin/python -m tests.journeys.screenshots
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from config.processes import page_status
from tests.engines import CHROMIUM_ARGUMENTS, chromium
from tests.installations import ROOT, Installation, environment, free_port, until

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE = ROOT / "docs" / "images" / "desk.png"
WIDTH, HEIGHT = 1280, 1180
LOGIN_NAME = "tanto1"


def main() -> None:
    """The sample city as of today, its flags raised, seen by an officer."""
    with TemporaryDirectory() as folder:
        var = Path(folder)
        installation = Installation(var, environment(var))
        for arguments in (("prepare", "--sample-city"), ("flag_due",)):
            done = installation.manage(*arguments)
            if done.returncode:
                sys.exit(done.stderr)
        logins = (var / "sample-logins.txt").read_text(encoding="utf-8")
        password = next(line.split()[1] for line in logins.splitlines() if line.startswith(LOGIN_NAME))
        with served(installation) as home:
            take(PICTURE, home=home, password=password)
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")


@contextmanager
def served(installation: Installation) -> Iterator[str]:
    """The pages of this installation, at the address given back."""
    port = free_port()
    server = installation.start("serve", "web", "--port", str(port))
    try:
        until(
            lambda: page_status("127.0.0.1", port, name="127.0.0.1", timeout=1) is not None,
            what="the page to answer",
        )
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def take(picture: Path, *, home: str, password: str) -> None:
    """Sign in, and take the desk in the light, without the greeting."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            color_scheme="light",
        )
        page.goto(f"{home}/accounts/login/")
        page.get_by_label("利用者番号またはメールアドレス").fill(LOGIN_NAME)
        page.get_by_label("パスワード").fill(password)
        page.get_by_role("button", name="ログインする").click()
        page.get_by_role("heading", name="要対応", level=1).wait_for()
        page.goto(f"{home}/desk/")
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
