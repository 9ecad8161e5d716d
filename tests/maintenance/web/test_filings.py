from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maintenance.actions import plan_filing
from maintenance.models import Filing
from tests.answers import errors, told
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.filings import make_filed, make_filing, make_reported_type
from tests.factories.maintenance import make_type

pytestmark = pytest.mark.django_db

LIST = "/filings/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FILED = {
    "filed_on_year": "8",
    "filed_on_month": "11",
    "filed_on_day": "20",
    "addressee": "消防署長",
    "receipt_number": "見本第1号",
    "remarks": "",
}


def _page(name, filing):
    return reverse(name, args=[filing.pk])


def _listed(response):
    return [line.pk for line in response.context["listing"].page.object_list]


def _some():
    """One overdue, one to come in this fiscal year, one in the next; and one filed."""
    make_reported_type()
    overdue, coming, later = (
        plan_filing(
            make_building(centre=make_centre(name)), "FIR-2", last_filed_on=day, on=date(2026, 11, 23)
        )
        for name, day in (
            ("一市民センター", date(2025, 11, 20)),
            ("二市民センター", date(2025, 11, 25)),
            ("三市民センター", date(2026, 4, 1)),
        )
    )
    return overdue, coming, later


def test_the_list_shows_what_is_to_be_filed_the_nearest_first(officer, client_of):
    rows = _some()

    response = client_of(officer).get(LIST)

    assert _listed(response) == [row.pk for row in rows]
    lines = response.context["listing"].page.object_list
    assert [line.state.word for line in lines] == ["3日超過", "あと2日", "あと129日"]
    assert [line.name for line in lines] == ["消防用設備等 総合点検の報告"] * 3


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("?overdue=on", [0]),
        ("?year=2026", [0, 1]),
        ("?year=2027", [2]),
        ("?type=FIR-2", [0, 1, 2]),
        ("?state=filed", []),
        ("?state=all", [2, 1, 0]),
    ],
)
def test_the_list_is_narrowed(officer, client_of, asked, expected):
    rows = _some()

    response = client_of(officer).get(LIST + asked)

    assert _listed(response) == [rows[number].pk for number in expected]


def test_the_list_is_narrowed_to_a_centre(officer, client_of):
    overdue, *_others = _some()

    response = client_of(officer).get(f"{LIST}?centre={overdue.building.centre_id}")

    assert _listed(response) == [overdue.pk]


def test_the_empty_list_says_where_filings_come_from(officer, client_of):
    assert "報告する点検を記録すると、ここに期限が出ます。" in client_of(officer).get(LIST).text


def test_the_page_tells_the_statutory_day_and_why_the_last_day_is_another(officer, client_of):
    filing = make_filing(done_on=date(2025, 11, 21))

    text = client_of(officer).get(_page("filing", filing)).text

    assert "令和8年11月24日" in text
    assert "法定の期日" in text
    assert "地方自治法第4条の2第4項" in text


def test_a_filing_is_recorded_with_its_paper_and_the_next_day_is_told(officer, client_of):
    filing = make_filing()
    paper = SimpleUploadedFile("報告書.pdf", PDF)
    client = client_of(officer)

    response = client.post(_page("filing-record", filing), {**FILED, "file": [paper]})

    assert (response.status_code, response.url) == (302, _page("filing", filing))
    page = client.get(response.url)
    assert told(page) == ["提出を記録しました。次の提出期限は令和9年11月22日（月）です。"]
    assert "見本第1号" in page.text
    file = filing.files.get()
    kept = client.get(reverse("filing-file", args=[file.pk]))
    assert b"".join(kept.streaming_content) == PDF


def test_everything_that_is_wrong_is_told_at_once(officer, client_of):
    filing = make_filing()
    client = client_of(officer)

    response = client.post(_page("filing-record", filing), {**FILED, "filed_on_day": "24", "addressee": ""})

    assert response.status_code == 422
    assert errors(response) == {
        "filed_on": ["提出した日は、きょうまでの日にしてください。"],
        "addressee": ["提出先を入力してください。"],
    }


def test_recorded_meanwhile_the_second_is_told(officer, client_of):
    filing = make_filed()

    response = client_of(officer).post(_page("filing-record", filing), FILED)

    assert response.status_code == 422
    assert "提出済みとして記録されています" in response.text


def test_the_form_of_what_was_filed_leads_to_its_page(officer, client_of):
    filing = make_filed()

    response = client_of(officer).get(_page("filing-record", filing))

    assert (response.status_code, response.url) == (302, _page("filing", filing))


def test_a_filing_is_withdrawn_with_the_reason(officer, client_of):
    filing = make_filing()
    client = client_of(officer)

    response = client.post(_page("filing-withdraw", filing), {"reason": "用途が変わった"})

    assert "用途が変わった" in client.get(response.url).text
    assert not Filing.objects.pending().exists()


def test_a_group_reads_no_filing(roles, client_of):
    filing = make_filing()

    client = client_of(make_group(filing.building.centre))

    assert [client.get(url).status_code for url in (LIST, _page("filing", filing))] == [403, 403]


NEW = "/filings/new/"


def _last(building, **changes):
    return {
        "type_code": "FIR-2",
        "target": f"building-{building.pk}",
        "last_filed_on_era": "令和",
        "last_filed_on_year": "7",
        "last_filed_on_month": "12",
        "last_filed_on_day": "29",
        **changes,
    }


