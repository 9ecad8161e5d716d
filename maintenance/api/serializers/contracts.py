"""What the API answers of service contracts, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre, Post
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, Many, Ref
from common.rest.wire import OneOf, SomeOf, Text
from maintenance.choices import ContractKind
from maintenance.models import ContractCoverage, ServiceContract
from maintenance.queries.contracts import covered_unseen

if TYPE_CHECKING:
    from centres.querysets import CentreQuerySet


@extend_schema_serializer(component_name="ServiceContract")
class ContractShape(Shape):
    """A service contract (委託契約)."""

    contract_kind = Coded(ContractKind)
    centres = Many(
        "coverages",
        "centre_id",
        "centre__name",
        order=("centre__kana", "centre__code"),
        centre="centre_id",
        label="対象の施設",
    )
    post_in_charge = Ref("post_seen", "post_in_charge__name")
    previous = Ref("previous_seen", "previous__name")
    successor = Ref("successor_seen", "successor__name", label="次の契約")

    class Meta:
        model = ServiceContract
        fields = (
            "id",
            "name",
            "contractor",
            "contract_kind",
            "first_on",
            "last_on",
            "amount",
            "centres",
            "post_in_charge",
            "previous",
            "successor",
            "not_renewed_on",
            "not_renewed_reason",
            "internal_notes",
        )


def _centres_to_cover(entered: ContractInput) -> CentreQuerySet:
    """Centres that stand, and those that the contract covers already."""
    seen = Centre.objects.within(entered.scope)
    covered = ContractCoverage.objects.filter(contract=entered.record).values("centre_id")
    return seen.filter(Q(pk__in=seen.standing(entered.on).values("pk")) | Q(pk__in=covered))


class ContractInput(Input):
    """A service contract and the centres that it covers."""

    centres = SomeOf(_centres_to_cover)
    post_in_charge = OneOf(
        lambda entered: Post.objects.within(entered.scope), required=False, allow_null=True
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
            "centres",
            "post_in_charge",
            "internal_notes",
        )

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        if "centres" in facts and self.record:
            facts["centres"] += covered_unseen(self.record, scope=self.scope)
        return facts


class NotRenewedInput(Input):
    """Why nothing follows a contract (更新しない理由)."""

    checks_record = False

    reason = Text(label="更新しない理由", max_length=200)

    class Meta:
        model = ServiceContract
        fields = ("reason",)
