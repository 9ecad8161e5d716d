"""What an earlier morning left over (送り残し): into whose mail it goes today, or why it is told no more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reminders.choices import Dropped, Kind, Why
from reminders.models import Message, Notice
from reminders.queries.told import bodies_of
from reminders.rules.audience import Duty, carriers_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.backends.utils import CursorWrapper

    from reminders.querysets.notices import NoticeQuerySet
    from reminders.rules.audience import Office
    from reminders.sweep.gathering import Gathering

NOTICE, MESSAGE = Notice._meta.db_table, Message._meta.db_table


class LeftOver:
    """The messages that were not sent by this morning, and the notices in them."""

    def __init__(self, gathered: Gathering, office: Office) -> None:
        self.gathered = gathered
        self.office = office

    def fold(self, cursor: CursorWrapper, at: datetime) -> None:
        """What was not sent by this morning goes into this morning's messages; nobody gets two at once.

        A message in a sender's hands stays there. What was put into one just as it left waits for this one.
        What may have arrived already is marked. Where an address was refused, or has failed for days while
        others got theirs, whoever is in charge passes it on by telephone.
        """
        earlier = Message.objects.using(self.gathered.using).filter(
            kind__in=[Kind.DIGEST, Kind.URGENT], on__lt=self.gathered.on
        )
        unsent = earlier.unfinished().free(at)
        unsent.of_an_address_that_fails().update(given_up_at=at, claim="", lease_until=None)
        unsent.update(folded_at=at, claim="", lease_until=None)
        waiting = Notice.objects.using(self.gathered.using).waiting()
        refused = dict(waiting.filter(message__given_up_at__isnull=False).values_list("pk", "via_id"))
        self.gathered.execute(
            cursor,
            f"""
            UPDATE {NOTICE} AS n
            SET message_id = NULL,
                may_repeat = (n.may_repeat OR EXISTS (
                    SELECT 1 FROM {MESSAGE} AS m
                    WHERE m.id = n.message_id AND (m.begun_at IS NOT NULL OR m.may_repeat)
                ))
            WHERE n.sent_at IS NULL AND n.dropped_on IS NULL AND EXISTS (
                SELECT 1 FROM {MESSAGE} AS m WHERE m.id = n.message_id
                    AND (m.folded_at IS NOT NULL OR m.given_up_at IS NOT NULL OR m.sent_at IS NOT NULL)
            )
            """,
        )
        self._find_the_way_anew(waiting.filter(message__isnull=True), refused)

    def _find_the_way_anew(self, notices: NoticeQuerySet, refused: Mapping[int, int]) -> None:
        """Into whose mail these go today: the person's own, if there is an address that was not just refused,
        else that of whoever passes it on by telephone. Whoever was to be told and has nothing to do with it
        any more is not."""
        found = list(notices)
        theirs = self._still_theirs(found)
        by_carrier: dict[int | None, list[int]] = defaultdict(list)
        for notice in found:
            if notice.pk in theirs:
                way = self._way_of(notice, refused.get(notice.pk))
                if way != notice.via_id:
                    by_carrier[way].append(notice.pk)
        rows = Notice.objects.using(self.gathered.using)
        for carrier_id, pks in by_carrier.items():
            rows.filter(pk__in=pks).update(via=carrier_id)
        not_theirs = [notice.pk for notice in found if notice.pk not in theirs]
        rows.filter(pk__in=not_theirs).update(dropped_on=self.gathered.on, dropped_why=Dropped.NOT_THEIRS)

    def _still_theirs(self, notices: Sequence[Notice]) -> set[int]:
        """Which of these still concern whom they were written for: a member while they act for the body whose
        duty it is, anybody else while they may see the record."""
        of_members = [notice for notice in notices if notice.why == Why.MEMBER]
        bodies = bodies_of(of_members, on=self.gathered.on) if of_members else {}
        theirs = set()
        for notice in notices:
            person = self.office.people.get(notice.recipient_id)
            if notice.why == Why.MEMBER:
                members = self.office.members.get(bodies.get(notice.pk, 0), ())
                concerns = person is not None and notice.recipient_id in members
            else:
                concerns = person is not None and person.may_hear(_duty_of(notice))
            if concerns:
                theirs.add(notice.pk)
        return theirs

    def _way_of(self, notice: Notice, refused: int | None) -> int | None:
        """In whose mail it stands today; ``refused``: whose was given up with it last."""
        if notice.may_repeat and notice.via_id is None:
            # All who could have passed it on had it: it stands on the pages alone.
            return None
        person = self.office.people[notice.recipient_id]
        carriers = carriers_for(notice.recipient_id, _duty_of(notice), self.office)
        ways = [*([notice.recipient_id] if person.has_address else []), *carriers]
        if refused is not None and notice.may_repeat:
            # Nobody knows whether it has arrived, perhaps twice: never back to whoever had it.
            return next(iter(ways[ways.index(refused) + 1 :] if refused in ways else carriers), None)
        return next(iter([way for way in ways if way != refused] or ways), None)


def _duty_of(notice: Notice) -> Duty:
    return Duty(notice.kind, notice.centre_id, notice.post_id)
