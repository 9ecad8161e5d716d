"""The sample city (見本の市): 周南市 as far as public pages tell it, and around it what is invented.

``published`` holds what was read, each fact with its page and how sure we are of it; ``invented`` what was
made up so that the desk has work on any day, everything in it marked 見本. ``builder`` turns both into
records by the office's own acts, so the sample city can never be impossible. ``logins`` keeps the random
passwords.
"""

from __future__ import annotations
