"""The rules of the buildings: pure functions, one file for each thing they decide."""

from __future__ import annotations
