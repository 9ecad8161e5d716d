"""The doors of the API to organisations and designations."""

from __future__ import annotations
