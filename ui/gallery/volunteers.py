"""What only the pages of the community groups have."""

from __future__ import annotations

from datetime import date

from ui.gallery.model import Specimen, State, included

TODO = (
    {
        "title": "10月の利用報告",
        "due_on": date(2026, 11, 30),
        "days_left": 7,
        "url": "#todo",
        "act_label": "報告を書く",
    },
    {
        "title": "年末年始の休み",
        "due_on": date(2026, 11, 20),
        "days_left": -3,
        "url": "#todo",
        "act_label": "休む日を書く",
    },
    {
        "title": "9月の利用報告",
        "due_on": date(2026, 11, 27),
        "days_left": 4,
        "url": "#todo",
        "act_label": "なおして出す",
        "state": "なおしてください",
        "shape": "returned",
        "words": "利用人数が利用件数より少なくなっています。確かめてください。",
    },
    {"title": "消火器の見回り", "done_on": date(2026, 11, 18)},
)


def specimens() -> tuple[Specimen, ...]:
    """What only the pages of the community groups have."""
    return (
        Specimen(
            "todo",
            "出すもの",
            "1つに1つの大きなボタンを付けます。過ぎた日数もことばで書きます。",
            "「提出」「起案」のような役所のことばを使いません。",
            (
                State(
                    "これから・過ぎた・もどってきた・出した", included("todo", "items=items"), {"items": TODO}
                ),
            ),
            layout="wide",
            within="volunteer",
        ),
        Specimen(
            "doings",
            "市がしていること",
            "遅れていることも、そのまま書きます。",
            "「対応中」とだけ書きません。",
            (
                State(
                    "2件",
                    included("doings", "items=items"),
                    {
                        "items": (
                            {
                                "title": "2階会議室の雨漏り",
                                "text": "見積もりが遅れています。11月25日（水）までに業者へ頼みます。",
                            },
                            {"title": "玄関の手すり", "text": "11月14日（土）に取り付けが終わりました。"},
                        )
                    },
                ),
            ),
            layout="wide",
            within="volunteer",
        ),
        Specimen(
            "call",
            "困ったとき",
            "人の名前と、出られる時間を書きます。",
            "問い合わせの入力欄だけにしません。",
            (
                State(
                    "電話",
                    included(
                        "call",
                        'office="地域づくり推進課" person="担当　例示 一郎" '
                        'hours="平日の8時30分から17時15分まで" number="0000-00-0000" '
                        'link_url="#call" link_label="写真を付けて市に知らせる"',
                    ),
                ),
            ),
            within="volunteer",
        ),
    )
