"""The forms of the office on buildings, one file for each thing that is typed in."""

from __future__ import annotations
