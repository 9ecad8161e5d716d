"""Two renewal projects that are made up, their days told from the day asked."""

from __future__ import annotations

from datetime import date, timedelta

from common.certainty import Certainty
from common.fiscal_year import FiscalYear
from common.months import add_months
from common.partial_dates import PartialDate
from facilities.choices import BuildingPart, ProjectKind, ProjectStep
from portal.sample_city.entries import SAMPLE, PlanEntry, ProjectEntry, Told
from portal.sample_city.invented.people import CENTRAL, EAST, IN_SAMPLE


def _month(on: date, months: int) -> PartialDate:
    """The month so many months from the day."""
    day = add_months(on, months)
    return PartialDate.of_month(day.year, day.month)


def projects(on: date) -> tuple[ProjectEntry, ...]:
    """A refit that was planned anew and whose next step is near; and a rebuild that waits for its opening."""
    year = FiscalYear.of(on).year
    in_year = PartialDate.of_fiscal_year
    steps = ProjectStep
    reached = {
        steps.CONCEPT: in_year(year - 2),
        steps.BASIC_PLAN: _month(on, -14),
        steps.BASIC_DESIGN: _month(on, -5),
    }
    before: dict[str, PartialDate] = {
        steps.DETAILED_DESIGN: _month(on, -1),
        steps.START: in_year(year),
        steps.COMPLETION: in_year(year + 1),
        steps.OPENING: PartialDate.of_month(year + 2, 4),
    }
    now: dict[str, PartialDate] = {
        steps.DETAILED_DESIGN: PartialDate.of_day(on + timedelta(days=20)),
        steps.START: in_year(year + 1),
        steps.COMPLETION: in_year(year + 2),
        steps.OPENING: PartialDate.of_month(year + 3, 4),
    }
    design = {"general": 8_800_000}
    return (
        ProjectEntry(
            CENTRAL,
            "見本 本館の長寿命化改修",
            ProjectKind.LONG_LIFE,
            _aim("屋根・外壁・設備を直し、建ててから80年まで使えるようにする。"),
            buildings=((CENTRAL, "本館", BuildingPart.WORKS_ON),),
            reached={step: Told(day, SAMPLE, Certainty.SAMPLE) for step, day in reached.items()},
            plans=(
                PlanEntry(
                    on - timedelta(days=420),
                    before,
                    {
                        year: {**design, "bonds": 90_000_000, "subsidies": 30_000_000},
                        year + 1: {"general": 15_400_000, "bonds": 90_000_000, "subsidies": 45_000_000},
                    },
                ),
                PlanEntry(
                    on - timedelta(days=100),
                    now,
                    {
                        year: design,
                        year + 1: {"general": 12_000_000, "bonds": 90_000_000, "subsidies": 30_000_000},
                        year + 2: {
                            "general": 15_400_000,
                            "bonds": 120_000_000,
                            "subsidies": 45_000_000,
                            "fund": 20_000_000,
                        },
                    },
                    "見本：基本設計で外壁の傷みが見つかり、先に調べることにしたため。",
                ),
            ),
            facts={
                "published_on": on - timedelta(days=90),
                "may_start_from": year + 1,
                "may_start_until": year + 4,
                "urgency": 4,
                "internal_notes": IN_SAMPLE,
            },
        ),
        ProjectEntry(
            EAST,
            "見本 本館の建替え",
            ProjectKind.REBUILD,
            _aim("旧い耐震基準の本館を、木造の新館に建て替える。"),
            buildings=((EAST, "本館", BuildingPart.REPLACES), (EAST, "新館", BuildingPart.CREATES)),
            reached={
                step: Told(day, SAMPLE, Certainty.SAMPLE)
                for step, day in ((steps.START, _month(on, -13)), (steps.COMPLETION, _month(on, -1)))
            },
            plans=(
                PlanEntry(
                    on - timedelta(days=700),
                    {
                        steps.START: _month(on, -13),
                        steps.COMPLETION: _month(on, -1),
                        steps.OPENING: _month(on, 2),
                    },
                    {
                        year - 1: {"general": 22_000_000, "bonds": 88_000_000},
                        year: {"general": 31_000_000, "bonds": 154_000_000, "fund": 10_000_000},
                    },
                ),
            ),
            facts={"internal_notes": IN_SAMPLE},
        ),
    )


def _aim(text: str) -> Told:
    return Told(f"見本：{text}", SAMPLE, Certainty.SAMPLE)
