from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common.certainty import Certainty
from designated_managers.actions import decide_direct_return
from designated_managers.models import Designation
from tests.answers import errors
from tests.designated_managers.web.designations import (
    NEW,
    TERM_AFTER,
    TODAY,
    days_typed,
    designation_page,
    edit_page,
    return_page,
)
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.roads import NO_DAYS, make_session
from tests.pages import links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday_in_november")]


@pytest.mark.usefixtures("catalogues")
def test_the_session_is_chosen_by_its_year(officer, client_of):
    make_session()
    make_session(year=2025, number=4, **NO_DAYS)
    make_session(year=2026, number=5, popular_name="", kind="extraordinary", **NO_DAYS)
    client = client_of(officer)

    forms = [client.get(page).context["form"] for page in (NEW, "/bundles/new/")]

    offered = [[label for _, label in form.fields["session"].choices][1:] for form in forms]
    assert [sorted(labels) for labels in offered] == [
        ["令和7年12月定例会", "令和8年12月定例会", "令和8年第5回臨時会"]
    ] * 2


def test_an_officer_enters_a_designation(officer, client_of):
    centre, organisation = make_centre("見本市民センター"), make_organisation()

    response = client_of(officer).post(
        NEW,
        {
            "centre": centre.pk,
            "organisation": organisation.pk,
            "bundle_name": "令和9年度 一括",
            "first_on_era": "令和",
            "first_on_year": "9",
            "first_on_month": "4",
            "first_on_day": "1",
            **days_typed(
                last_on=date(2032, 3, 31), voted_on=date(2026, 12, 18), designated_on=date(2026, 12, 22)
            ),
            **days_typed(announced_on=date(2026, 12, 22), agreed_on=date(2027, 3, 20)),
            "vote_result": "passed",
            "internal_notes": "見本のメモ",
            "voted_on_certainty": "verified",
            "voted_on_source": "会議録",
        },
        follow=True,
    )

    designation: Any = Designation.objects.get()
    assert response.redirect_chain == [(designation_page(designation.pk), 302)]
    assert (designation.centre, designation.organisation, designation.bundle.name) == (
        centre,
        organisation,
        "令和9年度 一括",
    )
    assert (designation.first_on, designation.last_on) == (date(2027, 4, 1), date(2032, 3, 31))
    assert (designation.voted_on, designation.vote_result, designation.designated_on) == (
        date(2026, 12, 18),
        "passed",
        date(2026, 12, 22),
    )
    assert (designation.announced_on, designation.agreed_on) == (date(2026, 12, 22), date(2027, 3, 20))
    assert (designation.revoked_on, designation.days_unconfirmed) == (None, False)
    assert list(designation.stated_facts.values_list("field", "source")) == [("voted_on", "会議録")]
    assert "見本市民センターの指定を登録しました" in words_of(response)
    assert "期間は令和9年4月1日から令和14年3月31日までです。" in words_of(response)


def test_the_next_designation_begins_with_what_follows_from_the_one_before(officer, client_of):
    before = make_designation()
    client = client_of(officer)

    form = client.get(NEW, {"previous": before.pk}).context["form"]

    assert {name: form[name].value() for name in ("centre", "organisation", "previous", "first_on")} == {
        "centre": before.centre_id,
        "organisation": before.organisation_id,
        "previous": before.pk,
        "first_on": date(2029, 4, 1),
    }


def test_a_new_designation_begins_with_the_centre_that_a_link_names(officer, client_of):
    centre = make_centre()

    form = client_of(officer).get(NEW, {"centre": centre.pk}).context["form"]

    assert f'<option value="{centre.pk}" selected>' in str(form["centre"])


