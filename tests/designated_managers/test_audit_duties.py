"""What the audit pack tells of the agreement of a designation and of its duties."""

from __future__ import annotations

from datetime import date

import pytest

from designated_managers.actions import accept_submission, tell_not_needed
from designated_managers.models import Designation, Obligation
from designated_managers.queries.audit_duties import agreement, duties
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.designated_managers import make_designation
from tests.factories.submissions import TODAY, make_monthly, make_returned, make_submitted

pytestmark = pytest.mark.django_db


def _told(section) -> list[tuple]:
    return [(row.what, row.day, row.evidence, row.gap) for row in section.rows]


@pytest.fixture
def designation(catalogues):
    made = make_designation()
    # What the law alone asks for is told in other tests.
    Obligation.objects.all().delete()
    return made


def test_every_duty_has_its_receipt_or_its_gap(designation):
    accepted = make_submitted(make_monthly(designation, date(2026, 7, 1)), on=date(2026, 8, 12))
    accept_submission(accepted.pk, on=date(2026, 8, 20))
    make_returned(make_submitted(make_monthly(designation, date(2026, 8, 1))))
    waiting = make_submitted(make_monthly(designation, date(2026, 9, 1)))
    make_monthly(designation, date(2026, 10, 1))
    make_monthly(designation, date(2026, 11, 1))

    rows = _told(duties(designation, TODAY))

    assert rows == [
        ("令和8年7月の月次報告", date(2026, 8, 20), f"受付 {accepted.receipt}　2日遅れ", ""),
        (
            "令和8年8月の月次報告",
            TODAY,
            "受付 令和8年度-000002　74日遅れ",
            "差し戻したまま、出し直されていません",
        ),
        ("令和8年9月の月次報告", TODAY, f"受付 {waiting.receipt}　44日遅れ", "市の確認が済んでいません"),
        ("令和8年10月の月次報告", date(2026, 11, 10), "", "出ていません"),
        ("令和8年11月の月次報告", date(2026, 12, 10), "令和8年12月10日まで", ""),
    ]


@pytest.mark.parametrize(
    ("on", "gap"), [(date(2026, 11, 9), ""), (date(2026, 11, 10), ""), (date(2026, 11, 11), "出ていません")]
)
def test_a_duty_is_a_gap_from_the_day_after_it_was_due(designation, on, gap):
    make_monthly(designation, date(2026, 10, 1))

    (row,) = duties(designation, on).rows

    assert row.gap == gap


def test_a_duty_that_fell_away_says_why(designation):
    duty = make_monthly(designation, date(2026, 10, 1))
    tell_not_needed(duty.pk, reason="休館中のため", on=TODAY)

    assert _told(duties(designation, TODAY)) == [("令和8年10月の月次報告", TODAY, "不要：休館中のため", "")]


def test_the_agreement_tells_its_years_and_what_was_not_paid(catalogues):
    signed = make_agreement()
    make_annual(signed)

    rows = _told(agreement(Designation.objects.get(), TODAY))

    assert rows[:2] == [
        ("基本協定の締結", date(2024, 3, 25), "", "協定書がありません"),
        ("令和8年度の年度協定", date(2026, 3, 27), "指定管理料 4,800,001円", ""),
    ]
    assert [gap for _, _, _, gap in rows[2:]] == ["支払期限を過ぎています", "支払期限を過ぎています", "", ""]


def test_a_designation_without_an_agreement_says_so(designation):
    section = agreement(designation, TODAY)

    assert (list(section.rows), section.nothing) == ([], "基本協定の記録がありません。")


def test_the_sections_cost_the_same_for_one_and_for_three(designation, django_assert_num_queries):
    for month in (6, 7, 8):
        make_submitted(make_monthly(designation, date(2026, month, 1)))
        if month in {6, 8}:
            with django_assert_num_queries(3):
                duties(designation, TODAY)
