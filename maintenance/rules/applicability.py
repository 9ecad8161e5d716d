"""Whether a type of inspection applies to a building or to a piece of equipment (対象かどうかの判定)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from common.eras import era_day
from maintenance.choices import Answer, SubjectOfInspection
from maintenance.rules.conditions import parse
from maintenance.rules.facts import FACTS, OF_EQUIPMENT, Between
from maintenance.rules.truths import Truth
from maintenance.rules.wording import because, not_known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from maintenance.rules.conditions import Condition

RULE_FIELDS = (
    "code",
    "subject",
    "law",
    "certainty",
    "equipment_categories",
    "exists_when",
    "applies_when",
    "cycle_months",
    "cycle_cases",
    "first_months",
    "report_months",
    "report_cases",
    "effective_from",
)
"""The fields of an entry that make its rule."""

CASE_KEYS = {"when", "months"}

ALWAYS = Truth(value=True)

CERTAIN = {
    True: "どの場合にも条件に当たるため",
    False: "標準では、どの建物も対象としないため",
}
"""Why it is so where no comparison with a known fact decided it."""


@dataclass(frozen=True)
class Case:
    """A cycle that stands in place of the usual one where its condition holds (場合ごとの周期)."""

    when: Condition
    months: int


@dataclass(frozen=True)
class TypeRule:
    """What the catalogue says of one type of inspection, its conditions read."""

    code: str
    subject: str
    law: str = ""
    certainty: str = ""
    equipment_categories: tuple[str, ...] = ()
    exists_when: Condition | None = None
    applies_when: Condition | None = None
    cycle_months: int | None = None
    cycle_cases: tuple[Case, ...] = ()
    report_months: int | None = None
    report_cases: tuple[Case, ...] = ()
    effective_from: date | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every fact that its verdict depends on."""
        cases = (case.when for case in (*self.cycle_cases, *self.report_cases))
        asked = (self.exists_when, self.applies_when, *cases)
        return tuple(sorted({name for condition in asked if condition for name in condition.names}))

    @property
    def of_equipment(self) -> bool:
        """Whether it looks at one piece of equipment, and not at the building as a whole."""
        return self.subject == SubjectOfInspection.EQUIPMENT


@dataclass(frozen=True)
class Verdict:
    """Whether a type applies, why in one sentence, and by which article.

    ``used`` are the facts that the answer stands on with their values; what was missing stands among them as
    ``None``, so that whoever compares sees when it comes to be known. Of an answer that cannot be told they
    are all the facts that were asked for: each may change what is missing. ``missing`` are the facts of which
    some value changes the answer, or the cycle. ``cycle_months`` is the shortest that can be meant while a
    fact that decides it is missing.
    """

    code: str
    answer: Answer
    reason: str
    law: str
    used: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    cycle_months: int | None = None
    report_months: int | None = None
    certainty: str = ""


def verdict_on(rule: TypeRule, facts: Mapping[str, Any], *, on: date) -> Verdict:
    """Whether the type applies to the building, or the piece of equipment, that has these facts."""
    if rule.effective_from is not None and rule.effective_from > on:
        return _not_yet(rule)
    if rule.applies_when is None:
        return _verdict(rule, facts, ALWAYS, f"{_what(rule)}なら、どれも対象のため")
    return _verdict(rule, facts, rule.applies_when.truth(facts), asked=rule.applies_when.names)


def verdict_without_piece(rule: TypeRule, facts: Mapping[str, Any], *, on: date) -> Verdict:
    """Whether a type that looks at equipment applies to a building in whose register no such piece stands.

    Its fact (``exists_when``) tells; where there is none, nobody has said that the building has no such
    equipment, and the answer waits for the register.
    """
    if rule.effective_from is not None and rule.effective_from > on:
        return _not_yet(rule)
    if rule.exists_when is None:
        truth = Truth(None, (), ("equipment",))
        return _verdict(rule, facts, truth, f"{_what(rule)}が台帳に登録されていないため、判定できない")
    truth = rule.exists_when.truth(facts)
    reason = f"{because(truth.leaves, facts)}（設備の登録がまだ）" if truth.value else ""
    return _verdict(rule, facts, truth, reason, asked=rule.exists_when.names)


def _not_yet(rule: TypeRule) -> Verdict:
    day = rule.effective_from
    reason = f"施行日（{era_day(day)}）の前のため" if day else ""
    return Verdict(rule.code, Answer.NOT, reason, rule.law, certainty=rule.certainty)


def _verdict(
    rule: TypeRule,
    facts: Mapping[str, Any],
    truth: Truth,
    reason: str = "",
    *,
    asked: Collection[str] = (),
) -> Verdict:
    if truth.value is None:
        missing = truth.missing
        return Verdict(
            rule.code,
            Answer.UNTOLD,
            reason or f"{not_known(missing)}がわからないため、判定できない",
            rule.law,
            _used(facts, sorted({*missing, *asked})),
            missing,
            certainty=rule.certainty,
        )
    reason = reason or because(truth.leaves, facts) or CERTAIN[truth.value]
    if not truth.value:
        return Verdict(
            rule.code, Answer.NOT, reason, rule.law, _used(facts, truth.used), certainty=rule.certainty
        )
    cycle, of_cycle = months_by_case(rule.cycle_months, rule.cycle_cases, facts)
    report, of_report = months_by_case(rule.report_months, rule.report_cases, facts)
    missing = tuple(dict.fromkeys((*of_cycle, *of_report)))
    return Verdict(
        rule.code,
        Answer.APPLIES,
        reason,
        rule.law,
        _used(facts, truth.used),
        missing,
        cycle,
        report,
        rule.certainty,
    )


