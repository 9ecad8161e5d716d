from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from common.db.history import version_of
from maintenance.choices import RepairState
from maintenance.models import Repair, RepairPhoto
from maintenance.queries.repairs import stand_of
from tests.answers import told
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.monitoring import a_photo
from tests.factories.repairs import PROMISED_ON, make_finding, make_repair, take
from tests.pages import words_of

pytestmark = pytest.mark.django_db

DAY = {"moved_on": "2026-11-23"}


def _photo():
    return SimpleUploadedFile("genba.jpg", a_photo().content, "image/jpeg")


def _one(repair, act=""):
    return f"/repairs/{repair.pk}/{act}"


def _picture(client, address):
    """Whether the address answers with a photograph."""
    return b"".join(client.get(address).streaming_content).startswith(b"\xff\xd8")


def _listed(client, query=""):
    return [line.pk for line in client.get(f"/repairs/{query}").context["listing"].page.object_list]


def test_the_list_begins_with_what_is_not_over_and_is_narrowed(officer, client_of):
    client = client_of(officer)
    fresh, ordered = make_repair(), make_repair(state=RepairState.ORDERED)
    late = make_repair(state=RepairState.ORDERED)
    Repair.objects.filter(pk=late.pk).update(promised_on=date(2026, 11, 22))
    paid = make_repair(state=RepairState.PAID)

    assert _listed(client) == [late.pk, ordered.pk, fresh.pk]
    assert _listed(client, "?state=paid") == [paid.pk]
    assert _listed(client, "?state=all") == [paid.pk, late.pk, ordered.pk, fresh.pk]
    assert _listed(client, f"?centre={fresh.centre_id}") == [fresh.pk]
    assert _listed(client, "?urgency=normal&payer=city&year=2026") == [late.pk, ordered.pk]
    assert _listed(client, "?overdue=on") == [late.pk]


def test_the_city_enters_a_repair_with_its_place_and_photographs(officer, client_of):
    building = make_building()

    posted = client_of(officer).post(
        f"/repairs/new/?centre={building.centre_id}",
        {
            "target": f"building-{building.pk}",
            "place": "屋上",
            "what": "手すりがぐらつく。",
            "requested_on": "2026-11-20",
            "requested_by": "見本 花子",
            "photos": [_photo()],
        },
    )

    repair = Repair.objects.get()
    assert (posted.status_code, posted.headers["Location"]) == (302, _one(repair))
    assert (repair.building, repair.requested_side, repair.requested_on) == (
        building,
        "staff",
        date(2026, 11, 20),
    )
    assert repair.photos.get().moment == "before"


def test_a_repair_is_led_through_its_pages_to_the_end(officer, client_of):
    client, repair = client_of(officer), make_repair()
    acts: list[tuple[str, dict[str, Any]]] = [
        (
            "triage/",
            {"urgency": "urgent", "cause": "wear", "expected_amount": "150,000", "insurance": "none"},
        ),
        ("estimates/new/", {"received_on": "2026-11-23", "contractor": "見本工務店", "amount": "148,500"}),
        ("decide/", {"fiscal_year": "2026", "budget_line": "修繕料"}),
        ("order/", {"contractor": "見本工務店", "amount": "148,500", "promised_on": "2026-12-18"}),
        ("done/", {"photos": [_photo()]}),
        ("accept/", {}),
        ("pay/", {"amount": "148,500", "insurance": "none"}),
    ]

    for act, sent in acts:
        shown = client.get(_one(repair, act))
        assert shown.status_code == 200, act
        chosen = {"estimate": str(repair.estimates.get().pk)} if act == "decide/" else {}
        posted = client.post(_one(repair, act), {**DAY, "version": version_of(repair), **sent, **chosen})
        assert posted.status_code == 302, (act, posted.context["form"].errors)

    page = client.get(_one(repair))
    assert stand_of(repair).state == RepairState.PAID
    assert page.context["page"].paid == 148_500
    assert [offer.chosen for offer in page.context["page"].offers] == [True]
    assert [step.state for step in page.context["page"].road] == ["past"] * 7 + ["now"]


def test_a_refused_move_tells_everything_and_keeps_what_was_typed(officer, client_of):
    client, repair = client_of(officer), make_repair(state=RepairState.DECIDED)

    refused = client.post(
        _one(repair, "order/"), {"moved_on": "2026-11-24", "contractor": "", "amount": "", "told": "急ぎます"}
    )

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"contractor", "amount", "promised_on"}
    assert "急ぎます" in words_of(refused) or "急ぎます" in refused.content.decode()


