"""Yearly evaluations: who writes what, when the other side sees it, and what never changes."""

from __future__ import annotations

from datetime import date

import pytest

from common.catalogues import CatalogueError, Entry
from common.problems import Refused
from common.scope import Scope
from designated_managers.actions import (
    CannotEvaluate,
    ask_for_self_evaluation,
    draft_evaluation,
    open_evaluations,
    publish_evaluation,
    refuse_changed_schemes,
    write_self_evaluation,
)
from designated_managers.choices import SheetSide
from designated_managers.models import (
    Evaluation,
    EvaluationItem,
    EvaluationScheme,
    EvaluationSheet,
)
from designated_managers.queries.evaluations import evaluation_lines, evaluation_page, evaluations
from tests.answers import codes
from tests.factories.designated_managers import make_designation
from tests.factories.monitoring import ON, make_evaluation, make_scheme, publish, said

pytestmark = pytest.mark.django_db

CITY = Scope.everything()
LATER = date(2026, 11, 24)


def _group(evaluation: Evaluation) -> Scope:
    designation = evaluation.designation
    return Scope(
        every_centre=False,
        centre_ids=frozenset({designation.centre_id}),
        organisation_ids=frozenset({designation.organisation_id}),
        internal=False,
    )


def test_every_reason_against_an_evaluation_is_told_at_once():
    scheme = make_scheme()
    EvaluationScheme.objects.filter(pk=scheme.pk).update(retired_on=ON)
    scheme.refresh_from_db()

    with pytest.raises(CannotEvaluate) as refused:
        make_evaluation(make_designation(), 2029, scheme=scheme, asked_on=ON, self_due_on=date(2026, 11, 22))

    assert codes(refused) == [
        "year-not-begun",
        "not-in-force-that-year",
        "scheme-retired",
        "self-due-before-asked",
    ]
    assert not Evaluation.objects.exists()


def test_a_designation_has_one_evaluation_a_year():
    evaluation = make_evaluation()

    with pytest.raises(CannotEvaluate, match="同じ年度の評価がすでにあります"):
        make_evaluation(evaluation.designation)


def test_a_year_is_opened_for_every_designation_with_a_day_in_it_and_only_once():
    there = make_evaluation().designation
    missing = make_designation()
    make_designation(first_on=date(2026, 4, 1), last_on=date(2031, 3, 31))

    opened = open_evaluations(2025, make_scheme(), on=ON)
    again = open_evaluations(2025, make_scheme(), on=ON)

    assert ([one.designation_id for one in opened], again) == ([missing.pk], ())
    assert Evaluation.objects.get(designation=there).history.count() == 1
    assert opened[0].history.count() == 1


def test_a_year_to_come_is_not_opened():
    with pytest.raises(CannotEvaluate) as refused:
        open_evaluations(2027, make_scheme(), on=ON)

    assert codes(refused) == ["year-not-begun"]


def test_the_group_writes_its_sheet_half_way_and_hands_it_in_whole():
    evaluation = make_evaluation()

    write_self_evaluation(evaluation.pk, said("B-----", ""), hand_in=False, on=ON)
    with pytest.raises(Refused) as refused:
        write_self_evaluation(evaluation.pk, said("BB----", ""), hand_in=True, on=ON)
    handed_in = write_self_evaluation(evaluation.pk, said(), hand_in=True, on=ON)

    assert codes(refused) == ["grade-missing"] * 4 + ["overall-missing"]
    assert (handed_in.number, handed_in.released_on, handed_in.items.count()) == (1, ON, 6)


def test_what_was_handed_in_is_handed_in_anew_with_a_reason_until_the_city_publishes():
    evaluation = make_evaluation()
    write_self_evaluation(evaluation.pk, said(), hand_in=True, on=ON)

    with pytest.raises(Refused, match="直す理由を入力"):
        write_self_evaluation(evaluation.pk, said(), hand_in=True, on=ON)
    again = write_self_evaluation(evaluation.pk, said(overall="A", reason="書き間違い"), hand_in=True, on=ON)
    publish(evaluation)
    with pytest.raises(Refused) as refused:
        write_self_evaluation(evaluation.pk, said(reason="もう一度"), hand_in=True, on=ON)

    assert again.number == 2
    assert codes(refused) == ["already-published"]


