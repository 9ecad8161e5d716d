"""What the pages show on which a group writes a report: what is there already, what it is compared with, and
where one goes from here."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from common.db.history import version_of
from designated_managers.choices import Figure, SubmissionFormKind
from designated_managers.queries.submission_pages import FigureLine, figure_lines
from designated_managers.queries.submission_titles import duty_title_in_full
from designated_managers.queries.submissions import (
    asked_of,
    compared_with,
    problems_with_report,
    report_of,
    year_sums,
)
from designated_managers.rules.figures import Compared, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from common.problems import Problem
    from designated_managers.models import Obligation, ReportForm, Submission, SubmissionFile
    from designated_managers.rules.figures import Sum

PAPERS = "papers"

NO_DRAFT = "none"
"""The version of a draft that nobody had begun: whoever begins it meanwhile has changed that."""

FIGURES_BY_STEP: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "use": (Figure.DAYS_OPEN, Figure.USES, Figure.PEOPLE),
        "money": (Figure.FEES, Figure.REDUCED, Figure.REDUCED_YEN),
        "events": (Figure.COMPLAINTS, Figure.ACCIDENTS, Figure.REPAIRS, Figure.REPAIRS_YEN),
        PAPERS: (),
    }
)
"""Few questions at a time: the pages on which a report is written, each with its figures."""

STEP_TITLES = {"use": "利用", "money": "お金", "events": "できごと", PAPERS: "書類とひとこと"}


@dataclass(frozen=True)
class Writing:
    """A report as it stands while it is written. Without a draft nothing was saved yet: then it shows what
    the returned version said."""

    obligation: Obligation
    form: ReportForm
    title: str
    draft: Submission | None
    answered: Submission | None
    version: str
    report: Report
    note: str
    correction_reason: str
    files: Sequence[SubmissionFile]
    lines: tuple[FigureLine, ...]
    sums: Mapping[str, Sum]

    def proposed(self, figure: str) -> int | None:
        """What the field of a figure begins with: what was written, or for a year what the months come
        to."""
        if self.report.is_answered(figure) or figure not in self.sums:
            return self.report.value(figure)
        return self.sums[figure].total

    @property
    def steps(self) -> tuple[str, ...]:
        """The pages that this form needs, in their order."""
        asked = set(self.form.asked)
        return tuple(name for name, codes in FIGURES_BY_STEP.items() if name == PAPERS or asked & set(codes))

    def asked_on(self, step: str) -> tuple[FigureLine, ...]:
        """The figures asked for on this page."""
        return tuple(line for line in self.lines if line.code in FIGURES_BY_STEP[step])

    def after(self, step: str) -> str:
        """The page that follows; empty after the last."""
        names = self.steps
        place = names.index(step) + 1
        return names[place] if place < len(names) else ""

    @property
    def is_year(self) -> bool:
        """Whether it is the months of a year that are confirmed here."""
        return self.form.form_kind == SubmissionFormKind.YEAR

    @property
    def can_be_written(self) -> bool:
        """Whether it is the group's turn; while the city looks at it nothing is written."""
        return self.draft is not None or self.answered is None or self.answered.returned_on is not None


def writing(obligation: Obligation, *, with_draft: bool = True) -> Writing:
    """How the report on this obligation stands; expects its designation to be loaded.

    ``with_draft`` false: as the city sees it, which reads no draft and begins a paper from nothing.
    """
    form = asked_of(obligation)
    rows = list(obligation.submissions.select_related("monthly", "annual").order_by("number"))
    for row in rows:
        row.obligation = obligation
    draft = next((row for row in rows if row.submitted_on is None and row.set_aside_on is None), None)
    handed_in = [row for row in rows if row.submitted_on is not None]
    answered = handed_in[-1] if handed_in else None
    if not with_draft:
        draft = None
    source = (draft or answered) if with_draft else None
    is_month = form.form_kind == SubmissionFormKind.MONTH
    is_year = form.form_kind == SubmissionFormKind.YEAR
    sums = {s.figure: s for s in year_sums(obligation, form.asked)} if is_year else {}
    report = report_of(source) if source else Report({})
    return Writing(
        obligation=obligation,
        form=form,
        title=duty_title_in_full(obligation),
        draft=draft,
        answered=answered,
        version=version_of(draft) if draft else NO_DRAFT,
        report=report,
        note=source.note if source else "",
        correction_reason=getattr(getattr(source, "annual", None), "correction_reason", ""),
        files=list(source.files.all()) if source else [],
        lines=figure_lines(
            form,
            report,
            earlier=None,
            compared=compared_with(obligation) if is_month else Compared(),
            sums=sums,
        ),
        sums=sums,
    )


def problems_of(found: Writing, *, on: date) -> tuple[Problem, ...]:
    """What stands in the way of handing in the draft, and what is worth a second look; nothing without a
    draft."""
    return problems_with_report(found.draft, found.form, on=on) if found.draft is not None else ()


def step_of(figure: str) -> str:
    """The page on which a figure, or anything else of a report, is written."""
    return next((name for name, codes in FIGURES_BY_STEP.items() if figure in codes), PAPERS)
