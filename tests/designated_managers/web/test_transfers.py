from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from common.eras import era_day
from designated_managers.actions import start_return
from designated_managers.models import OpenQuestion, Transfer, TransferMeeting, TransferWave
from tests.answers import errors
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import PDF, make_designation, make_organisation
from tests.factories.roads import make_road
from tests.factories.transfers import make_evidence, make_meeting, make_question, make_transfer, make_wave
from tests.pages import links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


# All centres by stage


def test_the_overview_names_every_centre_its_stage_since_when_and_what_is_missing(officer, client_of):
    make_designation(centre=make_centre("あ市民センター", kana="あ"))
    make_centre("い市民センター", kana="い")
    make_transfer(centre=make_centre("う市民センター", kana="う"), organisation=make_organisation("見本会"))

    page = words_of(client_of(officer).get("/transfers/"))

    assert "あ市民センター指定管理中" in page
    assert "い市民センター直営（未着手）" in page
    assert "意向確認・制度説明令和8年4月1日から説明会の記録・地域からの申出（手挙げ）がまだ" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["い", "う"]),
        ({"stage": "1"}, ["う"]),
        ({"stage": "direct"}, ["い"]),
        ({"stage": "nothing"}, ["い", "う"]),
    ],
)
def test_the_overview_is_narrowed_by_stage(officer, client_of, query, names):
    make_centre("い", kana="い")
    make_transfer(centre=make_centre("う", kana="う"))

    found = client_of(officer).get("/transfers/", query).context["listing"].page.object_list

    assert [line.centre for line in found] == names


def test_the_overview_is_narrowed_by_body_and_by_wave(officer, client_of):
    body, wave = make_organisation(), make_wave()
    make_transfer(centre=make_centre("い", kana="い"), organisation=body)
    make_transfer(centre=make_centre("う", kana="う"), wave=wave)
    client = client_of(officer)

    found = [
        [line.centre for line in client.get("/transfers/", query).context["listing"].page.object_list]
        for query in (
            {"organisation": body.pk},
            {"wave": wave.pk},
            {"organisation": body.pk, "wave": wave.pk},
        )
    ]

    assert found == [["い"], ["う"], []]


# One transfer, filled in page by page


def test_an_officer_walks_a_transfer_through_its_pages(officer, client_of):
    centre, body, client = make_centre(), make_organisation("見本会"), client_of(officer)
    started = client.post("/transfers/new/", {"centre": centre.pk, "started_on": "2026-04-01"})
    transfer = Transfer.objects.get()
    home = f"/transfers/{transfer.pk}/"

    answers = [
        client.post(f"{home}organisation/", {"organisation": body.pk}),
        client.post(f"{home}edit/", {"aimed_on": "2028-04-01"}),
        client.post(f"{home}meetings/new/", {"kind": "briefing", "held_on": "2026-05-01"}),
        client.post(
            f"{home}evidence/new/",
            {
                "evidence": "1.interest",
                "dated_on": "2026-05-10",
                "file": SimpleUploadedFile("申出.pdf", PDF),
            },
        ),
        client.post(f"{home}not-needed/", {"stage": "6", "reason": "もうある"}),
        client.post(
            f"{home}questions/new/",
            {"topic": "liability", "question": "だれが", "side": "city", "raised_on": "2026-05-02"},
        ),
    ]
    page = client.get(home)

    assert (started.headers["Location"], [answer.status_code for answer in answers]) == (home, [302] * 6)
    assert page.context["page"].stage == "地域との協議"
    words = words_of(page)
    for told in (
        "令和8年5月10日",
        "不要の理由：もうある（令和8年11月23日）",
        "16件のうち0件済み",
        "責任（市）令和8年5月2日だれが",
        "次にそろえるもの協議の記録",
    ):
        assert told in words
    file = client.get(links_of(page)["ファイル"])
    assert b"".join(file.streaming_content) == PDF


