"""Files handed in with a submission, and what came on paper over the counter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.files import Upload
from common.problems import Refused
from designated_managers import actions
from designated_managers.actions import CannotSubmit, CannotWrite, Paper, Written
from tests.factories.submissions import (
    AT,
    OCTOBER,
    PDF,
    TODAY,
    make_monthly,
    make_paper_duty,
    make_returned,
    make_submitted,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ONE_DAY = timedelta(days=1)


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems if problem.blocks]


def attach(draft, name: str, content: bytes = PDF):
    actions.save_draft(draft.pk, Written(files=[Upload(name, content, AT)]))
    return draft.files.latest("pk")


def with_scan(content: bytes) -> Written:
    whole = written()
    return Written(whole.figures, whole.not_known, files=[Upload("月報.pdf", content, AT)])


def test_what_came_on_paper_counts_from_the_day_at_the_counter_and_sets_the_draft_aside():
    duty = make_monthly()
    draft = actions.begin_draft(duty.pk, on=TODAY)
    counter = date(2026, 11, 9)

    paper = actions.record_paper_submission(duty.pk, Paper(counter, with_scan(PDF)), on=TODAY, at=AT)

    draft.refresh_from_db()
    assert (paper.number, paper.channel, paper.submitted_on, paper.receipt) == (
        2,
        "paper",
        counter,
        "令和8年度-000001",
    )
    assert [file.original_name for file in paper.files.all()] == ["月報.pdf"]
    assert draft.set_aside_on == TODAY
    with pytest.raises(CannotWrite) as refusal:
        actions.save_draft(draft.pk, Written({"people": 1}))
    assert codes(refusal) == ["set-aside"]


def test_a_paper_answers_what_was_returned_but_not_before_it_was():
    first = make_returned(make_submitted(on=TODAY - ONE_DAY, at=AT - ONE_DAY))
    actions.begin_draft(first.obligation_id, on=TODAY)

    with pytest.raises(CannotSubmit) as early:
        actions.record_paper_submission(
            first.obligation_id, Paper(TODAY - ONE_DAY, written()), on=TODAY, at=AT
        )
    with pytest.raises(CannotSubmit) as later:
        actions.record_paper_submission(
            first.obligation_id, Paper(TODAY + ONE_DAY, written()), on=TODAY, at=AT
        )
    paper = actions.record_paper_submission(
        first.obligation_id, Paper(TODAY, written(people=1_230)), on=TODAY, at=AT
    )

    assert (codes(early), codes(later)) == (["received-before-return"], ["received-in-future"])
    assert (paper.answers, paper.number) == (first, 3)


def test_everything_wrong_with_a_paper_is_said_at_once_and_the_draft_of_the_group_stays():
    duty = make_monthly()
    draft = actions.begin_draft(duty.pk, on=TODAY)
    said = Written({**OCTOBER, "days_open": 32, "people": None}, files=[Upload("月報.pdf", b"no pdf", AT)])

    with pytest.raises(CannotSubmit) as refusal:
        actions.record_paper_submission(duty.pk, Paper(TODAY + ONE_DAY, said), on=TODAY, at=AT)

    assert [(problem.field, problem.code) for problem in refusal.value.problems if problem.blocks] == [
        ("received_on", "received-in-future"),
        ("days_open", "days_open-invalid"),
        ("file", "file-content"),
        ("people", "people-missing"),
    ]
    draft.refresh_from_db()
    assert (draft.set_aside_on, duty.submissions.count()) == (None, 1)


def test_a_paper_with_a_file_that_is_none_is_not_entered():
    duty = make_monthly()

    with pytest.raises(Refused) as refusal:
        actions.record_paper_submission(duty.pk, Paper(TODAY, with_scan(b"no pdf")), on=TODAY, at=AT)

    assert codes(refusal) == ["file-content"]
    assert not duty.submissions.exists()


def test_a_file_leaves_a_draft_but_not_what_was_handed_in():
    draft = actions.begin_draft(make_paper_duty().pk, on=TODAY)
    kept = [attach(draft, f"{name}.pdf") for name in ("一", "二")]

    for _ in range(2):  # what is gone already is no mistake
        actions.save_draft(draft.pk, Written(note="計画です。", taken_out=[kept[0].pk]))
    actions.submit(draft.pk, on=TODAY, at=AT)
    with pytest.raises(CannotWrite):
        actions.save_draft(draft.pk, Written(taken_out=[kept[1].pk]))
    with pytest.raises(CannotWrite):
        attach(draft, "三.pdf")

    draft.refresh_from_db()
    assert ([file.original_name for file in draft.files.all()], draft.note) == (["二.pdf"], "計画です。")


@pytest.mark.parametrize(
    ("before", "more", "fits"), [(8, 2, True), (9, 2, False), (0, 10, True), (0, 11, False)]
)
def test_ten_files_are_enough_however_they_come(before, more, fits):
    draft = actions.begin_draft(make_paper_duty().pk, on=TODAY)
    for number in range(before):
        attach(draft, f"{number}.pdf")
    said = Written(files=[Upload(f"別{number}.pdf", PDF, AT) for number in range(more)])

    if fits:
        actions.save_draft(draft.pk, said)
    else:
        with pytest.raises(Refused) as refusal:
            actions.save_draft(draft.pk, said)
        assert codes(refusal) == ["too-many-files"]

    assert draft.files.count() == (before + more if fits else before)


def test_a_file_that_makes_room_for_another_is_not_counted():
    draft = actions.begin_draft(make_paper_duty().pk, on=TODAY)
    kept = [attach(draft, f"{number}.pdf") for number in range(10)]

    actions.save_draft(draft.pk, Written(files=[Upload("別.pdf", PDF, AT)], taken_out=[kept[0].pk]))

    names = [file.original_name for file in draft.files.all()]
    assert names == [*(f"{number}.pdf" for number in range(1, 10)), "別.pdf"]


def test_what_is_wrong_with_any_file_or_figure_is_said_at_once_and_none_is_kept():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)
    files = [
        Upload(name, content, AT)
        for name, content in (("一.pdf", b"no pdf"), ("二.pdf", PDF), ("三.exe", b"MZ"))
    ]

    with pytest.raises(Refused) as refusal:
        actions.save_draft(draft.pk, Written({"days_open": 32}, note="見本", files=files))

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [
        ("days_open", "days_open-invalid"),
        ("file", "file-content"),
        ("file", "file-kind"),
    ]
    draft.refresh_from_db()
    assert (draft.note, draft.files.count()) == ("", 0)


def test_a_button_pressed_twice_attaches_once_but_another_file_of_the_same_name_is_kept():
    draft = actions.begin_draft(make_paper_duty().pk, on=TODAY)
    twice = [Upload("計画書.pdf", PDF, AT), Upload("計画書.pdf", PDF, AT)]

    actions.save_draft(draft.pk, Written(files=twice))
    actions.save_draft(draft.pk, Written(files=twice[:1]))
    attach(draft, "計画書.pdf", PDF + b"%2\n")

    assert draft.files.count() == 2
