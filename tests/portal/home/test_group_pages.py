"""The pages that a member of a group may open besides the home: in the volunteers' clothes, and with a way back."""

from __future__ import annotations

import pytest

from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.pages import links_of

pytestmark = pytest.mark.usefixtures("roles", "monday")


@pytest.fixture
def pages() -> tuple[object, dict[str, str]]:
    """A member, and the pages of their centre, designation and organisation."""
    centre = make_centre("三丘市民センター")
    member = make_group(centre)
    designation = centre.designations.get()
    return member, {
        "centre": f"/centres/{centre.pk}/",
        "designation": f"/designations/{designation.pk}/",
        "organisation": f"/organisations/{designation.organisation_id}/",
    }


@pytest.mark.parametrize("name", ["centre", "designation", "organisation"])
def test_a_member_goes_back_home_from_their_records(pages, client_of, name):
    member, addresses = pages

    response = client_of(member).get(addresses[name])

    assert "ui/base_volunteer.html" in {template.name for template in response.templates}
    assert links_of(response)["ホーム"] == "/home/"


@pytest.mark.parametrize(
    ("name", "label", "back"),
    [
        ("centre", "施設", "/centres/"),
        ("designation", "指定管理", "/designations/"),
        ("organisation", "団体", "/organisations/"),
    ],
)
def test_an_officer_goes_back_to_the_list(pages, officer, client_of, name, label, back):
    _, addresses = pages

    response = client_of(officer).get(addresses[name])

    templates = {template.name for template in response.templates}
    assert ("ui/base.html" in templates, "ui/base_volunteer.html" in templates) == (True, False)
    assert (links_of(response)[label], "ホーム" in links_of(response)) == (back, False)
