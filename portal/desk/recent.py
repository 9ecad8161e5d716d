"""What was recorded last (最近の記録): inspections done, and what follows contracts, from their history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from common.db.columns import text
from maintenance.models import DueInspection, ServiceContract
from portal.flag_rows import kinds_seen
from reminders.choices import FlagKind
from reminders.subjects import INSPECTION_NAME

if TYPE_CHECKING:
    from datetime import datetime

    from portal.viewer import Viewer

SHOWN = 5
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


def recently_recorded(viewer: Viewer) -> tuple[Recorded, ...]:
    """The last few acts on what the viewer may see, the latest first; one query."""
    seen = kinds_seen(viewer)
    sources = []
    if FlagKind.INSPECTION in seen:
        sources.append(_inspections(viewer))
    if FlagKind.CONTRACT in seen:
        sources += [_contracts(viewer, FOLLOWED), _contracts(viewer, NOT_RENEWED)]
    if not sources:
        return ()
    rows = sources[0].union(*sources[1:], all=True).order_by("-at", "-subject_pk")
    return tuple(_recorded(*row) for row in rows[:SHOWN])


def _inspections(viewer: Viewer) -> QuerySet[Any, Any]:
    done = DueInspection.objects.within(viewer.scope).done()
    first_said = Q(done_on__isnull=False, id__in=done.values("pk"))
    rows: QuerySet[Any, Any] = (
        DueInspection.history.filter(first_said)
        .order_by()
        .annotate(
            act=text(DONE),
            subject_pk=F("id"),
            title=INSPECTION_NAME,
            place=F("building__centre__name"),
            who=F("history_user__display_name"),
            at=F("history_date"),
        )
        .values_list(*COLUMNS)
    )
    return rows


def _contracts(viewer: Viewer, act: str) -> QuerySet[Any, Any]:
    said = {
        FOLLOWED: Q(history_type="+", previous__isnull=False),
        NOT_RENEWED: Q(not_renewed_on__isnull=False),
    }
    rows: QuerySet[Any, Any] = (
        ServiceContract.history.filter(
            said[act], id__in=ServiceContract.objects.within(viewer.scope).order_by().values("pk")
        )
        .order_by()
        .annotate(
            act=text(act),
            subject_pk=F("id"),
            title=F("name"),
            place=F("contractor"),
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
