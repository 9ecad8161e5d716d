"""Days, numbers and addresses as every page writes them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from ui.templatetags import ui

DAY = date(2026, 11, 23)
EARLY = date(2026, 2, 5)


def render(source: str, **context):
    return Template("{% load ui %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ early|era_date }}", '<time datetime="2026-02-05">令和8年2月5日（木）</time>'),
        ("{{ day|era_date }}", '<time datetime="2026-11-23">令和8年11月23日（月・祝）</time>'),
        ("{{ day|era_day }}", '<time datetime="2026-11-23">令和8年11月23日</time>'),
        ("{{ day|era_text }}", "令和8年11月23日（月・祝）"),
        ("{{ early|short_date }}", '<time datetime="2026-02-05">2月5日（木）</time>'),
        ("{{ day|short_date }}", '<time datetime="2026-11-23">11月23日（月・祝）</time>'),
        (
            "{{ early|month_day }}",
            '<time datetime="2026-02-05"><span class="md">2</span>月<span class="md">5</span>日（木）</time>',
        ),
        ("{{ 148500|yen }}", '<span class="nowrap">148,500円</span>'),
        ("{{ 0|yen }}", '<span class="nowrap">0円</span>'),
        ("{{ minus|yen }}", '<span class="nowrap">−1,200円</span>'),
        ("{{ 999|number_or_dash }}", "999"),
        ("{{ 1000|number_or_dash }}", "1,000"),
        ("{{ 0|number_or_dash }}", "0"),
        ("{{ 54820|area }}", '<span class="nowrap">548.20㎡</span>'),
        ("{{ 5|area }}", '<span class="nowrap">0.05㎡</span>'),
        ("{{ 123456789|area }}", '<span class="nowrap">1,234,567.89㎡</span>'),
        ("{{ 0|dash }}", "0"),
        ("{{ markup|dash }}", "&lt;b&gt;"),
        ("{{ span|minutes }}", "15"),
    ],
)
def test_a_value_is_written_as_the_office_writes_it(source, expected):
    assert (
        render(source, day=DAY, early=EARLY, minus=-1200, markup="<b>", span=timedelta(minutes=14, seconds=1))
        == expected
    )


@pytest.mark.parametrize(
    "name", ["era_date", "era_day", "short_date", "month_day", "yen", "number_or_dash", "area", "dash"]
)
def test_what_is_not_known_is_a_dash(name):
    assert render("{{ nothing|" + name + " }}", nothing=None) == '<span class="dash">―</span>'


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (
            1,
            '<span class="days">あと<span class="days-number">1</span><span class="days-unit">日</span></span>',
        ),
        (0, '<span class="days days-today">きょうまで</span>'),
        (
            -1,
            '<span class="days days-over"><span class="days-number">1</span><span class="days-unit">日超過</span></span>',
        ),
        (
            99,
            '<span class="days">あと<span class="days-number">99</span><span class="days-unit">日</span></span>',
        ),
        (
            100,
            '<span class="days days-far">あと<span class="days-number">100</span><span class="days-unit">日</span></span>',
        ),
        (
            -1200,
            '<span class="days days-over days-far"><span class="days-number">1,200</span>'
            '<span class="days-unit">日超過</span></span>',
        ),
    ],
)
def test_the_days_left_are_told_before_on_and_after_the_day(days, words):
    assert render("{% days_left days %}", days=days) == words


@pytest.mark.parametrize(
    ("asked", "source", "expected"),
    [
        ("/centres/?q=a&page=3", "{% query page=4 %}", "/centres/?q=a&amp;page=4"),
        ("/centres/?q=a&page=3", "{% query q=None page=None %}", "/centres/"),
        ("/centres/?q=a&page=3", "{% query kind='x' page=None %}", "/centres/?q=a&amp;kind=x"),
        ("/centres/", "{% query q='須々万' %}", "/centres/?q=%E9%A0%88%E3%80%85%E4%B8%87"),
        ("/centres/?q=%3Cscript%3E", "{% query page=2 %}", "/centres/?q=%3Cscript%3E&amp;page=2"),
    ],
)
def test_an_address_is_made_from_the_one_at_hand(asked, source, expected):
    assert render(source, request=RequestFactory().get(asked)) == expected


def test_an_address_can_be_made_without_a_request():
    assert ui.query(Context({}), page=2) == "?page=2"


@pytest.mark.parametrize(
    ("number", "steps"),
    [
        (1, [("次の10件", "?page=2")]),
        (3, [("前の10件", "?page=2"), ("次の5件", "?page=4")]),
        (4, [("前の10件", "?page=3")]),
    ],
)
def test_a_list_offers_the_rows_before_and_after_in_words(number, steps):
    page = Paginator(range(35), 10).page(number)

    markup = render("{% pagination page %}", page=page, request=RequestFactory().get("/"))

    found = re.findall(r'class="page-step" href="/(\S+?)" rel="\w+"\s*>(.*?)</a>', markup)
    assert [(words, address) for address, words in found] == steps


def test_a_list_of_one_page_needs_no_pages():
    page = Paginator(range(10), 10).page(1)

    assert render("{% pagination page %}", page=page, request=RequestFactory().get("/")) == ""
