"""The forms of the measures of supervision, one shape for each kind, and of what follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.files import DOCUMENTS, PHOTOS, CheckedFile, FileRefused, check_upload
from designated_managers.choices import ENDING, SUSPENSIONS, ClosedHow, MeasureKind
from designated_managers.forms.days import DayField
from designated_managers.rules.measures import CHANCE_TO_EXPLAIN, HEARING
from ui.forms import EraDateField, KyotenForm, RadioRows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from common.problems import Problem
    from designated_managers.models import Measure

FILE_LIMITS = "PDF・Excel・Word・写真、1つ20MBまで"

OF_KIND = {
    MeasureKind.INSTRUCTION: ("plan_by", "improve_by"),
    MeasureKind.SUSPENSION_PART: ("stopped", "first_on", "last_on", "heard_on", "not_heard_reason"),
    MeasureKind.SUSPENSION_WHOLE: ("first_on", "last_on", "heard_on", "not_heard_reason"),
    MeasureKind.REVOCATION: ("ends_on", "heard_on", "not_heard_reason"),
    MeasureKind.RELEASE: ("requested_on", "ends_on"),
}
"""What is asked of each kind besides day, number and reason."""

OF_ALL = ("decided_on", "number", "reason", "internal_notes")
NEEDED = frozenset({"improve_by", "stopped", "first_on", "ends_on", "requested_on"})


class MeasureForm(KyotenForm, forms.Form):
    """A measure of one kind (監督の措置).

    ``warned`` holds the codes of the warnings that whoever fills it in has been shown: with these on the page
    a second press does the act.
    """

    decided_on = DayField(label="措置の日")
    number = forms.CharField(label="文書番号", max_length=60, required=False, help_text="例：地域第123号")
    reason = forms.CharField(
        label="理由", widget=forms.Textarea(attrs={"rows": 4}), help_text="文書に書いた理由。団体も読みます。"
    )
    requested_on = DayField(label="団体が返上を申し出た日")
    plan_by = DayField(
        label="改善計画の期限", required=False, help_text="計画を求めないときは、空けておきます。"
    )
    improve_by = DayField(label="改善の期限")
    stopped = forms.CharField(label="停止する業務", max_length=200, help_text="例：会議室の貸出しの受付")
    first_on = DayField(label="停止の初日")
    last_on = DayField(label="停止の末日", required=False, help_text="決まっていないときは、空けておきます。")
    ends_on = DayField(
        label="効力がなくなる最初の日", help_text="この日から、団体は指定管理者ではなくなります。"
    )
    heard_on = DayField(label="聴聞の日", required=False)
    not_heard_reason = forms.CharField(label="しなかった理由", max_length=200, required=False)
    internal_notes = forms.CharField(
        label="内部メモ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="市の職員だけが見ます。",
    )
    warned = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kind: MeasureKind, measure: Measure | None = None, on: date, **kwargs: Any
    ) -> None:
        self.kind = kind
        names = (*OF_ALL, *OF_KIND[kind])
        kwargs["initial"] = {"decided_on": on}
        if measure is not None:
            kwargs["initial"] = {name: getattr(measure, name) for name in names}
        super().__init__(*args, **kwargs)
        for name in set(self.base_fields) - {*names, "warned"}:
            del self.fields[name]
        if kind in SUSPENSIONS:
            self["heard_on"].label = "弁明の機会を与えた日"
            self["not_heard_reason"].label = "弁明の機会を与えなかった理由"
            self["heard_on"].help_text = f"{CHANCE_TO_EXPLAIN}。分からないときは空けておけます。"
        elif kind == MeasureKind.REVOCATION:
            self["heard_on"].help_text = f"{HEARING}。分からないときは空けておけます。"
            self["not_heard_reason"].label = "聴聞をしなかった理由"
        if kind == MeasureKind.RELEASE:
            self["decided_on"].label = "返上を認めた日"

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"warned", "version"}}

    def has_seen(self, warnings: Iterable[Problem]) -> bool:
        """Whether every one of these warnings was shown before this press."""
        shown = set(self.cleaned_data["warned"].split())
        return {warning.code for warning in warnings} <= shown

    def show(self, warnings: Iterable[Problem]) -> None:
        """Remember on the page that these warnings are shown now."""
        data: Any = self.data
        shown = data.copy()
        shown[self.add_prefix("warned")] = " ".join(sorted(warning.code for warning in warnings))
        self.data = shown


class PlanForm(KyotenForm, forms.Form):
    """The improvement plan that the group handed in (改善計画)."""

    handed_in_on = EraDateField(label="提出の日")
    summary = forms.CharField(label="計画の要点", widget=forms.Textarea(attrs={"rows": 4}))
    review_by = EraDateField(label="市が返事をする日（目安）")


class PlanDecisionForm(KyotenForm, forms.Form):
    """What the city says to an improvement plan: accepted, or sent back with the reason."""

    decision = forms.ChoiceField(
        label="市の返事",
        choices=[("accept", "認める"), ("send_back", "差し戻す")],
        widget=RadioRows(
            notes={"accept": "改善の期限まで、改善を見守ります", "send_back": "計画を出し直してもらいます"}
        ),
    )
    decided_on = EraDateField(label="返事をした日")
    reason = forms.CharField(
        label="差し戻す理由", max_length=200, required=False, help_text="差し戻すときは必ず。団体も読みます。"
    )


class CloseMeasureForm(KyotenForm, forms.Form):
    """How a measure came to its end (措置の終わり)."""

    closed_how = forms.ChoiceField(label="終わり方", widget=RadioRows())
    closed_on = EraDateField(label="終わった日", help_text="この日から、措置の効力がなくなります。")
    closing_number = forms.CharField(label="解除などの文書番号", max_length=60, required=False)
    closing_reason = forms.CharField(label="理由", max_length=200, required=False)

    def __init__(self, *args: Any, kind: MeasureKind, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"closed_on": on})
        super().__init__(*args, **kwargs)
        how: Any = self.fields["closed_how"]
        how.choices = [(one.value, one.label) for one in _ways_to_end(kind)]
        how.widget.notes = {
            ClosedHow.WITHDRAWN: "誤りだったとき。はじめからなかったものとします"
            + ("。指定はもとの末日まで続きます" if kind in ENDING else ""),
            ClosedHow.FOLLOWED: "改善されず、次の措置をしたとき",
        }


def _ways_to_end(kind: MeasureKind) -> tuple[ClosedHow, ...]:
    if kind in ENDING:
        return (ClosedHow.WITHDRAWN,)
    if kind in SUSPENSIONS:
        return (ClosedHow.LIFTED, ClosedHow.FOLLOWED, ClosedHow.WITHDRAWN)
    return (ClosedHow.IMPROVED, ClosedHow.FOLLOWED, ClosedHow.WITHDRAWN)


class DocumentForm(KyotenForm, forms.Form):
    """A document of a measure (措置の文書), checked by its content."""

    title = forms.CharField(
        label="文書の名前", max_length=120, help_text="例：改善指示書、改善計画書、聴聞の調書"
    )
    file = forms.FileField(label="ファイル")

    def clean_file(self) -> CheckedFile:
        """The file, ready to be kept; or everything that is wrong with it."""
        given = self.cleaned_data["file"]
        try:
            return check_upload(given.name, given, DOCUMENTS | PHOTOS)
        except FileRefused as refusal:
            raise forms.ValidationError(
                [forms.ValidationError(problem.message, code=problem.code) for problem in refusal.problems]
            ) from refusal
