"""A repair there and back: asked for on a phone with a photograph, judged, estimated, decided, ordered, done, accepted;
and the group reads on its phone where it stands."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from maintenance.choices import RepairState
from maintenance.models import Repair
from maintenance.queries.repairs import stand_of
from tests.factories.monitoring import a_photo
from tests.journeys.conftest import DESK, Way
from tests.journeys.pages import CENTRE
from tests.journeys.repairs import decides

pytestmark = pytest.mark.browser

TITLE = "裏口　戸がしまらない"
PHONE = Way(width=375, height=667)


def test_a_repair_is_asked_for_on_a_phone_and_led_to_its_acceptance(visitor, logins):
    group, officer = visitor(PHONE), visitor(DESK)

    group.comes_in("dantai1", logins["dantai1"])
    group.arrives_at(CENTRE)
    group.follow("こわれた所を知らせる")
    group.arrives_at("こわれた所を知らせる")
    group.press("市に知らせる")
    group.meets_errors("どこがを入力してください", "どうなっていますかを入力してください")
    group.write("どこが", "裏口")
    group.write("どうなっていますか", "戸がしまらない。")
    group.attach("写真", "uraguchi.jpg", a_photo().content)
    group.press("市に知らせる")
    group.arrives_at(TITLE)
    group.is_told("市に知らせました", "市が内容を見て、直し方を決めます。")
    repair = Repair.objects.get(place="裏口")
    assert (repair.requested_side, repair.photos.get().moment) == ("group", "before")

    officer.comes_in("tanto1", logins["tanto1"])
    officer.open(f"/repairs/{repair.pk}/")
    officer.arrives_at(TITLE)
    decides(officer, TITLE, urgency="通常", expected="150000", price="148500")
    officer.follow("発注を記録する")
    officer.arrives_at("発注を記録する")
    officer.write_day("いつまでに直すか", date(2026, 12, 18))
    officer.press("記録する")
    officer.arrives_at(TITLE)

    group.open(f"/repairs/{repair.pk}/")
    expect(group.page.get_by_role("region", name="いま")).to_contain_text(
        "令和8年12月18日（金）までに直す予定です。"
    )
    expect(group.page.locator("main")).not_to_contain_text("148,500")

    officer.follow("完了を記録する")
    officer.arrives_at("完了を記録する")
    officer.press("記録する")
    officer.arrives_at(TITLE)
    officer.follow("検収を記録する")
    officer.arrives_at("検収を記録する")
    officer.press("記録する")
    officer.meets_errors("修繕後の写真がありません")
    officer.attach("修繕後の写真", "naotta.jpg", a_photo().content)
    officer.press("記録する")
    officer.arrives_at(TITLE)

    group.open(f"/repairs/{repair.pk}/")
    group.arrives_at(TITLE)
    expect(group.page.get_by_role("region", name="いま")).to_contain_text("直りました。")
    repair.refresh_from_db()
    assert (stand_of(repair).state, repair.payer, repair.ordered_amount) == (
        RepairState.ACCEPTED,
        "city",
        148_500,
    )
