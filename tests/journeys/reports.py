"""What a group does at every monthly report: the five pages, written one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.journeys.conftest import Visitor


def fills_in(somebody: Visitor, people: str) -> None:
    """The five pages of the report; the first time the number of people is no number."""
    somebody.arrives_at("利用")
    for label, value in (("開館日数", "26"), ("利用件数", "92"), ("利用人数", "たくさん")):
        somebody.write(label, value)
    somebody.press("次へ")
    somebody.meets_errors("利用人数は数字で入力してください")
    expect(somebody.page.get_by_label("開館日数")).to_have_value("26")
    somebody.write("利用人数", people)
    somebody.press("次へ")
    somebody.arrives_at("お金")
    for label, value in (("利用料金", "41300"), ("減免した件数", "6"), ("減免した金額", "3200")):
        somebody.write(label, value)
    somebody.press("次へ")
    somebody.arrives_at("できごと")
    for label, value in (("苦情", "0"), ("事故", "0"), ("修繕", "1"), ("修繕にかかった金額", "8800")):
        somebody.write(label, value)
    somebody.press("次へ")
    somebody.arrives_at("書類とひとこと")
    somebody.write("市に伝えたいこと", "文化祭がありました。")
    somebody.press("次へ")


def hands_in(somebody: Visitor) -> None:
    """The last page: look once more, and hand in."""
    somebody.arrives_at("この内容で出しますか")
    somebody.press("出す")
    somebody.arrives_at("出しました")


def mends(somebody: Visitor, people: str) -> None:
    """What came back, with another number of people, and handed in again."""
    somebody.arrives_at("利用")
    somebody.write("利用人数", people)
    for page in ("お金", "できごと", "書類とひとこと"):
        somebody.press("次へ")
        # A page that is just being left has a button of the same name.
        somebody.arrives_at(page)
    somebody.press("次へ")
    hands_in(somebody)
