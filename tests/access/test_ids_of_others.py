"""Ids of records that are not one's own, wherever one can write them: in the body of a form, in a filter, in a link. They
are answered as if there were no such record. A センター職員 is allowed more here than ``roles.yaml`` allows, so that the
scope alone holds them back.
"""

from __future__ import annotations

from typing import Any

import pytest

from centres.models import Centre, Succession
from designated_managers.models import Designation
from maintenance.models import DueInspection, ServiceContract
from tests.access import table
from tests.access.world import OTHERS, SECRET
from tests.pages import filled_in

pytestmark = pytest.mark.django_db

# Each list, and what can be asked of it by an id.
LISTS = {
    "/desk/": ("centre={other[centres]}", "post={other[posts]}"),
    "/centres/": ("district={other[districts]}",),
    "/inspections/": ("centre={other[centres]}", "state=all&centre={other[centres]}"),
    "/contracts/": ("centre={other[centres]}", "ended=on&centre={other[centres]}"),
    "/organisations/": ("running=on", "q=団体"),
    "/designations/": ("centre={other[centres]}", "organisation={other[organisations]}"),
}

EVERYTHING = (
    "change_centre",
    "add_building",
    "change_building",
    "add_equipment",
    "change_equipment",
    "view_servicecontract",
    "add_servicecontract",
    "change_servicecontract",
    "view_organisation",
    "change_organisation",
    "view_designation",
    "add_designation",
    "change_designation",
)


@pytest.fixture
def worker(city, grant, client_of):
    """The browser of a センター職員 who may do everything, to the records of their own centre."""
    grant("センター職員", *EVERYTHING)
    return client_of(city.people["worker"])


def _state() -> list[Any]:
    models = (Centre, Succession, DueInspection, ServiceContract, Designation)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


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
    ("/designations/new/", {"centre": "{other[centres]}"}),
    ("/designations/new/", {"organisation": "{other[organisations]}"}),
    ("/designations/new/", {"previous": "{other[designations]}"}),
    ("/designations/{own[designations]}/edit/", {"organisation": "{other[organisations]}"}),
    ("/designations/{own[designations]}/edit/", {"previous": "{other[designations]}"}),
]


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


def test_every_address_of_anothers_record_leads_nowhere(city, worker):
    """What ``roles.yaml`` alone holds back in the table of access."""
    found = {
        row.address: worker.get(table.path_of(row, city)).status_code
        for row in table.rows()
        if (row.method, row.whose) == ("GET", table.OTHER) and not row.address.startswith("/accounts/")
    }

    assert found == dict.fromkeys(found, 404)
    assert len(found) > 15


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
    grant("地域団体", "view_flag", "view_servicecontract")
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


def test_no_form_offers_what_is_not_ones_own(city, worker):
    forms = sorted({address.format(own=city.own) for address, _ in BODIES})

    told = {page: OTHERS in worker.get(page).content.decode() for page in forms}

    assert told == dict.fromkeys(forms, False)


def test_who_sees_more_is_offered_more(city, client_of):
    """The words that the tests above look for are there to be found."""
    officer = client_of(city.people["officer"])

    pages = [officer.get(address.format(own=city.own)).content.decode() for address, _ in BODIES]
    lists = [officer.get(address).content.decode() for address in LISTS]

    assert [OTHERS in page for page in (*pages, *lists)] == [
        "inspections" not in address for address, _ in BODIES
    ] + [True] * len(LISTS)
    assert SECRET in officer.get(f"/centres/{city.own['centres']}/").content.decode()
