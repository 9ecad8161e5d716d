from __future__ import annotations

from datetime import date
from typing import get_type_hints

from common.deadlines import COLUMNS, SETTLED_COLUMNS, Deadline, Settled, SettledReason, Side


def test_the_columns_are_those_of_the_rows_in_their_order():
    assert (*COLUMNS, "|", *SETTLED_COLUMNS) == (*Deadline._fields, "|", *Settled._fields)


def test_the_columns_have_these_types():
    types = get_type_hints(Deadline)

    assert types == {
        "kind": str,
        "lead": str,
        "subject_id": int,
        "centre_id": int | None,
        "due_on": date | None,
        "post_id": int | None,
        "side": str,
    }


def test_the_words_of_the_columns_are_these():
    assert [side.value for side in Side] == ["city", "manager"]
    assert [reason.value for reason in SettledReason] == [
        "done",
        "answered",
        "day_changed",
        "no_longer_applies",
    ]
