from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from ui.lists import MOST_COUNTED, CappedPaginator, Condition, Listing, WayOut


def _listing(rows: list[int], *, page: int = 1, conditions=(), way_out=None) -> Listing:
    found = CappedPaginator(rows, 20).get_page(page)
    return Listing(found, conditions, clear_url="/rows/", way_out=way_out)


def _text(template: str, **context) -> str:
    return " ".join(render_to_string(f"ui/components/{template}.html", context).split())


@pytest.mark.parametrize(
    ("rows", "count", "capped"),
    [
        (MOST_COUNTED - 1, 9_999, False),
        (MOST_COUNTED, 10_000, False),
        (MOST_COUNTED + 1, 10_000, True),
        (MOST_COUNTED * 2, 10_000, True),
        (0, 0, False),
    ],
)
def test_a_list_is_counted_no_further_than_ten_thousand_rows(rows, count, capped):
    paginator = CappedPaginator(list(range(rows)), 20)

    assert (paginator.count, paginator.is_capped) == (count, capped)


def test_the_last_page_of_a_capped_list_ends_with_the_last_row_counted():
    listing = _listing(list(range(MOST_COUNTED + 500)), page=9_999)

    assert (listing.page.number, listing.page.end_index()) == (500, 10_000)


@pytest.mark.parametrize(
    ("rows", "page", "words"),
    [
        (61, 1, "<strong>61</strong>件のうち 1〜20件"),
        (61, 4, "<strong>61</strong>件のうち 61〜61件"),
        (10_000, 1, "<strong>10,000</strong>件のうち 1〜20件"),
        (10_001, 500, "<strong>10,000</strong>件以上のうち 9,981〜10,000件"),
    ],
)
def test_the_result_line_tells_which_rows_of_how_many_are_shown(rows, page, words):
    listing = _listing(list(range(rows)), page=page)

    assert words in _text("result_line", listing=listing)


def test_the_result_line_is_silent_when_there_is_nothing_and_nothing_was_asked():
    assert _text("result_line", listing=_listing([])) == ""


def test_every_condition_can_be_taken_off_in_the_result_line():
    conditions = (Condition("kind", "種別：交流館", "交流館", "/rows/?q=a"),)

    page = _text("result_line", listing=_listing([], conditions=conditions))

    assert 'href="/rows/?q=a" aria-label="この条件を外す：種別：交流館"' in page


def test_an_empty_result_of_one_condition_offers_to_take_it_off():
    condition = Condition("kind", "種別：交流館", "交流館", "/rows/")
    listing = _listing([], conditions=(condition,), way_out=WayOut(condition, 2))

    page = _text("nothing_found", listing=listing, what="施設")

    assert "「交流館」を外すと2件あります。" in page
    assert page.count("<a ") == 1
    assert '<a class="button" href="/rows/">条件をすべて外す</a>' in page
