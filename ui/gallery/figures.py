"""Drawn strips, steps and sums."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from common.fiscal_year import FiscalYear
from ui.charts import ON_THE_WHOLE_PAGE, Level, Reading, Series, history_chart, yearly_chart
from ui.figures import Counts
from ui.gallery.model import Specimen, State, included
from ui.plans import Alternative, MoneyRow, RoadStep, Score, ScoreRow

TODAY = date(2026, 11, 23)

ROAD = (
    RoadStep(
        date(2027, 4, 1), "now", "指定期間の初日", "年度協定も同じ日に結ぶ", expected_on=date(2027, 4, 1)
    ),
    RoadStep(
        date(2027, 3, 19),
        "forecast",
        "基本協定の締結",
        "引継ぎの結果を反映してから",
        expected_on=date(2027, 3, 12),
        slack="7日",
    ),
    RoadStep(
        date(2026, 12, 18),
        "soon",
        "12月定例会の議決",
        "追加議案なら間に合う見込み。議会事務局との調整が必要",
        chip="地方自治法 第244条の2第6項",
        expected_on=date(2026, 12, 18),
        slack="0日",
        slack_kind="warn",
    ),
    RoadStep(
        date(2026, 11, 13),
        "overdue",
        "議案の原稿を法務担当へ提出",
        "選定委員会が19日遅れたため",
        expected_on=date(2026, 11, 27),
        slack="10日超過",
        slack_kind="bad",
    ),
    RoadStep(
        date(2026, 10, 30), "done", "選定委員会の答申", expected_on=date(2026, 11, 18), slack="19日遅れ"
    ),
    RoadStep(
        date(2026, 8, 31),
        "done",
        "公募の締切り",
        "7月1日から62日間",
        expected_on=date(2026, 8, 31),
        slack="予定どおり",
        slack_kind="quiet",
    ),
)

WAYS = (
    Alternative("12月定例会（追加議案）", 104, "12月18日（金）議決　いまの計画", chosen=True),
    Alternative("1月臨時会", 69, "1月22日（金）議決　招集が必要"),
    Alternative("3月定例会", 13, "3月19日（金）議決"),
)

CONDITION = Score(
    title="本館　RC造2階　548.20㎡",
    score="52.47",
    share="52.47",
    highest="100",
    total="3,148",
    weights="60",
    rows=(
        ScoreRow("屋根・屋上", "C", "40", "5.1", "204"),
        ScoreRow("外壁", "D", "10", "17.2", "172"),
        ScoreRow("内部仕上げ", "B", "75", "22.4", "1,680"),
        ScoreRow("電気設備", "A", "100", "8", "800"),
        ScoreRow("機械設備", "C", "40", "7.3", "292"),
    ),
    surveyed="令和8年6月24日の劣化調査による",
    threshold="40",
    threshold_share="40",
    threshold_label="優先の目安",
    part_head="部位",
)
PARTIAL_CONDITION = replace(
    CONDITION,
    score="69.53",
    share="69.53",
    total="2,976",
    weights="42.8",
    rows=(CONDITION.rows[0], ScoreRow("外壁", "", "", "17.2", ""), *CONDITION.rows[2:]),
    left_out=("外壁",),
    note="方式は要確認",
)

MONEY = (
    MoneyRow("令和6年度", (4980, 1460)),
    MoneyRow("令和7年度", (4980, 520)),
    MoneyRow("令和8年度", (4980, 690), now=True, forecast=True),
)

MILLION = 1_000_000
FORTY_YEARS = tuple(FiscalYear(2027 + index) for index in range(40))
KINDS_OF_COST = (
    Series("経常修繕", tuple(24 * MILLION for _ in FORTY_YEARS)),
    Series("大規模改修", tuple(125 * MILLION if index in {3, 4, 11, 12} else 0 for index in range(40))),
    Series("建替え", tuple(133_333_333 if index in {5, 6, 7, 33, 34, 35} else 0 for index in range(40))),
    Series("積み残し", tuple(15 * MILLION if index < 10 else 0 for index in range(40))),
    Series("既に決まった事業", tuple(180 * MILLION if index in {1, 2} else 0 for index in range(40))),
)
SURVEYS = (
    Reading(date(2018, 6, 12), Fraction(3642, 60), "60.71"),
    Reading(date(2022, 7, 5), 56, "56.00", hollow="一部の部位のみ"),
    Reading(date(2026, 6, 24), Fraction(3148, 60), "52.47"),
)

STEPS = (
    {"state": "past", "label": "基本構想", "date": "令和5年度"},
    {"state": "past", "label": "基本設計", "date": "令和7年度"},
    {"state": "now", "label": "実施設計", "date": "令和9年3月まで"},
    {"state": "future", "label": "建設工事", "date": "令和9〜10年度"},
    {"state": "future", "label": "供用開始", "date": "令和11年4月 見込み"},
)

DONE, SOON, PLANNED, LATE = (
    ("done", "済み"),
    ("soon", "まもなく"),
    ("planned", "予定"),
    ("overdue", "期限超過"),
)


@dataclass(frozen=True)
class StripRow:
    """One line of a strip of twelve months."""

    name: str
    note: str
    cells: tuple[tuple[tuple[str, str], ...], ...]
    next_on: date | None = None
    next_words: str = ""
    late: str = ""
    url: str = ""


def months_of(**marks: tuple[str, str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Twelve cells, April first: ``months_of(m8=("done", "済み"))``."""
    order = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
    return tuple((marks[f"m{month}"],) if f"m{month}" in marks else () for month in order)


