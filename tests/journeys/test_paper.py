"""Pages on paper: A4 upright, black on white also from a dark page, the first line says whence, when and by whom."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Way
from tests.journeys.pages import OFFICER, address_of

pytestmark = [pytest.mark.browser, pytest.mark.looks]

A4_UPRIGHT = (595, 842)


def test_a_page_goes_onto_paper_without_what_is_only_for_the_screen(visitor, logins):
    somebody = visitor(Way(dark=True))
    somebody.comes_in(OFFICER, logins[OFFICER])
    page = somebody.page
    page.emulate_media(media="print")

    for name in ("desk", "centre-list", "centre", "gallery"):
        assert somebody.open(address_of(name)) == 200
        expect(page.locator(".print-line > span")).to_have_text(
            ["市民センター管理「拠点」", re.compile(r"令和8年11月23日（月・祝）印刷\s*見本 太郎")]
        )
        expect(page.locator(".header")).to_be_hidden()
        expect(page.locator(".footer")).to_be_hidden()
        assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == (
            "rgb(255, 255, 255)"
        )
        paper = page.pdf(prefer_css_page_size=True).decode("latin-1")
        sizes = {
            (round(float(width)), round(float(height)))
            for width, height in re.findall(r"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
        }
        assert sizes == {A4_UPRIGHT}
