from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.acting import acting
from common.catalogues import CatalogueError, Entry
from common.db.catalogue_rows import LoadReport, Origin, city_row_in_front_of, load_shipped
from maintenance.models import InspectionType
from reminders.models import LeadTime

pytestmark = pytest.mark.django_db

BEFORE, ON, AFTER = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)


def _entry(code: str, **values) -> Entry:
    facts = {
        "code": code,
        "name": f"点検{code}",
        "law": "消防法",
        "subject": "building",
        "cycle_months": 6,
        "source": "見本",
        "certainty": "sample",
        **values,
    }
    return Entry(code=code, values=facts, file="types.yaml", line=7)


def _load(*entries: Entry, on: date = ON) -> LoadReport:
    return load_shipped(InspectionType, entries, on=on)


def _rows() -> dict[str, tuple[object, ...]]:
    rows = InspectionType.objects.order_by("code", "origin")
    return {f"{r.code} {r.origin}": (r.name, r.cycle_months, r.report_to, r.retired_on) for r in rows}


def test_listed_entries_are_created():
    report = _load(_entry("A"), _entry("B", cycle_months=12, report_to="消防長"))

    assert report == LoadReport(created=("A", "B"), changed=(), unchanged=(), retired=())
    assert _rows() == {"A shipped": ("点検A", 6, "", None), "B shipped": ("点検B", 12, "消防長", None)}


def test_loading_twice_changes_nothing():
    _load(_entry("A"), _entry("B"))
    before = list(InspectionType.objects.order_by("pk").values())

    report = _load(_entry("A"), _entry("B"), on=AFTER)

    assert report == LoadReport(created=(), changed=(), unchanged=("A", "B"), retired=())
    assert list(InspectionType.objects.order_by("pk").values()) == before


def test_a_changed_entry_changes_its_row_and_what_it_no_longer_says_takes_its_default():
    _load(_entry("A", report_to="消防長"), _entry("B"))
    pk = InspectionType.objects.get(code="A").pk

    report = _load(_entry("A", cycle_months=12), _entry("B"))

    assert report == LoadReport(created=(), changed=("A",), unchanged=("B",), retired=())
    assert _rows()["A shipped"] == ("点検A", 12, "", None)
    assert InspectionType.objects.get(code="A").pk == pk


def test_an_entry_no_longer_listed_is_retired_once_and_never_deleted():
    _load(_entry("A"), _entry("B"))

    first = _load(_entry("A"), on=ON)
    second = _load(_entry("A"), on=AFTER)

    assert (first.retired, second.retired) == (("B",), ())
    assert _rows()["B shipped"] == ("点検B", 6, "", ON)


def test_an_entry_listed_again_comes_back():
    _load(_entry("A"))
    _load()

    report = _load(_entry("A"))

    assert report == LoadReport(created=(), changed=("A",), unchanged=(), retired=())
    assert _rows() == {"A shipped": ("点検A", 6, "", None)}


def test_a_retired_row_is_current_until_the_day_before():
    _load(_entry("A"))
    _load(on=ON)

    assert [InspectionType.objects.current(day).count() for day in (BEFORE, ON, AFTER)] == [1, 0, 0]


def test_the_citys_rows_are_left_alone_and_stand_in_front():
    _load(_entry("A"), _entry("B"))
    shipped = InspectionType.objects.get(code="A")
    city_row_in_front_of(shipped, reason="年2回とする市の方針", cycle_months=3).save()

    report = _load(_entry("A", cycle_months=12), _entry("C"))

    assert report == LoadReport(created=("C",), changed=("A",), unchanged=(), retired=("B",))
    assert _rows()["A city"] == ("点検A", 3, "", None)
    in_front = (
        InspectionType.objects.in_front().order_by("code").values_list("code", "origin", "cycle_months")
    )
    assert list(in_front) == [("A", "city", 3), ("B", "shipped", 6), ("C", "shipped", 6)]


