"""Journeys through Kyoten in a real browser: a person who reads, types and clicks, or does it all from the keyboard.

Every page a journey arrives at is looked over by axe (which needs scripts), and photographed into ``test-results/journeys`` if
something is wrong with it, or in any case with ``KEEP_PICTURES=1``. No request may leave the server of the test, and the
browser may complain of nothing.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Error, FilePayload, Locator, Page, expect

from tests.engines import CHROMIUM_ARGUMENTS
from tests.snapshots import Snapshot, put_back, taken
from ui.forms import EraParts

AXE = (Path(__file__).resolve().parent.parent / "ui" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
KEEP_PICTURES = os.environ.get("KEEP_PICTURES") == "1"
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
PATIENCE_MS = 20_000
MOST_TABS = 400
# The browser says so itself when an answer is 403, 404 or 422; these answers are meant.
MEANT = "Failed to load resource: the server responded with a status of"
# The rules of WCAG 2.2 AA and axe's own good practice; it leaves out the size of targets unless asked.
FIND = """
() => axe
    .run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
    .then((found) => found.violations.map((wrong) => [wrong.id, wrong.nodes.map((node) => node.html)]))
"""
BEYOND = "() => document.documentElement.scrollWidth - window.innerWidth"
EMPTY = """
(form) => {
    for (const box of form.querySelectorAll("input, textarea")) {
        if (["checkbox", "radio"].includes(box.type)) {
            box.checked = box.type === "radio" && box.checked;
        } else if (box.type !== "hidden") {
            box.value = "";
        }
    }
}
"""
# The ring of the search stands around its whole field.
SEEN = """
(focused) => [focused, focused.parentElement].some((e) => {
    const style = getComputedStyle(e);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})
