from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from centres.choices import CentreStatus
from centres.models import Centre
from common.partial_dates import PartialDate
from tests.factories.accounts import make_group, make_user
from tests.factories.centres import make_centre, make_district, make_holding, make_post, make_suspension
from tests.factories.designated_managers import make_designation, make_organisation
from tests.pages import links_of, words_of

CENTRES = "/centres/"
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield


@pytest.fixture
def ask(officer, client_of):
    """The list as an officer sees it, for what stands in the address."""
    client = client_of(officer)
    return lambda **query: client.get(CENTRES, query)


def _lines(response) -> list:
    return list(response.context["listing"].page.object_list)


def _names(response) -> list[str]:
    return [line.name for line in _lines(response)]


def test_a_line_tells_where_the_centre_stands_who_runs_it_and_who_is_in_charge(ask):
    post = make_post("市民センター担当1")
    make_holding(post, make_user("hanako", display_name="見本 花子"))
    centre = make_centre(
        "遠石市民センター",
        nickname="万葉プラザ",
        district=make_district("遠石"),
        post_in_charge=post,
        is_hub=True,
        opened_on=PartialDate.of_month(2026, 11),
    )
    organisation = make_organisation("見本協議会")
    make_designation(centre=centre, organisation=organisation)

    (line,) = _lines(ask())

    assert (line.pk, line.name, line.kind, line.district) == (
        centre.pk,
        "遠石市民センター（万葉プラザ）",
        "市民センター",
        "遠石",
    )
    assert (line.is_hub, line.status.status, line.status.day_uncertain) == (True, CentreStatus.IN_USE, True)
    assert (line.organisation_id, line.run_by, line.in_charge) == (organisation.pk, "見本協議会", "見本 花子")


def test_the_page_shows_status_and_that_its_day_is_to_be_checked(ask):
    make_centre(opened_on=PartialDate.of_month(2026, 11))

    assert "供用中日は要確認" in words_of(ask())


def test_a_post_that_nobody_holds_is_named_itself(ask):
    make_centre(post_in_charge=make_post("市民センター担当2"))

    assert [line.in_charge for line in _lines(ask())] == ["市民センター担当2"]


@pytest.mark.parametrize(
    ("last_on", "run_by"),
    [(date(2026, 11, 22), "直営"), (date(2026, 11, 23), "見本協議会"), (date(2026, 11, 24), "見本協議会")],
)
def test_an_organisation_runs_the_centre_up_to_the_last_day_of_its_term(ask, last_on, run_by):
    make_designation(organisation=make_organisation("見本協議会"), last_on=last_on)

    assert [line.run_by for line in _lines(ask())] == [run_by]


def test_nobody_runs_a_centre_that_is_planned_or_gone(ask):
    make_centre("計画", kana="あ", opened_on=PartialDate.of_day(date(2026, 11, 24)))
    make_centre("廃止", kana="い", abolished_on=PartialDate.of_day(TODAY))
    suspended = make_centre("休止", kana="う")
    make_suspension(suspended, first_on=TODAY)

    assert [(line.name, line.run_by) for line in _lines(ask())] == [
        ("計画", ""),
        ("廃止", ""),
        ("休止", "直営"),
    ]


