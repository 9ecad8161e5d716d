"""What a program may send: one JSON object of bounded size and depth; and how it is told that it may not."""

from __future__ import annotations

import pytest
from django.test import Client

from centres.models import Centre
from common.rest.bodies import MOST_BYTES, too_deep
from tests.api import Api, refusal
from tests.factories.centres import make_centre

pytestmark = pytest.mark.django_db

NEW = {"code": "352152-1", "name": "新しい市民センター"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'["code", "name"]', 400),
        (b'"code"', 400),
        (b"null", 400),
        (b"", 400),
        (b"{", 400),
        (b'{"code": NaN, "name": "a"}', 400),
        (b'{"code": Infinity, "name": "a"}', 400),
        ('{"code": "1", "name": "市民"}'.encode("cp932"), 400),
        (b'{"code": "1", "name": "\\ud800"}', 400),
        (b'{"a":' * 50 + b"1" + b"}" * 50, 400),
        (b"[" * 50 + b"]" * 50, 400),
        (b"[" * 100_000, 400),
        (b'{"code": "' + b"a" * 30_000_000 + b'", "name": "a"}', 413),
        (b'{"code": "' + b"a" * MOST_BYTES + b'"}', 413),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_json_object_of_bounded_size_and_depth_is_refused(officer, body, status):
    assert refusal(Api(officer).post("centres/", body)) == (status, _nothing_sent(body, status))
    assert Centre.objects.count() == 0


def _nothing_sent(body, status):
    """An empty body is an empty object: what is required is missing."""
    return [("code-required", "code"), ("name-required", "name")] if body == b"" else []


@pytest.mark.parametrize(
    ("content", "deep"),
    [
        (b"[" * 10 + b"]" * 10, False),
        (b"[" * 11 + b"]" * 11, True),
        (b'{"a": "' + b"[" * 50 + b'"}', False),
        (b'{"a": "\\"' + b"[" * 50 + b'"}', False),
        (b"[]" * 50, False),
    ],
)
def test_depth_is_counted_outside_of_texts(content, deep):
    assert too_deep(content) is deep


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_another_kind_of_body_is_refused(officer, kind):
    response = Api(officer).post("centres/", b"code=1&name=a", content_type=kind)

    assert refusal(response) == (415, [])
    assert Centre.objects.count() == 0


def test_another_kind_of_answer_is_not_to_be_had(officer):
    assert refusal(Api(officer).get("centres/", Accept="text/csv")) == (406, [])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "OPTIONS"])
def test_nothing_is_deleted_or_replaced(officer, method):
    centre = make_centre()

    responses = [Api(officer).send(method, path, {}) for path in ("centres/", f"centres/{centre.pk}/")]

    assert [refusal(response) for response in responses] == [(405, [])] * 2
    assert [response.headers["Allow"] for response in responses] == ["GET, HEAD, POST", "GET, HEAD, PATCH"]
    assert Centre.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["", "colours/", "centres", "centres/abc/", "centres/1/colour/", "centres/-1/"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_address_where_nothing_is_says_so(officer, path, method):
    assert refusal(Api(officer).send(method, path, {})) == (404, [])
    assert refusal(Client().generic(method, f"/api/v2/{path}")) == (404, [])


@pytest.mark.parametrize("pk", [0, 999, 2**63, 10**30])
def test_a_record_that_is_not_there_is_not_found(officer, pk):
    assert refusal(Api(officer).get(f"centres/{pk}/")) == (404, [])


def test_a_code_that_no_database_can_hold_is_not_found(officer):
    assert refusal(Api(officer).get("inspection-types/%00/")) == (404, [])


def test_a_session_writes_only_with_the_token_of_its_form(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="accounts.backends.ActiveUntilBackend")

    refused = client.post("/api/v1/centres/", NEW, "application/json")
    client.get("/desk/")
    token = client.cookies["csrftoken"].value
    done = client.post("/api/v1/centres/", NEW, "application/json", headers={"X-CSRFToken": token})

    assert refusal(refused) == (403, [])
    assert "X-CSRFToken" in refused.json()["detail"]
    assert done.status_code == 201


@pytest.mark.parametrize("header", ["Token abc", "Token", "Token a b", "Token \xff", "Token " + "a" * 9000])
def test_a_wrong_token_is_refused(db, header):
    response = Client().get("/api/v1/centres/", headers={"Authorization": header})

    assert refusal(response) == (401, [])
    assert response.headers["WWW-Authenticate"] == "Token"


def test_a_fault_of_ours_is_told_as_one_and_written_into_the_log(officer, monkeypatch, caplog):
    def fail(**facts):
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr("centres.actions.register_centre", fail)

    response = Api(officer).post("centres/", NEW)

    assert refusal(response) == (500, [])
    assert "secret" not in response.content.decode()
    assert [record.name for record in caplog.records if record.exc_info] == ["common.rest.answers"]


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(officer, chief):
    centre = make_centre()
    api, path = Api(officer), f"centres/{centre.pk}/"
    read = api.get(path).headers["ETag"]
    Api(chief).patch(path, {"phone": "0834-22-0442"})

    refused = api.patch(path, {"name": "別"}, **{"If-Match": read})
    now = api.get(path).headers["ETag"]
    done = api.patch(path, {"name": "別"}, **{"If-Match": now})

    assert refusal(refused) == (412, [("stale", "")])
    assert (done.status_code, done.json()["name"], done.json()["phone"]) == (200, "別", "0834-22-0442")
    assert done.headers["ETag"] not in {read, now}


@pytest.mark.parametrize("given", ['"0"', "x", '"1", "2"', ""])
def test_a_version_that_never_was_is_stale(officer, given):
    centre = make_centre()

    response = Api(officer).patch(f"centres/{centre.pk}/", {"name": "別"}, **{"If-Match": given})

    assert refusal(response)[0] == 412


def test_any_version_will_do_with_an_asterisk(officer):
    centre = make_centre()

    assert Api(officer).patch(f"centres/{centre.pk}/", {"name": "別"}, **{"If-Match": "*"}).status_code == 200


@pytest.mark.parametrize(("name", "status"), [("あ" * 80, 200), ("あ" * 80 + " ", 400), (" あ ", 200)])
def test_the_length_of_a_text_is_that_of_what_was_sent(city, officer, name, status):
    assert Api(officer).patch(f"rooms/{city.room.pk}/", {"name": name}).status_code == status
