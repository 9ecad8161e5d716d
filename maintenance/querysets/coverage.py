"""Which contract takes on a turn of an inspection (契約の有無), as columns of a query of turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import BigIntegerField, Case, Exists, ExpressionWrapper, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from common.db.columns import text
from common.deadlines import Side
from maintenance.choices import Coverage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable


def coverage_column(side: Combinable) -> Case:
    """Whether a contract takes the turn on, on its due day (``Coverage``); ``side`` says whose task it is.

    Without one it is uncovered (未手当) where a contract would have it but for its term, and where contracts
    have others of its type that day. What no contract ever had is done without, as is what the agreement
    gives to the designated manager (責任分担表), and what has no due day.
    """
    own = contracts_for_turn()
    of_its_type = _contracts().filter(_names_its_type())
    return Case(
        When(due_on__isnull=True, then=text(Coverage.NOT_BY_CONTRACT)),
        When(Exists(own.filter(_runs())), then=text(Coverage.COVERED)),
        When(Exact(side, text(Side.MANAGER)), then=text(Coverage.NOT_BY_CONTRACT)),
        When(Exists(own) | Exists(of_its_type.filter(_runs())), then=text(Coverage.UNCOVERED)),
        default=text(Coverage.NOT_BY_CONTRACT),
    )


def contracts_for_turn() -> QuerySet[Any]:
    """Inside a query of turns: the contracts whose work the turn is, on whatever day, the latest first.

    The equipment that a contract names narrows what it does to equipment, never what it does to the
    building.
    """
    pieces = apps.get_model("maintenance", "ContractEquipment")._default_manager.order_by()
    named = pieces.filter(contract=OuterRef("pk"))
    centres = apps.get_model("maintenance", "ContractCoverage")._default_manager.order_by()
    here = centres.filter(contract=OuterRef("pk"), centre=OuterRef(OuterRef("building__centre_id")))
    whole = ExpressionWrapper(OuterRef("equipment_id"), output_field=BigIntegerField())
    this_piece = named.filter(equipment=OuterRef(OuterRef("equipment_id")))
    contracts: QuerySet[Any] = (
        _contracts()
        .alias(piece=whole)
        .filter(_names_its_type(), Exists(here))
        .filter(Q(piece__isnull=True) | ~Exists(named) | Exists(this_piece))
        .order_by("-last_on", "-pk")
    )
    return contracts


def contract_column() -> Combinable:
    """The id of the contract that covers the turn or, where none does, of the latest whose work it was."""
    own = contracts_for_turn().values("pk")
    return Coalesce(Subquery(own.filter(_runs())[:1]), Subquery(own[:1]))


def _contracts() -> QuerySet[Any]:
    # The models are still being made when this module is read.
    contracts: QuerySet[Any] = apps.get_model("maintenance", "ServiceContract")._default_manager.order_by()
    return contracts


def _names_its_type() -> Exists:
    types = apps.get_model("maintenance", "ContractType")._default_manager.order_by()
    return Exists(types.filter(contract=OuterRef("pk"), type_code=OuterRef(OuterRef("type_code"))))


def _runs() -> Q:
    return Q(first_on__lte=OuterRef("due_on"), last_on__gte=OuterRef("due_on"))
