from __future__ import annotations

from datetime import date

import pytest

from tests.designated_managers.web.designations import (
    DESIGNATIONS,
    NEW,
    TERM_AFTER,
    listed,
)
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.pages import links_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_monday_in_november")]


def test_a_line_tells_term_stage_and_time_left(officer, client_of):
    make_designation(
        centre=make_centre("見本市民センター"),
        organisation=make_organisation("見本協議会"),
        days_unconfirmed=True,
    )

    (line,) = listed(client_of(officer).get(DESIGNATIONS))

    assert (line.centre, line.organisation) == ("見本市民センター", "見本協議会")
    assert (line.first_on, line.last_on) == (date(2024, 4, 1), date(2029, 3, 31))
    assert (line.stage.label, line.remaining, line.days_unconfirmed) == ("指定期間中", "2年4か月", True)


def test_the_list_goes_centre_by_centre_the_latest_first(officer, client_of):
    second = make_centre("い市民センター", kana="い")
    first = make_centre("あ市民センター", kana="あ")
    make_designation(centre=second)
    make_designation(centre=second, **TERM_AFTER)
    make_designation(centre=first)

    lines = listed(client_of(officer).get(DESIGNATIONS))

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

    assert [line.centre for line in listed(response)] == centres


def test_the_list_is_narrowed_to_a_centre_and_to_an_organisation(officer, client_of):
    wanted, other = make_designation(), make_designation()
    client = client_of(officer)

    for query in ({"centre": wanted.centre_id}, {"organisation": wanted.organisation_id}):
        assert [line.pk for line in listed(client.get(DESIGNATIONS, query))] == [wanted.pk]
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
