"""Every button in every state."""

from __future__ import annotations

from ui.gallery.model import Specimen, State, included


def specimens() -> tuple[Specimen, ...]:
    """Every button in every state."""
    return (
        Specimen(
            "button",
            "ボタン",
            "名前は動詞にします（記録する・差し戻す）。主ボタンは1ページに1つです。",
            "「OK」「はい」「送信」のような、何が起きるか分からない名前にしません。",
            (
                State("主", included("button", 'label="記録する" kind="primary"')),
                State("副", included("button", 'label="絞り込む"')),
                State("取り消し", included("button", 'label="取り消す" kind="destructive"')),
                State("送れない", included("button", 'label="送れません" kind="primary" disabled=True')),
                State(
                    "小（表・絞り込み・お知らせの中だけ）",
                    included("button", 'label="一覧の中" compact=True'),
                ),
                State("小・主", included("button", 'label="進める" kind="primary" compact=True')),
                State("文字だけ", '<a href="#button">やめる</a>'),
                State(
                    "文字だけのボタン", '<button class="button-link" type="button">ほかの番号で入る</button>'
                ),
                State("リンク先のあるボタン", included("button", 'label="施設を登録" url="#button"')),
            ),
            layout="narrow",
        ),
        Specimen(
            "button-volunteer",
            "ボタン（地域団体）",
            "いちばん大事な1つを64px、ほかを56pxにします。電話の幅では横いっぱいです。",
            "2つの大きなボタンを並べて、どちらを押すか迷わせません。",
            (
                State(
                    "主な行い 64px",
                    '<a class="button button-primary button-main" href="#button-volunteer">報告を書く</a>',
                ),
                State("ふつう 56px", included("button", 'label="電話する" url="#button-volunteer"')),
                State("送れない", included("button", 'label="まだ出せません" disabled=True')),
            ),
            within="volunteer",
        ),
    )
