"""How an account, and the link of an invitation, stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.choices import LinkState, Standing

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class AccountFacts:
    """What the standing of an account is told from.

    ``invited_until`` is the last day of the link that is out (neither used nor revoked), empty where none is.
    """

    is_active: bool
    active_until: date | None
    has_password: bool
    invited_until: date | None


def standing_on(facts: AccountFacts, on: date) -> Standing:
    """How the account stands: what shuts it comes first, then the password, then the invitation."""
    if not facts.is_active:
        return Standing.DISABLED
    if facts.active_until is not None and facts.active_until < on:
        return Standing.ENDED
    if facts.has_password:
        return Standing.IN_USE
    if facts.invited_until is None:
        return Standing.NOT_INVITED
    return Standing.INVITED if on <= facts.invited_until else Standing.EXPIRED


@dataclass(frozen=True)
class LinkFacts:
    """What the state of a link is told from; ``may_enter`` is of the person invited, on the day."""

    last_on: date
    is_used: bool
    is_revoked: bool
    may_enter: bool


def link_state_on(facts: LinkFacts, on: date) -> LinkState:
    """How the link stands: used, else void (revoked, or the person is out), else by its last day."""
    if facts.is_used:
        return LinkState.USED
    if facts.is_revoked or not facts.may_enter:
        return LinkState.VOID
    return LinkState.OPEN if on <= facts.last_on else LinkState.EXPIRED
