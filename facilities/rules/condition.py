"""Condition (健全度) of a building: a score out of the grades of its parts, that carries its working.

A part without a grade leaves both the sum and the weights and is named; nothing is guessed. Points and
weights are exact fractions: a band is judged on the exact value, and only what is shown is rounded, half up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate

HUNDREDTHS = 100


@dataclass(frozen=True)
class Grade:
    """A grade (評価) and its points; what it means by eye, and for the parts that are graded by age."""

    code: str
    points: Fraction
    by_eye: str
    by_age: str


@dataclass(frozen=True)
class Part:
    """A part of a building (部位) and its weight (配分); ``ages``: its grade may be suggested from years."""

    code: str
    label: str
    weight: Fraction
    ages: bool


@dataclass(frozen=True)
class Age:
    """The grade that so many whole years suggest: below ``below`` years; None: however many."""

    grade: str
    below: int | None


@dataclass(frozen=True)
class Band:
    """A band of scores (区分): below ``below``; None: all that lies above the others."""

    code: str
    label: str
    below: Fraction | None


@dataclass(frozen=True)
class Rounding:
    """How the method itself writes a score: to so many places, half up or cut off."""

    places: int
    half_up: bool


@dataclass(frozen=True)
class Method:
    """A way to make a score out of grades (健全度の出し方), one version of it, as its file says."""

    code: str
    name: str
    parts: tuple[Part, ...]
    grades: tuple[Grade, ...]
    ages: tuple[Age, ...]
    bands: tuple[Band, ...]
    threshold: Fraction
    threshold_label: str
    rounding: Rounding

    @property
    def highest(self) -> Fraction:
        """The best score there is."""
        return max(grade.points for grade in self.grades)

    def grade(self, code: str) -> Grade | None:
        """The grade with this code."""
        return next((grade for grade in self.grades if grade.code == code), None)

    def part(self, code: str) -> Part | None:
        """The part with this code."""
        return next((part for part in self.parts if part.code == code), None)

    def band_of(self, value: Fraction) -> Band:
        """The band in which the exact value lies."""
        return next(band for band in self.bands if band.below is None or value < band.below)

    def band(self, code: str) -> Band | None:
        """The band with this code."""
        return next((band for band in self.bands if band.code == code), None)


@dataclass(frozen=True)
class Contribution:
    """What one part gives to the score: points times weight; without a grade nothing."""

    part: Part
    grade: Grade | None

    @property
    def product(self) -> Fraction | None:
        """Points times weight (評価点×配分)."""
        return None if self.grade is None else self.grade.points * self.part.weight


@dataclass(frozen=True)
class ConditionScore:
    """A score (健全度) with its working; at least one part has a grade."""

    method: Method
    working: tuple[Contribution, ...]

    @property
    def total(self) -> Fraction:
        """The sum of points times weight."""
        return sum((line.product for line in self.working if line.product is not None), Fraction(0))

    @property
    def weights(self) -> Fraction:
        """The sum of the weights of the parts that have a grade."""
        return sum((line.part.weight for line in self.working if line.grade), Fraction(0))

    @property
    def value(self) -> Fraction:
        """The exact score."""
        return self.total / self.weights

    @property
    def left_out(self) -> tuple[str, ...]:
        """The parts without a grade, by name."""
        return tuple(line.part.label for line in self.working if line.grade is None)

    @property
    def partial(self) -> bool:
        """Whether parts are left out (一部の部位のみ)."""
        return bool(self.left_out)

    @property
    def band(self) -> Band:
        """The band, judged on the exact value."""
        return self.method.band_of(self.value)

    @property
    def hundredths(self) -> int:
        """The score in 0.01 points, half up: 3148/60 is 5247."""
        return half_up(self.value * HUNDREDTHS)

    @property
    def shown(self) -> str:
        """To two places, half up: 52.47."""
        return points_text(self.hundredths)

    @property
    def as_the_method_writes(self) -> str:
        """As the method itself rounds it: 52."""
        rounding = self.method.rounding
        scaled = self.value * 10**rounding.places
        whole = half_up(scaled) if rounding.half_up else scaled.numerator // scaled.denominator
        return _decimal(whole, rounding.places)


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up (四捨五入). For values of 0 and more."""
    return int(value + Fraction(1, 2))


def points_text(hundredths: int) -> str:
    """A score in 0.01 points as it is written: 52.47, 40.00."""
    return _decimal(hundredths, 2)


def exact_text(value: Fraction) -> str:
    """A number with as many decimals as it has: 3,148 and 3,642.5. For numbers that end."""
    return aligned_text(value, [value])


