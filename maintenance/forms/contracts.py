"""The forms of service contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q

from centres.models import Centre, Post
from maintenance.choices import ContractKind
from maintenance.models import ServiceContract
from ui.forms import EraDateField, KyotenForm, RadioRows, WholeNumberField

if TYPE_CHECKING:
    from datetime import date

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
