"""A list of the API whose rows are worked out when it is asked for (計算した一覧), not stored as they are.

It is asked and paged like every other: the same conditions and refusals, a cursor that says where a page
ended, ``fields`` and ``with_count``. It has its own order only, and no records.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from rest_framework.response import Response

from common.rest.resources import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rest_framework.request import Request

    from common.rest.asking import Asked
    from common.rest.shapes import Shape


class ComputedList(Resource):
    """A list alone. ``model`` is the record whose permission it asks for and whose name it goes by."""

    is_versioned = False

    def computed(self, conditions: Mapping[str, Any], *, after: tuple[Any, ...] | None) -> Iterator[Any]:
        """The rows that meet these conditions, in the list's own order, those after the place ``after``.

        Worked out as they are taken: a page takes no more than it shows and one.
        """
        raise NotImplementedError

    def place(self, row: Any) -> tuple[Any, ...]:
        """Where a row stands in the order of the list: numbers and texts, together unique."""
        raise NotImplementedError

    def list(self, request: Request) -> Response:  # noqa: ARG002
        """One page of the list."""
        asking = self._asking(self.shape)
        asked = asking.of_list()
        conditions = self._checked(asked)
        answer: dict[str, Any] = {}
        if asked.with_count:
            answer["count"] = sum(1 for _ in self.computed(conditions, after=None))
        rows = [*islice(self.computed(conditions, after=asked.after), asked.size + 1)]
        answer["next"] = None
        if len(rows) > asked.size:
            answer["next"] = self._address({"cursor": asking.cursor(self.place(rows[asked.size - 1]))})
        answer["results"] = shaped(self.shape, asked.fields, rows[: asked.size])
        return Response(answer)

    def _checked(self, asked: Asked) -> Mapping[str, Any]:
        """The conditions as values; those not given are None. Raises ``Refused``."""
        filters = self._valid_filters(asked, self.model._default_manager.none())
        cleaned: Mapping[str, Any] = filters.form.cleaned_data
        return {name: cleaned[name] if name in asked.conditions else None for name in cleaned}


def shaped(shape: type[Shape], names: tuple[str, ...], rows: list[Any]) -> list[dict[str, Any]]:
    """These fields of each row, as its shape says them."""
    fields = shape().fields
    return [{name: _value(fields[name], row) for name in names} for row in rows]


def _value(field: Any, row: Any) -> Any:
    found = field.get_attribute(row)
    return None if found is None else field.to_representation(found)