def aligned_text(value: Fraction, among: Sequence[Fraction]) -> str:
    """A number with as many decimals as the one of these that has most: 8.0 beside 22.4."""
    places = 0
    while any((one * 10**places).denominator != 1 for one in among):
        places += 1
    return _decimal(int(value * 10**places), places)


def _decimal(scaled: int, places: int) -> str:
    whole, rest = divmod(scaled, 10**places)
    return f"{whole:,}.{rest:0{places}}" if places else f"{whole:,}"


def score(method: Method, grades: Mapping[str, str]) -> ConditionScore | None:
    """The score of these grades, by the code of the part; None when no part has one.

    A grade outside the method is no grade: ``problems_with_assessment`` says so before anything is kept.
    """
    working = tuple(Contribution(part, method.grade(grades.get(part.code, ""))) for part in method.parts)
    return ConditionScore(method, working) if any(line.grade for line in working) else None


def problems_with_assessment(
    method: Method,
    grades: Mapping[str, str],
    assessed_on: date | None,
    *,
    built: PartialDate | None,
    on: date,
) -> tuple[Problem, ...]:
    """What stands in the way of keeping an assessment, each at its field."""
    return (*_problems_with_grades(method, grades), *_problems_with_day(assessed_on, built=built, on=on))


def _problems_with_grades(method: Method, grades: Mapping[str, str]) -> Iterable[Problem]:
    choices = "・".join(grade.code for grade in method.grades)
    for code, grade in grades.items():
        part = method.part(code)
        if part is None:
            yield Problem(
                "part-outside-method", f"「{code}」という部位は、この方式にありません。", field="parts"
            )
        elif grade and method.grade(grade) is None:
            message = (
                f"{part.label}の評価「{grade}」は、この方式にありません。{choices}のどれかにしてください。"
            )
            yield Problem("grade-outside-method", message, field=field_of(code))
    if not any(grades.get(part.code) for part in method.parts):
        message = "どの部位にも評価がありません。1つ以上の部位の評価を選んでください。"
        yield Problem("no-grade", message, field="parts")


def field_of(part: str) -> str:
    """The field of a form in which the grade of this part is chosen."""
    return f"grade_{part}"


def _problems_with_day(assessed_on: date | None, *, built: PartialDate | None, on: date) -> Iterable[Problem]:
    if assessed_on is None:
        return
    if assessed_on > on:
        yield Problem("assessed-in-future", "調査日は、きょうまでの日にしてください。", field="assessed_on")
    if built is not None and assessed_on < built.first:
        message = f"調査日が、建築年月（{built}）より前です。"
        yield Problem("assessed-before-built", message, field="assessed_on")


@dataclass(frozen=True)
class Suggestion:
    """Which grades the years suggest (評価の候補), and why: one; two or more while the day is not known well
    enough; none where nothing is known or the part is seen by eye alone."""

    grades: tuple[str, ...]
    reason: str


def suggested_grade(
    method: Method, part: Part, *, built: PartialDate | None, refitted: PartialDate | None, on: date
) -> Suggestion | None:
    """What the whole years since the refit, else since it was built, suggest for a part on this day.

    None for a part that is graded by eye. A refit that may still lie ahead on that day does not count.
    """
    if not part.ages:
        return None
    refit = refitted if refitted is not None and refitted.possibly_by(on) else None
    since, what = (refit, "改修") if refit else (built, "建築")
    if since is None or not since.possibly_by(on):
        return Suggestion((), "建築や改修の時期が分からないので、年数からの候補はありません。")
    most, least = _whole_years(since.first, on), _whole_years(min(since.last, on), on)
    first, last = (_grade_at(method, years) for years in (least, most))
    between = method.ages[method.ages.index(first) : method.ages.index(last) + 1]
    grades = tuple(dict.fromkeys(age.grade for age in between))
    years = f"{most}年" if least == most else f"{least}〜{most}年"
    reason = f"{since}の{what}から{years}なので、候補は{'か'.join(grades)}です。"
    if len(grades) > 1:
        reason += f"{what}の日は要確認です。"
    return Suggestion(grades, f"{reason}{_by_eye_only(method)}")


def _grade_at(method: Method, years: int) -> Age:
    return next(age for age in method.ages if age.below is None or years < age.below)


def _by_eye_only(method: Method) -> str:
    suggested = {age.grade for age in method.ages}
    others = [grade.code for grade in method.grades if grade.code not in suggested]
    return f"{'・'.join(others)}は、年数によらず目で見て決めます。" if others else ""


def _whole_years(since: date, on: date) -> int:
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
