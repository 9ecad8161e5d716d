from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designated_managers.choices import DesignationStage as Stage
from designated_managers.choices import VoteResult
from designated_managers.rules.stage import DesignationDays, contradictions, in_force_on, stage_on

TERM = DesignationDays(
    candidate=date(2023, 10, 31),
    bill=date(2023, 11, 27),
    voted=date(2023, 12, 15),
    vote_result=VoteResult.PASSED,
    designated=date(2023, 12, 20),
    first=date(2024, 4, 1),
    last=date(2029, 3, 31),
)


def _but(**changes) -> DesignationDays:
    return DesignationDays(**{**TERM.__dict__, **changes})


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2023, 10, 30), Stage.PREPARING),
        (date(2023, 10, 31), Stage.CANDIDATE),
        (date(2023, 11, 26), Stage.CANDIDATE),
        (date(2023, 11, 27), Stage.BILL),
        (date(2023, 12, 14), Stage.BILL),
        (date(2023, 12, 15), Stage.VOTED),
        (date(2023, 12, 19), Stage.VOTED),
        (date(2023, 12, 20), Stage.MADE),
        (date(2023, 12, 21), Stage.MADE),
        (date(2024, 3, 31), Stage.MADE),
        (date(2024, 4, 1), Stage.IN_FORCE),
        (date(2024, 4, 2), Stage.IN_FORCE),
        (date(2029, 3, 30), Stage.IN_FORCE),
        (date(2029, 3, 31), Stage.IN_FORCE),
        (date(2029, 4, 1), Stage.ENDED),
    ],
)
def test_a_designation_goes_from_stage_to_stage_on_its_days(on, stage):
    assert stage_on(on, TERM) == stage


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 9, 30), Stage.IN_FORCE),
        (date(2026, 10, 1), Stage.REVOKED),
        (date(2026, 10, 2), Stage.REVOKED),
        (date(2030, 1, 1), Stage.REVOKED),
    ],
)
def test_a_revoked_designation_has_no_effect_from_that_day_on(on, stage):
    assert stage_on(on, _but(revoked=date(2026, 10, 1))) == stage


@pytest.mark.parametrize(
    ("result", "stage"),
    [
        (VoteResult.REJECTED, Stage.FELL_THROUGH),
        (VoteResult.WITHDRAWN, Stage.FELL_THROUGH),
        (VoteResult.CONTINUED, Stage.BILL),
        (VoteResult.PASSED, Stage.VOTED),
    ],
)
def test_what_the_council_did_shows_from_the_day_of_the_vote(result, stage):
    days = _but(designated=None, vote_result=result)

    assert stage_on(date(2023, 12, 15), days) == stage
    assert stage_on(date(2023, 12, 14), days) == Stage.BILL


def test_an_unconfirmed_designation_counts_although_no_day_is_known():
    assert stage_on(date(2026, 11, 23), DesignationDays(unconfirmed=True)) == Stage.IN_FORCE


@pytest.mark.parametrize(
    ("on", "stage"), [(date(2023, 12, 19), Stage.VOTED), (date(2024, 4, 1), Stage.IN_FORCE)]
)
def test_where_the_day_of_designation_is_known_it_counts_also_when_others_are_unconfirmed(on, stage):
    assert stage_on(on, _but(unconfirmed=True)) == stage


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2024, 3, 31), Stage.MADE),
        (date(2024, 4, 1), Stage.IN_FORCE),
        (date(2099, 1, 1), Stage.IN_FORCE),
    ],
)
def test_an_unconfirmed_designation_with_an_unknown_end_lasts(on, stage):
    assert stage_on(on, _but(last=None, designated=None, unconfirmed=True)) == stage


def test_a_missing_agreement_does_not_end_a_designation_nor_does_a_missing_vote_begin_one():
    never_made = _but(designated=None)

    assert stage_on(date(2025, 1, 1), _but(voted=None, vote_result="")) == Stage.IN_FORCE
    assert stage_on(date(2025, 1, 1), never_made) == Stage.VOTED


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2024, 3, 28), Stage.BILL),
        (date(2024, 3, 29), Stage.VOTED),
        (date(2024, 3, 30), Stage.MADE),
        (date(2024, 4, 1), Stage.IN_FORCE),
    ],
)
def test_where_the_mayor_decides_in_place_of_the_council_the_vote_may_follow_later(on, stage):
    days = _but(prior=date(2024, 3, 29), designated=date(2024, 3, 30), voted=date(2024, 6, 20))

    assert stage_on(on, days) == stage
    assert _messages(days) == []


