"""The navigation around every page."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from portal.page import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/desk/", ["要対応"]),
        ("/centres/3/", ["施設"]),
        ("/buildings/3/edit/", ["施設"]),
        ("/equipment/3/edit/", ["施設"]),
        ("/inspections/", ["点検"]),
        ("/contracts/3/", ["契約"]),
        ("/designations/new/", ["指定管理"]),
        ("/organisations/", ["団体"]),
        ("/elsewhere/", []),
    ],
)
def test_the_navigation_says_where_one_is(officer, path, current):
    request = RequestFactory().get(path)
    request.user = officer

    assert [item.label for item in page(request)["nav_items"] if item.current] == current


def test_the_navigation_leads_nowhere_that_one_may_not_go(person):
    request = RequestFactory().get("/desk/")
    request.user = person("nobody")

    assert page(request)["nav_items"] == []
