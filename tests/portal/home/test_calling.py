"""The number to press, found in what the office wrote about itself."""

from __future__ import annotations

import pytest

from portal.home.calling import Call, call_of


@pytest.mark.parametrize(
    ("contact", "call"),
    [
        ("", Call((), "")),
        ("地域づくり推進課", Call(("地域づくり推進課",), "")),
        ("地域づくり推進課\n電話 0834-00-0000", Call(("地域づくり推進課",), "0834-00-0000")),
        ("電話番号：0834-00-0000\n平日の8時30分から", Call(("平日の8時30分から",), "0834-00-0000")),
        ("0834-00-0000", Call((), "0834-00-0000")),
        (
            "地域づくり推進課 0834-00-0000（内線 12）\r\n\r\nファクス 0834-00-0001",
            Call(("地域づくり推進課 0834-00-0000（内線 12）", "ファクス 0834-00-0001"), "0834-00-0000"),
        ),
        ("郵便番号 745-8655", Call(("郵便番号 745-8655",), "")),
        ("受付番号 10834-00-00001", Call(("受付番号 10834-00-00001",), "")),
        ("携帯 090-0000-0000", Call(("携帯 090-0000-0000",), "090-0000-0000")),
    ],
)
def test_the_first_telephone_number_becomes_the_button(contact, call):
    assert call_of(contact) == call
