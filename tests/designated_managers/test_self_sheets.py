"""The group's own sheet of a year's evaluation as a duty: what does it, and whose task it is until then."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from common.clock import TOKYO
from designated_managers import actions
from designated_managers.actions import CannotWrite
from designated_managers.models import Obligation, ObligationType
from designated_managers.queries.audit_duties import duties
from reminders.actions import flag_due
from reminders.models import Flag
from tests.factories.monitoring import make_evaluation, publish, said
from tests.factories.submissions import TODAY, make_sheet_duty

if TYPE_CHECKING:
    from designated_managers.models import Designation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def _standing(duty: Obligation) -> str:
    found = Obligation.objects.filter(pk=duty.pk)
    return next(name for name in ("done", "pending", "not_needed") if getattr(found, name)().exists())


def _sweep(on: date = TODAY) -> None:
    flag_due(on=on, finished_at=datetime(on.year, on.month, on.day, 5, 30, tzinfo=TOKYO))


def _flags(duty: Obligation) -> list[str]:
    return list(
        Flag.objects.open().filter(kind="obligation", subject_id=duty.pk).values_list("side", flat=True)
    )


def test_a_sheet_handed_in_does_the_duty_of_its_year_and_closes_the_flag_at_once():
    evaluation = make_evaluation()
    duty, next_year = (make_sheet_duty(evaluation.designation, year) for year in (2025, 2026))
    _sweep()
    actions.write_self_evaluation(evaluation.pk, said("B-----", ""), hand_in=False, on=TODAY)
    before = (_standing(duty), _flags(duty))

    actions.write_self_evaluation(evaluation.pk, said(), hand_in=True, on=TODAY)

    after = (_standing(duty), _flags(duty))
    assert (before, after) == (("pending", ["manager"]), ("done", []))
    assert _standing(next_year) == "pending"
    _sweep()
    assert _flags(duty) == []


def test_what_the_city_publishes_does_not_do_the_groups_duty():
    evaluation = make_evaluation()
    duty = make_sheet_duty(evaluation.designation)

    publish(evaluation)

    assert _standing(duty) == "pending"


def test_nothing_else_is_handed_in_for_it_and_the_audit_tells_whether_it_is_done():
    evaluation = make_evaluation()
    duty = make_sheet_duty(evaluation.designation)

    with pytest.raises(CannotWrite):
        actions.begin_draft(duty.pk, on=TODAY)
    before = _told(evaluation.designation)
    actions.write_self_evaluation(evaluation.pk, said(), hand_in=True, on=TODAY)

    assert (before, _told(evaluation.designation)) == (("", "まだです"), ("済み", ""))


def _told(designation: Designation) -> tuple[str, str]:
    (row,) = [row for row in duties(designation, TODAY).rows if row.what == "令和7年度の自己評価"]
    return row.evidence, row.gap


def test_every_template_that_asks_for_a_self_evaluation_asks_for_the_sheet():
    kinds = ObligationType.objects.filter(type_code="self_evaluation")

    assert set(kinds.values_list("done_by", "form")) == {("self_sheet", "plain")}
