"""Findings, photographs and papers of inspections for tests."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from PIL import Image

from common.clock import TOKYO
from common.files import EVERY_KIND, PHOTOS, CheckedFile, check_upload
from maintenance.actions import Evidence, FindingSeen

AT = datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)


def picture(*, with_position: bool = False) -> bytes:
    """A small photograph, with the place where it was taken if told."""
    out = io.BytesIO()
    exif = Image.Exif()
    if with_position:
        exif[0x8825] = {1: "N", 2: (34.0, 3.0, 0.0), 3: "E", 4: (131.0, 48.0, 0.0)}
    Image.new("RGB", (8, 6), "grey").save(out, "JPEG", exif=exif)
    return out.getvalue()


def a_photo(name: str = "shoukaki.jpg") -> CheckedFile:
    """A photograph that passes every check."""
    return check_upload(name, picture(), PHOTOS)


def a_paper(name: str = "tenkenhyo.pdf") -> CheckedFile:
    """A certificate that passes every check."""
    return check_upload(name, b"%PDF-1.4\n%%EOF\n", EVERY_KIND)


def a_finding(**facts: Any) -> FindingSeen:
    """An extinguisher past its date, with one photograph."""
    told: dict[str, Any] = {
        "place": "2階廊下",
        "text": "消火器1本が使用期限を過ぎている",
        "severity": "repair",
        "photos": (a_photo(),),
        **facts,
    }
    return FindingSeen(**told)


def evidence(*findings: FindingSeen, papers: tuple[CheckedFile, ...] = ()) -> Evidence:
    """What goes with a record."""
    return Evidence(at=AT, findings=findings, papers=papers)
