"""The part of a form that says where facts come from and how sure we are of them (出典と確かさ)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from common.certainty import Certainty
from ui.forms import KyotenForm, messages_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.forms.boundfield import BoundField

    from common.db.stated_facts import StatedFact, Statement

NOT_SAID = ("", "書かない")


@dataclass(frozen=True)
class SourceRow:
    """The two fields about one fact, under the fact's own label."""

    label: str
    certainty: BoundField
    source: BoundField


class SourceFields(KyotenForm):
    """Adds two fields for each fact in ``sourced``: how sure we are of it, and where it comes from.

    Both or neither; to empty both takes the statement back. Put it first:
    ``class F(SourceFields, forms.ModelForm)``.
    """

    sourced: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, stated_facts: Iterable[StatedFact] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {fact.field: fact for fact in stated_facts}
        for name in self.sourced:
            fact = said.get(name)
            label = self[name].label
            self._add(
                f"{name}_certainty",
                forms.ChoiceField(
                    label=f"{label}の確かさ",
                    choices=[NOT_SAID, *Certainty.choices],
                    required=False,
                    initial=fact.certainty if fact else "",
                ),
            )
            self._add(
                f"{name}_source",
                forms.CharField(
                    label=f"{label}の出典",
                    max_length=300,
                    required=False,
                    initial=fact.source if fact else "",
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self._asked:
            certainty, source = cleaned.get(f"{name}_certainty"), cleaned.get(f"{name}_source")
            label = self[name].label
            if certainty and source == "":
                self.add_error(f"{name}_source", f"{label}の出典を入力してください。")
            if source and certainty == "":
                self.add_error(f"{name}_certainty", f"{label}の確かさを選んでください。")
        return cleaned

    @property
    def statements(self) -> dict[str, Statement | None]:
        """What the form says of each fact; None where it says nothing."""
        return {
            name: {
                "certainty": Certainty(self.cleaned_data[f"{name}_certainty"]),
                "source": self.cleaned_data[f"{name}_source"],
            }
            if self.cleaned_data[f"{name}_certainty"]
            else None
            for name in self._asked
        }

    @property
    def source_rows(self) -> list[SourceRow]:
        """The fields, fact by fact."""
        return [
            SourceRow(str(self[name].label), self[f"{name}_certainty"], self[f"{name}_source"])
            for name in self._asked
        ]

    @property
    def says_sources(self) -> bool:
        """Whether anything is said, rightly or wrongly, so that the part is shown unfolded."""
        return any(
            bound.value() or bound.errors for row in self.source_rows for bound in (row.certainty, row.source)
        )

    @property
    def _asked(self) -> list[str]:
        """The facts that the form asks for; one that it has left out is not asked where it comes from."""
        return [name for name in self.sourced if name in self.fields]

    def _add(self, name: str, field: forms.Field) -> None:
        field.error_messages.update(messages_for(field, str(field.label)))
        self.fields[name] = field
