"""The list for October's budget request (予算要求): what every centre costs in one fiscal year."""

from __future__ import annotations
