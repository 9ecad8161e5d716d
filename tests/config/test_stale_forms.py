"""A form that was opened before somebody else changed the record: refused with a sentence, and nothing is changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from centres.actions import change_centre
from centres.models import Centre
from common.acting import acting
from designated_managers.actions import (
    change_designation,
    change_meeting,
    change_officer,
    change_organisation,
    change_transfer,
    change_wave,
    settle_question,
)
from designated_managers.models import (
    Designation,
    OpenQuestion,
    Organisation,
    OrganisationOfficer,
    Transfer,
    TransferMeeting,
    TransferWave,
)
from facilities.actions import (
    change_building,
    change_equipment,
    change_land,
    change_room,
    change_year_of_use,
)
from facilities.models import Building, Equipment, Land, Room, YearOfUse
from maintenance.actions import change_contract
from maintenance.models import ServiceContract
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_officer, make_organisation
from tests.factories.facilities import make_building, make_equipment, make_land, make_room, make_year
from tests.factories.maintenance import make_contract
from tests.factories.transfers import make_meeting, make_question, make_transfer, make_wave
from tests.pages import filled_in, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 23)

# What is made, where its form is, and how somebody else changes it meanwhile.
FORMS: dict[str, tuple[type[Model], Callable[[], Any], str, Callable[[int], Any]]] = {
    "centre": (Centre, make_centre, "/centres/{}/edit/", lambda pk: change_centre(pk, nickname="新しい通称")),
    "building": (
        Building,
        make_building,
        "/buildings/{}/edit/",
        lambda pk: change_building(pk, floors_above=3),
    ),
    "equipment": (
        Equipment,
        make_equipment,
        "/equipment/{}/edit/",
        lambda pk: change_equipment(pk, on=ON, maker="見本製作所"),
    ),
    "organisation": (
        Organisation,
        make_organisation,
        "/organisations/{}/edit/",
        lambda pk: change_organisation(pk, phone="0834-00-0000"),
    ),
    "designation": (
        Designation,
        make_designation,
        "/designations/{}/edit/",
        lambda pk: change_designation(pk, on=ON, agreed_on=date(2024, 3, 20)),
    ),
    "officer": (
        OrganisationOfficer,
        make_officer,
        "/officers/{}/edit/",
        lambda pk: change_officer(pk, on=ON, kana="みほん はなこ"),
    ),
    "transfer": (
        Transfer,
        make_transfer,
        "/transfers/{}/edit/",
        lambda pk: change_transfer(pk, on=ON, internal_notes="見本"),
    ),
    "meeting": (
        TransferMeeting,
        lambda: make_meeting(make_transfer()),
        "/meetings/{}/edit/",
        lambda pk: change_meeting(pk, on=ON, decided="見本"),
    ),
    "question": (
        OpenQuestion,
        lambda: make_question(make_transfer()),
        "/questions/{}/settle/",
        lambda pk: settle_question(pk, answer="見本", settled_on=None, on=ON),
    ),
    "wave": (TransferWave, make_wave, "/waves/{}/edit/", lambda pk: change_wave(pk, on=ON, notes="見本")),
    "contract": (
        ServiceContract,
        lambda: make_contract([make_centre()]),
        "/contracts/{}/edit/",
        lambda pk: change_contract(pk, Centre.objects.all(), amount=1_000),
    ),
    "room": (Room, make_room, "/rooms/{}/edit/", lambda pk: change_room(pk, capacity=20)),
    "land": (Land, make_land, "/land/{}/edit/", lambda pk: change_land(pk, parking=3)),
    "year": (
        YearOfUse,
        make_year,
        "/years/{}/edit/",
        lambda pk: change_year_of_use(pk, on=ON, users=300),
    ),
}


def _state(model: type[Model], pk: int) -> Any:
    return model._default_manager.filter(pk=pk).values().get()


@pytest.mark.parametrize("what", FORMS)
def test_a_form_opened_before_somebody_elses_change_is_refused_and_says_whose(
    what, officer, chief, client_of
):
    model, make, address, change = FORMS[what]
    pk = make().pk
    page, client = address.format(pk), client_of(officer)
    stale = filled_in(client.get(page))
    with acting(door="web", user_id=chief.pk):
        change(pk)
    now = _state(model, pk)

    answer = client.post(page, stale)

    assert answer.status_code == 409
    assert f"{chief}さんが書き換えました。開き直して".replace(" ", "") in words_of(answer)
    assert _state(model, pk) == now


@pytest.mark.parametrize("what", FORMS)
def test_a_form_opened_anew_goes_through(what, officer, client_of):
    model, make, address, change = FORMS[what]
    pk = make().pk
    page, client = address.format(pk), client_of(officer)
    change(pk)
    now = _state(model, pk)

    answer = client.post(page, filled_in(client.get(page)))

    assert answer.status_code == 302
    assert _state(model, pk) == now


def test_two_saves_of_one_form_the_second_is_told(officer, client_of):
    centre, client = make_centre(), client_of(officer)
    page = f"/centres/{centre.pk}/edit/"
    form = filled_in(client.get(page))

    answers = [client.post(page, form).status_code for _ in range(2)]

    assert answers == [302, 409]


def test_a_version_that_never_was_is_refused(officer, client_of):
    centre, client = make_centre(), client_of(officer)
    page = f"/centres/{centre.pk}/edit/"
    form = filled_in(client.get(page))

    assert client.post(page, {**form, "version": "でたらめ"}).status_code == 409