def test_the_group_waits_for_the_end_of_the_year_unless_it_is_asked():
    evaluation = make_evaluation(year=2026)

    with pytest.raises(Refused) as refused:
        write_self_evaluation(evaluation.pk, said(), hand_in=True, on=ON)
    ask_for_self_evaluation(evaluation.pk, asked_on=ON, self_due_on=None, on=ON)
    write_self_evaluation(evaluation.pk, said(), hand_in=True, on=ON)

    assert codes(refused) == ["self-not-open"]


def test_the_city_does_not_see_what_the_group_has_not_handed_in():
    evaluation = make_evaluation()
    write_self_evaluation(evaluation.pk, said(), hand_in=False, on=ON)

    before = EvaluationSheet.objects.within(CITY), EvaluationItem.objects.within(CITY)
    assert [rows.count() for rows in before] == [0, 0]
    assert EvaluationSheet.objects.within(_group(evaluation)).count() == 1

    write_self_evaluation(evaluation.pk, said(), hand_in=True, on=ON)

    after = EvaluationSheet.objects.within(CITY), EvaluationItem.objects.within(CITY)
    assert [rows.count() for rows in after] == [1, 6]


def test_the_group_does_not_see_what_the_city_has_not_published():
    evaluation = make_evaluation()
    group = _group(evaluation)
    draft_evaluation(evaluation.pk, said(overall="D", comment="下書き"), on=ON)

    hidden = EvaluationSheet.objects.within(group), EvaluationItem.objects.within(group)
    assert [rows.count() for rows in hidden] == [0, 0]
    (line,) = evaluation_lines(evaluations(scope=group), scope=group, on=ON)
    page = evaluation_page(evaluations(scope=group).get(), scope=group, on=ON)
    assert (line.overall, line.published_on, line.state.word) == ("", None, "自己評価待ち")
    assert (page.city, page.proposal, page.is_draft, page.versions) == (None, None, False, [])

    publish_evaluation(evaluation.pk, published_on=ON, on=ON)

    (line,) = evaluation_lines(evaluations(scope=group), scope=group, on=ON)
    page = evaluation_page(evaluations(scope=group).get(), scope=group, on=ON)
    assert (line.overall, line.published_on, line.state.word) == ("D", ON, "公表済み")
    assert page.city is not None
    assert page.city.sheet.comment == "下書き"


def test_a_correction_is_a_new_version_and_the_old_one_stays():
    evaluation = make_evaluation()
    publish(evaluation, said(overall="B", comment="はじめの総評"))

    with pytest.raises(Refused, match="直す理由を入力"):
        draft_evaluation(evaluation.pk, said(overall="A"), on=ON)
    draft_evaluation(evaluation.pk, said(overall="A", reason="集計の誤り"), on=ON)
    group = _group(evaluation)
    still = evaluation_page(evaluations(scope=group).get(), scope=group, on=ON)
    publish_evaluation(evaluation.pk, published_on=ON, on=ON)
    now = evaluation_page(evaluations(scope=group).get(), scope=group, on=ON)

    assert still.city is not None
    assert now.city is not None
    assert (still.city.sheet.overall, still.versions) == ("B", [])
    assert (now.city.sheet.number, now.city.sheet.overall, now.city.sheet.reason) == (2, "A", "集計の誤り")
    assert [told.sheet.comment for told in now.versions] == ["はじめの総評"]


def test_nothing_is_published_that_is_not_whole():
    evaluation = make_evaluation()

    with pytest.raises(Refused) as nothing:
        publish_evaluation(evaluation.pk, published_on=ON, on=ON)
    draft_evaluation(evaluation.pk, said("BBBBB-", ""), on=ON)
    with pytest.raises(Refused) as half:
        publish_evaluation(evaluation.pk, published_on=date(2026, 11, 24), on=ON)

    assert codes(nothing) == ["nothing-written"]
    assert set(codes(half)) >= {"grade-missing", "overall-missing", "published-to-come"}
    assert EvaluationSheet.objects.get().released_on is None


