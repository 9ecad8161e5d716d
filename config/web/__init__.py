"""The doors by which machines ask whether Kyoten works."""

from __future__ import annotations
