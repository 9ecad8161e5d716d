"""A QR code as a drawing that stands in the page itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import segno
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


def qr_svg(address: str) -> SafeString:
    """The address as a QR code, black on white with its quiet zone, without a style of its own: an SVG to
    stand in HTML. A quarter of it may be scratched away before it is no longer read."""
    out = io.BytesIO()
    code = segno.make_qr(address, error="q", boost_error=False)
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        nl=False,
    )
    # Made of numbers alone: nothing of the address stands in it.
    return mark_safe(out.getvalue().decode())  # noqa: S308
