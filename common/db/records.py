"""Saving one record of fact: everything that is wrong with it at once, and nothing saved while anything
is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, FieldError, ValidationError
from django.db import IntegrityError, models, router, transaction

from common.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Collection

COLLISION = Problem("collision", "ほかの人が同時に同じ内容を登録しました。画面を開き直して確かめてください。")

M = TypeVar("M", bound=models.Model)


def problems_with(
    record: models.Model, *, leaving_out: Collection[str] = (), by_fields_alone: bool = False
) -> tuple[Problem, ...]:
    """What the record's fields and constraints have against it, each as a ``Problem`` naming its field. Some
    fields, and the constraints on them, may be left out.

    ``by_fields_alone``: no constraint is looked at, which costs a query each; for rows of a set.
    """
    left_out = set(leaving_out)
    if not by_fields_alone and _is_sound(record, left_out):
        return ()
    try:
        record.full_clean(
            exclude=left_out,
            validate_unique=not by_fields_alone,
            validate_constraints=not by_fields_alone,
        )
    except ValidationError as error:
        return tuple(
            Problem(
                code=f"{field}-{problem.code or 'invalid'}",
                message=message,
                field="" if field == NON_FIELD_ERRORS else field,
            )
            for field, problems in error.error_dict.items()
            for problem in problems
            for message in problem.messages
        )
    return ()


def _is_sound(record: models.Model, left_out: set[str]) -> bool:
    """Whether nothing at all is wrong, by one query for all checks together: Django asks one for each, and a
    building has dozens. What is wrong is then asked in Django's own way, sentence by sentence."""
    using = router.db_for_write(type(record), instance=record)
    checks: list[Any] = []
    others: list[tuple[Any, Any]] = []
    for model, constraints in record.get_constraints():
        for constraint in constraints:
            if isinstance(constraint, models.CheckConstraint):
                checks.append(constraint.condition)
            else:
                others.append((model, constraint))
    try:
        record.full_clean(exclude=set(left_out), validate_constraints=False)
        for model, constraint in others:
            constraint.validate(model, record, exclude=left_out, using=using)
        # As CheckConstraint.validate itself asks; a check whose field is left out is a FieldError.
        against = record._get_field_expression_map(meta=record._meta, exclude=left_out)  # type: ignore[attr-defined]
        return not checks or bool(models.Q(*checks).check(against, using=using))
    except (ValidationError, FieldError):
        return False


def save_checked(record: M, *more: Problem, error: type[Refused] = Refused) -> M:
    """Save the record, or raise ``error`` with all its problems and those handed in; then nothing is
    saved."""
    problems = (*problems_with(record), *more)
    if any(problem.blocks for problem in problems):
        raise error(problems)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as collision:
        # Somebody else saved the same at this moment: looked at again, their row is there and named.
        raise error(problems_with(record) or (COLLISION,)) from collision
    return record


def changed(record: M, facts: dict[str, Any]) -> M:
    """The record with these facts set, not yet saved."""
    for name, value in facts.items():
        setattr(record, name, value)
    return record
