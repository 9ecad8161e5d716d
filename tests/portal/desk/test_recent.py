from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from common.clock import TOKYO
from common.scope import Scope
from maintenance.actions import change_contract, decide_not_to_renew, record_inspection, succeed_contract
from maintenance.models import DueInspection
from portal.desk.recent import Recorded, recently_recorded
from portal.viewer import Viewer
from reminders.subjects import MAY_SEE
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_contract, make_turn
from tests.portal.conftest import MONDAY

pytestmark = pytest.mark.usefixtures("catalogues", "monday")

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)
EVERYTHING = Viewer(Scope.everything(), frozenset(MAY_SEE.values()))


def sentences(viewer: Viewer = EVERYTHING, at: datetime = NOW) -> set[str]:
    return {act.sentence for act in recently_recorded(viewer, at=at)}


def recorded_turn(centre=None) -> DueInspection:
    turn = make_turn(make_building(centre=centre or make_centre()), due_on=date(2026, 11, 30))
    record_inspection(turn.pk, done_on=date(2026, 11, 20), on=MONDAY, outcome="sound")
    return turn


def test_an_inspection_that_was_recorded_is_told_with_its_place_and_time():
    turn = recorded_turn(make_centre("三丘市民センター"))

    assert recently_recorded(EVERYTHING, at=NOW) == (
        Recorded(
            "「消防用設備等 機器点検」が記録されました",
            "三丘市民センター",
            NOW,
            "",
            f"/inspections/{turn.pk}/record/",
        ),
    )


def test_what_follows_a_contract_is_told_once_however_often_it_is_changed_later():
    ended, followed = make_contract(name="見本清掃"), make_contract(name="見本警備")
    decide_not_to_renew(ended.pk, on=MONDAY, reason="直営に切り替え")
    change_contract(ended.pk, [make_centre()], internal_notes="済み")
    following = succeed_contract(
        followed.pk, [make_centre()], on=MONDAY, name="見本警備2", contractor="見本警備", contract_kind="single_year",
        first_on=date(2027, 4, 1), last_on=date(2028, 3, 31),
    )  # fmt: skip
    change_contract(following.pk, [make_centre()], internal_notes="済み")

    acts = recently_recorded(EVERYTHING, at=NOW)

    assert sorted(act.sentence for act in acts) == [
        "「見本清掃」は更新しないと決まりました",
        "次の契約「見本警備2」が登録されました",
    ]


@pytest.mark.parametrize(("days", "told"), [(14, 1), (15, 0)])
def test_what_is_older_than_two_weeks_is_left_out(days, told):
    recorded_turn()

    assert len(sentences(at=NOW + timedelta(days=days))) == told


def test_only_the_last_five_are_told():
    for _ in range(6):
        recorded_turn()

    assert len(recently_recorded(EVERYTHING, at=NOW)) == 5


def test_only_what_the_viewer_may_see_is_told():
    centre = make_centre()
    recorded_turn(centre)
    recorded_turn()
    decide_not_to_renew(make_contract([centre]).pk, on=MONDAY, reason="直営に切り替え")
    scope = Scope(
        every_centre=False, centre_ids=frozenset({centre.pk}), organisation_ids=frozenset(), internal=True
    )

    inspections_only = Viewer(scope, frozenset({"maintenance.view_dueinspection"}))

    assert len(recently_recorded(inspections_only, at=NOW)) == 1
    assert len(recently_recorded(Viewer(scope, EVERYTHING.permissions), at=NOW)) == 2
    assert recently_recorded(Viewer(scope, frozenset()), at=NOW) == ()
