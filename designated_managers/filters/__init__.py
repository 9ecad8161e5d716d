"""How what the office keeps can be narrowed (絞り込み), one file for each thing."""

from __future__ import annotations
