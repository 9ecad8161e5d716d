from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from common.clock import TOKYO
from maintenance.actions import (
    CannotContract,
    ContractScope,
    change_contract,
    sign_contract,
    succeed_contract,
)
from maintenance.choices import ContractKind
from maintenance.models import ServiceContract
from maintenance.queries.contracts import notice_deadlines, settled_notices
from reminders.actions import flag_due
from reminders.choices import FlagKind
from reminders.models import Flag
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_type
from tests.factories.service_contracts import make_inspecting

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
FACTS: dict[str, Any] = {
    "name": "見本昇降機保守",
    "contractor": "見本昇降機",
    "contract_kind": ContractKind.LONG_TERM,
    "first_on": date(2027, 4, 1),
    "last_on": date(2029, 3, 31),
    "amount": 2_000_000,
}


def _scope(contract):
    return (
        set(contract.types.values_list("type_code", flat=True)),
        set(contract.pieces.values_list("equipment__name", flat=True)),
        dict(contract.years.values_list("fiscal_year", "amount")),
    )


def test_a_contract_keeps_its_number_its_notice_day_and_what_it_takes_on():
    make_type()
    lift = make_equipment("1号機", building=make_building())

    contract = sign_contract(
        [lift.building.centre],
        **FACTS,
        number="第12号",
        notice_on=date(2028, 12, 31),
        scope=ContractScope(["FIR-1"], [lift], {2027: 900_000, 2028: 1_100_000}),
    )

    assert (contract.number, contract.notice_on) == ("第12号", date(2028, 12, 31))
    assert _scope(contract) == ({"FIR-1"}, {"1号機"}, {2027: 900_000, 2028: 1_100_000})
    assert contract.years.get(fiscal_year=2027).history.count() == 1


def test_everything_wrong_with_what_a_contract_takes_on_is_told_at_once():
    elsewhere = make_equipment("2号機", building=make_building())

    with pytest.raises(CannotContract) as refusal:
        sign_contract(
            [make_centre()],
            **FACTS,
            notice_on=date(2029, 4, 1),
            scope=ContractScope(["NO-SUCH"], [elsewhere], {2027: 2_000_001, 2030: 0}),
        )

    assert [(one.code, one.field) for one in refusal.value.problems] == [
        ("__all__-invalid", ""),
        ("type-unknown", "types"),
        ("equipment-elsewhere", "equipment"),
        ("year-outside", "years"),
        ("years-sum", "years"),
    ]
    assert "更新・解約の申し出の期限は、契約期間の中の日にしてください。" in str(refusal.value)
    assert ServiceContract.objects.count() == 0


@pytest.mark.parametrize("notice_on", [date(2026, 4, 1), date(2027, 3, 31)])
def test_the_notice_day_may_be_the_first_day_of_the_term_and_the_last(notice_on):
    assert make_contract(notice_on=notice_on).notice_on == notice_on


@pytest.mark.parametrize("notice_on", [date(2026, 3, 31), date(2027, 4, 1)])
def test_the_notice_day_lies_in_the_term(notice_on):
    with pytest.raises(CannotContract, match="更新・解約の申し出の期限は、契約期間の中の日"):
        make_contract(notice_on=notice_on)


def test_a_change_that_says_nothing_of_the_scope_leaves_it():
    contract = make_inspecting(years={2026: 1_200_000})

    change_contract(contract.pk, name="新しい名前")

    assert _scope(contract) == ({"FIR-1"}, set(), {2026: 1_200_000})


def test_a_change_of_one_part_of_the_scope_leaves_the_others():
    contract = make_inspecting(years={2026: 1_200_000})
    make_type("FIR-2")

    change_contract(contract.pk, scope=ContractScope(types=["FIR-2"]))

    assert _scope(contract) == ({"FIR-2"}, set(), {2026: 1_200_000})


def test_a_shorter_term_is_held_against_the_amounts_that_are_there():
    contract = make_inspecting(last_on=date(2028, 3, 31), years={2026: 600_000, 2027: 600_000})

    with pytest.raises(CannotContract, match="令和9年度は契約期間にかかりません。"):
        change_contract(contract.pk, last_on=date(2027, 3, 31))

    contract.refresh_from_db()
    assert contract.last_on == date(2028, 3, 31)


def test_a_centre_is_not_dropped_while_its_equipment_is_named():
    lift = make_equipment("1号機", building=make_building())
    contract = make_inspecting([lift.building.centre], equipment=[lift])

    with pytest.raises(CannotContract, match="対象の施設にない設備があります（1号機）"):
        change_contract(contract.pk, [make_centre("見本西市民センター")])


def test_the_contract_that_follows_takes_over_types_and_equipment_but_no_amounts():
    lift = make_equipment("1号機", building=make_building())
    before = make_inspecting([lift.building.centre], equipment=[lift], years={2026: 1_200_000})

    after = succeed_contract(before.pk, [lift.building.centre], on=TODAY, **FACTS)

    assert _scope(after) == ({"FIR-1"}, {"1号機"}, {})


def test_equipment_of_a_centre_that_is_covered_no_more_stays_behind():
    lift = make_equipment("1号機", building=make_building())
    before = make_inspecting([lift.building.centre], equipment=[lift])

    after = succeed_contract(before.pk, [make_centre("見本西市民センター")], on=TODAY, **FACTS)

    assert _scope(after) == ({"FIR-1"}, set(), {})


def test_the_notice_day_is_a_deadline_until_it_is_said_what_follows():
    contract = make_contract(notice_on=date(2026, 12, 31))
    make_contract(name="期限のない契約")

    pending = list(notice_deadlines(until=date.max))
    succeed_contract(contract.pk, list(contract.centres.all()), on=TODAY, **FACTS)

    centre = contract.centres.get()
    assert pending == [
        (
            "contract_notice",
            "contract_notice",
            contract.pk,
            centre.pk,
            date(2026, 12, 31),
            centre.post_in_charge_id,
            "city",
        )
    ]
    assert list(notice_deadlines(until=date.max)) == []
    assert list(settled_notices()) == [("contract_notice", contract.pk, "answered")]


def test_the_notice_day_is_flagged_and_its_flag_closed_by_the_answer(catalogues):
    contract = make_contract(notice_on=date(2026, 12, 31))
    flag_due(on=TODAY, finished_at=datetime(2026, 11, 23, 5, 30, tzinfo=TOKYO))
    flag = Flag.objects.get(kind=FlagKind.CONTRACT_NOTICE)

    succeed_contract(contract.pk, list(contract.centres.all()), on=TODAY, **FACTS)

    flag.refresh_from_db()
    assert (flag.due_on, flag.closed_on, flag.close_reason) == (date(2026, 12, 31), TODAY, "answered")