def months_by_case(
    usual: int | None, cases: Sequence[Case], facts: Mapping[str, Any]
) -> tuple[int | None, tuple[str, ...]]:
    """The months of the first case that holds, else the usual; with the facts missing to tell which.

    While a case cannot be told, the shortest that can be meant counts: nothing is done too late by it.
    """
    possible: list[int | None] = []
    missing: tuple[str, ...] = ()
    for case in cases:
        truth = case.when.truth(facts)
        if truth.value is None:
            possible.append(case.months)
            missing += truth.missing
        elif truth.value:
            possible.append(case.months)
            break
    else:
        possible.append(usual)
    if len(set(possible)) == 1:
        return possible[0], ()
    return min((months for months in possible if months is not None), default=None), missing


def _what(rule: TypeRule) -> str:
    if not rule.of_equipment:
        return "建物"
    words = FACTS["category"].words
    return "・".join(words[category] for category in rule.equipment_categories) or "設備"


def _used(facts: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The facts with their values, as JSON can keep them; a fact not known as ``None``."""
    return {name: _plain(facts.get(name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Between):
        return [_plain(value.low), _plain(value.high)]
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def read_rule(values: Mapping[str, Any]) -> TypeRule:
    """The rule of an entry or a row of the catalogue, by the names of its fields. Raises ``ValueError`` with
    one sentence in each line."""
    return _Reading(values).rule()


class _Reading:
    """One pass over one entry, collecting what is wrong."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.wrong: list[str] = []

    def rule(self) -> TypeRule:
        values = self.values
        rule = TypeRule(
            code=str(values.get("code", "")),
            subject=str(values.get("subject", "")),
            law=str(values.get("law", "")),
            certainty=str(values.get("certainty", "")),
            equipment_categories=self._categories(),
            exists_when=self._condition("exists_when", values.get("exists_when")),
            applies_when=self._condition("applies_when", values.get("applies_when")),
            cycle_months=self._months("cycle_months"),
            cycle_cases=self._cases("cycle_cases"),
            report_months=self._months("report_months"),
            report_cases=self._cases("report_cases"),
            effective_from=self._day("effective_from"),
        )
        self._months("first_months")
        self._of_building_alone(rule)
        if self.wrong:
            raise ValueError("\n".join(self.wrong))
        return rule

    def _condition(self, name: str, text: Any) -> Condition | None:
        if text is None or text == "":
            return None
        if not isinstance(text, str):
            self.wrong.append(f"「{name}」：条件は文字列で書いてください。")
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.wrong += [f"「{name}」：{line}" for line in str(error).splitlines()]
            return None

    def _months(self, name: str) -> int | None:
        months = self.values.get(name)
        if months is None or (type(months) is int and months >= 1):
            return months
        self.wrong.append(f"「{name}」は1以上の整数（月）にしてください。")
        return None

    def _cases(self, name: str) -> tuple[Case, ...]:
        cases = self.values.get(name) or []
        if not isinstance(cases, list):
            self.wrong.append(f"「{name}」は場合の並びにしてください。")
            return ()
        found = [self._case(f"{name} {place}番目", case) for place, case in enumerate(cases, start=1)]
        return tuple(case for case in found if case is not None)

    def _case(self, name: str, case: Any) -> Case | None:
        if not isinstance(case, dict) or case.keys() != CASE_KEYS:
            self.wrong.append(f"「{name}」は when（条件）と months（月）の二つで書いてください。")
            return None
        when = self._condition(name, case["when"] or " ")
        if type(case["months"]) is not int or case["months"] < 1:
            self.wrong.append(f"「{name}」の months は1以上の整数（月）にしてください。")
            return None
        return None if when is None else Case(when, case["months"])

    def _categories(self) -> tuple[str, ...]:
        categories = self.values.get("equipment_categories") or []
        words = FACTS["category"].words
        if not isinstance(categories, list) or not all(isinstance(one, str) for one in categories):
            self.wrong.append("「equipment_categories」は設備の区分の並びにしてください。")
            return ()
        self.wrong += [f"「{one}」という設備の区分はありません。" for one in categories if one not in words]
        return tuple(categories)

    def _day(self, name: str) -> date | None:
        day = self.values.get(name)
        if isinstance(day, str):
            try:
                return date.fromisoformat(day)
            except ValueError:
                day = 0
        if day is None or isinstance(day, date):
            return day
        self.wrong.append(f"「{name}」は 2016-06-01 のような日付にしてください。")
        return None

    def _of_building_alone(self, rule: TypeRule) -> None:
        """A building has no facts of equipment; equipment is named by its categories."""
        asked = {"exists_when": rule.exists_when}
        if not rule.of_equipment:
            asked["applies_when"] = rule.applies_when
            if rule.equipment_categories or rule.exists_when:
                self.wrong.append(
                    "建物の点検に、設備の区分（equipment_categories・exists_when）は書けません。"
                )
        for name, condition in asked.items():
            self.wrong += [
                f"「{name}」：「{fact}」は設備の事実で、建物にはありません。"
                for fact in sorted(condition.names & OF_EQUIPMENT if condition else ())
            ]
