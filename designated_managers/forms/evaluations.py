"""The forms of yearly evaluations: opening a year, a sheet of either side, publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.fiscal_year import FiscalYear
from designated_managers.actions import SheetSaid
from designated_managers.forms.days import DayField
from designated_managers.rules.evaluations import field_of
from ui.forms import EraDateField, KyotenForm, RadioRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from django.forms.boundfield import BoundField

    from designated_managers.models import Evaluation, EvaluationScheme
    from designated_managers.queries.evaluations import SheetToWrite

YEARS_BACK = 5
"""How many fiscal years before this one the form offers; the act takes any that has begun."""


class OpenEvaluationsForm(KyotenForm, forms.Form):
    """The evaluations of a fiscal year (年度評価を始める): by which scheme, and when the groups are asked."""

    fiscal_year = forms.TypedChoiceField(label="評価する年度", coerce=int)
    scheme = forms.TypedChoiceField(label="評価の方式", coerce=int, widget=RadioRows())
    asked_on = DayField(
        label="自己評価を依頼する日",
        required=False,
        help_text="空けておくと、年度が終わった次の日から団体が書けます。",
    )
    self_due_on = DayField(label="自己評価の期限", required=False)

    def __init__(self, *args: Any, schemes: Sequence[EvaluationScheme], on: date, **kwargs: Any) -> None:
        self.schemes = {scheme.pk: scheme for scheme in schemes}
        this_year = FiscalYear.of(on)
        first = next(iter(self.schemes), None)
        kwargs.setdefault("initial", {"fiscal_year": this_year.year, "scheme": first})
        super().__init__(*args, **kwargs)
        years: Any = self.fields["fiscal_year"]
        offered = [this_year - back for back in range(YEARS_BACK + 1)]
        years.choices = [(year.year, year.label) for year in offered]
        choices: Any = self.fields["scheme"]
        choices.choices = [(pk, scheme.name) for pk, scheme in self.schemes.items()]
        choices.widget.notes = {str(pk): _grades_of(scheme) for pk, scheme in self.schemes.items()}

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {**self.cleaned_data, "scheme": self.schemes[self.cleaned_data["scheme"]]}


def _grades_of(scheme: EvaluationScheme) -> str:
    read = scheme.scheme
    return f"{len(read.items)}項目、{'・'.join(grade.label for grade in read.grades)}"


class AskForm(KyotenForm, forms.Form):
    """That the city asks for the group's own sheet (自己評価の依頼)."""

    asked_on = EraDateField(label="依頼する日")
    self_due_on = EraDateField(label="自己評価の期限", required=False)

    def __init__(self, *args: Any, evaluation: Evaluation, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "asked_on": evaluation.asked_on or on,
            "self_due_on": evaluation.self_due_on,
        }
        super().__init__(*args, **kwargs)


class SheetForm(KyotenForm, forms.Form):
    """A sheet of an evaluation (評価シート). ``plain``: in the words of the group.

    What is chosen is not required here, so that it can be kept half-way; handing in or publishing asks for
    all of it.
    """

    comment = forms.CharField(label="総評", required=False, widget=forms.Textarea(attrs={"rows": 5}))
    reason = forms.CharField(
        label="直す理由", max_length=200, help_text="前の版は残ります。例：利用料金の集計に誤りがあったため"
    )
    committee_on = EraDateField(label="評価委員会の日", required=False)
    committee_opinion = forms.CharField(
        label="評価委員会の意見", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, writing: SheetToWrite, plain: bool, **kwargs: Any) -> None:
        self.writing, self.scheme, self.plain = writing, writing.scheme, plain
        kwargs["initial"] = self._initial()
        super().__init__(*args, version=writing.seen, **kwargs)
        if not writing.needs_reason:
            del self.fields["reason"]
        if plain:
            del self.fields["committee_on"], self.fields["committee_opinion"]
            self["comment"].label = "ひとこと"
            self["comment"].help_text = "1年をふり返って、良かったこと、困ったこと。"
        self._add_choices()

    def _add_choices(self) -> None:
        choices = [(grade.code, grade.label) for grade in self.scheme.grades]
        if not self.plain:
            choices = [
                ("", "まだ決めない"),
                *((grade.code, f"{grade.label}　{grade.meaning}") for grade in self.scheme.grades),
            ]
        notes = {grade.code: grade.meaning for grade in self.scheme.grades}
        for item in self.scheme.items:
            self.fields[field_of(item.code)] = forms.ChoiceField(
                label=item.ask if self.plain else f"{item.label}の評価",
                required=False,
                choices=choices,
                widget=RadioRows(notes=notes) if self.plain else forms.Select(),
                help_text=item.label if self.plain else self._self_said(item.code),
            )
            self.fields[f"comment_{item.code}"] = forms.CharField(
                label="したこと・困ったこと" if self.plain else f"{item.label}の所見",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["overall"] = forms.ChoiceField(
            label="全体では、どうでしたか。" if self.plain else "総合評価",
            required=False,
            choices=choices,
            widget=RadioRows(notes=notes) if self.plain else forms.Select(),
        )

    def _self_said(self, item: str) -> str:
        grade = self.scheme.grade(self.writing.self_grades.get(item, ""))
        comment = self.writing.self_comments.get(item, "")
        return f"自己評価：{grade.label}　{comment}".rstrip() if grade else ""

    def _initial(self) -> dict[str, Any]:
        writing = self.writing
        initial: dict[str, Any] = {field_of(code): grade for code, grade in writing.grades.items()}
        initial |= {f"comment_{code}": comment for code, comment in writing.comments.items()}
        if writing.sheet is not None:
            names = ("overall", "comment", "committee_on", "committee_opinion")
            initial |= {name: getattr(writing.sheet, name) for name in names}
            if writing.sheet.released_on is None:
                initial["reason"] = writing.sheet.reason
        return initial

    @property
    def item_bounds(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Grade and comment of each item, for the page."""
        for item in self.scheme.items:
            yield self[field_of(item.code)], self[f"comment_{item.code}"]

    @property
    def said(self) -> SheetSaid:
        """What the sheet says, as the acts take it."""
        said = self.cleaned_data
        codes = [item.code for item in self.scheme.items]
        return SheetSaid(
            grades={code: said[field_of(code)] for code in codes if said[field_of(code)]},
            comments={code: said[f"comment_{code}"] for code in codes},
            overall=said["overall"],
            comment=said["comment"],
            committee_on=said.get("committee_on"),
            committee_opinion=said.get("committee_opinion", ""),
            reason=said.get("reason", ""),
        )


class PublishForm(KyotenForm, forms.Form):
    """That the city's draft is published (公表)."""

    published_on = EraDateField(label="公表する日")
