"""The pages on which a group writes a report: few questions at a time, nothing typed is lost, then a receipt."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from designated_managers import actions
from designated_managers.actions import Written
from designated_managers.models import Submission
from tests.factories.accounts import make_membership
from tests.factories.designated_managers import make_designation
from tests.factories.submissions import (
    AT,
    OCTOBER,
    PDF,
    TODAY,
    make_annual,
    make_monthly,
    make_paper_duty,
    make_returned,
    make_submitted,
    written,
)
from tests.pages import filled_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

USE = {"days_open": "27", "uses": "84", "people": "1,203"}
MONEY = {"fees": "41,300", "reduced": "6", "reduced_yen": "3,200"}
EVENTS = {"complaints": "0", "accidents": "0", "repairs": "1", "repairs_yen": "8,800"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def designation():
    return make_designation()


@pytest.fixture
def member(group_member, designation):
    make_membership(group_member, designation.organisation, first_on=date(2019, 4, 1))
    return group_member


@pytest.fixture
def group(client_of, member):
    return client_of(member)


def page(duty, step: str = "") -> str:
    return f"/obligations/{duty.pk}/write/{step}{'/' if step else ''}"


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_a_report_is_written_page_by_page_confirmed_and_gets_its_receipt(group, designation):
    duty = make_monthly(designation)

    assert group.get(page(duty)).headers["Location"] == page(duty, "use")
    for step, typed, following in (
        ("use", USE, "money"),
        ("money", MONEY, "events"),
        ("events", EVENTS, "papers"),
        ("papers", {"note": "台風で2日休みました。"}, "confirm"),
    ):
        answer = group.post(page(duty, step), {**typed, "act": "next"})
        assert (answer.status_code, answer.headers["Location"]) == (302, page(duty, following))
    confirm = group.get(page(duty, "confirm"))
    done = group.post(page(duty, "confirm"), filled_in(confirm), follow=True)

    submission = Submission.objects.get()
    said = {name: getattr(submission.monthly, name) for name in OCTOBER}
    assert said == OCTOBER
    assert (submission.note, submission.receipt) == ("台風で2日休みました。", "令和8年度-000001")
    assert "利用人数1,203人" in words_of(confirm)
    assert done.request["PATH_INFO"] == f"/submissions/{submission.pk}/receipt/"
    assert "令和8年度-000001" in words_of(done)
    assert "市が令和8年12月3日（木）までに見ます。" in words_of(done)


def test_one_error_names_what_to_do_and_everything_typed_stays(group, designation):
    duty = make_monthly(designation)

    answer = group.post(
        page(duty, "use"), {"days_open": "27", "uses": "たくさん", "people": "", "act": "next"}
    )

    assert answer.status_code == 422
    assert errors(answer) == {
        "uses": ["利用件数は数字で入力してください。例：148,500"],
        "people": ["利用人数を書いてください。なかったときは 0 と書きます。"],
    }
    assert filled_in(answer)["uses"] == ["たくさん"]
    assert filled_in(answer)["days_open"] == ["27"]
    assert not Submission.objects.exists()


def test_nobody_knows_is_an_answer_but_not_together_with_a_number(group, designation):
    duty = make_monthly(designation)
    unknown = {"days_open": "27", "uses": "", "uses_unknown": "on", "people": "3", "act": "next"}

    both = group.post(page(duty, "use"), {**unknown, "people_unknown": "on"})
    said = group.post(page(duty, "use"), unknown)

    assert errors(both) == {"people": ["利用人数は、数字か「わからない」の、どちらか一つにしてください。"]}
    assert said.status_code == 302
    monthly = Submission.objects.get().monthly
    assert (monthly.uses, monthly.not_known) == (None, "uses")


def test_half_a_page_is_saved_on_the_way(group, designation):
    duty = make_monthly(designation)

    answer = group.post(page(duty, "use"), {"days_open": "27", "uses": "", "people": "", "act": "save"})
    again = group.get(page(duty, "use"))

    assert answer.headers["Location"] == "/home/"
    assert filled_in(again)["days_open"] == ["27"]
    assert filled_in(again)["people"] == [""]


def test_beside_each_field_stands_what_it_was_last_month_and_a_year_ago(group, designation):
    make_submitted(make_monthly(designation, date(2026, 9, 1)), people=1_100)
    make_submitted(make_monthly(designation, date(2025, 10, 1)), people=980)
    duty = make_monthly(designation)

    response = group.get(page(duty, "use"))

    assert "先月1,100人、去年の同じ月980人" in words_of(response)


def test_what_another_organisation_reported_before_is_not_shown(group, designation):
    before = make_designation(centre=designation.centre, first_on=date(2021, 4, 1), last_on=date(2024, 3, 31))
    make_submitted(make_monthly(before, date(2024, 3, 1)), people=4_321)
    duty = make_monthly(designation, date(2024, 4, 1))

    response = group.get(page(duty, "use"))

    assert "4,321" not in words_of(response)


def test_a_doubt_is_told_before_it_is_handed_in_and_stops_nobody(group, designation):
    make_submitted(make_monthly(designation, date(2026, 9, 1)), people=300)
    duty = make_monthly(designation)
    actions.write_draft(duty.pk, written(), on=TODAY)

    confirm = group.get(page(duty, "confirm"))
    done = group.post(page(duty, "confirm"), filled_in(confirm))

    assert "利用人数（1,203人）が、先月（300人）の2倍以上です" in words_of(confirm)
    assert "合っていれば、そのままで大丈夫です。" in words_of(confirm)
    assert done.status_code == 302


def test_what_is_missing_is_told_with_the_way_to_it_and_nothing_is_handed_in(group, designation):
    duty = make_monthly(designation)
    actions.write_draft(duty.pk, Written({**OCTOBER, "fees": None}), on=TODAY)

    confirm = group.get(page(duty, "confirm"))
    done = group.post(page(duty, "confirm"), filled_in(confirm))

    assert f'href="{page(duty, "money")}"' in confirm.content.decode()
    assert done.status_code == 422
    assert "利用料金を書いてください。" in words_of(done)
    assert Submission.objects.get().submitted_on is None


def test_a_file_is_kept_with_the_draft_read_again_and_taken_out(group, designation):
    duty = make_paper_duty(designation)
    plan = SimpleUploadedFile("計画書.pdf", PDF)

    group.post(page(duty, "papers"), {"note": "", "file": plan, "act": "attach"})
    file = Submission.objects.get().files.get()
    read = group.get(f"/submission-files/{file.pk}/")
    content = b"".join(read.streaming_content)
    group.post(page(duty, "papers"), {"remove": str(file.pk)})

    assert (content, read.headers["Cache-Control"]) == (PDF, "private, no-store")
    assert not Submission.objects.get().files.exists()


def test_a_file_is_taken_out_and_the_words_typed_beside_it_are_kept(group, designation):
    duty = make_paper_duty(designation)
    group.post(
        page(duty, "papers"), {"note": "", "file": SimpleUploadedFile("計画書.pdf", PDF), "act": "attach"}
    )
    file = Submission.objects.get().files.get()

    typed = {**filled_in(group.get(page(duty, "papers"))), "note": "あとで出します。", "remove": str(file.pk)}
    answers = [group.post(page(duty, "papers"), typed) for _ in range(2)]

    draft = Submission.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [page(duty, "papers")] * 2
    assert (draft.note, draft.files.count()) == ("あとで出します。", 0)


def test_several_files_are_chosen_at_once_and_what_is_wrong_with_any_is_said_at_its_field(group, designation):
    duty = make_paper_duty(designation)

    def chosen(*files):
        return {"note": "", "act": "next", "file": [SimpleUploadedFile(name, what) for name, what in files]}

    refused = group.post(page(duty, "papers"), chosen(("一.pdf", b"?"), ("二.pdf", PDF), ("三.exe", b"MZ")))
    done = group.post(page(duty, "papers"), chosen(("一.pdf", PDF), ("二.pdf", PDF)))

    assert [message[:7] for message in errors(refused)["file"]] == ["「一.pdf」", "「三.exe」"]
    assert done.status_code == 302
    assert [file.original_name for file in Submission.objects.get().files.all()] == ["一.pdf", "二.pdf"]


def test_a_button_pressed_twice_attaches_once(group, designation):
    duty = make_paper_duty(designation)
    seen = filled_in(group.get(page(duty, "papers")))

    answers = [
        group.post(
            page(duty, "papers"), {**seen, "file": SimpleUploadedFile("計画書.pdf", PDF), "act": "attach"}
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Submission.objects.get().files.count() == 1


def test_a_file_that_is_none_is_refused_at_its_field_and_the_words_stay(group, designation):
    duty = make_paper_duty(designation)

    answer = group.post(
        page(duty, "papers"),
        {"note": "計画です。", "file": SimpleUploadedFile("計画書.pdf", b"?"), "act": "next"},
    )

    assert answer.status_code == 422
    assert list(errors(answer)) == ["file"]
    assert filled_in(answer)["note"] == ["計画です。"]
    assert not Submission.objects.exists()


def test_a_document_has_one_page_and_figures_have_none(group, designation):
    duty = make_paper_duty(designation)

    assert group.get(page(duty)).headers["Location"] == page(duty, "papers")
    assert group.get(page(duty, "use")).status_code == 404


def test_what_came_back_is_mended_from_the_old_figures_with_the_comment_in_sight(group, designation):
    first = make_returned(make_submitted(make_monthly(designation)), comment="人数を確かめてください。")
    duty = first.obligation

    response = group.get(page(duty, "use"))

    assert filled_in(response)["people"] == ["1,203"]
    assert "人数を確かめてください。" in words_of(response)
    assert Submission.objects.count() == 1


def test_while_the_city_looks_at_it_there_is_only_something_to_read(group, designation):
    submission = make_submitted(make_monthly(designation))

    for step in ("", "use", "confirm"):
        response = group.get(page(submission.obligation, step), follow=True)
        assert response.request["PATH_INFO"] == f"/submissions/{submission.pk}/"


def test_a_year_begins_with_what_its_months_come_to_and_says_which_is_missing(group, designation):
    for month in (4, 5):
        make_submitted(make_monthly(designation, date(2026, month, 1)), people=100 * month)

    whole = group.get(page(make_annual(designation, period_last=date(2026, 5, 31)), "use"))
    missing = group.get(page(make_annual(designation, period_last=date(2026, 6, 30)), "use"))

    assert filled_in(whole)["people"] == ["900"]
    assert "4月400＋5月500＝合計900人" in words_of(whole)
    assert filled_in(missing)["people"] == [""]
    assert "4月400＋5月500＝分かっている月の合計900人。6月は分かりません" in words_of(missing)


def test_two_of_a_group_who_write_at_once_do_not_overwrite_one_another(group, designation):
    duty = make_monthly(designation)
    actions.write_draft(duty.pk, Written({"people": 1}), on=TODAY)
    mine = filled_in(group.get(page(duty, "use")))
    actions.write_draft(duty.pk, Written({"people": 2}), on=TODAY)

    answer = group.post(page(duty, "use"), {**mine, **USE, "act": "next"})

    assert answer.status_code == 409
    assert Submission.objects.get().monthly.people == 2


def test_what_another_of_the_group_has_begun_meanwhile_is_not_overwritten(group, designation):
    duty = make_monthly(designation)
    mine = filled_in(group.get(page(duty, "use")))
    actions.write_draft(duty.pk, Written({"people": 2}), on=TODAY)

    answer = group.post(page(duty, "use"), {**mine, **USE, "act": "next"})

    assert answer.status_code == 409
    assert Submission.objects.get().monthly.people == 2


def test_whoever_goes_back_a_page_is_not_told_of_what_they_wrote_themselves(group, designation):
    duty = make_monthly(designation)
    mine = filled_in(group.get(page(duty, "use")))
    group.post(page(duty, "use"), {**mine, **USE, "act": "next"})

    answer = group.post(page(duty, "use"), {**mine, **USE, "people": "1,230", "act": "next"})

    assert answer.status_code == 302
    assert Submission.objects.get().monthly.people == 1_230


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-01-30", 200),  # 62 days before the first day: not even the centre is read
        ("2024-03-31", 200),
        ("2024-04-01", 200),
        ("2029-03-31", 200),
        ("2029-04-01", 200),
        ("2029-06-30", 200),  # 91 days after the last: the centre is read no more
    ],
)
def test_what_is_open_is_written_before_the_first_day_and_after_the_last(
    client_of, member, designation, on, expected
):
    duty = make_monthly(designation)

    with time_machine.travel(f"{on}T12:00:00+09:00", tick=False):
        group = client_of(member)
        assert group.get(page(duty, "use")).status_code == expected
        saved = group.post(page(duty, "use"), {**USE, "act": "save"})

    assert saved.status_code == 302


def test_once_accepted_nothing_is_reached_any_more_after_the_days_of_reading(client_of, member, designation):
    submission = make_submitted(make_monthly(designation), on=date(2029, 4, 10), at=AT)
    address = f"/submissions/{submission.pk}/"

    with time_machine.travel("2029-06-30T12:00:00+09:00", tick=False):
        group = client_of(member)
        before = group.get(address).status_code
        actions.accept_submission(submission.pk, on=date(2029, 6, 30))
        after = group.get(address).status_code
        writing = group.get(page(submission.obligation, "use")).status_code
    with time_machine.travel("2029-06-29T12:00:00+09:00", tick=False):
        group = client_of(member)
        while_reading = group.get(address).status_code

    assert (before, after, writing, while_reading) == (200, 404, 404, 200)


def test_another_group_finds_nothing(client_of, person, designation):
    other = person("other", "地域団体")
    make_membership(other, make_designation().organisation, first_on=date(2019, 4, 1))
    submission = make_submitted(make_monthly(designation))
    duty = make_monthly(designation, date(2026, 9, 1))
    client = client_of(other)

    answers = [
        client.get(address).status_code
        for address in (page(duty), page(duty, "use"), f"/submissions/{submission.pk}/")
    ]

    assert answers == [404, 404, 404]
    assert client.post(page(duty, "use"), {**USE, "act": "save"}).status_code == 404
    assert not duty.submissions.exists()


def test_the_city_writes_nothing_in_the_groups_name(officer, auditor, client_of, designation):
    duty = make_monthly(designation)

    for user in (officer, auditor):
        assert client_of(user).get(page(duty, "use")).status_code == 403
        assert client_of(user).post(page(duty, "use"), USE).status_code == 403
