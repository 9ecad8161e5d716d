from __future__ import annotations

from datetime import date

import pytest

from common.db.catalogue_rows import city_row_in_front_of
from maintenance.actions import plan_inspection
from maintenance.models import DueInspection, InspectionType
from reminders.choices import FlagKind, Progress
from reminders.subjects import subjects_of
from reminders.subjects.kinds import Subject
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_turn
from tests.factories.roads import make_road, record

pytestmark = pytest.mark.usefixtures("catalogues")


def the_subject(kind: str, pk: int) -> Subject:
    return subjects_of([(kind, pk)])[kind, pk]


def test_an_inspection_is_named_by_the_catalogue_with_its_article_and_place():
    turn = make_turn(make_building("本館", centre=make_centre("遠石市民センター")))

    subject = the_subject(FlagKind.INSPECTION, turn.pk)

    assert subject == Subject(
        "消防用設備等 機器点検",
        ("遠石市民センター",),
        "本館",
        "消防法 第17条の3の3",
        Progress.NOT_STARTED,
        "inspection-record",
    )
    assert subject.place == "遠石市民センター　本館"


def test_an_inspection_of_equipment_names_the_equipment():
    lift = make_equipment("1号機")
    turn = plan_inspection(lift.building, "BLD-3", equipment=lift, on=date(2026, 11, 23))

    assert the_subject(FlagKind.INSPECTION, turn.pk).part == "1号機"


def test_the_citys_own_name_of_an_inspection_stands_in_front_of_the_shipped_one():
    turn = make_turn()
    shipped = InspectionType.objects.get(code="FIR-1")
    city_row_in_front_of(shipped, reason="市の呼び方", name="消防設備の点検", law="市の要領 第1条").save()

    subject = the_subject(FlagKind.INSPECTION, turn.pk)

    assert (subject.title, subject.statute) == ("消防設備の点検", "市の要領 第1条")


def test_an_inspection_that_the_catalogue_has_lost_is_called_by_its_code():
    turn = make_turn()
    InspectionType.objects.filter(code="FIR-1").delete()

    subject = the_subject(FlagKind.INSPECTION, turn.pk)

    assert (subject.title, subject.statute) == ("FIR-1", "")


def test_an_inspection_with_a_day_set_says_so():
    turn = make_turn()
    DueInspection.objects.filter(pk=turn.pk).update(planned_on=date(2026, 11, 26))

    assert the_subject(FlagKind.INSPECTION, turn.pk).progress is Progress.DAY_SET


def test_a_contract_names_every_centre_it_covers():
    contract = make_contract([make_centre("甲"), make_centre("丙"), make_centre("乙")], name="見本清掃")

    subject = the_subject(FlagKind.CONTRACT, contract.pk)

    assert (subject.title, subject.statute, subject.url_name) == (
        "見本清掃　契約の満了",
        "単年度契約",
        "contract",
    )
    assert set(subject.centres) == {"甲", "乙", "丙"}
    assert len(subject.centres) == 3


def test_the_end_of_a_designation_names_the_organisation():
    designation = make_designation(centre=make_centre("桜木"), organisation=make_organisation("見本協議会"))

    assert the_subject(FlagKind.DESIGNATION_END, designation.pk) == Subject(
        "見本協議会　指定期間の満了",
        ("桜木",),
        "",
        "地方自治法 第244条の2第5項",
        Progress.NOT_STARTED,
        "designation",
    )


@pytest.mark.parametrize(
    ("vote_result", "progress"),
    [
        ("", Progress.UNDER_WAY),
        ("passed", Progress.UNDER_WAY),
        ("continued", Progress.UNDER_WAY),
        ("rejected", Progress.NOT_STARTED),
        ("withdrawn", Progress.NOT_STARTED),
    ],
)
def test_a_next_designation_is_under_way_until_its_bill_falls_through(vote_result, progress):
    designation = make_designation(last_on=date(2027, 3, 31))
    make_designation(
        centre=designation.centre,
        previous=designation,
        voted_on=date(2026, 11, 20) if vote_result else None,
        vote_result=vote_result,
        designated_on=None,
        announced_on=None,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
    )

    assert the_subject(FlagKind.DESIGNATION_END, designation.pk).progress is progress


def test_a_step_of_a_road_names_itself_its_article_and_its_centre(catalogues):
    road = make_road(centre=make_centre("桜木"))
    vote = road.steps.get(code="vote")
    record(road, "vote", expected_on=date(2026, 12, 18))

    subject = the_subject(FlagKind.ROAD_STEP, vote.pk)

    assert (subject.title, subject.statute, subject.place) == (
        "議決（指定スケジュール）",
        "地方自治法 第244条の2第6項",
        "桜木",
    )
    assert (subject.progress, subject.url_name) == (Progress.DAY_SET, "road-step")


def test_subjects_of_every_kind_are_read_in_one_query(django_assert_num_queries, catalogues):
    keys = [
        (FlagKind.INSPECTION, make_turn().pk),
        (FlagKind.CONTRACT, make_contract([make_centre(), make_centre()]).pk),
        (FlagKind.DESIGNATION_END, make_designation().pk),
        (FlagKind.ROAD_STEP, make_road().steps.get(code="vote").pk),
    ]

    with django_assert_num_queries(1):
        subjects = subjects_of(keys)

    assert set(subjects) == set(keys)


def test_nothing_asked_is_nothing_told(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert subjects_of([]) == {}
