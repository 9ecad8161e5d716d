from __future__ import annotations

from datetime import date

import pytest

from maintenance.models import DueInspection
from tests.answers import told
from tests.factories.accounts import make_group, make_membership, make_user
from tests.factories.agreements import designation_of, make_agreement
from tests.factories.centres import make_centre, make_post
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.facilities import make_building
from tests.factories.maintenance import good_outcome, make_done_turn, make_turn, make_type
from tests.maintenance.web.inspections import FOUND, LIST, record_page
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "sees", "records"),
    [
        ({"first_on": date(2026, 11, 23), "last_on": date(2031, 3, 31)}, 200, 302),
        ({"first_on": date(2026, 11, 24), "last_on": date(2031, 3, 31)}, 200, 403),
        ({"first_on": date(2021, 4, 1), "last_on": date(2026, 11, 22)}, 200, 403),
        ({"first_on": date(2021, 4, 1), "last_on": date(2026, 8, 24)}, 404, 404),
    ],
    ids=["first day", "day before", "day after", "91 days after"],
)
def test_a_community_group_records_while_it_manages_the_centre(roles, client_of, days, sees, records):
    turn = make_turn(due_on=date(2026, 11, 30))
    client = client_of(make_group(turn.building.centre, **days))

    shown, posted = client.get(record_page(turn)), client.post(record_page(turn), FOUND)

    assert (shown.status_code, posted.status_code) == (sees, records)
    assert DueInspection.objects.done().count() == (records == 302)
    assert "費用" not in shown.content.decode()


def test_a_community_group_sees_the_inspections_of_its_centre_only(roles, client_of):
    own, other = make_turn(due_on=date(2026, 11, 30)), make_turn(due_on=date(2026, 11, 30))
    client = client_of(make_group(own.building.centre))

    listed = client.get(LIST)

    assert [line.pk for line in listed.context["listing"].page.object_list] == [own.pk]
    assert client.get(record_page(other)).status_code == 404
    assert client.post(record_page(other), FOUND).status_code == 404
    assert (
        client.get(f"{LIST}?centre={other.building.centre_id}").context["listing"].page.paginator.count == 1
    )


def test_a_community_group_comes_from_its_home_and_goes_back_there(roles, client_of):
    turn = make_turn(due_on=date(2026, 11, 20))
    client = client_of(make_group(turn.building.centre))

    shown = client.get(record_page(turn))
    posted = client.post(record_page(turn), FOUND)

    assert (posted.status_code, posted.headers["Location"]) == (302, "/home/")
    assert told(posted) == ["点検を記録しました。次の点検は令和9年5月20日（木）です。"]
    ways_back = {name: where for name, where in links_of(shown).items() if name in {"ホームへ戻る", "やめる"}}
    assert ways_back == {"ホームへ戻る": "/home/", "やめる": "/home/"}
    assert "令和8年11月20日（金）まで3日過ぎています" in words_of(shown)


def test_a_community_group_is_not_told_what_is_uncertain_or_not_its_to_do(roles, client_of):
    make_type(certainty="second_hand")
    turn = make_turn(due_on=date(2026, 11, 30))
    before = client_of(make_group(turn.building.centre, first_on=date(2026, 12, 1)))
    done = make_done_turn()
    reader = client_of(make_group(done.building.centre))

    waiting, record = before.get(record_page(turn)), reader.get(record_page(done))

    assert "まだ記録されていません。記録できるのは、センターをまかされている期間だけです。" in words_of(
        waiting
    )
    assert ["要確認" in words_of(page) for page in (waiting, record)] == [False, False]
    assert ["消防法" in words_of(page) for page in (waiting, record)] == [True, True]


def test_the_list_of_a_community_group_leaves_out_what_is_always_the_same(roles, client_of):
    turn = make_turn(make_building("本館", centre=make_centre(post_in_charge=make_post())))
    client = client_of(make_group(turn.building.centre))
    organisation = make_organisation()
    both = client_of(make_group(make_turn().building.centre, organisation=organisation))
    make_designation(centre=make_centre(), organisation=organisation)

    one, several, done = (
        words_of(page) for page in (client.get(LIST), both.get(LIST), client.get(f"{LIST}?state=done"))
    )

    assert "期限点検建物・設備状態11月30日（月）消防用設備等機器点検本館あと7日" in one
    assert "期限点検施設建物・設備状態" in several
    assert "条件に合う点検はありません" in done


def test_an_empty_list_offers_a_community_group_nothing_it_may_not_do(roles, client_of):
    page = client_of(make_group(make_centre())).get(LIST)

    assert "これからの点検はありません済んだ点検を見る" in words_of(page)


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("type_code", "records", "puts_right"),
    [("FIR-1", 302, 200), ("ELC-2", 302, 403)],
    ids=["theirs", "the city's"],
)
def test_a_group_records_what_is_done_at_its_centre_and_puts_right_only_what_is_its_task(
    roles, client_of, type_code, records, puts_right
):
    designation = designation_of(make_agreement())
    member = make_user("", "地域団体")
    make_membership(member, designation.organisation, first_on=date(2019, 4, 1))
    turn = make_turn(make_building(centre=designation.centre), type_code, due_on=date(2026, 11, 30))
    client = client_of(member)

    put_off = client.get(record_page(turn).replace("record", "could-not"))
    shown = client.get(record_page(turn))
    recorded = client.post(record_page(turn), {**FOUND, "outcome": good_outcome(turn)})
    correct = client.get(record_page(turn).replace("record", "correct"))

    assert (recorded.status_code, put_off.status_code, correct.status_code) == (
        records,
        puts_right,
        puts_right,
    )
    assert ("点検できなかったとき" in words_of(shown)) == (puts_right == 200)
