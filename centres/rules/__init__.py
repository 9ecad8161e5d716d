"""What follows from a centre's dated facts."""

from __future__ import annotations
