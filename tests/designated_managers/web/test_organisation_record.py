from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from designated_managers.models import OrganisationFile, OrganisationOfficer
from tests.answers import errors
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import PDF, make_officer, make_organisation, make_paper
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db

TERM = {"first_on": "2026-04-01", "last_on": "2028-03-31"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


def test_an_officer_enters_a_term_and_the_page_tells_it(officer, client_of):
    body = make_organisation("見本協議会")
    facts = {"role": "chair", "name": "見本 花子", "kana": "みほん はなこ", **TERM}

    response = client_of(officer).post(f"/organisations/{body.pk}/officers/new/", facts, follow=True)

    assert response.redirect_chain == [(f"/organisations/{body.pk}/", 302)]
    page = words_of(response)
    assert "会長見本花子さんの任期を登録しました" in page
    assert "令和8年4月1日から令和10年3月31日まで在任中" in page
    assert "在任中の会計がいません" in page
    assert "在任中の会長がいません" not in page


def test_the_next_term_begins_with_the_person_and_the_day_after(officer, client_of):
    term = make_officer()
    client = client_of(officer)
    link = links_of(client.get(f"/organisations/{term.organisation_id}/"))["次の任期"]

    form = client.get(link).context["form"]

    assert {name: form[name].value() for name in ("role", "name", "first_on")} == {
        "role": "chair",
        "name": "見本 花子",
        "first_on": date(2028, 4, 1),
    }


@pytest.mark.parametrize("after", ["x", "999", ""])
def test_a_link_that_names_no_term_opens_an_empty_form(officer, client_of, after):
    body = make_organisation()

    response = client_of(officer).get(f"/organisations/{body.pk}/officers/new/?after={after}")

    assert (response.status_code, response.context["form"].initial) == (200, {})


def test_what_cannot_be_is_refused_at_its_field(officer, client_of):
    term = make_officer()

    response = client_of(officer).post(
        f"/officers/{term.pk}/edit/", {"role": "chair", "name": "", **TERM, "last_on": "2026-03-31"}
    )

    assert response.status_code == 422
    assert errors(response) == {
        "name": ["氏名を入力してください。"],
        "last_on": ["任期の末日は、任期の初日以後の日にしてください。"],
    }
    assert OrganisationOfficer.objects.get().last_on == date(2028, 3, 31)


def test_a_paper_is_put_on_file_read_and_withdrawn(officer, client_of):
    body, client = make_organisation("見本協議会"), client_of(officer)
    facts = {"kind": "accounts", "title": "決算書", "fiscal_year": "令和7年度"}
    upload = SimpleUploadedFile("kessan.pdf", PDF)

    made = client.post(f"/organisations/{body.pk}/papers/new/", {**facts, "file": upload})
    paper = OrganisationFile.objects.get()
    read = client.get(f"/papers/{paper.pk}/")
    content = b"".join(read.streaming_content)
    withdrawn = client.post(f"/papers/{paper.pk}/withdraw/", {"reason": "差し替え"})
    gone = client.get(f"/papers/{paper.pk}/")

    assert [answer.status_code for answer in (made, read, withdrawn, gone)] == [302, 200, 302, 404]
    assert (content, read["Cache-Control"]) == (PDF, "private, no-store")
    assert (paper.fiscal_year, paper.uploaded_by) == (2025, officer)


def test_a_paper_of_a_year_asks_for_it(officer, client_of):
    body = make_organisation()
    facts = {"kind": "report", "title": "事業報告", "file": SimpleUploadedFile("a.pdf", PDF)}

    response = client_of(officer).post(f"/organisations/{body.pk}/papers/new/", facts)

    assert errors(response) == {"fiscal_year": ["決算書と事業報告は、何年度のものかを入力してください。"]}
    assert not OrganisationFile.objects.exists()


def test_a_member_reads_the_papers_of_their_own_body_alone(roles, client_of):
    member = make_group(make_centre(), first_on=date(2024, 4, 1), last_on=date(2029, 3, 31))
    own = member.memberships.get().organisation
    make_officer(organisation=own)
    ours, others = make_paper(organisation=own), make_paper()
    client = client_of(member)

    page = client.get(f"/organisations/{own.pk}/")
    answers = [client.get(f"/papers/{paper.pk}/") for paper in (ours, others)]
    content = b"".join(answers[0].streaming_content)

    assert ("見本花子" in words_of(page), "不足" in words_of(page)) == (True, False)
    assert ([answer.status_code for answer in answers], content) == ([200, 404], PDF)
    assert "役員を登録する" not in links_of(page)


def test_a_wrong_corporate_number_is_told_in_the_offices_words(officer, client_of):
    facts = {"name": "見本", "kind": "npo", "corporate_status": "npo", "corporate_number": "1000020352152"}

    response = client_of(officer).post("/organisations/new/", facts)

    assert errors(response) == {
        "corporate_number": [
            "法人番号のいちばん左の数字（検査用数字）が、ほかの12けたに合いません。"
            "国税庁の法人番号公表サイトの番号と見比べてください。"
        ]
    }
