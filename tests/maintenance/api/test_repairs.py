from __future__ import annotations

from datetime import date

import pytest

from maintenance.choices import RepairState
from maintenance.models import Repair
from maintenance.queries.repairs import stand_of
from tests.api import Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.repairs import make_repair

pytestmark = pytest.mark.django_db

LIST = "repairs/"
AMOUNTS = {
    "estimates",
    "expected_amount",
    "ordered_amount",
    "internal_notes",
    "payer_reason",
    "budget_line",
    "fiscal_year",
    "requested_by",
}


def _one(repair, act=""):
    return f"{LIST}{repair.pk}/{act}"


def test_a_repair_goes_its_whole_way_by_one_act_for_each_move(officer):
    api, repair = Api(officer), make_repair()
    order = {"contractor": "見本工務店", "amount": 148_500, "promised_on": "2026-12-18"}
    decide = {"fiscal_year": 2026, "budget_line": "修繕料"}
    moves = [
        ("triage/", {"urgency": "normal", "expected_amount": 150_000}, "triaged"),
        ("estimates/", {"contractor": "見本工務店", "amount": 148_500}, "estimated"),
        ("decide/", {**decide, "no_estimate_reason": "市の単価で決めるため"}, "decided"),
        ("order/", order, "ordered"),
        ("done/", {"told": "直りました。"}, "done"),
        ("accept/", {"no_photo_reason": "床下のため"}, "accepted"),
        ("redo/", {"note": "また雨がもる", "promised_on": "2026-12-25"}, "ordered"),
        ("done/", {}, "done"),
        ("accept/", {"no_photo_reason": "床下のため"}, "accepted"),
        ("pay/", {"amount": 148_500}, "paid"),
        ("reopen/", {"note": "別の所ももる"}, "requested"),
        ("decline/", {"note": "建て替えるため"}, "declined"),
    ]

    answers = [api.post(_one(repair, act), body) for act, body, _ in moves]

    assert [answer.status_code for answer in answers] == [200] * len(moves)
    assert [answer.json()["state"]["code"] for answer in answers] == [state for *_, state in moves]
    last = answers[-1].json()
    assert [step["number"] for step in last["steps"]] == list(range(1, 14))
    assert [estimate["amount"] for estimate in last["estimates"]] == [148_500]
    assert repair.history.first().door == "api"


def test_a_move_not_in_the_table_is_a_conflict_and_what_is_missing_is_told_at_once(officer):
    api, repair, decided = Api(officer), make_repair(), make_repair(state=RepairState.DECIDED)

    assert refusal(api.post(_one(repair, "done/"), {})) == (409, [("move-refused", "")])
    status, problems = refusal(api.post(_one(decided, "order/"), {"amount": "many"}))
    assert (status, sorted(problems)) == (
        400,
        [
            ("amount-invalid", "amount"),
            ("contractor-required", "contractor"),
            ("promised_on-required", "promised_on"),
        ],
    )
    assert stand_of(decided).state == RepairState.DECIDED


def test_a_decision_needs_an_estimate_that_is_chosen_or_the_reason_for_none(officer):
    api, repair = Api(officer), make_repair(state=RepairState.ESTIMATED)
    chosen = {"fiscal_year": 2026, "estimate": repair.estimates.get().pk}

    refused = api.post(_one(repair, "decide/"), {"fiscal_year": 2026})
    decided = api.post(_one(repair, "decide/"), chosen)

    assert refusal(refused)[1] == [("no-estimate-reason-missing", "no_estimate_reason")]
    assert (decided.status_code, decided.json()["contractor"]) == (200, "見本工務店")


def test_repairs_are_narrowed(officer):
    api = Api(officer)
    fresh, ordered = make_repair(), make_repair(state=RepairState.ORDERED)
    late = make_repair(state=RepairState.ORDERED)
    Repair.objects.filter(pk=late.pk).update(promised_on=date(2026, 11, 22))

    asked = {
        f"centre={fresh.centre_id}": [fresh.pk],
        "state=ordered": [ordered.pk, late.pk],
        "urgency=normal": [ordered.pk, late.pk],
        "payer=city": [ordered.pk, late.pk],
        "fiscal_year=2026": [ordered.pk, late.pk],
        "overdue=true": [late.pk],
        "overdue=false": [fresh.pk, ordered.pk],
        "promised_to=2026-11-22": [late.pk],
        "promised_from=2026-11-23": [ordered.pk],
    }
    assert {query: ids(api.get(f"{LIST}?{query}")) for query in asked} == asked


def test_a_group_asks_at_its_own_centre_and_reads_no_amounts(roles):
    centre = make_centre()
    ordered, other = make_repair(centre, RepairState.ORDERED), make_repair()
    api = Api(make_group(centre))

    made = api.post(LIST, {"centre": centre.pk, "place": "玄関", "what": "ドアが開かない。"})
    read = api.get(_one(ordered)).json()

    assert (made.status_code, made.json()["requested_side"]["code"]) == (201, "group")
    assert AMOUNTS & set(read) == set()
    assert (read["state"]["code"], read["promised_on"]) == ("ordered", "2026-12-18")
    assert api.get(_one(other)).status_code == 404
    assert refusal(api.post(_one(ordered, "done/"), {})) == (403, [])


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({"last_on": date(2026, 11, 23)}, 201),
        ({"last_on": date(2026, 11, 22)}, 403),
        ({"first_on": date(2026, 11, 24)}, 403),
    ],
    ids=["last day", "day after", "day before"],
)
def test_a_group_asks_only_while_its_designation_is_in_force(roles, days, status):
    centre = make_centre()

    made = Api(make_group(centre, **days)).post(
        LIST, {"centre": centre.pk, "place": "玄関", "what": "ドアが開かない。"}
    )

    assert (made.status_code, Repair.objects.count()) == (status, int(status == 201))
