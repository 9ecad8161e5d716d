"""Load what ships with Kyoten: the catalogues and the roles. Safe to run again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.roles import RolesError, apply_roles
from common.acting import acting
from common.catalogues import CatalogueError, Entry, read_catalogue
from common.clock import today
from common.db.catalogue_rows import CatalogueRow, load_shipped
from maintenance.models import InspectionType
from reminders.models import LeadTime
from reminders.rules.stages import parse_stages

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Shipped:
    """One catalogue: its file, its rows, the keys of an entry besides source and certainty, a check."""

    path: str
    model: type[CatalogueRow]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    check: Callable[[Entry], object] = lambda _entry: None


SHIPPED = (
    Shipped(
        "maintenance/catalogues/inspection_types.yaml",
        InspectionType,
        required=("name", "law", "subject", "cycle_months"),
        optional=("qualified", "report_to"),
    ),
    Shipped(
        "reminders/catalogues/lead_times.yaml",
        LeadTime,
        required=("stages",),
        optional=("within_half_cycle",),
        check=lambda entry: parse_stages(entry.values["stages"]),
    ),
)


class Command(BaseCommand):
    """``manage.py load_catalogues``: all of them or, if one is wrong, none."""

    help = "標準の一覧（点検の種類・通知の時期）と役割を読み込みます。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            with transaction.atomic(), acting(door="command", reason="標準の一覧の読み込み"):
                lines = [self._load(shipped) for shipped in SHIPPED]
                lines.append(f"役割　{apply_roles()}件")
        except (CatalogueError, RolesError) as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stdout.write(line)

    def _load(self, shipped: Shipped) -> str:
        catalogue = read_catalogue(
            settings.BASE_DIR / shipped.path, required=shipped.required, optional=shipped.optional
        )
        catalogue.parsed(shipped.check)
        report = load_shipped(shipped.model, catalogue.entries, on=today())
        return (
            f"{shipped.model._meta.verbose_name}　新規{len(report.created)}・変更{len(report.changed)}・"
            f"変更なし{len(report.unchanged)}・廃止{len(report.retired)}"
        )
