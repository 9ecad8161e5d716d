"""The forms by which a group writes a report, and the city returns it or enters a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from common.files import Upload
from designated_managers.actions import Paper, Written
from designated_managers.choices import Figure
from facilities.forms.condition import ManyFilesInput
from ui.forms import EraDateField, KyotenForm, WholeNumberField

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from designated_managers.queries.submission_pages import FigureLine
    from designated_managers.queries.writing import Writing

MOST = 999_999_999
HOW = "なかったときは 0 と書きます。"
UNKNOWN = "わからない"


def unknown_of(code: str) -> str:
    """The box to tick where nobody knows a figure."""
    return f"{code}_unknown"


def compared_words(line: FigureLine) -> str:
    """What a figure was before, said below its name; of a year, how its months add up."""
    told = [
        f"{when} {words}{'' if words == UNKNOWN else line.unit}"
        for when, words in (("先月", line.last_month), ("去年の同じ月", line.last_year))
        if words
    ]
    return "　".join(filter(None, ("、".join(told), line.working)))


class FilesField(forms.FileField):
    """Files, several at once; the act looks at all of them by their content."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> tuple[Any, ...]:  # noqa: ARG002 -- as Django calls it
        """Those that were chosen."""
        return tuple(one for one in data or () if one)


class FiguresForm(KyotenForm, forms.Form):
    """Figures, each a number or ``わからない``. ``complete``: none may be left open."""

    def __init__(
        self, *args: Any, found: Writing, lines: Sequence[FigureLine], complete: bool, **kwargs: Any
    ) -> None:
        self.lines, self.complete = tuple(lines), complete
        initial: dict[str, Any] = {}
        fields: dict[str, forms.Field] = {}
        for line in self.lines:
            fields[line.code] = WholeNumberField(
                label=line.label,
                required=False,
                min_value=0,
                max_value=MOST,
                help_text=compared_words(line) or HOW,
            )
            fields[unknown_of(line.code)] = forms.BooleanField(label=UNKNOWN, required=False)
            initial[line.code] = found.proposed(line.code)
            initial[unknown_of(line.code)] = line.code in found.report.not_known
        # The house names every field it finds here; what is asked differs from duty to duty.
        self.base_fields = {**fields, **self.base_fields}  # type: ignore[misc]
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    @property
    def figures(self) -> list[tuple[Any, Any, str]]:
        """Each figure with its box for ``わからない`` and its unit, as the page shows them."""
        return [(self[line.code], self[unknown_of(line.code)], line.unit) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """Each figure is answered one way: by a number, or by saying that nobody knows."""
        cleaned = super().clean() or self.cleaned_data
        for line in self.lines:
            number, unknown = cleaned.get(line.code), cleaned.get(unknown_of(line.code))
            if line.code in self.errors:
                continue
            if number is not None and unknown:
                message = f"{line.label}は、数字か「わからない」の、どちらか一つにしてください。"
                self.add_error(line.code, ValidationError(message, code="both"))
            elif number is None and not unknown and self.complete:
                message = f"{line.label}を書いてください。なかったときは 0 と書きます。"
                self.add_error(line.code, ValidationError(message, code="missing"))
        return cleaned

    def written(self, *, at: datetime, taken_out: Collection[int] = ()) -> Written:
        """What was typed, as the act takes it, with the files to be taken out."""
        data = self.cleaned_data
        return Written(
            figures={line.code: data.get(line.code) for line in self.lines},
            not_known=frozenset(line.code for line in self.lines if data.get(unknown_of(line.code))),
            note=data.get("note"),
            correction_reason=data.get("correction_reason"),
            files=[Upload(one.name, one, at) for one in data.get("file", ())],
            taken_out=taken_out,
        )


class PapersForm(FiguresForm):
    """Documents, a few words, and where the year's figures are not those of the months, why."""

    correction_reason = forms.CharField(
        label="月報の合計とちがう理由",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="合計とちがう数字を書いたとき。月報のない月があるときは、どうやって数えたか。",
    )
    note = forms.CharField(
        label="市に伝えたいこと",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="例：台風で2日休みました。",
    )
    file = FilesField(label="書類・写真", required=False)

    def __init__(self, *args: Any, found: Writing, **kwargs: Any) -> None:
        initial = {"note": found.note, "correction_reason": found.correction_reason}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, found=found, **kwargs)
        if not found.is_year:
            del self.fields["correction_reason"]


class PaperForm(PapersForm):
    """What came over the counter on paper: when, and everything that is written on it."""

    received_on = EraDateField(label="窓口で受け取った日")

    field_order = ("received_on", *Figure.values)

    def paper(self, *, at: datetime) -> Paper:
        """The paper, as the act takes it."""
        return Paper(self.cleaned_data["received_on"], self.written(at=at))


class ConfirmForm(KyotenForm, forms.Form):
    """Nothing to fill in: that one has seen it as it stands."""


class ReturnForm(KyotenForm, forms.Form):
    """What has to be mended, and by when."""

    return_comment = forms.CharField(
        label="なおしてほしいこと",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="団体の人がそのまま読みます。どこを、どう直すかを書いてください。",
    )
    return_due_on = EraDateField(label="出し直す期限")

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {
            "comment": self.cleaned_data["return_comment"],
            "due_on": self.cleaned_data["return_due_on"],
        }
