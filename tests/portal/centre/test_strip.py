from __future__ import annotations

from datetime import date

import pytest

from common.fiscal_year import FiscalYear
from portal.centre.strip import StripRow, Turn, legend_of, strip_rows

ON = date(2026, 11, 23)
YEAR = FiscalYear(2026)


def turn(pk: int = 1, **facts) -> Turn:
    return Turn(
        **{
            "pk": pk,
            "watch": ("FIR-1", 1, 0),
            "name": "機器点検",
            "law": "消防法 第17条の3の3",
            "part": "",
            "cycle_months": 6,
            "due_on": None,
            "done_on": None,
            "found": "",
            **facts,
        }
    )


def rows(*turns: Turn) -> tuple[StripRow, ...]:
    return strip_rows(turns, year=YEAR, on=ON, link=lambda pk: f"/{pk}/")


def marks(*turns: Turn) -> dict[int, tuple[tuple[str, str], ...]]:
    """The marks of the only row by month."""
    (row,) = rows(*turns)
    return {(3 + column) % 12 + 1: cell for column, cell in enumerate(row.cells) if cell}


def test_a_row_has_what_was_done_what_is_next_and_where_to_record_it():
    done = turn(1, done_on=date(2026, 8, 3), due_on=date(2026, 8, 31))
    pending = turn(2, due_on=date(2027, 2, 3))

    assert rows(pending, done) == (
        StripRow(
            name="機器点検",
            note="消防法\u00a0第17条の3の3",
            url="/2/",
            cells=(
                *((),) * 4,
                (("done", "8月3日 済み"),),
                *((),) * 5,
                (("planned", "2月3日 予定"),),
                (),
            ),
            next_on=date(2027, 2, 3),
            next_words="令和9年2月3日",
            late="",
        ),
    )


@pytest.mark.parametrize(
    ("due_on", "month", "mark", "late"),
    [
        (date(2026, 11, 22), 11, ("overdue", "11月22日 期限超過"), "1日超過"),
        (date(2026, 11, 23), 11, ("soon", "11月23日 まもなく"), ""),
        (date(2026, 11, 30), 11, ("soon", "11月30日 まもなく"), ""),
        (date(2026, 12, 1), 12, ("planned", "12月1日 予定"), ""),
    ],
)
def test_the_pending_turn_has_the_shape_of_its_days_left(due_on, month, mark, late):
    (row,) = rows(turn(due_on=due_on, cycle_months=12))

    assert (marks(turn(due_on=due_on, cycle_months=12)), row.late) == ({month: (mark,)}, late)


def test_later_turns_of_the_year_are_a_forecast_by_the_cycle():
    assert marks(turn(due_on=date(2026, 12, 31), cycle_months=1)) == {
        12: (("planned", "12月31日 予定"),),
        1: (("forecast", "1月31日 見込み"),),
        2: (("forecast", "2月28日 見込み"),),
        3: (("forecast", "3月31日 見込み"),),
    }


def test_what_is_overdue_has_no_forecast():
    assert marks(turn(due_on=date(2026, 11, 20), cycle_months=1)) == {11: (("overdue", "11月20日 期限超過"),)}


def test_a_turn_overdue_since_last_year_stands_beside_the_months_with_its_year():
    (row,) = rows(turn(due_on=date(2026, 3, 31)))

    assert (row.cells, row.next_on, row.next_words, row.late) == (
        ((),) * 12,
        None,
        "令和8年3月31日",
        "237日超過",
    )


def test_a_next_turn_after_this_year_is_told_with_its_year():
    (row,) = rows(turn(due_on=date(2027, 4, 1)))

    assert (row.next_on, row.next_words) == (None, "令和9年4月1日")


def test_a_day_that_cannot_be_told_is_to_be_checked():
    (row,) = rows(turn())

    assert (row.next_on, row.next_words, row.late) == (None, "期日不明・要確認", "")


def test_without_a_pending_turn_there_is_nothing_to_record():
    (row,) = rows(turn(done_on=date(2026, 5, 1)))

    assert (row.url, row.next_words) == ("", "次の予定なし")


def test_what_an_inspection_found_is_said_when_it_is_not_all_well():
    assert marks(turn(done_on=date(2026, 5, 1), found="直す必要がある")) == {
        5: (("done", "5月1日 済み（直す必要がある）"),)
    }


def test_what_was_done_in_another_year_is_not_in_the_strip():
    assert marks(turn(done_on=date(2026, 3, 31))) == {}


def test_each_thing_under_watch_has_its_row_the_next_due_first_and_unknown_days_last():
    found = rows(
        turn(1, watch=("FIR-1", 1, 0), name="丙", part="本館"),
        turn(2, watch=("FIR-1", 2, 0), name="乙", part="別館", due_on=date(2027, 2, 1)),
        turn(3, watch=("ELC-1", 1, 0), name="甲", due_on=date(2026, 12, 1)),
    )

    assert [(row.name, row.note, row.url) for row in found] == [
        ("甲", "消防法\u00a0第17条の3の3", "/3/"),
        ("乙", "別館　消防法\u00a0第17条の3の3", "/2/"),
        ("丙", "本館　消防法\u00a0第17条の3の3", "/1/"),
    ]


def test_the_legend_names_the_shapes_that_occur():
    found = rows(turn(1, done_on=date(2026, 5, 1)), turn(2, due_on=date(2026, 11, 25), cycle_months=36))

    assert legend_of(found) == (("done", "済み"), ("soon", "まもなく"))
