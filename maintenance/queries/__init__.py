"""Answers for pages, and the deadlines of the nightly job."""

from __future__ import annotations
