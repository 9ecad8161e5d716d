"""The pictures of the README and the manual (操作手引きの画面), small enough to be kept in the repository.

A journey takes them on every run, so that what the manual tells can really be done; it keeps them among the photographs of
the run. They replace what is committed only when asked:

    WRITE_PICTURES=1 ./run test tests/journeys/test_manual.py

and then every picture that changed is looked at before it is committed.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.conftest import Visitor

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
README_IMAGES, MANUAL_IMAGES = DOCS / "images", DOCS / "manual" / "images"
COLOURS = 64
# The keys of links are secret even where they open nothing.
INVITATION = "https://kyoten.example.jp/accounts/invitation/Xk3v-example/"
CALENDAR = "https://kyoten.example.jp/calendar/Xk3v-example.ics"
KEY = "kyoten_" + "0123456789abcdef" * 4


def take(somebody: Visitor, name: str, *, of: Locator | None = None, folder: Path = MANUAL_IMAGES) -> None:
    """The window as it stands, or only one part of the page, as ``name``.png."""
    shot = of.screenshot() if of else somebody.page.screenshot()
    kept = folder if os.environ.get("WRITE_PICTURES") else somebody.pictures
    (kept / f"{name}.png").write_bytes(in_few_colours(shot))


def in_few_colours(png: bytes) -> bytes:
    """The same picture with a palette: pages are flat, and a quarter of the size is enough."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        out, format="PNG", optimize=True
    )
    return out.getvalue()


def show_instead(box: Locator, text: str) -> None:
    """Put words that mean nothing where the page shows a secret."""
    box.evaluate("(box, text) => { box.value = text; box.blur(); }", text)
