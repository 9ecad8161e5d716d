"""On the site with a phone: the QR label, the record with a finding and its photograph, and the finding led to the
acceptance of its repair."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from facilities.models import Building
from maintenance.choices import RepairState
from maintenance.models import DueInspection, Repair
from maintenance.queries.repairs import stand_of
from tests.factories.monitoring import a_photo
from tests.journeys.conftest import DESK, Visitor, Way
from tests.journeys.pages import CENTRE
from tests.journeys.repairs import decides

pytestmark = pytest.mark.browser

INSPECTION = "自家用電気工作物 年次点検"
TITLE = "受変電室　扉が閉まらない"
PHONE = Way(width=375, height=667)


def _records_what_is_broken(site: Visitor) -> None:
    """From the page behind the QR label to the record, with a finding and its photograph."""
    site.arrives_at("本館の点検")
    site.follow(site.page.get_by_role("link", name=re.compile(INSPECTION)))
    site.arrives_at("点検を記録する")
    site.choose("不良")
    site.opens(site.page.get_by_text("指摘を書き、写真を付ける"))
    finding = site.page.get_by_role("group").filter(has=site.page.get_by_role("heading", name="指摘1"))
    finding.get_by_label("場所", exact=True).fill("受変電室")
    finding.get_by_label("様子", exact=True).fill("扉が閉まらない。")
    site.choose("直す必要がある")
    site.attach("写真を撮る・選ぶ（指摘1の写真）", "tobira.jpg", a_photo().content)
    site.press("記録する")
    site.arrives_at(CENTRE)


def _has_it_done(officer: Visitor) -> None:
    officer.follow("発注を記録する")
    officer.arrives_at("発注を記録する")
    officer.write_day("いつまでに直すか", date(2026, 12, 4))
    officer.press("記録する")
    officer.arrives_at(TITLE)
    officer.follow("完了を記録する")
    officer.arrives_at("完了を記録する")
    officer.press("記録する")
    officer.arrives_at(TITLE)
    officer.follow("検収を記録する")
    officer.arrives_at("検収を記録する")
    officer.attach("修繕後の写真", "naotta.jpg", a_photo().content)
    officer.press("記録する")
    officer.arrives_at(TITLE)


def test_a_finding_at_the_site_becomes_a_repair_that_is_accepted(visitor, logins):
    building = Building.objects.get(centre__name=CENTRE, name="本館")
    turn = DueInspection.objects.get(building=building, type_code="ELC-2", done_on=None)
    site, officer = visitor(PHONE), visitor(DESK)

    site.open(f"/i/b{building.pk}/")
    site.arrives_at("ログイン")
    site.sign_in("tanto1", logins["tanto1"])
    _records_what_is_broken(site)
    turn.refresh_from_db()
    assert (turn.done_on, turn.findings.get().photos.count()) == (date(2026, 11, 23), 1)

    officer.comes_in("tanto1", logins["tanto1"])
    officer.open(f"/inspections/{turn.pk}/record/")
    officer.follow("修繕にする")
    officer.arrives_at("指摘から修繕にする")
    officer.press("受け付ける")
    officer.arrives_at(TITLE)
    expect(officer.page.locator("main").get_by_role("img")).to_have_count(1)
    decides(officer, TITLE, urgency="緊急", expected="80000", price="77000")
    _has_it_done(officer)

    repair = Repair.objects.get(finding__turn=turn)
    assert stand_of(repair).state == RepairState.ACCEPTED
    assert repair.photos.get(moment="after").original_name == "naotta.jpg"
