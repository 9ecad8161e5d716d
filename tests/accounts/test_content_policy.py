"""The strict content policy: on every answer, and no page that would need anything it forbids.

The walk starts at the front door, follows every link of every page it is shown, and looks at each kind of page once.
"""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, make_token

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
WALKERS = ("tanto1", "kanri", "center", "dantai1")
# Who walks the administration pages sees most with every permission.
ROOT = "root"
ON_ONE_PAGE = {"api-docs": {"img-src": "'self' data:"}}
"""The one page that may more (ADR 9): the pictures of Swagger UI are part of its style sheet."""

pytestmark = pytest.mark.django_db


class _Look(HTMLParser):
    """What on a page the policy forbids, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forbidden: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.forbidden += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        self.forbidden += [f"<{tag} {name}={value}>" for name, value in attrs if _runs(value)]
        if tag == "style" or (
            tag == "script" and "src" not in given and given.get("type") != "application/json"
        ):
            self.forbidden.append(f"<{tag}>")
        if tag == "a":
            self.links.append(given.get("href") or "")


def _runs(value: str | None) -> bool:
    return bool(re.match(r"\s*(javascript|data):", value or "", re.IGNORECASE))


def _policy_of(answer) -> dict[str, str]:
    header = answer.headers.get("Content-Security-Policy", "")
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


def _walk(client: Client, *starts: str) -> dict[str, list[str]]:
    """The kinds of pages that were seen, each with what was wrong with it."""
    seen: dict[str, list[str]] = {}
    ahead = list(starts)
    while ahead:
        path = ahead.pop()
        kind = resolve(path).view_name or path
        if kind in seen or kind.endswith("logout"):
            continue
        answer = client.get(path, follow=True)
        policy = {**POLICY, **ON_ONE_PAGE.get(kind, {})}
        wrong = [] if _policy_of(answer) == policy else [f"policy: {_policy_of(answer)}"]
        if answer.headers["Content-Type"].startswith("text/html"):
            look = _Look(answer.content.decode())
            wrong += look.forbidden
            ahead += [place for link in look.links if (place := _here(path, link))]
        if answer.streaming:
            # Read to its end, a file that is handed out is closed.
            answer.getvalue()
        seen[kind] = wrong
    return seen


def _here(path: str, link: str) -> str:
    """The path of a link that stays on our pages."""
    parts = urlsplit(urljoin(f"http://testserver{path}", link))
    ours = parts.netloc == "testserver" and not parts.path.startswith(("/static/", "/files/"))
    return parts.path if ours else ""


@pytest.fixture
def sample_city(settings, tmp_path, client_of):
    """The sample city, its flags raised; signs a person of it in."""
    settings.VAR = tmp_path
    with time_machine.travel("2026-11-23T10:00:00+09:00"):
        for command in ("load_catalogues", "seed_demo", "flag_due"):
            call_command(command, stdout=io.StringIO())
        User.objects.create_superuser(ROOT, PASSWORD, display_name="見本 根")
        for login_name in WALKERS[:2]:
            make_token(User.objects.get(login_name=login_name))
        yield lambda login_name: client_of(User.objects.get(login_name=login_name))


def test_no_page_that_links_lead_to_needs_anything_the_policy_forbids(sample_city):
    somebody = reverse("person", args=[User.objects.get(login_name="tanto1").pk])
    starts = ("/", "/accounts/people/", "/accounts/tokens/", somebody)
    seen = {walker: _walk(sample_city(walker), *starts) for walker in WALKERS}

    assert {kind: wrong for kinds in seen.values() for kind, wrong in kinds.items() if wrong} == {}
    assert {"desk", "centre", "contract", "designation", "token-new", "account_change_password"} <= set(
        seen["tanto1"]
    )
    assert {"people", "person", "person-invite", "person-disable", "person-new-link"} <= set(seen["kanri"])


def test_the_administration_pages_keep_the_policy(sample_city):
    seen = _walk(sample_city(ROOT), "/admin/")

    assert {kind: wrong for kind, wrong in seen.items() if wrong} == {}
    assert {
        "admin:index",
        "admin:accounts_user_change",
        "admin:accounts_user_add",
        "admin:auth_user_password_change",
    } <= set(seen)


def test_the_pages_before_signing_in_keep_the_policy(client):
    seen = _walk(
        client,
        reverse("account_login"),
        reverse("account_reset_password"),
        reverse("account_reset_password_done"),
        reverse("account_reset_password_from_key", args=["1", "x-y"]),
        reverse("account_reset_password_from_key_done"),
        reverse("account_inactive"),
        reverse("account_signup"),
        reverse("invitation"),
        reverse("invitation-link", args=["x"]),
        reverse("invitation-done"),
    )

    assert len(seen) == 11
    assert {kind: wrong for kind, wrong in seen.items() if wrong} == {}


def _unseen_host(client: Client):
    return client.get("/", headers={"host": "elsewhere.example"})


def _without_csrf(client: Client):
    return Client(enforce_csrf_checks=True).post("/accounts/login/")


def _too_often(client: Client):
    return [client.post("/accounts/password/reset/", {"email": "a@example.jp"}) for _ in range(3)][-1]


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (_unseen_host, 400),
        (_without_csrf, 403),
        (lambda client: client.get("/nowhere/"), 404),
        (lambda client: client.post("/accounts/password/reset/done/"), 405),
        (lambda client: client.get("/accounts/password/reset/key/1-x-y/"), 410),
        (lambda client: client.post("/accounts/password/reset/", {}), 422),
        (_too_often, 429),
    ],
)
def test_an_answer_that_refuses_carries_the_policy_and_keeps_it(client, settings, ask, status):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    answer = ask(client)

    assert (answer.status_code, _policy_of(answer)) == (status, POLICY)
    assert _Look(answer.content.decode()).forbidden == []


def test_the_page_of_a_server_error_carries_the_policy_and_keeps_it(officer, client_of, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr("accounts.queries.token_lines", fail)
    client = client_of(officer)
    client.raise_request_exception = False

    answer = client.get("/accounts/tokens/")

    assert (answer.status_code, _policy_of(answer)) == (500, POLICY)
    assert _Look(answer.content.decode()).forbidden == []


def test_files_carry_the_policy_as_well(client):
    answer = client.get("/static/ui/mark.svg")
    answer.close()

    assert (answer.status_code, _policy_of(answer)) == (200, POLICY)


@pytest.mark.parametrize(
    "page",
    [
        '<p style="color:red">',
        '<button onclick="x()">',
        '<a href="javascript:x()">',
        '<img src="data:image/png;base64,x">',
        "<script>x()</script>",
        "<style>p {}</style>",
    ],
)
def test_what_the_policy_forbids_is_seen(page):
    assert len(_Look(page).forbidden) == 1
