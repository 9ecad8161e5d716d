"""Questions to the records of the buildings, one file for each thing."""

from __future__ import annotations
