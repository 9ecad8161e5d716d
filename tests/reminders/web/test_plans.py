"""The pages on when reminders go out: everybody of the city reads them, chiefs and administrators change them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from common.acting import acting
from common.db.catalogue_rows import Origin
from reminders.actions import change_plan, set_centre_plan
from reminders.models import CentreLeadTime, LeadTime
from reminders.rules.plans import PlanText
from tests.answers import errors, told
from tests.pages import filled_in, links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

LIST = "/reminders/lead-times/"

CONTRACT = PlanText("6m 3m 1m 0m", overdue_every=7, chief_after=14, manager_after=30)

EARLIER = replace(CONTRACT, stages="8m 6m 0m")

WORDS = {
    "inspection": "90日前・30日前・7日前・当日、過ぎたら7日ごと、14日で係長、30日で課長",
    "round_answer": "30日前・当日、過ぎたら開庁日ごと、1日で係長、3日で課長",
    "contract": "6か月前・3か月前・1か月前・当日、過ぎたら7日ごと、14日で係長、30日で課長",
}


def lines(client) -> dict:
    return {line.code: line for line in client.get(LIST).context["lines"]}


def test_every_kind_stands_in_the_list_with_its_plan_in_words(client_of, officer):
    shown = lines(client_of(officer))

    assert {code: shown[code].words for code in WORDS} == WORDS
    assert shown["inspection"].more == (
        "毎月のものは7日前・当日",
        "3か月ごとまでのものは30日前・7日前・当日",
        "周期の半分より早くは知らせない",
    )
    assert {line.change for line in shown.values()} == {None}
    assert len(shown) == LeadTime.objects.count()


def test_the_list_says_who_changed_a_plan_when_and_why_and_at_which_centres_it_differs(
    client_of, chief, centre
):
    with acting(door="web", user_id=chief.pk):
        change_plan("contract", plan=EARLIER, reason="予算の要求が早まったため")
        set_centre_plan("contract", centre=centre, plan=CONTRACT, reason="見本")
    LeadTime.objects.filter(code="contract", origin=Origin.SHIPPED).update(shipped_digest="changed")

    line = lines(client_of(chief))["contract"]

    assert (line.change.who, line.change.reason) == ("見本 chief", "予算の要求が早まったため")
    assert (line.words, line.shipped_changed, line.centres) == (
        "8か月前・6か月前・当日、過ぎたら7日ごと、14日で係長、30日で課長",
        True,
        ("見本市民センター",),
    )
    assert "予算の要求が早まったため標準が変わりました" in words_of(client_of(chief).get(LIST))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (PlanText("7d 0d"), "7日前・当日、過ぎたあとは知らせない"),
        (PlanText("7d 0d", chief_after=3), "7日前・当日、過ぎたら3日で係長"),
        (PlanText("7d 0d", chief_after=3, manager_after=9), "7日前・当日、過ぎたら3日で係長、9日で課長"),
        (PlanText("7d 0d", overdue_every=1, manager_after=9), "7日前・当日、過ぎたら開庁日ごと、9日で課長"),
    ],
)
def test_a_plan_in_words(client_of, officer, plan, words):
    change_plan("contract", plan=plan, reason="見本")

    assert lines(client_of(officer))["contract"].words == words


def test_a_chief_changes_a_plan_and_the_page_tells_its_history(client_of, chief):
    client = client_of(chief)
    page = f"{LIST}contract/edit/"
    entered = {
        **filled_in(client.get(page)),
        "stages": "８m、3m・0d",
        "chief_after": "",
        "reason": "予算のため",
    }

    answer = client.post(page, entered, follow=True)

    words = "8か月前・3か月前・当日、過ぎたら7日ごと、30日で課長"
    assert told(answer) == [f"「委託契約」の時期を変えました。{words}。"]
    shown = answer.context["page"]
    assert (shown.line.words, shown.shipped) == (words, WORDS["contract"])
    assert [(change.act, change.words, change.reason, change.who) for change in shown.history] == [
        ("市の時期に変えました", words, "予算のため", "見本 chief"),
        ("標準の時期が入りました", WORDS["contract"], "標準の一覧の読み込み", ""),
    ]


def test_what_a_form_says_wrong_stands_at_its_field_in_the_rules_own_sentence(client_of, chief):
    client = client_of(chief)
    page = f"{LIST}inspection/edit/"
    entered = filled_in(client.get(page))
    wrong = {
        "stages": "0d 7d",
        "monthly": "毎日",
        "chief_after": "30",
        "manager_after": "30",
        "reason": "見本",
    }

    answer = client.post(page, {**entered, **wrong})

    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "stages": ["通知の時期「0d 7d」は、早いものから順に、重ならないように書いてください。"],
            "monthly": [
                "通知の時期「毎日」が読めません。30d（30日前）や 6m（6か月前）のように書いてください。"
            ],
            "manager_after": ["課長に知らせる日は、係長に知らせる日より後にしてください。"],
        },
    )
    assert not LeadTime.objects.filter(origin=Origin.CITY).exists()


def test_a_change_asks_for_a_reason_and_only_cycles_where_duties_come_round(client_of, chief):
    client = client_of(chief)

    answer = client.post(
        f"{LIST}contract/edit/", {**filled_in(client.get(f"{LIST}contract/edit/")), "stages": "1m"}
    )

    assert errors(answer) == {"reason": ["理由を入力してください。"]}
    assert "monthly" not in answer.context["form"].fields
    assert "monthly" in client.get(f"{LIST}inspection/edit/").context["form"].fields


def test_a_plan_changed_meanwhile_is_not_written_over(client_of, chief):
    client = client_of(chief)
    page = f"{LIST}contract/edit/"
    entered = {**filled_in(client.get(page)), "stages": "1m 0m", "reason": "見本"}
    change_plan("contract", plan=EARLIER, reason="見本")

    answer = client.post(page, entered)

    assert answer.status_code == 409
    assert LeadTime.objects.in_front().get(code="contract").stages == "8m 6m 0m"


def test_a_chief_returns_to_the_shipped_plan(client_of, chief):
    change_plan("contract", plan=EARLIER, reason="見本")
    client = client_of(chief)
    page = f"{LIST}contract/return/"

    answer = client.post(page, {**filled_in(client.get(page)), "reason": "元に戻ったため"}, follow=True)

    assert told(answer) == [f"「委託契約」を標準の時期に戻しました。{WORDS['contract']}。"]
    assert answer.context["page"].history[0].act == "標準に戻しました"
    assert client.get(page).status_code == 404


def test_a_chief_gives_a_centre_its_own_plan_changes_it_and_takes_it_back(client_of, chief, centre):
    client = client_of(chief)
    new = f"{LIST}contract/centres/new/"
    entered = {
        **filled_in(client.get(new)),
        "centre": centre.pk,
        "stages": "12m 0m",
        "reason": "山あいのため",
    }

    made = client.post(new, entered, follow=True)
    own = CentreLeadTime.objects.get()
    edit, remove = (f"/reminders/centre-lead-times/{own.pk}/{act}/" for act in ("edit", "remove"))
    changed = client.post(
        edit, {**filled_in(client.get(edit)), "stages": "10m 0m", "reason": "長いため"}, follow=True
    )
    removed = client.post(remove, {**filled_in(client.get(remove)), "reason": "替わったため"}, follow=True)

    rest = "過ぎたら7日ごと、14日で係長、30日で課長"
    assert [told(made), told(changed), told(removed)] == [
        [f"見本市民センターの「委託契約」の時期を決めました。12か月前・当日、{rest}。"],
        [f"見本市民センターの「委託契約」の時期を変えました。10か月前・当日、{rest}。"],
        ["見本市民センターの「委託契約」を市全体の時期に戻しました。"],
    ]
    assert [(change.act, change.reason) for change in removed.context["page"].history[:3]] == [
        ("見本市民センターも市全体の時期に戻しました", "替わったため"),
        ("見本市民センターの時期を直しました", "長いため"),
        ("見本市民センターだけの時期を決めました", "山あいのため"),
    ]
    assert not CentreLeadTime.objects.exists()


def test_an_officer_reads_and_changes_nothing(client_of, officer, centre):
    change_plan("contract", plan=EARLIER, reason="見本")
    own = set_centre_plan("contract", centre=centre, plan=CONTRACT, reason="見本")
    client = client_of(officer)

    forms = [f"{LIST}contract/{act}/" for act in ("edit", "return", "centres/new")]
    forms += [f"/reminders/centre-lead-times/{own.pk}/{act}/" for act in ("edit", "remove")]
    assert [client.get(form).status_code for form in forms] == [403] * 5
    assert {"変える", "標準に戻す", "施設ごとの時期を決める"}.isdisjoint(
        links_of(client.get(f"{LIST}contract/"))
    )


def test_who_works_at_one_centre_sees_the_plan_of_that_centre_alone(
    client_of, centre_worker, centre, other_centre
):
    for one in (centre, other_centre):
        set_centre_plan("contract", centre=one, plan=CONTRACT, reason="見本")
    client = client_of(centre_worker(centre))

    page = client.get(f"{LIST}contract/").context["page"]

    assert lines(client)["contract"].centres == ("見本市民センター",)
    assert [own.centre for own in page.own] == ["見本市民センター"]
    assert [change.act for change in page.history] == [
        "見本市民センターだけの時期を決めました",
        "標準の時期が入りました",
    ]


def test_a_kind_that_there_is_not_leads_nowhere(client_of, chief):
    client = client_of(chief)

    assert [client.get(f"{LIST}nothing/{act}").status_code for act in ("", "edit/")] == [404, 404]
    assert client.get("/reminders/centre-lead-times/999/edit/").status_code == 404
