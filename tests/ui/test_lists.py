from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from tests.pages import links_of, words_of
from ui.lists import MOST_COUNTED, CappedPaginator, Condition, Listing, WayOut


def _listing(rows: list[int], *, page: int = 1, conditions=(), way_out=None) -> Listing:
    found = CappedPaginator(rows, 20).get_page(page)
    return Listing(found, conditions, clear_url="/rows/", way_out=way_out)


def _component(name: str, **context) -> str:
    return render_to_string(f"ui/components/{name}.html", context)


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
        (61, 1, "61件のうち1〜20件"),
        (61, 4, "61件のうち61〜61件"),
        (10_000, 1, "10,000件のうち1〜20件"),
        (10_001, 500, "10,000件以上のうち9,981〜10,000件"),
    ],
)
def test_the_result_line_tells_which_rows_of_how_many_are_shown(rows, page, words):
    listing = _listing(list(range(rows)), page=page)

    assert words_of(_component("result_line", listing=listing)) == words


def test_the_result_line_is_silent_when_there_is_nothing_and_nothing_was_asked():
    assert words_of(_component("result_line", listing=_listing([]))) == ""


def test_every_condition_can_be_taken_off_in_the_result_line():
    conditions = (Condition("kind", "種別：交流館", "交流館", "/rows/?q=a"),)

    page = _component("result_line", listing=_listing([], conditions=conditions))

    assert words_of(page) == "種別：交流館"
    assert list(links_of(page).values()) == ["/rows/?q=a"]
    assert 'aria-label="この条件を外す：種別：交流館"' in page


def test_an_empty_result_of_one_condition_offers_to_take_it_off():
    condition = Condition("kind", "種別：交流館", "交流館", "/rows/")
    listing = _listing([], conditions=(condition,), way_out=WayOut(condition, 2))

    page = _component("nothing_found", listing=listing, what="施設")

    assert "「交流館」を外すと2件あります。" in words_of(page)
    assert links_of(page) == {"条件をすべて外す": "/rows/"}


def test_an_empty_result_of_several_conditions_offers_to_take_off_the_one_in_the_way():
    conditions = (
        Condition("kind", "種別：交流館", "交流館", "/rows/?q=a"),
        Condition("q", "「a」を含む", "a", "/rows/?kind=hall"),
    )
    listing = _listing([], conditions=conditions, way_out=WayOut(conditions[1], 1_200))

    page = _component("nothing_found", listing=listing, what="施設")

    assert "2つの条件をすべて満たすものを探しました。「a」を外すと1,200件あります。" in words_of(page)
    assert links_of(page) == {"「a」を外す": "/rows/?kind=hall", "条件をすべて外す": "/rows/"}
