from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from centres.models import Centre
from common.certainty import Certainty
from designated_managers.actions import change_designation, decide_direct_return, state_sources
from designated_managers.choices import MeasureKind
from designated_managers.models import Designation, Obligation
from tests.answers import errors
from tests.factories.accounts import make_group
from tests.factories.agreements import designation_of, make_agreement
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.monitoring import make_measure
from tests.factories.submissions import make_monthly
from tests.pages import links_of, words_of

DESIGNATIONS = "/designations/"
NEW = "/designations/new/"
TODAY = date(2026, 11, 23)
TERM_AFTER = {"first_on": date(2029, 4, 1), "last_on": date(2034, 3, 31)}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


def _page(pk: int) -> str:
    return f"/designations/{pk}/"


def _edit(pk: int) -> str:
    return f"/designations/{pk}/edit/"


def _return(pk: int) -> str:
    return f"/designations/{pk}/direct-return/"


def _lines(response) -> list:
    return list(response.context["listing"].page.object_list)


def _typed(**days: date) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days.items()}


# The list


def test_a_line_tells_term_stage_and_time_left(officer, client_of):
    make_designation(
        centre=make_centre("見本市民センター"),
        organisation=make_organisation("見本協議会"),
        days_unconfirmed=True,
    )

    (line,) = _lines(client_of(officer).get(DESIGNATIONS))

    assert (line.centre, line.organisation) == ("見本市民センター", "見本協議会")
    assert (line.first_on, line.last_on) == (date(2024, 4, 1), date(2029, 3, 31))
    assert (line.stage.label, line.remaining, line.days_unconfirmed) == ("指定期間中", "2年4か月", True)


def test_the_list_goes_centre_by_centre_the_latest_first(officer, client_of):
    second = make_centre("い市民センター", kana="い")
    first = make_centre("あ市民センター", kana="あ")
    make_designation(centre=second)
    make_designation(centre=second, **TERM_AFTER)
    make_designation(centre=first)

    lines = _lines(client_of(officer).get(DESIGNATIONS))

    assert [(line.centre, line.first_on.year) for line in lines] == [
        ("あ市民センター", 2024),
        ("い市民センター", 2029),
        ("い市民センター", 2024),
    ]


