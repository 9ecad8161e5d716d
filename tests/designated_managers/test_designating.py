"""Designating a body for a centre: one term at a time, what cannot be, bundle and sources."""

from __future__ import annotations

from datetime import date

import pytest

from common.certainty import Certainty
from common.db.stated_facts import Statement
from designated_managers.actions import (
    CannotDesignate,
    change_designation,
    state_sources,
)
from designated_managers.models import Bundle, Designation
from tests.answers import said
from tests.designated_managers.designating import NEXT_TERM, TODAY, register
from tests.factories.designated_managers import make_designation, make_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first_on", "last_on"),
    [
        (date(2029, 3, 31), date(2034, 3, 30)),
        (date(2019, 4, 1), date(2024, 4, 1)),
        (date(2025, 4, 1), date(2026, 3, 31)),
        (date(2019, 4, 1), date(2034, 3, 31)),
        (date(2024, 4, 1), date(2029, 3, 31)),
    ],
)
def test_a_term_that_shares_a_day_with_another_of_the_centre_is_refused(first_on, last_on):
    there = make_designation(organisation=make_organisation("見本協議会"))

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(centre=there.centre, first_on=first_on, last_on=last_on)

    sentence = "「見本協議会」の指定（初日 令和6年4月1日、末日 令和11年3月31日）と期間が重なっています。"
    assert said(refusal) == [("first_on", sentence)]
    assert Designation.objects.count() == 1


@pytest.mark.parametrize(
    ("first_on", "last_on"),
    [(date(2029, 4, 1), date(2034, 3, 31)), (date(2019, 4, 1), date(2024, 3, 31))],
)
def test_terms_that_touch_stand_beside_each_other(first_on, last_on):
    there = make_designation()

    make_designation(centre=there.centre, first_on=first_on, last_on=last_on)

    assert Designation.objects.count() == 2


def test_the_same_term_at_another_centre_is_no_overlap():
    there = make_designation()

    make_designation(organisation=there.organisation)

    assert Designation.objects.count() == 2


@pytest.mark.parametrize(
    ("first_on", "refused"),
    [(date(2026, 9, 30), True), (date(2026, 10, 1), False), (date(2026, 10, 2), False)],
)
def test_a_revoked_designation_leaves_room_from_that_day_on(first_on, refused):
    there = make_designation(revoked_on=date(2026, 10, 1))

    if refused:
        with pytest.raises(CannotDesignate):
            make_designation(centre=there.centre, first_on=first_on, last_on=date(2031, 3, 31))
    else:
        make_designation(centre=there.centre, first_on=first_on, last_on=date(2031, 3, 31))

    assert Designation.objects.count() == (1 if refused else 2)


def test_a_designation_that_is_only_proposed_overlaps_nothing_until_it_is_made():
    there = make_designation()
    proposed = make_designation(
        centre=there.centre, voted_on=None, vote_result="", designated_on=None, announced_on=None
    )

    with pytest.raises(CannotDesignate):
        change_designation(proposed.pk, on=TODAY, designated_on=date(2026, 11, 20))

    proposed.refresh_from_db()
    assert proposed.designated_on is None


def test_an_unconfirmed_designation_without_an_end_leaves_no_room_after_it():
    there = make_designation(
        organisation=make_organisation("桜木の運営協議会"),
        first_on=None,
        last_on=None,
        designated_on=None,
        days_unconfirmed=True,
    )

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(centre=there.centre, **NEXT_TERM)

    assert said(refusal) == [
        ("first_on", "「桜木の運営協議会」の指定（初日 不明、末日 不明）と期間が重なっています。")
    ]


