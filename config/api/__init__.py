"""The API as a whole: its addresses, its description, and the page on which it can be tried."""

from __future__ import annotations