@pytest.mark.parametrize(
    ("query", "centres"),
    [
        ({}, ["あ", "い", "う", "え"]),
        ({"stage": "in_force"}, ["あ", "い", "う"]),
        ({"unconfirmed": "on"}, ["う"]),
        ({"ending": "3"}, []),
        ({"ending": "6"}, ["い"]),
        ({"ending": "24"}, ["い"]),
        ({"ending": "5"}, ["あ", "い", "う", "え"]),
        ({"centre": "999", "organisation": "abc", "page": "x"}, ["あ", "い", "う", "え"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_says(officer, client_of, query, centres):
    make_designation(centre=make_centre("あ", kana="あ"))
    make_designation(centre=make_centre("い", kana="い"), last_on=date(2027, 3, 31))
    make_designation(
        centre=make_centre("う", kana="う"),
        first_on=None,
        last_on=None,
        designated_on=None,
        days_unconfirmed=True,
    )
    make_designation(centre=make_centre("え", kana="え"), last_on=date(2026, 11, 22))

    response = client_of(officer).get(DESIGNATIONS, query)

    assert [line.centre for line in _lines(response)] == centres


def test_the_list_is_narrowed_to_a_centre_and_to_an_organisation(officer, client_of):
    wanted, other = make_designation(), make_designation()
    client = client_of(officer)

    for query in ({"centre": wanted.centre_id}, {"organisation": wanted.organisation_id}):
        assert [line.pk for line in _lines(client.get(DESIGNATIONS, query))] == [wanted.pk]
    both = client.get(DESIGNATIONS, {"centre": wanted.centre_id, "organisation": other.organisation_id})
    assert "条件に合う指定はありません" in words_of(both)


def test_only_centres_and_organisations_with_a_designation_are_offered(officer, client_of):
    designation = make_designation()
    make_centre("指定のない市民センター")
    make_organisation("指定のない団体")

    form = client_of(officer).get(DESIGNATIONS).context["filters"].form

    assert [value for value, _ in form.fields["centre"].choices] == ["", str(designation.centre_id)]
    assert [value for value, _ in form.fields["organisation"].choices] == [
        "",
        str(designation.organisation_id),
    ]


def test_an_empty_list_says_how_to_begin(officer, auditor, client_of):
    officers, auditors = (client_of(user).get(DESIGNATIONS) for user in (officer, auditor))

    assert "議決のあと、指定した施設と団体と期間を登録してください。" in words_of(officers)
    assert links_of(officers)["指定を登録"] == NEW
    assert "指定はまだありません" in words_of(auditors)
    assert "指定を登録" not in links_of(auditors)


def test_the_list_costs_the_same_for_one_and_for_three(officer, client_of, django_assert_num_queries):
    client = client_of(officer)
    for number in range(3):
        designation = make_designation()
        if number in {0, 2}:
            with django_assert_num_queries(7):
                client.get(DESIGNATIONS)
            with django_assert_num_queries(7):
                client.get(DESIGNATIONS, {"centre": designation.centre_id, "in_force": "on"})
            with django_assert_num_queries(7):
                client.get(DESIGNATIONS, {"centre": designation.centre_id, "unconfirmed": "on"})


# One designation


def test_the_page_tells_every_day_with_its_certainty(officer, client_of):
    designation = make_designation(
        statements={"voted_on": {"source": "会議録", "certainty": Certainty.VERIFIED}}, revoked_on=TODAY
    )
    state_sources(
        designation,
        {
            "first_on": {
                "source": "新聞",
                "source_url": "https://example.jp/",
                "certainty": Certainty.SECOND_HAND,
            }
        },
    )

    response = client_of(officer).get(_page(designation.pk))

    facts = [
        (fact.label, fact.day, fact.remark, fact.certainty, fact.needs_check)
        for fact in response.context["story"].facts
    ]
    assert facts == [
        ("選定委員会の日", None, "", "", False),
        ("候補者の決定日", None, "", "", False),
        ("議案の提出日", None, "", "", False),
        ("議決日", date(2023, 12, 15), "可決", "確認済み", False),
        ("指定日", date(2023, 12, 20), "", "", False),
        ("告示日", date(2023, 12, 20), "", "", False),
        ("基本協定の締結日", None, "", "", False),
        ("指定期間の初日", date(2024, 4, 1), "", "二次資料", True),
        ("指定期間の末日", date(2029, 3, 31), "", "", False),
        ("取消し・終了の日", TODAY, "", "", False),
    ]
    assert links_of(response)["新聞"] == "https://example.jp/"


def test_days_that_nobody_knows_are_to_be_checked_and_the_term_says_so(officer, client_of):
    designation = make_designation(
        voted_on=None,
        vote_result="",
        designated_on=None,
        announced_on=None,
        first_on=None,
        last_on=None,
        days_unconfirmed=True,
    )

    response = client_of(officer).get(_page(designation.pk))

    story = response.context["story"]
    assert {fact.needs_check for fact in story.facts} == {True}
    assert (story.term, story.remaining, story.stage.label) == ("初日不明から末日不明まで", "", "指定期間中")
    assert "指定期間の末日不明要確認" in words_of(response)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2029-03-30", "令和11年3月31日まで。残り1日日付と出典"),
        ("2029-03-31", "令和11年3月31日まで。きょうまでです日付と出典"),
        ("2029-04-01", "令和11年3月31日まで日付と出典"),
    ],
)
def test_the_term_tells_how_long_it_lasts(officer, client_of, on, words):
    designation = make_designation()

    with time_machine.travel(f"{on}T12:00:00+09:00", tick=False):
        page = client_of(officer).get(_page(designation.pk))

    assert words in words_of(page)


def test_before_anything_is_decided_the_page_offers_both_ways_on(officer, auditor, client_of):
    designation = make_designation()

    officers, auditors = (client_of(user).get(_page(designation.pk)) for user in (officer, auditor))

    acts = {
        "次の指定を登録": f"{NEW}?previous={designation.pk}",
        "直営に戻すと決める": _return(designation.pk),
    }
    assert "次の指定も、直営に戻すことも、まだ決まっていません。" in words_of(officers)
    assert acts.items() <= links_of(officers).items()
    assert "まだ決まっていません。" in words_of(auditors)
    assert acts.keys().isdisjoint(links_of(auditors))


def test_neighbours_in_time_link_to_each_other(officer, client_of):
    before = make_designation(organisation=make_organisation("前の協議会"))
    after = make_designation(
        centre=before.centre, organisation=make_organisation("次の協議会"), previous=before, **TERM_AFTER
    )
    client = client_of(officer)

    first, second = (links_of(client.get(_page(pk))) for pk in (before.pk, after.pk))

    assert first["次の指定（次の協議会）"] == _page(after.pk)
    assert "直営に戻すと決める" not in first
    assert second["前の協議会"] == _page(before.pk)


def test_a_decided_return_is_told_with_day_and_reason(officer, client_of):
    designation = make_designation()
    decide_direct_return(
        designation.pk, decided_on=date(2026, 11, 20), reason="引き受ける団体がないため", on=TODAY
    )

    page = client_of(officer).get(_page(designation.pk))

    assert "期間のあとは、市の直営に戻します。令和8年11月20日に決めました。" in words_of(page)
    assert "理由：引き受ける団体がないため" in words_of(page)
    assert "直営に戻すと決める" not in links_of(page)


def test_centres_decided_together_are_named(officer, client_of):
    west = make_designation(bundle_name="令和6年度 一括")
    south = make_designation(centre=make_centre("南市民センター"), bundle_name="令和6年度 一括")

    page = client_of(officer).get(_page(west.pk))

    assert "一括令和6年度一括" in words_of(page)
    assert links_of(page)["南市民センター"] == _page(south.pk)


def test_the_page_costs_the_same_with_one_and_with_three_neighbours(
    officer, client_of, django_assert_num_queries
):
    designation = make_designation(bundle_name="令和6年度 一括")
    client = client_of(officer)
    for number in range(3):
        make_designation(bundle_name="令和6年度 一括")
        state_sources(
            designation,
            {
                ("voted_on", "first_on", "last_on")[number]: {
                    "source": "条例",
                    "certainty": Certainty.VERIFIED,
                }
            },
        )
        if number in {0, 2}:
            with django_assert_num_queries(10):
                client.get(_page(designation.pk))


# Entering and changing


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
            **_typed(
                last_on=date(2032, 3, 31), voted_on=date(2026, 12, 18), designated_on=date(2026, 12, 22)
            ),
            **_typed(announced_on=date(2026, 12, 22), agreed_on=date(2027, 3, 20)),
            "vote_result": "passed",
            "internal_notes": "見本のメモ",
            "voted_on_certainty": "verified",
            "voted_on_source": "会議録",
        },
        follow=True,
    )

    designation: Any = Designation.objects.get()
    assert response.redirect_chain == [(_page(designation.pk), 302)]
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
        **_typed(first_on=date(2027, 4, 1), last_on=date(2032, 3, 31)),
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
        **_typed(first_on=date(2029, 3, 31), last_on=date(2034, 3, 31)),
        **_typed(voted_on=date(2028, 12, 15), designated_on=date(2028, 12, 20)),
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

    form = client_of(officer).get(_edit(after.pk)).context["form"]

    offered = [str(value) for value, _ in form.fields["previous"].choices]
    assert offered == ["", str(before.pk)]
    assert str(other.pk) not in offered


