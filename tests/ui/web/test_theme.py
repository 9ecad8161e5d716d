"""The choice of a light or a dark page, kept in a cookie."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_brightness_is_kept_and_the_reader_stays_where_they_were(theme):
    response = Client().post("/theme/", {"theme": theme, "next": "/centres/?q=a"})

    assert (response.status_code, response["Location"]) == (302, "/centres/?q=a")
    assert response.cookies["theme"].value == theme


@pytest.mark.parametrize("theme", ["", "blue"])
def test_anything_else_follows_the_device_again(theme):
    client = Client()
    client.cookies["theme"] = "dark"

    response = client.post("/theme/", {"theme": theme, "next": "/"})

    assert response.cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize("after", ["https://example.com/", "//example.com/", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_to_another_host(after):
    response = Client().post("/theme/", {"theme": "dark", "next": after})

    assert response["Location"] == "/"


def test_looking_changes_nothing():
    assert Client().get("/theme/").status_code == 405
