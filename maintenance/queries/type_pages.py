"""Answers for the pages on the catalogue of inspections (点検の種類)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.certainty import Certainty, needs_check
from common.db.catalogue_rows import Origin
from common.db.history import version_of
from common.eras import era_day
from facilities.choices import EquipmentCategory
from maintenance.choices import FirstFrom, Footing, OutcomeFamily, SubjectOfInspection
from maintenance.models import InspectionType
from maintenance.rules.condition_words import condition_words
from maintenance.rules.local_types import is_own_code
from maintenance.rules.words import cycle_words, report_words, span_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from common.db.catalogue_rows import CatalogueRowQuerySet


LONG = 40
"""Letters beyond which a value takes a line of its own."""


@dataclass(frozen=True)
class TypeLine:
    """One type in the list. ``origin`` says whose it is: 標準, 市独自, 標準を市が変更."""

    code: str
    name: str
    law: str
    footing: str
    subject: str
    cycle: str
    origin: str
    unsure: bool
    retired: bool


@dataclass(frozen=True)
class Line:
    """One thing that the page of a type says."""

    label: str
    value: str

    @property
    def is_long(self) -> bool:
        """Whether it needs the whole width."""
        return len(self.value) > LONG


@dataclass(frozen=True)
class TypePage:
    """One type with all that the catalogue says of it. ``shipped_changed``: the shipped row under the city's
    has changed since the city last looked."""

    kind: InspectionType
    line: TypeLine
    duty: tuple[Line, ...]
    reach: tuple[Line, ...]
    provenance: tuple[Line, ...]
    is_own: bool
    shipped_changed: bool
    version: str

    @property
    def retired_sentence(self) -> str:
        """That it is no longer used, from which day on."""
        gone = self.kind.retired_on
        return f"{era_day(gone)}から使っていません。記録は残っています。" if gone else ""


def types_to_list() -> CatalogueRowQuerySet[InspectionType]:
    """The catalogue, the city's row in front of the shipped one."""
    return InspectionType.objects.in_front()


def type_lines(kinds: Iterable[InspectionType], *, on: date) -> list[TypeLine]:
    """These types as lines of a list; no query besides the types."""
    return [_line(kind, on) for kind in kinds]


def type_page(kind: InspectionType, *, on: date) -> TypePage:
    """The page of one type."""
    is_own = kind.origin == Origin.CITY and is_own_code(kind.code)
    return TypePage(
        kind=kind,
        line=_line(kind, on),
        duty=tuple(_duty(kind)),
        reach=tuple(_reach(kind)),
        provenance=tuple(_provenance(kind, on)),
        is_own=is_own,
        shipped_changed=kind.origin == Origin.CITY
        and not is_own
        and InspectionType.objects.changed_underneath().filter(pk=kind.pk).exists(),
        version=version_of(kind),
    )


def _line(kind: InspectionType, on: date) -> TypeLine:
    origin = Origin(kind.origin).label
    if kind.origin == Origin.CITY:
        origin = "市独自" if is_own_code(kind.code) else "標準を市が変更"
    return TypeLine(
        code=kind.code,
        name=kind.name,
        law=kind.law,
        footing=Footing(kind.footing).label,
        subject=SubjectOfInspection(kind.subject).label,
        cycle=cycle_words(kind.counting, kind.cycle_months),
        origin=origin,
        unsure=needs_check(kind.certainty),
        retired=kind.retired_on is not None and kind.retired_on <= on,
    )


def _duty(kind: InspectionType) -> Iterable[Line]:
    """What is to be done, how often, by whom."""
    yield Line("周期", cycle_words(kind.counting, kind.cycle_months))
    yield Line("期限の数え方", kind.get_counting_display())
    for case in kind.cycle_cases:
        yield Line("場合ごとの周期", f"{condition_words(case['when'])}：{span_words(case['months'])}ごと")
    if kind.first_from or kind.first_months:
        since = FirstFrom(kind.first_from).label if kind.first_from else "起算日は要確認"
        until = f"から{span_words(kind.first_months)}" if kind.first_months else "から1周期"
        yield Line("初回", f"{since}{until}")
    yield Line("点検できる人", kind.qualified)
    yield Line("報告先", kind.report_to)
    yield Line("報告の周期", report_words(kind.report_months))
    for case in kind.report_cases:
        yield Line("場合ごとの報告", f"{condition_words(case['when'])}：{report_words(case['months'])}")
    yield Line("結果の言葉", OutcomeFamily(kind.outcome_family).label)
    yield Line("記録の保存", f"{kind.keep_years}年" if kind.keep_years else "")


def _reach(kind: InspectionType) -> Iterable[Line]:
    """To what it applies."""
    yield Line("対象", SubjectOfInspection(kind.subject).label)
    if kind.equipment_categories:
        labels: dict[Any, Any] = dict(EquipmentCategory.choices)
        named = "・".join(str(labels.get(code, code)) for code in kind.equipment_categories)
        yield Line("対象の設備", named)
    if kind.exists_when:
        yield Line("その設備があるといえる事実", condition_words(kind.exists_when))
    whole = "すべての設備" if kind.subject == SubjectOfInspection.EQUIPMENT else "すべての建物"
    yield Line("対象になる条件", condition_words(kind.applies_when) or whole)


def _provenance(kind: InspectionType, on: date) -> Iterable[Line]:
    """Where it comes from, and how sure we are."""
    yield Line("コード", kind.code)
    yield Line("由来", _line(kind, on).origin)
    yield Line("確かさ", Certainty(kind.certainty).label)
    if kind.effective_from:
        yield Line("施行日", era_day(kind.effective_from))
    yield Line("出典", kind.source)
    if kind.changed_reason:
        yield Line("市が決めた理由", kind.changed_reason)
