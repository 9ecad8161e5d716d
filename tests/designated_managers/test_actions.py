from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.certainty import Certainty
from common.db.stated_facts import Statement
from common.problems import Refused
from designated_managers.actions import (
    CannotDesignate,
    CannotReturn,
    change_designation,
    change_organisation,
    decide_direct_return,
    register_designation,
    register_organisation,
    state_sources,
)
from designated_managers.models import Bundle, Designation, Organisation
from designated_managers.queries.designations import deadlines
from designated_managers.queries.designations import settled as settled_ends
from tests.answers import said
from tests.factories.designated_managers import make_designation, make_organisation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
NEXT_TERM = {"first_on": date(2029, 4, 1), "last_on": date(2034, 3, 31)}


def _register(**facts) -> Designation:
    return register_designation(on=TODAY, **facts)


# One centre, one term at a time


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


# What the facts of one designation have against each other


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
        _register(first_on=date(2024, 4, 1), last_on=date(2029, 3, 31))

    assert [field for field, _ in said(refusal)] == ["centre", "organisation"]


# The one before


def test_the_one_before_belongs_to_the_same_centre():
    elsewhere = make_designation(first_on=date(2019, 4, 1), last_on=date(2024, 3, 31))

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(previous=elsewhere)

    assert said(refusal) == [("previous", "前の指定は、同じ施設の指定から選んでください。")]


def test_the_one_before_begins_before():
    later = make_designation(**NEXT_TERM)

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(centre=later.centre, previous=later)

    assert said(refusal) == [("previous", "前の指定は、この指定より先に始まるものを選んでください。")]


def test_a_designation_does_not_follow_itself():
    there = make_designation()

    with pytest.raises(CannotDesignate) as refusal:
        change_designation(there.pk, on=TODAY, previous=there)

    assert said(refusal) == [("previous", "前の指定は、この指定より先に始まるものを選んでください。")]


def test_one_designation_is_followed_by_one():
    there = make_designation()
    make_designation(centre=there.centre, previous=there, **NEXT_TERM)

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(
            centre=there.centre, previous=there, first_on=date(2034, 4, 1), last_on=date(2039, 3, 31)
        )

    assert [field for field, _ in said(refusal)] == ["previous"]


def rivals_for_the_term_after(there) -> list[Designation]:
    """Two candidates for what follows, neither of them made; the second is further."""
    voted: dict[str, Any] = {"voted_on": None, "vote_result": "", "designated_on": None, "announced_on": None}
    both: dict[str, Any] = {"centre": there.centre, "previous": there, **voted, **NEXT_TERM}
    return [make_designation(**both), make_designation(**both, candidate_decided_on=date(2026, 11, 5))]


