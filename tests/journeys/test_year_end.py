"""From the year-end report that cannot be confirmed, to the reasons, to the report confirmed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from maintenance.models import YearEndReport
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

CENTRE = "見本中央市民センター"
REASON = "前回の点検の記録が見つからないため"


@pytest.mark.parametrize("way", [DESK, PHONE], ids=str)
def test_a_report_is_refused_then_answered_then_confirmed(visitor, logins, way):
    somebody = visitor(way)
    somebody.open("/inspections/year-end/2025/")
    somebody.sign_in("tanto1", logins["tanto1"])
    somebody.arrives_at("法定点検実施報告書")
    somebody.follow(CENTRE)
    somebody.arrives_at(f"{CENTRE}の法定点検")

    somebody.follow("報告書を確認する")
    somebody.arrives_at(f"{CENTRE}の令和7年度の報告書を確認しますか")
    somebody.press("確認する")
    expect(somebody.page.get_by_role("alert")).to_contain_text(
        "「建築物（敷地・構造）点検」（本館）は期限不明です。理由を入力してください。"
    )
    somebody.follow("やめる")
    somebody.arrives_at(f"{CENTRE}の法定点検")

    unanswered = somebody.page.get_by_label("理由", exact=True).all()
    for number, box in enumerate(unanswered, start=1):
        box.fill(f"{REASON}{number}")
    somebody.press("理由を保存する")
    somebody.arrives_at(f"{CENTRE}の法定点検")
    somebody.follow("報告書を確認する")
    somebody.press("確認する")

    somebody.arrives_at(f"{CENTRE}の法定点検")
    report = YearEndReport.objects.get(centre__name=CENTRE, fiscal_year=2025)
    assert report.closed_on is not None
    assert report.confirmed_by is not None
    assert report.confirmed_by.login_name == "tanto1"
    assert sorted(row["reason"] for row in report.frozen if row["reason"]) == sorted(
        f"{REASON}{number}" for number in range(1, len(unanswered) + 1)
    )
    assert len(unanswered) > 1
