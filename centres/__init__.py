"""The civic centres (市民センター) of the city: their districts, opening and closing, and the posts in
charge.

A centre is the institution that an ordinance establishes, not a building; its buildings stand in
``facilities``. Duties belong to posts (担当), never to persons: who holds a post is read on the day.
"""

from __future__ import annotations
