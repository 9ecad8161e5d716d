"""Site visits and findings: recorded, told, answered, closed; and the deadline of the answer."""

from __future__ import annotations

from datetime import date

import pytest

from common.deadlines import COLUMNS, SETTLED_COLUMNS, Side
from common.problems import Refused
from common.scope import Scope
from designated_managers.actions import (
    AlreadyClosed,
    answer_finding,
    change_finding,
    change_visit,
    close_finding,
    record_visit,
    tell_group,
)
from designated_managers.models import Finding, FindingFile, SiteVisit, VisitItem, VisitMark
from designated_managers.queries.visits import checklist, finding_deadlines, settled_findings
from tests.answers import codes
from tests.factories.designated_managers import make_designation
from tests.factories.monitoring import AT, ON, a_photo, make_finding, make_items, make_visit

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 4)


def _deadlines(until: date = date.max) -> list[dict]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in finding_deadlines(until=until)]


def _group(visit: SiteVisit) -> Scope:
    designation = visit.designation
    return Scope(
        every_centre=False,
        centre_ids=frozenset({designation.centre_id}),
        organisation_ids=frozenset({designation.organisation_id}),
        internal=False,
    )


def test_everything_wrong_with_a_visit_is_told_at_once():
    with pytest.raises(Refused) as refused:
        record_visit(
            designation=make_designation(
                designated_on=None, voted_on=None, vote_result="", announced_on=None
            ),
            visited_on=date(2026, 11, 24),
            visited_by="",
            marks={"keys": ("鍵・警備", "fine", ""), "fire": ("消防設備", "", "期限切れ")},
            on=ON,
        )

    assert codes(refused) == [
        "visited_by-blank",
        "visit-to-come",
        "not-made",
        "mark-unknown",
        "note-without-mark",
    ]
    assert not SiteVisit.objects.exists()


def test_a_visit_is_moved_as_far_as_the_day_by_which_its_findings_are_answered():
    visit = make_visit(visited_on=date(2026, 11, 10), told=False)
    make_finding(visit=visit, due_on=date(2026, 11, 20))

    moved = change_visit(visit.pk, visited_on=date(2026, 11, 20), marks={}, on=ON)
    with pytest.raises(Refused) as refused:
        change_visit(visit.pk, visited_on=date(2026, 11, 21), marks={}, on=ON)

    assert moved.visited_on == date(2026, 11, 20)
    assert [problem.message for problem in refused.value.problems] == [
        "調査日は、指摘の回答の期限（令和8年11月20日）以前の日にしてください。"
    ]


def test_the_marks_keep_the_names_of_their_day():
    make_items()
    visit = make_visit(marks={"fire": ("消防のところ", "improve", "期限切れ")})

    items = checklist(ON, visit)
    change_visit(visit.pk, marks={"fire": ("消防設備・避難経路", "good", "")}, on=ON)

    assert (items[0].name, items[0].mark, items[0].note) == ("消防のところ", "improve", "期限切れ")
    assert len(items) == VisitItem.objects.count()
    assert list(VisitMark.objects.values_list("name", "mark", "note")) == [("消防のところ", "good", "")]
    assert VisitMark.objects.get().history.count() == 2


def test_the_group_reads_a_visit_once_it_is_told():
    visit = make_visit(told=False)
    make_finding(visit)
    group = _group(visit)

    before = [rows.within(group).count() for rows in (SiteVisit.objects, VisitMark.objects, Finding.objects)]
    tell_group(visit.pk, on=ON)
    after = [rows.within(group).count() for rows in (SiteVisit.objects, VisitMark.objects, Finding.objects)]

    assert (before, after) == ([0, 0, 0], [1, 1, 1])


def test_a_group_is_told_once():
    with pytest.raises(Refused) as refused:
        tell_group(make_visit().pk, on=ON)

    assert codes(refused) == ["already-told"]


