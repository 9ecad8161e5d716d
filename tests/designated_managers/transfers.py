"""What the tests of transfers share: the day, a designation by every step, a body with all its papers."""

from __future__ import annotations

from datetime import date, timedelta

from common.scope import Scope
from designated_managers.models import Transfer
from designated_managers.queries.transfer_roads import roads, stage_seen, stages
from tests.factories.designated_managers import (
    make_designation,
    make_officer,
    make_organisation,
    make_paper,
)

ON = date(2026, 11, 23)
DAY = timedelta(days=1)
EVERYTHING = Scope.everything()


def stage_of(transfer: Transfer, on: date) -> str:
    transfer = Transfer.objects.get(pk=transfer.pk)
    road = roads([transfer], on=on, along=stages(on))[transfer.pk]
    return stage_seen(transfer, road, on=on)[0]


def made(**facts):
    """A designation by every step, from April 2028 on."""
    days = {
        "committee_on": date(2027, 9, 1),
        "candidate_decided_on": date(2027, 10, 1),
        "bill_submitted_on": date(2027, 11, 25),
        "voted_on": date(2027, 12, 17),
        "vote_result": "passed",
        "designated_on": date(2027, 12, 20),
        "announced_on": date(2027, 12, 22),
        "agreed_on": date(2028, 3, 1),
        "first_on": date(2028, 4, 1),
        "last_on": date(2033, 3, 31),
    }
    return make_designation(**{**days, **facts})


def whole_body():
    body = make_organisation()
    make_officer(organisation=body, first_on=date(2026, 6, 1))
    make_paper(organisation=body, dated_on=date(2026, 6, 1))
    make_paper("議事録", kind="minutes", organisation=body, dated_on=date(2026, 6, 2))
    return body
