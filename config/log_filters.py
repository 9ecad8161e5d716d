"""What our logs never hold."""

from __future__ import annotations

import logging
import re

KEY = re.compile(r"(?<=/)[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
"""A key as ``secrets.token_urlsafe(32)`` makes it, in an address: of an invitation, of a calendar."""


class WithoutKeys(logging.Filter):
    """Takes the keys out of addresses: Django names in its log every address that answers with an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through, the keys in it left out."""
        line = record.getMessage()
        shown = KEY.sub("…", line)
        if shown != line:
            record.msg, record.args = shown, ()
        return True
