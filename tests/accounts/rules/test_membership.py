from __future__ import annotations

from datetime import date

import pytest

from accounts.rules.membership import misfits

DAY, NEXT = date(2026, 4, 1), date(2026, 4, 2)


@pytest.mark.parametrize(
    ("is_group_member", "has_organisation", "first_on", "last_on", "found"),
    [
        (True, True, DAY, None, []),
        (True, True, DAY, DAY, []),
        (True, True, NEXT, DAY, ["membership-ends-early"]),
        (True, False, None, None, ["organisation-missing", "first-day-missing"]),
        (True, True, None, None, ["first-day-missing"]),
        (False, False, None, None, []),
        (False, True, None, None, ["organisation-unasked"]),
        (False, False, DAY, None, ["organisation-unasked"]),
        (False, False, None, DAY, ["organisation-unasked"]),
    ],
)
def test_the_organisation_fits_the_role(is_group_member, has_organisation, first_on, last_on, found):
    problems = misfits(
        is_group_member=is_group_member, has_organisation=has_organisation, first_on=first_on, last_on=last_on
    )

    assert [problem.code for problem in problems] == found
