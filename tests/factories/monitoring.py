"""Site visits, evaluations and measures for tests, made by the office's own acts and the shipped catalogues."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from PIL import Image

from common.catalogues import read_catalogue
from common.clock import TOKYO
from common.db.catalogue_rows import load_shipped
from common.files import EVERY_KIND, PHOTOS, CheckedFile, check_upload
from designated_managers import actions
from designated_managers.actions import SheetSaid
from designated_managers.choices import MeasureKind
from designated_managers.models import EvaluationScheme, VisitItem
from tests.factories.designated_managers import make_designation

if TYPE_CHECKING:
    from designated_managers.models import (
        Designation,
        Evaluation,
        EvaluationSheet,
        Finding,
        ImprovementPlan,
        Measure,
        MeasureFile,
        SiteVisit,
    )

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)
ITEMS = ("fair", "effect", "service", "stable", "upkeep", "care")


def a_photo(name: str = "genba.jpg") -> CheckedFile:
    """A photograph that passes every check."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "grey").save(out, "JPEG")
    return check_upload(name, out.getvalue(), PHOTOS)


def a_paper(name: str = "shiji.pdf") -> CheckedFile:
    """A document that passes every check."""
    return check_upload(name, b"%PDF-1.4\n%%EOF\n", EVERY_KIND)


def make_items() -> None:
    """The shipped checklist."""
    _load(VisitItem, "visit_items.yaml", ("name", "look_at", "position"))


def make_scheme(code: str = "s-to-d-2026") -> EvaluationScheme:
    """A shipped scheme."""
    if not EvaluationScheme.objects.exists():
        _load(EvaluationScheme, "evaluation_schemes.yaml", ("name", "definition"))
    return EvaluationScheme.objects.get(code=code)


def _load(model: Any, name: str, required: tuple[str, ...]) -> None:
    file = settings.BASE_DIR / "designated_managers/catalogues" / name
    load_shipped(model, read_catalogue(file, required=required).entries, on=ON)


def make_visit(designation: Designation | None = None, *, told: bool = True, **facts: Any) -> SiteVisit:
    """A visit in October 2026, of which the group was told."""
    facts = {
        "visited_on": date(2026, 10, 20),
        "visited_by": "見本 太郎",
        "marks": {"fire": ("消防設備・避難経路", "improve", "")},
        **facts,
    }
    visit = actions.record_visit(designation=designation or make_designation(), on=ON, **facts)
    return actions.tell_group(visit.pk, on=date(2026, 10, 22)) if told else visit


def make_finding(visit: SiteVisit | None = None, **facts: Any) -> Finding:
    """Something to be put right by 4 December 2026."""
    facts = {"severity": "improve", "text": "避難口の前に机がある", "due_on": date(2026, 12, 4), **facts}
    return actions.record_finding(visit or make_visit(), at=AT, **facts)


def make_evaluation(designation: Designation | None = None, year: int = 2025, **facts: Any) -> Evaluation:
    """The evaluation of 令和7年度 by the scheme of five grades."""
    facts = {"scheme": make_scheme(), **facts}
    return actions.open_evaluation(
        designation=designation or make_designation(), fiscal_year=year, on=ON, **facts
    )


def said(grades: str = "BBBBBB", overall: str = "B", **more: Any) -> SheetSaid:
    """A sheet with grades in the order of the items; ``-`` for none yet."""
    return SheetSaid(
        grades={item: grade for item, grade in zip(ITEMS, grades, strict=True) if grade != "-"},
        comments=more.pop("comments", {}),
        overall=overall,
        **more,
    )


def publish(evaluation: Evaluation, sheet: SheetSaid | None = None, *, on: date = ON) -> EvaluationSheet:
    """The city's evaluation, written and published on the day."""
    actions.draft_evaluation(evaluation.pk, sheet or said(), on=on)
    return actions.publish_evaluation(evaluation.pk, published_on=on, on=on)


def make_measure(
    designation: Designation | None = None, kind: str = MeasureKind.INSTRUCTION, **facts: Any
) -> Measure:
    """A measure of 1 October 2026; an instruction with a plan by the 31st and improvement by the year's end."""
    defaults: dict[str, Any] = {"decided_on": date(2026, 10, 1), "reason": "帳簿がない", "number": "第1号"}
    of_kind: dict[MeasureKind, dict[str, Any]] = {
        MeasureKind.INSTRUCTION: {"plan_by": date(2026, 10, 31), "improve_by": date(2026, 12, 31)},
        MeasureKind.SUSPENSION_PART: {
            "first_on": date(2026, 11, 1),
            "last_on": date(2026, 11, 30),
            "stopped": "部屋の貸出し",
        },
        MeasureKind.SUSPENSION_WHOLE: {"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 30)},
        MeasureKind.REVOCATION: {"ends_on": date(2027, 1, 1)},
        MeasureKind.RELEASE: {"requested_on": date(2026, 9, 1), "ends_on": date(2027, 1, 1)},
    }
    return actions.take_measure(
        designation=designation or make_designation(),
        kind=kind,
        on=facts.pop("on", ON),
        **{**defaults, **of_kind[MeasureKind(kind)], **facts},
    )


def make_improvement_plan(measure: Measure | None = None, **facts: Any) -> ImprovementPlan:
    """A plan handed in on 20 October 2026, to be answered by 6 November."""
    facts = {
        "handed_in_on": date(2026, 10, 20),
        "summary": "帳簿を作る",
        "review_by": date(2026, 11, 6),
        **facts,
    }
    return actions.hand_in_plan((measure or make_measure()).pk, on=ON, **facts)


def make_measure_file(measure: Measure | None = None, title: str = "改善指示書") -> MeasureFile:
    """The letter of a measure."""
    return actions.attach_measure_file((measure or make_measure()).pk, title=title, file=a_paper(), at=AT)
