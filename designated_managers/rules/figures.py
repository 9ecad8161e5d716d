"""The figures of a report: what is asked, what cannot be, what is worth a second look, and how months add up
(月報の数字)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.eras import era_day
from common.problems import Problem
from designated_managers.choices import UNITS, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from common.periods import Period

TOGETHER = (
    (Figure.REDUCED, Figure.REDUCED_YEN, "減免"),
    (Figure.REPAIRS, Figure.REPAIRS_YEN, "修繕"),
)
"""A count and the yen that belong to it."""


@dataclass(frozen=True)
class Report:
    """What was written into a report: a figure is a number, 0 where there was none, or one of those
    ``not_known``; what is neither was not answered yet."""

    values: Mapping[str, int | None]
    not_known: frozenset[str] = frozenset()

    def value(self, figure: str) -> int | None:
        """The number; None where it is not known or not answered."""
        return self.values.get(figure)

    def is_answered(self, figure: str) -> bool:
        """Whether the group has answered, be it that nobody knows."""
        return self.value(figure) is not None or figure in self.not_known


def not_answered(report: Report, asked: Sequence[str]) -> Iterator[Problem]:
    """Every figure that is asked and was left open: 0 is an answer, an empty field is none."""
    for figure in asked:
        if not report.is_answered(figure):
            label = Figure(figure).label
            yield Problem(
                f"{figure}-missing",
                f"{label}を書いてください。なかったときは 0、分からないときは「わからない」に印を付けます。",
                field=figure,
            )


def contradictions(report: Report, period: Period) -> Iterator[Problem]:
    """What cannot be, whatever the month."""
    days, uses, people = (report.value(f) for f in (Figure.DAYS_OPEN, Figure.USES, Figure.PEOPLE))
    if days is not None and days > period.days:
        yield Problem(
            "days-beyond-period",
            f"開館日数は{period.days}日までです。{days:,}日と書いてあります。",
            field=Figure.DAYS_OPEN,
        )
    if days == 0 and (uses or people):
        yield Problem(
            "used-while-closed",
            "開館日数が0日なのに、利用があります。どちらかを直してください。",
            field=Figure.DAYS_OPEN,
        )
    if uses == 0 and people:
        yield Problem(
            "people-without-use",
            "利用件数が0件なのに、利用人数があります。どちらかを直してください。",
            field=Figure.USES,
        )
    for count, amount, what in TOGETHER:
        if report.value(count) == 0 and report.value(amount):
            yield Problem(
                f"{amount}-without-{count}",
                f"{what}の件数が0件なのに、金額があります。どちらかを直してください。",
                field=count,
            )


def too_early(period: Period, *, on: date) -> Iterator[Problem]:
    """That the report is about days that are still to come; it may be handed in all the same."""
    if on < period.last:
        message = f"この報告は{era_day(period.last)}までのものです。まだ終わっていません。"
        yield Problem("before-period-end", message, blocks=False)


@dataclass(frozen=True)
class Compared:
    """The same figures a month ago and a year ago, where they are known."""

    last_month: Report = Report({})
    last_year: Report = Report({})


def doubts(report: Report, compared: Compared, *, times: int) -> Iterator[Problem]:
    """What is worth a second look and blocks nothing: fewer people than uses, and what is ``times`` that of
    the month before, or less than a part of it."""
    uses, people = report.value(Figure.USES), report.value(Figure.PEOPLE)
    if uses is not None and people is not None and people < uses:
        yield Problem(
            "fewer-people-than-uses",
            f"利用人数（{people:,}人）が利用件数（{uses:,}件）より少なくなっています。",
            blocks=False,
            field=Figure.PEOPLE,
        )
    for figure in (Figure.USES, Figure.PEOPLE, Figure.FEES):
        now, before = report.value(figure), compared.last_month.value(figure)
        if now is None or not before:
            continue
        unit = UNITS[figure]
        if now >= before * times:
            yield _worth_a_look(figure, f"先月（{before:,}{unit}）の{times}倍以上です", now, unit)
        elif now * times <= before:
            yield _worth_a_look(figure, f"先月（{before:,}{unit}）の{times}分の1以下です", now, unit)


def _worth_a_look(figure: Figure, how: str, now: int, unit: str) -> Problem:
    return Problem(
        f"{figure}-unlike-last-month",
        f"{figure.label}（{now:,}{unit}）が、{how}。",
        blocks=False,
        field=figure,
    )


@dataclass(frozen=True)
class MonthTold:
    """One month of a year: how it is called, and its report; None where none was handed in."""

    label: str
    report: Report | None


@dataclass(frozen=True)
class Sum:
    """A figure of the year and its working: the known months, and by name those of which nothing is known.

    ``total`` is None while any month is missing: what is not known is never guessed.
    """

    figure: str
    months: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]

    @property
    def known(self) -> int:
        """What the known months come to."""
        return sum(value for _, value in self.months)

    @property
    def total(self) -> int | None:
        """The year's figure, where every month is known."""
        return None if self.missing else self.known


def added_up(months: Sequence[MonthTold], figures: Sequence[str]) -> tuple[Sum, ...]:
    """Each figure over the months."""
    sums = []
    for figure in figures:
        told = [(month.label, month.report.value(figure) if month.report else None) for month in months]
        sums.append(
            Sum(
                figure=figure,
                months=tuple((label, value) for label, value in told if value is not None),
                missing=tuple(label for label, value in told if value is None),
            )
        )
    return tuple(sums)


def unexplained(report: Report, sums: Sequence[Sum], reason: str) -> Iterator[Problem]:
    """The group confirms the sum, or corrects it and says why; of a figure that some month does not tell
    there is no sum, and it says where its number comes from."""
    if reason.strip():
        return
    told = [sum_ for sum_ in sums if report.value(sum_.figure) is not None]
    if corrected := [sum_ for sum_ in told if sum_.total not in {None, report.value(sum_.figure)}]:
        yield Problem(
            "correction-without-reason",
            f"月報の合計とちがう数字（{_names(corrected)}）があります。ちがう理由を書いてください。",
            field="correction_reason",
        )
    if unsummed := [sum_ for sum_ in told if sum_.total is None]:
        months = "・".join(dict.fromkeys(label for sum_ in unsummed for label in sum_.missing))
        yield Problem(
            "sum-unknown-without-reason",
            f"{months}の数字が月報にないので、{_names(unsummed)}の合計は分かりません。"
            "書いた数字を、どうやって数えたかを書いてください。",
            field="correction_reason",
        )


def _names(sums: Sequence[Sum]) -> str:
    return "、".join(Figure(sum_.figure).label for sum_ in sums)
