from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from facilities.actions import cancel_project
from maintenance.actions import decide_not_to_renew, succeed_contract
from maintenance.choices import ContractKind
from tests.factories.centres import make_centre, make_district
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_done_turn, make_turn, make_type
from tests.factories.projects import make_plan, make_project
from tests.factories.service_contracts import make_inspecting
from tests.portal.conftest import MONDAY, links, words

pytestmark = pytest.mark.usefixtures("catalogues", "monday")

PAGE, WORKBOOK = "/budget/", "/budget/workbook/"


def _lines(response):
    """What the list says, without the words that the tests of the rules look at."""
    return [(line.title, line.yen) for line in response.context["budget"].lines]


@pytest.fixture
def an_office():
    """One centre with each kind of cost, another without, and what both share."""
    centre = make_centre("三丘市民センター", district=make_district("三丘"))
    other = make_centre("和田市民センター")
    term: dict[str, Any] = {"first_on": date(2024, 4, 1), "last_on": date(2027, 3, 31)}
    contract = make_contract([centre], name="見本清掃業務", amount=990_000, **term)
    shared = make_contract(
        [centre, other],
        name="見本警備業務",
        amount=600_000,
        first_on=date(2026, 4, 1),
        last_on=date(2028, 3, 31),
    )
    make_type("FIR-1")
    done = make_done_turn(make_building("本館", centre=centre), cost=38_500)
    return centre, contract, shared, done.next


def test_everything_that_costs_money_next_year_stands_by_centre_with_its_yen(officer, client_of, an_office):
    centre, contract, shared, turn = an_office

    response = client_of(officer).get(PAGE)

    assert (
        "三丘市民センター 三丘地区 三丘市民センターの令和9年度の費用 件名 種類 金額の根拠 金額 見本清掃業務 委託契約 "
        "前の年度までに満了し次の契約は未定。いまの契約額で続けた場合 330,000円 "
        "消防用設備等 機器点検 本館 点検 年2回×前回の費用38,500円 77,000円 計 407,000円 "
        "複数の施設にかかるもの 複数の施設にかかるものの令和9年度の費用 件名 種類 金額の根拠 金額 見本警備業務 三丘市民センター、和田市民センター 委託契約 "
        "単年度契約の契約額のうちこの年度の分 300,000円 計 300,000円"
    ) in words(response)
    assert "合計 707,000円 委託契約 630,000円 点検 77,000円" in words(response)
    assert {
        f"/centres/{centre.pk}/",
        f"/contracts/{contract.pk}/",
        f"/contracts/{shared.pk}/",
        f"/inspections/{turn.pk}/record/",
    } <= set(links(response))


def test_the_amount_entered_for_the_year_stands_before_the_share_of_the_whole(officer, client_of):
    term: dict[str, Any] = {"first_on": date(2026, 4, 1), "last_on": date(2029, 3, 31), "amount": 3_000_000}
    make_inspecting(name="年度別に決めた契約", years={2026: 500_000, 2027: 1_700_000}, **term)
    make_inspecting(name="この年度は未入力の契約", years={2026: 500_000}, **term)

    lines = client_of(officer).get(PAGE).context["budget"].lines

    assert sorted((line.title, line.yen, line.basis) for line in lines) == [
        ("この年度は未入力の契約", 1_000_000, "単年度契約の契約額のうちこの年度の分"),
        ("年度別に決めた契約", 1_700_000, "単年度契約の年度別の金額"),
    ]


def test_a_contract_with_an_answer_costs_what_the_answer_says(officer, client_of):
    centre = make_centre()
    term: dict[str, Any] = {"first_on": date(2026, 4, 1), "last_on": date(2027, 3, 31), "amount": 120_000}
    given_up = make_contract([centre], name="やめる契約", **term)
    followed = make_contract([centre], name="続く契約", **term)
    decide_not_to_renew(given_up.pk, on=MONDAY, reason="直営にするため")
    succeed_contract(
        followed.pk,
        [centre],
        on=MONDAY,
        name="次の契約",
        contractor="見本",
        contract_kind=ContractKind.SINGLE_YEAR,
        first_on=date(2027, 4, 1),
        last_on=date(2028, 3, 31),
        amount=150_000,
    )
    client = client_of(officer)

    assert _lines(client.get(PAGE)) == [("次の契約", 150_000)]
    assert _lines(client.get(f"{PAGE}?year=2026")) == [("やめる契約", 120_000), ("続く契約", 120_000)]


