"""The list of centres (施設の一覧): each with who runs it and who in the city is in charge, on one day."""

from __future__ import annotations
