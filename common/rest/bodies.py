"""Reading what a program sends: one JSON object in UTF-8, its size and depth looked at before parsing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson
from rest_framework.parsers import JSONParser

from common.rest.answers import Told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

MOST_BYTES = 1_000_000
MOST_LEVELS = 10

_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]|[\]}]', re.DOTALL)


class BoundedJSONParser(JSONParser):
    """JSON of at most 1 MB and ten levels. NaN, Infinity and what is not UTF-8 are no JSON."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The object. Raises ``Told`` with 400 or 413."""
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise Told(413, "送れるのは 1 MB までです。")
        content = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Told(413, "送れるのは 1 MB までです。")
        if too_deep(content):
            raise Told(400, f"JSON の入れ子は{MOST_LEVELS}段までにしてください。")
        try:
            body = orjson.loads(content)
        except orjson.JSONDecodeError:
            raise Told(
                400, "JSON として読めません。UTF-8 で、NaN や Infinity を使わずに書いてください。"
            ) from None
        if not isinstance(body, dict):
            raise Told(400, "JSON は、項目名と値を並べたオブジェクト { } にしてください。")
        return body


def too_deep(content: bytes) -> bool:
    """Whether objects and arrays stand in each other more than ten levels deep."""
    level = 0
    for found in _STRUCTURE.finditer(content):
        mark = found[0]
        if mark in b"[{":
            level += 1
            if level > MOST_LEVELS:
                return True
        elif mark in b"]}":
            level -= 1
    return False
