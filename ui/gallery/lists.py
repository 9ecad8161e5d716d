"""Rows, tables, and what stands around them."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Page, Paginator

from ui.gallery.model import Specimen, State, included

TODAY = date(2026, 11, 23)


DESK_ROWS = (
    {
        "days_left": -9,
        "due_on": date(2026, 11, 14),
        "title": "消防用設備等 機器点検",
        "url": "#desk-row",
        "second": "見本市民センター",
        "chip": "消防法 第17条の3の3",
        "shape": "planned",
        "stage": "未着手",
        "owner": "例示 一郎",
    },
    {
        "days_left": 0,
        "due_on": TODAY,
        "title": "10月の月次報告",
        "url": "#desk-row",
        "second": "見本西市民センター",
        "shape": "active",
        "stage": "確認待ち",
        "owner": "見本 花子",
    },
    {
        "days_left": 494,
        "due_on": date(2028, 3, 31),
        "year": "令和10年",
        "title": "指定期間の満了",
        "url": "#desk-row",
        "second": "見本東市民センター",
        "shape": "forecast",
        "stage": "見込み",
        "owner": "",
    },
)

TABLE = """<table class="table table-fold">
    <caption class="visually-hidden">修繕の一覧</caption>
    <thead>
        <tr>
            {% sorted_head "受付日" "received" default="-received" %}
            {% sorted_head "件名" "title" %}
            <th scope="col">段階</th>
            <th class="num" scope="col">金額（円）</th>
        </tr>
    </thead>
    <tbody>
        <tr>
            <td class="cell-left cell-small">{{ first|month_day }}</td>
            <th class="cell-title" scope="row"><a href="#table">2階会議室の雨漏り</a></th>
            <td class="cell-stage cell-left">{% status "overdue" "期限超過" %}</td>
            <td class="num cell-amount cell-right">{{ None|number_or_dash }}</td>
        </tr>
        <tr>
            <td class="cell-left cell-small">{{ second|month_day }}</td>
            <th class="cell-title" scope="row"><a href="#table">ホール舞台照明の交換</a></th>
            <td class="cell-stage cell-left">{% status "active" "施工中" %}</td>
            <td class="num cell-amount cell-right">
                {{ 1284800|number_or_dash }}<span class="only-folded">円</span>
            </td>
        </tr>
    </tbody>
    <tfoot>
        <tr>
            <th colspan="3" scope="row">合計</th>
            <td class="num">{{ 1284800|number_or_dash }}</td>
        </tr>
    </tfoot>