def test_the_second_of_two_is_told_who_was_first(officer, client_of):
    client, repair = client_of(officer), make_repair()
    seen = version_of(repair)
    take(repair, "triage")

    late = client.post(_one(repair, "decline/"), {**DAY, "version": seen, "note": "使わないため"})

    assert late.status_code == 409
    assert stand_of(repair).state == RepairState.TRIAGED


def test_a_move_that_is_not_to_be_made_leads_back_with_the_reason(officer, client_of):
    client, repair = client_of(officer), make_repair()

    answer = client.get(_one(repair, "pay/"))

    assert (answer.status_code, told(answer)) == (
        302,
        ["いまは「判定待ち」なので、「支払」は記録できません。"],
    )


def test_a_finding_leads_to_a_repair_that_shows_its_photographs(officer, client_of):
    client, finding = client_of(officer), make_finding()

    shown = client.get(f"/inspection-findings/{finding.pk}/repair/")
    posted = client.post(
        f"/inspection-findings/{finding.pk}/repair/", {"place": finding.place, "what": finding.text}
    )
    again = client.get(f"/inspection-findings/{finding.pk}/repair/")

    repair = Repair.objects.get()
    page = client.get(_one(repair))
    photo = page.context["page"].before[0]
    assert (shown.status_code, posted.status_code) == (200, 302)
    assert again.headers["Location"] == _one(repair)
    assert _picture(client, f"/repair-finding-photos/{photo.pk}/")
    assert client.get(f"/inspection-findings/{finding.pk}/repair/").status_code == 302


def test_the_promised_day_is_moved_and_photographs_are_added(officer, client_of):
    client, repair = client_of(officer), make_repair(state=RepairState.ORDERED)

    edited = client.post(
        _one(repair, "edit/"),
        {"place": "玄関", "what": "戸が重い。", "promised_on": "2027-01-15", "version": version_of(repair)},
    )
    added = client.post(_one(repair, "photos/new/"), {"moment": "after", "photos": [_photo()]})

    repair.refresh_from_db()
    assert (edited.status_code, added.status_code) == (302, 302)
    assert (repair.place, repair.promised_on) == ("玄関", date(2027, 1, 15))
    assert _picture(client, f"/repair-photos/{RepairPhoto.objects.get().pk}/")


def test_a_decision_after_a_reopening_offers_the_new_estimates_alone_and_always_asks_the_reason(
    officer, client_of
):
    client, repair = client_of(officer), make_repair(state=RepairState.PAID)
    with time_machine.travel("2026-11-23T13:00:00+09:00", tick=False):
        take(repair, "reopen")
    with time_machine.travel("2026-11-23T14:00:00+09:00", tick=False):
        take(repair, "triage")
        before = client.get(_one(repair, "decide/")).context["form"].fields
        new = take(repair, "estimate", contractor="例示建設", amount=170_000)
        after = client.get(_one(repair, "decide/")).context["form"].fields
        refused = client.post(
            _one(repair, "decide/"), {**DAY, "version": version_of(repair), "fiscal_year": "2026"}
        )

    assert "estimate" not in before
    assert [value for value, _ in after["estimate"].choices] == [str(new.pk), ""]
    assert {"no_estimate_reason"} <= set(before) & set(after)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"no_estimate_reason"})


def test_the_reason_for_no_estimate_is_taken_though_one_is_on_file(officer, client_of):
    client, repair = client_of(officer), make_repair(state=RepairState.ESTIMATED)

    posted = client.post(
        _one(repair, "decide/"),
        {**DAY, "version": version_of(repair), "fiscal_year": "2026", "no_estimate_reason": "職員が直すため"},
    )

    assert posted.status_code == 302
    assert "見積りを取らない理由：職員が直すため" in words_of(client.get(_one(repair)))


def test_money_of_the_insurance_that_comes_after_the_payment_is_entered_and_no_group_reads_it(
    officer, client_of
):
    centre = make_centre()
    client, repair = client_of(officer), make_repair(centre, RepairState.PAID)
    group = client_of(make_group(centre))
    sent = {"place": "玄関", "what": "戸が重い。", "insurance_amount": "123,456"}

    refused = client.post(
        _one(repair, "edit/"), {**sent, "insurance": "claimed", "version": version_of(repair)}
    )
    entered = client.post(
        _one(repair, "edit/"), {**sent, "insurance": "settled", "version": version_of(repair)}
    )

    repair.refresh_from_db()
    assert (refused.status_code, refused.context["form"].errors) == (
        422,
        {"insurance_amount": ["保険金は、保険の請求が「支払われた」のときに入力してください。"]},
    )
    assert (entered.status_code, repair.insurance_amount) == (302, 123_456)
    assert "123,456" in words_of(client.get(_one(repair)))
    assert "123,456" not in words_of(group.get(_one(repair)))
    assert group.get(_one(repair, "edit/")).status_code == 403


