from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser

from config.api.views import description

SHOTS = Path(__file__).resolve().parents[3] / "test-results" / "api"


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser():
    """Playwright keeps an event loop in the thread of the tests; Django would refuse the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def base_url() -> str:
    """None of its own: addresses are those of the live server."""
    return ""


@pytest.mark.django_db
def test_who_is_not_signed_in_is_led_to_the_sign_in(client):
    assert client.get("/api/v1/docs/").headers["Location"] == "/accounts/login/?next=/api/v1/docs/"


@pytest.mark.django_db
def test_only_pictures_inside_the_style_sheet_are_allowed_beyond_the_policy(officer, client_of):
    client = client_of(officer)

    page, other = client.get("/api/v1/docs/"), client.get("/desk/")

    strict = other.headers["Content-Security-Policy"].split("; ")
    relaxed = page.headers["Content-Security-Policy"].split("; ")
    assert set(relaxed) ^ set(strict) == {"img-src 'self'", "img-src 'self' data:"}


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
def test_the_api_is_tried_on_a_page_of_our_own(
    transactional_db, officer, live_server, browser: Browser, width
):
    client = Client()
    client.force_login(officer, backend="accounts.backends.ActiveUntilBackend")
    context = browser.new_context(viewport={"width": width, "height": 900})
    session: Any = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator("#operations-tag-地区").click()
    page.get_by_role("button", name="GET /api/v1/districts/", exact=False).first.click()
    page.screenshot(path=SHOTS / f"docs-{width}.png")
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.locator(".live-responses-table .response-col_status").first.wait_for()
    page.screenshot(path=SHOTS / f"docs-tried-{width}.png", full_page=True)

    assert "200" in page.locator(".live-responses-table .response-col_status").last.inner_text()
    assert page.locator(".opblock-tag").count() == len(_tags())
    assert complaints == []
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme in {"http", "https"}}
    assert hosts == {urlsplit(live_server.url).netloc}
    context.close()


def _tags() -> set[str]:
    operations = (one for methods in description()["paths"].values() for one in methods.values())
    return {tag for operation in operations for tag in operation["tags"]}
