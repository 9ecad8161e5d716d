"""Catalogues (標準の一覧) as literate YAML, read with every mistake named.

A file begins with a comment in prose: what it is, who may change it, by what law. Then ``catalogue:`` with
its name and ``entries:``, a list of mappings known by a stable code, each with its ``source`` and
``certainty``.
"""

from __future__ import annotations

from common.catalogues.reading import (
    Catalogue,
    CatalogueError,
    Entry,
    read_catalogue,
    read_catalogue_bytes,
)

__all__ = ["Catalogue", "CatalogueError", "Entry", "read_catalogue", "read_catalogue_bytes"]
