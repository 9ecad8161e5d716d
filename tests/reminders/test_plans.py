"""Plans of reminders: changed for the city and for one centre, taken back, and what the nights after it ring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from centres.actions import change_centre
from common.acting import acting
from common.db.catalogue_rows import Origin
from common.db.history import Stale, version_of
from reminders.actions import (
    CannotChangePlan,
    change_centre_plan,
    change_plan,
    remove_centre_plan,
    return_to_shipped,
    set_centre_plan,
)
from reminders.models import CentreLeadTime, LeadTime, Notice
from reminders.queries.plans import plans_in_force
from reminders.rules.plans import PlanText
from tests.factories.accounts import make_user
from tests.factories.centres import make_holding, make_post
from tests.reminders.conftest import make_contract, night
from tests.reminders.test_foretelling import every_letter_arrives

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

SHIPPED = PlanText(stages="6m 3m 1m 0m", overdue_every=7, chief_after=14, manager_after=30)

EARLIER = replace(SHIPPED, stages="8m 4m 0m")

DUE = date(2027, 3, 31)


def codes(plan: PlanText) -> list[str]:
    return [stage.code for stage in plan.read(None).stages]


def plan_of(code: str, centre_id: int | None = None) -> list[str]:
    return [stage.code for stage in plans_in_force().of(code, centre_id).stages]


def refused(act) -> dict[str, str]:
    """What an act says when it is refused, by field."""
    with pytest.raises(CannotChangePlan) as told:
        act()
    return {problem.field: problem.message for problem in told.value.problems}


def test_the_first_change_is_the_citys_row_and_the_second_changes_that_row(chief):
    with acting(door="web", user_id=chief.pk):
        first = change_plan("contract", plan=EARLIER, reason="予算の要求が早まったため")
        second = change_plan("contract", plan=replace(EARLIER, stages="9m 0m"), reason="さらに早まったため")

    rows = LeadTime.objects.filter(code="contract").order_by("origin")
    history = LeadTime.history.filter(code="contract", origin=Origin.CITY).order_by("history_id")
    assert (first.pk, [row.stages for row in rows]) == (second.pk, ["9m 0m", "6m 3m 1m 0m"])
    assert [
        (row.history_type, row.stages, row.history_change_reason, row.history_user) for row in history
    ] == [
        ("+", "8m 4m 0m", "予算の要求が早まったため", chief),
        ("~", "9m 0m", "さらに早まったため", chief),
    ]


def test_returning_to_the_shipped_plan_keeps_the_history(chief):
    change_plan("contract", plan=EARLIER, reason="予算の要求が早まったため")
    with acting(door="web", user_id=chief.pk):
        return_to_shipped("contract", reason="要求の時期が元に戻ったため")

    last = LeadTime.history.filter(code="contract").order_by("history_id").last()
    assert plan_of("contract") == codes(SHIPPED)
    assert (last.history_type, last.stages, last.history_change_reason, last.history_user) == (
        "-",
        "8m 4m 0m",
        "要求の時期が元に戻ったため",
        chief,
    )


def test_whoever_changes_the_citys_row_again_has_seen_the_shipped_one_as_it_is():
    change_plan("contract", plan=EARLIER, reason="見本")
    LeadTime.objects.filter(code="contract", origin=Origin.SHIPPED).update(shipped_digest="changed")
    underneath = set(LeadTime.objects.changed_underneath().values_list("code", flat=True))

    change_plan("contract", plan=replace(EARLIER, stages="9m 0m"), reason="見本")

    assert underneath == {"contract"}
    assert not LeadTime.objects.changed_underneath().exists()


def test_a_centre_has_its_own_plan_in_front_of_the_citys_until_it_is_taken_back(centre, other_centre):
    change_plan("contract", plan=EARLIER, reason="見本")
    own = set_centre_plan(
        "contract", centre=centre, plan=replace(SHIPPED, stages="12m 0m"), reason="山あいのため"
    )
    at_first = plan_of("contract", centre.pk)
    change_centre_plan(own.pk, plan=replace(SHIPPED, stages="10m 0m"), reason="長すぎたため")
    then = plan_of("contract", centre.pk)
    elsewhere = plan_of("contract", other_centre.pk)

    remove_centre_plan(own.pk, reason="業者が替わったため")

    history = CentreLeadTime.history.order_by("history_id")
    assert (at_first, then, elsewhere) == (["12m", "0m"], ["10m", "0m"], codes(EARLIER))
    assert plan_of("contract", centre.pk) == codes(EARLIER)
    assert [(row.history_type, row.history_change_reason) for row in history] == [
        ("+", "山あいのため"),
        ("~", "長すぎたため"),
        ("-", "業者が替わったため"),
    ]


def test_everything_that_is_wrong_is_told_at_once_each_at_its_field():
    broken = PlanText("0d 7d", monthly="毎日", overdue_every=7, chief_after=14, manager_after=7)

    assert refused(lambda: change_plan("inspection", plan=broken, reason=" ")) == {
        "stages": "通知の時期「0d 7d」は、早いものから順に、重ならないように書いてください。",
        "monthly": "通知の時期「毎日」が読めません。30d（30日前）や 6m（6か月前）のように書いてください。",
        "manager_after": "課長に知らせる日は、係長に知らせる日より後にしてください。",
        "reason": "理由を入力してください。",
    }
    assert not LeadTime.objects.filter(origin=Origin.CITY).exists()


def test_a_change_that_changes_nothing_is_refused(centre):
    own = set_centre_plan("contract", centre=centre, plan=EARLIER, reason="見本")
    sentence = {"": "いまの時期と同じです。変えるところを直してください。"}

    assert refused(lambda: change_plan("contract", plan=SHIPPED, reason="見本")) == sentence
    assert refused(lambda: change_centre_plan(own.pk, plan=EARLIER, reason="見本")) == sentence


def test_what_the_city_has_not_changed_is_not_taken_back():
    assert refused(lambda: return_to_shipped("contract", reason="見本")) == {
        "": "この種類は、市で変えていません。標準の時期のとおりです。"
    }


def test_nothing_is_taken_back_without_a_reason(centre):
    change_plan("contract", plan=EARLIER, reason="見本")
    own = set_centre_plan("contract", centre=centre, plan=SHIPPED, reason="見本")
    sentence = {"reason": "理由を入力してください。"}

    assert refused(lambda: return_to_shipped("contract", reason="")) == sentence
    assert refused(lambda: remove_centre_plan(own.pk, reason="")) == sentence
    assert plan_of("contract") == codes(EARLIER)


def test_a_centre_has_one_plan_of_a_kind(centre):
    set_centre_plan("contract", centre=centre, plan=EARLIER, reason="見本")

    again = refused(lambda: set_centre_plan("contract", centre=centre, plan=SHIPPED, reason="見本"))

    assert again == {"centre": "見本市民センターには、もう独自の時期があります。一覧から変えてください。"}
    assert refused(lambda: set_centre_plan("nothing", centre=centre, plan=SHIPPED, reason="見本")) == {
        "": "「nothing」という種類はありません。"
    }


def test_a_plan_that_somebody_changed_meanwhile_is_not_written_over():
    seen = version_of(LeadTime.objects.get(code="contract"))
    change_plan("contract", plan=EARLIER, reason="見本", expected_version=seen)

    with pytest.raises(Stale):
        change_plan("contract", plan=SHIPPED, reason="見本", expected_version=seen)
    with pytest.raises(Stale):
        return_to_shipped("contract", reason="見本", expected_version=seen)


@pytest.fixture
def officer_told(centre, post):
    """An officer who was told of a contract three months ahead, as the shipped plan says."""
    officer = make_user("tanto", "市民センター担当", email="tanto@example.jp")
    change_centre(centre.pk, post_in_charge=post)
    make_holding(post, officer)
    make_contract([centre], last_on=DUE)
    night(date(2026, 12, 28))
    every_letter_arrives()
    assert rung() == ["3m"]
    return officer


def rung() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("stage", flat=True))


@pytest.mark.parametrize(
    ("stages", "the_night_after", "in_the_end"),
    [
        # Farther away than what was told, and passed: nothing less after more.
        ("4m 1m 0m", ["3m"], ["3m", "1m", "0m"]),
        # The same day under another name.
        ("91d 30d 0d", ["3m"], ["3m", "30d", "0d"]),
        # Nearer, and passed already: told at once.
        ("85d 0d", ["3m", "85d"], ["3m", "85d", "0d"]),
        ("2m 0d", ["3m"], ["3m", "2m", "0d"]),
    ],
)
def test_after_a_change_only_what_was_not_told_yet_rings_and_the_next_is_not_lost(
    officer_told, stages, the_night_after, in_the_end
):
    change_plan("contract", plan=replace(SHIPPED, stages=stages), reason="見本")

    night(date(2027, 1, 5))
    every_letter_arrives()
    after = rung()
    for day in (date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 1), DUE):
        night(day)
        every_letter_arrives()

    assert (after, rung()) == (the_night_after, in_the_end)


def test_after_a_change_somebody_who_was_told_nothing_is_told_what_stands(officer_told, post):
    change_plan("contract", plan=replace(SHIPPED, stages="4m 1m 0m"), reason="見本")
    deputy = make_user("hojo", "市民センター担当")
    post.holdings.create(user=deputy, first_on=date(2027, 1, 5), is_deputy=True)

    night(date(2027, 1, 5))

    assert list(Notice.objects.order_by("rung_on", "recipient").values_list("stage", "recipient")) == [
        ("3m", officer_told.pk),
        ("4m", deputy.pk),
    ]


def test_past_the_due_day_other_turns_ring_from_the_next_on_and_the_chief_hears_at_once(officer_told, post):
    chief = make_user("kakari", "係長・課長")
    above = make_post("係長", level="chief")
    make_holding(above, chief)
    post.superior = above
    post.save()
    for day in (DUE, date(2027, 4, 7)):
        night(day)
        every_letter_arrives()
    change_plan("contract", plan=replace(SHIPPED, overdue_every=5, chief_after=5), reason="見本")

    night(date(2027, 4, 8))
    night(date(2027, 4, 12))

    assert list(Notice.objects.order_by("rung_on", "recipient").values_list("stage", "recipient")) == [
        ("3m", officer_told.pk),
        ("0m", officer_told.pk),
        ("+7d", officer_told.pk),
        ("+5d", chief.pk),
        ("+10d", officer_told.pk),
        ("+10d", chief.pk),
    ]


def test_a_plan_of_one_centre_rings_there_alone(officer_told, centre, other_centre, post):
    change_centre(other_centre.pk, post_in_charge=post)
    make_contract([other_centre], name="見本警備業務", last_on=DUE)
    set_centre_plan("contract", centre=centre, plan=replace(SHIPPED, stages="85d 0d"), reason="見本")

    night(date(2027, 1, 5))

    assert list(Notice.objects.order_by("centre__code", "pk").values_list("centre__name", "stage")) == [
        ("見本市民センター", "3m"),
        ("見本市民センター", "85d"),
        ("見本東市民センター", "3m"),
    ]
