"""How lists can be narrowed (絞り込み)."""

from __future__ import annotations
