"""Ids of records that are not one's own, wherever one can write them: in the body of a form, in a filter, in a link. They
are answered as if there were no such record. A センター職員 is allowed more here than ``roles.yaml`` allows, so that the
scope alone holds them back.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from centres.models import Centre, Succession
from designated_managers.models import Designation
from facilities.models import Milestone, RenewalProject
from maintenance.models import DueInspection, Filing, Repair, ServiceContract
from tests.access import table
from tests.access.world import OTHERS, SECRET
from tests.pages import filled_in

pytestmark = pytest.mark.django_db

# Each list, and what can be asked of it by an id.
LISTS = {
    "/desk/": ("centre={other[centres]}", "post={other[posts]}", "put_off=on"),
    "/centres/": ("district={other[districts]}",),
    "/inspections/": ("centre={other[centres]}", "state=all&centre={other[centres]}"),
    "/repairs/": ("centre={other[centres]}", "state=all&centre={other[centres]}"),
    "/contracts/": ("centre={other[centres]}", "ended=on&centre={other[centres]}"),
    "/filings/": ("centre={other[centres]}", "state=all&centre={other[centres]}"),
    "/organisations/": ("running=on", "q=団体"),
    "/designations/": ("centre={other[centres]}", "organisation={other[organisations]}"),
    "/transfers/": ("organisation={other[organisations]}", "wave={other[waves]}", "stage=91-3"),
    "/evaluations/": ("year=2026",),
    "/measures/": ("kind=instruction",),
    "/projects/": ("centre={other[centres]}", "ended=on", "district={other[districts]}"),
}

EVERYTHING = (
    "change_centre",
    "view_post",
    "change_post",
    "view_district",
    "add_building",
    "change_building",
    "add_equipment",
    "change_equipment",
    "change_repair",
    "view_servicecontract",
    "add_servicecontract",
    "change_servicecontract",
    "view_filing",
    "add_filing",
    "change_filing",
    "view_emergencyround",
    "change_emergencyround",
    "view_plannedturn",
    "change_plannedturn",
    "view_yearendreport",
    "change_yearendreport",
    "view_organisation",
    "change_organisation",
    "view_organisationofficer",
    "add_organisationofficer",
    "change_organisationofficer",
    "view_organisationfile",
    "add_organisationfile",
    "change_organisationfile",
    "view_transfer",
    "add_transfer",
    "change_transfer",
    "view_transferwave",
    "add_transferwave",
    "change_transferwave",
    "view_handoveritem",
    "view_designation",
    "add_designation",
    "view_bundle",
    "change_bundle",
    "view_forecastscenario",
    "view_councilsession",
    "add_councilsession",
    "change_councilsession",
    "view_road",
    "add_road",
    "change_road",
    "view_roadstep",
    "change_roadstep",
    "view_agreement",
    "add_agreement",
    "change_agreement",
    "view_agreementfile",
    "add_agreementfile",
    "change_agreementfile",
    "view_annualagreement",
    "add_annualagreement",
    "change_annualagreement",
    "add_feeapproval",
    "view_obligation",
    "add_obligation",
    "change_obligation",
    "view_submission",
    "add_submission",
    "change_submission",
    "add_forecastscenario",
    "change_designation",
    "add_conditionassessment",
    "change_conditionassessment",
    "view_plannedcost",
    "add_renewalproject",
    "change_renewalproject",
    "change_milestone",
    "change_buildinguse",
    "add_room",
    "change_room",
    "add_land",
    "change_land",
    "add_yearofuse",
    "change_yearofuse",
    "add_centrefile",
    "change_centrefile",
    "view_sitevisit",
    "add_sitevisit",
    "change_sitevisit",
    "view_finding",
    "add_finding",
    "change_finding",
    "answer_finding",
    "view_evaluation",
    "add_evaluation",
    "change_evaluation",
    "selfassess_evaluation",
    "view_measure",
    "add_measure",
    "change_measure",
    "view_auditpack",
    "change_leadtime",
    "delete_leadtime",
    "add_centreleadtime",
    "change_centreleadtime",
    "delete_centreleadtime",
    "add_response",
    "view_verdictoverrule",
    "add_verdictoverrule",
    "change_verdictoverrule",
)


@pytest.fixture
def worker(city, grant, client_of):
    """The browser of a センター職員 who may do everything, to the records of their own centre."""
    grant("センター職員", *EVERYTHING)
    return client_of(city.people["worker"])


def _state() -> list[Any]:
    models = (
        Centre,
        Succession,
        DueInspection,
        Filing,
        Repair,
        ServiceContract,
        Designation,
        RenewalProject,
        Milestone,
    )
    return [list(model._default_manager.order_by("pk").values()) for model in models]


API_ACTS = frozenset(
    f"/api/v1/{act}/"
    for act in (
        "designations/<int:pk>/direct-return",
        "inspections/<int:pk>/record",
        "inspections/<int:pk>/day",
        "inspections/<int:pk>/withdraw",
        "inspections/<int:pk>/correct",
        "inspections/<int:pk>/could-not",
        "filings/<int:pk>/record",
        "filings/<int:pk>/withdraw",
        "filings/<int:pk>/correct",
        "repairs/<int:pk>/triage",
        "repairs/<int:pk>/estimates",
        "repairs/<int:pk>/decide",
        "repairs/<int:pk>/order",
        "repairs/<int:pk>/done",
        "repairs/<int:pk>/accept",
        "repairs/<int:pk>/pay",
        "repairs/<int:pk>/decline",
        "repairs/<int:pk>/redo",
        "repairs/<int:pk>/reopen",
        "service-contracts/<int:pk>/successor",
        "service-contracts/<int:pk>/not-renewed",
        "renewal-projects/<int:pk>/plan",
        "renewal-projects/<int:pk>/open",
        "renewal-projects/<int:pk>/take-back-opening",
        "renewal-projects/<int:pk>/cancel",
        "renewal-projects/<int:pk>/resume",
        "project-milestones/<int:pk>/reach",
        "roads/<int:pk>/drop",
        "roads/<int:pk>/replan",
        "notices/<int:pk>/acknowledge",
    )
)

# Address of the form, and what is written into it instead of what it offers.
BODIES = [
    ("/centres/{own[centres]}/edit/", {"successors": "{other[centres]}"}),
    ("/centres/{own[centres]}/edit/", {"post_in_charge": "{other[posts]}"}),
    ("/centres/{own[centres]}/inspections/new/", {"target": "building-{other[buildings]}"}),
    ("/centres/{own[centres]}/inspections/new/", {"target": "equipment-{other[equipment]}"}),
    ("/contracts/new/", {"centres": "{other[centres]}"}),
    ("/contracts/{own[contracts]}/edit/", {"centres": "{other[centres]}"}),
    ("/contracts/{own[contracts]}/edit/", {"post_in_charge": "{other[posts]}"}),
    ("/contracts/{own[contracts]}/successor/", {"centres": "{other[centres]}"}),
    ("/contracts/{own[contracts]}/equipment/", {"equipment": "{other[equipment]}"}),
    ("/filings/new/?centre={own[centres]}", {"target": "building-{other[buildings]}"}),
    ("/repairs/new/?centre={own[centres]}", {"target": "equipment-{other[equipment]}"}),
    ("/designations/new/", {"centre": "{other[centres]}"}),
    ("/designations/new/", {"organisation": "{other[organisations]}"}),
    ("/designations/new/", {"previous": "{other[designations]}"}),
    ("/designations/{own[designations]}/edit/", {"organisation": "{other[organisations]}"}),
    ("/designations/{own[designations]}/edit/", {"previous": "{other[designations]}"}),
    ("/projects/new/", {"centre": "{other[centres]}"}),
    ("/projects/new/", {"building_0": "{other[buildings]}"}),
    ("/projects/{own[projects]}/edit/", {"post_in_charge": "{other[posts]}"}),
    ("/reminders/lead-times/contract/centres/new/", {"centre": "{other[centres]}"}),
    ("/centres/{own[centres]}/files/new/", {"building": "{other[buildings]}"}),
]


OF_ONE_CENTRE = ("inspections", "files", "equipment", "repairs", "filings")
"""Words of the addresses of forms that offer what one centre has, to everybody."""


def test_the_id_of_anothers_record_in_a_form_is_no_choice_at_all(city, worker):
    ids = {"own": city.own, "other": city.other}
    before = _state()

    answered = []
    for address, entry in BODIES:
        page = address.format(**ids)
        written = {name: value.format(**ids) for name, value in entry.items()}
        answer = worker.post(page, {**filled_in(worker.get(page)), **written})
        named = set(written) <= answer.context["form"].errors.keys()
        answered.append((answer.status_code, named, OTHERS in answer.content.decode()))

    assert answered == [(422, True, False)] * len(BODIES)
    assert _state() == before


OPEN_TO_ALL = (
    "/accounts/",
    "/api/v1/districts/",
    "/inspection-types/",
    "/reminders/lead-times/",
    "/api/v1/inspection-types/",
    "/council-sessions/",
    "/api/v1/council-sessions/",
    "/reminders/messages/",
)
"""Where there is no own and other: people are the administrators', districts, types of inspection, the times of reminders
and the sessions of the council everybody's who may open them at all."""
"""Where there is no own and other: people are the administrators', districts, types of inspection, the sessions of the
council and the messages everybody's who may open them at all."""