def test_what_was_recorded_is_changed_settled_ticked_and_taken_back(officer, client_of):
    transfer = make_transfer(aimed_on=date(2028, 4, 1))
    evidence, meeting, question = make_evidence(transfer), make_meeting(transfer), make_question(transfer)
    item, client = transfer.items.get(code="keys"), client_of(officer)

    answers = [
        client.post(f"/transfer-evidence/{evidence.pk}/take-back/", {"reason": "誤り"}),
        client.post(f"/meetings/{meeting.pk}/edit/", {"kind": "talks", "held_on": "2026-05-02"}),
        client.post(f"/questions/{question.pk}/settle/", {"answer": "要る", "settled_on": "2026-07-01"}),
        client.post(f"/handover-items/{item.pk}/", {"done_on": "2026-11-20", "note": "3本"}),
    ]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert not transfer.evidence.kept().exists()
    assert TransferMeeting.objects.get().kind == "talks"
    assert OpenQuestion.objects.get().settled_on == date(2026, 7, 1)
    item.refresh_from_db()
    assert (item.done_on, item.note) == (date(2026, 11, 20), "3本")
    assert client.post(f"/handover-items/{item.pk}/", {"note": ""}).status_code == 302
    item.refresh_from_db()
    assert item.done_on is None


def test_an_item_of_the_hand_over_is_changed_from_its_page_and_not_unseen(officer, client_of):
    item, client = make_transfer(aimed_on=date(2028, 4, 1)).items.get(code="keys"), client_of(officer)
    edit = links_of(client.get(f"/handover-items/{item.pk}/"))["内容を直す"]
    form = client.get(edit).context["form"]
    typed = {
        "name": "鍵（3本）",
        "side": "manager",
        "due_on": "2028-03-20",
        "version": form["version"].value(),
    }

    done, late = client.post(edit, typed), client.post(edit, typed)

    item.refresh_from_db()
    assert (done.headers["Location"], late.status_code) == (f"/transfers/{item.transfer_id}/", 409)
    assert (item.name, item.side, item.due_on) == ("鍵（3本）", "manager", date(2028, 3, 20))


def test_who_only_reads_comes_from_an_item_of_the_hand_over_to_its_transfer(auditor, client_of):
    item, client = make_transfer(aimed_on=date(2028, 4, 1)).items.get(code="keys"), client_of(auditor)
    page = f"/handover-items/{item.pk}/"

    read, written = client.get(page), client.post(page, {"done_on": "2026-11-20"})

    assert (read.status_code, read.headers["Location"]) == (302, f"/transfers/{item.transfer_id}/")
    assert (written.status_code, client.get(f"{page}edit/").status_code) == (403, 403)


def test_a_transfer_is_given_up_resumed_and_not_completed_before_its_time(officer, client_of):
    transfer, client = make_transfer(), client_of(officer)
    home = f"/transfers/{transfer.pk}/"

    early = client.post(f"{home}complete/", {"completed_on": "2026-11-23"})
    client.post(f"{home}suspend/", {"suspended_on": "2026-11-23", "reason": "担い手がいない"})
    given_up = client.get(home)
    client.post(f"{home}resume/")

    assert early.status_code == 422
    assert "「指定議案・債務負担行為」の「可決（または専決処分）」がまだありません。" in words_of(early)
    assert "令和8年11月23日（月・祝）に見送りました。理由：担い手がいない" in words_of(given_up)
    assert "再開する" in links_of(given_up)
    assert Transfer.objects.get().is_under_way


def test_a_return_begins_from_its_page(officer, client_of):
    centre, client = make_designation().centre, client_of(officer)
    facts = {"centre": centre.pk, "started_on": "2026-11-01", "reason": "役員のなり手がない"}

    response = client.post("/transfers/return/", facts, follow=True)

    assert "復帰の申出・検討" in words_of(response)
    assert "役員のなり手がない" in words_of(response)


