"""Records that belong to a centre, and who may see which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Collection

    from common.scope import Scope

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
M = TypeVar("M", bound=models.Model)


def hidden_fields(model: type[models.Model], scope: Scope) -> frozenset[str]:
    """The fields of the record that somebody with this scope never reads, in whatever form.

    A record names once, as ``hidden_from_groups``, what is for the city alone (内部メモ・確かさの覚え書き):
    serializers, filters, orderings and pages ask here.
    """
    hidden: frozenset[str] = getattr(model, "hidden_from_groups", frozenset())
    return frozenset() if scope.internal else hidden


def without_hidden(record: M, scope: Scope) -> M:
    """The record as a page shows it, emptied of what this person never reads; not to be saved."""
    for name in hidden_fields(type(record), scope):
        setattr(record, name, _nothing_in(record._meta.get_field(name)))
    return record


def _nothing_in(field: Any) -> Any:
    if field.null:
        return None
    return False if isinstance(field, models.BooleanField) else ""


class ScopedQuerySet(models.QuerySet[M_co]):
    """Rows that are seen only within a ``Scope`` (閲覧範囲).

    ``centre_path`` leads from the row to the id of its centre: ``"pk"`` for the centre itself,
    ``"centre_id"``, ``"building__centre_id"``. ``organisation_path`` leads to the id of the organisation it
    concerns, where it has one. ``shared_with_group`` says which rows a community group may read at all;
    None means never. ``beyond_term`` says which rows of its own a group keeps reaching on days on which it
    reads no centre any more or not yet: what it still owes, and itself.

    Where a path crosses many rows, override ``within_centres`` with EXISTS. A row without a path is seen
    only by those who see every centre.
    """

    centre_path: ClassVar[str] = ""
    organisation_path: ClassVar[str] = ""
    shared_with_group: ClassVar[Q | None] = None
    beyond_term: ClassVar[Q | None] = None

    def within(self, scope: Scope) -> Self:
        """The rows this person may see.

        Inside the city: those of their centres. A group: of these what is shared and, where an
        organisation is concerned, what is its own.
        """
        if scope.internal:
            return self._within_centres_of(scope)
        if self.shared_with_group is None:
            return self.none()
        rows = self._within_centres_of(scope).filter(self.shared_with_group)
        if not self.organisation_path:
            return rows
        theirs = Q(**{f"{self.organisation_path}__in": scope.organisation_ids})
        if self.beyond_term is None:
            return rows.filter(theirs)
        return self.filter(theirs, self.beyond_term | Q(pk__in=rows.order_by().values("pk")))

    def within_centres(self, ids: Collection[int]) -> Self:
        """The rows of these centres."""
        if not self.centre_path:
            return self.none()
        return self.filter(**{f"{self.centre_path}__in": ids})

    def _within_centres_of(self, scope: Scope) -> Self:
        return self.all() if scope.every_centre else self.within_centres(scope.centre_ids)
