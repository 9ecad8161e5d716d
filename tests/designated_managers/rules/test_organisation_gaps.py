from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from common.partial_dates import PartialDate, parse
from designated_managers.choices import CorporateStatus, OfficerRole, PaperKind
from designated_managers.rules.organisation_gaps import OrganisationKnown, active_a_year_from, gaps

ON = date(2026, 11, 23)
WHOLE = OrganisationKnown(
    status=CorporateStatus.NONE,
    founded=PartialDate.of_year(2020),
    in_office=frozenset({OfficerRole.CHAIR, OfficerRole.TREASURER, OfficerRole.AUDITOR}),
    papers={
        PaperKind.BYLAWS: frozenset({0}),
        PaperKind.ACCOUNTS: frozenset({2025}),
        PaperKind.REPORT: frozenset({2025}),
    },
)


def test_of_a_body_of_which_nothing_is_known_everything_is_missing():
    known = OrganisationKnown(status=CorporateStatus.UNKNOWN)

    assert list(gaps(known, on=ON)) == [
        "法人格が不明です",
        "設立日が不明です",
        "規約・定款がありません",
        "在任中の会長がいません",
        "在任中の会計がいません",
        "在任中の監事がいません",
        "令和7年度の決算書がありません",
        "令和7年度の事業報告がありません",
    ]


@pytest.mark.parametrize(
    ("known", "on", "missing"),
    [
        (WHOLE, ON, []),
        (replace(WHOLE, status=CorporateStatus.NPO), ON, ["法人番号が入っていません"]),
        (replace(WHOLE, status=CorporateStatus.NPO, number="4000020352152"), ON, []),
        (WHOLE, date(2027, 3, 31), []),
        (WHOLE, date(2027, 4, 1), ["令和8年度の決算書がありません", "令和8年度の事業報告がありません"]),
        (replace(WHOLE, founded=parse("令和8年4月1日"), papers={PaperKind.BYLAWS: frozenset({0})}), ON, []),
    ],
)
def test_what_is_missing_follows_from_what_is_known_and_from_the_fiscal_year(known, on, missing):
    assert list(gaps(known, on=on)) == missing


@pytest.mark.parametrize(
    ("founded", "day"),
    [(None, None), ("平成20年4月", date(2009, 4, 30)), ("令和8年2月28日", date(2027, 2, 28))],
)
def test_a_year_of_activity_is_counted_from_the_last_possible_day_of_founding(founded, day):
    assert active_a_year_from(parse(founded).last if founded else None) == day
