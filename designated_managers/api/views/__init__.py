"""The resources of the API on designated managers, one file for each thing."""

from __future__ import annotations