def test_every_address_of_anothers_record_leads_nowhere(city, worker):
    """What ``roles.yaml`` alone holds back in the table of access. 405 is an act that is not asked by GET."""
    found = {
        row.address: worker.get(table.path_of(row, city)).status_code
        for row in table.rows()
        if (row.method, row.whose) == ("GET", table.OTHER) and not row.address.startswith(OPEN_TO_ALL)
    }

    expected = {address: 405 if address in API_ACTS else 404 for address in found}
    assert found == expected
    assert len(found) > 20


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_no_act_reaches_anothers_record(city, worker, method):
    before = _state()
    asked = [
        row
        for row in table.rows()
        if row.method == method
        and row.whose == table.OTHER
        and row.address.startswith("/api/")
        and (method == "PATCH") != (row.address in API_ACTS)
        and not row.address.startswith(OPEN_TO_ALL)
    ]

    found = {
        row.address: worker.generic(
            method, table.path_of(row, city), "{}", content_type="application/json"
        ).status_code
        for row in asked
    }

    assert {address: status for address, status in found.items() if status not in {404, 405}} == {}
    assert 404 in found.values()
    assert _state() == before


def test_a_link_that_names_anothers_record_fills_nothing_in(city, worker):
    links = [
        f"/designations/new/?centre={city.other['centres']}",
        f"/designations/new/?previous={city.other['designations']}",
        f"/contracts/new/?centre={city.other['centres']}",
    ]

    pages = [worker.get(link) for link in links]

    assert [(page.status_code, OTHERS in page.content.decode()) for page in pages] == [(200, False)] * 3


