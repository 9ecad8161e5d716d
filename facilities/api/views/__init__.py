"""The resources of the API on buildings, one file for each thing."""

from __future__ import annotations
