"""The form that puts an inspection under watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from maintenance.actions import problems_with_subject, there_since
from maintenance.choices import SubjectOfInspection
from maintenance.forms.places import targets_of
from maintenance.rules.recording import problems_with_last_day
from ui.forms import EraDateField, KyotenForm, RadioRows, problems_to_errors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from facilities.models import Building
    from maintenance.models import InspectionType


SINCE_HEISEI = ("令和", "平成")

FROM_LAST, FIRST, ON_DAY, UNKNOWN = "last", "first", "day", "unknown"


class PlanForm(KyotenForm, forms.Form):
    """Puts an inspection of one centre under watch (点検の登録).

    The due day is counted from the last turn, or given, or not known: 分からない is an answer.
    """

    type_code = forms.ChoiceField(label="点検の種類", choices=())
    target = forms.ChoiceField(
        label="対象", choices=(), help_text="設備の点検では設備を、そのほかでは建物を選びます。"
    )
    basis = forms.ChoiceField(
        label="期限の決め方",
        choices=[
            (FROM_LAST, "前回の点検日から数える"),
            (FIRST, "初めての点検として数える"),
            (ON_DAY, "期限の日を入れる"),
            (UNKNOWN, "分からない"),
        ],
        widget=RadioRows(
            notes={
                FROM_LAST: "点検の種類ごとの周期で、次の期限が決まります",
                FIRST: "検査済証の交付日や設置年月から数えます。まだ一度も行っていないとき",
                ON_DAY: "期限がすでに決まっているとき",
                UNKNOWN: "「期日不明・要確認」として要対応に出ます",
            }
        ),
    )
    last_done_on = EraDateField(
        label="前回の点検日",
        eras=SINCE_HEISEI,
        required=False,
        help_text="「前回の点検日から数える」を選んだときに入力します。",
    )
    due_on = EraDateField(
        label="期限の日", required=False, help_text="「期限の日を入れる」を選んだときに入力します。"
    )

    def __init__(
        self,
        *args: Any,
        types: Iterable[InspectionType],
        buildings: Iterable[Building],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.types = {kind.code: kind for kind in types}
        targets = targets_of(buildings)
        self.targets = targets.places
        self._offer("target", targets.choices)
        self._offer("type_code", [("", "選んでください"), *self._types_by_subject()])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _types_by_subject(self) -> list[Any]:
        return [
            (
                f"{subject.label}の点検",
                [
                    (code, f"{kind.name}（{kind.cycle_months}か月ごと）")
                    for code, kind in self.types.items()
                    if kind.subject == subject
                ],
            )
            for subject in SubjectOfInspection
        ]

    def clean(self) -> dict[str, Any]:
        """Type and target go together; exactly the day asked for is given."""
        cleaned = super().clean() or self.cleaned_data
        building, equipment = self.targets.get(cleaned.get("target", ""), (None, None))
        kind = self.types.get(cleaned.get("type_code", ""))
        if kind and building:
            for problem in problems_with_subject(kind, building, equipment):
                self.add_error("target", forms.ValidationError(problem.message, code=problem.code))
        self._check_days(cleaned)
        if cleaned.get("last_done_on") and building:
            built = there_since(building, equipment)
            problems_to_errors(self, problems_with_last_day(cleaned["last_done_on"], on=self.on, built=built))
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        basis = cleaned.get("basis")
        for asked_by, name in ((FROM_LAST, "last_done_on"), (ON_DAY, "due_on")):
            label, typed = self[name].label, cleaned.get(name)
            if basis == asked_by and typed is None and name not in self.errors:
                message = f"{label}を入力してください。"
                self.add_error(name, forms.ValidationError(message, code="required"))
            if basis and basis != asked_by and typed is not None:
                chosen = dict(self.fields["basis"].choices)[basis]  # type: ignore[attr-defined]
                self.add_error(name, f"「{chosen}」を選んだときは、{label}を空にしてください。")

    @property
    def is_first(self) -> bool:
        """Whether it was never inspected yet (初回)."""
        return bool(self.cleaned_data["basis"] == FIRST)

    @property
    def place(self) -> dict[str, Any]:
        """What is to be inspected, and by which type."""
        building, equipment = self.targets[self.cleaned_data["target"]]
        return {
            "building": building,
            "equipment": equipment,
            "type_code": self.cleaned_data["type_code"],
        }

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        days = {name: self.cleaned_data[name] for name in ("last_done_on", "due_on")}
        return {**self.place, **days}
