"""The acts on the plans of reminders (お知らせの時期): for the whole city, and for one centre."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from common.db.catalogue_rows import Origin, city_row_in_front_of
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.problems import Problem, Refused, refuse_if_blocked
from reminders.models import CentreLeadTime, LeadTime
from reminders.models.lead_times import PlanFields
from reminders.rules.plans import PlanText, mistakes_in

if TYPE_CHECKING:
    from centres.models import Centre

P = TypeVar("P", bound=PlanFields)

UNCHANGED = Problem("unchanged", "いまの時期と同じです。変えるところを直してください。")

NOT_CHANGED = Problem("not-changed", "この種類は、市で変えていません。標準の時期のとおりです。")


class CannotChangePlan(Refused):
    """The plan cannot be changed so; ``problems`` says why."""


@transaction.atomic
def change_plan(code: str, *, plan: PlanText, reason: str, expected_version: str | None = None) -> LeadTime:
    """Change when reminders of one kind go out, for the whole city (お知らせの時期の変更).

    The first change is a row of the city's own in front of the shipped one; a later one changes that row.
    Whoever changes it has seen what the shipped one says now. Raises ``CannotChangePlan``, ``Stale``,
    ``DoesNotExist``.
    """
    front = locked(LeadTime, LeadTime.objects.in_front().get(code=code).pk, expected_version=expected_version)
    same = [UNCHANGED] if plan == front.plan else []
    if front.origin == Origin.SHIPPED:
        own = city_row_in_front_of(front, reason=reason, **asdict(plan))
    else:
        shipped = LeadTime.objects.filter(code=code, origin=Origin.SHIPPED).first()
        seen = shipped.shipped_digest if shipped else front.shipped_digest
        own = changed(front, {**asdict(plan), "changed_reason": reason, "shipped_digest": seen})
    return _saved(own, reason, *same)


@transaction.atomic
def return_to_shipped(code: str, *, reason: str, expected_version: str | None = None) -> None:
    """Let the shipped plan count again (標準に戻す): the city's row goes, its history stays. Raises
    ``CannotChangePlan``, ``Stale``, ``DoesNotExist``."""
    front = locked(LeadTime, LeadTime.objects.in_front().get(code=code).pk, expected_version=expected_version)
    _taken_away(front, reason, *([NOT_CHANGED] if front.origin == Origin.SHIPPED else []))


@transaction.atomic
def set_centre_plan(code: str, *, centre: Centre, plan: PlanText, reason: str) -> CentreLeadTime:
    """Give one centre a plan of its own (施設ごとの時期を決める), in front of the city's. Raises
    ``CannotChangePlan``."""
    problems = []
    if not LeadTime.objects.filter(code=code).exists():
        problems.append(Problem("no-such-kind", f"「{code}」という種類はありません。"))
    if CentreLeadTime.objects.filter(code=code, centre=centre).exists():
        sentence = f"{centre.name}には、もう独自の時期があります。一覧から変えてください。"
        problems.append(Problem("centre-taken", sentence, field="centre"))
    own = CentreLeadTime(code=code, centre=centre, changed_reason=reason, **asdict(plan))
    return _saved(own, reason, *problems)


@transaction.atomic
def change_centre_plan(
    pk: int, *, plan: PlanText, reason: str, expected_version: str | None = None
) -> CentreLeadTime:
    """Change the plan of one centre (施設ごとの時期の変更). Raises ``CannotChangePlan``, ``Stale``."""
    own = locked(CentreLeadTime, pk, expected_version=expected_version)
    same = [UNCHANGED] if plan == own.plan else []
    return _saved(changed(own, {**asdict(plan), "changed_reason": reason}), reason, *same)


@transaction.atomic
def remove_centre_plan(pk: int, *, reason: str, expected_version: str | None = None) -> None:
    """Let the city's plan count again at the centre (施設ごとの時期をやめる); the history stays. Raises
    ``CannotChangePlan``, ``Stale``."""
    _taken_away(locked(CentreLeadTime, pk, expected_version=expected_version), reason)


def _saved(row: P, reason: str, *more: Problem) -> P:
    """Everything that is wrong at once, each thing said once; the reason stands in the history as well."""
    mistakes = [
        Problem(f"plan-{name}", sentence, field=name) for name, sentence in mistakes_in(row.plan).items()
    ]
    told = (*more, *mistakes, *_without_reason(reason))
    said_of = {problem.field for problem in told if problem.field}
    rest = [one for one in problems_with(row, leaving_out=said_of) if one.field not in said_of]
    refuse_if_blocked((*told, *rest), CannotChangePlan)
    row._change_reason = reason  # type: ignore[attr-defined]
    return save_checked(row, error=CannotChangePlan)


def _taken_away(row: LeadTime | CentreLeadTime, reason: str, *more: Problem) -> None:
    refuse_if_blocked((*more, *_without_reason(reason)), CannotChangePlan)
    row._change_reason = reason  # type: ignore[union-attr]
    row.delete()


def _without_reason(reason: str) -> list[Problem]:
    if reason.strip():
        return []
    return [Problem("reason-missing", "理由を入力してください。", field="reason")]
