from __future__ import annotations

from datetime import date

import pytest

from centres.actions import give_post, let_succeed
from centres.queries import OtherCentre, holders, other_centres
from common.scope import Scope
from tests.factories.accounts import make_user
from tests.factories.centres import make_centre, make_holding, make_post

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


def test_a_post_is_told_with_its_holder_first_and_the_deputies_after():
    post = make_post()
    give_post(post, make_user("deputy").pk, first_on=date(2020, 4, 1), is_deputy=True)
    give_post(post, make_user("holder").pk, first_on=date(2026, 4, 1))
    make_holding(post, make_user("gone"), first_on=date(2018, 4, 1), last_on=date(2026, 3, 31))

    assert holders([post.pk, None], on=DAY) == {post.pk: "見本 holder・見本 deputy"}


def test_a_post_that_nobody_holds_on_the_day_is_left_out():
    post = make_post()
    make_holding(post, make_user("later"), first_on=date(2026, 11, 24))

    assert holders([post.pk], on=DAY) == {}


def test_other_centres_tell_which_of_them_take_over():
    old, hub, other = make_centre("あ", kana="あ"), make_centre("い", kana="い"), make_centre("う", kana="う")
    let_succeed(old, hub)

    assert other_centres(old.pk, scope=Scope.everything()) == [
        OtherCentre(hub.pk, "い", succeeds_it=True),
        OtherCentre(other.pk, "う", succeeds_it=False),
    ]
    assert [centre.succeeds_it for centre in other_centres(None, scope=Scope.everything())] == [False] * 3
