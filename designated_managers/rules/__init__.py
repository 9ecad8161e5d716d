"""What follows from the dated facts of a designation."""

from __future__ import annotations
