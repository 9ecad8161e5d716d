"""How fast Kyoten is, beside the fastest that the same answer could be (``./run bench``).

A client of everything; nothing imports it. Every number is a ratio: Kyoten and hand-written SQL give the same
answer on the same data in turns, and before a ratio is believed both answers are compared.
"""

from __future__ import annotations