def test_rivals_may_follow_the_same_and_one_of_them_is_made(settled):
    there = make_designation()
    first, second = rivals_for_the_term_after(there)
    made: dict[str, Any] = {
        "voted_on": date(2028, 12, 15),
        "vote_result": "passed",
        "designated_on": date(2028, 12, 20),
    }

    change_designation(first.pk, on=TODAY, **made)
    with pytest.raises(CannotDesignate) as refusal:
        change_designation(second.pk, on=TODAY, **made)

    problems = [(problem.code, problem.field) for problem in refusal.value.problems]
    assert problems == [("previous-unique", "previous"), ("designation-overlaps", "first_on")]
    assert settled == [("designation_end", [there.pk], "answered", TODAY)]
    assert (there.is_answered, first.is_answered) == (True, False)
    later = {"first_on": date(2040, 4, 1), "last_on": date(2045, 3, 31)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Designation.objects.filter(pk=second.pk).update(**later, **made)


def test_an_end_is_answered_once_however_many_rivals_there_are():
    there = make_designation(last_on=date(2029, 3, 31))
    first, second = rivals_for_the_term_after(there)
    waiting = Counter(row[2] for row in deadlines(until=date(2030, 1, 1)))
    change_designation(second.pk, on=TODAY, voted_on=date(2028, 12, 15), vote_result="rejected")

    change_designation(
        first.pk,
        on=TODAY,
        voted_on=date(2028, 12, 15),
        vote_result="passed",
        designated_on=date(2028, 12, 20),
    )

    assert waiting == {there.pk: 1}
    assert list(deadlines(until=date(2030, 1, 1))) == []
    assert [row[1] for row in settled_ends()] == [there.pk]


def test_the_act_says_that_the_end_of_the_one_before_is_answered(settled):
    there = make_designation()
    assert settled == []

    make_designation(centre=there.centre, previous=there, **NEXT_TERM)

    assert settled == [("designation_end", [there.pk], "answered", TODAY)]


def test_a_next_designation_that_is_not_made_yet_answers_nothing(settled):
    there = make_designation()

    make_designation(centre=there.centre, previous=there, designated_on=None, announced_on=None, **NEXT_TERM)

    assert settled == []


@pytest.fixture
def settled(monkeypatch) -> list:
    """What acts say is settled."""
    heard: list = []

    def listen(kind, subject_ids, reason, *, on):
        heard.append((kind, list(subject_ids), reason, on))

    monkeypatch.setattr("common.deadlines._listeners", [listen])
    return heard


# Back to the city


def test_the_return_is_decided_with_its_day_and_reason(settled):
    there = make_designation()

    decide_direct_return(there.pk, decided_on=date(2026, 11, 20), reason="引き受ける団体がないため", on=TODAY)

    there.refresh_from_db()
    assert (there.direct_return_decided_on, there.direct_return_reason) == (
        date(2026, 11, 20),
        "引き受ける団体がないため",
    )
    assert settled == [("designation_end", [there.pk], "answered", TODAY)]


@pytest.mark.parametrize(
    ("decided_on", "refused"),
    [(date(2026, 11, 22), False), (TODAY, False), (date(2026, 11, 24), True)],
)
def test_the_return_is_not_decided_in_the_future(decided_on, refused):
    there = make_designation()

    if refused:
        with pytest.raises(CannotReturn) as refusal:
            decide_direct_return(there.pk, decided_on=decided_on, reason="見本", on=TODAY)
        assert said(refusal) == [
            ("direct_return_decided_on", "決めた日は、きょうまでの日を入力してください。")
        ]
    else:
        decide_direct_return(there.pk, decided_on=decided_on, reason="見本", on=TODAY)

    there.refresh_from_db()
    assert (there.direct_return_decided_on is None) is refused


def test_the_return_needs_a_reason_and_a_designation_that_was_made():
    proposed = make_designation(voted_on=None, vote_result="", designated_on=None, announced_on=None)

    with pytest.raises(CannotReturn) as refusal:
        decide_direct_return(proposed.pk, decided_on=TODAY, reason="", on=TODAY)

    assert [message for _, message in said(refusal)] == [
        "直営に戻すと決めた日を入力したときは、理由も入力してください。",
        "まだ指定されていないので、直営に戻すことは決められません。",
    ]


def test_the_return_is_not_decided_once_the_next_designation_is_made():
    there = make_designation()
    make_designation(
        centre=there.centre, organisation=make_organisation("次の協議会"), previous=there, **NEXT_TERM
    )

    with pytest.raises(CannotReturn) as refusal:
        decide_direct_return(there.pk, decided_on=TODAY, reason="見本", on=TODAY)

    assert said(refusal) == [("", "次の指定（次の協議会）がすでに登録されています。")]
    there.refresh_from_db()
    assert there.direct_return_decided_on is None


# Bundles and sources


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


# Organisations


def test_an_organisation_is_entered_and_changed():
    organisation = register_organisation(name="見本協議会", kind="running_council")

    change_organisation(organisation.pk, representative="見本 太郎", corporate_number="9234567890123")

    stored = Organisation.objects.get()
    assert (stored.name, stored.representative, stored.corporate_number) == (
        "見本協議会",
        "見本 太郎",
        "9234567890123",
    )
    assert stored.history.count() == 2


@pytest.mark.parametrize("number", ["123456789012", "92345678901234", "0123456789012", "123456789012a"])
def test_a_corporate_number_has_thirteen_digits(number):
    with pytest.raises(Refused) as refusal:
        register_organisation(name="見本協議会", kind="npo", corporate_number=number)

    assert {field for field, _ in said(refusal)} == {"corporate_number"}
    assert Organisation.objects.count() == 0


def test_two_organisations_do_not_share_a_name():
    make_organisation("見本協議会")

    with pytest.raises(Refused) as refusal:
        make_organisation("見本協議会")

    assert [field for field, _ in said(refusal)] == ["name"]
