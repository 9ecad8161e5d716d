"""Forms that are shown group by group, all by one template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from ui.forms import KyotenForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.boundfield import BoundField


Layout: TypeAlias = "Sequence[tuple[str, Sequence[str], str]]"
"""Groups of a form: heading, names of fields, a sentence above them."""


@dataclass(frozen=True)
class FieldGroup:
    """Fields under one heading, with a sentence above them."""

    heading: str
    fields: Sequence[BoundField]
    note: str = ""


class GroupedForm(KyotenForm):
    """A form that names its groups: heading, fields, and a sentence above them. A field that the form has not
    is left out."""

    layout: ClassVar[Layout] = ()

    @property
    def groups(self) -> list[FieldGroup]:
        """The groups as the page shows them."""
        found = [
            FieldGroup(heading, [self[name] for name in names if name in self.fields], note)
            for heading, names, note in self.layout
        ]
        return [group for group in found if group.fields]

    def taken(self, *names: str) -> dict[str, Any]:
        """What was entered in these fields, as far as the form has them."""
        return {name: self.cleaned_data[name] for name in names if name in self.fields}
