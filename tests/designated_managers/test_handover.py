"""The items of the hand-over, and their flags."""

from __future__ import annotations

from datetime import date

import pytest

from common.scope import Scope
from designated_managers.actions import (
    CannotTransfer,
    change_designation,
    change_handover_item,
    change_transfer,
    change_wave,
    choose_organisation,
    redate_items,
    resume_transfer,
    start_return,
    suspend_transfer,
    tick_handover_item,
)
from designated_managers.models import HandoverItem, HandoverType, Transfer
from reminders.models import Flag
from tests.answers import said
from tests.designated_managers.transfers import DAY, ON, made
from tests.factories.designated_managers import (
    make_designation,
    make_organisation,
)
from tests.factories.transfers import (
    AIMED_ON,
    make_transfer,
    make_wave,
)
from tests.reminders.conftest import flags, night

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def test_the_items_are_made_once_and_follow_the_first_day_but_for_what_is_done():
    transfer = make_transfer(aimed_on=AIMED_ON)
    keys, staff = transfer.items.get(code="keys"), transfer.items.get(code="staff")
    tick_handover_item(staff.pk, done_on=ON, on=ON)

    twice = redate_items(transfer, on=ON)
    change_transfer(transfer.pk, on=ON, aimed_on=date(2028, 10, 1))

    assert (twice, transfer.items.count()) == (0, 16)
    assert (keys.due_on, transfer.items.get(code="keys").due_on) == (AIMED_ON, date(2028, 10, 1))
    assert transfer.items.get(code="staff").due_on == date(2028, 1, 1)


def test_an_item_that_the_city_adds_later_is_made_when_the_day_is_looked_at_again():
    transfer = make_transfer(aimed_on=AIMED_ON)
    HandoverType.objects.create(
        code="piano", name="ピアノの調律", direction="to_manager", side="city", due="-7d"
    )

    assert redate_items(transfer, on=ON) == 1
    assert transfer.items.get(code="piano").due_on == date(2028, 3, 25)


def test_an_item_with_a_day_of_its_own_stays_until_it_is_the_day_of_the_rule_again():
    transfer = make_transfer(aimed_on=AIMED_ON)
    keys = transfer.items.get(code="keys")
    later = date(2028, 10, 1)
    night(AIMED_ON)

    change_handover_item(keys.pk, on=AIMED_ON, name="鍵（3本）", side="manager", due_on=AIMED_ON + DAY)
    flag = Flag.objects.get(subject_id=keys.pk).close_reason
    change_transfer(transfer.pk, on=AIMED_ON, aimed_on=later)
    own = transfer.items.get(code="keys")
    change_handover_item(keys.pk, on=AIMED_ON, due_on=later)
    change_transfer(transfer.pk, on=AIMED_ON, aimed_on=later + DAY)

    assert (own.name, own.side, own.due_on, flag) == ("鍵（3本）", "manager", AIMED_ON + DAY, "day_changed")
    assert transfer.items.get(code="keys").due_on == later + DAY


def test_an_item_of_another_name_still_follows_the_first_day():
    transfer = make_transfer(aimed_on=AIMED_ON)
    keys = transfer.items.get(code="keys")
    HandoverType.objects.filter(code="keys").update(due="-1d")

    change_handover_item(keys.pk, on=ON, name="鍵（3本）", due_on=AIMED_ON)
    change_transfer(transfer.pk, on=ON, aimed_on=date(2028, 10, 1))

    assert transfer.items.get(code="keys").due_on == date(2028, 9, 30)


def test_a_designation_that_is_made_moves_the_hand_over_to_its_first_day():
    transfer = make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)

    designation = made(
        centre=transfer.centre,
        organisation=transfer.organisation,
        first_on=date(2028, 10, 1),
        agreed_on=None,
    )
    moved = transfer.items.get(code="keys").due_on
    change_designation(designation.pk, on=ON, first_on=date(2028, 11, 1))

    transfer.refresh_from_db()
    assert (moved, transfer.aimed_on) == (date(2028, 10, 1), date(2028, 11, 1))
    assert transfer.items.get(code="keys").due_on == date(2028, 11, 1)


