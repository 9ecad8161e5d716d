"""Who runs the centre and until when (指定管理の期間): designations in, what the page says of them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.durations import time_left
from common.eras import era_day
from designated_managers.choices import DesignationStage
from designated_managers.rules.stage import BEFORE_ITS_TERM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from designated_managers.models import Designation


@dataclass(frozen=True)
class Term:
    """The designation in force. ``number``: which term in a row of the same organisation."""

    designation: Designation
    number: int
    remaining: str

    @property
    def not_known(self) -> str:
        """Which of its days are not known, and what is known of the others."""
        first, last = self.designation.first_on, self.designation.last_on
        if first is not None:
            return f"初日は{era_day(first)}ですが、末日は分かっていません。"
        if last is not None:
            return f"末日は{era_day(last)}です（{self.remaining}）。初日は分かっていません。"
        return "指定期間の初日と末日は分かっていません。"


@dataclass(frozen=True)
class TermLine:
    """Another designation in one line: 令和10年4月1日から令和15年3月31日まで; a day may be 不明."""

    pk: int
    organisation: str
    first: str
    last: str
    stage: str


@dataclass(frozen=True)
class Terms:
    """The designations of a centre on a day. No ``current`` one: the city runs the centre itself (直営).
    ``is_followed``: one that is to come is made, not only in preparation."""

    current: Term | None
    coming: tuple[TermLine, ...]
    past: tuple[TermLine, ...]
    is_followed: bool


def terms_on(designations: Sequence[Designation], on: date) -> Terms:
    """How the designations stand on the day, with their organisations loaded."""
    by_pk = {designation.pk: designation for designation in designations}
    stages = {pk: designation.stage_on(on) for pk, designation in by_pk.items()}
    current = next((d for d in designations if stages[d.pk] is DesignationStage.IN_FORCE), None)
    others = [d for d in designations if stages[d.pk] is not DesignationStage.IN_FORCE]
    return Terms(
        current=_term(current, by_pk, on) if current else None,
        coming=tuple(_line(d, stages[d.pk]) for d in others if stages[d.pk] in BEFORE_ITS_TERM),
        past=tuple(_line(d, stages[d.pk]) for d in reversed(others) if stages[d.pk] not in BEFORE_ITS_TERM),
        is_followed=DesignationStage.MADE in stages.values(),
    )


def _term(designation: Designation, by_pk: Mapping[int, Designation], on: date) -> Term:
    return Term(
        designation, number_in_a_row(designation, by_pk), remaining(designation.days.last_with_effect, on)
    )


def number_in_a_row(designation: Designation, by_pk: Mapping[int, Designation]) -> int:
    """Which term this is of the same organisation without a break, as far as the register goes back."""
    number = 1
    before = by_pk.get(designation.previous_id or 0)
    while before is not None and before.is_made and before.organisation_id == designation.organisation_id:
        number += 1
        before = by_pk.get(before.previous_id or 0)
    return number


def remaining(last_on: date | None, on: date) -> str:
    """How long it lasts, today included: 残り1年4か月, 残り20日, きょうまで; empty while not known."""
    left = time_left(last_on, on=on)
    return f"残り{left}" if left and last_on != on else left


def _line(designation: Designation, stage: DesignationStage) -> TermLine:
    first = era_day(designation.first_on) if designation.first_on else "初日不明"
    last = era_day(designation.last_on) if designation.last_on else "末日不明"
    return TermLine(designation.pk, designation.organisation.name, first, last, stage.label)
