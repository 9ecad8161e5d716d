"""Two who use the same link, or two administrators, at the same moment: each over a connection of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts import actions
from accounts.models import ApiToken, Invitation
from common.problems import Refused
from tests.factories.accounts import ENTERED_AT as AT
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)

GONE = "このリンクは、もう使えません。市の担当に、新しいリンクを頼んでください。"
PASSWORDS = ("battery staple correct", "staple correct battery")


def _at_once(*acts):
    """What each act answered: "done", or the sentence with which it was refused; in a fixed order."""
    together = Barrier(len(acts))

    def run(act):
        try:
            together.wait(timeout=10)
            act()
        except Refused as refusal:
            return str(refusal)
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.fixture
def by():
    return make_user("kanri")


@pytest.fixture
def hanako():
    return make_user("hanako")


def _accept(key: str, password: str):
    return lambda: actions.accept_invitation(Invitation.digest_of(key), password=password, at=AT)


def test_of_two_who_use_the_same_link_one_chooses_the_password(by, hanako):
    key = actions.invite_again(hanako.pk, by=by, at=AT).key

    answers = _at_once(*(_accept(key, password) for password in PASSWORDS))

    hanako.refresh_from_db()
    assert answers == ["done", GONE]
    assert sorted(hanako.check_password(password) for password in PASSWORDS) == [False, True]


def test_two_administrators_leave_one_link_that_is_good(by, hanako):
    def invite():
        actions.invite_again(hanako.pk, by=by, at=AT)

    answers = _at_once(invite, invite)

    assert answers == ["done", "done"]
    assert (Invitation.objects.count(), Invitation.objects.out().count()) == (2, 1)


def test_a_link_used_while_the_account_is_shut_leaves_it_shut(by, hanako):
    key = actions.invite_again(hanako.pk, by=by, at=AT).key

    answers = _at_once(_accept(key, PASSWORDS[0]), lambda: actions.disable_person(hanako.pk, by=by, at=AT))

    hanako.refresh_from_db()
    assert answers in (["done", "done"], ["done", GONE])
    assert (hanako.is_active, Invitation.objects.out().count()) == (False, 0)


def test_nobody_holds_more_keys_than_allowed_by_asking_twice_at_once(hanako, settings):
    settings.API_KEYS_PER_PERSON = 1

    def make(name):
        return lambda: actions.make_api_token(hanako, name, days=1, at=AT)

    answers = _at_once(make("1"), make("2"))

    assert answers == ["done", "鍵は1人1個までです。使っていない鍵を取り消してから、作ってください。"]
    assert ApiToken.objects.count() == 1
