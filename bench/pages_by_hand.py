"""What the pages say, read by SQL written by hand: the answer alone, as JSON, without a page around it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from common.clock import TOKYO
from common.fiscal_year import FiscalYear
from common.months import add_months

if TYPE_CHECKING:
    from bench.by_hand import ByHand, Row

MOST_COUNTED = 10_001

IN_FORCE = """
    (g.designated_on <= :on OR (g.designated_on IS NULL AND g.days_unconfirmed))
    AND (g.first_on <= :on OR g.first_on IS NULL) AND (g.last_on >= :on OR g.last_on IS NULL)
    AND (g.revoked_on > :on OR g.revoked_on IS NULL)
"""
HOLDER = """
    SELECT u.display_name FROM centres_postholding h JOIN accounts_user u ON u.id = h.user_id
    WHERE h.post_id = c.post_in_charge_id AND h.first_on <= :on AND (h.last_on IS NULL OR h.last_on >= :on)
    ORDER BY h.is_deputy, h.first_on, h.id LIMIT 1
"""
STANDS = """
    (b.retired_on_first IS NULL OR b.retired_on_first > i.due_on)
    AND (e.removed_on_first IS NULL OR e.removed_on_first > i.due_on)
    AND (c.abolished_on_first IS NULL OR c.abolished_on_first > i.due_on)
"""
OF_TURN = """
    JOIN facilities_building b ON b.id = i.building_id
    JOIN centres_centre c ON c.id = b.centre_id
    LEFT JOIN facilities_equipment e ON e.id = i.equipment_id
