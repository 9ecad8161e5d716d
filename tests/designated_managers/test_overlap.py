"""The database itself refuses two made designations of one centre on one day, whoever writes them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from designated_managers.actions import CannotDesignate, register_designation
from designated_managers.models import Designation
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_organisation

FIRST, LAST = date(2026, 4, 1), date(2031, 3, 31)
MADE: dict[str, Any] = {
    "voted_on": date(2019, 12, 18),
    "vote_result": "passed",
    "designated_on": date(2026, 1, 10),
    "days_unconfirmed": False,
}
OLD = {"designated_on": None, "days_unconfirmed": True}
PROPOSED = {"designated_on": None, "days_unconfirmed": False}
STANDING: dict[str, Any] = {"first_on": FIRST, "last_on": LAST, **MADE}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("standing", "second", "refused"),
    [
        ({}, {"first_on": date(2031, 3, 31), "last_on": date(2032, 3, 31), **MADE}, True),
        ({}, {"first_on": date(2031, 4, 1), "last_on": date(2032, 3, 31), **MADE}, False),
        ({}, {"first_on": date(2025, 4, 1), "last_on": date(2026, 4, 1), **MADE}, True),
        ({}, {"first_on": date(2025, 4, 1), "last_on": date(2026, 3, 31), **MADE}, False),
        ({}, {"first_on": date(2027, 4, 1), "last_on": date(2028, 3, 31), **PROPOSED}, False),
        ({}, {"first_on": None, "last_on": date(2026, 3, 31), **OLD}, False),
        ({}, {"first_on": None, "last_on": date(2026, 4, 1), **OLD}, True),
        ({}, {"first_on": date(2031, 3, 31), "last_on": None, **OLD}, True),
        ({}, {"first_on": None, "last_on": None, **OLD}, True),
        (
            {"revoked_on": date(2028, 7, 1)},
            {"first_on": date(2028, 7, 1), "last_on": LAST, **MADE},
            False,
        ),
        (
            {"revoked_on": date(2028, 7, 2)},
            {"first_on": date(2028, 7, 1), "last_on": LAST, **MADE},
            True,
        ),
        ({"revoked_on": FIRST}, {"first_on": FIRST, "last_on": LAST, **MADE}, False),
        ({"revoked_on": date(2026, 2, 1)}, {"first_on": FIRST, "last_on": LAST, **MADE}, False),
        ({"last_on": None, "revoked_on": date(2028, 7, 1), **OLD}, {"first_on": date(2028, 7, 1), "last_on": LAST, **MADE}, False),
    ],
)  # fmt: skip
def test_the_rule_the_act_and_the_database_give_the_same_answer(standing, second, refused):
    centre, body = make_centre(), make_organisation()
    first = Designation(centre=centre, organisation=body, **{**STANDING, **standing})
    other = Designation(centre=centre, organisation=body, **second)
    first.save()

    by_rule = other.is_made and first.days.shares_a_day_with(other.days)
    by_act = _refuses(lambda: register_designation(on=FIRST, centre=centre, organisation=body, **second))
    by_database = _refuses(other.save)

    assert (by_rule, by_act, by_database) == (refused, refused, refused)


def _refuses(write) -> bool:
    """Whether it is refused; what it wrote is taken back."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    except CannotDesignate as refusal:
        return "designation-overlaps" in {problem.code for problem in refusal.problems}
    return False


@pytest.mark.django_db
def test_a_change_is_refused_as_well(db):
    centre, body = make_centre(), make_organisation()
    Designation.objects.create(centre=centre, organisation=body, **STANDING)
    second = Designation.objects.create(
        centre=centre, organisation=body, **{**STANDING, **PROPOSED, "first_on": date(2027, 4, 1)}
    )

    second.designated_on = date(2027, 1, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()

    second.refresh_from_db()
    assert second.designated_on is None


NAMES = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        [
            "designation_made_terms_do_not_overlap_INSERT",
            "designation_made_terms_do_not_overlap_UPDATE",
            "session_days_do_not_overlap_INSERT",
            "session_days_do_not_overlap_UPDATE",
        ],
    ),
    "postgresql": (
        "SELECT conname FROM pg_constraint WHERE contype = 'x' ORDER BY conname",
        ["designation_made_terms_do_not_overlap", "session_days_do_not_overlap"],
    ),
}


@pytest.mark.django_db
def test_what_refuses_overlaps_stands_in_the_fully_migrated_schema():
    """On SQLite a later change of the table would silently drop the triggers."""
    query, expected = NAMES[connection.vendor]

    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [name for (name,) in cursor.fetchall()]

    assert names == expected


@pytest.mark.django_db(transaction=True)
def test_of_two_who_designate_one_centre_at_the_same_moment_exactly_one_wins():
    centre, bodies = make_centre(), [make_organisation("甲協議会"), make_organisation("乙協議会")]
    together = Barrier(2)

    def designate(body):
        try:
            together.wait(timeout=10)
            register_designation(on=FIRST, centre=centre, organisation=body, **STANDING)
        except CannotDesignate as refusal:
            return [problem.code for problem in refusal.problems]
        else:
            return ["done"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(designate, bodies))

    assert answers == [["designation-overlaps"], ["done"]]
    assert Designation.objects.count() == 1
