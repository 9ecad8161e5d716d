from __future__ import annotations

from datetime import date, time

import pytest

from common.partial_dates import PartialDate
from tests.factories.centres import make_centre, make_district, make_post
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.portal.conftest import words

pytestmark = pytest.mark.usefixtures("catalogues", "monday")

PAGE = "/completeness/"


def _known(name: str):
    """A centre of which everything that is asked of the centre itself is known."""
    return make_centre(
        name,
        kana="みほん",
        kind="civic_centre",
        district=make_district(name),
        address="見本町1-1",
        phone="0834-00-0000",
        opens_at=time(8, 30),
        closed_days="12月29日から1月3日まで",
        opened_on=PartialDate.of_year(1981),
        ordinance="見本条例",
        post_in_charge=make_post(),
    )


def test_the_least_complete_centre_comes_first_with_the_most_useful_fact(officer, client_of):
    better, worse = _known("甲市民センター"), make_centre("乙市民センター")
    make_building(centre=better, floor_area=54820, built_on=PartialDate.of_year(1981))

    response = client_of(officer).get(PAGE)

    lines = response.context["answer"].centres
    assert [line.name for line in lines] == ["乙市民センター", "甲市民センター"]
    assert lines[0].score < lines[1].score
    assert "乙市民センター 1％ 12項目 建物の登録 法定点検と、更新費用の試算のため" in words(response)
    assert f'href="/centres/{worse.pk}/buildings/new/#id_name"' in response.content.decode()


def test_an_inspection_whose_day_nobody_knows_waits_for_a_fact(officer, client_of):
    centre = _known("甲市民センター")
    building = make_building(centre=centre)
    before = client_of(officer).get(PAGE).context["answer"].centres[0]
    make_turn(building, due_on=None)

    after = client_of(officer).get(PAGE).context["answer"].centres[0]

    assert (after.missing, after.score <= before.score) == (before.missing + 1, True)


def test_an_inspection_with_its_day_counts_as_known(officer, client_of):
    building = make_building(centre=_known("甲市民センター"))
    before = client_of(officer).get(PAGE).context["answer"].whole
    make_turn(building, due_on=date(2027, 1, 31))

    after = client_of(officer).get(PAGE).context["answer"].whole

    assert (after.known, after.asked) == (before.known + 5, before.asked + 5)


def test_a_centre_that_is_abolished_is_not_asked_any_more(officer, client_of):
    make_centre("消えたセンター", abolished_on=PartialDate.of_day(date(2026, 11, 23)))
    make_centre("消えるセンター", abolished_on=PartialDate.of_day(date(2026, 11, 24)))

    lines = client_of(officer).get(PAGE).context["answer"].centres

    assert [line.name for line in lines] == ["消えるセンター"]


def test_only_who_keeps_the_register_is_asked(person, client_of):
    answers = {
        role: client_of(person(str(number), role)).get(PAGE).status_code
        for number, role in enumerate(
            ("市民センター担当", "係長・課長", "監査委員事務局", "センター職員", "地域団体")
        )
    }

    assert answers == {
        "市民センター担当": 200,
        "係長・課長": 200,
        "監査委員事務局": 403,
        "センター職員": 403,
        "地域団体": 403,
    }
