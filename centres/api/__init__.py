"""The doors of the API to the centre register."""

from __future__ import annotations
