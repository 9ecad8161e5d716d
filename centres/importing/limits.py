"""How large a register may be. The largest real ones, of a whole prefecture, are far smaller."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 20 * MEGABYTE
MAX_PARTS = 5_000
MAX_UNPACKED_BYTES = 200 * MEGABYTE
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_CELLS = 3_000_000
MAX_CHARACTERS = 50_000_000

CHILD_MEMORY_BYTES = 1536 * MEGABYTE
CHILD_SECONDS = 120
