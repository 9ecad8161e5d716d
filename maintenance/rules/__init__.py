"""When the next inspection is due."""

from __future__ import annotations
