"""The acts on renewal projects: all of it or nothing, and what was planned stays."""

from __future__ import annotations

from datetime import date

import pytest

from common.db.history import Stale, version_of
from common.partial_dates import parse
from common.problems import Refused
from facilities.actions import (
    PlanDraft,
    cancel_project,
    change_building,
    change_project,
    open_project,
    plan_project,
    record_milestone,
    resume_project,
    take_back_opening,
)
from facilities.choices import BuildingPart, ProjectKind, ProjectStage
from facilities.models import Building, PlannedCost, ProjectPlan, RenewalProject
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.projects import ENTERED_ON as ON
from tests.factories.projects import make_plan, make_project, reach

pytestmark = pytest.mark.django_db

REPLACES, CREATES, WORKS_ON = BuildingPart.REPLACES, BuildingPart.CREATES, BuildingPart.WORKS_ON


def refusal(act) -> list[tuple[str, str]]:
    """What the act was refused with: field and sentence of each problem."""
    with pytest.raises(Refused) as refused:
        act()
    return [(problem.field, problem.message) for problem in refused.value.problems]


def stage_of(project: RenewalProject) -> str:
    (stage,) = [s for s in ProjectStage if RenewalProject.objects.at_stage(s, ON).filter(pk=project.pk)]
    return stage


@pytest.fixture
def centre(db):
    return make_centre()


@pytest.fixture
def old(centre):
    return make_building("旧館", centre=centre, built_on=parse("昭和45年"))


@pytest.fixture
def new(centre):
    return make_building("新館", centre=centre)


@pytest.fixture
def rebuild(centre, old, new):
    """A rebuild that is built and waits to be opened."""
    project = make_project(centre=centre, buildings=[(old, REPLACES), (new, CREATES)])
    reach(project, "start", "令和7年4月1日")
    reach(project, "completion", "令和8年10月")
    return project


def test_a_project_begins_with_every_step_and_its_new_building_waits(centre, old, new):
    project = make_project(centre=centre, buildings=[(old, REPLACES), (new, CREATES)])

    new.refresh_from_db()
    steps = [milestone.get_step_display() for milestone in project.milestones.all()]
    assert steps == ["基本構想", "基本計画", "基本設計", "実施設計", "着工", "竣工", "供用開始"]
    assert (new.awaits_opening, stage_of(project)) == (True, ProjectStage.NO_PLAN)
    assert list(Building.objects.standing(ON)) == [old]


def test_everything_that_is_wrong_with_a_project_is_told_at_once(centre, old):
    other = make_project("別の事業", centre=centre, buildings=[(old, CREATES)])

    told = refusal(
        lambda: make_project(
            other.name,
            centre=centre,
            urgency=6,
            may_start_from=2029,
            published_on=date(2026, 11, 24),
            buildings=[(old, CREATES), (old, WORKS_ON)],
        )
    )

    assert told == [
        ("", "この施設には同じ名前の事業がすでにあります。"),
        ("", "緊急度は1から5までにしてください。"),
        ("may_start_until", "最も遅い年度も入力してください。動かせないときは、両方とも空けておきます。"),
        ("published_on", "公表日は、きょうまでの日にしてください。公表した日に入力します。"),
        ("buildings", "建物「旧館」は、別の事業で新しくできる建物です。"),
        ("buildings", "建物「旧館」が2回選ばれています。"),
    ]
    assert RenewalProject.objects.count() == 1


def test_a_revision_leaves_the_old_plan_as_it_was_and_says_why(centre):
    project = make_project(centre=centre)
    first = make_plan(project, {"start": "令和9年4月", "opening": "令和10年度"}, {2027: {"general": 50}})

    second = make_plan(
        project, {"start": "令和9年10月"}, {2028: {"bonds": 70, "fund": 10}}, reason="入札が不調だったため"
    )

    assert [
        (plan.number, plan.reason, sorted(str(row.planned_on) for row in plan.planned_milestones.all()))
        for plan in project.plans.all()
    ] == [(1, "", ["令和10年度", "令和9年4月"]), (2, "入札が不調だったため", ["令和9年10月"])]
    columns = "plan", "fiscal_year", "general", "bonds", "subsidies", "fund"
    assert list(PlannedCost.objects.values_list(*columns)) == [
        (first.pk, 2027, 50, 0, 0, 0),
        (second.pk, 2028, 0, 70, 0, 10),
    ]
    assert PlannedCost.objects.current().get().plan == second


