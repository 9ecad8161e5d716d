"""The door of the API to the flags."""

from __future__ import annotations
