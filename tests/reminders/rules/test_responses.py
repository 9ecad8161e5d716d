from __future__ import annotations

from datetime import date

import pytest

from common.office_days import load_office_days
from reminders.rules.audience import Listener
from reminders.rules.responses import (
    Answered,
    Asking,
    Receiver,
    problems_with_acknowledging,
    problems_with_handing_over,
    problems_with_resuming,
    problems_with_snoozing,
    problems_with_urging,
)

TODAY = date(2026, 11, 23)
DAYS = load_office_days()
DUE = date(2026, 11, 30)
CENTRE, POST = 7, 1
CITY = Listener(frozenset({"contract"}), None, has_address=True)
AT_CENTRE = Listener(frozenset({"contract"}), frozenset({CENTRE}), has_address=True)
ELSEWHERE = Listener(frozenset({"contract"}), frozenset({8}), has_address=True)
NOT_CONTRACTS = Listener(frozenset({"inspection"}), frozenset({CENTRE}), has_address=True)


def flag(**facts) -> Answered:
    return Answered(
        **{"kind": "contract", "name": "見本", "due_on": DUE, "centre_id": CENTRE, "post_id": POST, **facts}
    )


def codes(problems) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in problems]


def snoozed(
    *flags: Answered,
    until_on: date | None,
    is_superior: bool = False,
    reason: str = "業者待ち",
    on: date = TODAY,
):
    asking = Asking(on, DAYS, is_superior=is_superior)
    return codes(problems_with_snoozing(flags, until_on=until_on, reason=reason, asking=asking))


PAST_DUE = [("until-past-due", "until_on")]


@pytest.mark.parametrize(
    ("due_on", "until_on", "officer", "chief"),
    [
        # Not before tomorrow.
        (DUE, date(2026, 11, 22), [("until-not-ahead", "until_on")], [("until-not-ahead", "until_on")]),
        (DUE, TODAY, [("until-not-ahead", "until_on")], [("until-not-ahead", "until_on")]),
        (DUE, date(2026, 11, 24), [], []),
        # The day before the due day, the day, the day after.
        (DUE, date(2026, 11, 29), [], []),
        (DUE, DUE, [], []),
        (DUE, date(2026, 12, 1), PAST_DUE, []),
        # Due tomorrow, today, yesterday.
        (date(2026, 11, 24), date(2026, 11, 24), [], []),
        (TODAY, date(2026, 11, 24), PAST_DUE, []),
        (date(2026, 11, 22), date(2026, 11, 24), PAST_DUE, []),
        # A day that is not known has nothing to be past of.
        (None, date(2027, 11, 23), [], []),
        # A year, and no longer.
        (date(2028, 3, 31), date(2027, 11, 23), [], []),
        (date(2028, 3, 31), date(2027, 11, 24), [("until-too-far", "until_on")], [("until-too-far", "until_on")]),
        (DUE, date(2027, 11, 23), PAST_DUE, []),
        (DUE, None, [("until-missing", "until_on")], [("until-missing", "until_on")]),
    ],
)  # fmt: skip
def test_an_officer_puts_off_to_the_due_day_and_a_chief_past_it(due_on, until_on, officer, chief):
    found = [
        snoozed(flag(due_on=due_on), until_on=until_on, is_superior=is_superior)
        for is_superior in (False, True)
    ]

    assert found == [officer, chief]


@pytest.mark.parametrize(
    ("on", "due_on", "until_on", "officer"),
    [
        # Due on a Sunday, put off to the Saturday: told on the Friday.
        (TODAY, date(2026, 11, 29), date(2026, 11, 28), []),
        # No open day is left between tomorrow and the due day.
        (date(2026, 11, 27), date(2026, 11, 29), date(2026, 11, 28), PAST_DUE),
        # The office is closed from 29 December on.
        (date(2026, 12, 25), date(2026, 12, 31), date(2026, 12, 29), []),
        (date(2026, 12, 28), date(2026, 12, 31), date(2026, 12, 29), PAST_DUE),
        (date(2026, 12, 28), date(2027, 1, 4), date(2026, 12, 29), []),
    ],
)
def test_where_no_open_day_is_left_before_the_due_day_only_a_chief_puts_it_off(on, due_on, until_on, officer):
    found = [
        snoozed(flag(due_on=due_on), until_on=until_on, is_superior=is_superior, on=on)
        for is_superior in (False, True)
    ]

    assert found == [officer, []]


