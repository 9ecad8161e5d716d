"""What every template of every app keeps to, and the pages of last resort."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts",
    "centres",
    "config",
    "designated_managers",
    "facilities",
    "maintenance",
    "portal",
    "reminders",
    "ui",
)
TEMPLATES = sorted(path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html"))
# A mail is read outside of our pages: no content policy reaches it, and no style sheet of ours either.
MAIL_STYLES = ROOT / "reminders/templates/reminders/mail/base.html"
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without a file": r"<script(?![^>]*\bsrc=)",
    "an event handler": r"\son[a-z]+\s*=",
    "a javascript address": r"javascript:",
    "a data address": r"[\"'(]data:",
    "a file from another host": r"(src|href)\s*=\s*[\"'](https?:)?//",
    "a placeholder": r"\splaceholder\s*=",
    "an unescaped value": r"\|\s*safe\b|\{%\s*autoescape off",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_keeps_the_content_policy(path):
    text = path.read_text(encoding="utf-8")

    allowed = {"a style element"} if path == MAIL_STYLES else set()
    assert {what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)} == allowed


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles(path):
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_icon_of_a_template_is_drawn(path):
    drawn = set(
        re.findall(r'<symbol id="icon-([a-z]+)"', (ROOT / "ui/templates/ui/icons.html").read_text("utf-8"))
    )

    used = set(re.findall(r'href="#icon-([a-z]+)"', path.read_text(encoding="utf-8")))

    assert used - drawn == set()


def test_every_icon_that_is_drawn_is_used():
    drawn = set(
        re.findall(r'<symbol id="icon-([a-z]+)"', (ROOT / "ui/templates/ui/icons.html").read_text("utf-8"))
    )
    shapes = {"overdue", "soon", "planned", "active", "done", "returned", "held", "forecast", "none"}
    made_in_python_or_by_a_condition = {"down", "up", "info", "now"}
    used = {
        icon
        for path in TEMPLATES
        for link in re.findall(r'href="#icon-([^"]+)"', path.read_text(encoding="utf-8"))
        for icon in re.findall(r"(?:^|\})([a-z]+)(?=\{|$)", link)
    }

    assert drawn == used | shapes | made_in_python_or_by_a_condition


LAST_RESORT = {
    "400.html": "この送り方では受け付けられません",
    "403.html": "このページは見られません",
    "403_csrf.html": "送信を受け付けられませんでした",
    "404.html": "ページが見つかりません",
    "429.html": "少し待ってください",
    "500.html": "システムの不具合で表示できません",
    "account/account_inactive.html": "この利用者番号は使えません",
    "account/locked.html": "しばらくログインできません",
    "account/logout.html": "ログアウトしますか",
    "account/signup_closed.html": "自分では登録できません",
}


@pytest.mark.parametrize(("name", "heading"), LAST_RESORT.items())
def test_a_page_of_last_resort_says_what_happened_and_shows_a_way_out_without_any_context(name, heading):
    page = engines["django"].get_template(name).render({})

    assert re.findall(r"<h1>(.*?)</h1>", page) == [heading]
    ways = re.findall(r'<(?:a class="button|button class="button)[^>]*>\s*(.*?)\s*</', page)
    assert ways[0] in {"最初のページへ", "ログインのページへ", "ログアウトする"}


def test_the_page_of_a_server_error_asks_nothing_of_the_request():
    page = engines["django"].get_template("500.html").render(None, None)

    assert "<title>システムの不具合です | 拠点</title>" in page


@pytest.mark.parametrize(
    ("cookie", "attribute"),
    [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"'), ("blue", ""), ("", "")],
)
def test_a_chosen_brightness_is_on_the_page_and_anything_else_is_not(cookie, attribute):
    request = RequestFactory(cookies={"theme": cookie} if cookie else {}).get("/")
    request.COOKIES["theme"] = cookie

    page = engines["django"].get_template("ui/document.html").render({}, request)

    assert re.findall(r"<html\s+lang=\"ja\"\s*(\S*?)\s*>", page) == [attribute]


def test_links_that_lead_nowhere_are_left_out_of_the_frame():
    page = render_to_string("ui/footer.html", {"help_url": "/help/"})

    assert re.findall(r"<a href=\"([^\"]*)\">(.*?)</a>", page) == [("/help/", "使い方")]
