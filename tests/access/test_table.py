"""The committed table of access is what the doors answer. After a change that is meant:

    WRITE_TABLE=1 ./run test tests/access

and read the difference before committing it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from common.clock import TOKYO
from tests.access import table

pytestmark = pytest.mark.django_db


def test_every_address_answers_everybody_as_the_table_says_and_tells_nobody_what_is_not_theirs(city):
    answered: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    leaks = []
    for row, column, answer in table.answers(city):
        answered[row.key][column.title] = answer.short
        leaks += [(*row.key, column.title, word) for word in answer.leaks]

    if os.environ.get("WRITE_TABLE"):
        table.FILE.write_text(table.written(answered), encoding="utf-8")
    assert leaks == []
    committed = table.read()
    changed = {
        key: {
            who: (committed.get(key, {}).get(who), short)
            for who, short in by_person.items()
            if committed.get(key, {}).get(who) != short
        }
        for key, by_person in answered.items()
    }
    assert {key: cells for key, cells in changed.items() if cells} == {}
    assert sorted(committed.keys() - answered.keys()) == []


PROBES = {("/healthz/jobs", "GET", "-")}
"""They say 503 where reminders do not work: in the city of the table no night has run."""


def test_no_address_fails_whoever_asks(city):
    del city

    assert {
        key
        for key, by_person in table.read().items()
        for cell in by_person.values()
        if cell >= "500" and cell != "login"
    } == PROBES


def test_every_address_has_its_rows_in_the_table():
    missing = {row.key for row in table.rows()} - table.read().keys()

    assert sorted(missing) == [], "WRITE_TABLE=1 ./run test tests/access"


def test_the_city_of_the_table_has_a_record_of_every_kind_that_an_address_names(city):
    assert table.records_without_ids(city) == set()


@pytest.mark.parametrize("method", table.NEVER_ANSWERED)
def test_nobody_replaces_or_deletes_anything(city, method):
    client = Client(raise_request_exception=False)
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, tzinfo=TOKYO), tick=False):
        client.force_login(city.people["officer"], backend="accounts.backends.ActiveUntilBackend")
        answered = {
            row.address: client.generic(method, table.path_of(row, city)).status_code
            for row in table.rows()
            if row.method == "GET"
            and row.whose in {table.OWN, table.NOBODYS}
            and not row.address.startswith("/admin/")
        }

    assert {address: status for address, status in answered.items() if status < 300} == {}
