"""Questions to the ledger of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership
from common.db.scoped import ScopedQuerySet
from reminders.choices import FlagKind, Why
from reminders.querysets.flags import OF_A_BODY, within_centres

if TYPE_CHECKING:
    from collections.abc import Collection

    from common.scope import Scope
    from reminders.models import Notice  # noqa: F401 -- named in the class heads below


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    """Notices. A group sees those to its own members, of its own duties, whenever it owes them; never those
    to the city."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q(why=Why.MEMBER)

    def within(self, scope: Scope) -> Self:
        """The notices this person may see."""
        if scope.internal:
            return super().within(scope)
        own = Q(kind=FlagKind.INSPECTION, centre_id__in=scope.centre_ids)
        for kind, model in OF_A_BODY.items():
            own |= Q(kind=kind, subject_id__in=model.objects.within(scope).order_by().values("pk"))
        theirs = Membership.objects.filter(organisation__in=scope.organisation_ids).values("user")
        return self.filter(own, why=Why.MEMBER, recipient__in=theirs)

    def within_centres(self, ids: Collection[int]) -> Self:
        """Notices of these centres, and of what concerns one of them among others."""
        return self.filter(within_centres(ids))

    def to(self, person: Any) -> Self:
        """Those that tell this person."""
        return self.filter(recipient=person)

    def of_flags(self, flags: Any) -> Self:
        """Those that tell of the deadlines of these flags."""
        of_flag = flags.order_by().filter(kind=OuterRef("kind"), subject_id=OuterRef("subject_id"))
        return self.filter(
            Q(Exists(of_flag.filter(due_on=OuterRef("due_on"))), due_on__isnull=False)
            | Q(Exists(of_flag.filter(due_on__isnull=True)), due_on__isnull=True)
        )

    def live(self) -> Self:
        """Not dropped."""
        return self.filter(dropped_on__isnull=True)

    def unseen(self) -> Self:
        """Not acknowledged by whom they tell."""
        return self.filter(acknowledged_at__isnull=True)

    def waiting(self) -> Self:
        """Neither sent nor dropped."""
        return self.filter(sent_at__isnull=True, dropped_on__isnull=True)
