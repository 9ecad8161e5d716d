"""The forms of site visits and findings; made to be filled in on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from designated_managers.choices import Severity
from designated_managers.forms.days import DayField
from facilities.forms.condition import PHOTO_LIMITS, ManyFilesInput, PhotosField
from ui.forms import EraDateField, KyotenForm, RadioRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.forms.boundfield import BoundField

    from designated_managers.models import Finding, SiteVisit
    from designated_managers.queries.visits import ItemToMark

__all__ = ["PHOTO_LIMITS"]

FOR_CITY_ALONE = "市の職員だけが見ます。"
LONG = forms.Textarea(attrs={"rows": 4})
NOT_SEEN = "見ていない"


def photos_field(label: str = "写真") -> PhotosField:
    """Photographs, several at once; a phone offers its camera."""
    return PhotosField(
        label=label, required=False, widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png"})
    )


class VisitForm(KyotenForm, forms.Form):
    """A site visit (実地調査): its day, and each item of the checklist."""

    visited_on = DayField(label="調査日")
    visited_by = forms.CharField(label="調査した人", max_length=120, help_text=FOR_CITY_ALONE)
    summary = forms.CharField(
        label="全体の様子", required=False, widget=LONG, help_text="団体に知らせたあとは、団体も読みます。"
    )
    internal_notes = forms.CharField(label="内部メモ", required=False, widget=LONG, help_text=FOR_CITY_ALONE)

    def __init__(
        self,
        *args: Any,
        items: Sequence[ItemToMark],
        on: date,
        by: str = "",
        visit: SiteVisit | None = None,
        **kwargs: Any,
    ) -> None:
        self.items = items
        kwargs["initial"] = _visit_initial(items, visit, on=on, by=by)
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"mark_{item.code}"] = forms.ChoiceField(
                label=item.name,
                required=False,
                choices=[("", NOT_SEEN), *Severity.choices],
                help_text=item.look_at,
                error_messages={"invalid_choice": f"{item.name}の結果を選び直してください。"},
            )
            self.fields[f"note_{item.code}"] = forms.CharField(
                label=f"{item.name}のメモ", required=False, max_length=200
            )

    @property
    def item_bounds(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Mark and note of each item, for the page."""
        for item in self.items:
            yield self[f"mark_{item.code}"], self[f"note_{item.code}"]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in VisitForm.base_fields}

    @property
    def marks(self) -> dict[str, tuple[str, str, str]]:
        """What was looked at, as the act takes it."""
        said = self.cleaned_data
        return {
            item.code: (item.name, said[f"mark_{item.code}"], said[f"note_{item.code}"])
            for item in self.items
        }


def _visit_initial(
    items: Sequence[ItemToMark], visit: SiteVisit | None, *, on: date, by: str
) -> dict[str, Any]:
    initial: dict[str, Any] = {"visited_on": on, "visited_by": by}
    if visit is not None:
        initial = {name: getattr(visit, name) for name in VisitForm.base_fields}
    for item in items:
        initial |= {f"mark_{item.code}": item.mark, f"note_{item.code}": item.note}
    return initial


class FindingForm(KyotenForm, forms.Form):
    """What was found (指摘): how serious, what, and until when the group is to answer."""

    severity = forms.ChoiceField(
        label="程度",
        choices=[(value, Severity(value).label) for value in ("improve", "serious", "good")],
        widget=RadioRows(
            notes={
                "improve": "期限までに直してもらうこと",
                "serious": "すぐに手を打つこと。続くときは、指示を考えます",
                "good": "良いところ。回答はいりません",
            }
        ),
    )
    text = forms.CharField(
        label="内容", widget=LONG, help_text="団体も読みます。何が、どこで、どうだったか。"
    )
    due_on = DayField(label="回答の期限", required=False, help_text="回答を求めないときは、空けておきます。")
    photos = photos_field()

    def __init__(self, *args: Any, finding: Finding | None = None, **kwargs: Any) -> None:
        if finding is not None:
            kwargs["initial"] = {name: getattr(finding, name) for name in ("severity", "text", "due_on")}
        super().__init__(*args, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        said = self.cleaned_data
        return {
            "severity": said["severity"],
            "text": said["text"],
            "due_on": said["due_on"],
            "files": said["photos"],
        }


class AnswerForm(KyotenForm, forms.Form):
    """What was done about a finding (指摘への回答), in the group's own words."""

    answer = forms.CharField(
        label="直したこと・これからすること",
        widget=LONG,
        help_text="例：消火器を新しいものに替えました。避難口の前の机は片づけました。",
    )
    photos = photos_field("直したあとの写真")

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {"answer": self.cleaned_data["answer"], "files": self.cleaned_data["photos"]}


class CloseFindingForm(KyotenForm, forms.Form):
    """That the city is content (指摘の確認)."""

    closed_on = EraDateField(label="確認した日")
    closing_note = forms.CharField(
        label="確認したこと", required=False, max_length=200, help_text="例：写真で確認した。団体も読みます。"
    )


class TellGroupForm(KyotenForm, forms.Form):
    """Nothing to fill in: that the group is told."""
