"""Equipment on its own page, and its days for the nightly job: the end of its expected life, and of its
warranty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from common.db.columns import text
from common.db.scoped import without_hidden
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.fiscal_year import FiscalYear
from facilities.models import Equipment
from facilities.rules import words

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope
    from facilities.querysets.buildings import EquipmentQuerySet

EQUIPMENT_LIFE = "equipment_life"
"""The kind of deadline that the end of the expected life of equipment is (標準の耐用年数の終わり)."""

WARRANTY = "warranty"
"""The kind of deadline that the end of a warranty is (保証期間の満了)."""


def life_deadlines(*, until: date, on: date) -> QuerySet[Equipment, tuple[Any, ...]]:
    """Ends of the expected life of equipment that is there on the day. What is to be gone by then needs
    nobody; what has outlived it waits until it is removed."""
    there = Equipment.objects.kept_beyond(on).kept_beyond(F("life_ends_on"))
    return _due(there.filter(life_ends_on__lte=until), EQUIPMENT_LIFE, day="life_ends_on")


def settled_lives(*, on: date) -> QuerySet[Equipment, tuple[Any, ...]]:
    """Equipment removed by the day, of which the end of the expected life was known."""
    return (
        Equipment.objects.filter(life_ends_on__isnull=False, removed_on_first__lte=on)
        .order_by()
        .annotate(kind=text(EQUIPMENT_LIFE), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def warranty_deadlines(*, until: date, on: date) -> QuerySet[Equipment, tuple[Any, ...]]:
    """Ends of warranties that still run on the day, of equipment that is there: it is looked over while the
    supplier mends it for nothing. After the last day nothing can be asked of them, and nothing waits."""
    there = Equipment.objects.kept_beyond(on).kept_beyond(F("warranty_until"))
    running = there.filter(warranty_until__gte=on, warranty_until__lte=until)
    return _due(running, WARRANTY, day="warranty_until")


def settled_warranties(*, on: date) -> QuerySet[Equipment, tuple[Any, ...]]:  # noqa: ARG001
    """None: that equipment was looked over is not recorded."""
    return (
        Equipment.objects.none()
        .order_by()
        .annotate(kind=text(WARRANTY), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def _due(rows: EquipmentQuerySet, kind: str, *, day: str) -> QuerySet[Equipment, tuple[Any, ...]]:
    return (
        rows.order_by()
        .annotate(
            kind=text(kind),
            lead=text(kind),
            subject_id=F("pk"),
            centre_id=F("building__centre_id"),
            due_on=F(day),
            post_id=F("building__centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


@dataclass(frozen=True)
class EquipmentPage:
    """A piece of equipment with all that its page says (設備). ``life`` and ``compressor`` in words;
    ``has_outlived``: its expected life ended before the day. What is hidden from the reader is empty."""

    piece: Equipment
    life: str
    runs_out_in: FiscalYear | None
    has_outlived: bool
    compressor: str
    is_gone: bool
    tells_warranty: bool


def equipment_page(found: Equipment, *, scope: Scope, on: date) -> EquipmentPage:
    """The page of a piece of equipment on a day, for whoever is asked."""
    piece = without_hidden(found, scope)
    return EquipmentPage(
        piece=piece,
        life=words.amount(piece.expected_life_years, "年"),
        runs_out_in=None if piece.life_ends_on is None else FiscalYear.of(piece.life_ends_on),
        has_outlived=piece.life_ends_on is not None and piece.life_ends_on < on,
        compressor=words.amount(piece.compressor_watts, "kW", 3),
        is_gone=piece.removed_on is not None and piece.removed_on.possibly_by(on),
        tells_warranty=scope.internal,
    )
