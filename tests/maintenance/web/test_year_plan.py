from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from maintenance.actions import ContractScope
from maintenance.models import DueInspection, PlannedTurn, YearPlan
from tests.answers import told
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_contract, make_lift_type, make_turn, make_type
from tests.factories.year_plans import make_plan, make_row

pytestmark = pytest.mark.django_db

PLAN = "/inspections/year-plan/2026/"


def _building(name: str = "見本センター"):
    return make_building(centre=make_centre(name))


def test_the_plan_shows_centres_by_months_with_what_is_missing(client, officer):
    building = _building()
    make_turn(building, due_on=date(2026, 12, 20))
    make_plan()
    client.force_login(officer)

    page = client.get(PLAN)

    (line,) = page.context["grid"]
    assert (line.name, line.count, line.gaps) == ("見本センター", 1, 1)
    assert [cell.count for cell in line.cells] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert [(month.number, month.now) for month in page.context["totals"].months][7] == (11, True)
    assert page.context["totals"].lacking == 1


def test_the_plan_can_be_narrowed_to_one_contractor_and_to_what_is_missing(client, officer):
    building, other = _building(), _building("別のセンター")
    make_turn(building, due_on=date(2026, 12, 20))
    make_turn(other, due_on=date(2027, 1, 20))
    make_plan()
    contract = make_contract([building.centre], contractor="見本設備")
    PlannedTurn.objects.filter(building=building).update(contract=contract, contractor="見本設備")
    client.force_login(officer)

    of_one = client.get(PLAN, {"contractor": "見本設備"})
    lacking = client.get(PLAN, {"lacking": "on"})
    of_nobody = client.get(PLAN, {"contractor": "nobody"})

    assert [line.name for line in of_one.context["grid"]] == ["見本センター"]
    assert [line.name for line in lacking.context["grid"]] == ["別のセンター"]
    assert [line.name for line in of_nobody.context["grid"]] == ["別のセンター"]


def test_the_headline_the_filter_and_the_grid_count_the_same_rows(client, officer):
    """Done, vanished, done by the city's own staff: nothing is missing. Moved behind its day: something is."""
    done, gone, by_staff, moved = (_building(f"見本{name}センター") for name in ("一", "二", "三", "四"))
    turns = {
        building: make_turn(building, due_on=date(2026, 12, 20)) for building in (done, gone, by_staff, moved)
    }
    make_plan()
    contract = make_contract([moved.centre], contractor="見本設備")
    PlannedTurn.objects.filter(building=by_staff).update(contractor="職員")
    PlannedTurn.objects.filter(building=moved).update(contract=contract, contractor="見本設備")
    stands = DueInspection.objects
    stands.filter(pk=turns[done].pk).update(done_on=date(2026, 11, 20), outcome="good")
    stands.filter(pk=turns[gone].pk).update(withdrawn_on=date(2026, 11, 20), withdrawn_reason="なくなった")
    stands.filter(pk=turns[moved].pk).update(due_on=date(2026, 12, 10))
    client.force_login(officer)

    page, lacking = client.get(PLAN), client.get(PLAN, {"lacking": "on"})

    assert [line.name for line in page.context["grid"] if line.gaps] == ["見本四センター"]
    assert [line.name for line in lacking.context["grid"]] == ["見本四センター"]
    assert (page.context["totals"].lacking, lacking.context["totals"].rows) == (1, 1)


def test_a_contract_that_names_other_equipment_is_not_offered(client, officer):
    make_lift_type()
    first = make_equipment("1号機")
    second = make_equipment("2号機", building=first.building)
    make_turn(second.building, "BLD-3", equipment=second, due_on=date(2026, 12, 20))
    of_first, of_second, of_all = (
        make_contract([first.building.centre], scope=ContractScope(equipment=pieces))
        for pieces in ([first], [first, second], [])
    )
    row = make_row(first.building)
    client.force_login(officer)

    offered = client.get(reverse("planned-turn", args=[row.pk])).context["form"].fields["contract"].queryset

    assert of_first not in offered
    assert list(offered) == [of_second, of_all]


def test_a_year_without_a_plan_offers_to_draft_it_and_one_far_ahead_does_not(client, officer):
    client.force_login(officer)

    this_year, far_ahead = client.get(PLAN), client.get("/inspections/year-plan/2029/")

    assert "計画を下書きする" in this_year.text
    assert "計画を下書きする" not in far_ahead.text
    assert client.get("/inspections/year-plan/1/").status_code == 404


def test_drafting_from_the_page_says_what_it_did(client, officer):
    make_turn(_building(), due_on=date(2026, 12, 20))
    client.force_login(officer)

    first = client.post(f"{PLAN}draft/", follow=True)
    again = client.post(f"{PLAN}draft/", follow=True)

    assert told(first) == ["計画を下書きしました。新しい行1件、直した行0件。"]
    assert told(again) == ["計画は、いまの点検の記録どおりです。変わった行はありません。"]
    assert YearPlan.objects.count() == 1


