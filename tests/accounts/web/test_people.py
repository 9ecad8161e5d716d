"""The pages on the people with a login, as the city's administrators see them."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from accounts.models import ApiToken, Invitation, User
from tests.answers import errors, told
from tests.factories.accounts import make_membership, make_token, make_user
from tests.factories.designated_managers import make_organisation
from tests.pages import links_of, words_of

PEOPLE = "/accounts/people/"
INVITE = "/accounts/people/invite/"
LINK = re.compile(r"http://testserver(/accounts/invitation/[\w-]{43}/)")
FACTS = {
    "display_name": "見本 花子",
    "display_kana": "みほん はなこ",
    "login_name": "hanako",
    "email": "",
    "role": "市民センター担当",
}
EVERY_PAGE = {
    "people": (),
    "person-invite": (),
    "person": ("pk",),
    "person-new-link": ("pk",),
    "person-revoke": ("pk",),
    "person-disable": ("pk",),
    "person-enable": ("pk",),
    "person-last-day": ("pk",),
    "person-token-revoke": ("pk", "token"),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel("2026-11-23T10:00:00+09:00", tick=False):
        yield


@pytest.fixture
def kanri(administrator, client_of):
    """The browser of システム管理者."""
    return client_of(administrator)


def _address(name: str, pk: int) -> str:
    return reverse(name, args=[pk] * len(EVERY_PAGE[name]))


def _links(page) -> list[str]:
    return LINK.findall(page.content.decode())


def test_a_person_is_invited_and_the_link_is_shown_this_once(kanri):
    page = kanri.post(INVITE, FACTS)

    hanako = User.objects.get(login_name="hanako")
    assert page.status_code == 200
    assert len(_links(page)) == 1
    assert "令和8年11月30日（月）" in words_of(page)
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert _links(kanri.get(f"{PEOPLE}{hanako.pk}/")) == []
    assert mail.outbox == []


def test_who_has_an_address_gets_the_link_by_mail_as_well(kanri):
    page = kanri.post(INVITE, {**FACTS, "email": "hanako@example.jp"})

    (sent,) = mail.outbox
    assert "メールを送りました" in words_of(page)
    assert (sent.subject, sent.to) == (
        "拠点：招待のお知らせ（パスワードを決めてください）",
        ["hanako@example.jp"],
    )
    assert LINK.findall(str(sent.body)) == _links(page)
    assert LINK.sub("（リンク）", str(sent.body)) == (
        "見本 花子 様\n\n"
        "市民センター管理「拠点」を使えるようにしました。\n"
        "次のリンクを開いて、パスワードを決めてください。\n\n"
        "（リンク）\n\n"
        "・リンクは 令和8年11月30日（月） まで使えます。過ぎたときは、市の担当に新しいリンクを頼んでください。\n"
        "・使えるのは一度だけです。ほかの人に転送しないでください。\n"
        "・利用者番号は hanako です。次からは、利用者番号とパスワードでログインします。\n\n"
        "――――\n"
        "市民センター管理「拠点」\n"
        "このメールは「拠点」から自動で送っています。"
    )


def test_a_mail_that_cannot_be_sent_is_said_and_the_link_is_there_all_the_same(kanri, monkeypatch):
    def fail(*_args, **_named):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)

    page = kanri.post(INVITE, {**FACTS, "email": "hanako@example.jp"})

    assert "メールを送れませんでした" in words_of(page)
    assert len(_links(page)) == 1


def test_a_member_of_a_group_is_invited_with_the_days_of_the_membership(kanri):
    organisation = make_organisation()

    page = kanri.post(
        INVITE,
        {
            **FACTS,
            "role": "地域団体",
            "organisation": organisation.pk,
            "first_on": "令和8年4月1日",
            "last_on": "令和11年3月31日",
            "active_until": "令和11年6月29日",
        },
    )

    assert len(_links(page)) == 1
    hanako = User.objects.get(login_name="hanako")
    assert hanako.active_until == date(2029, 6, 29)
    assert list(hanako.memberships.values_list("organisation", "first_on", "last_on")) == [
        (organisation.pk, date(2026, 4, 1), date(2029, 3, 31))
    ]


def test_an_invitation_with_nothing_in_it_names_every_field(kanri):
    page = kanri.post(INVITE, {})

    assert (page.status_code, errors(page)) == (
        422,
        {
            "display_name": ["氏名を入力してください。"],
            "login_name": ["利用者番号を入力してください。"],
            "role": ["役割を選んでください。"],
        },
    )


def test_a_login_name_that_is_taken_is_refused_and_the_entry_stays(kanri):
    make_user("hanako")

    page = kanri.post(INVITE, {**FACTS, "login_name": "Hanako"})

    (messages,) = errors(page).values()
    assert (page.status_code, messages) == (
        422,
        ["この利用者番号は、もう使われています。別のものにしてください（大文字と小文字は区別しません）。"],
    )
    assert 'value="見本 花子"' in page.content.decode()
    assert Invitation.objects.count() == 0


def test_a_new_link_is_made_after_asking(kanri):
    hanako = make_user("hanako")
    address = f"{PEOPLE}{hanako.pk}/link/"

    question = kanri.get(address)
    page = kanri.post(address)

    assert "見本hanakoさんの新しいリンクを作りますか" in words_of(question)
    assert len(_links(page)) == 1


def test_what_cannot_be_done_is_said_above_the_question(kanri, administrator):
    hanako = make_user("hanako", is_active=False)

    answers = {
        name: kanri.post(reverse(name, args=[pk]))
        for name, pk in (
            ("person-new-link", hanako.pk),
            ("person-revoke", hanako.pk),
            ("person-disable", administrator.pk),
        )
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 422)
    assert "先に、利用を再開するか最後の日を変えてください。" in words_of(answers["person-new-link"])
    assert "取り消す招待がありません" in words_of(answers["person-revoke"])
    assert "自分の利用は止められません" in words_of(answers["person-disable"])


def test_an_invitation_is_revoked_and_an_account_disabled_and_enabled_after_asking(kanri):
    kanri.post(INVITE, FACTS)
    hanako = User.objects.get(login_name="hanako")
    page = f"{PEOPLE}{hanako.pk}/"

    answers = [kanri.post(reverse(name, args=[hanako.pk])) for name in ("person-revoke", "person-disable")]
    hanako.refresh_from_db()
    disabled = hanako.is_active
    answers.append(kanri.post(reverse("person-enable", args=[hanako.pk])))

    hanako.refresh_from_db()
    assert [answer.headers["Location"] for answer in answers] == [page] * 3
    assert told(answers[-1]) == [
        "見本 花子さんへの招待を取り消しました。",
        "見本 花子さんの利用を停止しました。",
        "見本 花子さんの利用を再開しました。",
    ]
    assert (disabled, hanako.is_active) == (False, True)
    assert hanako.invitations.get().revoked_at is not None


@pytest.mark.parametrize(
    ("typed", "until", "said"),
    [
        ("令和9年3月31日", date(2027, 3, 31), "令和9年3月31日まで"),
        ("", None, "期限なし"),
    ],
)
def test_the_last_day_is_set(kanri, typed, until, said):
    hanako = make_user("hanako", active_until=date(2026, 12, 31))

    answer = kanri.post(f"{PEOPLE}{hanako.pk}/last-day/", {"active_until": typed})

    hanako.refresh_from_db()
    assert hanako.active_until == until
    assert told(answer) == [f"見本 hanakoさんの利用できる期間を、{said}にしました。"]


def test_a_last_day_that_is_no_day_is_refused(kanri):
    hanako = make_user("hanako", active_until=date(2026, 12, 31))

    answer = kanri.post(f"{PEOPLE}{hanako.pk}/last-day/", {"active_until": "令和9年2月29日"})

    hanako.refresh_from_db()
    assert (answer.status_code, list(errors(answer))) == (422, ["active_until"])
    assert hanako.active_until == date(2026, 12, 31)


def test_the_list_shows_how_everybody_stands_and_narrows(kanri):
    make_user("hanako", "市民センター担当", display_name="見本 花子")
    make_user("taro", is_active=False, display_name="見本 太郎")
    kanri.post(INVITE, {**FACTS, "login_name": "jiro", "display_name": "見本 次郎"})

    found = {
        query: sorted(line.login_name for line in kanri.get(f"{PEOPLE}?{query}").context["listing"].page)
        for query in (
            "",
            "standing=invited",
            "standing=disabled",
            "role=市民センター担当",
            "q=花子",
            "q=administrator",
        )
    }

    assert found == {
        "": ["administrator", "hanako", "jiro", "taro"],
        "standing=invited": ["jiro"],
        "standing=disabled": ["taro"],
        "role=市民センター担当": ["hanako", "jiro"],
        "q=花子": ["hanako"],
        "q=administrator": ["administrator"],
    }
    assert "招待中11月30日（月）まで" in words_of(kanri.get(PEOPLE))


def test_the_page_of_a_person_shows_organisations_and_the_latest_invitation(kanri):
    member = make_user("member", "地域団体", active_until=date(2029, 6, 29))
    make_membership(member, make_organisation("見本中央協議会"), first_on=date(2026, 4, 1))
    kanri.post(f"{PEOPLE}{member.pk}/link/")

    page = kanri.get(f"{PEOPLE}{member.pk}/")

    words = words_of(page)
    assert "見本中央協議会令和8年4月1日（水）決まっていない" in words
    assert "令和8年11月23日（月・祝）見本administrator令和8年11月30日（月）使えます" in words
    assert "令和11年6月29日（金）" in words
    assert links_of(page)["招待を取り消す"] == f"{PEOPLE}{member.pk}/revoke/"


def test_the_administrator_revokes_the_key_of_anybody_after_asking(kanri):
    hanako, taro = make_user("hanako"), make_user("taro")
    token, other = make_token(hanako, "統計の集計").token, make_token(taro).token

    shown = kanri.get(f"{PEOPLE}{hanako.pk}/")
    question = kanri.get(f"{PEOPLE}{hanako.pk}/tokens/{token.pk}/revoke/")
    answer = kanri.post(f"{PEOPLE}{hanako.pk}/tokens/{token.pk}/revoke/")
    of_another = kanri.post(f"{PEOPLE}{hanako.pk}/tokens/{other.pk}/revoke/")

    assert "統計の集計" in words_of(shown)
    assert "見本hanakoさんの鍵「統計の集計」を取り消しますか" in words_of(question)
    assert (answer.headers["Location"], of_another.status_code) == (f"{PEOPLE}{hanako.pk}/", 404)
    assert list(ApiToken.objects.all()) == [other]


def test_the_list_costs_the_same_for_one_and_for_three(kanri, django_assert_num_queries):
    organisation = make_organisation()
    kanri.get(PEOPLE)

    def add(name: str) -> None:
        make_membership(make_user(name, "地域団体"), organisation, first_on=date(2026, 4, 1))

    add("one")
    with django_assert_num_queries(7):
        kanri.get(PEOPLE)
    add("two")
    add("three")
    with django_assert_num_queries(7):
        kanri.get(PEOPLE)


def test_the_page_of_a_person_costs_the_same_with_one_organisation_and_with_three(
    kanri, django_assert_num_queries
):
    member = make_user("member", "地域団体")
    page = f"{PEOPLE}{member.pk}/"
    make_membership(member, make_organisation(), first_on=date(2026, 4, 1))
    kanri.get(page)

    with django_assert_num_queries(8):
        kanri.get(page)
    for _ in range(2):
        make_membership(member, make_organisation(), first_on=date(2026, 4, 1))
    with django_assert_num_queries(8):
        kanri.get(page)


@pytest.mark.parametrize(
    "role", ["市民センター担当", "係長・課長", "監査委員事務局", "センター職員", "地域団体"]
)
@pytest.mark.parametrize("name", EVERY_PAGE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_the_administrator_comes_in(person, client_of, role, name, method):
    somebody = person("somebody", role)
    hanako = person("hanako")

    answer = getattr(client_of(somebody), method)(_address(name, hanako.pk))

    hanako.refresh_from_db()
    assert (answer.status_code, hanako.is_active) == (403, True)
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("name", [name for name, arguments in EVERY_PAGE.items() if arguments])
def test_somebody_who_is_not_there_is_not_found(kanri, name):
    assert kanri.get(_address(name, 999_999)).status_code == 404


@pytest.mark.parametrize("name", ["person-new-link", "person-revoke", "person-disable", "person-last-day"])
def test_the_account_that_may_do_everything_is_closed_to_others(kanri, name):
    root = make_user("root", is_superuser=True)

    answer = kanri.post(reverse(name, args=[root.pk]), {"active_until": "令和2年3月31日"})

    root.refresh_from_db()
    assert (answer.status_code, root.is_active, root.active_until) == (403, True, None)
    assert Invitation.objects.count() == 0
    page = kanri.get(reverse("person", args=[root.pk]))
    assert [address for address in links_of(page).values() if address.startswith(f"{PEOPLE}{root.pk}/")] == []


def test_the_navigation_leads_the_administrator_to_the_people(kanri, officer, client_of):
    assert links_of(kanri.get("/desk/"))["利用者"] == PEOPLE
    assert "利用者" not in links_of(client_of(officer).get("/desk/"))
