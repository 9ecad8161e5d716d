"""The steps of a road as the catalogue writes them: what each is counted from, and by how much.

``counts_from`` is one of

- ``first_day``: the first day aimed at (指定期間の初日);
- ``bill_deadline``, ``vote``: the deadline for bills and the vote of the session the road goes through;
- ``step X``: the latest day of another step;
- ``session before X``: the vote of the last regular session that votes by the latest day of step X;
- ``bill deadline of X``: the deadline for bills of the session in which step X lies.

Days are written ``-14d``, months ``-3m``, the day itself ``0d``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from common.catalogues import CatalogueError
from common.months import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from common.business_days import OpenDays
    from common.catalogues import Entry

_OFFSET = re.compile(r"(?P<sign>[+-]?)(?P<number>[0-9]{1,3})(?P<unit>[dm])")
_OF_STEP = re.compile(r"(?P<kind>step|session before|bill deadline of) (?P<step>[a-z][a-z0-9_]*)")


class AnchorKind(StrEnum):
    """What the day of a step is counted from (起算)."""

    FIRST_DAY = "first_day"
    BILL_DEADLINE = "bill_deadline"
    VOTE = "vote"
    STEP = "step"
    SESSION_BEFORE = "session before"
    DEADLINE_OF = "bill deadline of"


class Rolls(StrEnum):
    """Where a day goes on which the office is closed (閉庁日のとき)."""

    NONE = "none"
    BEFORE = "open_day_before"
    AFTER = "open_day_after"


class RoadPattern(StrEnum):
    """Which steps a road has (進め方): by an open call or not, and whether the vote leaves hardly any time
    (3月議決)."""

    OPEN = "open"
    DIRECT = "direct"
    OPEN_LATE = "open_march"
    DIRECT_LATE = "direct_march"


class Needs(StrEnum):
    """What makes a step necessary only for some roads (必要なときだけの段階)."""

    ORDINANCE = "ordinance"
    DEBT = "debt"
    FEES = "fees"


FACTS = {
    "committee_on": "選定委員会の日",
    "candidate_decided_on": "候補者の決定日",
    "bill_submitted_on": "議案の提出日",
    "passed_on": "可決の日（専決処分の日を含む）",
    "designated_on": "指定日",
    "announced_on": "告示日",
    "agreed_on": "基本協定の締結日",
    "fees_approved_on": "利用料金の承認",
    "annual_agreed_on": "初日の年度の年度協定",
    "first_on": "指定期間の初日",
}
"""The facts of a designation that answer a step; ``passed_on`` is the vote that passed the bill."""


@dataclass(frozen=True)
class Anchor:
    """What a day is counted from; ``step`` where that is another step."""

    kind: AnchorKind
    step: str = ""


@dataclass(frozen=True)
class Offset:
    """So many months or days later, earlier when negative."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day moved by this much."""
        return add_months(day, self.months) + timedelta(days=self.days)


@dataclass(frozen=True)
class StepRule:
    """One step of a road as the catalogue has it. ``step`` is its name among the steps, which several entries
    share where roads of different patterns count differently."""

    code: str
    step: str
    name: str
    place: int
    patterns: frozenset[RoadPattern]
    anchor: Anchor
    latest: Offset
    usual: Offset
    rolls: Rolls = Rolls.NONE
    answered_by: str = ""
    needs: Needs | None = None

    def rolled(self, day: date, calendar: OpenDays) -> date:
        """The day, moved to an open day where the rule says so."""
        if self.rolls is Rolls.BEFORE:
            return calendar.on_or_before(day)
        return calendar.on_or_after(day) if self.rolls is Rolls.AFTER else day


def parse_anchor(text: str) -> Anchor:
    """What ``counts_from`` says. Raises ``ValueError`` naming what may stand there."""
    if text in {AnchorKind.FIRST_DAY, AnchorKind.BILL_DEADLINE, AnchorKind.VOTE}:
        return Anchor(AnchorKind(text))
    if found := _OF_STEP.fullmatch(text):
        return Anchor(AnchorKind(found["kind"]), found["step"])
    message = (
        f"数え始め（counts_from）「{text}」はありません。first_day、bill_deadline、vote、step X、"
        "session before X、bill deadline of X のどれかにしてください。"
    )
    raise ValueError(message)


def parse_offset(text: str) -> Offset:
    """``-14d``, ``-3m``, ``0d``. Raises ``ValueError`` for anything else."""
    found = _OFFSET.fullmatch(text)
    if found is None:
        message = f"日数「{text}」は読めません。-14d（日）、-3m（か月）、0d のように書いてください。"
        raise ValueError(message)
    number = int(found["number"]) * (-1 if found["sign"] == "-" else 1)
    return Offset(months=number) if found["unit"] == "m" else Offset(days=number)


