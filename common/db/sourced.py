"""Where a small record comes from and how sure we are of it (出典・確かさ), told once for the whole record.

A large record states it field by field instead (``common.db.stated_facts``).
"""

from __future__ import annotations

from django.db import models

from common.certainty import Certainty, needs_check

SOURCE_FIELDS = frozenset({"source", "source_url", "certainty"})
"""Remarks among the city's own people: a record names them in its ``hidden_from_groups``."""


class Sourced(models.Model):
    """A record that says of itself where it was read and how sure we are of it."""

    source = models.TextField("出典", blank=True)
    source_url = models.URLField("出典のURL", max_length=500, blank=True)
    certainty = models.CharField(
        "確かさ", max_length=12, choices=Certainty.choices, default=Certainty.UNVERIFIED
    )

    class Meta:
        abstract = True

    @property
    def needs_check(self) -> bool:
        """Whether the original still has to be looked at (要確認)."""
        return needs_check(self.certainty)