def test_every_flag_that_stands_in_the_way_is_named_with_all_that_is_wrong():
    problems = problems_with_snoozing(
        [
            flag(name="甲の点検", due_on=date(2026, 11, 22)),
            flag(name="乙の点検", due_on=date(2026, 12, 31)),
            flag(name="丙の点検"),
            flag(name="丁の点検", due_on=date(2026, 12, 31), is_open=False),
        ],
        until_on=date(2026, 12, 1),
        reason=" ",
        asking=Asking(TODAY, DAYS),
    )

    assert [problem.message for problem in problems] == [
        "「丁の点検」のお知らせは、もう閉じています。",
        "理由を入力してください。",
        "「甲の点検」は期限を過ぎています。後で知らせることにできるのは、係長と課長です。",
        "「丙の点検」の期限は令和8年11月30日です。期限より後の日を選べるのは、係長と課長です。",
    ]


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("", [("reason-missing", "reason")]),
        (" \n", [("reason-missing", "reason")]),
        ("あ" * 200 + " ", []),
        ("あ" * 201, [("reason-too-long", "reason")]),
    ],
)
def test_a_reason_is_said_and_fits(reason, found):
    until_on = date(2026, 11, 24)
    to = Receiver(2, "担当2")

    assert snoozed(flag(), until_on=until_on, reason=reason) == found
    assert codes(problems_with_handing_over([flag()], to=to, reason=reason)) == found
    assert codes(problems_with_urging([flag()], words=reason, unheard=())) == [
        (code.replace("reason", "words"), "words") for code, _ in found
    ]


@pytest.mark.parametrize(
    ("to", "found"),
    [
        (None, [("post-missing", "to_post")]),
        (Receiver(POST, "担当1"), [("post-has-it", "to_post")]),
        (Receiver(2, "担当2"), []),
        (Receiver(3, "見本市民センター職員", CENTRE), []),
        (Receiver(3, "よその市民センター職員", 8), [("post-of-another-centre", "to_post")]),
        (Receiver(2, "担当2", holders=(CITY,)), []),
        (Receiver(2, "担当2", holders=(AT_CENTRE, ELSEWHERE)), []),
        (Receiver(2, "担当2", holders=(ELSEWHERE,)), [("post-may-not-see", "to_post")]),
        (Receiver(3, "見本市民センター職員", CENTRE, (NOT_CONTRACTS,)), [("post-may-not-see", "to_post")]),
    ],
)
def test_it_is_handed_to_another_post_that_can_see_it(to, found):
    assert codes(problems_with_handing_over([flag()], to=to, reason="異動のため")) == found


@pytest.mark.parametrize(
    ("until_on", "found"),
    [
        (None, [("not-put-off", "")]),
        (date(2026, 11, 22), [("not-put-off", "")]),
        (TODAY, [("not-put-off", "")]),
        (date(2026, 11, 24), []),
    ],
)
def test_only_what_is_put_off_is_taken_up_again(until_on, found):
    assert codes(problems_with_resuming([flag(put_off_until=until_on)], on=TODAY)) == found


def test_nothing_is_told_at_once_to_nobody():
    assert [
        problem.message for problem in problems_with_urging([flag()], words="急いで", unheard=["見本"])
    ] == ["「見本」は、知らせる人がいません。担当を決めてください。"]


@pytest.mark.parametrize(
    ("flags", "found"), [([], ["nothing-chosen"]), ([flag(is_open=False)], ["flag-closed"]), ([flag()], [])]
)
def test_every_act_is_about_flags_that_are_open(flags, found):
    every = (
        problems_with_acknowledging(flags),
        problems_with_handing_over(flags, to=Receiver(2, "担当2"), reason="異動のため"),
        problems_with_snoozing(
            flags, until_on=date(2026, 11, 24), reason="業者待ち", asking=Asking(TODAY, DAYS)
        ),
        problems_with_urging(flags, words="急いで", unheard=()),
    )

    assert [[problem.code for problem in problems] for problems in every] == [found] * 4
