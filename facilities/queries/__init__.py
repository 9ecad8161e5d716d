"""The answers of the buildings to the pages, one file for each thing that is asked."""

from __future__ import annotations
