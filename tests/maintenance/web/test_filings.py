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
from tests.factories.facilities import make_building
from tests.factories.filings import make_filed, make_filing, make_reported_type

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
