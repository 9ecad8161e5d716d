"""What the API answers of filings, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.problems import Problem
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import FromColumns, IdOf, Ref, coded_schema
from common.rest.wire import Day, OneOf, Text
from facilities.models import Building, Equipment
from maintenance.actions import problems_with_subject
from maintenance.actions.filing_corrections import problems_with_new_day_of_filing
from maintenance.actions.filings import problems_with_day, shortest_report_months
from maintenance.api.serializers.inspections import TypeNamed
from maintenance.choices import FilingState
from maintenance.models import Filing
from maintenance.queries.inspection_types import inspection_types
from maintenance.rules.filings import filing_state, problems_with_last_filing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class FilingStateToday(FromColumns):
    """Where a filing stands today (状態)."""

    schema: ClassVar[dict[str, Any]] = {
        **coded_schema(FilingState.choices),
        "nullable": False,
        "description": "きょうの状態",
    }

    def shape(self, *values: Any) -> Any:
        on, due_on, filed_on, withdrawn_on = values
        state = filing_state(on, due_on=due_on, filed_on=filed_on, withdrawn_on=withdrawn_on)
        return {"code": state.value, "label": state.label}


@extend_schema_serializer(component_name="Filing")
class FilingShape(Shape):
    """A filing of an inspection with an authority (届出・報告)."""

    centre = Ref("building__centre_id", "building__centre__name", label="施設")
    building = Ref("building_id", "building__name")
    equipment = Ref("equipment_id", "equipment__name")
    type = TypeNamed("type_code", "type_name", label="点検の種類")
    state = FilingStateToday("on", "due_on", "filed_on", "withdrawn_on", label="状態")
    inspection = IdOf("turn_id", label="報告する点検の番号")
    previous = IdOf("previous_id", label="前の届出・報告の番号")
    next = IdOf("next__id", label="次の届出・報告の番号")

    class Meta:
        model = Filing
        fields = (
            "id",
            "centre",
            "building",
            "equipment",
            "type",
            "inspection",
            "report_months",
            "state",
            "statutory_on",
            "due_on",
            "due_reason",
            "addressee",
            "filed_on",
            "receipt_number",
            "remarks",
            "withdrawn_on",
            "withdrawn_reason",
            "previous",
            "next",
        )


class FilingInput(Input):
    """A filing put under watch: its day counts from the last one, filed before the system."""

    checks_record = False

    building = OneOf(lambda entered: Building.objects.within(entered.scope).standing(entered.on))
    equipment = OneOf(
        lambda entered: Equipment.objects.within(entered.scope).installed(entered.on),
        required=False,
        allow_null=True,
    )
    type = Text(label="点検の種類", max_length=60)
    last_filed_on = Day(label="前回の報告日")

    class Meta:
        model = Filing
        fields = ("building", "equipment", "type", "last_filed_on")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if "last_filed_on" in facts:
            yield from problems_with_last_filing(facts["last_filed_on"], on=self.on)
        if "type" not in facts:
            return
        types = inspection_types()
        reported = {code: kind for code, kind in types.items() if shortest_report_months(kind) is not None}
        kind = reported.get(facts["type"])
        if kind is None:
            message = f"報告する点検の種類は次のどれかにしてください：{'、'.join(reported)}。"
            yield Problem("type-not-reported", message, field="type")
        elif facts.get("building"):
            yield from problems_with_subject(kind, facts["building"], facts.get("equipment"))

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        facts["type_code"] = facts.pop("type")
        return facts


class RecordFilingInput(Input):
    """That it was filed (提出の記録)."""

    checks_record = False

    filed_on = Day()
    addressee = Text(max_length=200)

    class Meta:
        model = Filing
        fields = ("filed_on", "addressee", "receipt_number", "remarks")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if self.record.filed_on is None and "filed_on" in facts:
            yield from problems_with_day(self.record, facts["filed_on"], on=self.on)


class CorrectFilingInput(Input):
    """The record of a filing put right (提出の記録の訂正): what is sent replaces what stood there; the rest
    stays."""

    checks_record = False

    filed_on = Day(required=False)
    addressee = Text(max_length=200, required=False)
    reason = Text(label="直す理由", max_length=200)

    class Meta:
        model = Filing
        fields = ("reason", "filed_on", "addressee", "receipt_number", "remarks")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if self.record.filed_on is not None and "filed_on" in facts:
            following = getattr(self.record, "next", None)
            yield from problems_with_new_day_of_filing(
                self.record, facts["filed_on"], following=following, on=self.on
            )


class WithdrawFilingInput(Input):
    """Why it need not be filed (取りやめた理由)."""

    checks_record = False

    reason = Text(label="取りやめた理由", max_length=200)

    class Meta:
        model = Filing
        fields = ("reason",)