def test_an_officer_changes_a_designation_but_not_its_centre(officer, client_of):
    designation, other = make_designation(bundle_name="もとの一括"), make_centre("別の市民センター")
    client = client_of(officer)

    response = client.post(
        _edit(designation.pk),
        {
            "centre": other.pk,
            "organisation": designation.organisation_id,
            **_typed(first_on=date(2024, 4, 1), last_on=date(2027, 3, 31), revoked_on=date(2026, 10, 1)),
        },
    )

    designation.refresh_from_db()
    assert response.headers["Location"] == _page(designation.pk)
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
    form = client.get(_edit(before.pk)).context["form"]
    stored = Designation.objects.filter(pk=before.pk).values().get()

    response = client.post(_edit(before.pk), {name: form[name].value() or "" for name in form.fields})

    assert response.status_code == 302
    assert Designation.objects.filter(pk=before.pk).values().get() == stored
    assert [fact.note for fact in before.stated_facts.all()] == ["3頁"]


def test_a_decided_return_can_be_taken_back_on_the_form(officer, client_of):
    designation = make_designation()
    client = client_of(officer)
    undecided = client.get(_edit(designation.pk)).context["form"].fields
    decide_direct_return(designation.pk, decided_on=TODAY, reason="見本", on=TODAY)
    form = client.get(_edit(designation.pk)).context["form"]

    facts = {name: form[name].value() or "" for name in form.fields}
    client.post(_edit(designation.pk), {**facts, "direct_return_decided_on": "", "direct_return_reason": ""})

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
                client.get(_edit(designation.pk))
            with django_assert_num_queries(7):
                client.get(NEW)
            with django_assert_num_queries(8):
                client.get(NEW, {"previous": designation.pk})
            with django_assert_num_queries(4):
                client.get(_return(designation.pk))


