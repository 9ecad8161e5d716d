"""Records that belong to a centre, and who may see which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Q

    from common.scope import Scope

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M_co]):
    """Rows that are seen only within a ``Scope`` (閲覧範囲).

    ``centre_path`` leads from the row to the id of its centre: ``"pk"`` for the centre itself,
    ``"centre_id"``, ``"building__centre_id"``. ``organisation_path`` leads to the id of the organisation it
    concerns, where it has one. ``shared_with_group`` says which rows a community group may read at all;
    None means never.

    Where a path crosses many rows, override ``within_centres`` with EXISTS. A row without a path is seen
    only by those who see every centre.
    """

    centre_path: ClassVar[str] = ""
    organisation_path: ClassVar[str] = ""
    shared_with_group: ClassVar[Q | None] = None

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
        if self.organisation_path:
            rows = rows.filter(**{f"{self.organisation_path}__in": scope.organisation_ids})
        return rows

    def within_centres(self, ids: Collection[int]) -> Self:
        """The rows of these centres."""
        if not self.centre_path:
            return self.none()
        return self.filter(**{f"{self.centre_path}__in": ids})

    def _within_centres_of(self, scope: Scope) -> Self:
        return self.all() if scope.every_centre else self.within_centres(scope.centre_ids)
