"""Choosing rows on the desk, and what is done with them."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from reminders.actions import snooze
from reminders.models import Flag, Message, Notice, Response
from tests.factories.centres import make_centre, make_holding, make_post
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.portal.conftest import MONDAY, links, sweep, words
from tests.reminders.answering import at

pytestmark = pytest.mark.usefixtures("catalogues", "monday")

ON_MONDAY = at(MONDAY, 9)


@pytest.fixture
def post():
    return make_post("担当1")


@pytest.fixture
def flags(post, officer) -> list[Flag]:
    """Three inspections of one centre: overdue, due in a week, due in a month."""
    make_holding(post, officer)
    centre = make_centre("三丘市民センター", post_in_charge=post)
    for name, type_code, due_on in (
        ("本館", "FIR-1", date(2026, 11, 20)),
        ("別館", "FIR-2", date(2026, 11, 30)),
        ("離れ", "FIR-2", date(2026, 12, 23)),
    ):
        make_turn(make_building(name, centre=centre), type_code, due_on=due_on)
    sweep()
    return list(Flag.objects.order_by("due_on"))


def send(client, act: str, *flags: Flag, after: str = "/desk/"):
    return client.post("/desk/chosen/", {"act": act, "flag": [flag.pk for flag in flags], "next": after})


def acts() -> list[tuple]:
    return list(
        Response.objects.order_by("flag__due_on", "pk").values_list(
            "flag", "act", "reason", "until_on", "to_post__name"
        )
    )


def test_what_is_chosen_is_acknowledged_at_once_and_the_desk_comes_back_as_it_was(officer, client_of, flags):
    client = client_of(officer)

    response = client.post(
        "/desk/chosen/",
        {"act": "acknowledge", "flag": [flags[0].pk, flags[1].pk], "next": "/desk/?kind=inspection"},
        follow=True,
    )

    assert response.redirect_chain == [("/desk/?kind=inspection", 302)]
    assert acts() == [(flag.pk, "acknowledged", "", None, None) for flag in flags[:2]]
    assert "2件を承知しました" in words(response)
    assert words(response).count("承知 見本 officer 11月23日") == 2


def test_every_row_can_be_chosen_by_its_name_and_leads_to_its_story(officer, client_of, flags):
    page = client_of(officer).get("/desk/").content.decode()

    assert page.count('type="checkbox" name="flag"') == 3
    assert 'aria-label="消防用設備等 機器点検　三丘市民センター　本館"' in page
    assert f'href="/desk/flags/{flags[0].pk}/"' in page


def test_nothing_chosen_is_said_in_a_sentence(officer, client_of, flags):
    client = client_of(officer)

    said = [
        words(client.post("/desk/chosen/", {"act": act, "next": "/desk/?overdue=on"}, follow=True))
        for act in ("acknowledge", "hand-over", "snooze", "resume")
    ]

    assert {"お知らせが選ばれていません 行の左の四角に印を付けてください。" in text for text in said} == {
        True
    }
    assert acts() == []


@pytest.mark.parametrize(("act", "where"), [("hand-over", "/desk/hand-over/"), ("snooze", "/desk/snooze/")])
def test_where_more_has_to_be_said_a_page_asks_once_for_all(officer, client_of, flags, act, where):
    client = client_of(officer)

    response = send(client, act, flags[1], flags[2], after="/desk/?kind=inspection")

    address = urlsplit(response["Location"])
    asked = parse_qs(address.query)
    assert (response.status_code, address.path, asked["next"]) == (302, where, ["/desk/?kind=inspection"])
    assert asked["flag"] == [str(flags[1].pk), str(flags[2].pk)]
    text = words(client.get(response["Location"]))
    assert "選んだお知らせ 2件 あと 7 日 11 月 30 日（月）" in text
    assert "あと 30 日 12 月 23 日（水）" in text


def test_what_is_handed_over_goes_to_the_post_with_the_reason(officer, client_of, flags):
    other = make_post("担当2")
    client = client_of(officer)
    page = f"/desk/hand-over/?flag={flags[1].pk}&flag={flags[2].pk}&next=/desk/%3Fkind%3Dinspection"
    offered = words(client.get(page))

    response = client.post(page, {"to_post": other.pk, "reason": "担当区域が変わったため"}, follow=True)

    assert ("担当1（見本 officer）" in offered, "担当2（空席）" in offered) == (True, True)
    assert response.redirect_chain == [("/desk/?kind=inspection", 302)]
    assert "2件を「担当2」に渡しました 次の夜間点検のあとに、新しい担当者に知らせます。" in words(response)
    assert set(Flag.objects.filter(pk__in=[flags[1].pk, flags[2].pk]).values_list("post", flat=True)) == {
        other.pk
    }
    assert words(response).count("担当を変更 見本 officer 11月23日") == 2


def test_all_that_stands_in_the_way_is_said_and_what_was_entered_is_kept(officer, client_of, flags, post):
    page = f"/desk/hand-over/?flag={flags[0].pk}&flag={flags[1].pk}"

    response = client_of(officer).post(page, {"to_post": post.pk, "reason": "休みのため"})

    assert response.status_code == 422
    assert (
        "「消防用設備等 機器点検（三丘市民センター　本館）」は、もう「担当1」の担当です。"
        in response.content.decode()
    )
    assert (
        "「消防用設備等 総合点検（三丘市民センター　別館）」は、もう「担当1」の担当です。"
        in response.content.decode()
    )
    assert "休みのため</textarea>" in response.content.decode()
    assert acts() == []


def test_an_officer_puts_off_to_the_due_day_and_a_chief_past_it(officer, chief, client_of, flags):
    make_holding(make_post("係長", level="chief"), chief)
    page = f"/desk/snooze/?flag={flags[1].pk}"
    entry = {"until_on": "令和8年12月1日", "reason": "業者の日程が決まるため"}

    refused = client_of(officer).post(page, entry)
    done = client_of(chief).post(page, entry, follow=True)

    assert refused.status_code == 422
    assert "の期限は 令和8年11月30日 です。期限より後の日を選べるのは、係長と課長です。" in words(refused)
    assert "業者の日程が決まるため</textarea>" in refused.content.decode()
    assert acts() == [(flags[1].pk, "snoozed", "業者の日程が決まるため", date(2026, 12, 1), None)]
    assert (
        "1件を 12月1日（火） に後で知らせることにしました それまでは「後で知らせるもの」にあります。"
        in words(done)
    )


def test_the_page_says_who_may_go_past_the_due_day(officer, chief, client_of, flags):
    make_holding(make_post("係長", level="chief"), chief)
    page = f"/desk/snooze/?flag={flags[1].pk}"

    said = ["期限より後の日を選べるのは" in words(client_of(who).get(page)) for who in (officer, chief)]

    assert said == [True, False]


def test_what_is_put_off_leaves_the_list_and_stands_under_its_own_condition(officer, client_of, flags):
    snooze([flags[1].pk], until_on=date(2026, 11, 27), reason="業者待ち", by=officer, at=ON_MONDAY)
    client = client_of(officer)

    plain, later = words(client.get("/desk/")), words(client.get("/desk/?put_off=on"))

    assert "期限超過 1 件 7日以内 0 件 30日以内 1 件" in plain
    assert "後で知らせることにしたものが、ほかに1件あります。 後で知らせるものを見る" in plain
    assert (plain.count("消防用設備等"), later.count("消防用設備等")) == (2, 1)
    assert "11月27日（金）に後で知らせる：業者待ち" in later
    assert ("また知らせる" in plain, "また知らせる" in later) == (False, True)
    assert "1 件のうち 1〜1件 後で知らせるもの" in later


def test_on_its_day_it_is_back_on_the_list(officer, client_of, flags):
    snooze(
        [flags[1].pk], until_on=date(2026, 11, 20), reason="業者待ち", by=officer, at=at(date(2026, 11, 16))
    )

    text = words(client_of(officer).get("/desk/"))

    assert (text.count("消防用設備等"), "後で知らせることにしたもの" in text) == (3, False)


def test_what_was_put_off_is_taken_up_again(officer, client_of, flags):
    snooze([flags[1].pk], until_on=date(2026, 11, 27), reason="業者待ち", by=officer, at=ON_MONDAY)

    response = client_of(officer).post(
        "/desk/chosen/", {"act": "resume", "flag": flags[1].pk, "next": "/desk/?put_off=on"}, follow=True
    )

    assert "1件をまた知らせることにしました 次の夜間点検から知らせます。" in words(response)
    assert [act for _, act, *_ in acts()] == ["snoozed", "resumed"]
    assert words(client_of(officer).get("/desk/")).count("消防用設備等") == 3


def test_a_flag_closed_meanwhile_refuses_all_and_says_which(officer, client_of, flags):
    Flag.objects.filter(pk=flags[0].pk).update(closed_on=MONDAY, close_reason="done")

    response = send(client_of(officer), "acknowledge", flags[0], flags[1])

    assert words(client_of(officer).get("/desk/")).count("承知 ") == 0
    assert acts() == []
    assert [str(message) for message in response.wsgi_request._messages] == [
        "「消防用設備等 機器点検（三丘市民センター　本館）」のお知らせは、もう閉じています。"
    ]


@pytest.mark.parametrize(
    "after", ["https://example.com/", "//example.com/", "javascript:alert(1)", "abc", "?kind=inspection", ""]
)
def test_nobody_is_led_away_from_here(officer, client_of, flags, after):
    client = client_of(officer)

    response = send(client, "acknowledge", flags[0], after=after)
    page = client.get(f"/desk/hand-over/?flag={flags[1].pk}&next={after}")

    assert response["Location"] == "/desk/"
    assert links(page)[0] == "/desk/"
    assert [link for link in links(page) if link.startswith(("http", "//", "javascript"))] == []


def test_flags_outside_the_scope_are_as_if_there_were_none(centre_worker, client_of, grant, flags):
    own = make_centre("自分の市民センター")
    make_turn(make_building(centre=own), due_on=date(2026, 11, 25))
    sweep()
    mine = Flag.objects.get(centre=own)
    grant("センター職員", "add_response")
    client = client_of(centre_worker(own))
    other = make_post("担当9")
    del other

    answers = [
        send(client, "acknowledge", mine, flags[0]).status_code,
        send(client, "hand-over", mine, flags[0]).status_code,
        client.get(f"/desk/hand-over/?flag={mine.pk}&flag={flags[0].pk}").status_code,
        client.get(f"/desk/snooze/?flag={flags[0].pk}").status_code,
        client.get(f"/desk/flags/{flags[0].pk}/").status_code,
        client.get(f"/desk/flags/{flags[0].pk}/urge/").status_code,
        client.get("/desk/snooze/?flag=x").status_code,
        client.get(f"/desk/snooze/?flag={'9' * 30}").status_code,
    ]

    assert answers == [404] * 8
    assert acts() == []
    assert send(client, "acknowledge", mine).status_code == 302


def test_a_post_outside_the_scope_is_no_choice(centre_worker, client_of, grant, flags):
    own = make_centre("自分の市民センター")
    make_turn(make_building(centre=own), due_on=date(2026, 11, 25))
    sweep()
    mine = Flag.objects.get(centre=own)
    grant("センター職員", "add_response")
    elsewhere = make_post("よその担当")

    response = client_of(centre_worker(own)).post(
        f"/desk/hand-over/?flag={mine.pk}", {"to_post": elsewhere.pk, "reason": "休みのため"}
    )

    assert (response.status_code, "to_post" in response.context["form"].errors) == (422, True)
    assert "よその担当" not in response.content.decode()


def test_whoever_only_reads_is_offered_nothing_and_does_nothing(auditor, client_of, flags):
    client = client_of(auditor)
    page = words(client.get("/desk/"))

    answers = [
        send(client, act, flags[0]).status_code for act in ("acknowledge", "hand-over", "snooze", "resume")
    ]

    story = words(client.get(f"/desk/flags/{flags[0].pk}/"))

    assert answers == [403] * 4
    assert [act in text for act in ("承知する", "ほかの担当に渡す") for text in (page, story)] == [False] * 4
    assert 'name="flag"' not in client.get("/desk/").content.decode()
    assert acts() == []


def test_whoever_works_at_the_centre_acknowledges_and_does_nothing_else(
    centre_worker, client_of, flags, grant
):
    grant("センター職員", "maintenance.view_dueinspection")
    client = client_of(centre_worker(flags[0].centre))

    answers = [send(client, act, flags[0]).status_code for act in ("acknowledge", "hand-over", "snooze")]

    assert answers == [302, 403, 403]
    assert [act for _, act, *_ in acts()] == ["acknowledged"]


def test_a_record_that_is_gone_meanwhile_is_said_to_be_closed(officer, client_of, flags):
    Flag.objects.filter(pk=flags[0].pk).update(subject_id=999_999, closed_on=MONDAY, close_reason="done")

    response = send(client_of(officer), "acknowledge", flags[0], flags[1])

    assert [str(message) for message in response.wsgi_request._messages] == [
        "「点検」のお知らせは、もう閉じています。"
    ]
    assert acts() == []


@pytest.mark.parametrize("act", ["", "urge/"])
def test_a_number_that_no_flag_can_have_is_not_found(officer, client_of, flags, act):
    assert client_of(officer).get(f"/desk/flags/99999999999999999999/{act}").status_code == 404


def test_it_is_told_at_once_from_its_page_to_those_the_page_names(officer, client_of, flags):
    officer.email = "officer@example.jp"
    officer.save()
    client = client_of(officer)
    page = f"/desk/flags/{flags[0].pk}/urge/"
    named = words(client.get(page))

    empty = client.post(page, {"words": " "})
    done = client.post(page, {"words": "監査までに終えてください。"}, follow=True)

    assert "知らせる人 1人" in named
    assert "見本 officer 担当者 メール" in named
    assert (empty.status_code, done.redirect_chain) == (422, [(f"/desk/flags/{flags[0].pk}/", 302)])
    assert "至急のお知らせを1人に出しました 届いたかどうかは、この経過で確かめられます。" in words(done)
    (message,) = Message.objects.filter(kind="urgent")
    assert (message.recipient, message.on) == (officer, MONDAY)
    assert Notice.objects.get(message=message).stage == f"!{Response.objects.get().pk}"


@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_costs_the_same_however_much_is_chosen(
    officer, client_of, flags, number, django_assert_num_queries
):
    client = client_of(officer)
    chosen = "&".join(f"flag={flag.pk}" for flag in flags[:number])

    with django_assert_num_queries(7):
        client.get(f"/desk/hand-over/?{chosen}")
    with django_assert_num_queries(8):
        client.get(f"/desk/snooze/?{chosen}")