def test_a_project_costs_what_the_plan_in_force_says_and_from_where_it_comes(officer, client_of):
    project = make_project("本館の建替え", centre=make_centre("三丘市民センター"))
    make_plan(project, {}, {2027: {"general": 1_000_000}})
    make_plan(
        project, {}, {2027: {"general": 500_000, "bonds": 1_500_000}, 2028: {"fund": 9}}, reason="見直し"
    )
    given_up = make_project("やめる事業", centre=project.centre)
    make_plan(given_up, {}, {2027: {"general": 1}})
    cancel_project(given_up.pk, on=MONDAY, reason="見送り")

    response = client_of(officer).get(PAGE)

    assert _lines(response) == [("本館の建替え", 2_000_000)]
    assert "いまの計画（建替え）。一般財源500,000円・地方債1,500,000円 2,000,000円" in words(response)
    assert f"/projects/{project.pk}/" in links(response)


def test_what_nobody_knows_is_named_and_never_counted_as_nothing(officer, client_of):
    building = make_building()
    make_contract([building.centre], name="額のない契約", last_on=date(2028, 3, 31), amount=None)
    make_turn(building, due_on=None)
    make_turn(make_building("別館", centre=building.centre), due_on=date(2027, 5, 1))

    response = client_of(officer).get(PAGE)

    assert _lines(response) == [
        ("額のない契約", None),
        ("消防用設備等 機器点検", None),
        ("消防用設備等 機器点検", None),
    ]
    assert "合計 0円 ほかに金額の分からないもの3件" in words(response)
    assert "期日不明のため、回数を見込めません 不明" in words(response)
    assert "年2回。前回の費用が記録されていません 不明" in words(response)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("kind=contract", ["見本清掃業務", "見本警備業務"]),
        ("kind=inspection", ["消防用設備等 機器点検"]),
        ("year=2030&kind=contract", ["見本清掃業務", "見本警備業務"]),
        ("year=1999&kind=nonsense&district=x", ["見本清掃業務", "消防用設備等 機器点検", "見本警備業務"]),
    ],
)
def test_the_list_is_narrowed_and_what_makes_no_sense_is_left_out(
    officer, client_of, an_office, asked, titles
):
    response = client_of(officer).get(f"{PAGE}?{asked}")

    assert [title for title, _ in _lines(response)] == titles


def test_a_district_shows_its_own_centres_without_what_several_share(officer, client_of, an_office):
    centre = an_office[0]

    response = client_of(officer).get(f"{PAGE}?district={centre.district_id}")

    assert [group.name for group in response.context["budget"].groups] == ["三丘市民センター"]


def test_nothing_to_list_is_said(officer, client_of):
    assert "この年度に費用がかかるものは登録されていません" in words(client_of(officer).get(PAGE))


def test_the_workbook_says_the_same_as_the_page(officer, client_of, an_office):
    response = client_of(officer).get(WORKBOOK)

    book = load_workbook(io.BytesIO(response.content))
    lines = [list(row) for row in book["明細"].iter_rows(min_row=3, values_only=True)]
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert lines == [
        ["年度", "地区", "施設", "種類", "件名", "対象", "金額（円）", "金額の根拠"],
        [
            "令和9年度",
            "三丘",
            "三丘市民センター",
            "委託契約",
            "見本清掃業務",
            "三丘市民センター",
            330_000,
            "前の年度までに満了し次の契約は未定。いまの契約額で続けた場合",
        ],
        [
            "令和9年度",
            "三丘",
            "三丘市民センター",
            "点検",
            "消防用設備等 機器点検",
            "本館",
            77_000,
            "年2回×前回の費用38,500円",
        ],
        [
            "令和9年度",
            None,
            "複数の施設にかかるもの",
            "委託契約",
            "見本警備業務",
            "三丘市民センター、和田市民センター",
            300_000,
            "単年度契約の契約額のうちこの年度の分",
        ],
        ["合計", None, None, None, None, None, "=SUBTOTAL(109,G4:G6)", None],
    ]
    assert [row[3].value for row in book["施設別"].iter_rows(min_row=4)] == [
        407_000,
        300_000,
        "=SUBTOTAL(109,D4:D5)",
    ]


def test_an_unknown_amount_is_an_empty_cell_and_a_name_is_never_a_formula(officer, client_of):
    make_contract([make_centre()], name="=1+1", last_on=date(2028, 3, 31), amount=None)

    book = load_workbook(io.BytesIO(client_of(officer).get(WORKBOOK).content))

    row = next(book["明細"].iter_rows(min_row=4, max_row=4))
    assert [(cell.value, cell.data_type) for cell in (row[4], row[6])] == [("=1+1", "s"), (None, "n")]


@pytest.mark.parametrize("role", ["センター職員", "地域団体"])
def test_the_list_is_for_who_may_read_the_citys_papers(person, client_of, role):
    client = client_of(person("somebody", role))

    assert [client.get(address).status_code for address in (PAGE, WORKBOOK)] == [403, 403]
