from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from common.certainty import Certainty
from designated_managers.actions import decide_direct_return, state_sources
from designated_managers.choices import MeasureKind
from designated_managers.models import Designation, Obligation
from tests.api import Api
from tests.designated_managers.web.designations import (
    DESIGNATIONS,
    NEW,
    TERM_AFTER,
    TODAY,
    designation_page,
    listed,
    return_page,
)
from tests.factories.accounts import make_group
from tests.factories.agreements import designation_of, make_agreement
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.monitoring import make_measure
from tests.factories.roads import make_session
from tests.factories.submissions import make_monthly
from tests.pages import links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday_in_november")]


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

    response = client_of(officer).get(designation_page(designation.pk))

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

    response = client_of(officer).get(designation_page(designation.pk))

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
        page = client_of(officer).get(designation_page(designation.pk))

    assert words in words_of(page)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2027-03-30", "令和11年3月31日まで。残り1日令和9年4月1日に効力がなくなります。"),
        ("2027-03-31", "令和11年3月31日まで。きょうまでです令和9年4月1日に効力がなくなります。"),
        ("2027-04-01", "令和11年3月31日まで令和9年4月1日に効力がなくなりました。"),
    ],
)
def test_a_revocation_that_lies_ahead_is_told_as_such_and_ends_the_time_left(officer, client_of, on, told):
    designation = make_designation(revoked_on=date(2027, 4, 1))

    with time_machine.travel(f"{on}T12:00:00+09:00", tick=False):
        client = client_of(officer)
        page = client.get(designation_page(designation.pk))
        (line,) = listed(client.get(DESIGNATIONS))

    assert told in words_of(page)
    assert line.remaining == page.context["story"].remaining


def test_before_anything_is_decided_the_page_offers_both_ways_on(officer, auditor, client_of):
    designation = make_designation()

    officers, auditors = (
        client_of(user).get(designation_page(designation.pk)) for user in (officer, auditor)
    )

    acts = {
        "次の指定を登録": f"{NEW}?previous={designation.pk}",
        "直営に戻すと決める": return_page(designation.pk),
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

    first, second = (links_of(client.get(designation_page(pk))) for pk in (before.pk, after.pk))

    assert first["次の指定（次の協議会）"] == designation_page(after.pk)
    assert "直営に戻すと決める" not in first
    assert second["前の協議会"] == designation_page(before.pk)


def test_while_rivals_follow_the_page_names_the_furthest_and_takes_another(officer, client_of):
    before = make_designation()
    bare: dict[str, Any] = {"voted_on": None, "vote_result": "", "designated_on": None, "announced_on": None}
    both: dict[str, Any] = {"centre": before.centre, "previous": before, **TERM_AFTER}
    failed: dict[str, Any] = {**bare, "voted_on": TODAY, "vote_result": "rejected"}
    client = client_of(officer)

    make_designation(**both, **failed, organisation=make_organisation("否決の協議会"))
    none_left = client.get(designation_page(before.pk))
    make_designation(**both, **bare, organisation=make_organisation("甲協議会"))
    second = make_designation(
        **both, **bare, organisation=make_organisation("乙協議会"), candidate_decided_on=date(2026, 11, 5)
    )
    rivals = client.get(designation_page(before.pk))
    answered = Api(officer).get(f"designations/{before.pk}/").json()

    another = {"次の指定を登録": f"{NEW}?previous={before.pk}"}
    assert "次の指定も、直営に戻すことも、まだ決まっていません。" in words_of(none_left)
    assert another.items() <= links_of(none_left).items()
    assert "次の指定（乙協議会）まだ指定していません。" in words_of(rivals)
    assert another.items() <= links_of(rivals).items()
    assert answered["next"] == second.pk


@pytest.mark.usefixtures("catalogues")
def test_how_the_body_was_found_and_in_which_session_stand_at_the_head(roles, officer, client_of):
    found: dict[str, Any] = {
        "selection_kind": "direct",
        "direct_reason": "地域に根ざした団体に任せるため",
        "session": make_session(),
    }
    member = make_group(make_centre(), **found, bundle_name="見本一括")
    designation = Designation.objects.get()
    pages = [designation_page(designation.pk), f"/bundles/{designation.bundle_id}/"]

    told = [words_of(client_of(officer).get(page)) for page in pages]
    groups = words_of(client_of(member).get(pages[0]))

    head = "選定の方法非公募理由：地域に根ざした団体に任せるため議決する会期令和8年12月定例会"
    assert [head in text for text in told] == [True, True]
    assert [word for word in ("非公募", "根ざした", "会期") if word in groups] == []


def test_a_decided_return_is_told_with_day_and_reason(officer, client_of):
    designation = make_designation()
    decide_direct_return(
        designation.pk, decided_on=date(2026, 11, 20), reason="引き受ける団体がないため", on=TODAY
    )

    page = client_of(officer).get(designation_page(designation.pk))

    assert "期間のあとは、市の直営に戻します。令和8年11月20日に決めました。" in words_of(page)
    assert "理由：引き受ける団体がないため" in words_of(page)
    assert "直営に戻すと決める" not in links_of(page)


def test_centres_decided_together_are_named(officer, client_of):
    west = make_designation(bundle_name="令和6年度 一括")
    south = make_designation(centre=make_centre("南市民センター"), bundle_name="令和6年度 一括")

    page = client_of(officer).get(designation_page(west.pk))

    assert "一括令和6年度一括" in words_of(page)
    assert links_of(page)["南市民センター"] == designation_page(south.pk)


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
            with django_assert_num_queries(11):
                client.get(designation_page(designation.pk))


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

    officers, auditors = (
        client_of(user).get(designation_page(designation.pk)) for user in (officer, auditor)
    )

    known = [
        ("基本協定", "", ""),
        ("義務と提出物", "まだのもの2件", "1件超過"),
        ("モニタリング", "", ""),
        ("監査資料", "", ""),
    ]
    assert _papers(officers) == [("次の指定のスケジュールを立てる", "", ""), *known]
    assert _papers(auditors) == known


@pytest.mark.parametrize(("agreed_on", "led"), [(None, False), (date(2026, 3, 25), True)])
def test_a_group_is_led_to_the_agreement_once_it_is_signed(roles, catalogues, client_of, agreed_on, led):
    centre = make_centre()
    member = make_group(centre, agreed_on=None)
    own = member.memberships.get().organisation.designations.get()
    agreement = make_agreement(designation=own, agreed_on=agreed_on)

    page = client_of(member).get(designation_page(own.pk))

    assert (f"/agreements/{agreement.pk}/" in links_of(page).values()) == led


def test_a_road_under_way_says_what_is_next(officer, catalogues, client_of):
    designation = make_designation(last_on=date(2028, 3, 31))

    road, *_ = _papers(client_of(officer).get(designation_page(designation.pk)))

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
        (line,) = listed(client.get(DESIGNATIONS))
        page = client.get(designation_page(designation.pk))

    assert (line.stage.label, line.suspension) == ("指定期間中", "業務停止（一部）" if told else "")
    assert ("業務停止（一部）" in words_of(page)) is told