</table>"""


CONDITIONS = (
    {"label": "施設：見本市民センター", "url": "#result-line"},
    {"label": "段階：施工中", "url": "#result-line"},
)


def middle_page() -> Page[int]:
    """The second of seven pages of ten."""
    return Paginator(range(61), 10).page(2)


CHOICE = {
    **DESK_ROWS[0],
    "pk": 1,
    "more_url": "#desk-row",
    "said": ("12月1日（火）に後で知らせる：業者の日程が決まるため", "承知　見本 花子　11月20日"),
}


def specimens() -> tuple[Specimen, ...]:
    """Rows, tables, and what stands around them."""
    return (
        Specimen(
            "desk-row",
            "要対応の行",
            "日数の数字の右端をそろえます。どの一覧でも同じ並びを使います。",
            "行を箱で囲みません。名前を「…」で切りません。",
            (
                State(
                    "超過・きょう・先の年度",
                    '<ul>{% for row in rows %}{% include "ui/components/desk_row.html" with row=row only %}'
                    "{% endfor %}</ul>",
                    {"rows": DESK_ROWS},
                ),
                State(
                    "選べる行・した対応",
                    '<ul>{% include "ui/components/desk_row.html" with row=row only %}</ul>',
                    {"row": CHOICE},
                ),
            ),
            layout="wide",
        ),
        Specimen(
            "table",
            "表",
            "文字は左、数字は右にそろえ、単位は見出しに1度だけ書きます。ないものは「―」です。",
            "縦の線や、1行おきの色を付けません。",
            (State("並べ替え・合計", TABLE, {"first": date(2026, 11, 13), "second": date(2026, 11, 5)}),),
            layout="wide",
        ),
        Specimen(
            "result-line",
            "件数と条件",
            "全体の件数と、いま何件目を見ているかを、表の上に書きます。",
            "件数を表の下だけに書きません。",
            (
                State(
                    "条件が2つ",
                    included("result_line", "listing=listing"),
                    {"listing": {"page": middle_page(), "conditions": CONDITIONS, "is_capped": False}},
                ),
            ),
            layout="wide",
        ),
        Specimen(
            "nothing-found",
            "条件に合うものがないとき",
            "どの条件を外せば何件あるかを数えて伝えます。",
            "「0件」だけを書きません。",
            (
                State(
                    "1つ外すと見つかる",
                    included("nothing_found", 'what="修繕" listing=listing'),
                    {
                        "listing": {
                            "conditions": CONDITIONS,
                            "advice": "「施工中」を外すと2件あります。",
                            "way_out": {"condition": CONDITIONS[1], "button": "「施工中」を外す"},
                            "clear_url": "#nothing-found",
                        }
                    },
                ),
            ),
            layout="wide",
        ),
        Specimen(
            "pagination",
            "ページの移動",
            "前と次は「前の10件」のようにことばで書きます。",
            "いまのページをリンクにしません。",
            (State("7ページの2ページ目", "{% pagination page %}", {"page": middle_page()}),),
            layout="wide",
        ),
        Specimen(
            "counts",
            "3つの数",
            "いちばん大きく見せたい数だけに使います。",
            "増減の矢印や色を足しません。",
            (
                State(
                    "超過あり",
                    included("counts", "counts=counts"),
                    {
                        "counts": (
                            {"shape": "overdue", "label": "期限超過", "number": 3, "url": "#counts"},
                            {"shape": "soon", "label": "7日以内", "number": 8, "url": "#counts"},
                            {"shape": "planned", "label": "30日以内", "number": 14},
                        )
                    },
                ),
            ),
        ),
        Specimen(
            "facts",
            "基本の事実",
            "見出しは小さく、値は本文の大きさにします。",
            "6つより多く並べません。",
            (
                State(
                    "3つ",
                    included("facts", "facts=facts"),
                    {
                        "facts": (
                            {"label": "所在地", "value": "見本町100番地1"},
                            {"label": "延床面積", "value": "612.40㎡"},
                            {"label": "避難所", "value": None},
                        )
                    },
                ),
            ),
        ),
        Specimen(
            "breadcrumbs",
            "いまの場所",
            "上のページへ戻る道を示します。",
            "いまのページをリンクにしません。",
            (
                State(
                    "2段目",
                    included("breadcrumbs", "crumbs=crumbs"),
                    {"crumbs": ({"label": "施設", "url": "#breadcrumbs"}, {"label": "見本市民センター"})},
                ),
            ),
        ),
        Specimen(
            "empty",
            "まだ何もないとき",
            "事実と、そこから出る道を書きます。",
            "絵を置きません。「データがありません」だけで終わりません。",
            (
                State(
                    "初めて",
                    included(
                        "empty",
                        'title="修繕はまだありません" '
                        'text="こわれた所を見つけたら、写真を付けて登録してください。" '
                        'act_url="#empty" act_label="修繕を登録"',
                    ),
                ),
                State(
                    "条件に合わない",
                    included(
                        "empty",
                        'title="条件に合う修繕はありません" text="「施工中」を外すと2件あります。" '
                        'act_url="#empty" act_label="「施工中」を外す" '
                        'second_url="#empty" second_label="条件をすべて外す"',
                    ),
                ),
                State(
                    "節の中",
                    included(
                        "empty", 'title="いまはありません" text="期限が近づくとここに出ます。" small=True'
                    ),
                ),
            ),
        ),
        Specimen(
            "confirm",
            "確認",
            "問いを見出しにし、だれに何が起きるかを1文で書きます。",
            "「本当によろしいですか」だけを聞きません。",
            (
                State(
                    "確認のページを開く（スクリプトがあれば、このページの上に開く）",
                    '<a class="button" href="#confirm" data-dialog="sample-dialog">差し戻す</a>\n'
                    '{% include "ui/components/dialog.html" with id="sample-dialog" '
                    'title="月次報告を差し戻しますか" action="" act_label="差し戻す" '
                    'text="見本市民センターの10月分です。団体に理由が届きます。" %}',
                ),
            ),
        ),
    )