def _new_at(centre):
    return f"{NEW}?centre={centre.pk}"


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        ("7", "前回の報告を登録しました。次の提出期限は令和9年1月4日（月）です。"),
        ("6", "前回の報告を登録しました。提出期限の令和8年1月5日（月）を、もう過ぎています。"),
    ],
)
def test_what_was_filed_before_the_system_is_put_under_watch(officer, client_of, year, sentence):
    make_reported_type()
    building, client = make_building(), client_of(officer)

    response = client.post(_new_at(building.centre), _last(building, last_filed_on_year=year))

    assert (response.status_code, response.url) == (302, _page("filing", Filing.objects.get()))
    assert told(client.get(response.url)) == [sentence]


def test_the_centre_is_chosen_first(officer, client_of):
    make_reported_type()
    building, other = make_building(), make_centre("二市民センター")
    client = client_of(officer)

    offered = client.get(NEW)
    empty = client.post(NEW, {})
    chosen = client.post(NEW, {"centre": building.centre_id})

    assert "二市民センター" in offered.text
    assert (empty.status_code, errors(empty)) == (422, {"centre": ["施設を選んでください。"]})
    assert (chosen.status_code, chosen.url) == (302, _new_at(building.centre))
    assert f"building-{building.pk}" in client.get(chosen.url).text
    assert "建物がまだ登録されていません" in client.get(_new_at(other)).text


def test_only_types_in_use_that_are_reported_are_offered(officer, client_of):
    make_reported_type()
    make_type("FIR-1")
    make_type("FIR-4", name="見本の古い点検", report_months=12, retired_on=date(2026, 4, 1))

    form = client_of(officer).get(_new_at(make_building().centre)).context["form"]

    assert form.fields["type_code"].choices == [
        ("", "選んでください"),
        ("建物の点検", [("FIR-2", "消防用設備等 総合点検")]),
    ]


def test_what_cannot_be_put_under_watch_is_told_at_once(officer, client_of):
    make_reported_type()
    lift = make_equipment()
    page = _new_at(lift.building.centre)
    wrong = _last(lift.building, target=f"equipment-{lift.pk}", last_filed_on_year="8")

    response = client_of(officer).post(page, wrong)

    assert response.status_code == 422
    assert errors(response) == {
        "target": ["「消防用設備等 総合点検」は建物全体の点検です。設備ではなく建物を選んでください。"],
        "last_filed_on": ["前回の報告日は、きょうまでの日にしてください。"],
    }


def test_a_second_one_of_the_same_place_and_type_is_refused_in_a_sentence(officer, client_of):
    building = make_filing().building

    response = client_of(officer).post(_new_at(building.centre), _last(building))

    assert response.status_code == 422
    assert "この建物には、同じ種類のまだ提出していない届出・報告があります。" in response.text
    assert Filing.objects.count() == 1


def test_the_list_leads_to_it_with_its_centre(officer, auditor, client_of):
    overdue, *_others = _some()
    asked = f"?centre={overdue.building.centre_id}"

    assert f'href="{NEW}{asked}"' in client_of(officer).get(LIST + asked).text
    assert NEW not in client_of(auditor).get(LIST).text


def test_a_record_is_put_right_and_its_page_shows_what_it_said_before(officer, client_of):
    filing, client = make_filed(), client_of(officer)
    page = _page("filing-correct", filing)
    assert f'href="{page}"' in client.get(_page("filing", filing)).text
    form = client.get(page).context["form"]
    version = form["version"].value()
    assert form["receipt_number"].value() == "見本第1号"

    right = {**FILED, "filed_on_day": "11", "receipt_number": "見本第2号"}
    response = client.post(page, {**right, "reason": "受付印の日付", "version": version})

    assert (response.status_code, response.url) == (302, _page("filing", filing))
    shown = client.get(response.url)
    assert told(shown) == ["提出の記録を直しました。前の記録も残っています。"]
    for said in ("<del>令和8年11月12日</del>", "<del>見本第1号</del>", "理由：受付印の日付"):
        assert said in shown.text
    assert Filing.objects.get(previous=filing).due_on == date(2027, 11, 11)
    assert client.post(page, {**right, "reason": "追記", "version": version}).status_code == 409


def test_everything_that_is_wrong_with_a_correction_is_told_at_once(officer, client_of):
    filing = make_filed()

    response = client_of(officer).post(
        _page("filing-correct", filing), {**FILED, "filed_on_day": "24", "addressee": "", "reason": ""}
    )

    assert response.status_code == 422
    assert errors(response) == {
        "reason": ["直す理由を入力してください。"],
        "filed_on": ["提出した日は、きょうまでの日にしてください。"],
        "addressee": ["提出先を入力してください。"],
    }


def test_what_is_not_filed_has_no_record_to_put_right(officer, client_of):
    filing, client = make_filing(), client_of(officer)
    page = _page("filing-correct", filing)

    response = client.get(page)

    assert (response.status_code, response.url) == (302, _page("filing", filing))
    refused = client.post(page, {**FILED, "reason": "誤記"})
    assert refused.status_code == 422
    assert "提出を記録していない届出・報告は、直せません。" in refused.text
    assert page not in client.get(_page("filing", filing)).text


def test_only_who_may_keeps_filings(auditor, client_of):
    filing = make_filed()
    client = client_of(auditor)

    assert [client.get(page).status_code for page in (NEW, _page("filing-correct", filing))] == [403, 403]
    assert _page("filing-correct", filing) not in client.get(_page("filing", filing)).text
