"""What a group hands in, on its home: what is open with a button each, then where stands what was handed in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from designated_managers import actions
from designated_managers.actions import Written
from designated_managers.models import Obligation
from tests.factories.accounts import make_membership
from tests.factories.designated_managers import make_designation
from tests.factories.monitoring import make_evaluation, said
from tests.factories.submissions import (
    TODAY,
    make_monthly,
    make_paper_duty,
    make_returned,
    make_sheet_duty,
    make_submitted,
)
from tests.pages import links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ONE_DAY = timedelta(days=1)


@pytest.fixture
def designation():
    made = make_designation()
    Obligation.objects.filter(designation=made).delete()
    return made


@pytest.fixture
def home(client_of, group_member, designation):
    make_membership(group_member, designation.organisation, first_on=date(2019, 4, 1))

    def open_home(on: date = TODAY):
        with time_machine.travel(f"{on.isoformat()}T12:00:00+09:00", tick=False):
            return client_of(group_member).get("/home/")

    return open_home


def items(response) -> list[tuple[str, str, str]]:
    (centre,) = response.context["home"].centres
    return [(item.title, item.state, item.done_words or item.act_label) for item in centre.reports.items]


def test_what_is_open_has_a_button_and_what_was_handed_in_tells_where_it_stands(home, designation):
    duty = make_monthly(designation, due_on=TODAY + 6 * ONE_DAY)
    make_returned(make_submitted(make_monthly(designation, date(2026, 9, 1))))
    make_submitted(make_monthly(designation, date(2026, 8, 1)))
    accepted = make_submitted(make_monthly(designation, date(2026, 7, 1)))
    actions.accept_submission(accepted.pk, on=TODAY)

    response = home()

    assert items(response) == [
        ("10月の月次報告", "", "報告を書く"),
        ("9月の月次報告", "なおしてください", "なおして出す"),
        ("7月の月次報告", "", "に受け付けました"),
        ("8月の月次報告", "", "に出しました。市が見ています"),
    ]
    assert "今月出すものあと2つ" in words_of(response)
    assert "利用人数を確かめてください。" in words_of(response)
    assert links_of(response)["報告を書く"] == f"/obligations/{duty.pk}/write/"


def test_a_draft_is_gone_on_with(home, designation):
    duty = make_monthly(designation)
    actions.write_draft(duty.pk, Written({"people": 3}), on=TODAY)

    assert items(home()) == [("10月の月次報告", "書いている途中です", "報告を書く")]


@pytest.mark.parametrize(("on", "shown"), [(TODAY - ONE_DAY, False), (TODAY, True), (TODAY + ONE_DAY, True)])
def test_what_is_due_within_thirty_days_is_to_be_handed_in_this_month(home, designation, on, shown):
    make_monthly(designation, due_on=TODAY + 30 * ONE_DAY)

    (centre,) = home(on).context["home"].centres

    assert bool(centre.reports.items) is shown


@pytest.mark.parametrize(("days", "shown"), [(30, True), (31, True), (32, False)])
def test_what_was_accepted_is_told_for_a_month(home, designation, days, shown):
    submission = make_submitted(make_monthly(designation))
    actions.accept_submission(submission.pk, on=TODAY)

    (centre,) = home(TODAY + days * ONE_DAY).context["home"].centres

    assert bool(centre.reports.items) is shown


def test_what_the_city_owes_and_what_is_not_needed_is_not_the_groups(home, designation):
    make_monthly(designation, side="city")
    make_monthly(designation, date(2026, 9, 1), not_needed_on=TODAY, not_needed_reason="見本")

    assert items(home()) == []
    assert "今月出すもの" not in words_of(home())


@pytest.mark.parametrize(("on", "shown"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_a_report_waits_until_its_days_are_over(home, designation, on, shown):
    make_monthly(designation, date(2026, 11, 1))

    assert bool(items(home(on))) is shown


def test_a_report_on_days_to_come_is_shown_once_it_is_begun_and_a_plan_from_the_beginning(home, designation):
    duty = make_monthly(designation, date(2026, 11, 1))
    make_paper_duty(designation, due_on=TODAY + 30 * ONE_DAY)
    before = items(home())
    actions.write_draft(duty.pk, Written({"people": 3}), on=TODAY)

    plan = ("令和8年度の年度事業計画書", "", "書類を出す")
    assert before == [plan]
    assert items(home()) == [("11月の月次報告", "書いている途中です", "報告を書く"), plan]


def test_the_groups_own_sheet_of_the_years_evaluation_is_awaited_until_it_is_handed_in(home, designation):
    evaluation = make_evaluation(designation)
    before = items(home())
    make_sheet_duty(designation)
    make_monthly(designation)

    awaited = home()
    actions.write_self_evaluation(evaluation.pk, said("B-----", ""), hand_in=False, on=TODAY)
    drafted = home()
    actions.write_self_evaluation(evaluation.pk, said(), hand_in=True, on=TODAY)

    report = ("10月の月次報告", "", "報告を書く")
    assert before == []
    assert items(awaited) == [("令和7年度の自己評価", "", "自己評価を書く"), report]
    assert links_of(awaited)["自己評価を書く"] == f"/evaluations/{evaluation.pk}/self/"
    assert items(drafted) == [("令和7年度の自己評価", "書いている途中です", "自己評価を書く"), report]
    assert items(home()) == [report]


@pytest.mark.parametrize(("on", "shown"), [(TODAY - ONE_DAY, False), (TODAY, True), (TODAY + ONE_DAY, True)])
def test_a_sheet_that_the_city_asks_for_is_awaited_from_that_day(home, designation, on, shown):
    evaluation = make_evaluation(designation, 2026)
    until = TODAY + 14 * ONE_DAY
    actions.ask_for_self_evaluation(evaluation.pk, asked_on=TODAY, self_due_on=until, on=TODAY)

    (centre,) = home(on).context["home"].centres

    assert [(item.title, item.due_on) for item in centre.reports.items] == [("令和8年度の自己評価", until)][
        :shown
    ]


def test_a_sheet_that_is_not_needed_or_still_to_come_is_not_awaited(home, designation):
    make_evaluation(designation)
    make_evaluation(designation, 2026)
    make_sheet_duty(designation, not_needed_on=TODAY, not_needed_reason="見本")
    make_sheet_duty(designation, 2026)

    assert items(home()) == []


def test_a_sheet_is_awaited_also_after_the_group_reads_the_centre_no_more(home, designation):
    make_evaluation(designation)
    make_sheet_duty(designation)

    response = home(date(2029, 6, 30))

    (open_reports,) = response.context["home"].open_reports
    assert [item.title for item in open_reports.reports.items] == ["令和7年度の自己評価"]
