"""The forms of inspections and service contracts."""

from __future__ import annotations