@pytest.mark.parametrize(
    "query",
    [{"centre": "abc"}, {"centre": "999"}, {"previous": "abc"}, {"previous": "999"}, {"previous": "9" * 30}],
)
def test_a_link_that_names_nothing_leads_to_an_empty_form(officer, client_of, query):
    response = client_of(officer).get(NEW, query)

    assert response.status_code == 200
    assert response.context["form"]["previous"].value() is None


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({"centre": ""}, {"centre": ["施設を選んでください。"]}),
        ({"organisation": "999"}, {"organisation": ["団体を選び直してください。"]}),
        (
            {"first_on": "", "first_on_year": "9", "first_on_month": "4"},
            {"first_on": ["指定期間の初日の日を入力してください。"]},
        ),
        (
            {"first_on": "2027-02-30"},
            {"first_on": ["「2027-02-30」という日は暦にありません。"]},
        ),
        (
            {"last_on": ""},
            {
                "last_on": [
                    "指定期間の末日を入力してください。分からないときは「古い日付は要確認」に印を付けてください。"
                ]
            },
        ),
        (
            {"designated_on": "", "voted_on": "", "vote_result": "passed"},
            {"voted_on": ["議決の結果を選んだときは、議決日も入力してください。"]},
        ),
        ({"last_on": "2026-03-31"}, {"__all__": ["指定期間の末日は初日以後の日にしてください。"]}),
        (
            {"designated_on": "2026-12-22", "vote_result": "rejected", "voted_on": "2026-12-18"},
            {
                "designated_on": [
                    "議案が可決されていないので、指定日は入力できません（地方自治法 第244条の2第6項）。"
                ]
            },
        ),
        ({"voted_on_source": "会議録"}, {"voted_on_certainty": ["議決日の確かさを選んでください。"]}),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_stored(officer, client_of, typed, sentences):
    facts = {
        "centre": make_centre().pk,
        "organisation": make_organisation().pk,
        **days_typed(first_on=date(2027, 4, 1), last_on=date(2032, 3, 31)),
    }

    response = client_of(officer).post(NEW, {**facts, **typed})

    assert response.status_code == 422
    assert errors(response) == sentences
    assert Designation.objects.count() == 0


def test_an_overlap_is_told_at_the_first_day_and_what_was_typed_stays(officer, client_of):
    there = make_designation(organisation=make_organisation("見本協議会"))
    facts = {
        "centre": there.centre_id,
        "organisation": there.organisation_id,
        "bundle_name": "消えない名称",
        **days_typed(first_on=date(2029, 3, 31), last_on=date(2034, 3, 31)),
        **days_typed(voted_on=date(2028, 12, 15), designated_on=date(2028, 12, 20)),
        "vote_result": "passed",
    }

    response = client_of(officer).post(NEW, facts)

    assert response.status_code == 422
    assert errors(response) == {
        "first_on": [
            "「見本協議会」の指定（初日 令和6年4月1日、末日 令和11年3月31日）と期間が重なっています。"
        ]
    }
    assert response.context["form"]["bundle_name"].value() == "消えない名称"
    assert Designation.objects.count() == 1


def test_only_designations_of_the_centre_itself_can_be_the_one_before(officer, client_of):
    before, other = make_designation(), make_designation()
    after = make_designation(centre=before.centre, **TERM_AFTER)

    form = client_of(officer).get(edit_page(after.pk)).context["form"]

    offered = [str(value) for value, _ in form.fields["previous"].choices]
    assert offered == ["", str(before.pk)]
    assert str(other.pk) not in offered


def test_an_officer_changes_a_designation_but_not_its_centre(officer, client_of):
    designation, other = make_designation(bundle_name="もとの一括"), make_centre("別の市民センター")
    client = client_of(officer)

    response = client.post(
        edit_page(designation.pk),
        {
            "centre": other.pk,
            "organisation": designation.organisation_id,
            **days_typed(first_on=date(2024, 4, 1), last_on=date(2027, 3, 31), revoked_on=date(2026, 10, 1)),
        },
    )

    designation.refresh_from_db()
    assert response.headers["Location"] == designation_page(designation.pk)
    assert (designation.last_on, designation.revoked_on) == (date(2027, 3, 31), date(2026, 10, 1))
    assert designation.centre != other
    assert (designation.bundle, designation.vote_result) == (None, "passed")
    assert designation.history.first().history_user == officer


def test_a_form_sent_back_as_it_came_changes_nothing(officer, client_of):
    before = make_designation(
        bundle_name="令和6年度 一括",
        statements={"voted_on": {"source": "会議録", "certainty": Certainty.VERIFIED, "note": "3頁"}},
        agreed_on=date(2024, 3, 20),
    )
    client = client_of(officer)
    form = client.get(edit_page(before.pk)).context["form"]
    stored = Designation.objects.filter(pk=before.pk).values().get()

    response = client.post(edit_page(before.pk), {name: form[name].value() or "" for name in form.fields})

    assert response.status_code == 302
    assert Designation.objects.filter(pk=before.pk).values().get() == stored
    assert [fact.note for fact in before.stated_facts.all()] == ["3頁"]


