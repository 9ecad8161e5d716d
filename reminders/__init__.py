"""Everything that tells people what is due: the nightly job (夜間点検), its flags (期限のお知らせ) and lead
times.

The domain apps offer their deadlines; this app compares them with the day in one set-wise sweep.
"""

from __future__ import annotations
