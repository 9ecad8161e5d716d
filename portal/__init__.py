"""The pages on which the domains meet: a package per page, each with its queries and its door. No models."""

from __future__ import annotations
