from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.acting import acting
from maintenance.actions import (
    CannotContract,
    ContractScope,
    change_contract,
    decide_not_to_renew,
    sign_contract,
    succeed_contract,
)
from maintenance.choices import ContractKind
from maintenance.models import ContractCoverage, ServiceContract
from tests.factories.accounts import make_user
from tests.factories.centres import make_centre
from tests.factories.maintenance import make_contract

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
FACTS: dict[str, Any] = {
    "name": "見本清掃業務",
    "contractor": "見本清掃",
    "contract_kind": ContractKind.SINGLE_YEAR,
    "first_on": date(2027, 4, 1),
    "last_on": date(2028, 3, 31),
}


def _problems(refusal):
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def _covered(contract):
    return set(contract.centres.all())


def test_a_contract_over_one_centre_or_many_is_entered():
    one, other = make_centre(), make_centre("見本東市民センター")

    alone = sign_contract([one], **FACTS)
    together = sign_contract([one, other], **FACTS)

    assert (_covered(alone), _covered(together)) == ({one}, {one, other})


def test_a_contract_without_a_centre_is_refused():
    with pytest.raises(CannotContract, match=r"^対象の施設を1つ以上選んでください。$") as refusal:
        sign_contract([], **FACTS)

    assert _problems(refusal) == [("no-centre", "centres")]
    assert ServiceContract.objects.count() == 0


def test_everything_that_is_wrong_with_a_contract_is_told_at_once():
    with pytest.raises(CannotContract) as refusal:
        sign_contract([], **{**FACTS, "name": "", "last_on": date(2027, 3, 31)})

    assert _problems(refusal) == [
        ("name-blank", "name"),
        ("__all__-invalid", ""),
        ("no-centre", "centres"),
    ]
    assert "契約期間の末日は初日以後の日にしてください。" in str(refusal.value)


def test_a_contract_may_last_a_single_day():
    contract = make_contract(first_on=date(2027, 4, 1), last_on=date(2027, 4, 1))

    assert ServiceContract.objects.get() == contract


def test_changing_a_contract_changes_the_centres_it_covers():
    stays, goes, comes = make_centre(), make_centre("見本東市民センター"), make_centre("見本西市民センター")
    contract = make_contract([stays, goes])
    kept = ContractCoverage.objects.get(contract=contract, centre=stays).pk

    changed = change_contract(contract.pk, [stays, comes], amount=990_000)

    assert (_covered(contract), changed.amount) == ({stays, comes}, 990_000)
    assert ContractCoverage.objects.get(contract=contract, centre=stays).pk == kept


def test_a_contract_cannot_lose_its_last_centre():
    contract = make_contract()

    with pytest.raises(CannotContract, match="対象の施設を1つ以上"):
        change_contract(contract.pk, [], amount=990_000)

    contract.refresh_from_db()
    assert (len(_covered(contract)), contract.amount) == (1, 1_200_000)


def test_the_contract_that_follows_answers_the_one_before():
    centre = make_centre()
    before = make_contract([centre])

    after = succeed_contract(before.pk, [centre], on=TODAY, **FACTS)

    assert (after.previous, list(ServiceContract.objects.unanswered())) == (before, [after])


@pytest.mark.parametrize(
    ("first_on", "codes"),
    [
        (date(2027, 3, 30), [("starts-too-early", "first_on")]),
        (date(2027, 3, 31), [("starts-too-early", "first_on")]),
        (date(2027, 4, 1), []),
        (date(2027, 4, 2), []),
    ],
)
def test_the_contract_that_follows_begins_after_the_one_before_has_ended(first_on, codes):
    centre = make_centre()
    before = make_contract([centre], last_on=date(2027, 3, 31))

    try:
        succeed_contract(before.pk, [centre], on=TODAY, **{**FACTS, "first_on": first_on})
        refused = []
    except CannotContract as refusal:
        refused = [(problem.code, problem.field) for problem in refusal.problems]

    assert refused == codes
    assert ServiceContract.objects.count() == (1 if codes else 2)


def test_a_contract_is_followed_by_one_contract_only():
    centre = make_centre()
    before = make_contract([centre])
    succeed_contract(before.pk, [centre], on=TODAY, **FACTS)

    with pytest.raises(CannotContract, match="この契約には、次の契約がすでに登録されています。"):
        succeed_contract(before.pk, [centre], on=TODAY, **FACTS)

    assert ServiceContract.objects.count() == 2


