"""The mixed-integer model of levelling, on HiGHS: lower bounds that prove a plan, and plans that the search
does not find.

The solver reckons in floating point; whatever it says is reckoned again in whole yen before it is believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from facilities.rules.levelling import Question

    Say = Callable[[float], None]
    """Told the gap that is left, as a share, while the solver works."""

LARGEST = 1_000
"""The largest amount of a model, in its own unit: numbers of a size that a solver likes."""
DOUBT = 5e-8
"""The share by which a bound in floating point may be too high."""


class Answer(NamedTuple):
    """A plan, if one was found, and what no plan falls below."""

    starts: tuple[int, ...] | None
    bound: float


def version() -> str:
    """Name and version of the solver."""
    import highspy  # noqa: PLC0415 -- brings numpy; only whoever levels loads it

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    return f"HiGHS {solver.version()}"


class Model:
    """Each project begins in one year of its window; no year costs more than the peak."""

    def __init__(self, question: Question) -> None:
        import highspy  # noqa: PLC0415 -- brings numpy; only whoever levels loads it
        import numpy as np  # noqa: PLC0415

        self.highspy: Any = highspy
        self.np = np
        self.question = question
        self.moving = [number for number, project in enumerate(question.projects) if not project.is_fixed]
        self.places = [
            (number, start)
            for number in self.moving
            for start in range(question.projects[number].earliest, question.projects[number].latest + 1)
        ]
        amounts = [*question.standing, *(yen for project in question.projects for yen in project.payments)]
        self.unit = max(1.0, max(amounts) / LARGEST)
        self.row_of = {number: row for row, number in enumerate(self.moving)}
        self.standing = list(question.standing)
        for project in question.projects:
            if project.is_fixed:
                for place, yen in enumerate(project.payments, project.planned - question.first):
                    self.standing[place] += yen

    def relaxed(self, least: int) -> tuple[tuple[int, ...], int]:
        """The model without whole years: a plan rounded from it, often near the best, and what the highest
        annual cost cannot fall below."""
        if not self.moving:
            return self.question.planned, least
        solver = self._solver(None, least, relaxed=True)
        solver.run()
        if solver.getModelStatus() != self.highspy.HighsModelStatus.kOptimal:
            return self.question.planned, least
        bound = self._whole(solver.getInfo().objective_function_value)
        return self._chosen(solver.getSolution().col_value), max(least, bound)

    def attaining(self, peak: int, *, seconds: float) -> tuple[tuple[int, ...] | None, bool]:
        """Some plan of no higher peak, if one is found in so many seconds; and whether there surely is none.

        With the ceiling fixed, the solver sees which projects cannot share a year: it answers at once where
        the peak is out of reach.
        """
        if any(yen > peak for yen in self.standing):
            return None, True
        solver = self._solver(peak, 0)
        solver.setOptionValue("mip_max_improving_sols", 1)
        found = self._run(solver, seconds, None).starts
        if found is not None and self.question.peak(found) <= peak:
            return found, False
        return None, solver.getModelStatus() == self.highspy.HighsModelStatus.kInfeasible

    def lowest_peak(
        self, starts: tuple[int, ...], bound: int, *, seconds: float, say: Say | None = None
    ) -> tuple[tuple[int, ...], int]:
        """A plan of the lowest peak found in so many seconds, and what no plan falls below."""
        solver = self._solver(None, bound)
        self._begin_with(solver, starts, peak=self.question.peak(starts))
        answer = self._run(solver, seconds, say)
        peak = self.question.peak(starts)
        if answer.starts is not None and self.question.peak(answer.starts) < peak:
            starts = answer.starts
        return starts, max(bound, self._whole(answer.bound))

    def least_delay(
        self, starts: tuple[int, ...], peak: int, *, seconds: float, say: Say | None = None
    ) -> tuple[tuple[int, ...], int]:
        """A plan of this peak with the least delay found in so many seconds, and what no such plan falls
        below."""
        solver = self._solver(peak, 0)
        self._begin_with(solver, starts, peak=None)
        answer = self._run(solver, seconds, say)
        found = answer.starts
        if found is not None and self.question.peak(found) <= peak:
            starts = min(starts, found, key=self.question.delay)
        return starts, min(self.question.delay(starts), max(0, self._whole_delay(answer.bound)))

    def _whole(self, bound: float) -> int:
        """A bound of the solver in whole yen, lowered by what its arithmetic may have added."""
        return 0 if bound <= 0 else int(bound * (1 - DOUBT) * self.unit)

    def _whole_delay(self, bound: float) -> int:
        return int(self.np.ceil(bound - DOUBT * max(1.0, abs(bound)))) if bound > 0 else 0

    def _solver(self, peak: int | None, least: int, *, relaxed: bool = False) -> Any:
        """The model: with the peak as a variable to be minimised, or fixed and the delay to be minimised."""
        np, question = self.np, self.question
        years, moving = len(question.standing), len(self.moving)
        model = self.highspy.HighsLp()
        has_peak = peak is None
        count = len(self.places) + has_peak
        model.num_col_, model.num_row_ = count, moving + years
        delays = [
            float((start - question.projects[n].earliest) * question.projects[n].urgency)
            for n, start in self.places
        ]
        infinity = self.highspy.kHighsInf
        costs = [0.0] * len(self.places) + [1.0] if has_peak else delays
        model.col_cost_ = np.array(costs)
        model.col_lower_ = np.array([0.0] * len(self.places) + [least / self.unit] * has_peak)
        model.col_upper_ = np.array([1.0] * len(self.places) + [infinity] * has_peak)
        ceilings = [((peak or 0) - yen) / self.unit for yen in self.standing]
        model.row_lower_ = np.array([1.0] * moving + [-infinity] * years)
        model.row_upper_ = np.array([1.0] * moving + ceilings)
        begins, rows, values = self._columns(has_peak=has_peak)
        model.a_matrix_.format_ = self.highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.array(begins)
        model.a_matrix_.index_ = np.array(rows)
        model.a_matrix_.value_ = np.array(values)
        if not relaxed:
            integer, real = self.highspy.HighsVarType.kInteger, self.highspy.HighsVarType.kContinuous
            model.integrality_ = [integer] * len(self.places) + [real] * has_peak
        solver: Any = self.highspy.Highs()
        solver.setOptionValue("output_flag", False)  # noqa: FBT003 -- HiGHS's own signature
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
        solver.passModel(model)
        return solver

    def _columns(self, *, has_peak: bool) -> tuple[list[int], list[int], list[float]]:
        """The matrix, column by column."""
        begins, rows, values = [0], [], []
        first, moving = self.question.first, len(self.moving)
        for number, start in self.places:
            rows.append(self.row_of[number])
            values.append(1.0)
            for place, yen in enumerate(self.question.projects[number].payments, start - first):
                rows.append(moving + place)
                values.append(yen / self.unit)
            begins.append(len(rows))
        if has_peak:
            years = len(self.question.standing)
            rows += range(moving, moving + years)
            values += [-1.0] * years
            begins.append(len(rows))
        return begins, rows, values

    def _begin_with(self, solver: Any, starts: tuple[int, ...], *, peak: int | None) -> None:
        chosen = [1.0 if starts[number] == start else 0.0 for number, start in self.places]
        solution = self.highspy.HighsSolution()
        solution.col_value = chosen if peak is None else [*chosen, peak / self.unit]
        solver.setSolution(solution)

    def _run(self, solver: Any, seconds: float, say: Say | None) -> Answer:
        solver.setOptionValue("time_limit", float(max(0.1, seconds)))
        if say is not None:
            solver.cbMipLogging.subscribe(lambda event: say(event.data_out.mip_gap))
        solver.run()
        info = solver.getInfo()
        feasible = info.primal_solution_status == self.highspy.SolutionStatus.kSolutionStatusFeasible
        starts = self._chosen(solver.getSolution().col_value) if feasible else None
        return Answer(starts, info.mip_dual_bound)

    def _chosen(self, values: Sequence[float]) -> tuple[int, ...]:
        starts = list(self.question.planned)
        most = dict.fromkeys(self.moving, 0.0)
        for (number, start), value in zip(self.places, values, strict=False):
            if value > most[number]:
                most[number] = value
                starts[number] = start
        return tuple(starts)