@pytest.fixture
def city() -> None:
    """Four centres that differ in everything one can narrow the list by."""
    toishi, wada = make_district("遠石", code="toishi"), make_district("和田", code="wada")
    toishi_centre = make_centre(
        "遠石市民センター", kana="といし", nickname="万葉プラザ", district=toishi, is_hub=True
    )
    make_centre("和田市民センター", kana="わだ", district=wada, kind="branch_and_centre", address="垰215-1")
    gone = make_centre("旧公民館", kana="きゅう", abolished_on=PartialDate.of_day(TODAY))
    make_centre("交流館", kana="こう", kind="exchange_hall", opened_on=PartialDate.of_day(date(2027, 4, 1)))
    make_designation(centre=toishi_centre)
    make_designation(centre=gone, first_on=date(2020, 4, 1), last_on=date(2026, 3, 31))


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["旧公民館", "交流館", "遠石市民センター（万葉プラザ）", "和田市民センター"]),
        ({"q": "万葉"}, ["遠石市民センター（万葉プラザ）"]),
        ({"q": "垰 わだ"}, ["和田市民センター"]),
        ({"kind": "branch_and_centre"}, ["和田市民センター"]),
        ({"status": "in_use"}, ["遠石市民センター（万葉プラザ）", "和田市民センター"]),
        ({"status": "planned"}, ["交流館"]),
        ({"status": "abolished"}, ["旧公民館"]),
        ({"status": "suspended"}, []),
        ({"run_by": "designated"}, ["遠石市民センター（万葉プラザ）"]),
        ({"run_by": "city"}, ["和田市民センター"]),
        ({"hub": "on"}, ["遠石市民センター（万葉プラザ）"]),
        ({"status": "in_use", "run_by": "city", "q": "市民"}, ["和田市民センター"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_says(ask, query, names):
    assert _names(ask(**query)) == names


@pytest.mark.usefixtures("city")
def test_the_list_is_narrowed_to_a_district(ask):
    wada: Any = Centre.objects.get(name="和田市民センター").district

    response = ask(district=wada.pk)

    assert _names(response) == ["和田市民センター"]
    assert [(c.label, c.url) for c in response.context["listing"].conditions] == [("地区：和田", CENTRES)]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    "query",
    [
        {"district": "abc"},
        {"district": "99999999999999999999"},
        {"kind": "castle"},
        {"status": "1"},
        {"run_by": "nobody"},
        {"hub": "false"},
        {"page": "abc"},
        {"page": "-1"},
        {"page": "999"},
        {"unknown": "1"},
        {"q": " "},
        {"q": "\x00"},
        {"q": "あ" * 101},
    ],
)
def test_what_the_address_says_and_makes_no_sense_is_left_out(ask, query):
    response = ask(**query)

    assert response.status_code == 200
    assert len(_lines(response)) == 4
    assert response.context["listing"].conditions == ()


@pytest.mark.usefixtures("city")
def test_every_condition_in_force_can_be_taken_off(ask):
    response = ask(q="遠石", status="in_use", hub="on", page="1")

    assert [(c.label, c.url) for c in response.context["listing"].conditions] == [
        ("状態：供用中", "/centres/?q=%E9%81%A0%E7%9F%B3&hub=on"),
        ("拠点だけ", "/centres/?q=%E9%81%A0%E7%9F%B3&status=in_use"),
        ("「遠石」を含む", "/centres/?status=in_use&hub=on"),
    ]


@pytest.mark.usefixtures("city")
def test_when_nothing_fits_the_page_names_the_condition_that_stands_in_the_way(ask):
    page = ask(status="in_use", run_by="city", q="ガラス")

    assert "条件に合う施設はありません" in words_of(page)
    assert "3つの条件をすべて満たすものを探しました。「ガラス」を外すと1件あります。" in words_of(page)
    links = links_of(page)
    assert links["「ガラス」を外す"] == "/centres/?status=in_use&run_by=city"
    assert links["条件をすべて外す"] == CENTRES


@pytest.mark.usefixtures("city")
def test_when_no_single_condition_stands_in_the_way_all_can_be_taken_off(ask):
    page = ask(status="suspended", q="ガラス")

    assert "条件を変えて、もう一度探してください。" in words_of(page)
    assert links_of(page)["条件をすべて外す"] == CENTRES


def test_an_empty_register_says_how_to_begin(ask, auditor, client_of):
    officers, auditors = ask(), client_of(auditor).get(CENTRES)

    assert "施設はまだありません" in words_of(officers)
    assert links_of(officers)["施設を登録"] == "/centres/new/"
    assert "見られる施設はありません" in words_of(auditors)
    assert "施設を登録" not in links_of(auditors)


def test_a_long_list_goes_on_over_pages_and_keeps_its_conditions(ask):
    for number in range(41):
        make_centre(f"市民センター{number:02}", kana=f"{number:02}")

    first, third = ask(kind="civic_centre"), ask(kind="civic_centre", page=3)

    assert "41件のうち1〜20件" in words_of(first)
    assert links_of(first)["次の20件"] == "/centres/?kind=civic_centre&page=2"
    assert _names(third) == ["市民センター40"]
    assert "41件のうち41〜41件" in words_of(third)
    assert links_of(third)["前の20件"] == "/centres/?kind=civic_centre&page=2"


def test_the_list_costs_the_same_for_one_and_for_three(officer, client_of, django_assert_num_queries):
    client = client_of(officer)
    for number in range(3):
        centre = make_centre(
            f"市民センター{number}",
            district=make_district(),
            post_in_charge=(post := make_post()),
            opened_on=PartialDate.of_year(2020),
        )
        make_suspension(centre, first_on=TODAY)
        make_designation(centre=centre)
        make_holding(post, make_user())
        if number in {0, 2}:
            with django_assert_num_queries(6):
                client.get(CENTRES)
            with django_assert_num_queries(6):
                client.get(CENTRES, {"status": "suspended", "district": centre.district_id, "q": "市民"})
            with django_assert_num_queries(6):
                client.get(CENTRES, {"status": "planned", "q": "市民"})


def test_a_centre_worker_sees_the_own_centre_and_no_link_to_the_organisation(centre_worker, client_of):
    mine = make_centre("わたしの市民センター")
    make_centre("別の市民センター")
    make_designation(centre=mine, organisation=make_organisation("見本協議会"))

    response = client_of(centre_worker(mine)).get(CENTRES)

    assert [(line.name, line.run_by) for line in _lines(response)] == [("わたしの市民センター", "見本協議会")]
    assert "見本協議会" not in links_of(response)


def test_a_group_member_sees_their_own_centre_and_who_runs_it_only_where_it_is_they(roles, client_of):
    own, coming = make_centre("わたしたちの市民センター"), make_centre("これからの市民センター")
    make_centre("よその市民センター")
    member = make_group(own)
    theirs = member.memberships.get().organisation
    make_designation(centre=coming, last_on=date(2026, 12, 31))
    make_designation(centre=coming, organisation=theirs, first_on=date(2027, 1, 1), last_on=date(2031, 3, 31))

    lines = client_of(member).get(CENTRES).context["listing"].page.object_list

    assert {line.name: line.run_by for line in lines} == {
        "わたしたちの市民センター": theirs.name,
        "これからの市民センター": "",
    }


def test_a_person_without_a_role_gets_the_designed_refusal(person, client_of):
    response = client_of(person("nobody")).get(CENTRES)

    assert response.status_code == 403
    assert "このページは見られません" in words_of(response)


def test_somebody_not_signed_in_is_sent_to_sign_in(client):
    assert client.get(CENTRES).headers["Location"] == f"/accounts/login/?next={CENTRES}"
