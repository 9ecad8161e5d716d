"""What records of several apps have in common: scope, history, partial dates, sources, files, catalogues."""

from __future__ import annotations