# Back to the city


def test_an_officer_decides_the_return(officer, client_of):
    designation = make_designation()

    response = client_of(officer).post(
        _return(designation.pk),
        {"direct_return_decided_on": "2026-11-20", "direct_return_reason": "引き受ける団体がないため"},
        follow=True,
    )

    designation.refresh_from_db()
    assert response.redirect_chain == [(_page(designation.pk), 302)]
    assert (designation.direct_return_decided_on, designation.direct_return_reason) == (
        date(2026, 11, 20),
        "引き受ける団体がないため",
    )
    assert "直営に戻すと決めたことを記録しました" in words_of(response)


def test_the_question_says_what_follows_and_offers_today(officer, client_of):
    designation = make_designation()

    response = client_of(officer).get(_return(designation.pk))

    page = words_of(response)
    assert "直営に戻すと決めますか" in page
    assert "指定は令和11年3月31日で終わり、次の日から市が自分で運営します。" in page
    assert response.context["form"]["direct_return_decided_on"].value() == TODAY
    assert links_of(response)["やめる"] == _page(designation.pk)


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

    response = client_of(officer).post(_return(designation.pk), typed)

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
        _return(designation.pk),
        {"direct_return_decided_on": "2026-11-20", "direct_return_reason": "見本"},
    )

    assert errors(response) == {"__all__": ["次の指定（次の協議会）がすでに登録されています。"]}


# Who may


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("officer", [200, 200, 200, 200, 200]),
        ("chief", [200, 200, 200, 200, 200]),
        ("auditor", [200, 200, 403, 403, 403]),
        ("administrator", [200, 200, 403, 403, 403]),
        ("group_member", [200, 404, 403, 403, 403]),
    ],
)
def test_each_role_reads_and_writes_what_it_may(request, client_of, role, statuses):
    pk = make_designation().pk
    client = client_of(request.getfixturevalue(role))

    pages = [DESIGNATIONS, _page(pk), NEW, _edit(pk), _return(pk)]

    assert [client.get(page).status_code for page in pages] == statuses


def test_a_group_reads_its_own_designation_without_the_citys_papers(roles, client_of):
    centre = make_centre()
    before = make_designation(centre=centre, last_on=date(2025, 3, 31))
    member = make_group(
        centre,
        first_on=date(2025, 4, 1),
        last_on=date(2027, 3, 31),
        previous=before,
        bundle_name="見本の一括",
        internal_notes="内部の話",
        statements={"first_on": {"source": "議案書", "certainty": Certainty.UNVERIFIED}},
    )
    own = member.memberships.get().organisation.designations.get()
    after = make_designation(
        centre=centre, previous=own, first_on=date(2027, 4, 1), last_on=date(2031, 3, 31)
    )
    client = client_of(member)

    shown = client.get(_page(own.pk))

    secrets = ("内部の話", "見本の一括", "議案書", "要確認", "確かさ", before.organisation.name)
    text = words_of(shown)
    assert [word for word in (*secrets, after.organisation.name) if word in text] == []
    assert "次の期間のことは、市の担当に聞いてください。" in text
    assert [client.get(_page(other.pk)).status_code for other in (before, after)] == [404, 404]


def test_a_group_is_told_of_its_own_next_term_once_that_is_made(roles, client_of):
    centre = make_centre()
    member = make_group(centre, first_on=date(2025, 4, 1), last_on=date(2027, 3, 31))
    own = member.memberships.get().organisation.designations.get()
    coming = {"first_on": date(2027, 4, 1), "last_on": date(2031, 3, 31)}
    draft = make_designation(
        centre=centre,
        organisation=own.organisation,
        previous=own,
        designated_on=None,
        announced_on=None,
        **coming,
    )
    client = client_of(member)

    before = words_of(client.get(_page(own.pk)))
    change_designation(draft.pk, on=TODAY, designated_on=date(2026, 12, 20))
    after = words_of(client.get(_page(own.pk)))

    assert ("次の指定（" in before, "次の指定（" in after) == (False, True)


