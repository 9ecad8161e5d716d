"""What prevents an evaluation (年度評価), and from when on a group may fill in its own sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from common.fiscal_year import FiscalYear
    from designated_managers.rules.evaluation_schemes import Scheme
    from designated_managers.rules.stage import DesignationDays


def problems_with_year(days: DesignationDays, year: FiscalYear, *, on: date) -> Iterator[Problem]:
    """Why this fiscal year of a designation cannot be evaluated: it has not begun, or the designation has no
    effect in it."""
    if on < year.first_day:
        message = f"{year}はまだ始まっていないので、評価できません。"
        yield Problem("year-not-begun", message, field="fiscal_year")
    if not has_effect_in(days, year):
        message = f"{year}には指定期間の日がないので、評価できません。"
        yield Problem("not-in-force-that-year", message, field="fiscal_year")


def has_effect_in(days: DesignationDays, year: FiscalYear) -> bool:
    """Whether the designation is made and has effect on any day of the year."""
    first, last = days.effect
    made = days.designated is not None or days.unconfirmed
    return made and max(first, year.first_day) <= min(last, year.last_day)


def self_evaluation_open(days: DesignationDays, year: FiscalYear, *, asked: date | None, on: date) -> bool:
    """Whether the group may fill in its sheet: once the year, or the designation in it, is over; or from the
    day on which the city asks for it (依頼した日)."""
    over = min(days.effect[1], year.last_day)
    return on > over or (asked is not None and asked <= on)


def problems_with_grades(
    scheme: Scheme, grades: Mapping[str, str], overall: str, *, whole: bool
) -> Iterator[Problem]:
    """Grades and items that the scheme does not know; ``whole``: and what is still without a grade."""
    known = {grade.code for grade in scheme.grades}
    for item in scheme.items:
        grade = grades.get(item.code, "")
        if grade and grade not in known:
            yield Problem(
                "grade-unknown", f"「{item.label}」の評価を選び直してください。", field=field_of(item.code)
            )
        if whole and not grade:
            yield Problem(
                "grade-missing", f"「{item.label}」の評価を選んでください。", field=field_of(item.code)
            )
    for code in sorted(grades.keys() - {item.code for item in scheme.items}):
        yield Problem("item-unknown", f"「{code}」という評価項目は、この方式にありません。")
    if overall and overall not in known:
        yield Problem("overall-unknown", "総合評価を選び直してください。", field="overall")
    if whole and not overall:
        yield Problem("overall-missing", "総合評価を選んでください。", field="overall")


def field_of(item: str) -> str:
    """The field in which the grade of an item is given."""
    return f"grade_{item}"
