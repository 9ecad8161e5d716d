"""What the pages of the forty-year cost show: the forecast of the city or a centre, and a scenario."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from common.fiscal_year import FiscalYear
from facilities.choices import CostKind, CostTiming, ScenarioState
from facilities.models import ForecastScenario
from facilities.queries.forecast import Place, forecast, profile_named
from facilities.rules.renewal_cost import Building as Facts
from ui.charts import BESIDE_ANOTHER, ON_THE_WHOLE_PAGE, Level, Series, unit_of, yearly_chart

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope
    from facilities.rules.cost_profiles import ProfileFile
    from facilities.rules.renewal_cost import Building, BuildingForecast, CostEvent, Forecast, Span
    from ui.charts import Chart

MOST_CENTRES = 100
PHASES = {
    "bound": "これより下げられない金額を調べています",
    "search": "山の低い案を探しています",
    "proof": "これより良い案がないか確かめています",
    "delay": "遅らせる年数を減らしています",
}
SHAPES = {
    ScenarioState.WAITING: "planned",
    ScenarioState.RUNNING: "active",
    ScenarioState.DONE: "done",
    ScenarioState.FAILED: "returned",
}


class EventLine(NamedTuple):
    """Works of a building with their working, in words."""

    kind: str
    age: int
    due: str
    paid: str
    each: str
    yen: int
    why: str


class BuildingLine(NamedTuple):
    """One building of a centre: what it costs, and from what."""

    building: Building
    built: str
    inside: int
    outside: int
    upkeep: int
    upkeep_total: int
    events: tuple[EventLine, ...]


class CentreLine(NamedTuple):
    """One centre of the city: how many of its buildings are estimated, and what they cost."""

    pk: int
    name: str
    buildings: int
    yen: int


@dataclass(frozen=True)
class ForecastPage:
    """The forecast as a page shows it."""

    of_profile: ProfileFile
    forecast: Forecast
    chart: Chart | None
    first: FiscalYear
    last: FiscalYear
    highest: tuple[FiscalYear, int]
    centres: tuple[CentreLine, ...]
    buildings: tuple[BuildingLine, ...]

    @property
    def backlog(self) -> int:
        """Yen of what should have been done by now."""
        return sum(
            event.yen
            for row in self.forecast.buildings
            for event in row.events
            if event.timing is CostTiming.BACKLOG
        )


def forecast_page(scope: Scope, profile: str, *, on: date, centre_id: int | None) -> ForecastPage | None:
    """The forecast of the whole city or of one centre; None where there is no such profile."""
    of_profile = profile_named(profile)
    if of_profile is None:
        return None
    found = forecast(scope, of_profile.profile, on=on, place=Place(centre_id=centre_id))
    years = [FiscalYear(year) for year in found.span.years]
    by_year = found.by_year
    most = max(range(len(by_year)), key=by_year.__getitem__)
    chart = _chart("年度ごとの費用の見込み", years, found) if found.total else None
    return ForecastPage(
        of_profile,
        found,
        chart,
        years[0],
        years[-1],
        (years[most], by_year[most]),
        _centres(found) if centre_id is None else (),
        () if centre_id is None else tuple(_building(row, found.span) for row in found.buildings),
    )


def _chart(caption: str, years: list[FiscalYear], found: Forecast) -> Chart:
    series = [Series(kind.label, yen) for kind, yen in found.yen.items() if any(yen)]
    levels = [_level("平均", found.average, max(found.by_year))]
    return yearly_chart(caption, years, series, levels=levels, rooms=ON_THE_WHOLE_PAGE)


def _level(name: str, yen: int, highest: int) -> Level:
    """A line across the chart, to a hundredth of the unit in which the chart is written."""
    step = max(1, unit_of(highest)[0] // 100)
    rounded = (yen + step // 2) // step * step
    return Level(name if rounded == yen else f"{name}およそ", rounded)


def _centres(found: Forecast) -> tuple[CentreLine, ...]:
    """The centres that cost most, the dearest first."""
    yen: dict[int, int] = defaultdict(int)
    count: dict[int, int] = defaultdict(int)
    names: dict[int, str] = {}
    for row in found.buildings:
        centre = row.building.centre_id
        names[centre] = row.building.centre
        count[centre] += 1
        yen[centre] += row.total - row.outside(found.span)
    lines = [CentreLine(pk, name, count[pk], yen[pk]) for pk, name in names.items()]
    return tuple(sorted(lines, key=lambda line: -line.yen)[:MOST_CENTRES])


def _building(row: BuildingForecast, span: Span) -> BuildingLine:
    outside = row.outside(span)
    built = FiscalYear(row.building.built or 0)
    events = tuple(_event(event) for event in row.events)
    label = f"{built.label}（{built.year}年度）"
    upkeep_total = row.upkeep * len(row.upkeep_years)
    inside = row.total - outside
    return BuildingLine(row.building, label, inside, outside, row.upkeep, upkeep_total, events)


def _event(event: CostEvent) -> EventLine:
    due = FiscalYear(event.due).label
    if event.timing is CostTiming.DROPPED:
        return EventLine(event.kind.label, event.age, due, "", "", 0, "時期を過ぎているので行わない")
    first, last = FiscalYear(event.begins).label, FiscalYear(event.ends).label
    paid = first if event.begins == event.ends else f"{first}から{last}まで"
    count = len(event.instalments)
    each = f"{event.instalments[0]:,}円" if count == 1 else f"{event.instalments[0]:,}円ずつ{count}回"
    if count > 1 and event.instalments[-1] != event.instalments[0]:
        each += f"（最後は{event.instalments[-1]:,}円）"
    why = f"時期を過ぎているので{count}年に均等に分ける" if event.timing is CostTiming.BACKLOG else ""
    return EventLine(event.kind.label, event.age, due, paid, each, event.yen, why)


class Move(NamedTuple):
    """A project that was moved: from when to when."""

    name: str
    centre: str
    kind: str
    yen: int
    planned: str
    start: str
    years: str


@dataclass(frozen=True)
class ScenarioPage:
    """A scenario as a page shows it."""

    scenario: ForecastScenario
    profile_name: str
    shape: str
    word: str
    phase: str
    percent: int
    result: dict[str, Any] | None
    before: Chart | None
    after: Chart | None
    moves: tuple[Move, ...]
    kept: int
    unknown: tuple[str, ...]

    @property
    def is_running(self) -> bool:
        """Whether there is still something to wait for."""
        return self.scenario.state in {ScenarioState.WAITING, ScenarioState.RUNNING}

    @property
    def windows(self) -> str:
        """How far works may be moved."""
        earlier, later = self.scenario.earlier_years, self.scenario.later_years
        words = [f"{earlier}年早くまで"] * bool(earlier) + [f"{later}年遅くまで"] * bool(later)
        return "、".join(words) or "動かさない"

    @property
    def fall(self) -> int:
        """By how much the highest year has fallen."""
        return int(self.result["peak_before"]) - int(self.result["peak_after"]) if self.result else 0

    @property
    def fall_percent(self) -> int:
        """The same as a share of what it was."""
        return self.fall * 100 // int(self.result["peak_before"]) if self.fall and self.result else 0

    @property
    def gap_words(self) -> str:
        """How far the peak may still lie above the least there is, in a share of it."""
        if self.result is None:
            return ""
        tenths = -(-int(self.result["gap"]) * 1000 // int(self.result["peak_after"]))
        return f"{tenths // 10}.{tenths % 10}%"


def scenario_page(scope: Scope, pk: int) -> ScenarioPage | None:
    """One scenario; None where there is none within the scope."""
    rows = ForecastScenario.objects.within(scope).select_related("district", "requested_by")
    scenario = rows.filter(pk=pk).first()
    if scenario is None:
        return None
    state, result, inputs = scenario.state, scenario.result, scenario.inputs
    before, after = _charts(scenario, result) if result else (None, None)
    starts = result["starts"] if result else []
    buildings = [Facts(*values) for values in inputs["buildings"]]
    moves = [_move(line) for line in starts if line["start"] != line["planned"]]
    return ScenarioPage(
        scenario,
        str(inputs["profile"]["name"]),
        SHAPES[state],
        state.label,
        PHASES.get(scenario.progress.get("phase", ""), ""),
        int(scenario.progress.get("percent", 0)),
        result,
        before,
        after,
        tuple(moves),
        len(starts) - len(moves),
        tuple(f"{one.centre} {one.name}" for one in buildings if one.missing),
    )


def _charts(scenario: ForecastScenario, result: dict[str, Any]) -> tuple[Chart, Chart]:
    """Before and after on the same scale: the highest year before is drawn across both."""
    years = [FiscalYear(result["first"] + place) for place in range(len(result["before"]))]
    levels = [_level("見直し前の最大", result["peak_before"], result["peak_before"])]
    if scenario.ceiling is not None:
        levels.append(Level("上限", scenario.ceiling))
    before, after = (
        yearly_chart(
            caption, years, [Series("費用", tuple(result[name]))], levels=levels, rooms=BESIDE_ANOTHER
        )
        for caption, name in (("見直し前", "before"), ("見直し後", "after"))
    )
    return before, after


def _move(line: dict[str, Any]) -> Move:
    years = line["start"] - line["planned"]
    return Move(
        line["name"],
        line["centre"],
        CostKind(line["kind"]).label,
        line["yen"],
        FiscalYear(line["planned"]).label,
        FiscalYear(line["start"]).label,
        f"{years}年遅く" if years > 0 else f"{-years}年早く",
    )


class ScenarioLine(NamedTuple):
    """One scenario in the list."""

    scenario: ForecastScenario
    profile_name: str
    shape: str
    word: str
    peak_before: int | None
    peak_after: int | None


def scenario_lines(rows: Any) -> list[ScenarioLine]:
    """The scenarios of one page of the list."""
    lines = []
    for scenario in rows:
        of_profile = profile_named(scenario.profile)
        result = scenario.result or {}
        lines.append(
            ScenarioLine(
                scenario,
                of_profile.profile.name if of_profile else scenario.profile,
                SHAPES[scenario.state],
                scenario.state.label,
                result.get("peak_before"),
                result.get("peak_after"),
            )
        )
    return lines
