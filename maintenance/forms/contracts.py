"""The forms of service contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q

from centres.models import Centre, Post
from common.fiscal_year import fiscal_years_of
from common.periods import Period
from facilities.models import Equipment
from maintenance.actions import ContractScope
from maintenance.choices import ContractKind
from maintenance.models import ServiceContract
from maintenance.queries.inspection_types import inspection_types
from ui.forms import EraDateField, KyotenForm, RadioRows, WholeNumberField

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from django.forms.boundfield import BoundField

    from common.scope import Scope


class ContractForm(KyotenForm, forms.ModelForm[ServiceContract]):
    """A service contract and the centres that it covers (委託契約)."""

    centres = forms.ModelMultipleChoiceField(
        label="対象の施設",
        queryset=Centre.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="1つの契約でいくつもの施設を受け持つときは、すべてに印を付けます。",
        error_messages={"invalid_pk_value": "対象の施設を選び直してください。"},
    )

    types = forms.MultipleChoiceField(
        label="行う点検",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="この契約で行う点検に印を付けます。清掃や警備だけの契約では、付けません。",
        error_messages={"invalid_choice": "行う点検を選び直してください。"},
    )

    class Meta:
        model = ServiceContract
        fields = (
            "number",
            "name",
            "contractor",
            "contract_kind",
            "first_on",
            "last_on",
            "notice_on",
            "amount",
            "post_in_charge",
            "internal_notes",
        )
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "first_on": EraDateField,
            "last_on": EraDateField,
            "notice_on": EraDateField,
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
            "number": "例：令和8年度 第12号",
            "name": "例：市民センター清掃業務",
            "notice_on": "この日までに、更新するか終えるかを相手方に伝えます。定めがなければ空けておきます。",
            "amount": "契約期間を通した総額、税込み。例：148,500",
        }

    def __init__(
        self, *args: Any, scope: Scope, on: date, instance: ServiceContract | None = None, **kwargs: Any
    ) -> None:
        covered = list(Centre.objects.filter(contract_coverages__contract=instance)) if instance else []
        taken = [row.type_code for row in instance.types.all()] if instance else []
        kwargs["initial"] = {
            "centres": [centre.pk for centre in covered],
            "types": taken,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, instance=instance, **kwargs)
        offered = self._offer_centres(scope, on, covered)
        self.covered_unseen = [centre for centre in covered if centre.pk not in offered]
        self._offer_kinds_and_posts(scope)
        self._offer_types(kwargs["initial"]["types"], on=on)

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

    def _offer_types(self, taken: Collection[str], *, on: date) -> None:
        """The types in use, and those that the contract names already."""
        field, types = self.fields["types"], inspection_types()
        offered = {kind.code for kind in types.values() if kind.retired_on is None or kind.retired_on > on}
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [
                (code, kind.name) for code, kind in types.items() if code in offered or code in taken
            ]

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes; centres that this person does not see stay covered."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        return {
            **facts,
            "centres": [*self.cleaned_data["centres"], *self.covered_unseen],
            "scope": ContractScope(types=self.cleaned_data["types"]),
        }


class ContractEquipmentForm(KyotenForm, forms.Form):
    """Which equipment a contract is about (契約の対象設備), of what stands in the centres that it covers."""

    equipment = forms.ModelMultipleChoiceField(
        label="対象の設備",
        queryset=Equipment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="どれにも印を付けなければ、対象の施設のすべての設備です。",
        error_messages={"invalid_pk_value": "対象の設備を選び直してください。"},
    )

    def __init__(self, *args: Any, contract: ServiceContract, scope: Scope, on: date, **kwargs: Any) -> None:
        named = list(Equipment.objects.filter(contract_pieces__contract=contract).select_related("building"))
        kwargs["initial"] = {"equipment": [piece.pk for piece in named]}
        super().__init__(*args, **kwargs)
        rows = Equipment.objects.within(scope).filter(building__centre__contract_coverages__contract=contract)
        there = (
            (rows.installed(on) | rows.filter(pk__in=[piece.pk for piece in named]))
            .select_related("building__centre")
            .order_by("building__centre__kana", "building__name", "name", "pk")
        )
        offered = [(piece.pk, _piece_in_words(piece)) for piece in there]
        field = self.fields["equipment"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset, field.choices = there, offered
        seen = {pk for pk, _ in offered}
        self.named_unseen = [piece for piece in named if piece.pk not in seen]

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes; equipment that this person does not see stays named."""
        pieces = [*self.cleaned_data["equipment"].select_related("building"), *self.named_unseen]
        return {"scope": ContractScope(equipment=pieces)}


def _piece_in_words(piece: Equipment) -> str:
    """三丘市民センター　本館　エレベーター."""
    return f"{piece.building.centre.name}　{piece.building.name}　{piece.name}"


class ContractYearsForm(KyotenForm, forms.Form):
    """What a contract costs in each fiscal year of its term (年度別の金額)."""

    def __init__(self, *args: Any, contract: ServiceContract, **kwargs: Any) -> None:
        self.years = fiscal_years_of(Period(contract.first_on, contract.last_on))
        amounts = dict(contract.years.values_list("fiscal_year", "amount"))
        kwargs["initial"] = {f"year_{year}": amount for year, amount in amounts.items()}
        super().__init__(*args, **kwargs)
        for year in self.years:
            self.fields[f"year_{year.year}"] = WholeNumberField(label=year.label, required=False, min_value=0)

    @property
    def bounds(self) -> Iterator[BoundField]:
        """The field of each fiscal year, for the page."""
        for year in self.years:
            yield self[f"year_{year.year}"]

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes: the years that were filled in."""
        said = {year.year: self.cleaned_data[f"year_{year.year}"] for year in self.years}
        return {"scope": ContractScope(years={year: yen for year, yen in said.items() if yen is not None})}


class NotRenewedForm(KyotenForm, forms.Form):
    """Why nothing follows a contract (更新しない理由)."""

    reason = forms.CharField(
        label="更新しない理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="あとで監査や引き継ぎのときに読まれます。例：市の職員が行うことにしたため",
    )
