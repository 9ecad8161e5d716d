"""The stage of a project, in Python and in SQL: one answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from common.db.history import create_with_history
from common.partial_dates import PartialDate, parse
from facilities.choices import ProjectKind, ProjectStage, ProjectStep
from facilities.models import Milestone, ProjectPlan, RenewalProject
from facilities.rules.project_stage import is_over, last_step, project_stage
from tests.factories.projects import make_project

ON = date(2026, 11, 23)
near = st.builds(lambda days: ON + timedelta(days=days), st.integers(-2, 2))
partly = st.one_of(
    st.builds(PartialDate.of_day, near),
    st.sampled_from([PartialDate.of_month(2026, 11), PartialDate.of_month(2026, 12)]),
    st.sampled_from([PartialDate.of_fiscal_year(2026), PartialDate.of_fiscal_year(2027)]),
)


@pytest.mark.parametrize(
    ("reached", "planned_since", "cancelled_on", "stage"),
    [
        ({}, None, None, ProjectStage.NO_PLAN),
        ({}, ON, None, ProjectStage.AHEAD),
        ({}, ON + timedelta(days=1), None, ProjectStage.NO_PLAN),
        ({"basic_plan": "令和3年3月"}, None, None, ProjectStage.BASIC_PLAN),
        ({"concept": "令和2年", "start": "令和8年11月23日"}, ON, None, ProjectStage.UNDER_WORKS),
        ({"concept": "令和2年", "start": "令和8年11月24日"}, ON, None, ProjectStage.CONCEPT),
        ({"completion": "令和8年11月"}, ON, None, ProjectStage.COMPLETED),
        ({"opening": "令和8年度"}, ON, None, ProjectStage.OPEN),
        ({"start": "令和8年"}, ON, ON, ProjectStage.CANCELLED),
        ({"start": "令和8年"}, ON, ON + timedelta(days=1), ProjectStage.UNDER_WORKS),
    ],
)
def test_the_stage_says_what_was_reached_by_the_day(reached, planned_since, cancelled_on, stage):
    days = {step: parse(text) for step, text in reached.items()}

    assert project_stage(ON, reached=days, planned_since=planned_since, cancelled_on=cancelled_on) is stage


def test_a_demolition_is_over_when_the_building_is_down():
    assert [
        (kind, last_step(kind), is_over(ProjectStage.COMPLETED, kind))
        for kind in (ProjectKind.DEMOLITION, ProjectKind.REBUILD)
    ] == [
        (ProjectKind.DEMOLITION, ProjectStep.COMPLETION, True),
        (ProjectKind.REBUILD, ProjectStep.OPENING, False),
    ]


class InSql(TestCase):
    @settings(max_examples=20)
    @given(
        reached=st.dictionaries(st.sampled_from(ProjectStep.values), partly, max_size=3),
        planned_since=st.none() | near,
        cancelled_on=st.none() | near,
    )
    def test_sql_gives_the_same_answer_as_the_rule(self, reached, planned_since, cancelled_on):
        project = make_project(on=ON - timedelta(days=9))
        for milestone in Milestone.objects.filter(project=project, step__in=reached):
            milestone.reached_on = reached[milestone.step]
            milestone.save()
        if cancelled_on:
            project.cancelled_on, project.cancelled_reason = cancelled_on, "見本"
            project.save()
        if planned_since:
            create_with_history([ProjectPlan(project=project, number=1, made_on=planned_since)])

        stages = [stage for stage in ProjectStage if RenewalProject.objects.at_stage(stage, ON).exists()]

        expected = project_stage(ON, reached=reached, planned_since=planned_since, cancelled_on=cancelled_on)
        assert stages == [expected]