@pytest.mark.parametrize("who", ["worker", "member", "stranger", "moved"])
def test_no_filter_finds_what_is_not_ones_own(city, grant, client_of, who):
    grant("センター職員", *EVERYTHING)
    grant("地域団体", "view_flag", "view_servicecontract", "view_filing", "view_transfer")
    client = client_of(city.people[who])
    never = (OTHERS,) if who == "worker" else (OTHERS, SECRET)

    told = {}
    for address, asked in LISTS.items():
        for query in ("", *(question.format(other=city.other) for question in asked)):
            answer = client.get(f"{address}?{query}")
            words = [word for word in never if word in answer.content.decode()]
            if answer.status_code != 200 or words:
                told[address, query] = (answer.status_code, words)

    assert told == {}


API_BODIES: list[tuple[str, dict[str, Any]]] = [
    ("centres/{own[centres]}/", {"post_in_charge": "{other[posts]}"}),
    ("centres/{own[centres]}/", {"successors": ["{other[centres]}"]}),
    ("equipment/", {"building": "{other[buildings]}", "name": "見本設備", "category": "lift"}),
    ("buildings/", {"centre": "{other[centres]}", "name": "見本館"}),
    ("inspections/", {"building": "{other[buildings]}", "type": "FIR-2"}),
    ("filings/", {"building": "{other[buildings]}", "type": "BLD-1", "last_filed_on": "2026-01-01"}),
    ("repairs/", {"centre": "{other[centres]}", "place": "見本", "what": "見本"}),
    ("service-contracts/{own[contracts]}/", {"centres": ["{other[centres]}"]}),
    ("service-contracts/{own[contracts]}/", {"post_in_charge": "{other[posts]}"}),
    ("designations/{own[designations]}/", {"organisation": "{other[organisations]}"}),
    ("designations/{own[designations]}/", {"previous": "{other[designations]}"}),
    ("renewal-projects/", {"centre": "{other[centres]}", "name": "見本", "kind": "rebuild"}),
    ("renewal-projects/{own[projects]}/", {"post_in_charge": "{other[posts]}"}),
]


def _with_ids(value: Any, ids: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_with_ids(one, ids) for one in value]
    text = value.format(**ids)
    return int(text) if text.isdecimal() else text


def test_the_id_of_anothers_record_in_a_body_is_as_if_there_were_none(city, worker):
    ids = {"own": city.own, "other": city.other}
    nobodys = {"own": city.own, "other": dict.fromkeys(city.other, table.ABSENT_ID)}
    before = _state()

    def sent(address: str, body: dict[str, Any], known: dict[str, Any]) -> tuple[int, Any]:
        path = f"/api/v1/{address.format(**known)}"
        written = {name: _with_ids(value, known) for name, value in body.items()}
        method = "PATCH" if "{own" in address else "POST"
        answer = worker.generic(method, path, json.dumps(written), content_type="application/json")
        assert OTHERS not in answer.content.decode()
        return answer.status_code, [problem["code"] for problem in answer.json()["problems"]]

    answers = [(sent(*one, ids), sent(*one, nobodys)) for one in API_BODIES]

    assert [theirs for theirs, _ in answers] == [absent for _, absent in answers]
    assert {status for (status, _), _ in answers} == {400}
    named = [
        [code for code in codes if code.endswith("not_found") and code.split("-")[0] in body]
        for ((_, codes), _), (_, body) in zip(answers, API_BODIES, strict=True)
    ]
    assert [len(codes) for codes in named] == [1] * len(API_BODIES)
    assert _state() == before


