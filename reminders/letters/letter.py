"""A mail, ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """Subject, plain text and HTML of one mail (文面)."""

    subject: str
    text: str
    html: str
