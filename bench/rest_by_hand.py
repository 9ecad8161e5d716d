"""What the API answers of inspections, read by SQL written by hand."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from knox.crypto import hash_token

from common.clock import now
from maintenance.choices import TurnState

if TYPE_CHECKING:
    from datetime import date
    from wsgiref.types import WSGIEnvironment

    from bench.by_hand import ByHand, Row

TURNS = """
    SELECT i.id, c.id AS centre_id, c.name AS centre, b.id AS building_id, b.name AS building,
        e.id AS equipment_id, e.name AS equipment, i.type_code, COALESCE(k.name, i.type_code) AS type_name,
        i.cycle_months, i.due_on, i.due_reason, i.due_estimated, i.counted_from, i.counted_months,
        i.planned_on, i.done_on, i.outcome, i.done_by, i.qualification, i.licence_number, i.remarks, i.cost,
        i.withdrawn_on, i.withdrawn_reason, i.previous_id, n.id AS next_id, o.label AS word, o.meaning
    FROM {0} i
    JOIN facilities_building b ON b.id = i.building_id
    JOIN centres_centre c ON c.id = b.centre_id
    LEFT JOIN facilities_equipment e ON e.id = i.equipment_id
    LEFT JOIN maintenance_inspectiontype k ON k.code = i.type_code AND k.origin = 'shipped'
    LEFT JOIN maintenance_inspectionoutcome o ON o.code = i.outcome AND o.origin = 'shipped'
    LEFT JOIN maintenance_dueinspection n ON n.previous_id = i.id
    ORDER BY i.id
"""
HOLDER = """
    SELECT u.id FROM accounts_apitoken t JOIN accounts_user u ON u.id = t.user_id
    WHERE t.digest = :digest AND t.expiry > :now AND u.is_active
        AND (u.active_until IS NULL OR u.active_until >= :today)
"""
TO_COME = """
    (SELECT * FROM maintenance_dueinspection WHERE done_on IS NULL AND withdrawn_on IS NULL AND due_on >= :on
    ORDER BY id LIMIT :size)
"""
OF_CENTRE = """
    (SELECT t.* FROM facilities_building f JOIN maintenance_dueinspection t ON t.building_id = f.id
    WHERE f.centre_id = :centre ORDER BY t.id LIMIT :size)
"""
AFTER = "(SELECT * FROM maintenance_dueinspection WHERE id > :after ORDER BY id LIMIT :size)"
ONE = "(SELECT * FROM maintenance_dueinspection WHERE id = :pk)"


class NotLetIn(Exception):
    """The token is none."""


class Inspections:
    """A page of turns, or one, for whoever holds a token that has not run out."""

    def __init__(self, database: ByHand, on: date) -> None:
        self.database = database
        self.on = on

    def page(self, environ: WSGIEnvironment, rows: str, **parameters: Any) -> Row:
        """A page of fifty, and where the next begins."""
        self._let_in(environ)
        found = self.database.rows(TURNS.format(rows), size=51, **parameters)
        return {
            "next": found[49]["id"] if len(found) > 50 else None,
            "results": [self._shaped(row) for row in found[:50]],
        }

    def one(self, environ: WSGIEnvironment, pk: int) -> Row:
        """One turn."""
        self._let_in(environ)
        return self._shaped(self.database.rows(TURNS.format(ONE), pk=pk)[0])

    def _let_in(self, environ: WSGIEnvironment) -> None:
        token = str(environ["HTTP_AUTHORIZATION"]).removeprefix("Token ")
        if not self.database.rows(
            HOLDER,
            digest=hash_token(token),
            now=now().astimezone(UTC).isoformat(" ")[:19],
            today=str(self.on),
        ):
            raise NotLetIn

    def _shaped(self, row: Row) -> Row:
        state = self._state(row)
        return {
            "id": row["id"],
            "centre": {"id": row["centre_id"], "name": row["centre"]},
            "building": {"id": row["building_id"], "name": row["building"]},
            "equipment": row["equipment_id"] and {"id": row["equipment_id"], "name": row["equipment"]},
            "type": {"code": row["type_code"], "name": row["type_name"]},
            "cycle_months": row["cycle_months"],
            "state": {"code": state.value, "label": state.label},
            "due_on": row["due_on"],
            "due_reason": row["due_reason"],
            "due_estimated": bool(row["due_estimated"]),
            "counted_from": row["counted_from"],
            "counted_months": row["counted_months"],
            "planned_on": row["planned_on"],
            "done_on": row["done_on"],
            "outcome": row["word"]
            and {"code": row["outcome"], "label": row["word"], "meaning": row["meaning"]},
            "done_by": row["done_by"],
            "qualification": row["qualification"],
            "licence_number": row["licence_number"],
            "remarks": row["remarks"],
            "cost": row["cost"],
            "withdrawn_on": row["withdrawn_on"],
            "withdrawn_reason": row["withdrawn_reason"],
            "previous": row["previous_id"],
            "next": row["next_id"],
        }

    def _state(self, row: Row) -> TurnState:
        if row["done_on"] is not None:
            return TurnState.DONE
        if row["withdrawn_on"] is not None:
            return TurnState.WITHDRAWN
        if row["due_on"] is None:
            return TurnState.UNKNOWN_DAY
        # SQLite gives days as text, and ISO days compare as such.
        return TurnState.OVERDUE if str(row["due_on"]) < str(self.on) else TurnState.TO_COME
