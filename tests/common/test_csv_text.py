from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.csv_text import UnreadableText, decode_text

TABLE = "コード,名称\r\n1,長穂市民センター\r\n2,髙﨑①㈱〜\r\n"


def _refusals(data: bytes) -> list[str]:
    with pytest.raises(UnreadableText) as refused:
        decode_text(data)
    return [problem.message for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TABLE.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + TABLE.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "utf-16-be"),
        (TABLE.encode("utf-16-le"), "utf-16-le"),
        (TABLE.encode("utf-16-be"), "utf-16-be"),
        (TABLE.replace("〜", "～").encode("cp932"), "cp932"),
    ],
)
def test_a_table_is_read_in_the_encoding_it_is_in(data, encoding):
    assert decode_text(data) == (TABLE.replace("〜", "～") if encoding == "cp932" else TABLE, encoding)


@pytest.mark.parametrize(("data", "text"), [(b"", ""), (codecs.BOM_UTF8, ""), (b"a,b\n", "a,b\n")])
def test_plain_and_empty_files_are_utf_8(data, text):
    assert decode_text(data) == (text, "utf-8")


def test_half_width_kana_are_cp932():
    assert decode_text("ｱｲｳ,ﾃｨ".encode("cp932")) == ("ｱｲｳ,ﾃｨ", "cp932")


@pytest.mark.parametrize("byte", ["80", "A0", "FD", "FE", "FF"])
def test_a_byte_that_cp932_turns_into_no_character_is_refused_with_its_place(byte):
    data = "名称,番号\r\n長穂,".encode("cp932") + bytes.fromhex(byte) + b"1\r\n"

    assert _refusals(data) == [f"2行目の6バイト目（{byte}）は、CP932（Shift_JIS）の文字として読めません。"]


def test_a_character_of_ones_own_making_in_cp932_is_refused():
    assert _refusals("長穂".encode("cp932") + b"\xf0\x40") == [
        "1行目の5バイト目（F0 40）は、CP932（Shift_JIS）の文字として読めません。"
    ]


def test_half_a_character_at_the_end_of_a_cp932_file_is_refused():
    assert _refusals("長穂".encode("cp932") + b"\x92") == [
        "1行目の5バイト目（92）は、CP932（Shift_JIS）の文字として読めません。"
    ]


def test_a_private_use_character_in_utf_8_is_refused():
    assert _refusals("a\n長\ue000穂".encode()) == [
        "2行目の4バイト目（EE 80 80）は、UTF-8の文字として読めません。"
    ]


def test_one_damaged_byte_does_not_turn_utf_8_into_gibberish():
    data = "名称\n長穂市民センター\n".encode()
    damaged = data.replace("民".encode(), b"\xe6\xb0\x20")

    assert _refusals(damaged) == ["2行目の10バイト目（E6 B0）は、UTF-8の文字として読めません。"]


def test_bytes_after_a_utf_8_mark_are_utf_8_only():
    assert _refusals(codecs.BOM_UTF8 + "a\n長".encode("cp932")) == [
        "2行目の1バイト目（92）は、UTF-8の文字として読めません。",
        "2行目の2バイト目（B7）は、UTF-8の文字として読めません。",
    ]


def test_half_a_pair_in_utf_16_is_refused_with_its_place():
    assert _refusals(codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"\x00\xd8") == [
        "2行目の3バイト目（00 D8）は、UTF-16の文字として読めません。"
    ]


def test_zero_bytes_in_something_that_is_no_text_are_refused():
    assert _refusals(codecs.BOM_UTF8 + b"a\x00b") == [
        "1行目の2バイト目（00）は、UTF-8の文字として読めません。"
    ]


def test_of_many_places_the_first_ten_are_named():
    refusals = _refusals(b"a,\xfd\n" * 12)

    assert refusals == [
        *(f"{n}行目の3バイト目（FD）は、CP932（Shift_JIS）の文字として読めません。" for n in range(1, 11)),
        "ほかにも2か所、文字として読めません。",
    ]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


office_words = st.text(
    st.sampled_from('市民センター長穂遠石はがきァヴー、。①㈱髙﨑ｱﾃｨﾞ,\n"09Az～－'), min_size=1
)


@given(office_words.filter(lambda text: not _is_utf8(text.encode("cp932"))))
def test_what_offices_write_in_cp932_is_read_back(text):
    data = text.encode("cp932")

    assert decode_text(data) == (text, "cp932")


@given(st.binary(max_size=40))
def test_any_bytes_are_read_without_characters_that_are_none_or_are_refused(data):
    try:
        text = decode_text(data)[0]
    except UnreadableText as refused:
        text, sentences = "", str(refused)
    else:
        sentences = "読めた"

    assert (any(c == "\x00" or "\ue000" <= c <= "\uf8ff" for c in text), sentences != "") == (False, True)
