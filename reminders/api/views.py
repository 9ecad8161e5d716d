"""The flags, to be read; the ledger of notices, to be read and acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, When
from django.http import Http404
from rest_framework.decorators import action

from centres.models import Post
from common.clock import now
from common.problems import Problem
from common.rest.resources import Resource, seen
from reminders import actions
from reminders.api.serializers import AcknowledgeInput, FlagShape, NoticeShape
from reminders.filters import FlagsAsked, NoticesAsked
from reminders.models import Flag, Notice
from reminders.queries.notices import notices_seen
from reminders.subjects import MAY_SEE

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

    from reminders.querysets.flags import FlagQuerySet
    from reminders.querysets.notices import NoticeQuerySet


DROPPED = "送らないことにした通知なので、承知することがありません。"


class Flags(Resource):
    """Flags (期限のお知らせ), open and closed, of what this person may see."""

    model = Flag
    is_versioned = False
    shape = FlagShape
    filters = FlagsAsked
    order = ("id",)
    orderings = {"due_on": "due_on", "opened_on": "opened_on"}
    titles = {"list": "期限のお知らせの一覧", "retrieve": "期限のお知らせ"}

    def rows(self) -> FlagQuerySet:
        kinds = [kind for kind, permission in MAY_SEE.items() if self.request.user.has_perm(permission)]
        return (
            Flag.objects.within(self.scope)
            .filter(kind__in=kinds)
            .annotate(post_seen=seen(Post, "post_id", self.scope))
        )


class Notices(Resource):
    """The ledger of notices (通知), of what this person may see."""

    model = Notice
    is_versioned = False
    shape = NoticeShape
    filters = NoticesAsked
    order = ("id",)
    orderings = {"rung_on": "rung_on", "due_on": "due_on"}
    inputs = {"acknowledge": AcknowledgeInput}
    acts = {"acknowledge": ("view",)}
    conflicts = frozenset({"notice-dropped"})
    titles = {"list": "通知の一覧", "retrieve": "通知", "acknowledge": "自分への通知を承知する"}

    def rows(self) -> NoticeQuerySet:
        return notices_seen(self.request.user, self.scope).annotate(
            post_seen=seen(Post, "post_id", self.scope),
            recipient_seen=self._person("recipient_id"),
            via_seen=self._person("via_id"),
        )

    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: int) -> Response:
        """Say that one has seen what one was told (承知する); said twice it changes nothing."""
        notice: Notice = self.found(pk)
        if notice.recipient_id != request.user.pk:
            raise Http404
        self.facts(notice)
        if not Notice.objects.live().filter(pk=pk).exists():
            raise actions.CannotAnswer([Problem("notice-dropped", DROPPED)])
        who: Any = request.user
        self.do(lambda: actions.acknowledge_notices([pk], by=who, at=now()))
        return self.answer(pk)

    def _person(self, column: str) -> Any:
        """The id in this column: for the city's people any, for others only their own."""
        if self.scope.internal:
            return F(column)
        return Case(When(**{column: self.request.user.pk}, then=F(column)))
