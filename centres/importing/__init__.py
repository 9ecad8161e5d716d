"""Import of registers of centres (施設一覧の取込み): from a file that somebody hands in to the records.

``opening`` reads a workbook or CSV without trusting it; ``layouts`` finds out which column means what, by
the files in ``centres/mappings/``; ``reading`` turns rows into facts; ``planning`` compares them with the
records; ``act`` writes everything or nothing. What happened is a ``Report``.
"""

from __future__ import annotations
