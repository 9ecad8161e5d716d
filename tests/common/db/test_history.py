from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from centres.models import Centre, Suspension
from common.acting import acting
from common.db.history import create_with_history, update_with_history

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return User.objects.create(login_name="hanako", display_name="見本 花子")


def _story(record) -> list[tuple[object, ...]]:
    rows = record.history.order_by("history_id")
    return [(r.history_type, r.name, r.history_user_id, r.door, r.history_change_reason) for r in rows]


def _centre(code: str = "1") -> Centre:
    return Centre(code=code, name="長穂")


def test_what_a_person_saves_is_kept_with_who_why_and_by_which_door(hanako):
    centre = _centre()
    centre.save()
    with acting(door="web", user_id=hanako.pk, reason="表記の訂正"):
        centre.name = "長穂市民センター"
        centre.save()

    assert _story(centre) == [
        ("+", "長穂", None, "command", None),
        ("~", "長穂市民センター", hanako.pk, "web", "表記の訂正"),
    ]


def test_what_is_deleted_is_kept_too(hanako):
    centre = _centre()
    centre.save()
    pk = centre.pk
    with acting(door="admin", user_id=hanako.pk):
        centre.delete()

    row = Centre.history.get(id=pk, history_type="-")
    assert (row.name, row.history_user, row.door) == ("長穂", hanako, "admin")


def test_a_reason_given_on_the_record_itself_goes_before_the_general_one():
    centre = _centre()
    centre._change_reason = "この施設だけ"  # type: ignore[attr-defined]
    with acting(door="task", reason="一括"):
        centre.save()

    assert _story(centre) == [("+", "長穂", None, "task", "この施設だけ")]


def test_the_history_stays_when_the_person_goes(hanako):
    with acting(door="web", user_id=hanako.pk):
        centre = _centre()
        centre.save()

    hanako.delete()

    assert _story(centre) == [("+", "長穂", None, "web", None)]


def test_a_field_left_out_of_the_history_is_left_out():
    assert "search" not in {field.name for field in Centre.history.model._meta.get_fields()}


def test_the_history_has_a_japanese_name():
    assert str(Suspension.history.model._meta.verbose_name) == "休止の履歴"


def test_a_set_is_created_with_its_history(hanako):
    with acting(door="command", user_id=hanako.pk, reason="台帳の取込み"):
        made = create_with_history([_centre("1"), _centre("2")])

    assert [centre.code for centre in made] == ["1", "2"]
    assert [_story(centre) for centre in made] == [[("+", "長穂", hanako.pk, "command", "台帳の取込み")]] * 2


def test_a_set_is_changed_with_its_history(hanako):
    centres = create_with_history([_centre("1"), _centre("2")])
    for centre in centres:
        centre.name = "遠石"
        centre.nickname = "書かれない"

    with acting(door="web", user_id=hanako.pk, reason="改称"):
        changed = update_with_history(centres, ["name"])

    stored = Centre.objects.get(code="2")
    assert (changed, stored.name, stored.nickname) == (2, "遠石", "")
    assert _story(stored)[1:] == [("~", "遠石", hanako.pk, "web", "改称")]


def test_without_a_reason_a_set_has_none():
    (centre,) = create_with_history([_centre()])

    assert _story(centre) == [("+", "長穂", None, "command", None)]


def test_an_empty_set_is_nothing_to_write(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (create_with_history([]), update_with_history([], ["name"])) == ([], 0)


@pytest.mark.parametrize("count", [1, 3])
def test_a_set_takes_as_many_statements_for_three_as_for_one(django_assert_num_queries, hanako, count):
    centres = [_centre(str(n)) for n in range(count)]

    with acting(door="web", user_id=hanako.pk), django_assert_num_queries(2):
        create_with_history(centres)


def test_the_history_tells_how_a_record_stood():
    suspended = Suspension(
        centre=create_with_history([_centre()])[0], first_on=date(2026, 11, 23), reason="工事"
    )
    suspended.save()
    suspended.last_on = date(2026, 12, 28)
    suspended.save()

    assert [row.last_on for row in suspended.history.order_by("history_id")] == [None, date(2026, 12, 28)]