def test_a_decided_return_can_be_taken_back_on_the_form(officer, client_of):
    designation = make_designation()
    client = client_of(officer)
    undecided = client.get(edit_page(designation.pk)).context["form"].fields
    decide_direct_return(designation.pk, decided_on=TODAY, reason="見本", on=TODAY)
    form = client.get(edit_page(designation.pk)).context["form"]

    facts = {name: form[name].value() or "" for name in form.fields}
    client.post(
        edit_page(designation.pk), {**facts, "direct_return_decided_on": "", "direct_return_reason": ""}
    )

    designation.refresh_from_db()
    assert "direct_return_decided_on" not in undecided
    assert (designation.direct_return_decided_on, designation.direct_return_reason) == (None, "")


def test_the_forms_cost_the_same_whatever_there_is_to_choose_from(
    officer, client_of, django_assert_num_queries
):
    designation = make_designation(bundle_name="令和6年度 一括")
    client = client_of(officer)
    for number in range(3):
        make_designation(
            centre=designation.centre, first_on=date(2030 + number, 4, 1), last_on=date(2031 + number, 3, 31)
        )
        make_designation()
        if number in {0, 2}:
            with django_assert_num_queries(7):
                client.get(edit_page(designation.pk))
            with django_assert_num_queries(7):
                client.get(NEW)
            with django_assert_num_queries(8):
                client.get(NEW, {"previous": designation.pk})
            with django_assert_num_queries(4):
                client.get(return_page(designation.pk))


def test_an_officer_decides_the_return(officer, client_of):
    designation = make_designation()

    response = client_of(officer).post(
        return_page(designation.pk),
        {"direct_return_decided_on": "2026-11-20", "direct_return_reason": "引き受ける団体がないため"},
        follow=True,
    )

    designation.refresh_from_db()
    assert response.redirect_chain == [(designation_page(designation.pk), 302)]
    assert (designation.direct_return_decided_on, designation.direct_return_reason) == (
        date(2026, 11, 20),
        "引き受ける団体がないため",
    )
    assert "直営に戻すと決めたことを記録しました" in words_of(response)


def test_the_question_says_what_follows_and_offers_today(officer, client_of):
    designation = make_designation()

    response = client_of(officer).get(return_page(designation.pk))

    page = words_of(response)
    assert "直営に戻すと決めますか" in page
    assert "指定は令和11年3月31日で終わり、次の日から市が自分で運営します。" in page
    assert response.context["form"]["direct_return_decided_on"].value() == TODAY
    assert links_of(response)["やめる"] == designation_page(designation.pk)


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            {},
            {
                "direct_return_decided_on": ["決めた日を入力してください。"],
                "direct_return_reason": ["理由を入力してください。"],
            },
        ),
        (
            {"direct_return_decided_on": "2026-11-24", "direct_return_reason": "見本"},
            {"direct_return_decided_on": ["決めた日は、きょうまでの日を入力してください。"]},
        ),
    ],
)
def test_a_return_that_cannot_be_is_refused_and_nothing_is_stored(officer, client_of, typed, sentences):
    designation = make_designation()

    response = client_of(officer).post(return_page(designation.pk), typed)

    designation.refresh_from_db()
    assert (response.status_code, errors(response)) == (422, sentences)
    assert designation.direct_return_decided_on is None


def test_a_return_after_the_next_designation_is_refused_above_the_form(officer, client_of):
    designation = make_designation()
    make_designation(
        centre=designation.centre,
        organisation=make_organisation("次の協議会"),
        previous=designation,
        **TERM_AFTER,
    )

    response = client_of(officer).post(
        return_page(designation.pk),
        {"direct_return_decided_on": "2026-11-20", "direct_return_reason": "見本"},
    )

    assert errors(response) == {"__all__": ["次の指定（次の協議会）がすでに登録されています。"]}