def test_a_row_is_changed_by_form_and_its_turn_follows(client, officer):
    building = _building()
    turn = make_turn(building, due_on=date(2026, 12, 20))
    row = make_row(building)
    contract = make_contract([building.centre], contractor="見本設備")
    client.force_login(officer)
    url = reverse("planned-turn", args=[row.pk])
    version = client.get(url).context["form"]["version"].value()

    answer = client.post(
        url,
        {
            "version": version,
            "planned_on_year": "8",
            "planned_on_month": "12",
            "planned_on_day": "10",
            "contract": contract.pk,
            "contractor": "",
            "budget": "55,000",
            "note": "火曜に行う",
        },
        follow=True,
    )

    row.refresh_from_db()
    assert told(answer) == ["「消防用設備等 機器点検」の計画を保存しました。"]
    assert (row.planned_on, row.contractor, row.budget) == (date(2026, 12, 10), "見本設備", 55_000)
    assert DueInspection.objects.get(pk=turn.pk).planned_on == date(2026, 12, 10)


def test_a_row_changed_meanwhile_is_a_conflict(client, officer):
    building = _building()
    make_turn(building, due_on=date(2026, 12, 20))
    row = make_row(building)
    client.force_login(officer)
    url = reverse("planned-turn", args=[row.pk])
    version = client.get(url).context["form"]["version"].value()
    client.post(url, {"version": version, "note": "一人目"})

    second = client.post(url, {"version": version, "note": "二人目"})

    assert second.status_code == 409
    row.refresh_from_db()
    assert row.note == "一人目"


def test_visits_that_could_be_one_are_put_on_one_day(client, officer):
    building = _building()
    make_type("ELC-2", name="電気の点検")
    make_turn(building, due_on=date(2026, 12, 11))
    make_turn(building, "ELC-2", due_on=date(2026, 12, 22))
    make_plan()
    client.force_login(officer)
    page = client.get(f"{PLAN}centres/{building.centre_id}/")
    ((overlap, _),) = page.context["overlaps"]
    url = f"{PLAN}centres/{building.centre_id}/one-day/"

    late = client.post(url, {"day": "2026-12-22", "rows": overlap.pks})
    done = client.post(url, {"day": overlap.day.isoformat(), "rows": overlap.pks}, follow=True)

    assert overlap.days == (date(2026, 12, 11), date(2026, 12, 22))
    assert late.status_code == 422
    assert "その日までの日にしてください" in late.text
    assert told(done) == ["2件の点検を12月11日（金）にまとめました。"]
    assert done.context["overlaps"] == []


def test_what_is_no_longer_expected_is_shown_and_taken_out(client, officer):
    building = _building()
    turn = make_turn(building, due_on=date(2026, 12, 20))
    row = make_row(building)
    DueInspection.objects.filter(pk=turn.pk).update(
        withdrawn_on=date(2026, 11, 23), withdrawn_reason="設備がなくなった"
    )
    client.force_login(officer)

    page = client.get(f"{PLAN}centres/{building.centre_id}/")
    gone = client.post(reverse("planned-turn-remove", args=[row.pk]), follow=True)

    assert "いまは見込まれない" in page.text
    assert told(gone) == ["「消防用設備等 機器点検」を計画から外しました。"]
    assert not PlannedTurn.objects.exists()


def test_an_auditor_reads_the_plan_and_changes_nothing(client, auditor):
    building = _building()
    make_turn(building, due_on=date(2026, 12, 20))
    row = make_row(building)
    client.force_login(auditor)

    assert client.get(PLAN).status_code == 200
    assert client.get(f"{PLAN}centres/{building.centre_id}/").status_code == 200
    assert client.post(f"{PLAN}draft/").status_code == 403
    assert client.post(reverse("planned-turn", args=[row.pk]), {}).status_code == 403


def _a_row_each(number: int) -> None:
    for _ in range(number):
        make_turn(make_building(centre=make_centre()), due_on=date(2026, 12, 20))
    make_plan()


def test_the_plan_of_three_centres_takes_the_eleven_queries_of_one(
    client, officer, django_assert_num_queries
):
    _a_row_each(1)
    client.force_login(officer)
    with django_assert_num_queries(11):
        client.get(PLAN)
    _a_row_each(2)

    with django_assert_num_queries(11):
        page = client.get(PLAN)

    assert len(page.context["grid"]) == 3


def test_the_plan_is_saved_as_a_workbook(client, officer):
    make_turn(_building(), due_on=date(2026, 12, 20))
    make_plan()
    client.force_login(officer)

    answer = client.get(f"{PLAN}workbook/")

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content[:2] == b"PK"