@pytest.mark.parametrize(
    ("page", "typed", "problems"),
    [
        (
            "/transfers/new/",
            {},
            {"centre": ["施設を選んでください。"], "started_on": ["始めた日を入力してください。"]},
        ),
        ("/transfers/{}/evidence/new/", {"evidence": "1.briefing"}, None),
        ("/transfers/{}/meetings/new/", {"held_on": "2026-11-24", "kind": "talks"}, None),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(officer, client_of, page, typed, problems):
    transfer = make_transfer()

    response = client_of(officer).post(page.format(transfer.pk), typed)

    assert response.status_code == 422
    if problems:
        assert errors(response) == problems
    assert (Transfer.objects.count(), TransferMeeting.objects.count()) == (1, 0)


# Waves


def test_a_wave_shows_its_centres_and_takes_them_along(officer, client_of):
    client = client_of(officer)
    client.post("/waves/new/", {"name": "令和10年4月の移行グループ", "aimed_on": "2028-04-01"})
    wave = TransferWave.objects.get()
    transfer = make_transfer(centre=make_centre("い市民センター"), wave=wave)

    page = words_of(client.get(f"/waves/{wave.pk}/"))
    client.post(f"/waves/{wave.pk}/edit/", {"name": wave.name, "aimed_on": "2029-04-01"})

    transfer.refresh_from_db()
    assert "意向確認・制度説明1施設" in page
    assert transfer.aimed_on == date(2029, 4, 1)
    assert links_of(client.get("/waves/"))[wave.name] == f"/waves/{wave.pk}/"


def test_empty_pages_say_how_to_begin(officer, client_of):
    client = client_of(officer)
    wave = make_wave()

    pages = [words_of(client.get(page)) for page in ("/transfers/", f"/waves/{wave.pk}/")]

    assert "施設はまだありません" in pages[0]
    assert "この移行グループに施設はまだありません" in pages[1]


# The road to the designation


def test_a_transfer_tells_the_road_of_its_centre_and_its_next_step(auditor, client_of):
    transfer = make_transfer()
    road = make_road(centre=transfer.centre, first_on=date(2028, 4, 1), on=date(2026, 11, 23))

    page = client_of(auditor).get(f"/transfers/{transfer.pk}/")

    line = page.context["page"].timeline
    assert links_of(page)["初日は令和10年4月1日"] == f"/roads/{road.pk}/"
    assert f"{line.word}次は、{line.next_step}{era_day(line.next_on)}まで" in words_of(page)
    assert "指定スケジュールを立てる" not in words_of(page)


@pytest.mark.parametrize(
    ("role", "facts", "offered"),
    [
        ("officer", {}, True),
        ("auditor", {}, False),
        ("officer", {"suspended_on": date(2026, 6, 1), "suspended_reason": "見本"}, False),
        ("officer", {"completed_on": date(2026, 6, 1)}, False),
    ],
)
def test_a_transfer_without_a_road_offers_to_plan_one(request, client_of, role, facts, offered):
    transfer = make_transfer()
    make_road()
    Transfer.objects.filter(pk=transfer.pk).update(**facts)

    page = client_of(request.getfixturevalue(role)).get(f"/transfers/{transfer.pk}/")

    wanted = f"/roads/new/?centre={transfer.centre_id}" if offered else None
    assert links_of(page).get("指定スケジュールを立てる") == wanted


def test_a_transfer_whose_designation_is_made_needs_no_road(officer, client_of):
    designation = make_designation(first_on=date(2027, 4, 1), last_on=date(2032, 3, 31))
    transfer = make_transfer(centre=designation.centre, organisation=designation.organisation)

    page = client_of(officer).get(f"/transfers/{transfer.pk}/")

    assert "指定スケジュールを立てる" not in words_of(page)


def test_a_return_needs_no_road(officer, client_of):
    back = start_return(
        centre=make_designation().centre, reason="見本", started_on=date(2026, 4, 1), on=date(2026, 4, 1)
    )

    page = client_of(officer).get(f"/transfers/{back.pk}/")

    assert "指定スケジュールを立てる" not in words_of(page)


# Who may


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("officer", [200, 200, 200, 200]),
        ("auditor", [200, 200, 403, 403]),
        ("group_member", [403, 403, 403, 403]),
    ],
)
def test_each_role_reads_and_writes_what_it_may(request, client_of, role, statuses):
    transfer = make_transfer()
    client = client_of(request.getfixturevalue(role))

    pages = [
        "/transfers/",
        f"/transfers/{transfer.pk}/",
        "/transfers/new/",
        f"/transfers/{transfer.pk}/edit/",
    ]

    assert [client.get(page).status_code for page in pages] == statuses


def test_a_member_of_the_body_reads_nothing_of_it(roles, client_of):
    member = make_group(make_centre())
    transfer = make_transfer(organisation=member.memberships.get().organisation)

    assert client_of(member).get(f"/transfers/{transfer.pk}/").status_code == 403
