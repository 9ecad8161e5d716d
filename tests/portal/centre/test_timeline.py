from __future__ import annotations

from datetime import date

from common.partial_dates import PartialDate
from portal.centre.footnotes import Event, EventKind
from portal.centre.timeline import Entry, Happening, milestones, timeline
from tests.factories.centres import make_centre, make_district
from tests.factories.designated_managers import make_designation, make_organisation

ON = date(2026, 11, 23)


def happened(when: PartialDate, text: str = "出来事") -> Happening:
    return Happening(when, text)


def days(*whens: PartialDate) -> list[tuple[str, str]]:
    return [(entry.words, entry.machine) for entry in timeline(map(happened, whens), on=ON)]


def test_what_happened_is_told_the_latest_first_as_exactly_as_it_is_known():
    assert days(
        PartialDate.of_fiscal_year(1970),
        PartialDate.of_month(2021, 2),
        PartialDate.of_day(date(2026, 4, 1)),
        PartialDate.of_day(date(2026, 3, 31)),
        PartialDate.of_year(1979),
    ) == [
        ("4月1日（水）", "2026-04-01"),
        ("令和8年3月31日", "2026-03-31"),
        ("令和3年2月", "2021-02"),
        ("昭和54年（1979年）", "1979"),
        ("昭和45年度（1970年度）", ""),
    ]


def test_what_is_still_to_come_is_left_out_and_a_month_counts_from_its_first_day():
    assert days(
        PartialDate.of_day(date(2026, 11, 23)),
        PartialDate.of_day(date(2026, 11, 24)),
        PartialDate.of_month(2026, 11),
        PartialDate.of_month(2026, 12),
    ) == [("11月23日（月・祝）", "2026-11-23"), ("令和8年11月", "2026-11")]


def test_the_milestones_of_a_centre_come_from_its_dated_facts(db):
    district = make_district("見本地区", dream_plan_on=PartialDate.of_year(2016))
    centre = make_centre(
        district=district,
        planned_on=PartialDate.of_year(2018),
        works_began_on=PartialDate.of_year(2019),
        opened_on=PartialDate.of_month(2021, 2),
        abolished_on=PartialDate.of_day(date(2026, 3, 31)),
    )
    organisation = make_organisation("見本協議会")
    designation = make_designation(centre=centre, organisation=organisation, revoked_on=date(2025, 10, 1))
    events = [
        Event(EventKind.TAKEN_FROM, "旧館", 2, None, None, PartialDate.of_month(2021, 2)),
        Event(EventKind.GIVEN_TO, "新館", 3, None, None, PartialDate.of_month(2026, 3)),
        Event(EventKind.GIVEN_TO, "日の分からない館", 4, None, None, None),
        Event(EventKind.SUSPENDED, "改修", 1, date(2022, 6, 1), date(2022, 6, 30), None),
        Event(EventKind.SUSPENDED, "雨漏り", 1, date(2026, 1, 5), None, None),
    ]

    told = timeline(milestones(centre, events, [designation]), on=ON)

    assert [(entry.words, entry.text, entry.who) for entry in told] == [
        ("令和8年3月31日", "廃止", ""),
        ("令和8年3月", "新館へ引き継ぎ", ""),
        ("令和8年1月5日", "休止（雨漏り）", ""),
        ("令和7年10月1日", "指定の取消し・終了", "見本協議会"),
        ("令和6年4月1日", "指定管理の開始", "見本協議会"),
        ("令和4年7月1日", "再開", ""),
        ("令和4年6月1日", "休止（改修）", ""),
        ("令和3年2月", "旧館から引き継ぎ", ""),
        ("令和3年2月", "供用開始", ""),
        ("2019年", "整備工事の着手", ""),
        ("平成30年（2018年）", "整備計画の決定", ""),
        ("平成28年（2016年）", "地域の夢プランの策定", "見本地区"),
    ]
    assert {entry.milestone for entry in told} == {True}


def test_a_designation_that_was_not_made_began_nothing(db):
    centre = make_centre()
    proposed = make_designation(
        centre=centre, voted_on=None, vote_result="", designated_on=None, announced_on=None
    )

    assert timeline(milestones(centre, [], [proposed]), on=ON) == ()


def test_an_entry_says_who_did_it():
    done = Happening(PartialDate.of_day(date(2026, 11, 20)), "機器点検。異常なし", who="見本設備点検")

    assert timeline([done], on=ON) == (
        Entry("11月20日（金）", "2026-11-20", "機器点検。異常なし", "見本設備点検", milestone=False, url=""),
    )
