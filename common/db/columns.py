"""Constant columns for queries that are joined with those of other apps."""

from __future__ import annotations

from django.db.models import CharField, Value


def text(value: str) -> Value:
    """A constant text column."""
    return Value(value, output_field=CharField())
