"""What the tests of roads share: the day, and what a road says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from designated_managers.models import PlannedStep
from reminders.models import Flag

TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


def latest_of(road) -> dict[str, date]:
    return dict(PlannedStep.objects.current().filter(plan__road=road).values_list("step__code", "latest_on"))


def done_days() -> dict[str, date]:
    rows: Any = PlannedStep.objects.current().with_done().select_related("step")
    return {row.step.code: row.done_by for row in rows if row.done_by}


def problems(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def open_flags(road) -> set[str]:
    codes = dict(road.steps.values_list("pk", "code"))
    return {
        codes[pk] for pk in Flag.objects.open().filter(kind="road_step").values_list("subject_id", flat=True)
    }
