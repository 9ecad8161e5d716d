"""When a deadline asks for attention."""

from __future__ import annotations
