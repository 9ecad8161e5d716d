"""What the API answers of designations, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre
from common.problems import Problem
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, IdOf, Ref, Stated, coded_schema
from common.rest.wire import Day, OneOf, Statements, Text
from designated_managers.choices import DesignationStage, SelectionKind, VoteResult
from designated_managers.models import CouncilSession, Designation, Organisation
from designated_managers.models.decisions import DECIDED
from designated_managers.rules.stage import DesignationDays, stage_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from designated_managers.querysets.designations import DesignationQuerySet


class StageToday(FromColumns):
    """Where a designation stands today (段階)."""

    schema: ClassVar[dict[str, Any]] = {
        **coded_schema(DesignationStage.choices),
        "nullable": False,
        "description": "きょうの段階。in_force は指定期間中",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            "on",
            "designated_on",
            "first_on",
            "last_on",
            "revoked_on",
            "days_unconfirmed",
            "voted_on",
            "vote_result",
            "candidate_decided_on",
            "bill_submitted_on",
            "prior_decision_on",
            **kwargs,
        )

    def shape(self, *values: Any) -> Any:
        on, *days = values
        stage = stage_on(on, DesignationDays(*days))
        return {"code": stage.value, "label": stage.label}


@extend_schema_serializer(component_name="Designation")
class DesignationShape(Shape):
    """A designation (指定) in a list."""

    centre = Ref("centre_id", "centre__name")
    organisation = Ref("organisation_id", "organisation__name")
    stage = StageToday(label="段階")
    selection_kind = Coded(SelectionKind)
    session = IdOf("session_id", label="議決する会期の番号")
    vote_result = Coded(VoteResult)
    bundle = Ref("bundle_id", "bundle__name")
    previous = IdOf("previous_id", label="前の指定の番号")
    next = IdOf("next_seen", label="次の指定の番号")

    class Meta:
        model = Designation
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "centre",
            "organisation",
            "stage",
            "first_on",
            "last_on",
            *DECIDED,
            "designated_on",
            "instrument_number",
            "revoked_on",
            "days_unconfirmed",
            "bundle",
            "previous",
            "next",
            "direct_return_decided_on",
            "direct_return_reason",
            "internal_notes",
        )


@extend_schema_serializer(component_name="DesignationDetail")
class DesignationDetailShape(DesignationShape):
    """A designation with the sources of its facts."""

    internal = frozenset({"stated_facts"})

    stated_facts = Stated(label="出典・確かさ")

    class Meta(DesignationShape.Meta):
        fields = (*DesignationShape.Meta.fields, "stated_facts")


def _others(entered: DesignationFacts) -> DesignationQuerySet:
    """Designations that may be the one before; of the same centre, once it is known."""
    others = Designation.objects.within(entered.scope)
    if entered.record is None:
        return others
    return others.filter(centre=entered.record.centre_id).exclude(pk=entered.record.pk)


class DesignationFacts(Input):
    """The facts of a designation; ``bundle_name`` puts it into the bundle of this name, opened if there is
    none."""

    organisation = OneOf(lambda entered: Organisation.objects.within(entered.scope))
    previous = OneOf(_others, required=False, allow_null=True)
    session = OneOf(lambda _: CouncilSession.objects.all(), required=False, allow_null=True)
    bundle_name = Text(label="一括の名称", max_length=120, required=False, allow_blank=True)
    stated_facts = Statements()

    class Meta:
        model = Designation
        fields: ClassVar[tuple[str, ...]] = (
            "organisation",
            "previous",
            "first_on",
            "last_on",
            *DECIDED,
            "designated_on",
            "instrument_number",
            "days_unconfirmed",
            "revoked_on",
            "bundle_name",
            "internal_notes",
            "stated_facts",
        )


class DesignationInput(DesignationFacts):
    """A new designation."""

    centre = OneOf(lambda entered: Centre.objects.within(entered.scope))

    class Meta(DesignationFacts.Meta):
        fields = ("centre", *DesignationFacts.Meta.fields)


class DesignationChange(DesignationFacts):
    """A designation that was entered; its centre stays. A decision to return to direct management can be
    mended where there is one."""

    class Meta(DesignationFacts.Meta):
        fields = (*DesignationFacts.Meta.fields, "direct_return_decided_on", "direct_return_reason")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if self.record.direct_return_decided_on is None:
            for name in ("direct_return_decided_on", "direct_return_reason"):
                if facts.get(name):
                    message = "直営に戻すことは、direct-return/ で決めてください。"
                    yield Problem("return-not-decided", message, field=name)


class DirectReturnInput(Input):
    """That the city will run the centre itself again (直営復帰): on which day it was decided, and why."""

    checks_record = False

    direct_return_decided_on = Day()
    direct_return_reason = Text(max_length=200)

    class Meta:
        model = Designation
        fields = ("direct_return_decided_on", "direct_return_reason")

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        return {
            "decided_on": facts["direct_return_decided_on"],
            "reason": facts["direct_return_reason"],
        }
