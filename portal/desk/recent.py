"""What was recorded of late (最近の記録): inspections done, and what follows contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from common.db.columns import text
from maintenance.models import DueInspection, ServiceContract
from portal.flag_rows import kinds_seen
from reminders.choices import FlagKind
from reminders.subjects.maintenance import INSPECTION_NAME

if TYPE_CHECKING:
    from datetime import datetime

    from portal.viewer import Viewer

SHOWN = 5
TWO_WEEKS = timedelta(days=14)
COLUMNS = "act", "subject_pk", "title", "place", "who", "at"

DONE = "done"
FOLLOWED = "followed"
NOT_RENEWED = "not_renewed"

SENTENCES = {
    DONE: "「{}」が記録されました",
    FOLLOWED: "次の契約「{}」が登録されました",
    NOT_RENEWED: "「{}」は更新しないと決まりました",
}


@dataclass(frozen=True)
class Recorded:
    """One act that was recorded: what, where, when and by whom, as far as that is known."""

    sentence: str
    place: str
    at: datetime
    who: str
    url: str


def recently_recorded(viewer: Viewer, *, at: datetime) -> tuple[Recorded, ...]:
    """The last few acts of two weeks on what the viewer may see, the latest first; one query."""
    since = at - TWO_WEEKS
    seen = kinds_seen(viewer)
    sources = []
    if FlagKind.INSPECTION in seen:
        done = DueInspection.objects.within(viewer.scope).done()
        said = _first_said(DueInspection, "done_on", since).filter(id__in=done.values("pk"))
        sources.append(_rows(said, DONE, title=INSPECTION_NAME, place="building__centre__name"))
    if FlagKind.CONTRACT in seen:
        contracts = ServiceContract.objects.within(viewer.scope).order_by().values("pk")
        for act, fact in ((FOLLOWED, "previous"), (NOT_RENEWED, "not_renewed_on")):
            said = _first_said(ServiceContract, fact, since).filter(id__in=contracts)
            sources.append(_rows(said, act, title=F("name"), place="contractor"))
    if not sources:
        return ()
    rows = sources[0].union(*sources[1:], all=True).order_by("-at", "-subject_pk")
    return tuple(_recorded(*row) for row in rows[:SHOWN])


def _first_said(model: Any, fact: str, since: datetime) -> QuerySet[Any]:
    """The rows of history since then in which the fact stands for the first time."""
    there = {f"{fact}__isnull": False}
    before = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"), **there)
    rows: QuerySet[Any] = model.history.filter(~Exists(before), history_date__gte=since, **there)
    return rows


def _rows(said: QuerySet[Any], act: str, *, title: Any, place: str) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = (
        said.order_by()
        .annotate(
            act=text(act),
            subject_pk=F("id"),
            title=title,
            place=F(place),
            who=F("history_user__display_name"),
            at=F("history_date"),
        )
        .values_list(*COLUMNS)
    )
    return rows


def _recorded(*row: Any) -> Recorded:
    act, pk, title, place, who, at = row
    page = "inspection-record" if act == DONE else "contract"
    return Recorded(SENTENCES[act].format(title), place, at, who or "", reverse(page, args=[pk]))
