"""Takes the pictures of the README and of the manual, from a sample city of its own. A new picture is one row in
``PICTURES``. Run by hand, at the root:

.venv/bin/python -m tests.journeys.screenshots
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from config.processes import page_status
from tests.engines import CHROMIUM_ARGUMENTS, chromium
from tests.installations import ROOT, Installation, environment, free_port, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

IMAGES = ROOT / "docs" / "images"


@dataclass(frozen=True)
class Picture:
    """A page as one person sees it: the file's name, the address, who looks, and how large the window is."""

    name: str
    address: str
    who: str = "tanto1"
    width: int = 1280
    height: int = 1180
    whole: bool = False


PICTURES = (
    Picture("desk", "/desk/"),
    Picture("centre-list", "/centres/", height=900),
    Picture("components", "/ui/", height=1400),
    Picture("group-home", "/home/", who="dantai1", width=375, height=812, whole=True),
)


def main() -> None:
    """The sample city as of today, its flags raised, seen by an officer."""
    with TemporaryDirectory() as folder:
        var = Path(folder)
        installation = Installation(var, environment(var))
        for arguments in (("prepare", "--sample-city"), ("flag_due",)):
            done = installation.manage(*arguments)
            if done.returncode:
                sys.exit(done.stderr)
        logins = (var / "sample-logins.txt").read_text(encoding="utf-8").splitlines()[1:]
        passwords = {line.split()[0]: line.split()[1] for line in logins}
        with served(installation) as home, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
            for picture in PICTURES:
                take(picture, browser=browser, home=home, password=passwords[picture.who])
            browser.close()


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


def take(picture: Picture, *, browser: Browser, home: str, password: str) -> None:
    """Sign in, and take the page in the light, without the greeting."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        color_scheme="light",
    )
    page.goto(f"{home}/accounts/login/")
    page.get_by_label("利用者番号またはメールアドレス").fill(picture.who)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="ログインする").click()
    page.get_by_role("status").wait_for()
    page.goto(f"{home}{picture.address}")
    file = IMAGES / f"{picture.name}.png"
    page.screenshot(path=file, full_page=picture.whole)
    page.context.close()
    sys.stdout.write(f"{file.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
