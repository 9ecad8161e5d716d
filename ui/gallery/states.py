"""States, chips, tags and notices."""

from __future__ import annotations

from ui.gallery.model import Specimen, State, included

STATUSES = (
    ("overdue", "期限超過", "期限を過ぎた。赤はここと入力の誤りだけ"),
    ("soon", "まもなく", "期限まで7日以内、または余裕がない"),
    ("planned", "予定", "日は決まっている"),
    ("active", "進行中", "だれかが手を動かしている"),
    ("done", "済み", "終わって記録がある"),
    ("returned", "差戻し", "直して出し直す"),
    ("held", "保留", "理由を書いて止めている"),
    ("forecast", "見込み", "まだ確定していない日"),
    ("none", "対象外", "この施設には当てはまらない"),
)

ROLES = (
    ("ink", "文字"),
    ("ink2", "2行目の文字"),
    ("ink3", "見出しの添え字"),
    ("line", "枠と表の線"),
    ("accent", "主色"),
    ("link", "リンク"),
    ("soft", "主色・淡"),
    ("bad", "超過・誤り"),
    ("warn", "注意"),
    ("ok", "済み"),
    ("track", "地の帯"),
    ("finished", "済みの帯"),
)


def specimens() -> tuple[Specimen, ...]:
    """States, chips, tags, notices."""
    return (
        Specimen(
            "status",
            "状態",
            "形とことばを必ず一緒に出します。ことばは変えられますが、形は変えません。",
            "色だけで伝えません。行の背景に色を付けません。",
            tuple(State(use, f'{{% status "{shape}" "{word}" %}}') for shape, word, use in STATUSES),
            layout="narrow",
        ),
        Specimen(
            "icons-legend",
            "状態の凡例",
            "印だけが並ぶ表のそばに置きます。",
            "使っていない印まで並べません。",
            (
                State(
                    "3つの印",
                    included("icons_legend", "marks=marks"),
                    {"marks": (("done", "済み"), ("soon", "まもなく"), ("planned", "予定"))},
                ),
            ),
        ),
        Specimen(
            "chip",
            "根拠の札",
            "法令の名前と条を略さずに書きます。",
            "条文を持っていないのにリンクにしません。",
            (State("条文", included("statute_chip", 'statute="消防法 第17条の3の3"')),),
        ),
        Specimen(
            "filter-tag",
            "絞り込みの札",
            "いま効いている条件を全部出し、1つずつ外せるようにします。",
            "条件を隠したまま、件数だけを出しません。",
            (State("条件", included("filter_tag", 'label="施設：見本市民センター" url="#filter-tag"')),),
        ),
        Specimen(
            "banner",
            "お知らせ",
            "1文目で何が起きたか、2文目でどうするかを書きます。行いは1つまでです。",
            "背景に色を敷きません。ひとりでに消しません。",
            (
                State(
                    "期限超過",
                    '{% banner "bad" "報告の期限を18日過ぎています。届いた日と理由を書いてください。" '
                    'link_url="#banner" link_label="理由を書く" %}',
                ),
                State("まもなく", '{% banner "warn" "検査まであと3日です。立会いの人を決めてください。" %}'),
                State("済み", '{% banner "ok" "点検を記録しました。次の点検は2月12日（金）です。" %}'),
                State(
                    "案内",
                    '{% banner "info" "12月5日（土）の夜は使えません。22時から翌朝6時まで点検します。" %}',
                ),
                State(
                    "ボタンのあるもの",
                    '{% banner "bad" "議案の提出が10日過ぎています。11月27日（金）までに提出してください。" '
                    'act_url="#banner" act_label="追加議案として進める" %}',
                ),
            ),
            layout="wide",
        ),
    )
