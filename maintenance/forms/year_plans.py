"""The forms of the year plan and of the year-end report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from maintenance.actions import Answered
from maintenance.models import PlannedTurn, YearEndAnswer
from maintenance.queries.year_plans import contracts_to_choose
from maintenance.rules.year_plan import BY_STAFF
from ui.forms import EraDateField, KyotenForm, WholeNumberField, name_the_empty_choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from maintenance.queries.year_end import StatutoryRow
    from maintenance.queries.year_plans import PlanRow


class PlannedTurnForm(KyotenForm, forms.ModelForm[PlannedTurn]):
    """The day, the contractor, the budget and the note of one row of the plan (計画の変更)."""

    class Meta:
        model = PlannedTurn
        fields = ("planned_on", "contract", "contractor", "budget", "note")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "planned_on": EraDateField,
            "budget": WholeNumberField,
        }
        labels: ClassVar[dict[str, str]] = {"budget": "予算"}
        help_texts: ClassVar[dict[str, str]] = {
            "contract": "選ぶと、業者は契約の相手方になります。",
            "contractor": (
                f"契約がないときの業者の名前。職員が行うときは「{BY_STAFF}」とだけ入力します（契約は要りません）。"
            ),
            "budget": "税込み。契約に含まれるときは0",
        }

    def __init__(self, *args: Any, instance: PlannedTurn, may_move: bool, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        contract = self.fields["contract"]
        if isinstance(contract, forms.ModelChoiceField):
            contract.queryset = contracts_to_choose(instance)
            name_the_empty_choice(self, "contract", "契約なし")
        if not may_move:
            del self.fields["planned_on"]

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}

    def _post_clean(self) -> None:
        """The act itself says everything that the record has against the facts, all at once."""


class OneDayForm(KyotenForm, forms.Form):
    """Which visits are put on one day, and on which (1日にまとめる)."""

    day = EraDateField(label="まとめて行う日", help_text="どの点検の期限も過ぎない、開庁日にしてください。")
    rows = forms.TypedMultipleChoiceField(
        label="まとめる点検", coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rows: Iterable[PlanRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rows"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(row.pk, _in_words(row)) for row in rows]


def _in_words(row: PlanRow) -> str:
    day = f"いまの予定 {_short(row.day)}" if row.day else "予定日なし"
    due = f"、期限 {_short(row.due_on)}" if row.due_on else ""
    contractor = f"、{row.contractor}" if row.contractor else "、業者未定"
    return f"{row.name}（{row.part}）　{day}{due}{contractor}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


class AnswersForm(KyotenForm, forms.Form):
    """All the reasons of one report in one form: for each row that needs one, why and what follows."""

    def __init__(self, *args: Any, rows: Iterable[StatutoryRow], **kwargs: Any) -> None:
        self.rows = tuple(rows)
        super().__init__(*args, **kwargs)
        longest = YearEndAnswer._meta.get_field("reason").max_length
        for row in self.rows:
            words = f"{row.name}（{row.part}）"
            for name, label, initial in (("reason", "理由", row.reason), ("plan", "今後の対応", row.plan)):
                field = forms.CharField(
                    label=label,
                    required=False,
                    max_length=longest,
                    initial=initial,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
                field.error_messages["max_length"] = (
                    f"{words}の{label}は%(limit_value)d文字までです。いまは%(show_value)d文字あります。"
                )
                self.fields[f"{name}_{row.key}"] = field
                self.fields[f"{name}_before_{row.key}"] = forms.CharField(
                    required=False, initial=initial, widget=forms.HiddenInput
                )

    @property
    def pairs(self) -> list[tuple[StatutoryRow, Any, Any]]:
        """Each row with its two fields; what stood in them when the page was opened travels hidden."""
        return [(row, self[f"reason_{row.key}"], self[f"plan_{row.key}"]) for row in self.rows]

    @property
    def answers(self) -> Mapping[str, Answered]:
        """What the act takes: by the keys of the rows."""
        return {
            row.key: Answered(
                self._said("reason", row),
                self._said("plan", row),
                (self._said("reason_before", row), self._said("plan_before", row)),
            )
            for row in self.rows
        }

    def _said(self, name: str, row: StatutoryRow) -> str:
        # A text area gives back its line breaks otherwise than they were kept.
        return str(self.cleaned_data[f"{name}_{row.key}"]).strip().replace("\r\n", "\n")


class ReopenForm(KyotenForm, forms.Form):
    """Why a confirmed report is opened again (開き直す理由)."""

    reason = forms.CharField(
        label="開き直す理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="あとで監査や引き継ぎのときに読まれます。例：昇降機の点検日の誤りを直すため",
    )
