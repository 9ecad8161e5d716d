"""What a group is told of its term, on the days at which the words change."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from common.periods import Period
from designated_managers.models import Designation
from portal.home.term import Reading, following, term_now, told_first

READING = Reading(before=60, after=90)


def designation(first=date(2024, 4, 1), last=date(2029, 3, 31), **facts) -> Designation:
    made = {"designated_on": date(2023, 12, 20), **facts}
    return Designation(first_on=first, last_on=last, **made)


def said(on: date, *, after: Designation | None = None, **facts) -> tuple[bool, tuple[str, ...]]:
    term = term_now(designation(**facts), after, reading=READING, on=on)
    return term.in_force, term.sentences


@pytest.mark.parametrize(
    ("on", "in_force", "sentences"),
    [
        (
            date(2024, 3, 31),
            False,
            (
                "令和6年4月1日に始まります。あと1日です。",
                "令和11年3月31日までの5年です。",
                "点検の記録は、始まってからできます。",
            ),
        ),
        (date(2024, 4, 1), True, ("令和11年3月31日までです。", "あと1,825日です。")),
        (date(2024, 4, 30), True, ("令和11年3月31日までです。", "あと1,796日です。")),
        (
            date(2024, 5, 1),
            True,
            ("令和11年3月31日までです。", "あと1,795日です。5年のうち、1か月たちました。"),
        ),
        (
            date(2029, 3, 30),
            True,
            ("令和11年3月31日までです。", "あと1日です。5年のうち、4年11か月たちました。"),
        ),
        (date(2029, 3, 31), True, ("きょうが最後の日です。",)),
        (
            date(2029, 4, 1),
            False,
            (
                "令和11年3月31日に終わりました。点検の記録は、もうできません。",
                "令和11年6月29日までは、ここを見られます。",
            ),
        ),
    ],
)
def test_the_words_change_with_the_first_day_and_the_last(on, in_force, sentences):
    assert said(on) == (in_force, sentences)


@pytest.mark.parametrize(
    ("on", "told"), [(date(2028, 7, 31), True), (date(2028, 8, 31), True), (date(2028, 9, 1), False)]
)
def test_the_next_call_is_told_until_its_month_is_over(on, told):
    call_on = date(2028, 8, 20)

    term = term_now(designation(), None, reading=READING, on=on, call_on=call_on)

    assert ("次の期間の申し込みは、令和10年8月ごろの見込みです。" in term.sentences) is told


def test_a_term_that_ends_early_says_what_was_planned():
    before, after = (
        said(day, revoked_on=date(2026, 12, 1)) for day in (date(2026, 11, 29), date(2026, 12, 1))
    )

    assert before == (
        True,
        (
            "令和8年11月30日までです。",
            "あと1日です。2年8か月のうち、2年7か月たちました。",
            "はじめの予定は令和11年3月31日まででした。",
        ),
    )
    assert after == (
        False,
        (
            "令和8年11月30日に終わりました。点検の記録は、もうできません。",
            "令和9年2月28日までは、ここを見られます。",
            "はじめの予定は令和11年3月31日まででした。",
        ),
    )


def test_a_term_whose_days_are_not_known_has_no_bar_and_says_whom_to_ask():
    unknown = designation(first=None, last=None, designated_on=None, days_unconfirmed=True)

    term = term_now(unknown, None, reading=READING, on=date(2026, 11, 23))

    assert (term.in_force, term.days) == (True, None)
    assert term.sentences == ("終わる日は、まだ記録されていません。市の担当に聞いてください。",)


def test_a_term_of_which_only_the_last_day_is_known_counts_down_to_it():
    half = designation(first=None, designated_on=None, days_unconfirmed=True)

    term = term_now(half, None, reading=READING, on=date(2029, 3, 29))

    assert (term.days, term.sentences) == (None, ("令和11年3月31日までです。", "あと2日です。"))


def test_the_bar_ends_on_the_last_day_with_effect():
    early = designation(revoked_on=date(2026, 12, 1))

    term = term_now(early, None, reading=READING, on=date(2026, 11, 23))

    assert term.days == Period(date(2024, 4, 1), date(2026, 11, 30))


def test_what_follows_is_told_once_it_is_made():
    coming = designation(date(2029, 4, 1), date(2034, 3, 31))

    _, sentences = said(date(2029, 3, 31), after=coming)

    assert sentences == ("きょうが最後の日です。", "次は令和11年4月1日から令和16年3月31日までまかされます。")


def test_the_next_term_is_the_first_that_begins_after_this_one():
    before, now, soon, later = (
        designation(date(year, 4, 1), date(year + 5, 3, 31)) for year in (2019, 2024, 2029, 2034)
    )

    assert following(now, [later, before, soon, now]) is soon
    assert following(later, [later, before, soon, now]) is None


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2024, 3, 31), "now"),
        (date(2024, 4, 1), "now"),
        (date(2029, 3, 31), "now"),
        (date(2029, 4, 1), "next"),
        (date(2035, 4, 1), "next"),
    ],
)
def test_the_page_is_about_the_term_in_force_else_the_next_else_the_last(on, told):
    terms = SimpleNamespace(now=designation(), next=designation(date(2029, 5, 1), date(2034, 3, 31)))

    assert told_first([terms.next, terms.now], reading=READING, on=on) is getattr(terms, told)


@pytest.mark.parametrize(("on", "told"), [(date(2029, 6, 1), "now"), (date(2029, 6, 2), "next")])
def test_a_next_term_is_told_first_once_the_group_may_read_of_it(on, told):
    terms = SimpleNamespace(now=designation(), next=designation(date(2029, 8, 1), date(2034, 7, 31)))

    assert told_first([terms.next, terms.now], reading=READING, on=on) is getattr(terms, told)