def test_who_may_not_write_changes_nothing(auditor, client_of):
    designation = make_designation()
    client = client_of(auditor)

    answers = [client.post(page, {}) for page in (NEW, _edit(designation.pk), _return(designation.pk))]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_centre_worker_gets_the_designed_refusal(centre_worker, client_of):
    response = client_of(centre_worker(make_centre())).get(DESIGNATIONS)

    assert response.status_code == 403
    assert "このページは見られません" in words_of(response)


@pytest.mark.parametrize(
    "page",
    [DESIGNATIONS, NEW, "/designations/1/", "/designations/1/edit/", "/designations/1/direct-return/"],
)
def test_somebody_not_signed_in_is_sent_to_sign_in(client, page):
    assert client.get(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("page", [_page(999), _edit(999), _return(999)])
def test_a_designation_that_is_not_there_is_not_found(officer, client_of, page):
    assert client_of(officer).get(page).status_code == 404


def test_somebody_of_another_centre_does_not_find_it(centre_worker, client_of, grant):
    mine, other = make_designation(), make_designation()
    grant("センター職員", "view_designation", "change_designation", "add_designation")
    client = client_of(centre_worker(Centre.objects.get(pk=mine.centre_id)))

    for address in (_page, _edit, _return):
        assert [client.get(address(pk)).status_code for pk in (mine.pk, other.pk)] == [200, 404]
    assert [line.pk for line in _lines(client.get(DESIGNATIONS))] == [mine.pk]
    form = client.get(NEW, {"previous": other.pk}).context["form"]
    assert form["previous"].value() is None
    offered = {
        name: [value for value, _ in form.fields[name].choices][1:]
        for name in ("centre", "organisation", "previous")
    }
    assert {name: [str(value) for value in values] for name, values in offered.items()} == {
        "centre": [str(mine.centre_id)],
        "organisation": [str(mine.organisation_id)],
        "previous": [str(mine.pk)],
    }


# What else is kept of it


def _papers(response) -> list[tuple[str, str, str]]:
    return [
        (paper.label, paper.text, paper.state.word if paper.state else "")
        for paper in response.context["papers"]
    ]


def test_the_page_leads_to_what_else_is_kept_of_a_designation(officer, auditor, catalogues, client_of):
    designation = designation_of(make_agreement())
    Obligation.objects.all().delete()
    make_monthly(designation, date(2026, 9, 1))
    make_monthly(designation, date(2026, 11, 1))

    officers, auditors = (client_of(user).get(_page(designation.pk)) for user in (officer, auditor))

    known = [
        ("基本協定", "", ""),
        ("義務と提出物", "まだのもの2件", "1件超過"),
        ("モニタリング", "", ""),
        ("監査資料", "", ""),
    ]
    assert _papers(officers) == [("次の指定のスケジュールを立てる", "", ""), *known]
    assert _papers(auditors) == known


def test_a_road_under_way_says_what_is_next(officer, catalogues, client_of):
    designation = make_designation(last_on=date(2028, 3, 31))

    road, *_ = _papers(client_of(officer).get(_page(designation.pk)))

    assert road == ("指定スケジュール", "次は、方針決定　4月30日（金）まで", "予定どおり")


@pytest.mark.parametrize(
    ("on", "told"),
    [("2026-09-30", False), ("2026-10-01", True), ("2026-10-31", True), ("2026-11-01", False)],
)
def test_a_suspension_shows_on_top_of_the_stage(officer, client_of, on, told):
    designation = make_designation()
    make_measure(
        designation,
        MeasureKind.SUSPENSION_PART,
        first_on=date(2026, 10, 1),
        last_on=date(2026, 10, 31),
        heard_on=date(2026, 9, 20),
    )

    with time_machine.travel(f"{on}T12:00:00+09:00", tick=False):
        client = client_of(officer)
        (line,) = _lines(client.get(DESIGNATIONS))
        page = client.get(_page(designation.pk))

    assert (line.stage.label, line.suspension) == ("指定期間中", "業務停止（一部）" if told else "")
    assert ("業務停止（一部）" in words_of(page)) is told
