"""The acts on the sharing of responsibilities (責任分担表)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, problems_with
from common.problems import Problem, Refused, refuse_if_blocked
from designated_managers.choices import Bearer, ResponsibilityArea
from designated_managers.models import Agreement, AgreementTerms, ResponsibilityRow
from designated_managers.rules.responsibility import problems_with_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROW = ("area", "type_code", "name", "amount_from", "amount_upto", "bearer", "note")
"""What a row says, as a form and a program hand it in."""


class CannotAgree(Refused):
    """The agreement cannot stand as entered; ``problems`` says why."""


def locked_terms(pk: int, *, expected_version: str | None = None) -> AgreementTerms:
    """These terms, their agreement held: whoever else changes the agreement at this moment waits."""
    locked(Agreement, AgreementTerms.objects.values_list("agreement_id", flat=True).get(pk=pk))
    return locked(AgreementTerms, pk, expected_version=expected_version)


def copy_rows(rows: Iterable[Any], terms: AgreementTerms) -> None:
    """Write these rows, of a template or of terms before, as rows of these terms."""
    create_with_history(
        [
            ResponsibilityRow(
                terms=terms, position=row.position, **{name: getattr(row, name) for name in ROW}
            )
            for row in rows
        ]
    )


@transaction.atomic
def set_responsibilities(
    terms_pk: int, rows: Sequence[Mapping[str, Any]], *, expected_version: str | None = None
) -> list[ResponsibilityRow]:
    """Write the 責任分担表 of one state of the terms anew, in the order given; a row as before is left alone.

    Raises ``Stale``, and ``CannotAgree`` with every problem: gaps and overlaps of the amounts of repairs, two
    rows of one thing, a threshold at which the rows do not turn.
    """
    terms = locked_terms(terms_pk, expected_version=expected_version)
    wanted = [
        ResponsibilityRow(terms=terms, position=10 * (place + 1), **row) for place, row in enumerate(rows)
    ]
    problems = [
        Problem(problem.code, f"{place + 1}行目：{problem.message}", field="responsibilities")
        for place, row in enumerate(wanted)
        for problem in problems_with(row, leaving_out={"terms"})
    ]
    refuse_if_blocked(
        (
            *problems,
            *problems_with_shares([row.share for row in wanted], repair_threshold=terms.repair_threshold),
        ),
        CannotAgree,
    )
    _replace(list(terms.responsibilities.all()), wanted)
    # Whoever has opened the terms before is told that they are others now: the rows are part of them.
    terms.save()
    return list(terms.responsibilities.all())


def _replace(existing: Sequence[ResponsibilityRow], wanted: Sequence[ResponsibilityRow]) -> None:
    """Rows that say the same thing stay the same row, so that their history goes on."""
    before = {_key(row): row for row in existing}
    kept = {_key(row) for row in wanted}
    for row in existing:
        if _key(row) not in kept:
            row.delete()
    moved = []
    for row in wanted:
        standing = before.get(_key(row))
        facts = {name: getattr(row, name) for name in (*ROW, "position")}
        if standing is not None and any(getattr(standing, name) != value for name, value in facts.items()):
            moved.append(changed(standing, facts))
    update_with_history(moved, (*ROW, "position"))
    create_with_history([row for row in wanted if _key(row) not in before])


def _key(row: ResponsibilityRow) -> tuple[Any, ...]:
    name = row.name if row.area == ResponsibilityArea.OTHER else ""
    return row.area, row.type_code, name, row.amount_from


def threshold_of(shares: Iterable[Any]) -> int | None:
    """Up to which amount a repair is the manager's by these rows."""
    return max(
        (
            share.amount_upto
            for share in shares
            if share.bearer == Bearer.MANAGER and share.amount_upto is not None
        ),
        default=None,
    )


def move_threshold(rows: Sequence[Any], before: int | None, after: int | None) -> list[Any]:
    """Let the rows of repairs turn where the new threshold is; gives those that moved, not saved.

    Where no threshold was known before, they turned where the last repair of the manager ends.
    """
    turned = before or threshold_of(rows)
    if turned is None or after is None or turned == after:
        return []
    moved = [changed(row, {"amount_upto": after}) for row in rows if row.amount_upto == turned]
    moved += [changed(row, {"amount_from": after + 1}) for row in rows if row.amount_from == turned + 1]
    return moved
