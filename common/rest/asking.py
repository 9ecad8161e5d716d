"""What the address of a list or of a record asks for (問い合わせ): read whole, and refused with all that is
wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db.models import F, Q

from common.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict

PAGE_SIZE = 50
MOST_PER_PAGE = 200
FARTHEST_OFFSET = 10_000

OF_LISTS = ("page_size", "cursor", "ordering", "offset", "fields", "with_count")
NOT_OF_THE_QUERY = frozenset({"page_size", "cursor", "offset", "fields", "with_count"})
"""What may differ from page to page of one query."""

SALT = "kyoten.api.cursor"


@dataclass(frozen=True)
class Offered:
    """What an address may ask for: the names of its filters, its orderings (name to column), its fields."""

    conditions: tuple[str, ...]
    orderings: Mapping[str, str]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What an address asks for.

    ``after`` is where the page before ended, ``ordering`` a column, with ``-`` for backwards; without one the
    list comes in its own order.
    """

    fields: tuple[str, ...]
    conditions: Mapping[str, str]
    size: int = PAGE_SIZE
    ordering: str = ""
    offset: int = 0
    after: tuple[Any, ...] | None = None
    with_count: bool = False


class Asking:
    """Reads the parameters of an address; ``problems`` gathers what is wrong with them."""

    def __init__(self, parameters: QueryDict, *, path: str, offered: Offered) -> None:
        self.parameters = parameters
        self.path = path
        self.offered = offered
        self.problems: list[Problem] = []

    def of_list(self) -> Asked:
        """What a list is asked for. Raises ``Refused``."""
        self._look_at_names((*OF_LISTS, *self.offered.conditions))
        asked = Asked(
            fields=self._fields(),
            conditions=self._conditions(),
            size=self._number("page_size", PAGE_SIZE, lowest=1, highest=MOST_PER_PAGE),
            ordering=self._ordering(),
            offset=self._number("offset", 0, lowest=0, highest=FARTHEST_OFFSET),
            after=self._after(),
            with_count=self._number("with_count", 0, lowest=0, highest=1) == 1,
        )
        if asked.offset and not asked.ordering:
            self._wrong("offset-without-ordering", "offset は、ordering を付けたときだけ使えます。", "offset")
        if asked.after is not None and asked.ordering:
            self._wrong("cursor-with-ordering", "cursor は、ordering を付けないときだけ使えます。", "cursor")
        self._refuse()
        return asked

    def of_record(self) -> Asked:
        """What one record is asked for. Raises ``Refused``."""
        self._look_at_names(("fields",))
        asked = Asked(fields=self._fields(), conditions={})
        self._refuse()
        return asked

    def cursor(self, keys: Sequence[Any]) -> str:
        """Where a page ends, signed, for the next page of this very query."""
        return signing.dumps({"of": self._query(), "after": [_plain(key) for key in keys]}, salt=SALT)

    def _refuse(self) -> None:
        if self.problems:
            raise Refused(self.problems)

    def _wrong(self, code: str, message: str, name: str) -> None:
        self.problems.append(Problem(code, message, field=name))

    def _look_at_names(self, known: Iterable[str]) -> None:
        known = tuple(known)
        for name, values in self.parameters.lists():
            if name not in known:
                self._wrong(
                    "parameter-unknown",
                    f"「{name}」という条件はありません。使えるもの：{'、'.join(known)}。",
                    name,
                )
            elif len(values) > 1:
                self._wrong("parameter-repeated", f"{name} は1つだけ付けてください。", name)
            elif not values[0]:
                self._wrong("parameter-empty", f"{name} に値を付けるか、{name} を外してください。", name)

    def _conditions(self) -> dict[str, str]:
        given = {name: self.parameters.get(name, "") for name in self.offered.conditions}
        return {name: value for name, value in given.items() if value}

    def _number(self, name: str, default: int, *, lowest: int, highest: int) -> int:
        text = self.parameters.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdecimal() and len(text) <= 9 and lowest <= int(text) <= highest):
            self._wrong(
                f"{name}-invalid", f"{name} は{lowest}から{highest:,}までの整数にしてください。", name
            )
            return default
        return int(text)

    def _fields(self) -> tuple[str, ...]:
        text = self.parameters.get("fields", "")
        if not text:
            return self.offered.fields
        wanted = dict.fromkeys(text.split(","))
        unknown = [name for name in wanted if name not in self.offered.fields]
        if unknown:
            self._wrong(
                "fields-unknown",
                f"「{'、'.join(unknown)}」という項目はありません。選べるもの：{'、'.join(self.offered.fields)}。",
                "fields",
            )
        return tuple(name for name in self.offered.fields if name in wanted)

    def _ordering(self) -> str:
        text = self.parameters.get("ordering", "")
        if not text:
            return ""
        column = self.offered.orderings.get(text.removeprefix("-"))
        if column is None:
            names = "、".join(self.offered.orderings)
            self._wrong(
                "ordering-unknown",
                f"「{text}」では並べられません。使えるもの：{names}（前に - を付けると逆順）。",
                "ordering",
            )
            return ""
        return f"-{column}" if text.startswith("-") else column

    def _after(self) -> tuple[Any, ...] | None:
        text = self.parameters.get("cursor", "")
        if not text:
            return None
        try:
            place = signing.loads(text, salt=SALT)
        except (signing.BadSignature, ValueError):
            place = None
        if not isinstance(place, Mapping) or place["of"] != self._query():
            self._wrong(
                "cursor-invalid",
                "cursor が、この一覧・条件のものではありません。最初のページから読み直してください。",
                "cursor",
            )
            return None
        return tuple(_read(key) for key in place["after"])

    def _query(self) -> str:
        """What a cursor belongs to: the list, its conditions and its order."""
        said = sorted(
            (name, value) for name, value in self.parameters.items() if name not in NOT_OF_THE_QUERY
        )
        return hashlib.sha256(repr((self.path, said)).encode()).hexdigest()[:16]


def _plain(key: Any) -> Any:
    return {"day": key.isoformat()} if isinstance(key, date) else key


def _read(key: Any) -> Any:
    return date.fromisoformat(key["day"]) if isinstance(key, dict) else key


def standing_after(keys: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after the row with these values, ordered by these columns, none of them ever empty.

    ``a >= x`` stands in front, so that an index on the first column is used.
    """
    (name, *names), (value, *rest) = keys, values
    if not names:
        return Q(**{f"{name}__gt": value})
    same = Q(**{name: value}) & standing_after(names, rest)
    return Q(**{f"{name}__gte": value}) & (Q(**{f"{name}__gt": value}) | same)


def in_order(ordering: str) -> tuple[Any, ...]:
    """By this column, backwards with ``-``; what has no value comes last, of two alike the first entered."""
    column = F(ordering.removeprefix("-"))
    by = column.desc(nulls_last=True) if ordering.startswith("-") else column.asc(nulls_last=True)
    return by, "pk"
