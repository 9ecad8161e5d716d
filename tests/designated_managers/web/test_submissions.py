"""The pages on what was handed in: the city's list, one submission, its review; and what the group reads."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from common.db.catalogue_rows import city_row_in_front_of
from common.scope import Scope
from designated_managers import actions
from designated_managers.actions import Written
from designated_managers.models import ReportForm, Submission
from designated_managers.queries.submission_pages import handed_in_for
from designated_managers.queries.use_by_month import people_by_month
from tests.factories.accounts import make_membership
from tests.factories.designated_managers import make_designation
from tests.factories.submissions import (
    OCTOBER,
    PDF,
    TODAY,
    make_monthly,
    make_returned,
    make_submitted,
    written,
)
from tests.pages import filled_in, links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

LIST = "/submissions/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def city(officer, client_of):
    return client_of(officer)


def page(submission, act: str = "") -> str:
    return f"{LIST}{submission.pk}/{act}{'/' if act else ''}"


def lines(response) -> list:
    return list(response.context["listing"].page.object_list)


def test_a_line_tells_what_it_is_how_late_it_came_and_where_it_stands(city):
    make_submitted()

    (line,) = lines(city.get(LIST))

    assert (line.title, line.submitted_on, line.late) == ("令和8年10月の月次報告", TODAY, 13)
    assert (line.state.word, line.receipt) == ("確認待ち", "令和8年度-000001")


def test_the_list_shows_of_each_duty_the_version_handed_in_last_and_no_draft(city):
    first = make_returned()
    second = make_submitted(first.obligation)
    actions.begin_draft(make_monthly().pk, on=TODAY)

    assert [line.pk for line in lines(city.get(LIST))] == [second.pk]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"waiting", "returned", "accepted"}),
        ("?state=submitted", {"waiting"}),
        ("?state=returned", {"returned"}),
        ("?state=accepted", {"accepted"}),
        ("?late=on", {"returned", "waiting"}),
    ],
)
def test_the_list_is_narrowed_by_state_and_lateness(city, asked, expected):
    in_time = make_submitted(on=date(2026, 11, 10))
    named = {
        make_submitted().pk: "waiting",
        make_returned().pk: "returned",
        actions.accept_submission(in_time.pk, on=TODAY).pk: "accepted",
    }

    assert {named[line.pk] for line in lines(city.get(f"{LIST}{asked}"))} == expected


def test_the_list_is_narrowed_to_a_centre(city):
    here, _ = make_submitted(), make_submitted()
    centre = here.obligation.designation.centre_id

    assert [line.pk for line in lines(city.get(f"{LIST}?centre={centre}"))] == [here.pk]


def test_a_submission_stands_beside_last_month_and_last_year_with_what_deserves_a_look(city):
    designation = make_designation()
    make_submitted(make_monthly(designation, date(2026, 9, 1)), people=500)
    make_submitted(make_monthly(designation, date(2025, 10, 1)), people=1_100)
    submission = make_submitted(make_monthly(designation))

    response = city.get(page(submission))

    (people,) = [line for line in response.context["story"].figures if line.code == "people"]
    assert (people.words, people.last_month, people.last_year) == ("1,203", "500", "1,100")
    assert "利用人数（1,203人）が、先月（500人）の2倍以上です" in words_of(response)


def test_a_mended_version_shows_what_has_changed_and_the_version_before(city):
    first = make_returned()
    second = make_submitted(first.obligation, people=1_230)

    response = city.get(page(second))

    story = response.context["story"]
    assert {line.code: (line.before, line.words) for line in story.figures if line.changed} == {
        "people": ("1,203", "1,230")
    }
    assert [version.number for version in story.versions] == [2, 1]
    assert links_of(response)["第1版"] == page(first)


def test_the_city_accepts_and_nothing_more_is_to_be_done(city):
    submission = make_submitted()

    form = city.get(page(submission, "accept"))
    done = city.post(page(submission, "accept"), filled_in(form), follow=True)
    again = city.post(page(submission, "accept"))

    submission.refresh_from_db()
    assert submission.accepted_on == TODAY
    assert "受理しました" in words_of(done)
    assert "受理する" not in links_of(done)
    assert again.status_code == 422


def test_the_city_returns_with_a_comment_and_a_day(city):
    submission = make_submitted()
    proposed = filled_in(city.get(page(submission, "return")))

    without_words = city.post(page(submission, "return"), proposed)
    done = city.post(page(submission, "return"), {**proposed, "return_comment": "人数を確かめてください。"})

    submission.refresh_from_db()
    assert list(without_words.context["form"].errors) == ["return_comment"]
    assert done.status_code == 302
    assert (submission.return_comment, submission.return_due_on) == (
        "人数を確かめてください。",
        date(2026, 11, 30),
    )


def test_the_day_that_a_return_proposes_is_decided_by_the_form(city):
    submission = make_submitted()
    form = ReportForm.objects.get(code="monthly_report")
    mine = city_row_in_front_of(form, reason="要領で決めたため", mend_days=3)
    mine.save()

    proposed = city.get(page(submission, "return")).context["form"].initial

    assert (form.mend_days, proposed) == (7, {"return_due_on": date(2026, 11, 26)})


def test_what_was_judged_meanwhile_is_not_judged_twice(city):
    submission = make_submitted()
    seen = filled_in(city.get(page(submission, "accept")))
    make_returned(submission)

    answer = city.post(page(submission, "accept"), seen)

    assert answer.status_code == 409


def test_the_office_enters_a_paper(city):
    duty = make_monthly()
    address = f"/obligations/{duty.pk}/paper/"
    typed = {name: str(value) for name, value in OCTOBER.items()}
    scan = SimpleUploadedFile("月報.pdf", PDF)

    empty = city.post(address, {})
    done = city.post(address, {**typed, "received_on": "2026-11-09", "note": "", "file": scan})

    submission = Submission.objects.get()
    assert set(empty.context["form"].errors) == {"received_on", *OCTOBER}
    assert done.headers["Location"] == page(submission)
    assert (submission.submitted_on, submission.channel) == (date(2026, 11, 9), "paper")
    assert submission.files.get().original_name == "月報.pdf"


def test_the_paper_is_entered_from_nothing_and_not_from_the_groups_draft(city):
    duty = make_monthly()
    actions.write_draft(duty.pk, Written({"people": 4_321}, note="下書きです"), on=TODAY)

    response = city.get(f"/obligations/{duty.pk}/paper/")

    assert "4,321" not in response.content.decode()
    assert "下書きです" not in words_of(response)


def test_a_draft_is_the_groups_own(city, client_of, group_member):
    designation = make_designation()
    make_membership(group_member, designation.organisation, first_on=date(2019, 4, 1))
    draft = actions.begin_draft(make_monthly(designation).pk, on=TODAY)

    assert city.get(page(draft)).status_code == 404
    assert client_of(group_member).get(page(draft)).status_code == 200


@pytest.fixture
def of_group(client_of, group_member):
    """A group's client and a monthly duty of its own."""
    designation = make_designation()
    make_membership(group_member, designation.organisation, first_on=date(2019, 4, 1))
    return client_of(group_member), make_monthly(designation)


