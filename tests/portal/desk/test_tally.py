from __future__ import annotations

from datetime import date

from common.scope import Scope
from portal.buckets import Bucket
from portal.desk.tally import Wanted, number_without, numbers_of, tally_of
from reminders.models import Flag
from tests.factories.centres import make_centre, make_post
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_turn
from tests.portal.conftest import MONDAY, sweep


def tally(centre_id=None):
    return tally_of(Flag.objects.within(Scope.everything()).open(), centre_id=centre_id, on=MONDAY)


def numbers(wanted: Wanted) -> list[int]:
    return list(numbers_of(tally(wanted.centre_id), wanted).values())


def test_flags_are_counted_by_group_and_by_everything_that_narrows_them(catalogues):
    post, other_post = make_post("担当1"), make_post("担当2")
    one = make_centre(post_in_charge=post)
    other = make_centre(post_in_charge=other_post)
    for number, (centre, due_on) in enumerate(
        [
            (one, date(2026, 11, 22)),
            (one, date(2026, 11, 23)),
            (other, date(2026, 12, 1)),
            (other, date(2027, 1, 1)),
            (other, None),
        ]
    ):
        make_turn(make_building(f"{number}号館", centre=centre), due_on=due_on)
    make_contract([one, other], last_on=date(2026, 11, 30), post_in_charge=other_post)
    sweep()

    assert numbers(Wanted()) == [1, 2, 1, 1, 1]
    assert numbers(Wanted(kind="inspection")) == [1, 1, 1, 1, 1]
    assert numbers(Wanted(kind="contract")) == [0, 1, 0, 0, 0]
    assert numbers(Wanted(post_id=post.pk)) == [1, 1, 0, 0, 0]
    assert numbers(Wanted(overdue=True)) == [1, 0, 0, 0, 0]
    assert numbers(Wanted(centre_id=one.pk)) == [1, 2, 0, 0, 0]
    assert numbers(Wanted(centre_id=one.pk, post_id=other_post.pk)) == [0, 1, 0, 0, 0]
    assert numbers(Wanted(centre_id=other.pk, overdue=True)) == [0, 0, 0, 0, 0]


def test_the_way_out_of_an_empty_list_counts_what_one_condition_less_would_find(catalogues):
    one, other = make_centre(), make_centre()
    make_turn(make_building(centre=one), due_on=date(2026, 11, 22))
    make_contract([other], last_on=date(2026, 11, 30))
    sweep()
    wanted = Wanted(kind="contract", centre_id=other.pk, overdue=True)

    without = {name: number_without(name, tally(other.pk), wanted) for name in ("kind", "centre", "overdue")}

    assert numbers(wanted) == [0] * len(Bucket)
    assert without == {"kind": 0, "centre": 0, "overdue": 1}