def test_a_body_that_is_designated_already_gives_its_first_day_when_it_is_chosen_and_at_the_start():
    designation = made(first_on=date(2028, 10, 1), agreed_on=None)
    chosen = make_transfer(centre=designation.centre, aimed_on=AIMED_ON)

    choose_organisation(chosen.pk, organisation=designation.organisation, on=ON)
    suspend_transfer(chosen.pk, suspended_on=ON, reason="見本", on=ON)
    again = make_transfer(centre=designation.centre, organisation=designation.organisation, started_on=ON)

    assert Transfer.objects.get(pk=chosen.pk).aimed_on == again.aimed_on == date(2028, 10, 1)
    assert {transfer.items.get(code="keys").due_on for transfer in (chosen, again)} == {date(2028, 10, 1)}


def test_a_transfer_that_was_given_up_aims_at_the_designation_made_meanwhile_when_it_is_resumed():
    transfer = make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)
    suspend_transfer(transfer.pk, suspended_on=ON, reason="見本", on=ON)
    made(
        centre=transfer.centre,
        organisation=transfer.organisation,
        first_on=date(2028, 10, 1),
        agreed_on=None,
    )

    resumed = resume_transfer(transfer.pk, on=ON)

    assert (resumed.aimed_on, resumed.items.get(code="keys").due_on) == (date(2028, 10, 1),) * 2


def test_the_next_designation_of_the_same_body_moves_nothing():
    transfer = make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)
    pair = {"centre": transfer.centre, "organisation": transfer.organisation}
    first = made(**pair)

    made(
        **pair,
        previous=first,
        **dict.fromkeys(("committee_on", "candidate_decided_on", "bill_submitted_on", "announced_on")),
        voted_on=date(2032, 12, 17),
        designated_on=date(2032, 12, 20),
        agreed_on=None,
        first_on=date(2033, 4, 1),
        last_on=date(2038, 3, 31),
    )

    assert Transfer.objects.get().aimed_on == AIMED_ON
    assert transfer.items.get(code="keys").due_on == AIMED_ON


@pytest.mark.parametrize(
    ("facts", "first_on"),
    [
        ({"revoked_on": date(2027, 10, 1)}, date(2027, 10, 1)),
        ({"last_on": date(2028, 3, 31)}, date(2028, 4, 1)),
        ({"internal_notes": "見本"}, date(2029, 4, 1)),
    ],
)
def test_a_return_follows_the_end_of_the_term(facts, first_on):
    designation = make_designation()
    back = start_return(centre=designation.centre, reason="見本", started_on=ON, on=ON)

    change_designation(designation.pk, on=ON, **facts)

    back.refresh_from_db()
    assert (back.aimed_on, back.items.get(code="back_keys").due_on) == (first_on, first_on)


def test_a_return_with_a_day_of_its_own_keeps_it_until_the_end_of_the_term_moves():
    designation = make_designation()
    own = date(2028, 1, 1)
    back = start_return(centre=designation.centre, reason="見本", started_on=ON, aimed_on=own, on=ON)

    change_designation(designation.pk, on=ON, internal_notes="見本")
    kept = Transfer.objects.get().aimed_on
    change_designation(designation.pk, on=ON, revoked_on=date(2028, 2, 1))

    back.refresh_from_db()
    assert (kept, back.aimed_on) == (own, date(2028, 2, 1))


def test_the_first_day_is_not_emptied_while_items_wait_for_it():
    transfer = make_transfer(aimed_on=AIMED_ON)

    with pytest.raises(CannotTransfer) as refusal:
        change_transfer(transfer.pk, on=ON, aimed_on=None)
    transfer.items.update(done_on=ON)
    emptied = change_transfer(transfer.pk, on=ON, aimed_on=None)

    sentence = (
        "引継ぎの項目があるので、めざす初日は空にできません。見送るときは「移行を見送る」を使ってください。"
    )
    assert (said(refusal), emptied.aimed_on) == ([("aimed_on", sentence)], None)


