"""The acts on the city's own types of inspection (市独自の点検)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.certainty import Certainty
from common.db.catalogue_rows import Origin
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.choices import Counting, Footing, SubjectOfInspection
from maintenance.models import InspectionType
from maintenance.rules.local_types import is_own_code, next_code, written_code

if TYPE_CHECKING:
    from datetime import date

NOT_OWN = Problem(
    "not-own", "標準の一覧にある点検は、ここでは変えられません。市独自の点検だけを変えられます。"
)


class CannotKeepType(Refused):
    """The type cannot be kept as entered; ``problems`` says why."""


@transaction.atomic
def add_local_type(*, code: str = "", reason: str = "", **facts: Any) -> InspectionType:
    """Add a type of inspection of the city's own (市独自の点検の登録): cleaning, planting, guarding.

    It is a row of the city with a code of its own, ``C-…``; without ``code`` the next number is taken.
    Loading the shipped catalogue never touches it. Raises ``CannotKeepType``.
    """
    problems = []
    taken = set(InspectionType.objects.select_for_update().values_list("code", flat=True))
    try:
        chosen = written_code(code) if code.strip() else next_code(taken)
    except ValueError as error:
        problems.append(Problem("code-form", str(error), field="code"))
        chosen = code.strip()
    if chosen in taken:
        problems.append(Problem("code-taken", f"コード「{chosen}」は、もう使われています。", field="code"))
    kind = InspectionType(
        code=chosen,
        origin=Origin.CITY,
        footing=Footing.LOCAL,
        # What the city itself has laid down needs no looking up.
        certainty=Certainty.VERIFIED,
        changed_reason=reason,
        **facts,
    )
    return _saved(kind, *problems)


@transaction.atomic
def change_local_type(
    pk: int, *, expected_version: str | None = None, reason: str = "", **facts: Any
) -> InspectionType:
    """Change a type of the city's own (市独自の点検の変更). Raises ``CannotKeepType`` and ``Stale``."""
    kind = _own(pk, expected_version)
    return _saved(changed(kind, {**facts, "changed_reason": reason}))


@transaction.atomic
def retire_local_type(
    pk: int, *, retired_on: date, reason: str, expected_version: str | None = None
) -> InspectionType:
    """Take a type of the city's own out of use from this day on (市独自の点検をやめる). What was recorded of
    it stays. Raises ``CannotKeepType`` and ``Stale``."""
    kind = _own(pk, expected_version)
    problems = []
    if kind.retired_on is not None:
        problems.append(Problem("retired", "この点検は、もう使わないことになっています。"))
    if not reason.strip():
        problems.append(Problem("reason-missing", "やめる理由を入力してください。", field="reason"))
    return _saved(changed(kind, {"retired_on": retired_on, "changed_reason": reason}), *problems)


@transaction.atomic
def reopen_local_type(pk: int, *, reason: str, expected_version: str | None = None) -> InspectionType:
    """Use a type of the city's own again (市独自の点検をまた使う). Raises ``CannotKeepType``, ``Stale``."""
    kind = _own(pk, expected_version)
    problems = []
    if kind.retired_on is None:
        problems.append(Problem("in-use", "この点検は、いまも使っています。"))
    if not reason.strip():
        problems.append(Problem("reason-missing", "また使う理由を入力してください。", field="reason"))
    return _saved(changed(kind, {"retired_on": None, "changed_reason": reason}), *problems)


def _own(pk: int, expected_version: str | None) -> InspectionType:
    kind = locked(InspectionType, pk, expected_version=expected_version)
    if kind.origin != Origin.CITY or not is_own_code(kind.code):
        raise CannotKeepType([NOT_OWN])
    return kind


def _saved(kind: InspectionType, *more: Problem) -> InspectionType:
    """Everything that is wrong at once, each thing said once; the reason stands in the history as well."""
    told = (*more, *_problems_with_facts(kind))
    said_of = {problem.field for problem in told if problem.field}
    rest = [one for one in problems_with(kind, leaving_out=said_of) if one.field not in said_of]
    refuse_if_blocked((*told, *rest), CannotKeepType)
    kind._change_reason = kind.changed_reason or None  # type: ignore[attr-defined]
    return save_checked(kind, error=CannotKeepType)


def _problems_with_facts(kind: InspectionType) -> list[Problem]:
    """What the type says of itself goes together."""
    problems = []
    if kind.counting == Counting.OCCASION and kind.cycle_months is not None:
        message = "「そのつど」のときは、周期を空にしてください。"
        problems.append(Problem("cycle-needless", message, field="cycle_months"))
    if kind.counting != Counting.OCCASION and kind.cycle_months is None:
        message = "周期を入力してください。「そのつど」のときだけ空けます。"
        problems.append(Problem("cycle-missing", message, field="cycle_months"))
    if kind.cycle_months == 0:
        problems.append(Problem("cycle-zero", "周期は1か月以上にしてください。", field="cycle_months"))
    if kind.subject == SubjectOfInspection.BUILDING and kind.equipment_categories:
        message = "建物全体の点検のときは、設備の区分に印を付けないでください。"
        problems.append(Problem("categories-needless", message, field="equipment_categories"))
    if kind.subject == SubjectOfInspection.EQUIPMENT and not kind.equipment_categories:
        message = "設備ごとの点検のときは、どの設備かに印を付けてください。"
        problems.append(Problem("categories-missing", message, field="equipment_categories"))
    return problems
