"""The answers for the pages on designated managers, one file for each thing."""

from __future__ import annotations
