"""From a contract that ends to what follows it: the next contract, or the decision that there is none."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from maintenance.models import ServiceContract
from reminders.models import Flag
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

DOORS, PLACE = "見本 自動ドア保守業務委託", "見本西市民センター"
ENDING = f"{DOORS}　契約の満了"


@pytest.fixture
def at_the_contract(visitor, logins):
    """Somebody who came from the desk to the contract that ends on 31 December."""

    def come(way):
        somebody = visitor(way)
        somebody.open("/desk/?kind=contract")
        somebody.sign_in("tanto2", logins["tanto2"])
        somebody.arrives_at("要対応")
        row = somebody.desk_row(ENDING, PLACE)
        expect(row).to_contain_text("あと38日")
        somebody.follow(row.get_by_role("link", name=ENDING, exact=True))
        somebody.arrives_at(DOORS)
        return somebody

    return come


@pytest.mark.parametrize("way", [DESK, PHONE], ids=str)
def test_the_next_contract_answers_the_end_of_this_one(at_the_contract, way):
    somebody = at_the_contract(way)

    somebody.follow("次の契約を登録する")
    somebody.arrives_at("次の契約を登録する")
    somebody.write("契約名", "")
    somebody.press("登録する")
    somebody.meets_errors("契約名を入力してください")
    somebody.write("契約名", "見本 自動ドア保守業務委託（次期）")
    somebody.press("登録する")

    somebody.arrives_at("見本 自動ドア保守業務委託（次期）")
    somebody.follow("要対応")
    somebody.arrives_at("要対応")
    expect(somebody.desk_row(ENDING, PLACE)).to_have_count(0)
    before = ServiceContract.objects.get(name=DOORS)
    after = before.successor
    assert (after.first_on, after.last_on) == (date(2027, 1, 1), date(2029, 12, 31))
    assert [centre.name for centre in after.centres.all()] == [PLACE]
    assert reason_closed(before) == "answered"


@pytest.mark.parametrize("way", [DESK, PHONE], ids=str)
def test_a_contract_is_not_renewed_and_says_why(at_the_contract, way):
    somebody = at_the_contract(way)

    somebody.follow("更新しないことにする")
    somebody.arrives_at("この契約を更新しないことにしますか")
    somebody.press("更新しない")
    somebody.meets_errors("更新しない理由を入力してください")
    somebody.write("更新しない理由", "手で開ける扉に替えるため")
    somebody.press("更新しない")

    somebody.arrives_at(DOORS)
    expect(somebody.page.get_by_text("理由：手で開ける扉に替えるため")).to_be_visible()
    somebody.follow("要対応")
    somebody.arrives_at("要対応")
    expect(somebody.desk_row(ENDING, PLACE)).to_have_count(0)
    assert reason_closed(ServiceContract.objects.get(name=DOORS)) == "answered"


def reason_closed(contract: ServiceContract) -> str:
    return Flag.objects.get(kind="contract", subject_id=contract.pk).close_reason
