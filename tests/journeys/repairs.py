"""The steps of a repair that more than one journey takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Visitor

CONTRACTOR = "見本工務店"


def decides(officer: Visitor, title: str, *, urgency: str, expected: str, price: str) -> None:
    """From the request to the decision: how urgent it is, the one estimate, and that it is carried out."""
    officer.follow("緊急度を判定する")
    officer.arrives_at("緊急度を判定する")
    officer.choose(urgency)
    officer.write("見込み額（税込み）", expected)
    officer.press("判定する")
    officer.arrives_at(title)
    officer.follow("見積りを登録する")
    officer.arrives_at("見積りを登録する")
    officer.write("業者", CONTRACTOR)
    officer.write("金額（税込み）", price)
    officer.press("登録する")
    officer.arrives_at(title)
    officer.follow("実施を決定する")
    officer.arrives_at("実施を決定する")
    officer.choose(CONTRACTOR)
    officer.press("決定する")
    officer.arrives_at(title)
