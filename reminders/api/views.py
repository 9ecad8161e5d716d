"""The flags, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centres.models import Post
from common.rest.resources import Resource, seen
from reminders.api.serializers import FlagShape
from reminders.filters import FlagsAsked
from reminders.models import Flag
from reminders.subjects import MAY_SEE

if TYPE_CHECKING:
    from reminders.querysets.flags import FlagQuerySet


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
