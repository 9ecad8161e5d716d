"""The forms of designated managers, one file for each thing."""

from __future__ import annotations
