"""How the records of the buildings can be narrowed (絞り込み), one file for each thing."""

from __future__ import annotations
