from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from common.partial_dates import parse
from common.scope import Scope
from facilities.actions import PartSeen
from facilities.filters.buildings import BuildingsAsked
from facilities.models import Building, ConditionAssessment
from facilities.queries.condition import (
    condition_page,
    history_page,
    latest_in_brief,
    latest_of_centre,
    surveys_to_show,
)
from tests.factories.centres import make_centre
from tests.factories.condition import ON, make_assessment, seen
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db

NOBODY: frozenset[int] = frozenset()
CITY = Scope(every_centre=True, centre_ids=NOBODY, organisation_ids=NOBODY, internal=True)
DAY = timedelta(days=1)


def group_of(centre) -> Scope:
    return Scope(
        every_centre=False, centre_ids=frozenset({centre.pk}), organisation_ids=NOBODY, internal=False
    )


@pytest.mark.parametrize(
    ("on", "score"),
    [
        (date(2025, 6, 23), None),
        (date(2025, 6, 24), 3745),
        (date(2026, 6, 23), 3745),
        (date(2026, 6, 24), 5247),
    ],
)
def test_the_latest_survey_is_the_newest_one_as_things_stood_on_the_day(on, score):
    building = make_building()
    make_assessment("DCCCC", building=building, assessed_on=date(2025, 6, 24))
    make_assessment("CDBAC", building=building, assessed_on=date(2026, 6, 24))

    found = latest_in_brief([building.pk], scope=CITY, on=on)

    assert {pk: brief.hundredths for pk, brief in found.items()} == (
        {} if score is None else {building.pk: score}
    )


def test_the_figure_of_a_centre_carries_working_survey_and_method():
    centre = make_centre()
    make_assessment(building=make_building("本館", centre=centre))
    make_building("倉庫", centre=centre)

    (condition,) = latest_of_centre(centre.pk, scope=CITY, on=ON)

    figure = condition.figure
    assert (figure.title, figure.score, figure.share, figure.highest) == ("本館", "52.47", "52.47", "100")
    assert (figure.total, figure.weights, figure.threshold, figure.left_out) == ("3,148", "60", "40", ())
    assert [(row.part, row.grade, row.points, row.weight, row.product) for row in figure.rows] == [
        ("屋根・屋上", "C", "40", "5.1", "204"),
        ("外壁", "D", "10", "17.2", "172"),
        ("内部仕上げ", "B", "75", "22.4", "1,680"),
        ("電気設備", "A", "100", "8.0", "800"),
        ("機械設備", "C", "40", "7.3", "292"),
    ]
    assert (figure.surveyed, figure.note) == (
        "令和8年6月24日の劣化調査による",
        "文部科学省 解説書（平成29年3月）の方式（要確認）",
    )
    assert (condition.needs_check, condition.below_threshold, condition.is_sample) == (True, False, False)


def test_the_condition_of_many_buildings_costs_as_many_queries_as_of_one(django_assert_num_queries):
    centre = make_centre()
    buildings = [make_building(f"館{number}", centre=centre) for number in range(3)]
    for building in buildings:
        make_assessment(building=building)

    with django_assert_num_queries(1):
        assert len(latest_of_centre(centre.pk, scope=CITY, on=ON)) == 3
    with django_assert_num_queries(1):
        assert len(latest_in_brief([one.pk for one in buildings], scope=CITY, on=ON)) == 3


def test_a_group_reads_score_and_grades_of_its_centre_and_nothing_that_is_the_citys():
    centre = make_centre()
    kept = make_assessment(
        building=make_building(centre=centre),
        parts={**seen("CDBA-"), "roof": PartSeen("C", None, "ふくれ")},
        notes="覚え",
        source="報告書",
    )
    make_assessment()

    found = surveys_to_show(group_of(centre)).get()
    page = condition_page(found, scope=group_of(centre))

    assert found == kept
    assert (page.condition.result.shown, page.condition.figure.note) == (
        "54.19",
        "文部科学省 解説書（平成29年3月）の方式",
    )
    roof = page.parts[0]
    assert (roof.label, roof.grade, roof.note, roof.photos) == ("屋根・屋上", "C", "", ())
    hidden = (
        page.condition.notes,
        page.condition.source,
        page.condition.assessor,
        page.condition.method_source,
    )
    assert (hidden, page.condition.needs_check) == (("", "", "", ""), False)


def test_the_history_goes_from_survey_to_survey_and_says_what_is_known_in_part():
    building = make_building()
    make_assessment("CC--C", building=building, assessed_on=date(2022, 6, 1))
    make_assessment("DCCCC", building=building, assessed_on=date(2026, 6, 1))
    make_assessment("DDDDD", building=building, assessed_on=ON)

    page = history_page(building, scope=CITY, on=ON - DAY)

    assert [(one.score, one.band_label, one.is_partial) for one in page.surveys] == [
        ("37.45", "優先的に対策", False),
        ("40.00", "目安以上", True),
    ]
    assert page.chart is not None
    assert page.chart.rows == (("令和8年6月1日", "37.45"), ("令和4年6月1日", "40.00（一部の部位のみ）"))
    assert page.latest is not None
    assert page.latest.below_threshold


def test_a_building_without_a_survey_has_no_chart():
    page = history_page(make_building(), scope=CITY, on=ON)

    assert (page.latest, page.surveys, page.chart) == (None, (), None)


@pytest.mark.parametrize(
    ("band", "found"), [("priority", ["遅"]), ("above", ["早"]), ("none", ["未"]), ("other", [])]
)
def test_buildings_are_narrowed_by_the_band_of_their_latest_survey(band, found):
    fallen, risen = make_building("遅"), make_building("早")
    make_building("未")
    make_assessment("AAAAA", building=fallen, assessed_on=date(2020, 6, 1))
    make_assessment("DDDDD", building=fallen)
    make_assessment("DDDDD", building=risen, assessed_on=date(2020, 6, 1))
    make_assessment("AAAAA", building=risen)

    filters = BuildingsAsked({"condition_band": band}, queryset=Building.objects.order_by("pk"))
    filters.on = ON

    assert [building.name for building in filters.qs] == found


@pytest.mark.parametrize(("day", "found"), [("1981-03-31", 0), ("1981-04-01", 1)])
def test_built_before_a_day_counts_only_what_is_certain(day, found):
    make_building(built_on=parse("昭和56年3月"))
    make_building()

    filters = BuildingsAsked({"built_before": day}, queryset=Building.objects.all())
    filters.on = ON

    assert filters.qs.count() == found


class TheLatestOfEach(TestCase):
    """The set-wise answer of the database is that of a walk over the surveys, on days next to the edges."""

    @given(st.lists(st.integers(0, 4), unique=True, max_size=4), st.integers(-1, 5))
    @settings(max_examples=15, deadline=None)
    def test_it_equals_a_walk(self, days, asked):
        building = make_building()
        first = date(2026, 3, 30)
        for day in days:
            make_assessment(building=building, assessed_on=first + day * DAY)
        on = first + asked * DAY

        found = list(ConditionAssessment.objects.newest(on).values_list("assessed_on", flat=True))

        past = [first + day * DAY for day in days if day <= asked]
        assert found == ([max(past)] if past else [])