def specimens() -> tuple[Specimen, ...]:
    """Drawn strips, steps and sums."""
    year = (
        Counts(2),
        Counts(4),
        Counts(3),
        Counts(1),
        Counts(6),
        Counts(2),
        Counts(3),
        Counts(1, 3, 2),
        Counts(0, 5),
    )
    whole_year = (*year, Counts(0, 1), Counts(0, 4), Counts(0, 8))
    strip = (
        StripRow("消防用設備等", "消防法 第17条の3の3", months_of(m8=DONE, m2=PLANNED), date(2027, 2, 12)),
        StripRow(
            "浄化槽 保守点検", "浄化槽法 第10条", months_of(m5=DONE, m8=DONE, m11=SOON), date(2026, 11, 27)
        ),
        StripRow(
            "電気工作物",
            "電気事業法 第42条",
            months_of(m6=DONE, m10=LATE),
            date(2026, 10, 9),
            late="45日超過",
        ),
        StripRow("浄化槽 法定検査", "浄化槽法 第11条", months_of(m9=DONE), next_words="今年度は済み"),
    )
    return (
        Specimen(
            "year-strip",
            "1年の帯",
            "件数を棒の上に書き、きょうを正しい位置に1本引きます。",
            "棒だけで、数を書かずに済ませません。",
            (
                State(
                    "超過のある年",
                    '{% year_strip months today "令和8年度の期限（件数）" %}',
                    {"months": whole_year, "today": TODAY},
                ),
            ),
            layout="wide",
        ),
        Specimen(
            "month-strip",
            "12か月の帯",
            "印には必ずことばの名前を付け、右に次の日を書きます。",
            "印の形を増やしません。",
            (
                State(
                    "済み・まもなく・超過",
                    '{% month_strip rows today "令和8年度の点検" "点検" %}',
                    {"rows": strip, "today": TODAY},
                ),
            ),
            layout="wide",
        ),
        Specimen(
            "term-bar",
            "期間の帯",
            "下に、初日と末日を文で書きます。",
            "残りを色の変化だけで伝えません。",
            (
                State(
                    "途中",
                    "{% term_bar first last today %}",
                    {"first": date(2023, 4, 1), "last": date(2028, 3, 31), "today": TODAY},
                ),
                State(
                    "初年度が短い",
                    "{% term_bar first last today %}",
                    {"first": date(2026, 2, 1), "last": date(2029, 3, 31), "today": TODAY},
                ),
                State(
                    "始まる前",
                    "{% term_bar first last today %}",
                    {"first": date(2027, 4, 1), "last": date(2032, 3, 31), "today": TODAY},
                ),
                State(
                    "はじめと終わりだけ",
                    "{% term_bar first last today ends=True %}",
                    {"first": date(2024, 4, 1), "last": date(2029, 3, 31), "today": TODAY},
                ),
            ),
        ),
        Specimen(
            "stepper",
            "手順",
            "済み・いまここ・これからを、形と線でも分けます。",
            "7つより多い手順を横に並べません。",
            (
                State("横", included("stepper", "steps=steps"), {"steps": STEPS}),
                State("縦", included("stepper", "steps=steps vertical=True"), {"steps": STEPS}),
            ),
            layout="wide",
        ),
        Specimen(
            "timeline",
            "経過",
            "節目だけを塗った点にします。だれがしたかを添えます。",
            "同じ出来事を2度書きません。",
            (
                State(
                    "節目とふつう",
                    included("timeline", "entries=entries"),
                    {
                        "entries": (
                            {
                                "day": date(2026, 11, 21),
                                "text": "10月分の月次報告が再提出された",
                                "who": "見本コミュニティ協議会",
                                "milestone": True,
                            },
                            {"day": date(2026, 11, 17), "text": "月次報告を差し戻し", "who": "例示 一郎"},
                        )
                    },
                ),
            ),
        ),
        Specimen(
            "road-map",
            "道のり",
            "目標を上に置き、さかのぼって並べます。動いた日のそばに理由を書きます。",
            "見込みの日を、決まった日のように書きません。",
            (State("超過のある道", "{% road_map steps today %}", {"steps": ROAD, "today": TODAY}),),
            layout="wide",
        ),
        Specimen(
            "alternatives",
            "案の比べ",
            "同じ目盛りで比べ、足りないことはことばで書きます。",
            "案ごとに目盛りを変えません。",
            (
                State(
                    "3つの案",
                    '{% alternatives rows 30 "必要な引継ぎ日数" '
                    '"議決から指定の初日まで、引継ぎに使える日数" %}',
                    {"rows": WAYS},
                ),
            ),
        ),
        Specimen(
            "score",
            "点数",
            "出し方の表と調査の日を必ず並べます。",
            "点数だけを書きません。評価のない部位を推し量りません。",
            (
                State("100点のうち", "{% score result %}", {"result": CONDITION}),
                State("評価のない部位がある", "{% score result %}", {"result": PARTIAL_CONDITION}),
            ),
            layout="wide",
        ),
        Specimen(
            "money",
            "お金",
            "単位は1度だけ書き、数字は右にそろえます。",
            "金額を赤くしません。円グラフにしません。",
            (
                State(
                    "2つの内訳",
                    '{% money rows names "千円" %}',
                    {"rows": MONEY, "names": ("指定管理料", "修繕費")},
                ),
            ),
            layout="wide",
        ),
        Specimen(
            "chart",
            "グラフ",
            "同じことを言う表を必ず付けます。内訳は、濃さと模様と凡例のことばで分けます。",
            "色だけで内訳を分けません。円グラフにしません。",
            (
                State(
                    "年度ごとの金額",
                    included("chart", "chart=chart"),
                    {
                        "chart": yearly_chart(
                            "更新費用の見込み",
                            FORTY_YEARS,
                            KINDS_OF_COST,
                            levels=(Level("上限", 180 * MILLION), Level("年平均", 61_500_000)),
                            rooms=ON_THE_WHOLE_PAGE,
                        )
                    },
                ),
                State(
                    "経過",
                    included("chart", "chart=chart opened=True"),
                    {
                        "chart": history_chart(
                            "健全度の経過",
                            SURVEYS,
                            highest=100,
                            levels=(Level("優先の目安", 40),),
                            heads=("調査日", "健全度"),
                        )
                    },
                ),
            ),
            layout="wide",
        ),
    )
