"""The pages of roads and of the council's sessions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from designated_managers import actions
from designated_managers.models import CouncilSession, Road, RoadStepType
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.factories.roads import NO_DAYS as UNKNOWN_DAYS
from tests.factories.roads import make_road, make_session, record, step_of
from tests.pages import links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

TODAY = date(2026, 11, 23)
NO_DAYS = {"bills_by": "", "late_bills_by": "", "opens_on": "", "votes_on": "", "closes_on": ""}
NEEDS = {"ordinance": "no", "ordinance_reason": "設置条例に規定がある", "debt": "unknown", "fees": "unknown"}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel("2026-11-23 09:00 +0900", tick=False):
        yield


@pytest.fixture
def staff(officer, client_of):
    return client_of(officer)


@pytest.fixture
def pictured():
    """The road of the picture: the committee came 19 days late, the draft of the bill is 10 days over."""
    road = make_road(centre=make_centre("桜木市民センター"), session=make_session())
    record(road, "policy", done_on=date(2026, 4, 24))
    record(road, "application", done_on=date(2026, 8, 31), note="7月1日から62日間")
    make_designation(
        centre=road.centre,
        first_on=road.first_on,
        last_on=date(2032, 3, 31),
        voted_on=None,
        vote_result="",
        designated_on=None,
        announced_on=None,
        committee_on=date(2026, 11, 18),
    )
    record(road, "provisional_agreement", done_on=date(2026, 11, 20))
    record(road, "bill_draft", expected_on=date(2026, 11, 27), note="選定委員会が遅れたため")
    return road


def test_the_page_says_which_step_is_late_and_what_still_works(staff, pictured):
    page = staff.get(reverse("road", args=[pictured.pk]))

    words = words_of(page)
    for said in (
        "桜木市民センター指定スケジュール",
        "令和9年4月1日（木）の初日から、さかのぼって決めた期限です。",
        "議案の原稿を法務担当へ提出が10日過ぎています",
        "12月定例会（12月18日（金）議決）に間に合わせるには、11月27日（金）までに追加議案として提出してください。",
        "12月定例会（追加議案）104日12月18日（金）議決いまの計画",
        "1月臨時会69日1月22日（金）議決（見込み）招集が必要",
        "3月定例会13日3月19日（金）議決（見込み）必要な30日に17日足りません",
        "必要な引継ぎ日数30日",
        "12月定例会の議決地方自治法第244条の2第6項",
        "10日超過",
        "12日遅れ",
        "7日早い",
    ):
        assert said in words, said
    act = links_of(page)["追加議案として進める"]
    assert act == f"{reverse('road-replan', args=[pictured.pk])}?session={pictured.session_id}&late_bill=on"


def test_the_button_leads_to_a_plan_of_its_own_and_the_old_one_stays(staff, pictured):
    address = f"{reverse('road-replan', args=[pictured.pk])}?session={pictured.session_id}&late_bill=on"
    form = staff.get(address).context["form"]
    sent = {
        "first_on": "2027-04-01",
        "selection_kind": "open",
        "session": form["session"].value(),
        "late_bill": "on",
        "reason": "委員会が遅れたため",
        "version": form["version"].value(),
        **NEEDS,
    }

    done = staff.post(address, sent, follow=True)

    assert form["late_bill"].value() is True
    assert "計画を見直しました第2版です。前の版は残っています。" in words_of(done)
    assert "議案の原稿を法務担当へ提出が3日過ぎています" in words_of(done)
    assert (
        "12月定例会（12月18日（金）議決）の議案の提出期限は11月27日（金）（あと4日）です。それまでに「議案の原稿を法務担当へ提出」からの段階が終わらないときは、会期を変えてください。"
        in words_of(done)
    )
    assert "1月臨時会に変える" in links_of(done)
    old = words_of(staff.get(reverse("road-plan", args=[pictured.pk, 1])))
    assert "第1版の計画" in old
    assert "令和8年11月20日" in old
    assert staff.get(reverse("road-plan", args=[pictured.pk, 9])).status_code == 404


def test_a_form_that_was_opened_before_a_change_is_not_taken(staff, pictured):
    address = reverse("road-replan", args=[pictured.pk])
    seen = staff.get(address).context["form"]["version"].value()
    actions.replan_road(pictured.pk, reason="先に", on=TODAY, late_bill=True)

    refused = staff.post(
        address,
        {"first_on": "2027-04-01", "selection_kind": "open", "session": pictured.session_id, "reason": "後から", "version": seen, **NEEDS},
    )  # fmt: skip

    assert refused.status_code == 409
    assert "開き直して" in words_of(refused)


def test_when_december_is_over_the_next_session_is_offered(officer, client_of, pictured):
    with time_machine.travel("2026-11-28 09:00 +0900", tick=False):
        words = words_of(client_of(officer).get(reverse("road", args=[pictured.pk])))

    assert (
        "12月定例会には、もう間に合いません。1月臨時会（1月22日（金）議決）を招集すれば、1月14日（木）までに提出して、初日まで69日あります。"
        in words
    )
    assert "1月臨時会に変える" in words


def test_when_no_session_is_left_the_city_bridges_to_a_later_first_day(officer, client_of, pictured):
    with time_machine.travel("2027-03-06 09:00 +0900", tick=False):
        page = client_of(officer).get(reverse("road", args=[pictured.pk]))

    assert (
        "初日までに議決できる会期はもうありません。市が直接運営してつなぎ、初日を令和9年8月1日にすると、6月定例会（6月24日（木）議決）から38日あります。"
        in words_of(page)
    )
    assert "first_on=2027-08-01" in links_of(page)["初日を変える"]


# The committee's last day is 6 November, the deadline for bills the 20th.
@pytest.mark.parametrize(
    ("day", "still_fits"), [("2026-11-05", True), ("2026-11-06", True), ("2026-11-07", False)]
)
def test_the_page_says_it_still_fits_only_while_the_open_step_has_its_day(
    officer, client_of, day, still_fits
):
    road = make_road(session=make_session())
    record(road, "application", done_on=date(2026, 10, 1))
    record(road, "committee", expected_on=date(2026, 11, 9))

    with time_machine.travel(f"{day} 09:00 +0900", tick=False):
        words = words_of(client_of(officer).get(reverse("road", args=[road.pk])))

    assert ("まだ間に合います" in words) is still_fits
    assert ("それまでに「選定委員会の答申」からの段階が終わらないとき" in words) is not still_fits


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("continued", "12月定例会では継続審査になりました。"),
        (
            "",
            "議決していれば、指定のページに議決日と結果を入力してください。12月定例会で議決していないときは、会期を変えます。",
        ),
    ],
)
def test_a_bill_that_is_not_passed_when_the_session_is_over_is_led_to_the_next(
    officer, client_of, pictured, result, said
):
    bill = pictured.designations.get()
    facts: dict[str, Any] = {
        "candidate_decided_on": date(2026, 11, 19),
        "bill_submitted_on": date(2026, 11, 20),
    }
    vote: dict[str, Any] = {"voted_on": date(2026, 12, 18) if result else None, "vote_result": result}
    actions.change_designation(bill.pk, on=date(2026, 12, 18), **facts, **vote)
    address = reverse("road", args=[pictured.pk])

    with time_machine.travel("2026-12-18 09:00 +0900", tick=False):
        on_the_day = words_of(client_of(officer).get(address))
    with time_machine.travel("2026-12-19 09:00 +0900", tick=False):
        page = client_of(officer).get(address)

    way_out = (
        "1月臨時会（1月22日（金）議決）を招集すれば、1月14日（木）までに提出して、初日まで69日あります。"
    )
    assert f"{said}{way_out}" in words_of(page)
    assert "1月臨時会に変える" in links_of(page)
    assert way_out not in on_the_day


def test_the_extra_session_of_a_later_first_day_has_to_be_called(officer, client_of):
    road = make_road(centre=make_centre(), first_on=date(2026, 7, 1), on=date(2026, 1, 5))

    with time_machine.travel("2026-06-25 09:00 +0900", tick=False):
        words = words_of(client_of(officer).get(reverse("road", args=[road.pk])))

    assert "8月臨時会（8月4日（火）議決、招集が必要）から58日あります。" in words


def test_a_step_is_recorded_on_its_page(staff):
    road = make_road()
    call = step_of(road, "call")
    address = reverse("road-step", args=[call.pk])
    version = staff.get(address).context["form"]["version"].value()

    done = staff.post(
        address,
        {"expected_on": "", "done_on": "2026-08-20", "note": "市報8月号", "version": version},
        follow=True,
    )
    future = staff.post(address, {"expected_on": "", "done_on": "2026-11-24", "note": ""})

    assert "「募集要項の公表」を記録しました" in words_of(done)
    assert "予定どおり" in words_of(done)
    assert "市報8月号" in words_of(done)
    assert future.status_code == 422
    assert "済んだ日は、きょうまでの日にしてください。" in words_of(future)


def test_what_the_designation_answers_has_no_day_to_fill_in(staff):
    page = staff.get(reverse("road-step", args=[step_of(make_road(), "vote").pk]))

    assert "done_on" not in page.context["form"].fields
    assert "指定の「可決の日（専決処分の日を含む）」を入力すると済みになります。" in words_of(page)


def test_a_road_is_opened_from_the_end_of_a_designation(staff):
    before = make_designation(last_on=date(2030, 3, 31), on=TODAY)
    address = f"{reverse('road-new')}?previous={before.pk}"
    form = staff.get(address).context["form"]

    done = staff.post(
        address,
        {"centre": before.centre_id, "previous": before.pk, "first_on": "2030-04-01", "selection_kind": "direct", "session": "", "internal_notes": "", **NEEDS},
        follow=True,
    )  # fmt: skip

    assert form["first_on"].value() == date(2030, 4, 1)
    assert "令和11年12月定例会で議決する計画です。" in words_of(done)
    assert Road.objects.get().previous == before


def test_a_session_is_named_with_its_year_wherever_a_road_goes_through_it(staff):
    road = make_road(session=make_session())
    days = {"bills_by": date(2027, 1, 14), "opens_on": date(2027, 1, 20), "votes_on": date(2027, 1, 22)}
    called = make_session(
        kind="extraordinary", year=2027, number=1, popular_name="", **{**UNKNOWN_DAYS, **days}
    )
    actions.replan_road(road.pk, reason="見本", on=TODAY, session=called)
    other = make_road(session=CouncilSession.objects.get(popular_name="12月定例会"))

    lines = staff.get(reverse("road-list")).context["listing"].page.object_list
    shown, plan = (
        words_of(staff.get(address))
        for address in (reverse("road", args=[road.pk]), reverse("road-plan", args=[road.pk, 1]))
    )
    offered = [label for _, label in staff.get(reverse("road-new")).context["form"].fields["session"].choices]

    assert {line.pk: line.session for line in lines} == {
        road.pk: "令和9年第1回臨時会",
        other.pk: "令和8年12月定例会",
    }
    assert "いまの計画会期令和9年第1回臨時会" in shown
    assert "令和8年12月定例会" in plan
    assert [label for label in offered if label.startswith("令和8年12")] == [
        "令和8年12月定例会（12月18日（金）議決）"
    ]


def test_what_was_noted_of_a_road_and_of_a_session_is_read(staff):
    road = make_road(session=make_session(notes="見本の備考"), internal_notes="見本の内部メモ")

    shown, listed = (
        words_of(staff.get(address))
        for address in (reverse("road", args=[road.pk]), reverse("council-session-list"))
    )

    assert "内部メモ市の職員だけが見ますメモを直す見本の内部メモ" in shown
    assert "12月定例会見本の備考" in listed


def test_everything_wrong_with_a_new_road_stands_at_its_field(staff):
    refused = staff.post(reverse("road-new"), {"ordinance": "no", "debt": "unknown", "fees": "unknown"})

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"centre", "first_on", "selection_kind", "ordinance_reason"}


def test_the_memo_of_a_road_is_written_and_taken_away_later(staff):
    road = make_road(internal_notes="見本のメモ")
    address = reverse("road-notes", args=[road.pk])

    version = staff.get(address).context["form"]["version"].value()
    written = staff.post(address, {"internal_notes": "電話で確認中", "version": version}, follow=True)
    stale = staff.post(address, {"internal_notes": "古い画面から", "version": version})

    assert "電話で確認中" in words_of(written)
    assert stale.status_code == 409
    road.refresh_from_db()
    assert road.internal_notes == "電話で確認中"


def test_a_road_is_given_up_with_its_reason(staff):
    road = make_road()
    address = reverse("road-drop", args=[road.pk])

    without = staff.post(address, {"reason": ""})
    done = staff.post(address, {"reason": "直営に戻すため"}, follow=True)
    again = staff.get(address, follow=True)

    assert without.status_code == 422
    assert "令和8年11月23日に取りやめました。直営に戻すため" in words_of(done)
    assert "この指定スケジュールは、取りやめています" in words_of(again)


def test_a_road_that_ends_in_direct_management_says_so_and_nothing_else(staff):
    before = make_designation(last_on=date(2027, 3, 31), on=TODAY)
    road = Road.objects.get()
    actions.decide_direct_return(before.pk, decided_on=TODAY, reason="見本", on=TODAY)

    page = staff.get(reverse("road", args=[road.pk]))

    words = words_of(page)
    assert "直営に戻すと決めたので、続けません。" in words
    assert (page.context["page"].trouble, page.context["page"].to_do) == (None, ())
    assert not {"計画を見直す", "日付を直す", "取りやめる"} & set(links_of(page))


def test_the_list_shows_what_goes_on_and_is_narrowed(staff, pictured):
    other = make_road(centre=make_centre("三丘市民センター"), first_on=date(2028, 4, 1))
    gone = make_road(centre=make_centre("長穂市民センター"))
    actions.drop_road(gone.pk, reason="見本", on=TODAY)

    def listed(**asked):
        page = staff.get(reverse("road-list"), asked)
        return [line.centre for line in page.context["listing"].page.object_list]

    assert listed() == ["桜木市民センター", "三丘市民センター"]
    assert listed(late="on") == ["桜木市民センター"]
    assert listed(centre=other.centre_id) == ["三丘市民センター"]
    assert listed(session=other.session_id) == ["三丘市民センター"]
    assert listed(selection="direct") == []
    assert len(listed(ended="on")) == 3


def test_a_session_is_entered_and_its_real_days_move_the_roads(staff):
    road = make_road()
    address = reverse("council-session-edit", args=[road.session_id])
    version = staff.get(address).context["form"]["version"].value()
    sent = {"kind": "regular", "year": "令和8年", "number": "4", "popular_name": "12月定例会", "window": "december", "notes": "", **NO_DAYS, "bills_by": "2026-11-16", "version": version}  # fmt: skip

    done = staff.post(address, sent, follow=True)
    wrong = staff.post(reverse("council-session-new"), {**sent, "year": "いつか", "number": ""})

    assert "12月定例会を保存しました" in words_of(done)
    assert CouncilSession.objects.get().bills_by == date(2026, 11, 16)
    assert road.plans.count() == 2
    assert "令和8年12月18日見込み" in words_of(staff.get(reverse("council-session-list")))
    assert wrong.status_code == 422
    assert "year" in wrong.context["form"].errors


def test_a_session_that_was_never_filled_in_is_over_with_its_year(officer, client_of):
    road = make_road()

    def listed(day: str) -> list[int]:
        with time_machine.travel(f"{day} 09:00 +0900", tick=False):
            page = client_of(officer).get(reverse("council-session-list"))
        return [line.pk for line in page.context["listing"].page.object_list]

    assert listed("2026-12-31") == [road.session_id]
    assert listed("2027-01-01") == []


def test_a_session_is_called_by_both_its_names_where_it_has_two(staff):
    make_road(session=make_session())
    plain = make_session(kind="extraordinary", number=1, popular_name="", **UNKNOWN_DAYS, year=2027)

    subject = staff.get(reverse("council-session-edit", args=[plain.pk])).context["subject"]
    offered = staff.get(reverse("road-list")).context["filters"].form["session"].field.choices

    assert subject == "令和9年第1回臨時会"
    assert "令和8年第4回定例会（12月定例会）" in [str(name) for _, name in offered]


def test_why_no_ordinance_is_amended_stands_at_its_steps_whatever_they_are_called(staff):
    RoadStepType.objects.filter(code="ordinance_vote").update(name="議会の同意")
    RoadStepType.objects.filter(code="debt_act").update(name="条例によらない負担")
    road = make_road(debt="no")

    words = words_of(staff.get(reverse("road", args=[road.pk])))

    assert "議会の同意（設置条例に規定がある）" in words
    assert "条例によらない負担（" not in words


@pytest.mark.parametrize(("debt", "offered"), [("no", False), ("unknown", True)])
def test_a_road_that_has_arrived_is_replanned_only_for_what_was_left_open(officer, client_of, debt, offered):
    road = make_road(session=make_session(), debt=debt, fees="no")
    make_designation(centre=road.centre, first_on=road.first_on, last_on=date(2032, 3, 31), on=TODAY)

    with time_machine.travel("2027-04-01 09:00 +0900", tick=False):
        page = client_of(officer).get(reverse("road", args=[road.pk]))

    assert page.context["page"].arrived
    assert ("計画を見直す" in links_of(page)) is offered


def test_a_session_is_entered_from_nothing(staff):
    sent = {"kind": "extraordinary", "year": "令和9年", "number": "1", "popular_name": "", "window": "", "notes": "", **NO_DAYS, "opens_on": "2027-02-02", "votes_on": "2027-02-02", "closes_on": "2027-02-02"}  # fmt: skip

    done = staff.post(reverse("council-session-new"), sent, follow=True)

    assert "令和9年第1回臨時会を登録しました" in words_of(done)


def test_a_group_opens_none_of_it(client_of):
    road = make_road()
    member = make_group(road.centre)

    addresses = [
        reverse("road-list"),
        reverse("road", args=[road.pk]),
        reverse("road-days", args=[road.pk]),
        reverse("road-step", args=[step_of(road, "policy").pk]),
        reverse("road-plan", args=[road.pk, 1]),
        reverse("council-session-list"),
    ]

    assert {client_of(member).get(address).status_code for address in addresses} == {403}


def test_an_auditor_reads_and_changes_nothing(auditor, client_of, pictured):
    browser = client_of(auditor)
    step = step_of(pictured, "call")

    assert browser.get(reverse("road", args=[pictured.pk])).status_code == 200
    assert browser.post(reverse("road-step", args=[step.pk]), {"done_on": "2026-08-20"}).status_code == 403
    assert browser.get(reverse("road-replan", args=[pictured.pk])).status_code == 403
    assert "追加議案として進める" not in words_of(browser.get(reverse("road", args=[pictured.pk])))
