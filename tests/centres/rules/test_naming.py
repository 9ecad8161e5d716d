from __future__ import annotations

import pytest

from centres.rules.naming import in_short


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["三丘"], "三丘"),
        (["三丘", "和田"], "三丘、和田"),
        (["三丘", "和田", "遠石"], "三丘、和田 ほか1施設"),
        (["三丘", "和田", "遠石", "長穂"], "三丘、和田 ほか2施設"),
    ],
)
def test_two_centres_are_named_and_the_others_counted(names, expected):
    assert in_short(names) == expected
