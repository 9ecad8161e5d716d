"""Chainable filters, named as the office speaks."""

from __future__ import annotations
