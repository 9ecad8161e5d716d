"""The forms of the record of an inspection: what was seen, that it could not be done, and corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from common.db.scoped import hidden_fields
from common.eras import era_day
from common.files import PHOTOS
from maintenance.actions import (
    MOST_FINDINGS,
    Evidence,
    FindingSeen,
    problems_when_done,
    problems_with_attempt_at,
    problems_with_day_of,
    problems_with_new_day,
)
from maintenance.choices import Severity
from maintenance.forms.files import PAPERS, FilesField
from maintenance.models import DueInspection
from maintenance.queries.outcomes import good_word
from maintenance.rules.recording import problems_with_outcome
from ui.forms import EraDateField, KyotenForm, RadioRows, WholeNumberField, problems_to_errors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.forms.boundfield import BoundField

    from common.problems import Problem
    from common.scope import Scope
    from maintenance.models import InspectionFinding, InspectionOutcome
    from maintenance.queries.recording import Companion

SINCE_HEISEI = ("令和", "平成")

SEEN = ("done_on", "outcome", "done_by", "qualification", "licence_number", "remarks", "cost")
"""The facts of the record itself, as the acts take them."""

PARTS = ("place", "text", "severity", "photos")
"""What is said of each finding."""

GRAVE = {
    Severity.DANGER: "けがや火事のおそれがある。使うのをやめる",
    Severity.REPAIR: "壊れている、または期限が切れている",
    Severity.NOTE: "覚えておく。すぐに直さなくてもよい",
}


@dataclass(frozen=True)
class FindingBlock:
    """The fields of one finding, as the page shows them; ``opened``: something stands in it."""

    number: int
    place: BoundField
    text: BoundField
    severity: BoundField
    photos: BoundField
    opened: bool
    there: InspectionFinding | None


class SeenForm(KyotenForm, forms.Form):
    """What was seen at an inspection: its outcome, what was found, and who looked."""

    done_on = EraDateField(label="点検した日")
    outcome = forms.ChoiceField(label="結果", choices=(), widget=RadioRows())
    remarks = forms.CharField(label="気づいたこと", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    done_by = forms.CharField(label="点検した人", max_length=120, help_text="会社名か氏名。")
    qualification = forms.CharField(label="資格", max_length=120, required=False)
    licence_number = forms.CharField(label="資格の番号", max_length=60, required=False)
    papers = FilesField(label="点検の書類", kinds=PAPERS, help_text="点検票、証明書、報告書など。")
    cost = WholeNumberField(
        label="かかった費用（円・税込み）",
        required=False,
        help_text="委託契約に含まれるときは0、分からないときは空けておきます。来年度の予算の見込みに使います。",
    )

    def __init__(
        self,
        *args: Any,
        turn: DueInspection,
        words: Sequence[InspectionOutcome],
        qualified: str,
        scope: Scope,
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.turn, self.words, self.on = turn, words, on
        self.there: Sequence[InspectionFinding] = ()
        for name in hidden_fields(DueInspection, scope):
            del self.fields[name]
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(word.code, word.label) for word in words]
        outcome.widget.notes = {word.code: word.explanation for word in words}
        good = good_word(words)
        hint = f"場所と様子がわかるように書いてください。「{good}」のときは書かなくてもかまいません。"
        self["remarks"].help_text = hint
        if qualified:
            self["qualification"].help_text = f"点検できる人：{qualified}"

    def add_findings(self, there: Sequence[InspectionFinding] = ()) -> None:
        """Room for findings: those recorded before, and new ones after them."""
        self.there = there
        self.room = len(there) + MOST_FINDINGS
        for number in range(1, self.room + 1):
            before = there[number - 1] if number <= len(there) else None
            self.fields |= {
                f"finding_{number}_{part}": field
                for part, field in zip(PARTS, _fields_of_finding(number, before), strict=True)
            }

    @property
    def blocks(self) -> list[FindingBlock]:
        """The fields of each finding, for the page."""
        return [self._block(number) for number in range(1, self.room + 1)]

    def _block(self, number: int) -> FindingBlock:
        parts = {part: self[f"finding_{number}_{part}"] for part in PARTS}
        return FindingBlock(
            number,
            **parts,
            opened=any(bound.value() or bound.errors for bound in parts.values()),
            there=self.there[number - 1] if number <= len(self.there) else None,
        )

    def clean(self) -> dict[str, Any]:
        """What the act would refuse is told together with everything else."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("done_on"):
            problems_to_errors(self, self.problems_with_day(cleaned["done_on"]))
        severities = [severity for number in self._told if (severity := self._check_finding(number))]
        word = next((word for word in self.words if word.code == cleaned.get("outcome")), None)
        if word is not None:
            found = problems_with_outcome(
                meaning=word.meaning,
                good=good_word(self.words),
                remarks=cleaned.get("remarks", ""),
                # What is half said is asked for in its own place.
                severities=severities or [""] * len(self._told),
            )
            problems_to_errors(self, found)
        return cleaned

    def problems_with_day(self, done_on: date) -> Sequence[Problem]:
        """What speaks against the day."""
        return [*problems_with_day_of(self.turn, done_on, on=self.on)]

    @property
    def _told(self) -> list[int]:
        """The findings of which anything is said."""
        parts = {number: [f"finding_{number}_{part}" for part in PARTS] for number in range(1, self.room + 1)}
        return [
            number
            for number, names in parts.items()
            if number <= len(self.there) or any(self.cleaned_data.get(n) or n in self.errors for n in names)
        ]

    def _check_finding(self, number: int) -> str:
        """A finding says where, what and how grave; told together if it does not. Its severity."""
        for part, label, verb in (
            ("place", "場所", "入力"),
            ("text", "様子", "入力"),
            ("severity", "重さ", "選択"),
        ):
            name = f"finding_{number}_{part}"
            if not self.cleaned_data.get(name) and name not in self.errors:
                ask = "選んで" if verb == "選択" else "入力して"
                message = f"指摘{number}の{label}を{ask}ください。"
                self.add_error(name, forms.ValidationError(message, code="required"))
        return str(self.cleaned_data.get(f"finding_{number}_severity") or "")

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the record itself, as the acts take them."""
        return {name: self.cleaned_data[name] for name in SEEN if name in self.fields}

    def evidence(self, *, at: datetime) -> Evidence:
        """Findings and papers, as the acts take them."""
        said = self.cleaned_data
        findings = tuple(
            FindingSeen(
                **{part: said[f"finding_{number}_{part}"] for part in PARTS},
                pk=self.there[number - 1].pk if number <= len(self.there) else None,
            )
            for number in self._told
        )
        return Evidence(at=at, findings=findings, papers=said["papers"])


def _fields_of_finding(number: int, there: InspectionFinding | None) -> tuple[forms.Field, ...]:
    place = forms.CharField(
        label="場所",
        max_length=120,
        required=False,
        initial=there.place if there else "",
        help_text="例：2階廊下、厨房の天井",
    )
    text = forms.CharField(
        label="様子",
        required=False,
        initial=there.text if there else "",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    severity = forms.ChoiceField(
        label="重さ",
        choices=Severity.choices,
        required=False,
        initial=there.severity if there else None,
        widget=RadioRows(notes={grave.value: note for grave, note in GRAVE.items()}),
        error_messages={"invalid_choice": f"指摘{number}の重さを選び直してください。"},
    )
    return place, text, severity, FilesField(label=f"指摘{number}の写真", kinds=PHOTOS)


class RecordForm(SeenForm):
    """What was seen at an inspection, recorded for the first time (点検の記録)."""

    together = forms.TypedMultipleChoiceField(
        label="同じ日に行ったほかの点検",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="印を付けた点検も、同じ日・同じ結果で記録します。結果が違うときは、別に記録してください。",
    )

    def __init__(self, *args: Any, companions: Sequence[Companion], on: date, **kwargs: Any) -> None:
        before = kwargs["turn"].previous
        names = ("done_by", "qualification", "licence_number")
        who = {name: getattr(before, name) for name in names} if before else {}
        super().__init__(*args, initial={"done_on": on, **who}, on=on, **kwargs)
        together: Any = self.fields["together"]
        together.choices = [(one.pk, _named(one)) for one in companions]
        if not companions:
            del self.fields["together"]
        self.add_findings()

    def clean(self) -> dict[str, Any]:
        """That somebody recorded the turn meanwhile is told as well."""
        cleaned = super().clean()
        problems_to_errors(self, problems_when_done(self.turn))
        return cleaned

    @property
    def together_pks(self) -> list[int]:
        """The other turns that the visit answers."""
        return list(self.cleaned_data.get("together", []))


def _named(companion: Companion) -> str:
    due = f"（期限 {era_day(companion.due_on)}）" if companion.due_on else "（期日不明）"
    return f"{companion.name}　{companion.part}{due}"


class CorrectForm(SeenForm):
    """What was recorded, put right (点検の記録の訂正), and why."""

    reason = forms.CharField(
        label="直す理由",
        max_length=200,
        help_text="例：点検票の日付と違っていたため。前の記録は、直した人と日時と一緒に残ります。",
    )

    def __init__(
        self, *args: Any, turn: DueInspection, findings: Sequence[InspectionFinding], **kwargs: Any
    ) -> None:
        recorded = {name: getattr(turn, name) for name in SEEN}
        super().__init__(*args, turn=turn, initial=recorded, **kwargs)
        self.add_findings(findings)
        self.order_fields(["reason"])

    def problems_with_day(self, done_on: date) -> Sequence[Problem]:
        """The turns before and after it stay before and after it."""
        return [*problems_with_new_day(self.turn, done_on, on=self.on)]


class FailedAttemptForm(KyotenForm, forms.Form):
    """That a turn could not be done (点検できなかった), why, and when it is tried again."""

    tried_on = EraDateField(label="行った日")
    reason = forms.CharField(
        label="できなかった理由",
        max_length=200,
        help_text="例：部屋を使っていて入れなかった。業者が来なかった。",
    )
    planned_on = EraDateField(
        label="新しい予定日", help_text="点検の期限は変わりません。期限までの日にしてください。"
    )

    def __init__(self, *args: Any, turn: DueInspection, on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"tried_on": on}, **kwargs)
        self.turn, self.on = turn, on

    def clean(self) -> dict[str, Any]:
        """What the act would refuse is told together with everything else."""
        cleaned = super().clean() or self.cleaned_data
        problems_to_errors(self, problems_when_done(self.turn))
        tried_on, planned_on = cleaned.get("tried_on"), cleaned.get("planned_on")
        if tried_on and planned_on:
            problems_to_errors(self, problems_with_attempt_at(self.turn, tried_on, planned_on, on=self.on))
        return cleaned
