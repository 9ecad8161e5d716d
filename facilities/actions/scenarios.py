"""The acts on scenarios of the forty-year cost: asking for one, and computing it exactly once."""

from __future__ import annotations

from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from common.acting import current
from common.db.records import problems_with
from common.problems import Problem, Refused
from facilities.models import ForecastScenario
from facilities.queries.forecast import Place, inputs_of, profile_named
from facilities.rules.levelling_run import level
from facilities.rules.levelling_solver import version
from facilities.rules.scenarios import Inputs, Windows, digest, outcome, posed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from centres.models import District
    from common.scope import Scope
    from facilities.rules.levelling_run import Progress

GRACE = timedelta(seconds=60)
"""How much longer than its time limit a worker may hold a scenario."""
MOST_ATTEMPTS = 3
GIVEN_UP = "計算の途中で3回止まりました。制限時間や対象を変えて、もう一度試算してください。"
NOTHING_TO_RECKON = "面積と建築年度の分かる建物も、金額の決まった整備事業もないので、試算できません。"
UNKNOWN_PROFILE = "試算の型を一覧から選んでください。"


@transaction.atomic
def request_scenario(
    *, scope: Scope, on: date, at: datetime, district: District | None = None, **asked: Any
) -> ForecastScenario:
    """Ask for a scenario (試算を頼む): what it is reckoned from is frozen in the same transaction.

    ``on`` is the day of the forecast, ``at`` the moment of asking. Raises ``Refused`` with every problem.
    """
    of_profile = profile_named(asked.get("profile", ""))
    scenario = ForecastScenario(
        on=on,
        district=district,
        requested_at=at,
        requested_by_id=current().user_id,
        inputs={},
        digest="",
        **asked,
    )
    problems = list(problems_with(scenario, leaving_out=("inputs", "digest", "progress")))
    if of_profile is None and asked.get("profile"):
        problems.append(Problem("profile-unknown", UNKNOWN_PROFILE, field="profile"))
    if problems or of_profile is None:
        raise Refused(problems)
    windows = Windows(scenario.earlier_years, scenario.later_years)
    place = Place(district_id=district.pk if district else None)
    inputs = inputs_of(scope, of_profile.profile, windows, on=on, place=place)
    if not inputs.projects and all(building.missing for building in inputs.buildings):
        raise Refused([Problem("nothing-to-reckon", NOTHING_TO_RECKON)])
    scenario.inputs = inputs.as_json()
    scenario.digest = digest(scenario.inputs)
    scenario.save()
    return scenario


def scenarios_to_resume(at: datetime) -> list[int]:
    """The scenarios that nobody computes at this moment; those that stopped too often are given up."""
    free = ForecastScenario.objects.free(at)
    free.filter(attempts__gte=MOST_ATTEMPTS).update(finished_at=at, failed_reason=GIVEN_UP)
    return list(free.filter(attempts__lt=MOST_ATTEMPTS).order_by("pk").values_list("pk", flat=True))


def compute_scenario(pk: int, *, clock: Callable[[], datetime]) -> bool:
    """Compute a scenario (試算を計算する), if nobody else does or has: claimed by one conditional UPDATE, its
    result written only while it is still held. Returns whether it was computed here."""
    at = clock()
    scenario = ForecastScenario.objects.filter(pk=pk).first()
    if scenario is None:
        return False
    lease = at + timedelta(seconds=scenario.time_limit) + GRACE
    claimed = (
        ForecastScenario.objects.free(at)
        .filter(pk=pk, attempts__lt=MOST_ATTEMPTS)
        .update(leased_until=lease, attempts=F("attempts") + 1, started_at=Coalesce("started_at", at))
    )
    if not claimed:
        return False
    held = ForecastScenario.objects.unfinished().filter(pk=pk, leased_until=lease)
    asked = posed(Inputs.from_json(scenario.inputs))

    def tell(progress: Progress) -> None:
        # Before its first plan the solver's gap is infinite, which JSON does not know.
        gap = progress.gap if progress.gap is not None and isfinite(progress.gap) else None
        held.update(progress={"percent": int(progress.done * 100), "phase": progress.phase, "gap": gap})

    found = level(asked.question, seconds=float(scenario.time_limit), say=tell)
    result = outcome(asked, found, ceiling=scenario.ceiling, solver=version())
    done = held.update(result=result, finished_at=clock(), progress={"percent": 100, "phase": "done"})
    return bool(done)
