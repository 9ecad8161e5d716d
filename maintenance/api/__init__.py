"""The doors of the API to inspections and service contracts."""

from __future__ import annotations
