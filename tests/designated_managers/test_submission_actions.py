"""The acts on submissions: written, handed in, returned, mended, accepted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from common.clock import TOKYO
from common.db.history import Stale, version_of
from common.files import Upload
from common.problems import Refused
from designated_managers import actions
from designated_managers.actions import CannotReview, CannotSubmit, CannotWrite, Written
from designated_managers.choices import ObligationSide
from designated_managers.models import Obligation, Submission
from designated_managers.querysets.submissions import DUE_ON
from reminders.actions import flag_due
from reminders.models import Flag
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
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ONE_DAY = timedelta(days=1)


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems if problem.blocks]


def attach(draft, name: str, content: bytes = PDF):
    actions.save_draft(draft.pk, Written(files=[Upload(name, content, AT)]))
    return draft.files.latest("pk")


def open_flags(duty: Obligation) -> set[tuple[str, str]]:
    """Kind and side of the open flags of this duty and of what was handed in for it."""
    of_duty = Q(kind="obligation", subject_id=duty.pk)
    of_submissions = Q(kind__in=("returned_submission", "submission_review"))
    return set(Flag.objects.open().filter(of_duty | of_submissions).values_list("kind", "side"))


def sweep(on: date = TODAY) -> None:
    flag_due(on=on, finished_at=datetime(on.year, on.month, on.day, 5, 30, tzinfo=TOKYO))


def test_a_draft_is_begun_once_and_gone_on_with():
    duty = make_monthly()

    first, again = actions.begin_draft(duty.pk, on=TODAY), actions.begin_draft(duty.pk, on=TODAY)

    assert (first.number, first.begun_on, first.receipt, first.answers) == (1, TODAY, "", None)
    assert again == first


def test_a_draft_is_saved_as_far_as_it_is_written_and_what_is_not_named_stays():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)

    actions.save_draft(draft.pk, Written({"days_open": 27, "uses": None}, frozenset({"uses"}), note="よし"))
    actions.save_draft(draft.pk, Written({"people": 0}))

    draft.refresh_from_db()
    assert draft.note == "よし"
    assert (draft.monthly.days_open, draft.monthly.uses, draft.monthly.people) == (27, None, 0)
    assert draft.monthly.not_known == "uses"


def test_a_figure_known_after_all_is_no_longer_unknown():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)
    actions.save_draft(draft.pk, Written({"uses": None, "people": None}, frozenset({"uses", "people"})))

    actions.save_draft(draft.pk, Written({"uses": 3}))

    draft.monthly.refresh_from_db()
    assert (draft.monthly.uses, draft.monthly.not_known) == (3, "people")


def test_of_two_who_write_the_same_draft_the_second_is_told():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)
    seen = version_of(draft)
    actions.save_draft(draft.pk, Written({"people": 3}), expected_version=seen)

    with pytest.raises(Stale):
        actions.save_draft(draft.pk, Written({"people": 4}), expected_version=seen)

    draft.monthly.refresh_from_db()
    assert draft.monthly.people == 3


def test_a_report_handed_in_gets_its_receipt_number_and_the_city_its_day():
    submission = make_submitted()

    submission.refresh_from_db()
    assert (submission.receipt, submission.submitted_on, submission.submitted_at) == (
        "令和8年度-000001",
        TODAY,
        AT,
    )
    assert submission.review_due_on == TODAY + 10 * ONE_DAY
    assert {name: getattr(submission.monthly, name) for name in OCTOBER} == OCTOBER


def test_the_numbers_run_through_a_fiscal_year_and_begin_anew():
    designation = make_designation()
    march, april = date(2027, 3, 31), date(2027, 4, 1)

    receipts = [
        make_submitted(make_monthly(designation, date(2026, month, 1)), on=on).receipt
        for month, on in ((5, TODAY), (6, march), (7, april), (8, april))
    ]

    assert receipts == ["令和8年度-000001", "令和8年度-000002", "令和9年度-000001", "令和9年度-000002"]


def test_everything_missing_is_said_at_once_and_nothing_is_handed_in():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)
    actions.save_draft(
        draft.pk, Written({**OCTOBER, "days_open": 32 - 1, "people": None, "uses": 0, "fees": None})
    )

    with pytest.raises(CannotSubmit) as refusal:
        actions.submit(draft.pk, on=TODAY, at=AT)

    assert codes(refusal) == ["people-missing", "fees-missing"]
    draft.refresh_from_db()
    assert (draft.submitted_on, draft.receipt) == (None, "")


def test_what_is_only_worth_a_second_look_stops_nobody():
    designation = make_designation()
    make_submitted(make_monthly(designation, date(2026, 9, 1)), people=100)

    submission = make_submitted(make_monthly(designation), people=5_000)

    assert submission.receipt == "令和8年度-000002"


def test_a_figure_no_column_can_hold_is_refused_also_in_a_draft():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)

    with pytest.raises(Refused) as refusal:
        actions.save_draft(draft.pk, Written({"days_open": 32, "people": -1}))

    assert {problem.field for problem in refusal.value.problems} == {"days_open", "people"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"side": ObligationSide.CITY}, "nothing-to-hand-in"),
        ({"done_by": "fee_approval"}, "nothing-to-hand-in"),
        ({"not_needed_on": TODAY, "not_needed_reason": "見本"}, "not-needed"),
    ],
)
def test_nothing_is_written_where_the_group_owes_nothing(facts, code):
    duty = make_monthly(**facts)

    with pytest.raises(CannotWrite) as refusal:
        actions.begin_draft(duty.pk, on=TODAY)

    assert codes(refusal) == [code]


def test_while_the_city_looks_at_it_nothing_is_written():
    submission = make_submitted()

    with pytest.raises(CannotWrite) as begun:
        actions.begin_draft(submission.obligation_id, on=TODAY)
    with pytest.raises(CannotWrite) as saved:
        actions.save_draft(submission.pk, Written({"people": 1}))

    assert codes(begun) == codes(saved) == ["already-submitted"]


def test_what_came_back_is_mended_in_a_new_version_that_starts_from_the_old():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)
    attach(draft, "領収書.pdf")
    actions.save_draft(draft.pk, Written(OCTOBER, note="雨の日が多かった。"))
    first = make_returned(actions.submit(draft.pk, on=TODAY, at=AT))

    second = actions.begin_draft(first.obligation_id, on=TODAY + ONE_DAY)
    actions.save_draft(second.pk, Written({"people": 1_230}))

    first.refresh_from_db()
    assert (second.number, second.answers, second.note) == (2, first, "雨の日が多かった。")
    assert [file.sha256 for file in second.files.all()] == [file.sha256 for file in first.files.all()]
    assert (first.monthly.people, first.returned_on) == (1_203, TODAY)
    assert Submission.objects.get(pk=second.pk).monthly.people == 1_230


def test_whether_it_was_in_time_says_the_first_version_and_a_return_sets_its_own_day():
    duty = make_monthly(due_on=TODAY)
    first = make_returned(make_submitted(duty, on=TODAY), due_on=TODAY + 7 * ONE_DAY)

    second = make_submitted(duty, on=TODAY + 8 * ONE_DAY)

    assert (first.due_by, second.due_by) == (TODAY, TODAY + 7 * ONE_DAY)
    assert list(Submission.objects.late()) == [second]
    assert list(Submission.objects.in_time()) == [first]
    in_sql = Submission.objects.annotate(due=DUE_ON).order_by("number").values_list("due", flat=True)
    assert list(in_sql) == [first.due_by, second.due_by]


def test_accepted_it_is_done_and_nothing_more_is_written():
    submission = make_submitted()
    duty = Obligation.objects.filter(pk=submission.obligation_id)
    assert (duty.pending().exists(), duty.to_be_handed_in().exists(), duty.done().exists()) == (
        True,
        False,
        False,
    )

    actions.accept_submission(submission.pk, on=TODAY)

    assert (duty.pending().exists(), duty.done().exists()) == (False, True)
    with pytest.raises(CannotWrite) as refusal:
        actions.begin_draft(submission.obligation_id, on=TODAY)
    assert codes(refusal) == ["already-accepted"]


@pytest.mark.parametrize(
    ("on", "overdue"), [(date(2026, 11, 9), False), (date(2026, 11, 10), False), (date(2026, 11, 11), True)]
)
def test_a_duty_is_overdue_after_its_day_until_something_is_handed_in(on, overdue):
    duty = make_monthly()
    assert Obligation.objects.overdue(on).exists() is overdue

    make_submitted(duty, on=on)

    assert not Obligation.objects.overdue(on).exists()


def test_a_return_says_what_to_mend_and_by_when():
    submission = make_submitted()

    with pytest.raises(CannotReview) as refusal:
        actions.return_submission(submission.pk, comment=" ", due_on=TODAY - ONE_DAY, on=TODAY)
    with pytest.raises(CannotReview) as without_words:
        actions.return_submission(submission.pk, comment=" ", due_on=TODAY, on=TODAY)

    assert codes(refusal) == ["mended-in-the-past"]
    assert [problem.field for problem in without_words.value.problems] == ["return_comment"]
    returned = actions.return_submission(submission.pk, comment="直す", due_on=TODAY, on=TODAY)
    assert (returned.returned_on, returned.return_comment, returned.return_due_on) == (TODAY, "直す", TODAY)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: actions.begin_draft(make_monthly().pk, on=TODAY), "not-submitted"),
        (make_returned, "already-returned"),
        (lambda: actions.accept_submission(make_submitted().pk, on=TODAY), "already-accepted"),
    ],
)
def test_only_what_waits_is_returned_or_accepted(made, code):
    submission = made()

    with pytest.raises(CannotReview) as accepting:
        actions.accept_submission(submission.pk, on=TODAY)
    with pytest.raises(CannotReview) as returning:
        actions.return_submission(submission.pk, comment="直す", due_on=TODAY, on=TODAY)

    assert codes(accepting) == codes(returning) == [code]


def test_the_task_goes_to_the_city_back_to_the_group_and_to_the_city_again():
    duty = make_monthly()
    sweep()
    before = open_flags(duty)
    first = make_submitted(duty)
    at_once_after_submitting = open_flags(duty)
    sweep()
    after_submitting = open_flags(duty)

    make_returned(first)
    at_once_after_the_return = open_flags(duty)
    sweep()
    after_the_return = open_flags(duty)

    second = make_submitted(duty)
    at_once_after_mending = open_flags(duty)
    sweep()
    after_mending = open_flags(duty)

    actions.accept_submission(second.pk, on=TODAY)

    assert (before, at_once_after_submitting) == ({("obligation", "manager")}, set())
    assert after_submitting == after_mending == {("submission_review", "city")}
    assert after_the_return == {("returned_submission", "manager")}
    assert at_once_after_the_return == at_once_after_mending == open_flags(duty) == set()


@pytest.mark.parametrize(
    ("made", "flag"),
    [(make_returned, ("returned_submission", "manager")), (make_submitted, ("submission_review", "city"))],
)
def test_nobody_mends_or_reviews_for_a_duty_that_is_not_needed_until_it_is_needed_again(made, flag):
    submission = made()
    duty = submission.obligation
    sweep()
    before = open_flags(duty)

    actions.tell_not_needed(duty.pk, on=TODAY, reason="見本")
    at_once = open_flags(duty)
    sweep()
    after_the_night = open_flags(duty)

    actions.tell_needed_again(duty.pk, on=TODAY)
    sweep()

    assert (before, at_once, after_the_night, open_flags(duty)) == ({flag}, set(), set(), {flag})


def test_what_is_not_needed_is_neither_accepted_nor_returned():
    submission = make_submitted()
    actions.tell_not_needed(submission.obligation_id, on=TODAY, reason="見本")

    with pytest.raises(CannotReview) as accepting:
        actions.accept_submission(submission.pk, on=TODAY)
    with pytest.raises(CannotReview) as returning:
        actions.return_submission(submission.pk, comment="直す", due_on=TODAY, on=TODAY)

    assert codes(accepting) == codes(returning) == ["not-needed"]


def test_a_document_is_handed_in_with_a_file_or_a_few_words_but_not_with_nothing():
    duty = make_paper_duty()
    draft = actions.begin_draft(duty.pk, on=TODAY)

    with pytest.raises(CannotSubmit) as refusal:
        actions.submit(draft.pk, on=TODAY, at=AT)
    attach(draft, "計画書.pdf")
    submission = actions.submit(draft.pk, on=TODAY, at=AT)

    assert codes(refusal) == ["nothing-to-submit"]
    assert submission.review_due_on == TODAY + 14 * ONE_DAY


def test_a_year_is_confirmed_as_its_months_add_up_or_corrected_with_a_reason():
    designation = make_designation()
    for month in range(4, 13):
        make_submitted(make_monthly(designation, date(2026, month, 1)), people=100)
    for month in range(1, 4):
        make_submitted(make_monthly(designation, date(2027, month, 1)), people=100)
    duty = make_annual(designation)
    of_year = {name: None if value is None else 12 * value for name, value in OCTOBER.items()}

    with pytest.raises(CannotSubmit) as refusal:
        actions.submit_at_once(duty.pk, Written({**of_year, "people": 1_201}), on=TODAY, at=AT)
    submission = actions.submit_at_once(duty.pk, Written({**of_year, "people": 1_200}), on=TODAY, at=AT)

    assert codes(refusal) == ["correction-without-reason"]
    assert (submission.annual.people, submission.annual.correction_reason) == (1_200, "")


def test_a_year_with_a_month_missing_is_never_guessed():
    designation = make_designation()
    make_submitted(make_monthly(designation, date(2026, 4, 1)), people=100)
    duty = make_annual(designation)
    said = Written({**OCTOBER, "people": 100}, note=None)

    with pytest.raises(CannotSubmit) as refusal:
        actions.submit_at_once(duty.pk, said, on=TODAY, at=AT)
    submission = actions.submit_at_once(
        duty.pk, Written(said.figures, correction_reason="5月からは休館した。"), on=TODAY, at=AT
    )

    assert codes(refusal) == ["sum-unknown-without-reason"]
    assert submission.annual.people == 100


@pytest.mark.parametrize(
    "impossible",
    [
        {"returned_on": TODAY},
        {"returned_on": TODAY, "return_comment": "直す", "return_due_on": TODAY - ONE_DAY},
        {"returned_on": TODAY - ONE_DAY, "return_comment": "直す", "return_due_on": TODAY},
        {"accepted_on": TODAY - ONE_DAY},
        {"accepted_on": TODAY, "returned_on": TODAY, "return_comment": "直す", "return_due_on": TODAY},
        {"set_aside_on": TODAY},
        {"receipt_serial": None},
        {"submitted_on": None},
    ],
)
def test_the_register_itself_refuses_what_cannot_be(impossible):
    submission = make_submitted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**impossible)


def test_a_duty_has_one_version_at_a_time():
    draft = actions.begin_draft(make_monthly().pk, on=TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(obligation=draft.obligation, number=2, begun_on=TODAY)


def test_every_change_of_a_submission_is_remembered():
    submission = make_returned()

    assert submission.history.count() >= 3
    assert submission.monthly.history.count() == 2