"""


def centre_list(database: ByHand, on: date, size: int) -> Row:
    """A page of the register, each centre with who runs it and who is in charge; and how many there are."""
    rows = database.rows(
        f"""
        SELECT c.id, c.name, c.nickname, c.kind, t.name AS district, c.is_hub,
            c.planned_on_first, c.works_began_on_first, c.opened_on_first, c.abolished_on_first,
            EXISTS (
                SELECT 1 FROM centres_suspension s
                WHERE s.centre_id = c.id AND s.first_on <= :on AND (s.last_on IS NULL OR s.last_on >= :on)
            ) AS is_suspended,
            (
                SELECT o.name FROM designated_managers_designation g
                JOIN designated_managers_organisation o ON o.id = g.organisation_id
                WHERE g.centre_id = c.id AND {IN_FORCE} ORDER BY g.first_on DESC, g.id DESC LIMIT 1
            ) AS run_by,
            COALESCE(({HOLDER}), p.name) AS in_charge
        FROM (SELECT * FROM centres_centre ORDER BY kana, code LIMIT :size) c
        LEFT JOIN centres_district t ON t.id = c.district_id
        LEFT JOIN centres_post p ON p.id = c.post_in_charge_id
        ORDER BY c.kana, c.code
        """,
        on=str(on),
        size=size,
    )
    return {"rows": rows, "total": _counted(database, "SELECT id FROM centres_centre")}


def inspection_list(database: ByHand, size: int) -> Row:
    """A page of what is still to be inspected, how many that is, and the centres to choose from."""
    pending = f"""
        FROM maintenance_dueinspection i {OF_TURN}
        WHERE i.done_on IS NULL AND i.withdrawn_on IS NULL AND {STANDS}
    """
    rows = database.rows(
        f"""
        SELECT i.id, i.type_code, i.due_on, c.name AS centre, b.name AS building, e.name AS equipment,
            p.name AS post
        FROM maintenance_dueinspection i {OF_TURN}
        LEFT JOIN centres_post p ON p.id = c.post_in_charge_id
        WHERE i.done_on IS NULL AND i.withdrawn_on IS NULL AND {STANDS}
        ORDER BY i.due_on NULLS LAST, i.id LIMIT :size
        """,
        size=size,
    )
    types = database.rows("SELECT code, name, law FROM maintenance_inspectiontype ORDER BY code, origin DESC")
    names = {kind["code"]: kind for kind in types}
    return {
        "rows": [{**row, "type": names[row["type_code"]]} for row in rows],
        "total": _counted(database, f"SELECT i.id {pending}"),
        "centres": database.rows("SELECT id, name FROM centres_centre ORDER BY kana, code"),
    }


def desk(database: ByHand, on: date, size: int) -> Row:
    """What is due, how much of it, the year by month, ends of terms, the last records."""
    return {
        "rows": _due(database, on, size),
        "numbers": database.rows(
            """
            SELECT
                COUNT(CASE WHEN due_on < :on THEN 1 END) AS overdue,
                COUNT(CASE WHEN due_on BETWEEN :on AND :week THEN 1 END) AS week,
                COUNT(CASE WHEN due_on > :week AND due_on <= :month THEN 1 END) AS month,
                COUNT(CASE WHEN due_on > :month THEN 1 END) AS later,
                COUNT(CASE WHEN due_on IS NULL THEN 1 END) AS unknown
            FROM reminders_flag WHERE closed_on IS NULL
            """,
            on=str(on),
            week=str(on + timedelta(days=7)),
            month=str(on + timedelta(days=30)),
        )[0],
        "months": _months(database, on),
        "ending": _ending(database, on),
        "recent": _recent(database, on),
        "centres": database.rows("SELECT id, name FROM centres_centre ORDER BY kana, id"),
        "posts": database.rows("SELECT id, name FROM centres_post ORDER BY code"),
    }


def centre(database: ByHand, on: date, pk: int) -> Row:
    """Everything the page of one centre says, section by section."""
    since = str(min(FiscalYear.of(on).first_day, add_months(on, -12)))
    asked = {"pk": pk, "on": str(on)}
    return {
        "centre": database.rows(
            f"""
            SELECT c.*, t.name AS district, p.name AS post, ({HOLDER}) AS holder FROM centres_centre c
            LEFT JOIN centres_district t ON t.id = c.district_id
            LEFT JOIN centres_post p ON p.id = c.post_in_charge_id
            WHERE c.id = :pk
            """,
            **asked,
        )[0],
        "buildings": database.rows(
            """
            SELECT b.id, b.name, b.role, b.structure, b.floors_above, b.floors_below, b.floor_area,
                b.built_on_first, b.built_on_last, b.retired_on_first, e.id AS equipment_id,
                e.name AS equipment, e.category, e.maker
            FROM facilities_building b LEFT JOIN facilities_equipment e ON e.building_id = b.id
            WHERE b.centre_id = :pk ORDER BY b.id, e.category, e.id
            """,
            pk=pk,
        ),
        "turns": database.rows(
            """
            SELECT i.id, i.type_code, k.name, k.law, i.due_on, i.done_on, i.outcome, i.done_by,
                b.name AS building, e.name AS equipment, f.id AS flag_id
            FROM facilities_building b JOIN maintenance_dueinspection i ON i.building_id = b.id
            LEFT JOIN facilities_equipment e ON e.id = i.equipment_id
            LEFT JOIN maintenance_inspectiontype k ON k.code = i.type_code AND k.origin = 'shipped'
            LEFT JOIN reminders_flag f
                ON f.kind = 'inspection' AND f.subject_id = i.id AND f.closed_on IS NULL
            WHERE b.centre_id = :pk AND i.withdrawn_on IS NULL AND (i.done_on IS NULL OR i.done_on >= :since)
            ORDER BY i.due_on, i.id
            """,
            pk=pk,
            since=since,
        ),
        "contracts": database.rows(
            """
            SELECT s.id, s.name, s.contractor, s.contract_kind, s.first_on, s.last_on, s.amount,
                n.id AS followed_by,
                (SELECT COUNT(*) FROM maintenance_contractcoverage o WHERE o.contract_id = s.id) AS covered
            FROM maintenance_contractcoverage v JOIN maintenance_servicecontract s ON s.id = v.contract_id
            LEFT JOIN maintenance_servicecontract n ON n.previous_id = s.id
            WHERE v.centre_id = :pk AND (s.last_on >= :on OR (n.id IS NULL AND s.not_renewed_on IS NULL))
            ORDER BY s.last_on, s.id
            """,
            **asked,
        ),
        "designations": database.rows(
            """
            SELECT g.id, o.id AS organisation_id, o.name, g.first_on, g.last_on, g.designated_on, g.revoked_on
            FROM designated_managers_designation g
            JOIN designated_managers_organisation o ON o.id = g.organisation_id
            WHERE g.centre_id = :pk ORDER BY g.first_on, g.id
            """,
            pk=pk,
        ),
        "suspensions": database.rows("SELECT * FROM centres_suspension WHERE centre_id = :pk", pk=pk),
        "stated": database.rows("SELECT * FROM centres_centrefact WHERE record_id = :pk", pk=pk),
    }


def _counted(database: ByHand, rows: str) -> Any:
    """How many there are, counted no further than a page says."""
    return database.rows(f"SELECT COUNT(*) AS number FROM ({rows} LIMIT {MOST_COUNTED}) r")[0]["number"]


def _due(database: ByHand, on: date, size: int) -> list[Row]:
    holder = HOLDER.replace("c.post_in_charge_id", "f.post_id")
    return database.rows(
        f"""
        SELECT f.kind, f.subject_id, f.due_on, f.stage, COALESCE(({holder}), p.name) AS owner,
            c.name AS centre, COALESCE(k.name, s.name, o.name) AS subject, b.name AS building,
            e.name AS equipment
        FROM (
            SELECT * FROM reminders_flag WHERE closed_on IS NULL ORDER BY due_on NULLS LAST, id LIMIT :size
        ) f
        LEFT JOIN centres_centre c ON c.id = f.centre_id
        LEFT JOIN centres_post p ON p.id = f.post_id
        LEFT JOIN maintenance_dueinspection i ON f.kind = 'inspection' AND i.id = f.subject_id
        LEFT JOIN maintenance_inspectiontype k ON k.code = i.type_code AND k.origin = 'shipped'
        LEFT JOIN facilities_building b ON b.id = i.building_id
        LEFT JOIN facilities_equipment e ON e.id = i.equipment_id
        LEFT JOIN maintenance_servicecontract s ON f.kind = 'contract' AND s.id = f.subject_id
        LEFT JOIN designated_managers_designation g ON f.kind = 'designation_end' AND g.id = f.subject_id
        LEFT JOIN designated_managers_organisation o ON o.id = g.organisation_id
        ORDER BY f.due_on NULLS LAST, f.id
        """,
        on=str(on),
        size=size,
    )


def _months(database: ByHand, on: date) -> list[Row]:
    """The deadlines of the fiscal year by month: done, overdue, to come."""
    year = FiscalYear.of(on)
    month = (
        "CAST(EXTRACT(MONTH FROM {0}) AS INTEGER)"
        if database.is_postgres
        else "CAST(strftime('%m', {0}) AS INTEGER)"
    )
    state = "CASE WHEN {0} THEN 'done' WHEN {1} < :on THEN 'overdue' ELSE 'ahead' END"
    answered = "n.id IS NOT NULL OR s.not_renewed_on IS NOT NULL"
    next_made = "(n.designated_on IS NOT NULL OR n.days_unconfirmed)"
    return database.rows(
        f"""
        SELECT {month.format("i.due_on")} AS month,
            {state.format("i.done_on IS NOT NULL", "i.due_on")} AS state, COUNT(*) AS number
        FROM maintenance_dueinspection i {OF_TURN}
        WHERE i.due_on BETWEEN :first AND :last
            AND (i.done_on IS NOT NULL OR (i.withdrawn_on IS NULL AND {STANDS}))
        GROUP BY 1, 2
        UNION ALL
        SELECT {month.format("s.last_on")}, {state.format(answered, "s.last_on")}, COUNT(*)
        FROM maintenance_servicecontract s LEFT JOIN maintenance_servicecontract n ON n.previous_id = s.id
        WHERE s.last_on BETWEEN :first AND :last GROUP BY 1, 2
        UNION ALL
        SELECT {month.format("g.last_on")},
            {state.format(f"g.direct_return_decided_on IS NOT NULL OR {next_made}", "g.last_on")}, COUNT(*)
        FROM designated_managers_designation g
        LEFT JOIN designated_managers_designation n ON n.previous_id = g.id
        WHERE g.last_on BETWEEN :first AND :last AND (
            g.direct_return_decided_on IS NOT NULL OR {next_made}
            OR ((g.designated_on IS NOT NULL OR g.days_unconfirmed) AND g.revoked_on IS NULL)
        ) GROUP BY 1, 2
        """.replace("%", "%%" if database.is_postgres else "%"),
        on=str(on),
        first=str(year.first_day),
        last=str(year.last_day),
    )


def _ending(database: ByHand, on: date) -> list[Row]:
    return database.rows(
        """
        SELECT g.id, c.name, g.last_on FROM designated_managers_designation g
        JOIN centres_centre c ON c.id = g.centre_id
        WHERE (g.designated_on IS NOT NULL OR g.days_unconfirmed) AND g.revoked_on IS NULL
            AND g.direct_return_decided_on IS NULL AND g.last_on <= :until
            AND NOT EXISTS (
                SELECT 1 FROM designated_managers_designation n
                WHERE n.previous_id = g.id AND (n.designated_on IS NOT NULL OR n.days_unconfirmed)
            )
        ORDER BY g.last_on, g.id LIMIT 6
        """,
        until=str(add_months(on, 24)),
    )


def _recent(database: ByHand, on: date) -> list[Row]:
    since = datetime.combine(on, time(), TOKYO) - timedelta(days=14)
    asked = since.isoformat() if database.is_postgres else str(since.astimezone(tz=None).replace(tzinfo=None))
    return database.rows(
        """
        SELECT h.id, h.history_date, k.name, c.name AS centre, u.display_name AS who
        FROM maintenance_historicaldueinspection h
        JOIN facilities_building b ON b.id = h.building_id JOIN centres_centre c ON c.id = b.centre_id
        LEFT JOIN maintenance_inspectiontype k ON k.code = h.type_code AND k.origin = 'shipped'
        LEFT JOIN accounts_user u ON u.id = h.history_user_id
        WHERE h.done_on IS NOT NULL AND h.history_date >= :since AND NOT EXISTS (
            SELECT 1 FROM maintenance_historicaldueinspection x
            WHERE x.id = h.id AND x.history_id < h.history_id AND x.done_on IS NOT NULL
        )
        ORDER BY h.history_date DESC, h.id DESC LIMIT 5
        """,
        since=asked,
    )
