"""The forms of roads: opening one, planning it anew, recording a step, giving it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from centres.models import Centre
from common.eras import era_day
from common.office_days import short_day
from designated_managers.forms.days import DayField
from designated_managers.models import Designation, Road, RoadStep
from designated_managers.queries.road_outlook import session_key
from designated_managers.rules.council import in_its_year
from designated_managers.rules.road_steps import FACTS
from ui.forms import KyotenForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from common.scope import Scope
    from designated_managers.models import PlannedStep
    from designated_managers.rules.council import SessionDays

WHAT_IT_NEEDS = "ordinance", "ordinance_reason", "debt", "fees"


class SessionChoice(forms.ChoiceField):
    """One of the sessions of the council, entered or usual; cleans to its days."""

    def __init__(self, **kwargs: Any) -> None:
        self.known: dict[str, SessionDays] = {}
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The session chosen; None where none was."""
        return self.known.get(super().clean(value))

    def offer(self, sessions: Iterable[SessionDays], *, empty: str = "") -> None:
        """Say which sessions can be chosen."""
        self.known = {session_key(one): one for one in sessions}
        first = [("", empty)] if empty else []
        self.choices = [*first, *((key, _label(one)) for key, one in self.known.items())]


def _label(session: SessionDays) -> str:
    vote = f"{short_day(session.votes_on)}議決{'の見込み' if session.is_projected else ''}"
    called = "、招集が必要" if session.to_be_called else ""
    return f"{in_its_year(session.name, session.year)}（{vote}{called}）"


class _EndOfDesignation(forms.ModelChoiceField[Designation]):
    """The designation that ends: its centre, organisation and last day tell it from the others."""

    def label_from_instance(self, obj: Designation) -> str:
        ends = f"{era_day(obj.last_on)}まで" if obj.last_on else "末日不明"
        return f"{obj.centre.name}　{obj.organisation.name}（{ends}）"


class _RoadForm(KyotenForm):
    """What opening and replanning have in common."""

    def offer_sessions(self, sessions: Iterable[SessionDays], *, empty: str = "") -> None:
        """Say which sessions of the council can be chosen."""
        field = self.fields["session"]
        if isinstance(field, SessionChoice):
            field.offer(sessions, empty=empty)


class RoadForm(_RoadForm, forms.ModelForm[Road]):
    """A new road: the centre, the first day aimed at, how the body is found, what it needs."""

    session = SessionChoice(
        label="議決する会期",
        required=False,
        help_text="選ばないと、引継ぎの日数が足りる最後の定例会にします。",
    )

    class Meta:
        model = Road
        fields = (
            "centre",
            "previous",
            "first_on",
            "selection_kind",
            *WHAT_IT_NEEDS,
            "internal_notes",
        )
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "first_on": DayField,
            "previous": _EndOfDesignation,
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"internal_notes": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, str]] = {
            "first_on": "例：令和9年4月1日。この日からさかのぼって期限を決めます。",
            "ordinance": "設置条例に、指定管理者に管理させることができる規定がないとき必要です。",
            "debt": "指定管理料が翌年度以降の予算にかかるとき必要です。",
        }

    def __init__(self, *args: Any, scope: Scope, sessions: Iterable[SessionDays], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_sessions(sessions, empty="まかせる（目安から選ぶ）")
        centre, previous = self.fields["centre"], self.fields["previous"]
        if isinstance(centre, forms.ModelChoiceField) and isinstance(previous, forms.ModelChoiceField):
            centre.queryset = Centre.objects.within(scope)
            previous.queryset = (
                Designation.objects.within(scope)
                .select_related("centre", "organisation")
                .order_by("centre__kana", "centre__code", "first_on")
            )
            previous.empty_label = "なし（はじめての指定）"

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "session")}


class ReplanForm(_RoadForm, forms.ModelForm[Road]):
    """A road planned anew: what it aims at, with the reason. The old plan stays."""

    session = SessionChoice(label="議決する会期")
    reason = forms.CharField(
        label="見直す理由", max_length=200, help_text="例：選定委員会が遅れたため、追加議案として出す"
    )

    class Meta:
        model = Road
        fields = ("first_on", "selection_kind", "late_bill", *WHAT_IT_NEEDS)
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"first_on": DayField}
        help_texts: ClassVar[dict[str, str]] = {
            "late_bill": "議案の提出期限のかわりに、追加議案の提出期限からさかのぼります。",
        }

    def __init__(self, *args: Any, sessions: Iterable[SessionDays], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_sessions(sessions)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "session", "reason")}


class StepForm(KyotenForm, forms.ModelForm[RoadStep]):
    """A step of a road: when it is expected, when it was done, a word on it."""

    class Meta:
        model = RoadStep
        fields = ("expected_on", "done_on", "note")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = dict.fromkeys(
            ("expected_on", "done_on"), DayField
        )
        help_texts: ClassVar[dict[str, str]] = {
            "expected_on": "いつになりそうか。まだ分からないときは空けておきます。",
            "done_on": "終わっていなければ空けておきます。",
            "note": "日がずれたわけ、応募の数など。例：委員会が19日遅れたため",
        }

    def __init__(self, *args: Any, planned: PlannedStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answered_by = FACTS.get(planned.answered_by, "")
        if planned.answered_by:
            del self.fields["done_on"]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class DropForm(KyotenForm, forms.Form):
    """Why a road is given up."""

    reason = forms.CharField(label="理由", max_length=200, help_text="例：直営に戻すことにしたため")


class NotesForm(KyotenForm, forms.Form):
    """What the office wants to remember of a road (内部メモ)."""

    internal_notes = forms.CharField(
        label="内部メモ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="市の職員だけが見ます。",
    )
