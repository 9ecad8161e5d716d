"""When a mail is sent, tried again and given up (送信の間隔)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from reminders.choices import Outcome

DIGEST_FROM = time(7, 0)
"""Nobody's telephone shall ring at half past five."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=4)

MOST_TRIES = 26
"""With the waits above somewhat more than three days."""

TRIES_OF_A_DAY = 5
"""With the waits above about two and a half hours of a morning."""

STILL_TRIED_AFTER = timedelta(hours=10)
"""Whatever waits this long after the night is tried once more on its day, if only in the evening."""

MOST_REFUSALS = 3
"""So often in a row an address may be refused: a server that is being set up refuses everybody."""


def first_try(on: date, at: datetime) -> datetime:
    """When the digest of a day is sent that was written at this instant: not before seven in the morning."""
    return max(at, datetime.combine(on, DIGEST_FROM, tzinfo=at.tzinfo))


def next_try(tries: int, at: datetime) -> datetime:
    """When a message is tried again after so many tries: after 5, 10, 20 ... minutes, at most four hours."""
    wait: timedelta = FIRST_WAIT * 2 ** min(tries - 1, 10)
    return at + min(wait, LONGEST_WAIT)


def is_given_up(tries: int, outcome: Outcome, refusals: int, *, is_repeat: bool = False) -> bool:
    """Whether a message that was not sent is given up; ``refusals`` so many in a row, this one counted.

    ``is_repeat``: all of it may have arrived before this try. Where nobody can know of this one either,
    it is not sent a third time: a person tells of it.
    """
    if outcome == Outcome.UNKNOWN and is_repeat:
        return True
    return tries >= MOST_TRIES or (outcome == Outcome.REFUSED and refusals >= MOST_REFUSALS)
