"""The records of reminders: how they are found."""

from __future__ import annotations

import pytest

from reminders.models import Flag


@pytest.mark.engine("sqlite")
@pytest.mark.django_db
def test_the_open_flags_of_a_record_are_found_by_an_index():
    plan = Flag.objects.open().filter(kind="inspection", subject_id=1).explain()

    assert "(kind=? AND subject_id=?)" in plan
