"""Sessions of the council: what is refused, and loading a whole calendar."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from designated_managers import actions
from designated_managers.actions import CannotKeepSession
from designated_managers.models import CouncilSession
from designated_managers.queries.council import council
from tests.factories.roads import DECEMBER, ENTERED_ON, NO_DAYS, make_road, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

HEAD = "年,種類,回,通称,議案の提出期限,追加議案の提出期限,開会日,議決日,閉会日\n"
# Real sessions of 周南市: 2023-02-02 第1回臨時会 (桜木市民センター's bill), then the March session, opened 2023-02-21.
REAL = (
    "令和5年,臨時会,1,,,,令和5年2月2日,令和5年2月2日,令和5年2月2日\n"
    "令和5年,定例会,2,3月定例会,,,2023-02-21,,\n"
    "R2,定例会,5,12月定例会,,,,2020-12-18,2020/12/18\n"
)


def load(tmp_path, text: str, name: str = "calendar.csv") -> str:
    out = io.StringIO()
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    call_command("load_council_calendar", str(file), stdout=out)
    return out.getvalue()


def refusal(tmp_path, text: str, name: str = "calendar.csv") -> list[str]:
    with pytest.raises(CommandError) as refused:
        load(tmp_path, text, name)
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("opens", "closes", "refused"),
    [
        (date(2026, 11, 10), date(2026, 11, 30), False),
        (date(2026, 11, 10), date(2026, 12, 1), True),
        (date(2026, 12, 18), date(2026, 12, 25), True),
        (date(2026, 12, 19), date(2026, 12, 25), False),
        (date(2026, 12, 5), date(2026, 12, 6), True),
    ],
)
def test_the_act_and_the_database_refuse_a_session_that_overlaps_another(opens, closes, refused):
    make_session()
    second = {"kind": "extraordinary", "year": 2026, "number": 5, "opens_on": opens, "closes_on": closes}

    try:
        with transaction.atomic():
            CouncilSession.objects.create(**second)
            transaction.set_rollback(True)
        in_database = False
    except IntegrityError:
        in_database = True
    try:
        with transaction.atomic():
            actions.register_session(on=date(2026, 11, 23), **second)
            transaction.set_rollback(True)
        by_act = False
    except CannotKeepSession as error:
        by_act = [problem.code for problem in error.problems] == ["session-overlaps"]

    assert (in_database, by_act) == (refused, refused)


def test_everything_wrong_with_a_session_is_said_at_once():
    make_session()

    with pytest.raises(CannotKeepSession) as refused:
        make_session(
            number=9,
            popular_name="",
            year=2027,
            bills_by=date(2026, 12, 2),
            votes_on=date(2026, 11, 30),
            closes_on=date(2026, 12, 20),
        )

    assert [problem.message for problem in refused.value.problems] == [
        "開会日は、議案の提出期限以後の日にしてください。",
        "追加議案の提出期限は、議案の提出期限以後の日にしてください。",
        "議決日は、議案の提出期限以後の日にしてください。",
        "議決日は、開会日以後の日にしてください。",
        "開会日は令和9年の日にしてください。",
        "12月定例会（令和8年12月1日から令和8年12月18日まで）と会期が重なっています。",
    ]


def test_the_same_number_of_a_year_is_refused_and_a_day_not_known_is_fine():
    make_session()

    with pytest.raises(CannotKeepSession) as refused:
        make_session(popular_name="", **NO_DAYS)
    made = make_session(number=5, popular_name="", **NO_DAYS)

    assert [problem.message for problem in refused.value.problems] == [
        "同じ年・種類・回の会期がすでにあります。"
    ]
    assert (str(made), made.window) == ("令和8年第5回定例会", "")


def test_a_session_takes_the_usual_days_of_its_popular_name():
    session = make_session(number=None, popular_name="3月定例会", year=2027, **NO_DAYS)

    assert session.window == "march"


def test_a_window_that_is_not_in_the_catalogue_is_refused():
    with pytest.raises(CannotKeepSession) as refused:
        make_session(window="whenever")

    assert [problem.code for problem in refused.value.problems] == ["unknown-window"]


def test_real_sessions_are_loaded_from_a_file_once(tmp_path):
    first = load(tmp_path, HEAD + REAL)
    again = load(tmp_path, HEAD + REAL)

    kept = list(
        CouncilSession.objects.order_by("year", "number").values_list(
            "year", "kind", "number", "popular_name", "window", "opens_on", "votes_on"
        )
    )
    assert first == "会期　新規3・変更0・変更なし0　見直した指定スケジュール0件\n"
    assert again == "会期　新規0・変更0・変更なし3　見直した指定スケジュール0件\n"
    assert kept == [
        (2020, "regular", 5, "12月定例会", "december", None, date(2020, 12, 18)),
        (2023, "extraordinary", 1, "", "", date(2023, 2, 2), date(2023, 2, 2)),
        (2023, "regular", 2, "3月定例会", "march", date(2023, 2, 21), None),
    ]


def test_every_mistake_of_a_calendar_names_its_line_and_nothing_is_changed(tmp_path):
    make_session()
    text = HEAD + (
        "令和8年,定例会,1,3月定例会,,,2026-02-24,,2026-03-19\n"
        "令和8年,臨時会,2,,,,2026-03-19,,2026-03-20\n"
        "令和8年,集会,3,,,,,,\n"
        "令和8年,臨時会,4,,,,2026-07-20,,2026-07-01\n"
        "令和8年,臨時会,6,,,,2026-12-18,,2026-12-18\n"
        "いつか,定例会,7,,,,,,\n"
        "令和8年,定例会,8,,,,2月30日,,\n"
        "令和8年,定例会,1,3月定例会,,,,,\n"
    )

    said = refusal(tmp_path, text)

    assert said == [
        "calendar.csv 4行目：種類「集会」はありません。定例会か臨時会にしてください。",
        "calendar.csv 7行目：年「いつか」は読めません。令和5年、2023 のように書いてください。",
        "calendar.csv 8行目：開会日：「2月30日」は日付として読めません。「令和8年11月23日」か「2026-11-23」のように書いてください。",
        "calendar.csv 9行目：2行目と同じ会期（3月定例会）です。",
        "calendar.csv 2行目：令和8年第2回臨時会（3行目）（令和8年3月19日から令和8年3月20日まで）と会期が重なっています。",
        "calendar.csv 3行目：3月定例会（2行目）（令和8年2月24日から令和8年3月19日まで）と会期が重なっています。",
        "calendar.csv 5行目：閉会日は、開会日（令和8年7月20日）以後の日にしてください。",
        "calendar.csv 6行目：12月定例会（令和8年12月1日から令和8年12月18日まで）と会期が重なっています。",
        "何も変更していません。",
    ]
    assert list(CouncilSession.objects.values_list("number", flat=True)) == [4]


def test_a_line_tells_its_session_by_the_popular_name_before_the_number(tmp_path):
    session = make_session()

    said = load(tmp_path, HEAD + "令和8年,定例会,5,12月定例会,,,,,\n")

    session.refresh_from_db()
    assert said.startswith("会期　新規0・変更1・変更なし0")
    assert (CouncilSession.objects.count(), session.number) == (1, 5)


def test_a_number_that_another_session_has_is_refused_with_every_line(tmp_path):
    make_session()
    make_session(number=3, popular_name="", **NO_DAYS)
    text = HEAD + (
        "令和8年,定例会,4,9月定例会,,,2026-09-07,,2026-09-25\n"
        "令和8年,臨時会,1,,,,2026-12-18,,2026-12-18\n"
        "令和8年,定例会,3,6月定例会,,,,,\n"
    )

    said = refusal(tmp_path, text)

    assert said == [
        "calendar.csv 2行目：第4回は、12月定例会として登録されています。",
        "calendar.csv 3行目：12月定例会（令和8年12月1日から令和8年12月18日まで）と会期が重なっています。",
        "何も変更していません。",
    ]
    assert CouncilSession.objects.count() == 2


def test_a_calendar_may_be_yaml_and_names_its_lines_too(tmp_path):
    good = "sessions:\n  - {year: 令和9年, kind: 定例会, popular_name: 3月定例会, bills_by: 2027-02-10}\n"
    bad = "sessions:\n  - {year: 2027, kind: 定例会, number: 1, when: いつか}\n  - 文\n"

    said = load(tmp_path, good, "calendar.yaml")

    assert said.startswith("会期　新規1")
    assert CouncilSession.objects.get().bills_by == date(2027, 2, 10)
    assert refusal(tmp_path, bad, "calendar.yaml")[:2] == [
        "calendar.yaml 2行目：「when」という項目はありません。",
        "calendar.yaml 3行目：「項目名: 値」の形で書いてください。",
    ]
    assert (
        refusal(tmp_path, "年,日\n", "calendar.csv")[0] == "calendar.csv 1行目：「日」という列はありません。"
    )
    assert refusal(tmp_path, HEAD)[0] == "calendar.csv 会期が1つも書かれていません。"


def test_a_line_without_a_popular_name_fills_the_place_that_a_road_keeps(tmp_path):
    road = make_road()
    line = "令和8年,定例会,4,,2026-11-13,2026-11-24,2026-12-01,2026-12-18,2026-12-18\n"

    first, again = load(tmp_path, HEAD + line), load(tmp_path, HEAD + line)

    session = CouncilSession.objects.get()
    assert first == "会期　新規0・変更1・変更なし0　見直した指定スケジュール1件\n"
    assert again == "会期　新規0・変更0・変更なし1　見直した指定スケジュール0件\n"
    assert (session.pk, session.window, str(session)) == (road.session_id, "december", "12月定例会")


# The usual session of December sits from 1 to 18 December.
@pytest.mark.parametrize(
    ("opens", "closes", "window"),
    [
        (date(2026, 11, 12), date(2026, 11, 30), ""),
        (date(2026, 11, 12), date(2026, 12, 1), "december"),
        (date(2026, 12, 18), date(2026, 12, 25), "december"),
        (date(2026, 12, 19), date(2026, 12, 25), ""),
    ],
)
def test_a_session_on_the_days_of_a_usual_one_takes_its_place(opens, closes, window):
    road = make_road()
    days = {**NO_DAYS, "bills_by": date(2026, 11, 10), "opens_on": opens, "votes_on": closes, "closes_on": closes}  # fmt: skip

    session = make_session(popular_name="", **days)

    of_the_year = [one for one in council([2026], on=ENTERED_ON).sessions if one.votes_on.month >= 11 and one.year == 2026 and one.kind == "regular"]  # fmt: skip
    assert session.window == window
    assert (session.pk == road.session_id) is bool(window)
    assert road.plans.count() == (2 if window else 1)
    assert len(of_the_year) == (1 if window else 2)


def test_an_extra_session_on_the_days_of_a_regular_one_takes_no_place_of_it():
    session = make_session(kind="extraordinary", popular_name="")

    assert session.window == ""


def test_loading_the_real_days_plans_the_roads_through_them_anew(tmp_path):
    road = make_road()
    line = "令和8年,定例会,4,12月定例会,2026-11-13,2026-11-24,2026-12-01,2026-12-18,2026-12-18\n"

    said = load(tmp_path, HEAD + line)

    assert said == "会期　新規0・変更1・変更なし0　見直した指定スケジュール1件\n"
    assert list(road.plans.values_list("number", "reason")) == [(1, ""), (2, "議会の日程の取り込み")]
    assert DECEMBER["number"] == CouncilSession.objects.get(pk=road.session_id).number


@pytest.mark.parametrize("year", [0, 1999, 2201])
def test_a_year_that_no_session_is_kept_for_is_refused_in_a_sentence(year):
    session = make_session()

    with pytest.raises(CannotKeepSession) as entered:
        actions.register_session(kind="regular", year=year, opens_on=date(2000, 1, 1), on=date(2026, 11, 23))
    with pytest.raises(CannotKeepSession) as altered:
        actions.change_session(session.pk, year=year, on=date(2026, 11, 23))

    for refused in (entered, altered):
        assert [problem.message for problem in refused.value.problems] == [
            "会期の年を確かめてください（2000年から2200年まで）。"
        ]