def test_a_revision_without_a_reason_or_without_a_change_is_refused(centre):
    project = make_project(centre=centre)
    make_plan(project, {"start": "令和9年4月"}, {2027: {"general": 50}})

    assert refusal(lambda: make_plan(project, {"start": "令和9年4月"}, {2027: {"general": 50}})) == [
        ("", "見直しの理由を入力してください。"),
        ("", "いまの計画と同じ内容です。変わるところを直してください。"),
    ]
    assert ProjectPlan.objects.count() == 1


def test_a_plan_that_cannot_be_kept_is_refused_with_all_its_problems(centre, old):
    project = make_project(kind=ProjectKind.DEMOLITION, centre=centre, buildings=[(old, REPLACES)])
    reach(project, "start", "令和8年4月1日")

    told = refusal(
        lambda: make_plan(
            project,
            {"completion": "昭和40年", "opening": "令和12年"},
            {1900: {"general": 1}, 2027: {"general": 0}, 2028: {"general": -1, "fund": 5}},
            made_on=date(2026, 11, 24),
        )
    )

    assert told == [
        ("planned_opening", "解体の事業に供用開始はありません。予定を空にしてください。"),
        (
            "planned_completion",
            "竣工（昭和40年（1965年））は、着工（令和8年4月1日）以後の日にしてください。",
        ),
        ("costs", "1900年度は入力できません。"),
        ("costs", "令和9年度の財源のどれかに、0より大きい金額を入力してください。"),
        ("costs", "令和10年度の金額は0以上にしてください。"),
        ("made_on", "定めた日は、きょうまでの日にしてください。"),
    ]
    assert not ProjectPlan.objects.exists()


def test_who_plans_from_an_old_page_is_told(centre):
    project = make_project(centre=centre)
    make_plan(project, {"start": "令和9年4月"})

    with pytest.raises(Stale):
        plan_project(project.pk, PlanDraft({}, {2027: {"general": 5}}), on=ON, expected_number=0)


def test_steps_out_of_order_or_in_the_future_are_not_reached(centre):
    project = make_project(centre=centre)
    reach(project, "start", "令和8年4月1日")

    assert refusal(lambda: reach(project, "completion", "令和8年3月31日")) == [
        ("reached_on", "竣工（令和8年3月31日）は、着工（令和8年4月1日）以後の日にしてください。")
    ]
    assert refusal(lambda: reach(project, "completion", "令和8年11月24日")) == [
        ("reached_on", "竣工の日は、きょうまでの日にしてください。")
    ]
    assert refusal(lambda: reach(project, "opening", "令和8年11月1日"))[0][1].startswith("供用開始は、")


def test_a_step_recorded_wrongly_is_corrected_or_taken_back_with_its_history(centre):
    project = make_project(centre=centre)
    milestone = reach(project, "start", "令和8年4月1日")

    record_milestone(milestone.pk, reached_on=None, on=ON)

    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.history.count(), stage_of(project)) == (
        None,
        3,
        ProjectStage.NO_PLAN,
    )


def test_opening_makes_the_new_building_current_and_retires_the_old_one(rebuild, old, new):
    open_project(rebuild.pk, opened_on=parse("令和8年11月1日"), on=ON, source="開館式の記録")

    old.refresh_from_db()
    new.refresh_from_db()
    opening = rebuild.milestones.get(step="opening")
    assert (str(new.opened_on), new.awaits_opening, str(old.retired_on)) == (
        "令和8年11月1日",
        False,
        "令和8年11月1日",
    )
    assert (str(opening.reached_on), opening.source, stage_of(rebuild)) == (
        "令和8年11月1日",
        "開館式の記録",
        ProjectStage.OPEN,
    )
    assert [list(Building.objects.standing(day)) for day in (date(2026, 10, 31), date(2026, 11, 1))] == [
        [old],
        [new],
    ]


def test_an_opening_that_cannot_be_changes_nothing_at_all(rebuild, old, new):
    change_building(new.pk, built_on=parse("令和8年11月15日"))
    change_building(old.pk, built_on=parse("昭和45年"))

    told = refusal(
        lambda: open_project(
            rebuild.pk, opened_on=parse("令和8年11月10日"), retired_on=parse("昭和44年"), on=ON
        )
    )

    old.refresh_from_db()
    new.refresh_from_db()
    assert told == [
        ("retired_on", "建物「旧館」：用途廃止日は建築年月以後の日にしてください。"),
        ("opened_on", "建物「新館」：供用開始日は建築年月以後の日にしてください。"),
    ]
    assert (old.retired_on, new.opened_on, new.awaits_opening) == (None, None, True)
    assert rebuild.milestones.get(step="opening").reached_on is None


