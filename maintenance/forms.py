"""The forms of inspections and service contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q

from centres.models import Centre, Post
from common.db.scoped import hidden_fields
from maintenance.actions import (
    problems_when_done,
    problems_with_day_of,
    problems_with_subject,
    there_since,
)
from maintenance.choices import ContractKind, Outcome, SubjectOfInspection
from maintenance.models import ServiceContract
from maintenance.rules.recording import problems_with_finding, problems_with_last_day
from ui.forms import EraDateField, KyotenForm, RadioRows, WholeNumberField, problems_to_errors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from common.scope import Scope
    from facilities.models import Building, Equipment
    from maintenance.models import DueInspection, InspectionType

SINCE_HEISEI = ("令和", "平成")
FROM_LAST, ON_DAY, UNKNOWN = "last", "day", "unknown"


class RecordForm(KyotenForm, forms.Form):
    """What was seen at an inspection (点検の記録)."""

    done_on = EraDateField(label="点検した日")
    outcome = forms.ChoiceField(
        label="結果",
        choices=Outcome.choices,
        widget=RadioRows(
            notes={
                Outcome.GOOD: "気づいたことは書かなくてもかまいません",
                Outcome.WATCH: "すぐに困ることはない",
                Outcome.REPAIR: "壊れている、または期限が切れている",
            }
        ),
    )
    remarks = forms.CharField(
        label="気づいたこと",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="場所と様子がわかるように書いてください。「異常なし」のときは書かなくてもかまいません。",
    )
    done_by = forms.CharField(label="点検した人", max_length=120, help_text="会社名か氏名。")
    cost = WholeNumberField(
        label="かかった費用（円・税込み）",
        required=False,
        help_text="委託契約に含まれるときは0、分からないときは空けておきます。来年度の予算の見込みに使います。",
    )

    def __init__(
        self, *args: Any, turn: DueInspection, qualified: str, scope: Scope, on: date, **kwargs: Any
    ) -> None:
        who = turn.previous.done_by if turn.previous else ""
        super().__init__(*args, initial={"done_on": on, "done_by": who}, **kwargs)
        for name in hidden_fields(type(turn), scope):
            del self.fields[name]
        if qualified:
            self["done_by"].help_text = f"会社名か氏名。点検できる人：{qualified}"
        self.turn = turn
        self.on = on

    def clean(self) -> dict[str, Any]:
        """What the act would refuse is told together with everything else."""
        cleaned = super().clean() or self.cleaned_data
        problems_to_errors(self, problems_when_done(self.turn))
        if cleaned.get("done_on"):
            problems_to_errors(self, problems_with_day_of(self.turn, cleaned["done_on"], on=self.on))
        finding = {name: cleaned.get(name, "") for name in ("outcome", "remarks")}
        problems_to_errors(self, problems_with_finding(**finding))
        return cleaned


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
            (ON_DAY, "期限の日を入れる"),
            (UNKNOWN, "分からない"),
        ],
        widget=RadioRows(
            notes={
                FROM_LAST: "点検の種類ごとの周期で、次の期限が決まります",
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
        self.targets: dict[str, tuple[Building, Equipment | None]] = {}
        choices: list[Any] = [("", "選んでください")]
        for building in buildings:
            whole = {f"building-{building.pk}": (building, None)}
            pieces = {f"equipment-{piece.pk}": (building, piece) for piece in building.equipment.all()}
            self.targets |= {**whole, **pieces}
            named = [
                (key, piece.name if piece else "建物全体") for key, (_, piece) in {**whole, **pieces}.items()
            ]
            choices.append((building.name, named))
        self._offer("target", choices)
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
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        building, equipment = self.targets[self.cleaned_data["target"]]
        days = {name: self.cleaned_data[name] for name in ("last_done_on", "due_on")}
        return {
            "building": building,
            "equipment": equipment,
            "type_code": self.cleaned_data["type_code"],
            **days,
        }


class ContractForm(KyotenForm, forms.ModelForm[ServiceContract]):
    """A service contract and the centres that it covers (委託契約)."""

    centres = forms.ModelMultipleChoiceField(
        label="対象の施設",
        queryset=Centre.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="1つの契約でいくつもの施設を受け持つときは、すべてに印を付けます。",
        error_messages={"invalid_pk_value": "対象の施設を選び直してください。"},
    )

    class Meta:
        model = ServiceContract
        fields = (
            "name",
            "contractor",
            "contract_kind",
            "first_on",
            "last_on",
            "amount",
            "post_in_charge",
            "internal_notes",
        )
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "first_on": EraDateField,
            "last_on": EraDateField,
            "amount": WholeNumberField,
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "contract_kind": RadioRows(
                notes={
                    ContractKind.SINGLE_YEAR: "4月1日から3月31日まで。毎年度、結び直します",
                    ContractKind.LONG_TERM: "地方自治法 第234条の3。予算の範囲内で、年度をまたいで続きます",
                    ContractKind.DEBT_ACT: "地方自治法 第214条。予算で年度をまたぐ支払いを決めてあります",
                }
            ),
            "internal_notes": forms.Textarea(attrs={"rows": 4}),
        }
        labels: ClassVar[dict[str, str]] = {"amount": "契約金額"}
        help_texts: ClassVar[dict[str, str]] = {
            "name": "例：市民センター清掃業務",
            "amount": "契約期間を通した総額、税込み。例：148,500",
        }

    def __init__(
        self, *args: Any, scope: Scope, on: date, instance: ServiceContract | None = None, **kwargs: Any
    ) -> None:
        covered = list(Centre.objects.filter(contract_coverages__contract=instance)) if instance else []
        kwargs["initial"] = {"centres": [centre.pk for centre in covered], **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        offered = self._offer_centres(scope, on, covered)
        self.covered_unseen = [centre for centre in covered if centre.pk not in offered]
        self._offer_kinds_and_posts(scope)

    def _offer_centres(self, scope: Scope, on: date, covered: list[Centre]) -> set[int]:
        """Centres that stand, and those covered already; asked for once."""
        field = self.fields["centres"]
        rows = Centre.objects.within(scope)
        there = rows.standing(on) | rows.filter(Q(pk__in=[centre.pk for centre in covered]))
        named = [(centre.pk, centre.full_name) for centre in there]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset, field.choices = there, named
        return {pk for pk, _ in named}

    def _offer_kinds_and_posts(self, scope: Scope) -> None:
        kind, post = self.fields["contract_kind"], self.fields["post_in_charge"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = ContractKind.choices
        if isinstance(post, forms.ModelChoiceField):
            post.queryset, post.empty_label = Post.objects.within(scope), "施設の担当と同じ"
        if not scope.internal:
            del self.fields["internal_notes"]

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes; centres that this person does not see stay covered."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        return {**facts, "centres": [*self.cleaned_data["centres"], *self.covered_unseen]}


class NotRenewedForm(KyotenForm, forms.Form):
    """Why nothing follows a contract (更新しない理由)."""

    reason = forms.CharField(
        label="更新しない理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="あとで監査や引き継ぎのときに読まれます。例：市の職員が行うことにしたため",
    )