"""
NARROWEST, HALF = 320, 640


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop in the thread of the tests until the session ends; Django would refuse the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def base_url() -> str:
    """None of its own: addresses are those of the live server. (The plugin's own fixture is one that pytest deprecates.)"""
    return ""


@dataclass
class SampleCity:
    """The sample city as it was made for the first journey, and its file of log-ins; empty before that."""

    snapshot: Snapshot = ()
    written: str = ""


@pytest.fixture(scope="session")
def _sample_city() -> SampleCity:
    """Made once and put back for each journey: its acts take seconds."""
    return SampleCity()


@pytest.fixture
def logins(transactional_db, settings, tmp_path, _sample_city) -> Iterator[dict[str, str]]:
    """The sample city on Monday 23 November 2026, its flags raised: login name to password."""
    settings.VAR = tmp_path
    with time_machine.travel(MONDAY_MORNING):
        if _sample_city.written:
            put_back(_sample_city.snapshot)
        else:
            for command in ("load_catalogues", "seed_demo", "flag_due"):
                call_command(command, stdout=io.StringIO())
            _sample_city.snapshot = taken()
            _sample_city.written = (tmp_path / "sample-logins.txt").read_text(encoding="utf-8")
        lines = _sample_city.written.splitlines()[1:]
        yield {line.split()[0]: line.split()[1] for line in lines}


@dataclass(frozen=True)
class Way:
    """By what means somebody comes to a page."""

    width: int = 1280
    height: int = 900
    by_keyboard: bool = False
    scripts: bool = True
    dark: bool = False
    large: bool = False

    def __str__(self) -> str:
        means = (
            str(self.width),
            "keyboard" * self.by_keyboard,
            "no scripts" * (not self.scripts),
            "dark" * self.dark,
            "large letters" * self.large,
        )
        return " ".join(filter(None, means))


DESK, PHONE = Way(), Way(width=375, height=812)


class Visitor:
    """Somebody at the browser, who takes each page for what it says."""

    def __init__(self, page: Page, *, way: Way, home: str, pictures: Path) -> None:
        self.page = page
        self.way = way
        self.home = home
        self.pictures = pictures
        self.seen = 0

    def open(self, path: str) -> int:
        """Type an address; the status of the answer."""
        answer = self.page.goto(self.home + path)
        assert answer is not None
        return answer.status

    def arrives_at(self, heading: str) -> None:
        """The page with this heading is there, nothing on it sticks out sideways, and axe finds nothing."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.looks_around(heading)

    def looks_around(self, name: str) -> None:
        """The page is whole: no wider than the window, and nothing wrong with it for axe."""
        self.seen += 1
        is_whole = False
        # The heading is there before the styles may be.
        self.page.wait_for_load_state()
        try:
            self.finds_nothing_beyond_the_window(name)
            if self.way.scripts:
                self.page.evaluate(AXE)
                assert self.page.evaluate(FIND) == [], name
            is_whole = True
        finally:
            if KEEP_PICTURES or not is_whole:
                self.page.screenshot(path=self.pictures / f"{self.seen:02} {name}.png", full_page=True)

    def has_room(self, name: str) -> None:
        """Nothing sticks out sideways on the narrowest page, and at twice the zoom."""
        for width in (NARROWEST, HALF):
            self.page.set_viewport_size({"width": width, "height": self.way.height})
            self.finds_nothing_beyond_the_window(f"{name} at {width}")
        self.page.set_viewport_size({"width": self.way.width, "height": self.way.height})

    def meets_errors(self, *sentences: str) -> None:
        """The refused form says these things on top, and the reader is led there."""
        summary = self.page.get_by_role("alert")
        expect(summary.get_by_role("listitem")).to_have_text(list(sentences))
        assert self.page.title().startswith("エラー：")
        if self.way.scripts:
            expect(summary).to_be_focused()
        self.looks_around("エラー")

    def is_told(self, *sentences: str) -> None:
        """The page says on top what was done."""
        banner = self.page.locator(".banner").and_(self.page.get_by_role("status"))
        expect(banner.get_by_role("paragraph")).to_have_text(list(sentences))

    def follow(self, link: str | Locator) -> None:
        """Follow a link, by its text."""
        self._act(self.page.get_by_role("link", name=link, exact=True) if isinstance(link, str) else link)

    def press(self, button: str) -> None:
        """Press a button, by its text."""
        self._act(self.page.get_by_role("button", name=button, exact=True))

    def opens(self, summary: Locator) -> None:
        """Open what is folded away."""
        self._act(summary)

    def write(self, label: str, text: str) -> None:
        """Put text into a field, in place of what stands there."""
        box = self.page.get_by_label(_labelled(label))
        if self.way.by_keyboard:
            self._reach(box)
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)
        else:
            box.fill(text)

    def write_day(self, label: str, day: date) -> None:
        """Put a day into its boxes, in the era (和暦)."""
        boxes = self.page.get_by_role("group", name=_labelled(label))
        parts = EraParts.of(day)
        for name, part in (("年", parts.year), ("月", parts.month), ("日", parts.day)):
            boxes.get_by_label(name, exact=True).fill(part)
        # Where only one era can be meant, there is nothing to choose.
        for eras in boxes.get_by_label("元号").all():
            eras.select_option(parts.era)

    def pick(self, label: str, choice: str | re.Pattern[str]) -> None:
        """Pick one of the choices of a list, by its text or what its text matches."""
        choices = self.page.get_by_label(_labelled(label))
        chosen = choices.get_by_role("option", name=choice, exact=isinstance(choice, str))
        choices.select_option(value=chosen.get_attribute("value") or "")

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Put a file into a field."""
        file: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self.page.get_by_label(_labelled(label)).set_input_files(file)

    def choose(self, choice: str) -> None:
        """Choose one of several radio buttons, by how its text begins: 良 is not 不良."""
        radio = self.page.get_by_role("radio", name=re.compile(rf"^\s*{re.escape(choice)}"))
        if not self.way.by_keyboard:
            radio.check()
            return
        # One stop of the Tab key for the whole group; the arrows go on from there.
        group = self.page.locator(f"input[name='{radio.get_attribute('name')}']")
        self._reach(group)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the arrows do not reach {choice}")

    def leaves_everything_empty(self) -> None:
        """Empty every field of the form that is in sight."""
        self.page.locator("main form").evaluate(EMPTY)

    def sign_in(self, login_name: str, password: str) -> None:
        """Type name and password into the page that asks for them."""
        self.write("利用者番号またはメールアドレス", login_name)
        self.write("パスワード", password)
        self.press("ログインする")

    def finds_nothing_beyond_the_window(self, name: str) -> None:
        """The page is no wider than the window."""
        assert self.page.evaluate(BEYOND) <= 0, f"{name} is wider than the window"

    def comes_in(self, login_name: str, password: str) -> None:
        """Go to the page that asks, and sign in."""
        self.open("/accounts/login/")
        self.sign_in(login_name, password)

    def desk_row(self, title: str, place: str) -> Locator:
        """One line of 要対応."""
        rows = self.page.locator(".desk-row").filter(
            has=self.page.get_by_role("link", name=title, exact=True)
        )
        return rows.filter(has_text=place)

    def _act(self, target: Locator) -> None:
        if self.way.by_keyboard:
            self._reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def _reach(self, target: Locator) -> None:
        """Go on with the Tab key until one of the targets has the focus, and is seen to have it."""
        for _ in range(MOST_TABS):
            if self._has_focus(target):
                return
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            assert not focused.count() or focused.evaluate(SEEN), (
                f"the focus is not to be seen at {focused.evaluate('e => e.outerHTML')}"
            )
        pytest.fail(f"the keyboard does not reach {target}")

    def _has_focus(self, target: Locator) -> bool:
        """Whether one of the targets has the focus; on a page that is just being left, none has."""
        try:
            return bool(target.evaluate_all("all => all.includes(document.activeElement)"))
        except Error as left:
            if "context was destroyed" not in str(left):
                raise
            self.page.wait_for_load_state()
            return False


def _labelled(label: str) -> re.Pattern[str]:
    """The label of a field, with or without its mark."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(必須|なくてもよい)?\s*$")


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest,
    pytestconfig: pytest.Config,
    live_server: Any,
    browser: Browser,
    launch_browser: Callable[..., Browser],
    browser_context_args: dict[str, Any],
) -> Iterator[Callable[[Way], Visitor]]:
    """Lets somebody come, in a browser of their own; afterwards nothing may have been asked of another server."""
    contexts: list[BrowserContext] = []
    browsers: list[Browser] = []
    asked: list[str] = []
    complaints: list[str] = []
    name = request.node.name.replace("/", "-")
    pictures = Path(pytestconfig.getoption("--output")).absolute() / "journeys" / name
    pictures.mkdir(parents=True, exist_ok=True)

    def come(way: Way) -> Visitor:
        used = browser
        if way.large:
            used = launch_browser(args=[*CHROMIUM_ARGUMENTS, "--blink-settings=defaultFontSize=32"])
            browsers.append(used)
        context = used.new_context(
            **{
                **browser_context_args,
                "viewport": {"width": way.width, "height": way.height},
                "java_script_enabled": way.scripts,
                "color_scheme": "dark" if way.dark else "light",
                # Colours are looked at as they stay, not on their way there.
                "reduced_motion": "reduce",
            }
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("request", lambda call: asked.append(call.url))
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        return Visitor(page, way=way, home=live_server.url, pictures=pictures)

    expect.set_options(timeout=PATIENCE_MS)
    yield come
    for context in contexts:
        context.close()
    for each in browsers:
        each.close()
    assert [url for url in asked if not url.startswith(f"{live_server.url}/")] == []
    assert [text for text in complaints if not text.startswith(MEANT)] == []
