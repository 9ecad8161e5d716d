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
from designated_managers.actions import refuse_changed_schemes
from designated_managers.models import (
    AgreementTemplate,
    CouncilWindow,
    EvaluationScheme,
    HandoverType,
    ObligationType,
    ReportForm,
    ResponsibilityTemplateRow,
    RoadSetting,
    RoadStepType,
    TransferStage,
    VisitItem,
)
from designated_managers.rules.council import window_mistakes
from designated_managers.rules.evaluation_schemes import read_scheme
from designated_managers.rules.handover import parse_due
from designated_managers.rules.road_steps import refuse_broken_steps, step_rule
from designated_managers.rules.transfer_stage import parse_evidence
from facilities.actions import refuse_changed_methods
from facilities.models import ConditionMethod
from facilities.rules.condition_methods import read_method
from maintenance.models import CityFact, InspectionOutcome, InspectionType
from maintenance.models.city_facts import is_fact_of_city
from maintenance.rules import catalogue_entries
from reminders.models import LeadTime
from reminders.rules import plan_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Shipped:
    """One catalogue: its file or the folder of its files, its rows, the keys of an entry besides source and
    certainty, a check of each entry, and one of all together before they are loaded."""

    path: str
    model: type[CatalogueRow]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    check: Callable[[Entry], object] = lambda _entry: None
    guard: Callable[[Iterable[Entry]], object] = lambda _entries: None


SHIPPED = (
    Shipped(
        "maintenance/catalogues/inspection_types.yaml",
        InspectionType,
        required=catalogue_entries.REQUIRED,
        optional=catalogue_entries.OPTIONAL,
        check=catalogue_entries.check,
    ),
    Shipped(
        "maintenance/catalogues/city_facts.yaml",
        CityFact,
        required=("name",),
        optional=("answer",),
        check=lambda entry: is_fact_of_city(entry.code),
    ),
    Shipped(
        "maintenance/catalogues/inspection_outcomes.yaml",
        InspectionOutcome,
        required=("family", "label", "meaning", "position"),
        optional=("explanation",),
    ),
    Shipped(
        "reminders/catalogues/lead_times.yaml",
        LeadTime,
        required=plan_entries.REQUIRED,
        optional=plan_entries.OPTIONAL,
        check=plan_entries.check,
    ),
    Shipped(
        "designated_managers/catalogues/agreement_templates.yaml",
        AgreementTemplate,
        required=("name",),
        optional=("description",),
    ),
    Shipped(
        "designated_managers/catalogues/obligation_types.yaml",
        ObligationType,
        required=("template", "type_code", "name", "frequency", "due_rule", "side", "form"),
        optional=(
            "due_count",
            "due_month",
            "due_day",
            "rolls",
            "rolls_by",
            "done_by",
            "optional",
            "fee_system",
            "replaces",
            "basis",
        ),
    ),
    Shipped(
        "designated_managers/catalogues/responsibility_rows.yaml",
        ResponsibilityTemplateRow,
        required=("template", "row_code", "area", "bearer"),
        optional=("type_code", "name", "amount_from", "amount_upto", "note", "position"),
    ),
    Shipped(
        "designated_managers/catalogues/report_forms.yaml",
        ReportForm,
        required=("name", "form_kind", "act_label", "review_days"),
        optional=("figures", "mend_days", "doubt_times"),
    ),
    Shipped(
        "facilities/catalogues/condition_methods",
        ConditionMethod,
        required=("name", "definition"),
        check=lambda entry: read_method(entry.code, entry.values["name"], entry.values["definition"]),
        guard=refuse_changed_methods,
    ),
    Shipped(
        "designated_managers/catalogues/council_windows.yaml",
        CouncilWindow,
        required=("name", "kind", "bills_by", "opens_on", "votes_on", "closes_on"),
        optional=("late_bills_by",),
        check=lambda entry: window_mistakes(entry.values),
    ),
    Shipped(
        "designated_managers/catalogues/road_settings.yaml",
        RoadSetting,
        required=("name", "value", "unit"),
    ),
    Shipped(
        "designated_managers/catalogues/road_steps.yaml",
        RoadStepType,
        required=(
            "name",
            "place",
            "roads",
            "counts_from",
            "latest",
            "usual",
            "decided_by",
            "evidence",
            "side",
        ),
        optional=("step", "rolls", "law", "answered_by", "needs", "note"),
        check=lambda entry: step_rule(entry.code, entry.values),
        guard=refuse_broken_steps,
    ),
    Shipped(
        "designated_managers/catalogues/transfer_stages.yaml",
        TransferStage,
        required=("name", "direction", "position", "evidence"),
        optional=("usual", "decider", "law", "skippable"),
        check=lambda entry: parse_evidence(entry.values["evidence"]),
    ),
    Shipped(
        "designated_managers/catalogues/handover_items.yaml",
        HandoverType,
        required=("name", "direction", "side", "due"),
        optional=("law", "explanation"),
        check=lambda entry: parse_due(str(entry.values["due"])),
    ),
    Shipped(
        "designated_managers/catalogues/visit_items.yaml",
        VisitItem,
        required=("name", "look_at", "position"),
    ),
    Shipped(
        "designated_managers/catalogues/evaluation_schemes.yaml",
        EvaluationScheme,
        required=("name", "definition"),
        check=lambda entry: read_scheme(entry.code, entry.values["name"], entry.values["definition"]),
        guard=refuse_changed_schemes,
    ),
)


class Command(BaseCommand):
    """``manage.py load_catalogues``: all of them or, if one is wrong, none."""

    help = "標準の一覧（カタログ）と役割を読み込みます。"

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
        entries = entries_of(shipped)
        shipped.guard(entries)
        report = load_shipped(shipped.model, entries, on=today())
        return (
            f"{shipped.model._meta.verbose_name}　新規{len(report.created)}・変更{len(report.changed)}・"
            f"変更なし{len(report.unchanged)}・廃止{len(report.retired)}"
        )


def entries_of(shipped: Shipped) -> tuple[Entry, ...]:
    """Every entry of the catalogue's file, or of the files in its folder; a code stands in one of them."""
    path = settings.BASE_DIR / shipped.path
    found: list[Entry] = []
    for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
        catalogue = read_catalogue(file, required=shipped.required, optional=shipped.optional)
        catalogue.parsed(shipped.check)
        found += catalogue.entries
    before: dict[str, Entry] = {}
    twice = [
        entry.says(f"同じコードが{before[entry.code].file}の{before[entry.code].line}行目にもあります。")
        for entry in found
        if before.setdefault(entry.code, entry) is not entry
    ]
    if twice:
        raise CatalogueError(twice)
    return tuple(found)
