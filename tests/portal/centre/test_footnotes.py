from __future__ import annotations

from datetime import date

import pytest

from centres.actions import let_succeed
from centres.actions import state_sources as state_centre
from centres.models import Centre
from common.certainty import Certainty
from common.db.stated_facts import Statement
from common.partial_dates import PartialDate
from common.scope import Scope
from designated_managers.actions import state_sources as state_designation
from designated_managers.models import Designation
from facilities.actions import state_sources as state_building
from facilities.models import Building
from portal.centre.footnotes import Event, EventKind, Source, field_label, footnotes_of
from portal.viewer import Viewer
from tests.factories.centres import make_centre, make_suspension
from tests.factories.designated_managers import make_designation
from tests.factories.facilities import make_building

OFFICER = Viewer(Scope.everything(), frozenset({"designated_managers.view_designation"}))
WORKER = Viewer(Scope.everything(), frozenset())


def test_takeovers_and_spans_out_of_use_are_told_with_their_days(db):
    old, centre, hub = make_centre("旧館"), make_centre("本館"), make_centre("新館")
    let_succeed(old, centre, on=PartialDate.of_month(2021, 2))
    let_succeed(centre, hub)
    make_suspension(centre, first_on=date(2026, 1, 5), last_on=date(2026, 1, 9), reason="改修")
    make_suspension(hub, first_on=date(2026, 2, 5))

    events = footnotes_of(centre.pk, OFFICER).events

    assert set(events) == {
        Event(EventKind.GIVEN_TO, "新館", hub.pk, None, None, None),
        Event(EventKind.TAKEN_FROM, "旧館", old.pk, None, None, PartialDate.of_month(2021, 2)),
        Event(EventKind.SUSPENDED, "改修", centre.pk, date(2026, 1, 5), date(2026, 1, 9), None),
    }


def stated(db_centre: Centre) -> tuple[Building, Designation]:
    building = make_building(centre=db_centre)
    designation = make_designation(centre=db_centre)
    page: Statement = {
        "source": "市のページ",
        "source_url": "https://example.jp/a",
        "certainty": Certainty.VERIFIED,
    }
    state_centre(db_centre, {"name": page, "opened_on": page})
    state_building(building, {"floor_area": {**page, "note": "一部"}})
    state_designation(
        designation,
        {"last_on": {"source": "聞き取り", "certainty": Certainty.UNVERIFIED, "note": "市に確かめる"}},
    )
    return building, designation


def test_what_one_source_tells_stands_together_and_what_is_to_be_checked_comes_first(db):
    centre = make_centre()
    stated(centre)

    assert footnotes_of(centre.pk, OFFICER).facts.sources == (
        Source(("指定期間の末日",), "聞き取り", "", "要確認", "forecast", ("市に確かめる",)),
        Source(
            ("名称", "供用開始日", "建物の延床面積"),
            "市のページ",
            "https://example.jp/a",
            "確認済み",
            "done",
            ("一部",),
        ),
    )


def test_the_facts_to_be_checked_are_known_by_record(db):
    centre = make_centre()
    building, designation = stated(centre)

    facts = footnotes_of(centre.pk, OFFICER).facts

    assert facts.doubtful("designation", designation.pk) == {"last_on"}
    assert facts.doubtful("building", building.pk) == frozenset()
    assert facts.doubtful("centre", centre.pk) == frozenset()


def test_whoever_may_not_see_designations_is_not_told_where_their_facts_come_from(db):
    centre = make_centre()
    stated(centre)

    assert [source.title for source in footnotes_of(centre.pk, WORKER).facts.sources] == ["市のページ"]


@pytest.mark.parametrize(
    ("model", "field", "label"),
    [
        (Centre, "kana", "名称（かな）"),
        (Centre, "opened_on", "供用開始日"),
        (Building, "floor_area", "延床面積"),
        (Centre, "lost_field", "lost_field"),
    ],
)
def test_a_field_is_called_as_the_office_calls_it(model, field, label):
    assert field_label(model, field) == label
