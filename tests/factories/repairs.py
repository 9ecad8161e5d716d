"""Repairs for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from common.db.attached_files import file_values
from designated_managers.choices import Bearer
from maintenance import actions
from maintenance.actions.repairs import attach_photos
from maintenance.choices import PhotoMoment, RepairState, RequestedSide, Severity, Urgency
from maintenance.models import FindingPhoto, InspectionFinding
from tests.factories.centres import make_centre
from tests.factories.maintenance import make_done_turn
from tests.factories.monitoring import a_photo

if TYPE_CHECKING:
    from centres.models import Centre
    from maintenance.models import Repair

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
ASKED_ON = date(2026, 11, 2)
PROMISED_ON = date(2026, 12, 18)

PATHS: dict[RepairState, tuple[str, ...]] = {
    RepairState.REQUESTED: (),
    RepairState.TRIAGED: ("triage",),
    RepairState.ESTIMATED: ("triage", "estimate"),
    RepairState.DECIDED: ("triage", "estimate", "decide"),
    RepairState.ORDERED: ("triage", "estimate", "decide", "order"),
    RepairState.DONE: ("triage", "estimate", "decide", "order", "done"),
    RepairState.ACCEPTED: ("triage", "estimate", "decide", "order", "done", "accept"),
    RepairState.PAID: ("triage", "estimate", "decide", "order", "done", "accept", "pay"),
    RepairState.DECLINED: ("decline",),
}
"""How a repair comes to each state."""


def make_repair(
    centre: Centre | None = None, state: RepairState = RepairState.REQUESTED, **facts: Any
) -> Repair:
    """A repair asked for by the city on 2 November 2026 and moved on, day by day, to the state given."""
    defaults: dict[str, Any] = {
        "side": RequestedSide.STAFF,
        "place": "2階会議室",
        "what": "天井から雨がもる。",
        "requested_on": ASKED_ON,
    }
    repair = actions.request_repair(centre or make_centre(), on=TODAY, at=NOON, **{**defaults, **facts})
    for number, step in enumerate(PATHS[state], start=3):
        take(repair, step, moved_on=date(2026, 11, number))
    repair.refresh_from_db()
    return repair


def take(repair: Repair, step: str, **said: Any) -> Any:
    """One step of a repair with dull facts, unless told otherwise; decided by the estimate that came last."""
    moved_on = said.pop("moved_on", TODAY)
    if step == "decide" and not {"estimate", "no_estimate_reason"} & set(said):
        said["estimate"] = repair.estimates.order_by("pk").last()
    dull: dict[str, dict[str, Any]] = {
        "triage": {"urgency": Urgency.NORMAL, "payer": Bearer.CITY, "expected_amount": 150_000},
        "estimate": {"contractor": "見本工務店", "amount": 148_500, "received_on": moved_on, "at": NOON},
        "decide": {"fiscal_year": 2026, "budget_line": "修繕料"},
        "order": {"contractor": "見本工務店", "amount": 148_500, "promised_on": PROMISED_ON},
        "done": {"at": NOON},
        "accept": {"photos": [a_photo("naotta.jpg")], "at": NOON},
        "pay": {"amount": 148_500},
        "decline": {"note": "建て替えるため"},
        "redo": {"note": "また雨がもる", "promised_on": PROMISED_ON},
        "reopen": {"note": "事情が変わった"},
    }
    acts: dict[str, Any] = {
        "triage": actions.triage,
        "estimate": actions.add_estimate,
        "decide": actions.decide,
        "order": actions.order,
        "done": actions.mark_done,
        "accept": actions.accept,
        "pay": actions.pay,
        "decline": actions.decline,
        "redo": actions.redo,
        "reopen": actions.reopen,
    }
    when = {} if step == "estimate" else {"moved_on": moved_on}
    return acts[step](repair.pk, on=TODAY, **{**dull[step], **when, **said})


def add_photos_of(repair: Repair) -> None:
    """One more photograph before and one after, whatever the state."""
    for moment in PhotoMoment:
        attach_photos(repair, [a_photo(f"{moment}.jpg")], moment=moment, at=NOON)


def make_finding(**facts: Any) -> InspectionFinding:
    """What an inspection of 20 November 2026 found, with one photograph."""
    turn = facts.pop("turn", None) or make_done_turn()
    defaults = {"place": "1階ろうか", "text": "誘導灯が切れている。", "severity": Severity.REPAIR}
    finding = InspectionFinding.objects.create(turn=turn, **{**defaults, **facts})
    values = file_values(a_photo("yuudoutou.jpg"), uploaded_by_id=None, at=NOON)
    FindingPhoto.objects.create(finding=finding, **values)
    return finding
