"""What is logged on the way: evidence, questions and meetings."""

from __future__ import annotations

from datetime import date

import pytest

from common.files import Upload
from designated_managers.actions import (
    CannotTransfer,
    mark_not_needed,
    need_again,
    raise_question,
    settle_question,
    take_back_evidence,
)
from designated_managers.models import TransferEvidence, TransferStage
from tests.answers import codes, said
from tests.designated_managers.transfers import DAY, ON, stage_of
from tests.factories.designated_managers import (
    FILED_AT,
    PDF,
)
from tests.factories.transfers import (
    make_evidence,
    make_meeting,
    make_question,
    make_transfer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


# Evidence


@pytest.mark.parametrize(
    ("stage", "evidence", "code"),
    [
        ("1", "briefing", "read-elsewhere"),
        ("1", "nothing", "no-such-evidence"),
        ("99", "a", "no-such-evidence"),
    ],
)
def test_what_is_read_elsewhere_is_not_entered(stage, evidence, code):
    with pytest.raises(CannotTransfer) as refusal:
        make_evidence(make_transfer(), stage, evidence, dated_on=ON + DAY)

    assert codes(refusal) == [code, "dated_on-in-future"]
    assert not TransferEvidence.objects.exists()


def test_evidence_is_recorded_once_with_its_file_and_taken_back_with_a_reason():
    transfer = make_transfer()
    file = Upload("申出書.pdf", PDF, FILED_AT)
    record = make_evidence(transfer, file=file)

    with pytest.raises(CannotTransfer) as refusal:
        make_evidence(transfer, file=Upload("申出書.png", PDF, FILED_AT))
    assert [field for field, _ in said(refusal)] == ["", "file"]
    with pytest.raises(CannotTransfer):
        take_back_evidence(record.pk, on=ON, reason=" ")
    take_back_evidence(record.pk, on=ON, reason="別の地区の書類だった")
    again = make_evidence(transfer)

    assert (record.attached.original_name, again.pk != record.pk) == ("申出書.pdf", True)
    assert TransferEvidence.objects.kept().get() == again


def test_a_stage_is_only_left_out_where_the_catalogue_lets_it_and_may_be_needed_again():
    transfer = make_transfer()
    with pytest.raises(CannotTransfer) as refusal:
        mark_not_needed(transfer.pk, stage="9", reason="", on=ON)
    assert codes(refusal) == ["reason-blank", "stage-needed"]

    marked = mark_not_needed(transfer.pk, stage="6", reason="もうある", on=ON)
    need_again(marked.pk)

    assert not transfer.unneeded.exists()
    assert transfer.unneeded.model.history.filter(history_type="-").count() == 1


def test_what_the_city_changes_in_the_catalogue_changes_the_road():
    transfer = make_transfer()
    make_meeting(transfer)
    row = TransferStage.objects.get(code="1")
    kept = [piece for piece in row.evidence if piece["code"] == "briefing"]
    TransferStage.objects.create(
        code="1",
        origin="city",
        name=row.name,
        direction=row.direction,
        position=row.position,
        evidence=kept,
        changed_reason="申出は要らない",
    )

    assert stage_of(transfer, ON) == "2"


# Questions and meetings


def test_a_question_is_settled_with_an_answer_not_before_it_was_raised():
    question = make_question(make_transfer())

    with pytest.raises(CannotTransfer) as refusal:
        settle_question(question.pk, answer="", settled_on=date(2026, 5, 31), on=ON)
    settled = settle_question(question.pk, answer="要る", settled_on=date(2026, 6, 1), on=ON)

    assert [field for field, _ in said(refusal)] == ["answer", "settled_on"]
    assert settled.settled_on == date(2026, 6, 1)


def test_nothing_is_logged_before_it_happened():
    transfer = make_transfer()

    with pytest.raises(CannotTransfer) as meeting:
        make_meeting(transfer, held_on=ON + DAY)
    with pytest.raises(CannotTransfer) as question:
        raise_question(
            transfer=transfer, topic="other", question="見本", side="city", raised_on=ON + DAY, on=ON
        )

    assert said(meeting) == [("held_on", "開いた日は、きょうまでの日を入力してください。")]
    assert said(question) == [("raised_on", "出た日は、きょうまでの日を入力してください。")]