def test_the_insurance_is_not_asked_before_the_acceptance_and_a_form_from_before_is_told(officer, client_of):
    client, repair = client_of(officer), make_repair(state=RepairState.DONE)
    shown, seen = client.get(_one(repair, "edit/")).context["form"].fields, version_of(repair)
    take(repair, "accept")

    late = client.post(_one(repair, "edit/"), {"place": "玄関", "what": "戸が重い。", "version": seen})

    assert {"insurance", "insurance_amount"}.isdisjoint(shown)
    assert late.status_code == 409


def test_an_auditor_reads_and_moves_nothing(auditor, client_of):
    client, repair = client_of(auditor), make_repair()

    page = client.get(_one(repair))

    assert page.status_code == 200
    assert "緊急度を判定する" not in words_of(page)
    assert client.post(_one(repair, "triage/"), DAY).status_code == 403
    assert client.get("/repairs/new/").status_code == 403


def test_a_centre_worker_asks_for_the_own_centre_and_does_not_judge(centre_worker, client_of):
    own, other = make_centre(), make_repair()
    client = client_of(centre_worker(own))

    posted = client.post(
        "/repairs/new/", {"place": "便所", "what": "水が止まらない。", "requested_on": "2026-11-23"}
    )

    repair = Repair.objects.get(centre=own)
    assert (posted.status_code, repair.requested_side) == (302, "centre")
    assert client.get(_one(other)).status_code == 404
    assert client.get(_one(repair, "triage/")).status_code == 403


@pytest.mark.parametrize(
    ("days", "asks"),
    [
        ({"first_on": date(2026, 11, 23), "last_on": date(2031, 3, 31)}, 302),
        ({"first_on": date(2026, 11, 24), "last_on": date(2031, 3, 31)}, 403),
        ({"first_on": date(2021, 4, 1), "last_on": date(2026, 11, 22)}, 403),
    ],
    ids=["first day", "day before", "day after"],
)
def test_a_group_tells_what_is_broken_while_it_manages_the_centre(roles, client_of, days, asks):
    centre = make_centre()
    client = client_of(make_group(centre, **days))

    shown = client.get("/repairs/new/")
    posted = client.post("/repairs/new/", {"place": "玄関", "what": "ドアが開かない。", "photos": [_photo()]})

    assert (shown.status_code, posted.status_code) == (200 if asks == 302 else asks, asks)
    assert Repair.objects.count() == (asks == 302)
    if asks == 302:
        assert Repair.objects.get().requested_side == "group"
        assert told(posted) == ["市に知らせました。市が内容を見て、直し方を決めます。"]


def test_a_group_reads_where_it_stands_in_plain_words_and_no_amounts(roles, client_of):
    centre = make_centre()
    repair = make_repair(centre, RepairState.DECIDED, internal_notes="相見積り必須", requested_by="電話の人")
    take(
        repair, "order", told="年内に直します。", note="予備費を使う", amount=987_654, promised_on=PROMISED_ON
    )
    make_repair()
    client = client_of(make_group(centre))

    words = words_of(client.get(_one(repair)))

    assert "業者に頼みました。直しています。" in words
    assert "令和8年12月18日（金）までに直す予定です。" in words
    assert "年内に直します。" in words
    for secret in ("987,654", "148,500", "150,000", "相見積り必須", "電話の人", "予備費", "修繕料"):
        assert secret not in words
    assert _listed(client) == [repair.pk]
    assert "987,654" not in words_of(client.get("/repairs/"))
    assert client.get(_one(repair, "edit/")).status_code == 403


def test_a_repair_stays_with_its_centre_when_the_designation_ends(roles, client_of):
    centre = make_centre()
    repair = make_repair(centre, RepairState.ORDERED)
    before = client_of(make_group(centre, first_on=date(2021, 4, 1), last_on=date(2026, 3, 31)))
    after = client_of(make_group(centre, first_on=date(2026, 4, 1), last_on=date(2031, 3, 31)))

    assert before.get(_one(repair)).status_code == 404
    assert after.get(_one(repair)).status_code == 200
    assert stand_of(repair).state == RepairState.ORDERED
