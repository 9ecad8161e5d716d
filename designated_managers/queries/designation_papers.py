"""What else is kept of a designation: the way on, the agreement, duties, monitoring, each in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse

from common.office_days import short_day
from designated_managers.models import Agreement, Obligation
from designated_managers.queries.roads import road_of
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from common.scope import Scope
    from designated_managers.models import Designation

APP = "designated_managers"


@dataclass(frozen=True)
class Paper:
    """One line that leads to another page; ``state`` and ``text`` where there is something to say."""

    label: str
    url: str
    text: str = ""
    state: State | None = None


def papers_of(designation: Designation, *, scope: Scope, may: Callable[[str], bool], on: date) -> list[Paper]:
    """The pages that this reader may open from the page of a designation; at most four queries."""
    papers: list[Paper] = []
    if scope.internal and may(f"{APP}.view_road"):
        papers += _road(designation, scope=scope, may=may, on=on)
    if may(f"{APP}.view_agreement"):
        papers += _agreement(designation, scope=scope, may=may)
    if designation.is_made and may(f"{APP}.view_obligation"):
        papers.append(_duties(designation, scope=scope, on=on))
    if designation.is_made and may(f"{APP}.view_sitevisit"):
        label = "モニタリング" if scope.internal else "調査と評価"
        papers.append(Paper(label, reverse("monitoring", args=[designation.pk])))
    if scope.internal and may(f"{APP}.view_auditpack"):
        papers.append(Paper("監査資料", reverse("audit-pack", args=[designation.pk])))
    return papers


def _road(designation: Designation, *, scope: Scope, may: Callable[[str], bool], on: date) -> Iterator[Paper]:
    ahead = road_of(scope=scope, on=on, designation_id=designation.pk)
    if ahead is not None:
        line = ahead.line
        day = f"{short_day(line.next_on)}まで" if line.next_on else ""
        text = f"次は、{line.next_step}　{day}" if line.next_step else ""
        yield Paper("指定スケジュール", reverse("road", args=[ahead.pk]), text, State(line.shape, line.word))
    elif designation.is_made and not designation.is_answered and may(f"{APP}.add_road"):
        url = f"{reverse('road-new')}?previous={designation.pk}"
        yield Paper("次の指定のスケジュールを立てる", url)


def _agreement(designation: Designation, *, scope: Scope, may: Callable[[str], bool]) -> Iterator[Paper]:
    agreement = Agreement.objects.within(scope).covering(designation.pk).first()
    if agreement is not None:
        yield Paper("基本協定", reverse("agreement", args=[agreement.pk]))
    elif scope.internal and designation.is_made and may(f"{APP}.add_agreement"):
        yield Paper("基本協定を登録する", f"{reverse('agreement-new')}?designation={designation.pk}")


def _duties(designation: Designation, *, scope: Scope, on: date) -> Paper:
    url = reverse("obligations-of-year", args=[designation.pk])
    waiting = Obligation.objects.within(scope).filter(designation=designation).to_be_handed_in()
    counted = waiting.order_by().aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    label = "義務と提出物" if scope.internal else "出すもの"
    if counted["late"]:
        return Paper(
            label, url, f"まだのもの{counted['open']}件", State("overdue", f"{counted['late']}件超過")
        )
    return Paper(label, url, f"まだのもの{counted['open']}件" if counted["open"] else "")