def test_the_committees_word_is_the_citys():
    evaluation = make_evaluation()

    with pytest.raises(Refused, match="市の評価にだけ書けます"):
        write_self_evaluation(evaluation.pk, said(committee_opinion="よい"), hand_in=True, on=ON)


def test_the_proposed_grade_is_shown_and_a_person_decides():
    evaluation = make_evaluation()
    publish(evaluation, said("AAAAAA", "B"))

    page = evaluation_page(evaluations(scope=CITY).get(), scope=CITY, on=ON)

    assert page.proposal is not None
    assert page.city is not None
    assert (page.proposal.grade.code, page.city.sheet.overall) == ("A", "B")


def test_a_scheme_that_was_used_never_changes():
    scheme = make_evaluation().scheme
    same = {"name": scheme.name, "definition": scheme.definition}
    other = make_scheme("five-words-2026")

    refuse_changed_schemes([Entry(scheme.code, {**same, "source": "原典"}, "schemes.yaml", 1)])
    refuse_changed_schemes([Entry(other.code, {"name": "別", "definition": {}}, "schemes.yaml", 2)])
    with pytest.raises(CatalogueError) as refused:
        refuse_changed_schemes(
            [
                Entry(
                    scheme.code,
                    {**same, "definition": {**scheme.definition, "overall": "by_hand"}},
                    "s.yaml",
                    9,
                )
            ]
        )

    assert refused.value.lines == (
        "s.yaml 9行目 s-to-d-2026：この方式による評価があるので、内容は変えられません。"
        "新しいコードの項目を足してください。",
    )


def test_the_shipped_schemes_can_be_read():
    make_scheme()

    told = {
        row.code: (row.scheme.rule, len(row.scheme.items), [grade.label for grade in row.scheme.grades])
        for row in EvaluationScheme.objects.all()
    }

    assert told == {
        "s-to-d-2026": ("mean", 6, ["S", "A", "B", "C", "D"]),
        "five-words-2026": ("lowest", 4, ["良好", "おおむね良好", "普通", "やや不十分", "不十分"]),
        "seven-items-2026": ("by_hand", 7, ["A", "B", "C"]),
    }


def test_a_sheet_of_each_side_is_a_draft_once():
    evaluation = make_evaluation()
    draft_evaluation(evaluation.pk, said("B-----", ""), on=ON)
    draft_evaluation(evaluation.pk, said("BB----", ""), on=ON)
    write_self_evaluation(evaluation.pk, said("C-----", ""), hand_in=False, on=ON)

    sheets = EvaluationSheet.objects.order_by("side").values_list("side", "number", "released_on")
    assert list(sheets) == [(SheetSide.CITY, 1, None), (SheetSide.SELF, 1, None)]


@pytest.mark.parametrize(
    ("published_on", "found"), [(date(2026, 11, 22), ["published-before-last"]), (ON, []), (LATER, [])]
)
def test_a_correction_is_published_no_earlier_than_what_it_corrects(published_on, found):
    evaluation = make_evaluation()
    publish(evaluation)
    draft_evaluation(evaluation.pk, said("CCCCCC", "C", reason="数字の誤り"), on=LATER)

    told = []
    try:
        publish_evaluation(evaluation.pk, published_on=published_on, on=LATER)
    except Refused as refused:
        told = [problem.code for problem in refused.problems]

    assert told == found


def test_nobody_is_asked_for_a_self_evaluation_that_can_no_longer_be_written():
    evaluation = make_evaluation()
    publish(evaluation)

    with pytest.raises(Refused) as refused:
        ask_for_self_evaluation(evaluation.pk, asked_on=LATER, self_due_on=None, on=ON)

    assert codes(refused) == ["asked-to-come", "already-published"]
    evaluation.refresh_from_db()
    assert evaluation.asked_on is None
