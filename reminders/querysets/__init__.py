"""The questions one may put to the records, one file for each thing."""

from __future__ import annotations
