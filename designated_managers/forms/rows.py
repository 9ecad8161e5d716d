"""Forms of short acts, of which one template shows every field below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ui.forms import KyotenForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms import BoundField

FILE_LIMITS = "PDF・Excel・Word・写真。1つ20MBまで。"


@dataclass(frozen=True)
class FieldRow:
    """A field as the page shows it: how wide it is and, of a file, what is taken."""

    bound: BoundField
    width: str
    limits: str


class RowsForm(KyotenForm):
    """A form that says how wide each of its fields is (``widths``; the others take the whole column)."""

    widths: ClassVar[Mapping[str, str]] = {}

    @property
    def rows(self) -> list[FieldRow]:
        """The fields one below the other; ``version`` is written apart."""
        return [
            FieldRow(
                bound,
                self.widths.get(bound.name, "full"),
                FILE_LIMITS if bound.field.widget.needs_multipart_form else "",
            )
            for bound in self.visible_fields()
        ]
