"""What the group of one invented centre has handed in: by the acts of the group and of the office."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_default_timezone

from common.months import MONTHS_OF_YEAR, add_months
from common.scope import Scope
from designated_managers import actions
from designated_managers.actions import Written
from designated_managers.choices import DoneBy, ObligationSide, SubmissionFormKind
from designated_managers.queries.submission_pages import owed
from designated_managers.queries.submissions import asked_of, report_forms, year_sums
from portal.sample_city.invented.reports import NOTE, RETURNED, figures_of

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.models import Designation, Obligation, Submission

DAYS_EARLY, DAYS_OF_REVIEW = 2, 4


def hand_in_for(designation: Designation, *, on: date) -> None:
    """Everything that fell due by the day in this fiscal year and the last: handed in and accepted, but for
    the latest monthly report, which waits for the city, and the one before, which came back."""
    for day in (add_months(on, -MONTHS_OF_YEAR), on):
        actions.plan_obligations([designation.pk], on=day)
    # What was told to be older than the system is reported here all the same.
    set_aside = designation.obligations.filter(
        side=ObligationSide.MANAGER,
        done_by=DoneBy.SUBMISSION,
        not_needed_on__isnull=False,
        retired_by_plan=False,
    )
    for pk in set_aside.order_by("pk").values_list("pk", flat=True):
        actions.tell_needed_again(pk, on=on)
    since = add_months(on, -2 * MONTHS_OF_YEAR)
    forms = report_forms()
    due = owed(Scope.everything()).filter(designation=designation, due_on__range=(since, on))
    duties = [(duty, asked_of(duty, forms).form_kind) for duty in due.order_by("due_on", "pk")]
    monthly = [duty.pk for duty, kind in duties if kind == SubmissionFormKind.MONTH]
    for duty, kind in duties:
        submission = _handed_in(duty, kind, since=since.year)
        if duty.pk in monthly[-1:]:
            continue
        if duty.pk in monthly[-2:-1]:
            returned_on = max(on - timedelta(days=DAYS_EARLY), submission.submitted_on or on)
            until = on + timedelta(days=asked_of(duty, forms).mend_days)
            actions.return_submission(submission.pk, comment=RETURNED, due_on=until, on=returned_on)
            continue
        accepted_on = min(duty.due_on + timedelta(days=DAYS_OF_REVIEW), on)
        actions.accept_submission(submission.pk, on=accepted_on)


def _handed_in(duty: Obligation, kind: str, *, since: int) -> Submission:
    day = duty.due_on - timedelta(days=DAYS_EARLY)
    at = datetime.combine(day, time(10, 20), tzinfo=get_default_timezone())
    return actions.submit_at_once(duty.pk, _written(duty, kind, since=since), on=day, at=at)


def _written(duty: Obligation, kind: str, *, since: int) -> Written:
    if kind == SubmissionFormKind.MONTH:
        return Written(figures_of(duty.period_first, since=since), note=NOTE)
    if kind == SubmissionFormKind.FILE:
        return Written(note="見本です。書類は付いていません。")
    sums = year_sums(duty, asked_of(duty).asked)
    return Written(
        {sum_.figure: sum_.known for sum_ in sums},
        note="見本です。",
        correction_reason="報告のない月は、システムより前なので入っていません。（見本）",
    )
