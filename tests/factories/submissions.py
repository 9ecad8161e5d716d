"""What groups owe and hand in, for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from common.clock import TOKYO
from common.files import Upload
from common.months import add_months, last_of_month
from designated_managers import actions
from designated_managers.actions import Written
from designated_managers.choices import DoneBy, Frequency, ObligationForm, ObligationSide
from designated_managers.models import Obligation
from tests.factories.designated_managers import make_designation

if TYPE_CHECKING:
    from designated_managers.models import Designation, Submission

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 40, tzinfo=TOKYO)

OCTOBER: dict[str, int | None] = {
    "days_open": 27,
    "uses": 84,
    "people": 1_203,
    "fees": 41_300,
    "reduced": 6,
    "reduced_yen": 3_200,
    "complaints": 0,
    "accidents": 0,
    "repairs": 1,
    "repairs_yen": 8_800,
}

PDF = b"%PDF-1.7\n%%EOF\n"


def make_monthly(
    designation: Designation | None = None, month: date = date(2026, 10, 1), **facts: Any
) -> Obligation:
    """The duty to report on a month, due on the 10th of the next."""
    known = {
        "designation": designation or make_designation(),
        "type_code": "monthly_report",
        "period_code": f"{month:%Y-%m}",
        "name": "月次報告",
        "frequency": Frequency.MONTH,
        "fiscal_year": month.year if month.month >= 4 else month.year - 1,
        "period_first": month,
        "period_last": last_of_month(month),
        "due_on": add_months(month, 1).replace(day=10),
        "side": ObligationSide.MANAGER,
        "form": ObligationForm.FIGURES,
        "done_by": DoneBy.SUBMISSION,
        **facts,
    }
    identity = {name: known.pop(name) for name in ("designation", "type_code", "period_code")}
    # What a designation owes by law alone is planned when it is registered.
    return Obligation.objects.update_or_create(**identity, defaults=known)[0]


def make_annual(designation: Designation, year: int = 2026, **facts: Any) -> Obligation:
    """The duty to report on a fiscal year, due at the end of the next May."""
    return make_monthly(
        designation,
        **{
            "type_code": "annual_report",
            "period_code": str(year),
            "name": "事業報告書",
            "frequency": Frequency.YEAR,
            "fiscal_year": year,
            "period_first": date(year, 4, 1),
            "period_last": date(year + 1, 3, 31),
            "due_on": date(year + 1, 5, 31),
            **facts,
        },
    )


def make_paper_duty(designation: Designation | None = None, **facts: Any) -> Obligation:
    """A duty that asks for a document: the plan of a fiscal year."""
    return make_monthly(
        designation,
        **{
            "type_code": "annual_plan",
            "period_code": "2026",
            "name": "年度事業計画書",
            "frequency": Frequency.YEAR,
            "form": ObligationForm.FILE,
            "period_first": date(2026, 4, 1),
            "period_last": date(2027, 3, 31),
            "due_on": date(2026, 3, 1),
            **facts,
        },
    )


def make_sheet_duty(designation: Designation, year: int = 2025, **facts: Any) -> Obligation:
    """The duty to fill in the group's own sheet of a year's evaluation, due 30 days after the year."""
    return make_annual(
        designation,
        year,
        **{
            "type_code": "self_evaluation",
            "name": "自己評価",
            "form": ObligationForm.PLAIN,
            "done_by": DoneBy.SELF_SHEET,
            "due_on": date(year + 1, 4, 30),
            **facts,
        },
    )


def written(**figures: int | None) -> Written:
    """A whole report of October, with these figures changed; None: nobody knows."""
    said = {**OCTOBER, **figures}
    return Written(figures=said, not_known=frozenset(name for name, value in said.items() if value is None))


def with_file(**figures: int | None) -> Written:
    """A whole report with a scan."""
    whole = written(**figures)
    return Written(whole.figures, whole.not_known, files=[Upload("月報.pdf", PDF, AT)])


def make_submitted(
    obligation: Obligation | None = None, *, on: date = TODAY, at: datetime = AT, **figures: int | None
) -> Submission:
    """A monthly report handed in."""
    duty = obligation or make_monthly()
    return actions.submit_at_once(duty.pk, written(**figures), on=on, at=at)


def make_returned(submission: Submission | None = None, *, on: date = TODAY, **facts: Any) -> Submission:
    """One that came back, to be mended within a week."""
    found = submission or make_submitted()
    said: dict[str, Any] = {"comment": "利用人数を確かめてください。", "due_on": date(2026, 11, 30), **facts}
    return actions.return_submission(found.pk, on=on, **said)
