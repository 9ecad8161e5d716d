"""The nightly job: what opens, advances, closes and reopens a flag, and that it may run twice, late or never."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres.actions import change_centre
from common.partial_dates import PartialDate
from designated_managers.actions import change_designation, decide_direct_return
from facilities.actions import change_building, register_building
from maintenance.actions import (
    change_contract,
    decide_not_to_renew,
    plan_inspection,
    record_inspection,
    succeed_contract,
)
from maintenance.choices import ContractKind
from maintenance.models import DueInspection, ServiceContract
from reminders.actions import NoLeadTime
from reminders.models import Flag, LeadTime, SweepRun
from tests.reminders.conftest import flags, make_contract, make_designation, night

pytestmark = pytest.mark.django_db

DUE = date(2026, 11, 20)
YEAR_END = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 8, 20), []),
        # The 22nd, ninety days before, is a Saturday.
        (date(2026, 8, 21), [("inspection", DUE, "90d", date(2026, 8, 21), None, "")]),
        (date(2026, 10, 21), [("inspection", DUE, "30d", date(2026, 10, 21), None, "")]),
        (date(2026, 11, 19), [("inspection", DUE, "7d", date(2026, 11, 19), None, "")]),
        (DUE, [("inspection", DUE, "0d", DUE, None, "")]),
        (date(2027, 6, 1), [("inspection", DUE, "0d", date(2027, 6, 1), None, "")]),
    ],
)
def test_an_inspection_is_flagged_by_the_lead_times_it_has_passed(inspection, on, expected):
    night(on)

    assert flags() == expected


def test_a_flag_moves_forward_as_the_day_comes_nearer_and_the_passing_of_the_day_never_closes_it(inspection):
    stages = []
    for on in (
        date(2026, 8, 22),
        date(2026, 10, 21),
        date(2026, 11, 13),
        DUE,
        date(2026, 11, 21),
        date(2028, 1, 1),
    ):
        night(on)
        stages.append(flags())

    assert stages == [
        [("inspection", DUE, stage, date(2026, 8, 22), None, "")]
        for stage in ("90d", "30d", "7d", "0d", "0d", "0d")
    ]


def test_a_second_run_of_the_same_night_changes_nothing(inspection, contract, designation):
    first = night(date(2026, 11, 23)).counts
    before = list(Flag.objects.order_by("pk").values())

    second = night(date(2026, 11, 23)).counts

    assert (first.opened, second.opened, second.reopened, second.advanced, second.closed) == (3, 0, 0, 0, 0)
    assert list(Flag.objects.order_by("pk").values()) == before


def test_forty_nights_skipped_are_made_up_at_once(building, contract):
    plan_inspection(building, "FIR-1", due_on=date(2026, 12, 31), on=date(2026, 11, 23))
    for day in range(60):
        night(date(2026, 11, 1) + timedelta(days=day))
    every_night = [(kind, due, stage) for kind, due, stage, *_ in flags()]
    Flag.objects.all().delete()
    SweepRun.objects.all().delete()

    night(date(2026, 11, 1))
    night(date(2026, 12, 30))

    assert [(kind, due, stage) for kind, due, stage, *_ in flags()] == every_night


def test_a_monthly_inspection_is_not_announced_three_turns_ahead(building):
    plan_inspection(building, "ELC-1", due_on=date(2026, 11, 30), on=date(2026, 11, 23))

    night(date(2026, 11, 19))
    before = flags()
    # The 23rd, seven days before, is a holiday that follows a weekend.
    night(date(2026, 11, 20))

    assert before == []
    assert flags() == [("inspection", date(2026, 11, 30), "7d", date(2026, 11, 20), None, "")]


def test_an_inspection_whose_day_cannot_be_told_is_flagged_at_once(building):
    plan_inspection(building, "FIR-2", on=date(2026, 11, 23))

    night(date(2026, 11, 23))

    assert flags() == [("inspection", None, "unknown", date(2026, 11, 23), None, "")]


def test_when_the_unknown_day_becomes_known_the_old_flag_says_so(building):
    turn = plan_inspection(building, "FIR-2", on=date(2026, 11, 23))
    night(date(2026, 11, 23))
    DueInspection.objects.filter(pk=turn.pk).update(due_on=date(2026, 11, 30))

    night(date(2026, 11, 24))

    assert flags() in (
        [
            ("inspection", None, "unknown", date(2026, 11, 23), date(2026, 11, 24), "day_changed"),
            ("inspection", date(2026, 11, 30), "7d", date(2026, 11, 24), None, ""),
        ],
        [
            ("inspection", date(2026, 11, 30), "7d", date(2026, 11, 24), None, ""),
            ("inspection", None, "unknown", date(2026, 11, 23), date(2026, 11, 24), "day_changed"),
        ],
    )


def test_recording_an_inspection_closes_its_flag_in_the_same_act(inspection):
    night(date(2026, 11, 23))

    record_inspection(inspection.pk, done_on=date(2026, 11, 22), on=date(2026, 11, 23), outcome="sound")

    assert flags() == [("inspection", DUE, "0d", date(2026, 11, 23), date(2026, 11, 23), "done")]


def test_an_inspection_recorded_past_the_act_is_closed_by_the_night(inspection):
    night(date(2026, 11, 23))
    DueInspection.objects.filter(pk=inspection.pk).update(done_on=date(2026, 11, 23), outcome="sound")

    night(date(2026, 11, 24))

    assert flags() == [("inspection", DUE, "0d", date(2026, 11, 23), date(2026, 11, 24), "done")]


def test_a_changed_day_closes_the_old_flag_and_opens_the_new_one(inspection):
    night(date(2026, 11, 23))
    DueInspection.objects.filter(pk=inspection.pk).update(due_on=date(2026, 11, 27))

    night(date(2026, 11, 24))

    assert flags() == [
        ("inspection", DUE, "0d", date(2026, 11, 23), date(2026, 11, 24), "day_changed"),
        ("inspection", date(2026, 11, 27), "7d", date(2026, 11, 24), None, ""),
    ]


def test_a_day_moved_far_ahead_closes_the_flag_though_the_new_day_is_not_flagged_yet(inspection):
    night(date(2026, 11, 23))
    DueInspection.objects.filter(pk=inspection.pk).update(due_on=date(2030, 1, 1))

    night(date(2026, 11, 24))

    assert flags() == [("inspection", DUE, "0d", date(2026, 11, 23), date(2026, 11, 24), "day_changed")]


def test_a_day_moved_back_to_where_it_was_reopens_the_row(inspection):
    night(date(2026, 11, 23))
    DueInspection.objects.filter(pk=inspection.pk).update(due_on=date(2030, 1, 1))
    night(date(2026, 11, 24))
    DueInspection.objects.filter(pk=inspection.pk).update(due_on=DUE)

    report = night(date(2026, 11, 25))

    assert report.counts.reopened == 1
    assert flags() == [("inspection", DUE, "0d", date(2026, 11, 25), None, "")]


def test_an_inspection_of_a_building_that_is_gone_by_then_no_longer_applies(inspection, building):
    night(date(2026, 11, 1))
    change_building(building.pk, retired_on=PartialDate.of_day(date(2026, 11, 10)))

    night(date(2026, 11, 2))

    assert flags() == [("inspection", DUE, "30d", date(2026, 11, 1), date(2026, 11, 2), "no_longer_applies")]


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 9, 29), None),
        (date(2026, 9, 30), "6m"),
        (date(2026, 12, 31), "3m"),
        (date(2027, 2, 28), "1m"),
        (YEAR_END, "0m"),
        (date(2027, 4, 1), "0m"),
    ],
)
def test_the_end_of_a_contract_is_flagged_in_months(contract, on, stage):
    night(on)

    assert [row[2] for row in flags()] == ([stage] if stage else [])


def test_a_successor_answers_the_end_of_a_contract(contract, centre):
    night(date(2026, 11, 23))

    succeed_contract(
        contract.pk,
        [centre],
        on=date(2026, 11, 24),
        name="見本清掃業務",
        contractor="見本清掃",
        contract_kind=ContractKind.SINGLE_YEAR,
        first_on=date(2027, 4, 1),
        last_on=date(2028, 3, 31),
    )

    assert flags() == [("contract", YEAR_END, "6m", date(2026, 11, 23), date(2026, 11, 24), "answered")]


def test_the_decision_not_to_renew_answers_the_end_of_a_contract(contract):
    night(date(2026, 11, 23))

    decide_not_to_renew(contract.pk, on=date(2026, 11, 24), reason="市の職員が行うため")

    assert flags() == [("contract", YEAR_END, "6m", date(2026, 11, 23), date(2026, 11, 24), "answered")]


def test_an_answer_entered_past_the_act_is_seen_by_the_night(contract):
    night(date(2026, 11, 23))
    ServiceContract.objects.filter(pk=contract.pk).update(
        not_renewed_on=date(2026, 11, 23), not_renewed_reason="見本"
    )

    night(date(2026, 11, 24))

    assert flags() == [("contract", YEAR_END, "6m", date(2026, 11, 23), date(2026, 11, 24), "answered")]


def test_a_contract_over_one_centre_belongs_to_it_and_one_over_two_to_none(contract, centre, other_centre):
    both = make_contract([centre, other_centre], name="見本警備業務")

    night(date(2026, 11, 23))

    assert dict(Flag.objects.values_list("subject_id", "centre_id")) == {
        contract.pk: centre.pk,
        both.pk: None,
    }


def test_a_contract_that_covers_one_more_centre_is_no_longer_the_first_ones(contract, centre, other_centre):
    night(date(2026, 11, 23))
    change_contract(contract.pk, [centre, other_centre])

    night(date(2026, 11, 24))

    assert [(flag.centre_id, flag.closed_on) for flag in Flag.objects.all()] == [(None, None)]


def test_a_flag_follows_the_post_in_charge(inspection, centre, post):
    night(date(2026, 11, 23))
    change_centre(centre.pk, post_in_charge=post)

    night(date(2026, 11, 24))

    assert list(Flag.objects.values_list("post_id", flat=True)) == [post.pk]


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2025, 3, 30), None),
        (date(2025, 3, 31), "24m"),
        (date(2026, 3, 31), "12m"),
        (date(2026, 6, 30), "9m"),
        (date(2026, 9, 30), "6m"),
        (date(2026, 11, 30), "4m"),
        (date(2026, 12, 31), "3m"),
        (date(2027, 2, 28), "1m"),
        (date(2027, 4, 1), "1m"),
    ],
)
def test_the_end_of_a_designation_is_flagged_from_two_years_ahead(designation, on, stage):
    night(on)

    assert [row[2] for row in flags()] == ([stage] if stage else [])


def test_the_next_designation_answers_only_once_it_is_made(designation, centre, organisation):
    night(date(2026, 11, 23))
    following = make_designation(
        centre,
        organisation,
        previous=designation,
        voted_on=None,
        vote_result="",
        designated_on=None,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
    )
    night(date(2026, 11, 24))
    while_preparing = flags()

    change_designation(
        following.pk,
        on=date(2026, 12, 20),
        voted_on=date(2026, 12, 18),
        vote_result="passed",
        designated_on=date(2026, 12, 20),
    )

    assert while_preparing == [("designation_end", YEAR_END, "6m", date(2026, 11, 23), None, "")]
    assert flags() == [
        ("designation_end", YEAR_END, "6m", date(2026, 11, 23), date(2026, 12, 20), "answered")
    ]


def test_the_return_to_direct_management_answers_the_end_of_a_designation(designation):
    night(date(2026, 11, 23))

    decide_direct_return(
        designation.pk,
        decided_on=date(2026, 11, 24),
        on=date(2026, 11, 24),
        reason="引き受ける団体がないため",
    )

    assert flags() == [
        ("designation_end", YEAR_END, "6m", date(2026, 11, 23), date(2026, 11, 24), "answered")
    ]


def test_a_designation_whose_term_is_not_known_is_flagged_as_unknown(centre, organisation):
    make_designation(
        centre, organisation, designated_on=None, first_on=None, last_on=None, days_unconfirmed=True
    )

    night(date(2026, 11, 23))

    assert flags() == [("designation_end", None, "unknown", date(2026, 11, 23), None, "")]


def test_a_designation_only_voted_on_is_not_one_yet(centre, organisation):
    make_designation(centre, organisation, designated_on=None)

    night(date(2026, 11, 23))

    assert flags() == []


def test_a_night_before_the_last_good_one_opens_advances_and_closes_nothing(inspection, building):
    night(date(2026, 8, 22))
    night(date(2026, 11, 23))
    plan_inspection(building, "FIR-2", due_on=date(2026, 11, 1), on=date(2026, 11, 23))
    DueInspection.objects.filter(pk=inspection.pk).update(done_on=date(2026, 11, 23), outcome="sound")
    before = flags()

    report = night(date(2026, 11, 22))

    assert report.held_back == date(2026, 11, 23)
    assert flags() == before
    assert list(SweepRun.objects.values_list("on", flat=True)) == [date(2026, 11, 23), date(2026, 8, 22)]


def test_the_same_day_again_takes_up_what_was_entered_since(inspection, building):
    night(date(2026, 11, 23))
    plan_inspection(building, "FIR-2", due_on=date(2026, 11, 23), on=date(2026, 11, 23))

    report = night(date(2026, 11, 23))

    assert report.counts.opened == 1


def test_a_missing_lead_time_stops_the_night_and_is_named(inspection):
    LeadTime.objects.filter(code="inspection").delete()

    with pytest.raises(NoLeadTime, match="「inspection」"):
        night(date(2026, 11, 23))

    assert (flags(), SweepRun.objects.count()) == ([], 0)


def test_the_citys_lead_times_stand_in_front_of_the_shipped_ones(inspection):
    LeadTime.objects.create(code="inspection", origin="city", stages="10d 0d")

    night(date(2026, 11, 9))
    before = flags()
    night(date(2026, 11, 10))

    assert before == []
    assert flags() == [("inspection", DUE, "10d", date(2026, 11, 10), None, "")]


def test_a_stage_does_not_go_back_when_the_lead_times_change(inspection):
    night(date(2026, 11, 19))
    LeadTime.objects.create(code="inspection", origin="city", stages="90d 0d")

    night(date(2026, 11, 19))

    assert flags() == [("inspection", DUE, "7d", date(2026, 11, 19), None, "")]


def test_a_night_with_nothing_due_is_a_good_night(catalogues):
    report = night(date(2026, 11, 23))

    assert (report.counts.opened, SweepRun.objects.count()) == (0, 1)


def test_the_number_of_statements_does_not_grow_with_the_number_of_deadlines(centre, building):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            night(date(2026, 11, 23))
        return len(queries)

    plan_inspection(building, "FIR-1", due_on=DUE, on=date(2026, 11, 23))
    with_one = statements()
    for number in range(30):
        annex = register_building(centre=centre, name=f"別館{number}")
        plan_inspection(annex, "FIR-1", due_on=DUE, on=date(2026, 11, 23))
        plan_inspection(annex, "FIR-2", due_on=DUE, on=date(2026, 11, 23))
        make_contract([centre], name=f"見本業務{number}")
    with_many = statements()

    assert with_many == with_one
    assert Flag.objects.count() == 91


def test_the_deadlines_are_gathered_once_and_what_is_settled_is_asked_once(inspection):
    with CaptureQueriesContext(connection) as queries:
        night(date(2026, 11, 23))

    asking = [query["sql"] for query in queries if "maintenance_dueinspection" in query["sql"]]
    assert len(asking) == 2, "\n".join(asking)