def test_what_had_gone_before_the_opening_stays_gone_when_the_opening_is_taken_back(
    rebuild, centre, old, new
):
    gone = make_building("離れ", centre=centre, retired_on=parse("令和5年1月"))
    links = [(old, REPLACES), (new, CREATES), (gone, REPLACES)]
    change_project(rebuild.pk, links, on=ON)
    open_project(rebuild.pk, opened_on=parse("令和8年11月1日"), on=ON)

    take_back_opening(rebuild.pk, reason="開館は延期された")

    states = [(b.name, b.awaits_opening, b.retired_on and str(b.retired_on)) for b in Building.objects.all()]
    assert states == [("旧館", False, None), ("新館", True, None), ("離れ", False, "令和5年1月")]
    old.refresh_from_db()
    assert old.history.first().history_change_reason == "開館は延期された"
    assert stage_of(rebuild) == ProjectStage.COMPLETED
    assert refusal(lambda: take_back_opening(rebuild.pk, reason="もう一度")) == [
        ("", "この事業は、まだ供用を開始していません。")
    ]


def test_what_is_open_or_cancelled_or_pulled_down_is_not_opened(rebuild):
    open_project(rebuild.pk, opened_on=parse("令和8年11月1日"), on=ON)
    gone = make_project("解体", kind=ProjectKind.DEMOLITION)
    cancel_project(gone.pk, on=ON, reason="残すことにした")

    assert refusal(lambda: open_project(rebuild.pk, opened_on=parse("令和8年11月2日"), on=ON)) == [
        ("", "この事業は令和8年11月1日に供用を開始したと記録されています。")
    ]
    assert refusal(lambda: open_project(gone.pk, opened_on=parse("令和8年11月2日"), on=ON)) == [
        ("", "この事業は令和8年11月23日に中止になっています。"),
        ("", "解体の事業に供用開始はありません。竣工を記録してください。"),
    ]


def test_a_cancelled_project_is_left_alone_until_it_is_resumed(centre):
    project = make_project(centre=centre)
    cancel_project(project.pk, on=ON, reason="統合の方針が変わったため")

    said = "この事業は令和8年11月23日に中止になっています。"
    assert refusal(lambda: make_plan(project, {"start": "令和9年4月"})) == [("", said)]
    assert refusal(lambda: reach(project, "start", "令和8年4月1日")) == [("", said)]
    assert refusal(lambda: cancel_project(project.pk, on=ON, reason="もう一度")) == [("", said)]

    resume_project(project.pk, reason="取消しの誤り")

    assert stage_of(project) == ProjectStage.NO_PLAN
    assert make_plan(project, {"start": "令和9年4月"}).number == 1


@pytest.mark.parametrize("part", [REPLACES, WORKS_ON])
def test_a_building_built_after_its_renewal_is_refused_from_both_sides(centre, part):
    building = make_building("本館", centre=centre, built_on=parse("令和12年"))
    project = make_project(centre=centre)
    make_plan(project, {"opening": "令和10年度"})

    said = (
        "建物「本館」の建築年月（令和12年）が、「見本建替え事業」の工事（令和10年度）より後になっています。"
        "どちらかを直してください。"
    )
    assert refusal(lambda: change_project(project.pk, [(building, part)], on=ON)) == [("buildings", said)]

    building = change_building(building.pk, built_on=parse("昭和45年"))
    change_project(project.pk, [(building, part)], on=ON)
    assert refusal(lambda: change_building(building.pk, built_on=parse("令和12年"))) == [("built_on", said)]
    assert (
        refusal(lambda: make_plan(project, {"opening": "昭和40年"}, reason="誤り"))[0][0] == "planned_opening"
    )


def test_who_changes_a_project_from_an_old_page_is_told(centre):
    project = make_project(centre=centre)
    seen = version_of(project)
    change_project(project.pk, on=ON, aim="老朽化した建物を建て替える。")

    with pytest.raises(Stale):
        change_project(project.pk, on=ON, expected_version=seen, aim="別の目的")
