from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from maintenance.choices import ReportState
from maintenance.models import DueInspection, YearEndReport
from tests.answers import told
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.pages import filled_in

pytestmark = pytest.mark.django_db

LIST = "/inspections/year-end/2025/"


def _not_done(name: str = "見本センター"):
    building = make_building(centre=make_centre(name))
    return make_turn(building, due_on=date(2025, 10, 31))


def _report(turn, act: str = "") -> str:
    return f"{LIST}centres/{turn.building.centre_id}/{act}"


def _close(client, turn):
    """Press 確認する on the page as it is."""
    address = _report(turn, "close/")
    return client.post(address, {"seen": client.get(address).context["page"].seen}, follow=True)


def test_what_somebody_else_wrote_meanwhile_is_neither_lost_nor_confirmed_unseen(client, officer):
    turn = _not_done()
    other = make_turn(turn.building, "ELC-2", due_on=date(2025, 10, 31))
    client.force_login(officer)
    mine = filled_in(client.get(_report(turn)))
    client.post(_report(turn), {**mine, f"reason_t{other.pk}": "業者の都合"})

    kept = client.post(_report(turn), {**mine, f"reason_t{turn.pk}": "引き継ぎ漏れ"}, follow=True)
    refused = client.post(_report(turn), {**mine, f"reason_t{other.pk}": "部品待ち"})
    seen = client.get(_report(turn, "close/")).context["page"].seen
    client.post(
        _report(turn), {**filled_in(client.get(_report(turn))), f"reason_t{turn.pk}": "担当者の引き継ぎ漏れ"}
    )
    unseen = client.post(_report(turn, "close/"), {"seen": seen})

    assert told(kept)[-1] == "理由を保存しました。未回答はありません。"
    assert refused.status_code == 422
    assert "ほかの人が「業者の都合」と入力しています" in refused.text
    assert unseen.status_code == 422
    assert "画面を開いたあと、点検の記録か理由が変わりました。" in unseen.text
    assert {answer.reason for answer in YearEndReport.objects.get().answers.all()} == {
        "業者の都合",
        "担当者の引き継ぎ漏れ",
    }


def test_the_list_says_of_every_centre_how_many_answers_are_missing(client, officer):
    _not_done()
    make_centre("別のセンター")
    client.force_login(officer)

    page = client.get(LIST)

    found = {line.centre: (line.state, line.unanswered) for line, _ in page.context["lines"]}
    assert found == {"見本センター": (ReportState.OPEN, 1), "別のセンター": (ReportState.EMPTY, 0)}


def test_a_report_is_refused_until_every_row_is_answered_and_then_closed(client, officer):
    turn = _not_done()
    client.force_login(officer)

    refused = _close(client, turn)
    assert refused.status_code == 422
    assert "未実施です。理由を入力してください。" in refused.text
    assert not YearEndReport.objects.exists()

    answered = client.post(
        _report(turn),
        {f"reason_t{turn.pk}": "担当者の引き継ぎ漏れ", f"plan_t{turn.pk}": "4月に行う"},
        follow=True,
    )
    closed = _close(client, turn)

    assert told(answered) == ["理由を保存しました。未回答はありません。"]
    assert told(closed) == ["見本センターの令和7年度の報告書を確認しました。"]
    report = YearEndReport.objects.get()
    assert (report.closed_on, report.confirmed_by) == (date(2026, 11, 23), officer)
    assert "担当者の引き継ぎ漏れ" in closed.text


def test_a_closed_report_says_what_changed_since_and_is_opened_again_with_a_reason(client, officer):
    turn = _not_done()
    client.force_login(officer)
    client.post(_report(turn), {f"reason_t{turn.pk}": "漏れ", f"plan_t{turn.pk}": ""})
    _close(client, turn)
    DueInspection.objects.filter(pk=turn.pk).update(done_on=date(2026, 5, 10), outcome="good")

    changed = client.get(_report(turn))
    without = client.post(_report(turn, "reopen/"), {"reason": ""})
    opened = client.post(_report(turn, "reopen/"), {"reason": "日を直すため"}, follow=True)

    assert "いまの記録：点検した日 令和8年5月10日。" in changed.text
    assert client.get(LIST).context["lines"][0][0].state == ReportState.READY
    assert without.status_code == 422
    assert told(opened) == ["見本センターの令和7年度の報告書を開き直しました。"]
    assert "日を直すため" in opened.text


def test_a_reason_that_is_too_long_keeps_what_was_typed(client, officer):
    turn = _not_done()
    client.force_login(officer)

    answer = client.post(_report(turn), {f"reason_t{turn.pk}": "あ" * 401, f"plan_t{turn.pk}": ""})

    assert answer.status_code == 422
    assert "400文字までです" in answer.text
    assert "あ" * 401 in answer.text


def test_an_auditor_reads_the_report_and_answers_nothing(client, auditor):
    turn = _not_done()
    client.force_login(auditor)

    assert client.get(LIST).status_code == 200
    assert "理由を保存する" not in client.get(_report(turn)).text
    assert client.post(_report(turn), {f"reason_t{turn.pk}": "漏れ"}).status_code == 403
    assert client.get(_report(turn, "close/")).status_code == 403


def test_a_year_out_of_reach_is_not_found(client, officer):
    client.force_login(officer)

    assert client.get("/inspections/year-end/2026/").status_code == 200
    assert client.get("/inspections/year-end/2027/").status_code == 404
    assert client.get("/inspections/year-end/2021/").status_code == 404


def test_three_centres_take_the_queries_of_one(client, officer, django_assert_max_num_queries):
    _not_done("一")
    client.force_login(officer)
    with django_assert_max_num_queries(17) as of_one:
        client.get(LIST)
    _not_done("二")
    _not_done("三")

    with django_assert_max_num_queries(len(of_one)):
        page = client.get(LIST)

    assert len(page.context["lines"]) == 3


def test_the_workbook_has_every_row(client, officer):
    _not_done()
    client.force_login(officer)

    answer = client.get(f"{LIST}workbook/")

    words = ZipFile(BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    assert "見本センター" in words
    assert "未実施" in words
