from __future__ import annotations

from datetime import date

import pytest

from centres.actions import (
    change_centre,
    give_post,
    let_succeed,
    register_centre,
    state_sources,
    suspend_centre,
)
from centres.models import Centre, CentreFact, PostHolding, Succession, Suspension
from common.acting import acting
from common.certainty import Certainty
from common.db.stated_facts import Statement
from common.partial_dates import PartialDate
from common.problems import Refused
from tests.factories.centres import make_centre, make_post

pytestmark = pytest.mark.django_db

FEBRUARY_2021 = PartialDate.of_month(2021, 2)
PAMPHLET: Statement = {"source": "施設案内（令和3年）", "certainty": Certainty.VERIFIED}


def _sentences(refusal) -> list[str]:
    return [problem.message for problem in refusal.value.problems]


def test_a_centre_is_registered_with_days_known_in_part_and_their_source():
    centre = register_centre(
        code="352152-1", name="遠石市民センター", opened_on=FEBRUARY_2021, statements={"opened_on": PAMPHLET}
    )

    stored = Centre.objects.get()
    assert (stored, stored.opened_on, stored.name) == (centre, FEBRUARY_2021, "遠石市民センター")
    assert list(stored.stated_facts.values_list("field", "source", "certainty")) == [
        ("opened_on", "施設案内（令和3年）", "verified")
    ]


def test_a_refused_centre_is_told_everything_at_once_and_nothing_is_stored():
    with pytest.raises(Refused) as refusal:
        register_centre(
            code="352152-1",
            name="",
            latitude=47,
            phone="なし",
            opened_on=PartialDate.of_year(2021),
            abolished_on=PartialDate.of_year(2020),
        )

    assert sorted((problem.field, problem.code) for problem in refusal.value.problems) == [
        ("", "__all__-invalid"),
        ("latitude", "latitude-max_value"),
        ("name", "name-blank"),
        ("phone", "phone-invalid"),
    ]
    assert "廃止日は供用開始日以後の日にしてください。" in _sentences(refusal)
    assert Centre.objects.count() == 0


def test_a_second_centre_with_the_code_of_another_is_refused():
    make_centre(code="352152-1")

    with pytest.raises(Refused) as refusal:
        make_centre("別の市民センター", code="352152-1")

    assert [problem.field for problem in refusal.value.problems] == ["code"]


def test_what_a_centre_is_searched_by_follows_its_name():
    centre = make_centre("遠石市民センター", code="352152-1")

    change_centre(centre.pk, name="遠石万葉プラザ")

    assert list(Centre.objects.matching("万葉")) == [centre]
    assert list(Centre.objects.matching("市民センター")) == []


def test_a_refused_change_leaves_the_centre_its_sources_and_successors_as_they_were():
    centre, successor = make_centre(opened_on=FEBRUARY_2021), make_centre("拠点施設")
    state_sources(centre, {"opened_on": PAMPHLET})

    with pytest.raises(Refused):
        change_centre(
            centre.pk,
            name="",
            statements={"opened_on": None},
            successor_ids=[successor.pk],
            nickname="新しい通称",
        )

    centre.refresh_from_db()
    assert (centre.name, centre.nickname) == ("見本市民センター", "")
    assert (centre.stated_facts.count(), Succession.objects.count()) == (1, 0)


def test_a_source_that_is_refused_takes_the_whole_change_back():
    centre = make_centre()

    with pytest.raises(Refused) as refusal:
        change_centre(
            centre.pk,
            nickname="新しい通称",
            statements={"name": {"source": "", "certainty": Certainty.VERIFIED}},
        )

    assert [problem.field for problem in refusal.value.problems] == ["source"]
    centre.refresh_from_db()
    assert (centre.nickname, CentreFact.objects.count()) == ("", 0)


def test_a_source_for_something_that_is_no_fact_of_a_centre_is_refused():
    with pytest.raises(Refused) as refusal:
        state_sources(make_centre(), {"weather": PAMPHLET})

    assert _sentences(refusal) == ["「weather」という項目はありません。"]


def test_a_source_is_corrected_and_keeps_what_is_not_named():
    centre = make_centre()
    state_sources(centre, {"address": {**PAMPHLET, "source_url": "https://example.jp/", "note": "2頁"}})

    state_sources(centre, {"address": {"source": "条例", "certainty": Certainty.SECOND_HAND}})

    (fact,) = centre.stated_facts.all()
    assert (fact.source, fact.certainty, fact.source_url, fact.note) == (
        "条例",
        "second_hand",
        "https://example.jp/",
        "2頁",
    )


def test_a_source_is_taken_back():
    centre = make_centre()
    state_sources(centre, {"address": PAMPHLET, "phone": PAMPHLET})

    state_sources(centre, {"address": None, "name": None})

    assert list(centre.stated_facts.values_list("field", flat=True)) == ["phone"]


def test_successors_become_exactly_those_named_and_keep_their_day():
    old, hub, annex = make_centre(), make_centre("拠点施設"), make_centre("別館")
    let_succeed(old, hub, on=FEBRUARY_2021)

    change_centre(old.pk, successor_ids=[hub.pk, annex.pk])
    both = {(s.successor, s.taken_over_on) for s in old.succeeded_by.all()}
    change_centre(old.pk, successor_ids=[annex.pk])

    assert both == {(hub, FEBRUARY_2021), (annex, None)}
    assert [succession.successor for succession in old.succeeded_by.all()] == [annex]


def test_a_change_that_does_not_speak_of_successors_leaves_them():
    old, hub = make_centre(), make_centre("拠点施設")
    let_succeed(old, hub)

    change_centre(old.pk, nickname="新しい通称")

    assert list(old.successors.all()) == [hub]


def test_no_centre_succeeds_itself():
    centre = make_centre()

    with pytest.raises(Refused) as refusal:
        change_centre(centre.pk, successor_ids=[centre.pk])

    assert _sentences(refusal) == ["前の施設と後の施設に同じ施設は選べません。"]


def test_a_suspension_ends_on_or_after_its_first_day():
    centre, day = make_centre(), date(2026, 9, 1)

    with pytest.raises(Refused) as refusal:
        suspend_centre(centre, first_on=day, last_on=date(2026, 8, 31), reason="改修工事")
    suspend_centre(centre, first_on=day, last_on=day, reason="改修工事")

    assert _sentences(refusal) == ["休止の末日は初日以後の日にしてください。"]
    assert Suspension.objects.count() == 1


def test_the_history_tells_who_changed_what_and_why(officer):
    centre = make_centre()

    with acting(door="web", user_id=officer.pk, reason="住民からの連絡"):
        change_centre(centre.pk, phone="0834-22-0442")

    latest = centre.history.first()
    assert (latest.history_user, latest.door, latest.history_change_reason) == (
        officer,
        "web",
        "住民からの連絡",
    )
    assert latest.phone == "0834-22-0442"


def test_a_person_takes_a_post_from_a_day_on(officer):
    post = make_post()

    give_post(post, officer.pk, first_on=date(2026, 4, 1))

    assert list(PostHolding.objects.values_list("post", "user", "first_on", "last_on", "is_deputy")) == [
        (post.pk, officer.pk, date(2026, 4, 1), None, False)
    ]