def test_a_designation_does_not_overlap_itself():
    there = make_designation()

    change_designation(there.pk, on=TODAY, agreed_on=date(2024, 3, 20))

    assert Designation.objects.get().agreed_on == date(2024, 3, 20)


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"last_on": date(2024, 3, 31)}, ("", "指定期間の末日は初日以後の日にしてください。")),
        (
            {"last_on": None},
            (
                "",
                "指定期間の初日と末日を入力してください。分からないときは「古い日付は要確認」に印を付けてください。",
            ),
        ),
        (
            {"designated_on": date(2023, 12, 14)},
            ("", "指定日は議決日（専決処分のときはその日）以後の日にしてください。"),
        ),
        (
            {"announced_on": date(2023, 12, 14)},
            ("", "告示日は議決日（専決処分のときはその日）以後の日にしてください。"),
        ),
        (
            {"vote_result": "", "designated_on": None},
            ("", "議決日を入力したときは、議決の結果も選んでください。"),
        ),
        (
            {"voted_on": None, "vote_result": ""},
            (
                "voted_on",
                "指定の前に、議決日と結果（または専決処分の日）を入力してください（地方自治法 第244条の2第6項）。"
                "昔の指定で分からないときは「古い日付は要確認」に印を付けてください。",
            ),
        ),
        (
            {
                "voted_on": date(2024, 4, 2),
                "designated_on": date(2024, 4, 2),
                "announced_on": date(2024, 4, 2),
            },
            (
                "",
                "議決日は指定期間の初日までの日にしてください。専決処分のときは、その日を入力してください。",
            ),
        ),
        ({"selection_kind": "direct"}, ("", "非公募のときは、その理由も入力してください。")),
        (
            {"committee_on": date(2023, 11, 2), "candidate_decided_on": date(2023, 11, 1)},
            ("", "候補者の決定日は選定委員会の日以後の日にしてください。"),
        ),
        (
            {"candidate_decided_on": date(2023, 11, 2), "bill_submitted_on": date(2023, 11, 1)},
            ("", "議案の提出日は候補者の決定日以後の日にしてください。"),
        ),
        (
            {"bill_submitted_on": date(2023, 12, 16)},
            ("", "議決日は議案の提出日以後の日にしてください。"),
        ),
        (
            {
                "prior_decision_on": date(2023, 12, 21),
                "announced_on": date(2023, 12, 21),
            },
            ("", "指定日は議決日（専決処分のときはその日）以後の日にしてください。"),
        ),
        (
            {"vote_result": "rejected", "announced_on": None},
            (
                "designated_on",
                "議案が可決されていないので、指定日は入力できません（地方自治法 第244条の2第6項）。",
            ),
        ),
        (
            {"vote_result": "withdrawn", "designated_on": None},
            (
                "announced_on",
                "議案が可決されていないので、告示日は入力できません（地方自治法 第244条の2第6項）。",
            ),
        ),
        (
            {"voted_on": None, "vote_result": "", "designated_on": None},
            (
                "voted_on",
                "告示の前に、議決日と結果（または専決処分の日）を入力してください（地方自治法 第244条の2第6項）。",
            ),
        ),
        (
            {
                "vote_result": "rejected",
                "designated_on": None,
                "announced_on": None,
                "days_unconfirmed": True,
            },
            (
                "days_unconfirmed",
                "議案が可決されていないので、「古い日付は要確認」の指定にはできません（地方自治法 第244条の2第6項）。",
            ),
        ),
        (
            {"revoked_on": date(2023, 12, 19)},
            ("revoked_on", "取消し・終了の日は指定日以後の日にしてください。"),
        ),
        (
            {"revoked_on": date(2029, 4, 1)},
            (
                "revoked_on",
                "取消し・終了の日は、指定期間の末日以前の日にしてください。期間どおりに終わるときは空けておきます。",
            ),
        ),
        (
            {"direct_return_decided_on": TODAY},
            ("", "直営に戻すと決めた日を入力したときは、理由も入力してください。"),
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(facts, problem):
    with pytest.raises(CannotDesignate) as refusal:
        make_designation(**facts)

    assert said(refusal) == [problem]
    assert Designation.objects.count() == 0


@pytest.mark.parametrize("day", [date(2024, 4, 1), date(2024, 3, 31)])
def test_the_council_votes_at_the_latest_on_the_first_day(day):
    make_designation(voted_on=day, designated_on=day, announced_on=day)

    assert Designation.objects.get().voted_on == day


def test_after_a_decision_in_its_place_the_council_may_vote_late():
    make_designation(
        prior_decision_on=date(2024, 3, 29),
        designated_on=date(2024, 3, 29),
        announced_on=date(2024, 3, 29),
        voted_on=date(2024, 6, 20),
    )

    assert Designation.objects.get().in_force_on(date(2024, 4, 1))


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(CannotDesignate) as refusal:
        make_designation(
            vote_result="rejected", designated_on=date(2023, 12, 14), revoked_on=date(2030, 1, 1)
        )

    assert {field for field, _ in said(refusal)} == {"", "designated_on", "announced_on", "revoked_on"}


def test_a_designation_needs_a_centre_and_an_organisation():
    with pytest.raises(CannotDesignate) as refusal:
        register(first_on=date(2024, 4, 1), last_on=date(2029, 3, 31))

    assert [field for field, _ in said(refusal)] == ["centre", "organisation"]


def test_designations_with_one_bundle_name_stand_in_one_bundle():
    west, south = (make_designation(bundle_name="令和6年度 一括") for _ in range(2))

    assert (west.bundle, Bundle.objects.count()) == (south.bundle, 1)


def test_a_designation_leaves_its_bundle_when_the_name_is_emptied_and_stays_when_nothing_is_said():
    there = make_designation(bundle_name="令和6年度 一括")

    stays = change_designation(there.pk, on=TODAY, instrument_number="市地第1号")
    leaves = change_designation(there.pk, on=TODAY, bundle_name="")

    assert (stays.bundle, leaves.bundle) == (there.bundle, None)


def test_a_refused_designation_opens_no_bundle():
    with pytest.raises(CannotDesignate):
        make_designation(bundle_name="令和6年度 一括", last_on=None)

    assert Bundle.objects.count() == 0


def test_sources_are_stated_and_taken_back():
    said: Statement = {"source": "会議録", "certainty": Certainty.VERIFIED}
    there = make_designation(statements={"voted_on": said})
    state_sources(there, {"first_on": said})

    change_designation(there.pk, on=TODAY, statements={"voted_on": None})

    assert list(there.stated_facts.values_list("field", "source")) == [("first_on", "会議録")]
