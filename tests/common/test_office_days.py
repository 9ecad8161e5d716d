from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from common.management.commands.make_closed_days import as_yaml, closed_days, last_certain_year
from common.office_days import SHIPPED, ClosedDaysError, load_office_days


def test_the_shipped_table_covers_the_years_whose_holidays_are_certain():
    days = load_office_days()

    assert (days.covers_from, days.covers_until) == (date(2000, 1, 1), date(2027, 12, 31))
    assert (days.is_provisional(date(2027, 12, 31)), days.is_provisional(date(2028, 1, 1))) == (False, True)


def test_the_shipped_table_is_what_the_command_writes():
    first, last = date(2000, 1, 1), date(2027, 12, 31)

    assert SHIPPED.read_text(encoding="utf-8") == as_yaml(
        closed_days(first, last), covers_from=first, covers_until=last
    )


def test_the_days_of_2026_are_the_sixteen_holidays_their_substitutes_and_the_turn_of_the_year():
    named = {day: name for day, name in load_office_days().closed.items() if day.year == 2026}

    assert named == {
        date(2026, 1, 1): "元日",
        date(2026, 1, 2): "年末年始",
        date(2026, 1, 3): "年末年始",
        date(2026, 1, 12): "成人の日",
        date(2026, 2, 11): "建国記念の日",
        date(2026, 2, 23): "天皇誕生日",
        date(2026, 3, 20): "春分の日",
        date(2026, 4, 29): "昭和の日",
        date(2026, 5, 3): "憲法記念日",
        date(2026, 5, 4): "みどりの日",
        date(2026, 5, 5): "こどもの日",
        date(2026, 5, 6): "振替休日",
        date(2026, 7, 20): "海の日",
        date(2026, 8, 11): "山の日",
        date(2026, 9, 21): "敬老の日",
        date(2026, 9, 22): "国民の休日",
        date(2026, 9, 23): "秋分の日",
        date(2026, 10, 12): "スポーツの日",
        date(2026, 11, 3): "文化の日",
        date(2026, 11, 23): "勤労感謝の日",
        date(2026, 12, 29): "年末年始",
        date(2026, 12, 30): "年末年始",
        date(2026, 12, 31): "年末年始",
    }


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 5, 1), "天皇の即位の日"),
        (date(2019, 10, 22), "即位礼正殿の儀"),
        (date(2020, 7, 24), "スポーツの日"),
        (date(2020, 10, 12), None),
        (date(2021, 8, 8), "山の日"),
        (date(2021, 8, 9), "振替休日"),
        (date(2021, 8, 11), None),
    ],
)
def test_days_moved_by_special_law_are_known(day, name):
    assert load_office_days().closed_name(day) == name


def test_the_offices_own_closed_days_come_on_top_and_leave_the_table_alone():
    own = date(2026, 6, 1)

    days = load_office_days(extra={own: "市制記念日"})

    assert (days.closed_name(own), days.closed_name(date(2026, 11, 23))) == ("市制記念日", "勤労感謝の日")
    assert (load_office_days().closed_name(own), days.covers_until) == (None, date(2027, 12, 31))


def test_another_table_is_read_with_its_own_bounds(tmp_path):
    path = tmp_path / "days.yaml"
    path.write_text(
        "covers_from: 2030-01-01\ncovers_until: 2030-12-31\ndays:\n  2030-06-03: 記念日\n", encoding="utf-8"
    )

    days = load_office_days(path)

    assert (days.closed_name(date(2030, 6, 3)), days.is_provisional(date(2026, 11, 23))) == ("記念日", True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "days: {2030-06-03: 記念日}\ncovers_from: 2030-01-01",
            "days.yaml：covers_until に日付がありません。",
        ),
        ("days: [2030-06-03]", "days.yaml：days に「日付: 名称」の一覧がありません。"),
        ("days: {六月三日: 記念日}", "days.yaml：days に「日付: 名称」の一覧がありません。"),
        ("- 1", "days.yaml：days に「日付: 名称」の一覧がありません。"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, text, message):
    path = tmp_path / "days.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ClosedDaysError) as refused:
        load_office_days(path)

    assert str(refused.value) == message


def test_broken_yaml_is_refused_naming_the_file(tmp_path):
    path = tmp_path / "days.yaml"
    path.write_text("days: [", encoding="utf-8")

    with pytest.raises(ClosedDaysError, match=r"^days\.yaml：YAMLとして読めません"):
        load_office_days(path)


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 1, 31), 2026),
        (date(2026, 2, 1), 2027),
        (date(2026, 11, 23), 2027),
        (date(2027, 1, 31), 2027),
    ],
)
def test_the_equinoxes_of_a_year_are_certain_from_the_first_of_february_before_it(on, year):
    assert last_certain_year(on) == year


@time_machine.travel("2026-11-23T10:00:00+09:00", tick=False)
def test_the_command_writes_the_table_and_says_how_much(tmp_path):
    path, said = tmp_path / "days.yaml", io.StringIO()

    call_command("make_closed_days", until=2027, output=path, stdout=said)

    assert path.read_text(encoding="utf-8") == SHIPPED.read_text(encoding="utf-8")
    assert said.getvalue() == "622日を書きました（2000-01-01から2027-12-31まで）。\n"


@pytest.mark.parametrize(
    ("until", "message"),
    [
        (2028, "2028年の春分の日と秋分の日はまだ決まっていません。確かなのは2027年までです。"),
        (1999, "表は2000年から始まります。2000年以後の年を指定してください。"),
    ],
)
@time_machine.travel("2026-11-23T10:00:00+09:00", tick=False)
def test_the_command_refuses_years_it_cannot_vouch_for_and_writes_nothing(tmp_path, until, message):
    path = tmp_path / "days.yaml"

    with pytest.raises(CommandError) as refused:
        call_command("make_closed_days", until=until, output=path)

    assert (str(refused.value), path.exists()) == (message, False)


def test_every_year_has_twelve_days_or_more_and_six_at_its_turn():
    closed = load_office_days().closed

    for year in range(2000, 2028):
        turn = [date(year, 1, 1) + timedelta(days=n) for n in range(3)]
        turn += [date(year, 12, 29) + timedelta(days=n) for n in range(3)]
        assert [day for day in turn if day not in closed] == []
