"""The acts on verdicts: a person says otherwise than the rule, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from common.db.history import locked
from common.db.records import changed, save_checked
from common.eras import era_day
from common.problems import Problem, Refused, refuse_if_blocked
from common.scope import Scope
from facilities.models import Building
from maintenance.actions.planning import plan_applicable
from maintenance.models import VerdictOverrule
from maintenance.queries.overrules import JudgedPlace, judged, standing_overrules
from maintenance.queries.verdicts import verdicts_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from facilities.models import Equipment

NO_REASON = Problem("reason-missing", "判定を変える理由を入力してください。", field="reason")
REPLACED = "事実が変わって効力を失い、判定を変え直したため"


class CannotOverrule(Refused):
    """The verdict cannot be overruled as entered; ``problems`` says why."""


@transaction.atomic
def overrule_verdict(  # noqa: PLR0913 -- which verdict, what is said of it, when and by whom
    building: Building,
    type_code: str,
    *,
    equipment: Equipment | None = None,
    answer: str,
    reason: str,
    on: date,
    by: int,
) -> VerdictOverrule:
    """Answer otherwise than the rule whether an inspection applies (判定の変更), with the reason, the day and
    the name. It stands while the facts that the verdict used stay the same. One that has lapsed is closed by
    the new one. ``by`` is the id of who decides. Raises ``CannotOverrule``.
    """
    Building.objects.select_for_update(no_key=True).get(pk=building.pk)
    place = judged_place(building, type_code, equipment, on=on)
    if place is None:
        message = "この建物・設備に、その点検の判定はありません。"
        raise CannotOverrule([Problem("no-verdict", message, field="type_code")])
    refuse_if_blocked(_problems(place, answer, reason, on), CannotOverrule)
    if place.overruling is not None:
        _close(place.overruling.record, reason=REPLACED, on=on, by=by)
    record = VerdictOverrule(
        building=building,
        equipment=equipment,
        type_code=type_code,
        answer=answer,
        reason=reason.strip(),
        facts=dict(place.place.verdict.used),
        decided_on=on,
        decided_by_id=by,
    )
    return save_checked(record, error=CannotOverrule)


@transaction.atomic
def withdraw_overrule(
    pk: int, *, reason: str, on: date, by: int, expected_version: str | None = None
) -> VerdictOverrule:
    """Take an overruling back (判定の変更の取消し): the rule's answer counts again. Raises ``CannotOverrule``
    and ``Stale``."""
    record = locked(VerdictOverrule, pk, expected_version=expected_version)
    problems = []
    if record.withdrawn_on is not None:
        message = f"この変更は{era_day(record.withdrawn_on)}に取り消されています。"
        problems.append(Problem("withdrawn", message))
    if not reason.strip():
        problems.append(Problem("reason-missing", "取り消す理由を入力してください。", field="reason"))
    refuse_if_blocked(problems, CannotOverrule)
    return _close(record, reason=reason.strip(), on=on, by=by)


def plan_what_applies(building_ids: Collection[int] | None, *, on: date) -> int:
    """Put everything that applies to these buildings (``None``: to all) under watch, as persons have decided
    where they did (対象の点検をまとめて登録する). Returns how many first turns were made."""
    touched = VerdictOverrule.objects.kept()
    if building_ids is not None:
        touched = touched.filter(building__in=building_ids)
    overruled = set(touched.order_by().values_list("building_id", flat=True))
    verdicts = verdicts_of(overruled, scope=Scope.everything(), on=on) if overruled else []
    return plan_applicable(building_ids, on=on, overrules=standing_overrules(verdicts))


def judged_place(
    building: Building, type_code: str, equipment: Equipment | None, *, on: date
) -> JudgedPlace | None:
    """What is said of this type at this place; None where the catalogue does not ask there."""
    equipment_pk = equipment.pk if equipment else None
    found = [
        one
        for one in verdicts_of([building.pk], scope=Scope.everything(), on=on)
        if (one.equipment_pk, one.type_code) == (equipment_pk, type_code)
    ]
    return judged(found)[0] if found else None


def _problems(place: JudgedPlace, answer: str, reason: str, on: date) -> list[Problem]:
    problems = []
    overruling = place.overruling
    if overruling is not None and overruling.stands:
        said = era_day(overruling.record.decided_on)
        message = f"この判定は{said}に変更されています。変え直すときは、先に取り消してください。"
        problems.append(Problem("overruled", message))
    elif answer == place.place.verdict.answer:
        message = f"判定はすでに「{place.place.verdict.answer.label}」です。別の判定を選んでください。"
        problems.append(Problem("same-answer", message, field="answer"))
    if not reason.strip():
        problems.append(NO_REASON)
    if overruling is not None and overruling.record.decided_on > on:
        message = "前の変更の日より前の日には変えられません。"
        problems.append(Problem("before-last", message))
    return problems


def _close(record: VerdictOverrule, *, reason: str, on: date, by: int) -> VerdictOverrule:
    facts = {"withdrawn_on": on, "withdrawn_by_id": by, "withdrawn_reason": reason}
    return save_checked(changed(record, facts), error=CannotOverrule)
