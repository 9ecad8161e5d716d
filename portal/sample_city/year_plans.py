"""The plan of this fiscal year and the year-end reports of the last one, by the office's own acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import User
from common.acting import acting, current
from common.fiscal_year import FiscalYear
from maintenance import actions
from maintenance.actions import Answered
from maintenance.models import PlannedTurn, ServiceContract
from maintenance.queries.year_end import report_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from centres.models import Centre

BY_CONTRACT = {"FIR": "見本 消防用設備保守業務委託", "BLD-3": "見本 昇降機保守業務委託"}
"""Under which contract the office has put which inspections."""

NOTED = "見本：利用者の少ない曜日に行う。"
REASON = Answered("見本：前の業者との契約が切れていたため。", "見本：年度の初めに契約を結ぶ。")
CLOSED = "長穂市民センター"
CHIEF = "kakaricho"


class YearsOfInspections:
    """A year drafted and worked on; of the last year one report confirmed, the others still open."""

    def __init__(self, on: date, centres: Mapping[str, Centre]) -> None:
        self.on = on
        self.centres = centres

    def build(self) -> None:
        """Both, with nothing that the acts would refuse."""
        self._plan()
        self._reports()

    def _plan(self) -> None:
        plan = actions.draft_year_plan(FiscalYear.of(self.on).year, on=self.on).plan
        contracts = {
            contract.name: contract for contract in ServiceContract.objects.filter(successor__isnull=True)
        }
        rows = PlannedTurn.objects.filter(plan=plan).select_related("building").order_by("pk")
        for row in rows:
            name = next((name for code, name in BY_CONTRACT.items() if row.type_code.startswith(code)), "")
            contract = contracts.get(name)
            if contract and contract.coverages.filter(centre=row.building.centre_id).exists():
                budget: dict[str, Any] = {"budget": 55_000} if row.budget is None else {}
                actions.change_planned_turn(row.pk, on=self.on, contract=contract, **budget)
        if first := rows.first():
            actions.change_planned_turn(first.pk, on=self.on, note=NOTED)

    def _reports(self) -> None:
        last_year = FiscalYear.of(self.on) - 1
        closed = self.centres[CLOSED]
        page = report_page(closed, last_year, on=self.on)
        answers = {row.key: REASON for row in page.to_answer}
        actions.answer_year_end(closed, last_year.year, answers, on=self.on)
        chief = User.objects.get(login_name=CHIEF)
        with acting(door="command", user_id=chief.pk, reason=current().reason):
            actions.close_year(closed, last_year.year, on=self.on)
