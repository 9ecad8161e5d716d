"""How people stand: the row's answer and the query's answer are one, on the days next to every edge."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from accounts import queries
from accounts.choices import Standing
from tests.factories.accounts import make_user

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
NEAR = (None, *(DAY + timedelta(days=days) for days in (-2, -1, 0, 1)))

pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody():
    """Somebody of every kind: shut or not, with a password or not, last day and link near the day or none."""
    by = make_user("inviter", active_until=DAY)
    for active, password, until, invited in product((True, False), (True, False), NEAR, NEAR):
        person = make_user(is_active=active, active_until=until)
        if not password:
            person.set_unusable_password()
            person.save()
        if invited is not None:
            person.invitations.create(
                invited_by=by, digest=f"digest-{person.pk}", made_at=AT, last_on=invited
            )
        # What was used or revoked is not out.
        for name in ("used_at", "revoked_at"):
            person.invitations.create(
                invited_by=by,
                digest=f"{name}-{person.pk}",
                made_at=AT,
                last_on=DAY + timedelta(days=9),
                **{name: AT},
            )


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)])
def test_the_list_finds_everybody_under_the_standing_that_their_line_shows(everybody, on):
    people = list(queries.people())
    told = {
        person.pk: line.standing
        for person, line in zip(people, queries.person_lines(people, on=on), strict=True)
    }

    found = {
        standing: set(queries.people().in_standing(standing, on=on).values_list("pk", flat=True))
        for standing in Standing
    }

    assert found == {
        standing: {pk for pk, stands in told.items() if stands == standing} for standing in Standing
    }
    assert all(found.values())
    assert sum(len(pks) for pks in found.values()) == len(people) == 101