def test_a_wave_does_not_move_a_transfer_whose_designation_is_made():
    wave = make_wave()
    transfer = make_transfer(wave=wave, organisation=make_organisation())
    made(centre=transfer.centre, organisation=transfer.organisation)

    change_wave(wave.pk, on=ON, aimed_on=date(2029, 4, 1))

    assert Transfer.objects.get().aimed_on == AIMED_ON


def test_a_wave_takes_its_transfers_along_but_not_one_with_a_day_of_its_own():
    wave = make_wave()
    own = make_transfer(wave=wave, aimed_on=date(2028, 10, 1))
    with_it = make_transfer(wave=wave)

    change_wave(wave.pk, on=ON, aimed_on=date(2029, 4, 1))

    aims = dict(Transfer.objects.values_list("pk", "aimed_on"))
    assert aims == {own.pk: date(2028, 10, 1), with_it.pk: date(2029, 4, 1)}
    assert with_it.items.get(code="keys").due_on == date(2029, 4, 1)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2028, 3, 1), []),
        (date(2028, 3, 2), ["30d"]),
        (date(2028, 3, 25), ["7d"]),
        (AIMED_ON, ["0d"]),
        (AIMED_ON + DAY, ["0d"]),
    ],
)
def test_an_item_is_told_from_thirty_days_before_until_it_is_done(on, stage):
    transfer = make_transfer(aimed_on=AIMED_ON)
    keys = transfer.items.get(code="keys")

    night(on)

    assert list(Flag.objects.filter(subject_id=keys.pk).values_list("stage", flat=True)) == stage


def test_a_flag_closes_when_the_item_is_done_when_the_day_moves_and_when_the_transfer_is_given_up():
    transfer = make_transfer(aimed_on=AIMED_ON)
    night(AIMED_ON)
    keys, notice = transfer.items.get(code="keys"), transfer.items.get(code="notice")

    tick_handover_item(keys.pk, done_on=AIMED_ON, on=AIMED_ON)
    done = {flag[5] for flag in flags()}
    change_transfer(transfer.pk, on=AIMED_ON, aimed_on=AIMED_ON + 5 * DAY)
    moved = Flag.objects.get(subject_id=notice.pk).close_reason
    night(AIMED_ON)
    suspend_transfer(transfer.pk, suspended_on=AIMED_ON, reason="見本", on=AIMED_ON)

    assert (done, moved) == ({"", "done"}, "day_changed")
    assert not Flag.objects.filter(kind="handover_item", closed_on=None).exists()
    night(AIMED_ON)
    assert not Flag.objects.filter(kind="handover_item", closed_on=None).exists()


def test_the_checks_of_the_first_ninety_days_stay_due_after_the_first_day():
    transfer = make_transfer(aimed_on=AIMED_ON)
    transfer.items.filter(by_first_day=True).update(done_on=AIMED_ON)

    night(AIMED_ON + 31 * DAY)

    told = Flag.objects.filter(kind="handover_item", due_on__lt=AIMED_ON + 31 * DAY)
    assert [flag.subject_id for flag in told] == [transfer.items.get(code="check_30").pk]
    assert told[0].side == "city"


def test_a_group_reads_its_own_items_alone():
    transfer = make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)
    make_transfer(organisation=make_organisation(), aimed_on=AIMED_ON)
    group = Scope(
        every_centre=False,
        centre_ids=frozenset(),
        organisation_ids=frozenset({transfer.organisation_id or 0}),
        internal=False,
    )

    items = HandoverItem.objects.within(group)

    assert {(item.transfer_id, item.side) for item in items} == {(transfer.pk, "manager")}
    assert not Transfer.objects.within(group).exists()
