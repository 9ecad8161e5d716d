"""The acts on bundles: what is decided of several centres together (一括)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from common.db.history import locked, update_with_history
from common.db.records import COLLISION, changed, problems_with, save_checked
from common.problems import Problem
from designated_managers.actions.designations import CannotDesignate, follow_decision
from designated_managers.models import Agreement, Bundle
from designated_managers.models.decisions import DECIDED
from designated_managers.rules.stage import contradictions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from designated_managers.models import Designation


@transaction.atomic
def bundle_together(name: str, notes: str = "", **decided: Any) -> Bundle:
    """Open a bundle (一括) in which several centres are decided together; raises ``CannotDesignate``."""
    return save_checked(Bundle(name=name, notes=notes, **decided), error=CannotDesignate)


@transaction.atomic
def change_bundle(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> Bundle:
    """Change what a bundle carries, for all its designations at once (一括の変更).

    ``on`` is the day of the act: what its facts answer is told at once. Raises ``Stale`` if it is no longer
    what was looked at, ``CannotDesignate`` with every other problem, each with the centre that has it; then
    no designation is changed.
    """
    bundle = changed(locked(Bundle, pk, expected_version=expected_version), facts)
    carried = {name: getattr(bundle, name) for name in DECIDED}
    rows = bundle.designations.select_for_update(of=("self",)).select_related("centre").order_by("pk")
    # An agreement of its own has its own day of signing.
    own = set(Agreement.objects.filter(designation__bundle=bundle).values_list("designation_id", flat=True))
    signed_apart = {name: value for name, value in carried.items() if name != "agreed_on"}
    designations = [
        changed(designation, signed_apart if designation.pk in own else carried) for designation in rows
    ]
    problems = [
        _at(designation, problem)
        for designation in designations
        for problem in contradictions(designation.days)
    ]
    problems += _refused_by_the_register(designations)
    save_checked(bundle, *problems, error=CannotDesignate)
    follow_decision(designations, on=on)
    return bundle


def _refused_by_the_register(designations: Sequence[Designation]) -> list[Problem]:
    """Write what they carry, all in one statement; where the register refuses it, each is asked why."""
    try:
        with transaction.atomic():
            update_with_history(designations, DECIDED)
    except IntegrityError:
        return [
            _at(designation, problem)
            for designation in designations
            for problem in problems_with(designation)
        ] or [COLLISION]
    return []


def _at(designation: Designation, problem: Problem) -> Problem:
    """The problem, with the centre that has it. What the bundle itself has no field for concerns it as a
    whole."""
    field = problem.field if problem.field in DECIDED else ""
    return Problem(problem.code, f"{designation.centre}：{problem.message}", problem.blocks, field)