API_LISTS = {
    "centres": ("district={other[districts]}", "post_in_charge={other[posts]}"),
    "posts": ("centre={other[centres]}",),
    "buildings": ("centre={other[centres]}",),
    "equipment": ("building={other[buildings]}", "centre={other[centres]}"),
    "inspections": ("centre={other[centres]}", "building={other[buildings]}"),
    "filings": ("centre={other[centres]}",),
    "repairs": ("centre={other[centres]}",),
    "year-plans": ("centre={other[centres]}",),
    "service-contracts": ("centre={other[centres]}",),
    "organisations": ("with_count=1",),
    "designations": ("centre={other[centres]}", "organisation={other[organisations]}"),
    "agreements": (
        "centre={other[centres]}",
        "organisation={other[organisations]}",
        "designation={other[designations]}",
    ),
    "annual-agreements": ("centre={other[centres]}", "agreement={other[agreements]}"),
    "fee-payments": ("agreement={other[agreements]}", "annual_agreement={other[annual-agreements]}"),
    "obligations": ("centre={other[centres]}", "designation={other[designations]}"),
    "roads": ("centre={other[centres]}",),
    "road-steps": ("centre={other[centres]}",),
    "site-visits": ("centre={other[centres]}",),
    "findings": ("centre={other[centres]}",),
    "evaluations": ("centre={other[centres]}",),
    "measures": ("centre={other[centres]}",),
    "submissions": ("with_count=1",),
    "flags": ("centre={other[centres]}", "post={other[posts]}"),
    "notices": ("centre={other[centres]}", "mine=true", "mine=false"),
    "renewal-projects": ("centre={other[centres]}", "district={other[districts]}"),
    "project-milestones": ("project={other[projects]}", "centre={other[centres]}"),
}


@pytest.mark.parametrize("who", ["worker", "member", "stranger", "moved"])
def test_no_filter_of_the_api_finds_what_is_not_ones_own(city, grant, client_of, who):
    grant("センター職員", *EVERYTHING)
    grant(
        "地域団体",
        "view_flag",
        "view_servicecontract",
        "view_filing",
        "view_plannedturn",
        "view_post",
        "view_district",
        "view_road",
        "view_roadstep",
    )
    client = client_of(city.people[who])
    never = (OTHERS,) if who == "worker" else (OTHERS, SECRET)

    told = {}
    for name, asked in API_LISTS.items():
        for query in ("", "with_count=1", *(question.format(other=city.other) for question in asked)):
            answer = client.get(f"/api/v1/{name}/?{query}")
            words = [word for word in never if word in answer.content.decode()]
            theirs = query in asked and "{other" in query and answer.json().get("results")
            if answer.status_code not in {200, 400} or words or theirs:
                told[name, query] = (answer.status_code, words)

    assert told == {}


def test_a_group_neither_chooses_nor_sorts_by_nor_asks_for_what_it_never_reads(city, client_of):
    client = client_of(city.people["member"])
    asked = [
        "centres/?fields=internal_notes",
        "centres/?fields=stated_facts",
        "centres/?ordering=internal_notes",
        f"centres/{city.own['centres']}/?fields=internal_notes",
        "buildings/?fields=notes",
        "designations/?fields=bundle",
        "designations/?ordering=bundle",
        "designations/?unconfirmed=true",
        "organisations/?fields=internal_notes",
    ]

    answers = {query: client.get(f"/api/v1/{query}").status_code for query in asked}

    assert answers == dict.fromkeys(asked, 400)


def test_no_form_offers_what_is_not_ones_own(city, worker):
    forms = sorted({address.format(own=city.own) for address, _ in BODIES})

    told = {page: OTHERS in worker.get(page).content.decode() for page in forms}

    assert told == dict.fromkeys(forms, False)


def test_who_sees_more_is_offered_more(city, client_of):
    """The words that the tests above look for are there to be found."""
    chief = client_of(city.people["chief"])

    pages = [chief.get(address.format(own=city.own)).content.decode() for address, _ in BODIES]
    lists = [chief.get(address).content.decode() for address in LISTS]

    assert [OTHERS in page for page in (*pages, *lists)] == [
        not any(word in address for word in OF_ONE_CENTRE) for address, _ in BODIES
    ] + [True] * len(LISTS)
    assert SECRET in chief.get(f"/centres/{city.own['centres']}/").content.decode()
