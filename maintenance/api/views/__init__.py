"""The resources of the API on maintenance, one file for each thing."""

from __future__ import annotations
