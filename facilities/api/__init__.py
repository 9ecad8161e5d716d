"""The doors of the API to the building register."""

from __future__ import annotations