some_days = st.none() | st.dates(date(2024, 3, 25), date(2024, 4, 5))


@given(
    st.builds(
        DesignationDays,
        designated=some_days,
        first=some_days,
        last=some_days,
        revoked=some_days,
        unconfirmed=st.booleans(),
        voted=some_days,
        vote_result=st.sampled_from(["", *VoteResult.values]),
        candidate=some_days,
        bill=some_days,
        prior=some_days,
    ),
    st.dates(date(2024, 3, 24), date(2024, 4, 6)),
)
def test_a_designation_is_in_its_term_exactly_when_it_is_in_force(days, on):
    assert (stage_on(on, days) == Stage.IN_FORCE) is in_force_on(on, days)


@given(some_days, some_days, some_days, some_days, some_days, some_days)
def test_two_terms_share_a_day_exactly_when_a_day_has_both_in_force(f1, l1, r1, f2, l2, r2):
    one = DesignationDays(unconfirmed=True, first=f1, last=l1, revoked=r1)
    other = DesignationDays(unconfirmed=True, first=f2, last=l2, revoked=r2)
    around = [date(2024, 3, 20) + timedelta(days=n) for n in range(21)]

    both = any(in_force_on(day, one) and in_force_on(day, other) for day in around)

    assert one.shares_a_day_with(other) is both


def _messages(days: DesignationDays) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in contradictions(days)]


def test_a_whole_designation_contradicts_nothing():
    assert _messages(TERM) == []


@pytest.mark.parametrize("result", [VoteResult.REJECTED, VoteResult.WITHDRAWN, VoteResult.CONTINUED])
def test_without_the_vote_there_is_no_designation(result):
    assert _messages(_but(vote_result=result)) == [("designated_on", "designated-without-vote")]
    assert _messages(_but(vote_result=result, designated=None)) == []
    assert _messages(_but(vote_result=result, prior=date(2023, 12, 15))) == []


def test_a_designation_waits_for_the_vote_unless_it_is_older_than_the_system():
    untold = _but(voted=None, vote_result="")

    assert _messages(untold) == [("voted_on", "designated-before-vote")]
    assert _messages(DesignationDays(**{**untold.__dict__, "unconfirmed": True})) == []
    assert _messages(DesignationDays(**{**untold.__dict__, "prior": date(2023, 12, 15)})) == []


@pytest.mark.parametrize("result", [VoteResult.REJECTED, VoteResult.WITHDRAWN, VoteResult.CONTINUED])
def test_without_the_vote_there_is_no_old_designation_and_no_public_notice(result):
    notice = DesignationDays(voted=date(2023, 12, 15), vote_result=result, announced=date(2023, 12, 20))
    old = DesignationDays(vote_result=result, unconfirmed=True)
    designated = DesignationDays(**{**notice.__dict__, "designated": date(2023, 12, 20)})
    despite = DesignationDays(**{**notice.__dict__, "prior": date(2023, 12, 14)})

    assert _messages(notice) == [("announced_on", "announced-without-vote")]
    assert _messages(old) == [("days_unconfirmed", "unconfirmed-without-vote")]
    assert _messages(designated) == [
        ("designated_on", "designated-without-vote"),
        ("announced_on", "announced-without-vote"),
    ]
    assert _messages(despite) == []


def test_public_notice_waits_for_the_vote_unless_it_is_older_than_the_system():
    untold = DesignationDays(announced=date(2023, 12, 20))

    assert _messages(untold) == [("voted_on", "announced-before-vote")]
    assert _messages(DesignationDays(**{**untold.__dict__, "unconfirmed": True})) == []
    assert _messages(DesignationDays(**{**untold.__dict__, "prior": date(2023, 12, 15)})) == []


@pytest.mark.parametrize(
    ("revoked", "problems"),
    [
        (date(2023, 12, 19), [("revoked_on", "revoked-before-made")]),
        (date(2023, 12, 20), []),
        (date(2029, 3, 31), []),
        (date(2029, 4, 1), [("revoked_on", "revoked-after-end")]),
    ],
)
def test_a_revocation_lies_between_the_designation_and_its_last_day(revoked, problems):
    assert _messages(_but(revoked=revoked)) == problems
