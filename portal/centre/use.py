"""How the centre is used (利用の状況): people by month, this fiscal year beside the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designated_managers.queries.use_by_month import people_by_month
from ui.charts import Year, monthly_chart

if TYPE_CHECKING:
    from datetime import date

    from portal.viewer import Viewer
    from ui.charts import Chart


def use_of(centre_id: int, *, viewer: Viewer, on: date) -> Chart | None:
    """The chart; None where no report tells anything, or the viewer reads none."""
    if not viewer.may("designated_managers.view_submission"):
        return None
    years = [year for year in people_by_month(centre_id, scope=viewer.scope, on=on) if year.is_known]
    if not years:
        return None
    return monthly_chart("利用人数", [Year(year.year.label, year.people) for year in years], "人")