def test_a_group_answers_what_is_open_also_after_its_term():
    finding = make_finding()
    designation = finding.visit.designation
    gone = Scope(
        every_centre=False,
        centre_ids=frozenset(),
        organisation_ids=frozenset({designation.organisation_id}),
        internal=False,
    )

    assert Finding.objects.within(gone).count() == 1
    close_finding(finding.pk, closed_on=ON, closing_note="", on=ON)
    assert Finding.objects.within(gone).count() == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"severity": "good"}, "「良」の指摘には、回答の期限を付けられません。"),
        ({"due_on": date(2026, 10, 19)}, "回答の期限は、調査日以後の日にしてください。"),
        ({"text": ""}, "空"),
    ],
)
def test_a_finding_that_makes_no_sense_is_refused(facts, words):
    with pytest.raises(Refused, match=words):
        make_finding(**facts)


def test_an_answer_is_kept_with_its_photographs_and_may_be_given_anew():
    finding = make_finding(files=[a_photo("mae.jpg")])

    answer_finding(finding.pk, answer="片づけた", files=[a_photo("ato.jpg")], on=ON, at=AT)
    answer_finding(finding.pk, answer="倉庫に片づけた", on=ON, at=AT)

    kept = Finding.objects.get()
    assert (kept.answered_on, kept.answer) == (ON, "倉庫に片づけた")
    files = FindingFile.objects.order_by("pk").values_list("original_name", "of_answer")
    assert list(files) == [("mae.jpg", False), ("ato.jpg", True)]


def test_what_asks_no_answer_and_what_was_not_told_is_not_answered():
    finding = make_finding(make_visit(told=False), due_on=None)

    with pytest.raises(Refused) as refused:
        answer_finding(finding.pk, answer="片づけた", on=ON, at=AT)

    assert codes(refused) == ["no-answer-asked", "not-told"]


def test_what_is_closed_is_over():
    finding = make_finding()
    close_finding(finding.pk, closed_on=ON, closing_note="写真で確認", on=ON)

    with pytest.raises(AlreadyClosed):
        answer_finding(finding.pk, answer="片づけた", on=ON, at=AT)
    with pytest.raises(AlreadyClosed):
        change_finding(finding.pk, text="別", on=ON, at=AT)
    with pytest.raises(AlreadyClosed):
        close_finding(finding.pk, closed_on=ON, closing_note="", on=ON)


@pytest.mark.parametrize(
    ("closed_on", "code"),
    [
        (date(2026, 11, 24), "closed-to-come"),
        (date(2026, 10, 19), "closed-before-visit"),
    ],
)
def test_a_finding_is_closed_between_its_visit_and_today(closed_on, code):
    with pytest.raises(Refused) as refused:
        close_finding(make_finding().pk, closed_on=closed_on, closing_note="", on=ON)

    assert codes(refused) == [code]


def test_an_open_answer_is_a_deadline_of_the_group_then_of_the_city():
    finding = make_finding()
    centre = finding.visit.designation.centre

    before = _deadlines()
    answer_finding(finding.pk, answer="片づけた", on=ON, at=AT)
    after = _deadlines()

    assert before == [
        {
            "kind": "finding",
            "lead": "finding",
            "subject_id": finding.pk,
            "centre_id": centre.pk,
            "due_on": DUE,
            "post_id": centre.post_in_charge_id,
            "side": Side.MANAGER,
        }
    ]
    assert [(row["due_on"], row["side"]) for row in after] == [(DUE, Side.CITY)]


@pytest.mark.parametrize(("until", "found"), [(date(2026, 12, 3), 0), (DUE, 1)])
def test_a_deadline_is_told_up_to_the_day_asked(until, found):
    make_finding()

    assert len(_deadlines(until)) == found


def test_what_was_not_told_or_is_closed_is_no_deadline():
    make_finding(make_visit(told=False))
    closed = make_finding()

    close_finding(closed.pk, closed_on=ON, closing_note="", on=ON)

    assert _deadlines() == []
    assert [dict(zip(SETTLED_COLUMNS, row, strict=True)) for row in settled_findings()] == [
        {"kind": "finding", "subject_id": closed.pk, "reason": "done"}
    ]
