from __future__ import annotations

from datetime import date

import pytest

from accounts.choices import LinkState, Standing
from accounts.rules.standing import AccountFacts, LinkFacts, link_state_on, standing_on

BEFORE, DAY, AFTER = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)
IN_USE = AccountFacts(is_active=True, active_until=None, has_password=True, invited_until=None)


@pytest.mark.parametrize(
    ("on", "standing"), [(BEFORE, Standing.IN_USE), (DAY, Standing.IN_USE), (AFTER, Standing.ENDED)]
)
def test_an_account_is_in_use_up_to_its_last_day(on, standing):
    facts = AccountFacts(is_active=True, active_until=DAY, has_password=True, invited_until=None)

    assert standing_on(facts, on) == standing


@pytest.mark.parametrize(
    ("on", "standing"), [(BEFORE, Standing.INVITED), (DAY, Standing.INVITED), (AFTER, Standing.EXPIRED)]
)
def test_an_invitation_stands_up_to_its_last_day(on, standing):
    facts = AccountFacts(is_active=True, active_until=None, has_password=False, invited_until=DAY)

    assert standing_on(facts, on) == standing


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        (IN_USE, Standing.IN_USE),
        (
            AccountFacts(is_active=True, active_until=None, has_password=True, invited_until=BEFORE),
            Standing.IN_USE,
        ),
        (
            AccountFacts(is_active=True, active_until=None, has_password=False, invited_until=None),
            Standing.NOT_INVITED,
        ),
        (
            AccountFacts(is_active=True, active_until=BEFORE, has_password=False, invited_until=DAY),
            Standing.ENDED,
        ),
        (
            AccountFacts(is_active=False, active_until=None, has_password=True, invited_until=None),
            Standing.DISABLED,
        ),
        (
            AccountFacts(is_active=False, active_until=BEFORE, has_password=False, invited_until=DAY),
            Standing.DISABLED,
        ),
    ],
)
def test_what_shuts_an_account_comes_before_its_password_and_that_before_its_invitation(facts, standing):
    assert standing_on(facts, DAY) == standing


@pytest.mark.parametrize(
    ("on", "state"), [(BEFORE, LinkState.OPEN), (DAY, LinkState.OPEN), (AFTER, LinkState.EXPIRED)]
)
def test_a_link_is_good_up_to_its_last_day(on, state):
    facts = LinkFacts(last_on=DAY, is_used=False, is_revoked=False, may_enter=True)

    assert link_state_on(facts, on) == state


@pytest.mark.parametrize("on", [BEFORE, DAY, AFTER])
@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (LinkFacts(last_on=DAY, is_used=True, is_revoked=False, may_enter=True), LinkState.USED),
        (LinkFacts(last_on=DAY, is_used=True, is_revoked=False, may_enter=False), LinkState.USED),
        (LinkFacts(last_on=DAY, is_used=False, is_revoked=True, may_enter=True), LinkState.VOID),
        (LinkFacts(last_on=DAY, is_used=False, is_revoked=False, may_enter=False), LinkState.VOID),
    ],
)
def test_a_link_that_was_used_or_made_void_stays_so(on, facts, state):
    assert link_state_on(facts, on) == state
