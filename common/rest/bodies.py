"""JSON on its way in and out. What a program sends is one object in UTF-8, its size and depth looked at
before it is parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson
from rest_framework.exceptions import APIException
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

MOST_BYTES = 1_000_000
MOST_LEVELS = 10

_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]|[\]}]', re.DOTALL)


class Told(APIException):
    """An error of a given status with its own sentence."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status_code = status


class OrjsonRenderer(JSONRenderer):
    """JSON as UTF-8; days and times in ISO 8601."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data)


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