def test_a_city_row_copies_the_shipped_one_and_says_why():
    _load(_entry("A"))
    shipped = InspectionType.objects.get(code="A")

    row = city_row_in_front_of(shipped, reason="市の方針", cycle_months=3)

    assert (row.pk is None, row.code, row.law, row.cycle_months) == (True, "A", "消防法", 3)
    assert row.origin == Origin.CITY
    assert (row.changed_reason, row.shipped_digest) == ("市の方針", shipped.shipped_digest)


def test_a_city_row_taken_out_of_use_keeps_the_shipped_one_out_too():
    _load(_entry("A"))
    city_row_in_front_of(InspectionType.objects.get(code="A"), reason="対象なし", retired_on=ON).save()

    assert InspectionType.objects.in_front().current(BEFORE).get().origin == Origin.CITY
    assert InspectionType.objects.in_front().current(ON).count() == 0


def test_the_city_learns_that_the_shipped_row_underneath_has_changed():
    _load(_entry("A"), _entry("B"))
    for shipped in InspectionType.objects.all():
        city_row_in_front_of(shipped, reason="市の方針", cycle_months=3).save()

    _load(_entry("A", cycle_months=12), _entry("B"))

    assert [row.code for row in InspectionType.objects.changed_underneath()] == ["A"]


def test_what_the_model_refuses_is_named_with_file_line_and_entry_and_nothing_is_changed():
    _load(_entry("A"))
    before = _rows()

    with pytest.raises(CatalogueError) as refused:
        _load(
            _entry("A", name="新しい名前"),
            _entry("B", cycle_months="半年"),
            _entry("C", subject="garden"),
            _entry("D", cycle_months=0),
            _entry("E", colour="赤"),
            _entry("F", name=""),
        )

    assert refused.value.lines == (
        "types.yaml 7行目 B：「cycle_months」：“半年” は整数値にしなければなりません。",
        "types.yaml 7行目 C：「subject」：'garden' は有効な選択肢ではありません。",
        "types.yaml 7行目 D：周期は1か月以上にしてください。",
        "types.yaml 7行目 E：「colour」という項目はありません。",
        "types.yaml 7行目 F：「name」：このフィールドは空ではいけません。",
    )
    assert _rows() == before


def test_a_code_stands_once_for_each_origin():
    _load(_entry("A"))
    shipped = InspectionType.objects.get()
    city_row_in_front_of(shipped, reason="市の方針").save()

    with pytest.raises(IntegrityError), transaction.atomic():
        city_row_in_front_of(shipped, reason="もう一度").save()


@pytest.mark.parametrize("count", [1, 3])
def test_loading_takes_as_many_statements_for_three_rows_as_for_one(django_assert_num_queries, count):
    entries = [
        Entry(
            str(n),
            {"code": str(n), "stages": "7d 0d", "source": "見本", "certainty": "sample"},
            "lead.yaml",
            n,
        )
        for n in range(count)
    ]

    with django_assert_num_queries(7):
        load_shipped(LeadTime, entries, on=ON)


def test_loading_writes_the_history_of_what_it_created_and_changed_and_of_nothing_else():
    entries = [
        Entry("a", {"code": "a", "stages": "7d 0d", "source": "見本", "certainty": "sample"}, "lead.yaml", 1)
    ]
    changed = [
        Entry("a", {"code": "a", "stages": "9d 0d", "source": "見本", "certainty": "sample"}, "lead.yaml", 1)
    ]

    with acting(door="command", reason="標準の一覧の読み込み"):
        for listed in (entries, entries, changed):
            load_shipped(LeadTime, listed, on=ON)

    kept = LeadTime.history.order_by("history_id").values_list(
        "stages", "history_type", "door", "history_change_reason"
    )
    reason = "標準の一覧の読み込み"
    assert list(kept) == [("7d 0d", "+", "command", reason), ("9d 0d", "~", "command", reason)]
