"""What the pages of the portal ask for: a Monday morning, a nightly job, and texts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine

from common.clock import TOKYO
from reminders.actions import flag_due

if TYPE_CHECKING:
    from django.http import HttpResponse

MONDAY = date(2026, 11, 23)


@pytest.fixture
def monday() -> Iterator[None]:
    """It is 23 November 2026, nine in the morning."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO), tick=False):
        yield


def sweep(on: date = MONDAY) -> None:
    """The nightly job of a day, at half past five."""
    flag_due(on=on, finished_at=datetime(on.year, on.month, on.day, 5, 30, tzinfo=TOKYO))


def words(response: HttpResponse) -> str:
    """The text of the page's main part, every gap a single space."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def links(response: HttpResponse) -> list[str]:
    """The addresses that the page's main part leads to."""
    page = response.content.decode()
    return [unescape(link) for link in re.findall(r'href="([^"#]+)"', page[page.index("<main") :])]
