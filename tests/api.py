"""The API as a program meets it: with a token, JSON out and in, and errors with all their problems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.test import Client

from accounts.actions import use_api_token
from common.clock import now
from tests.factories.accounts import make_token

if TYPE_CHECKING:
    from accounts.models import User

COST = 3
"""Statements of one reading request of an officer: the key with its person, what their roles permit, the answer."""

PROBLEM_TYPE = "application/problem+json"


class Api:
    """A program that asks in somebody's name; in nobody's without a person.

    By a key, used before on this day; by the session of the pages where the role permits no keys.
    """

    def __init__(self, user: User | None = None) -> None:
        self.client = Client()
        self.headers: dict[str, str] = {}
        if user is None:
            return
        if user.has_perm("accounts.add_apitoken"):
            key = make_token(user, at=now()).key
            use_api_token(key, at=now())
            self.headers["Authorization"] = f"Token {key}"
        else:
            self.client.force_login(user, backend="accounts.backends.ActiveUntilBackend")

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        """A body given as bytes is sent as it is."""
        kind = headers.pop("content_type", "application/json")
        data = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.generic(method, f"/api/v1/{path}", data, kind, headers={**self.headers, **headers})


def ids(response: Any) -> list[int]:
    """The ids in a list that was answered."""
    assert response.status_code == 200, response.content.decode()
    return [row["id"] for row in response.json()["results"]]


def refusal(response: Any) -> tuple[int, list[tuple[str, str]]]:
    """Status of an error, and code and field of each of its problems; it has the form of RFC 9457."""
    assert response.headers["Content-Type"] == PROBLEM_TYPE
    body = response.json()
    assert body["status"] == response.status_code
    assert set(body) == {"type", "title", "status", "detail", "problems"}
    assert all(body[name] for name in ("type", "title", "detail"))
    assert all(problem["message"] for problem in body["problems"])
    return response.status_code, [(problem["code"], problem["field"]) for problem in body["problems"]]
