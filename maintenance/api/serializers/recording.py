"""What the API takes of the record of an inspection, and what it answers of its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from common.clock import now
from common.problems import Problem
from common.rest.inputs import Input
from common.rest.values import Described
from common.rest.wire import BIGGEST_ID, Day, SomeOf, Text
from maintenance.actions import (
    Evidence,
    FindingSeen,
    problems_with_attempt_at,
    problems_with_day_of,
    problems_with_new_day,
)
from maintenance.choices import Severity
from maintenance.models import DueInspection, FailedAttempt
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.outcomes import good_word, offered_outcomes
from maintenance.rules.recording import problems_with_outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_FINDINGS = 50


class Findings(Described):
    """What an inspection found (指摘), each with its place, what was seen, and how grave it is. In a
    correction ``id`` names one recorded before."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "maxItems": MOST_FINDINGS,
        "items": {
            "type": "object",
            "properties": {
                "id": {"type": "integer", "minimum": 1, "maximum": BIGGEST_ID},
                "place": {"type": "string", "minLength": 1, "maxLength": 120},
                "text": {"type": "string", "minLength": 1},
                "severity": {"type": "string", "enum": Severity.values},
            },
            "required": ["place", "text", "severity"],
            "additionalProperties": False,
        },
    }
    default_error_messages = {
        "shape": '「指摘」は [{{"place": "2階廊下", "text": "消火器の期限切れ", "severity": "repair"}}] '
        "の形の並びで、50までにしてください。",
    }

    def __init__(self, *, with_ids: bool = False) -> None:
        super().__init__(required=False, label="指摘")
        self.with_ids = with_ids

    def to_internal_value(self, data: Any) -> tuple[FindingSeen, ...]:
        if not isinstance(data, list) or len(data) > MOST_FINDINGS:
            self.fail("shape")
        if not all(_is_finding(one, with_ids=self.with_ids) for one in data):
            self.fail("shape")
        return tuple(
            FindingSeen(one["place"], one["text"], one["severity"], pk=one.get("id")) for one in data
        )


def _is_finding(one: Any, *, with_ids: bool) -> bool:
    if not isinstance(one, dict):
        return False
    said = {name: one[name] for name in one if name != "id"}
    if said.keys() != {"place", "text", "severity"}:
        return False
    if not all(isinstance(text, str) and text.strip() and "\x00" not in text for text in said.values()):
        return False
    pk = one.get("id")
    id_is_right = pk is None or (with_ids and type(pk) is int and 1 <= pk <= BIGGEST_ID)
    return id_is_right and said["severity"] in Severity.values


class SeenInput(Input):
    """What was seen at an inspection, and the findings."""

    checks_record = False

    done_on = Day()
    outcome = Text(label="結果", max_length=60)
    done_by = Text(max_length=120)
    findings = Findings()

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        turn = self.record
        if "done_on" in facts:
            yield from self.problems_with_day(facts["done_on"])
        words = offered_outcomes(inspection_types().get(turn.type_code), on=self.on)
        word = next((word for word in words if word.code == facts.get("outcome")), None)
        if "outcome" in facts and word is None:
            codes = "、".join(f"{one.code}（{one.label}）" for one in words)
            yield Problem(
                "outcome-invalid_choice", f"「結果」は次のどれかにしてください：{codes}。", field="outcome"
            )
        yield from problems_with_outcome(
            meaning=word.meaning if word else "",
            good=good_word(words),
            remarks=facts.get("remarks", ""),
            severities=[finding.severity for finding in facts.get("findings", ())],
        )

    def problems_with_day(self, done_on: Any) -> Iterator[Problem]:
        """What speaks against the day."""
        yield from problems_with_day_of(self.record, done_on, on=self.on)

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        findings = facts.pop("findings", ())
        facts["evidence"] = Evidence(at=now(), findings=findings) if findings else None
        return facts


class RecordInput(SeenInput):
    """What was seen at an inspection (点検の記録), and which other turns the same visit answers."""

    together = SomeOf(
        lambda entered: DueInspection.objects.within(entered.scope).exclude(pk=entered.record.pk),
        required=False,
        label="同じ日に行ったほかの点検",
    )

    class Meta:
        model = DueInspection
        fields = (
            "done_on",
            "outcome",
            "done_by",
            "qualification",
            "licence_number",
            "remarks",
            "cost",
            "findings",
            "together",
        )

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if self.record.done_on is not None:
            # The act says so, and that alone.
            return
        yield from super().more_problems(facts)

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        facts["together"] = [turn.pk for turn in facts.get("together", ())]
        return super().as_act_takes(facts)


class CorrectInput(SeenInput):
    """A record put right (点検の記録の訂正): what is sent replaces what stood there; the rest stays."""

    done_on = Day(required=False)
    outcome = Text(label="結果", max_length=60, required=False)
    done_by = Text(max_length=120, required=False)
    findings = Findings(with_ids=True)
    reason = Text(label="直す理由", max_length=200)

    class Meta:
        model = DueInspection
        fields = (
            "reason",
            "done_on",
            "outcome",
            "done_by",
            "qualification",
            "licence_number",
            "remarks",
            "cost",
            "findings",
        )

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if self.record.done_on is not None and "done_on" in facts:
            yield from problems_with_new_day(self.record, facts["done_on"], on=self.on)


class CouldNotInput(Input):
    """That a turn could not be done (点検できなかった)."""

    checks_record = False

    tried_on = Day(label="行った日")
    planned_on = Day(label="新しい予定日")
    reason = Text(label="できなかった理由", max_length=200)

    class Meta:
        model = FailedAttempt
        fields = ("tried_on", "planned_on", "reason")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if self.record.done_on is None and {"tried_on", "planned_on"} <= facts.keys():
            yield from problems_with_attempt_at(
                self.record, facts["tried_on"], facts["planned_on"], on=self.on
            )