def test_what_came_back_and_was_mended_asks_the_group_for_nothing_more(of_group):
    group, duty = of_group
    first = make_returned(make_submitted(duty))
    before = group.get(page(first))
    make_submitted(duty)

    after = group.get(page(first))

    assert ("なおして出す" in links_of(before), "なおして出す" in links_of(after)) == (True, False)
    assert ["を読んでください" in words_of(response) for response in (before, after)] == [True, False]
    assert after.context["story"].state.word == "出し直しました"


@pytest.mark.parametrize("came_back", [True, False])
def test_what_is_not_needed_any_more_asks_nobody_for_anything(city, of_group, came_back):
    group, duty = of_group
    submission = make_submitted(duty)
    if came_back:
        make_returned(submission)
    actions.tell_not_needed(duty.pk, on=TODAY, reason="見本")

    theirs, ours = group.get(page(submission)), city.get(page(submission))

    assert theirs.context["story"].state.word == "出さなくてよくなりました"
    assert "なおして出す" not in links_of(theirs)
    assert {"受理する", "差し戻す"}.isdisjoint(links_of(ours))


def test_the_auditor_reads_and_judges_nothing(client_of, auditor):
    submission = make_submitted()
    client = client_of(auditor)

    assert [client.get(address).status_code for address in (LIST, page(submission))] == [200, 200]
    assert client.get(page(submission, "accept")).status_code == 403
    assert client.post(page(submission, "return")).status_code == 403


def test_the_page_of_an_obligation_asks_what_was_handed_in():
    first = make_returned()
    everybody = Scope.everything()

    while_returned = handed_in_for(first.obligation, scope=everybody, on=TODAY)
    make_submitted(first.obligation)
    while_waiting = handed_in_for(first.obligation, scope=everybody, on=TODAY)

    assert [line.number for line in while_returned.versions] == [1]
    assert (while_returned.may_enter_paper, while_returned.may_write) == (True, False)
    assert [line.number for line in while_waiting.versions] == [2, 1]
    assert (while_waiting.may_enter_paper, while_waiting.may_write) == (False, False)


def test_people_by_month_are_those_of_the_versions_handed_in_last():
    designation = make_designation()
    first = make_returned(make_submitted(make_monthly(designation), people=10))
    make_submitted(first.obligation, people=20)
    make_submitted(make_monthly(designation, date(2026, 9, 1)), people=0)
    make_submitted(make_monthly(designation, date(2026, 8, 1)), people=None)
    make_submitted(make_monthly(designation, date(2026, 3, 1)), people=30)
    actions.write_draft(make_monthly(designation, date(2026, 7, 1)).pk, written(), on=TODAY)

    this, last = people_by_month(designation.centre_id, scope=Scope.everything(), on=TODAY)

    assert this.people == (None, None, None, None, None, 0, 20, None, None, None, None, None)
    assert last.people == (*(None,) * 11, 30)


def test_the_page_of_the_centre_draws_how_many_people_came(city):
    designation = make_designation()
    make_submitted(make_monthly(designation))

    response = city.get(f"/centres/{designation.centre_id}/")

    assert "利用の状況" in words_of(response)
    assert "利用人数：令和8年度は1か月で1,203人。" in response.content.decode()
