"""What each person was told (わたしへのお知らせ), for staff and for groups."""

from __future__ import annotations
