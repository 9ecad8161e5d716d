from __future__ import annotations

import pytest

from common.names import fold_name, search_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("長穂 市民センター", "長穂市民センター"),
        ("　長穂　市民センター\t", "長穂市民センター"),
        ("長穂市民ｾﾝﾀｰ", "長穂市民センター"),
        ("ＡＢＣ１２３", "ABC123"),
        ("㈱みほん", "(株)みほん"),
        ("髙﨑①", "髙﨑1"),
        ("か\u3099くと\u3099", "がくど"),
        ("", ""),
    ],
)
def test_a_name_as_a_key_has_one_form(text, folded):
    assert fold_name(text) == folded


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("ナガホ", "ながほ"),
        ("ﾅｶﾞﾎ", "ながほ"),
        ("ヴァヶ", "ゔぁゖ"),
        ("ＡＥＤ", "aed"),
        ("センター", "せんたー"),
        ("長穂 Civic", "長穂civic"),
        ("・〜ー", "・〜ー"),
    ],
)
def test_a_search_does_not_care_for_width_case_or_kind_of_kana(text, searched):
    assert search_text(text) == searched


def test_the_same_search_text_comes_from_itself():
    once = search_text("長穂 シミン ｾﾝﾀｰ ＡＥＤ")

    assert search_text(once) == once