def parse_word(text: str, words: Iterable[str], label: str) -> str:
    """The text, if it is one of these words. Raises ``ValueError`` naming them."""
    known = list(words)
    if text not in known:
        message = f"{label}「{text}」はありません。{'、'.join(known)} のどれかにしてください。"
        raise ValueError(message)
    return text


def step_rule(code: str, values: Mapping[str, object]) -> StepRule:
    """The rule that these facts of a catalogue row say. Raises ``ValueError`` with a line for each
    mistake."""
    mistakes: list[str] = []

    def read(parse: object, *args: object) -> object:
        try:
            return parse(*args)  # type: ignore[operator]
        except ValueError as error:
            mistakes.append(str(error))
            return None

    roads = values.get("roads")
    given = roads if isinstance(roads, list) and roads else [roads]
    patterns = [read(parse_word, str(road), list(RoadPattern), "進め方（roads）") for road in given]
    anchor = read(parse_anchor, str(values.get("counts_from") or ""))
    latest = read(parse_offset, str(values.get("latest") or ""))
    usual = read(parse_offset, str(values.get("usual") or ""))
    rolls = read(parse_word, str(values.get("rolls") or Rolls.NONE), list(Rolls), "閉庁日の扱い（rolls）")
    fact = str(values.get("answered_by") or "")
    if fact:
        read(parse_word, fact, list(FACTS), "指定の事実（answered_by）")
    needs = str(values.get("needs") or "")
    if needs:
        read(parse_word, needs, list(Needs), "必要な場合（needs）")
    place = values.get("place")
    if type(place) is not int or place < 0:
        mistakes.append("並び（place）は0以上の整数にしてください。")
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return StepRule(
        code=code,
        step=str(values.get("step") or code),
        name=str(values.get("name") or ""),
        place=int(str(place)),
        patterns=frozenset(RoadPattern(str(pattern)) for pattern in patterns),
        anchor=anchor,  # type: ignore[arg-type]
        latest=latest,  # type: ignore[arg-type]
        usual=usual,  # type: ignore[arg-type]
        rolls=Rolls(str(rolls)),
        answered_by=fact,
        needs=Needs(needs) if needs else None,
    )


def mistakes_among(rules: Iterable[StepRule]) -> Iterator[tuple[str, str]]:
    """What is wrong with the steps together, each with the code of its entry: a step that is not there, one
    that stands twice on one road, a circle."""
    listed = list(rules)
    for pattern in RoadPattern:
        of_road: dict[str, StepRule] = {}
        for rule in listed:
            if pattern not in rule.patterns:
                continue
            if rule.step in of_road:
                yield (
                    rule.code,
                    f"段階「{rule.step}」が進め方 {pattern} に二つあります（{of_road[rule.step].code}）。",
                )
            of_road.setdefault(rule.step, rule)
        yield from _broken(of_road, pattern)


def refuse_broken_steps(entries: Iterable[Entry]) -> None:
    """Before a catalogue of steps is loaded; raises ``CatalogueError`` naming line and entry."""
    by_code = {entry.code: entry for entry in entries}
    found = dict.fromkeys(mistakes_among(step_rule(code, entry.values) for code, entry in by_code.items()))
    if found:
        raise CatalogueError(by_code[code].says(sentence) for code, sentence in found)


def _broken(of_road: Mapping[str, StepRule], pattern: RoadPattern) -> Iterator[tuple[str, str]]:
    for rule in of_road.values():
        wanted = rule.anchor.step
        if wanted and wanted not in of_road:
            yield rule.code, f"数え始めの段階「{wanted}」が、進め方 {pattern} にありません。"
        elif wanted and _is_in_circle(rule, of_road):
            yield rule.code, "数え始めをたどると、この段階に戻ってしまいます。"
        elif rule.anchor.kind is AnchorKind.DEADLINE_OF:
            of_session = of_road[wanted].anchor.kind in {AnchorKind.SESSION_BEFORE, AnchorKind.VOTE}
            if not of_session:
                yield rule.code, f"段階「{wanted}」は会期の中にないので、議案の提出期限を数えられません。"


def _is_in_circle(rule: StepRule, of_road: Mapping[str, StepRule]) -> bool:
    seen = {rule.step}
    wanted = rule.anchor.step
    while wanted in of_road:
        if wanted in seen:
            return wanted == rule.step
        seen.add(wanted)
        wanted = of_road[wanted].anchor.step
    return False