def test_a_contract_that_has_a_successor_was_renewed():
    centre = make_centre()
    before = make_contract([centre])
    succeed_contract(before.pk, [centre], on=TODAY, **FACTS)

    with pytest.raises(CannotContract, match=r"^この契約には、次の契約がすでに登録されています。$"):
        decide_not_to_renew(before.pk, on=TODAY, reason="市の職員が行うため")

    before.refresh_from_db()
    assert before.not_renewed_on is None


def test_a_contract_that_is_not_renewed_has_no_successor():
    centre = make_centre()
    before = make_contract([centre])
    decide_not_to_renew(before.pk, on=TODAY, reason="市の職員が行うため")

    with pytest.raises(CannotContract, match="この契約は、更新しないと決めたものです。"):
        succeed_contract(before.pk, [centre], on=TODAY, **FACTS)

    assert ServiceContract.objects.count() == 1


def test_that_a_contract_is_not_renewed_is_decided_once_with_its_day_and_reason():
    contract = make_contract()

    decided = decide_not_to_renew(contract.pk, on=TODAY, reason="市の職員が行うため")
    with pytest.raises(CannotContract, match=r"^この契約は、更新しないと決めたものです。$"):
        decide_not_to_renew(contract.pk, on=date(2026, 11, 24), reason="ほかの理由")

    contract.refresh_from_db()
    assert (decided.not_renewed_on, contract.not_renewed_on) == (TODAY, TODAY)
    assert contract.not_renewed_reason == "市の職員が行うため"


def test_without_a_reason_a_contract_is_not_ended():
    contract = make_contract()

    with pytest.raises(CannotContract, match=r"^更新しない理由を入力してください。$"):
        decide_not_to_renew(contract.pk, on=TODAY, reason="")

    contract.refresh_from_db()
    assert contract.not_renewed_on is None


def test_a_contract_and_its_successor_never_share_a_day_after_a_change_either():
    centre = make_centre()
    before = make_contract([centre])
    after = succeed_contract(before.pk, [centre], on=TODAY, **FACTS)

    with pytest.raises(
        CannotContract, match=r"^末日は、次の契約の初日（令和9年4月1日）より前にしてください。$"
    ):
        change_contract(before.pk, [centre], last_on=date(2027, 4, 1))
    with pytest.raises(
        CannotContract, match=r"^初日は、前の契約の末日（令和9年3月31日）より後にしてください。$"
    ):
        change_contract(after.pk, [centre], first_on=date(2027, 3, 31))

    change_contract(before.pk, [centre], last_on=date(2027, 3, 30))
    change_contract(after.pk, [centre], first_on=date(2027, 3, 31))


def test_who_entered_and_ended_a_contract_stays_in_its_history():
    officer = make_user()
    with acting(door="web", user_id=officer.pk):
        contract = make_contract()

    with acting(door="api", user_id=officer.pk, reason="予算がつかなかった"):
        decide_not_to_renew(contract.pk, on=TODAY, reason="廃止")

    columns = "history_type", "not_renewed_reason", "door", "history_user", "history_change_reason"
    assert list(contract.history.order_by("history_id").values_list(*columns)) == [
        ("+", "", "web", officer.pk, None),
        ("~", "廃止", "api", officer.pk, "予算がつかなかった"),
    ]


def test_a_term_out_of_reach_is_refused_when_it_is_entered_changed_and_followed():
    contract = make_contract()
    centres = list(contract.centres.all())
    out = {"first_on": date(1949, 4, 1), "last_on": date(2201, 3, 31)}
    years = ContractScope(years={2200: 1})
    acts = [
        lambda: sign_contract(centres, **{**FACTS, **out}, scope=years),
        lambda: change_contract(contract.pk, last_on=out["last_on"], scope=years),
        lambda: succeed_contract(contract.pk, centres, on=TODAY, **{**FACTS, "last_on": out["last_on"]}),
    ]

    told = []
    for act in acts:
        with pytest.raises(CannotContract, match="末日は、1950年4月1日から2200年3月31日までの日") as refusal:
            act()
        told.append([problem for problem in _problems(refusal) if problem[0] == "day-out-of-reach"])

    last = ("day-out-of-reach", "last_on")
    assert told == [[("day-out-of-reach", "first_on"), last], [last], [last]]
