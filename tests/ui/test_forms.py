"""The fields of the office: days in eras, days known in part, numbers, areas, and errors in their own words."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.db.models import BLANK_CHOICE_DASH
from django.http import QueryDict

from common.partial_dates import PartialDate
from common.problems import Problem
from ui.forms import (
    ERAS_BACK_TO_SHOWA,
    AreaField,
    EraDateField,
    KyotenForm,
    PartialDateFormField,
    RadioRows,
    WholeNumberField,
    problems_to_errors,
)


class DayForm(KyotenForm, forms.Form):
    done_on = EraDateField(label="点検した日")


class OldDayForm(KyotenForm, forms.Form):
    done_on = EraDateField(label="建てた日", eras=ERAS_BACK_TO_SHOWA, required=False)


def typed(year: str = "", month: str = "", day: str = "", era: str | None = None) -> dict[str, str]:
    parts = {"done_on_year": year, "done_on_month": month, "done_on_day": day}
    return parts if era is None else {**parts, "done_on_era": era}


@pytest.mark.parametrize(
    ("data", "day"),
    [
        (typed("8", "11", "23"), date(2026, 11, 23)),
        (typed("８", "１１", "２３"), date(2026, 11, 23)),
        (typed("元", "5", "1"), date(2019, 5, 1)),
        (typed("1", "5", "1"), date(2019, 5, 1)),
        (typed("8", "02", "09"), date(2026, 2, 9)),
        (typed("令和8年11月23日"), date(2026, 11, 23)),
        (typed("昭和56年3月1日"), date(1981, 3, 1)),
        (typed("2026-11-23"), date(2026, 11, 23)),
        ({"done_on": "2026-11-23"}, date(2026, 11, 23)),
        ({"done_on": "令和8年11月23日"}, date(2026, 11, 23)),
    ],
)
def test_a_day_is_read_from_its_boxes_or_whole(data, day):
    form = DayForm(data)

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"done_on": day}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (typed(), "点検した日を入力してください。"),
        (typed("  ", " ", ""), "点検した日を入力してください。"),
        (typed("8"), "点検した日の月と日を入力してください。"),
        (typed("8", "11"), "点検した日の日を入力してください。"),
        (typed("", "11", "23"), "点検した日の年を入力してください。"),
        (typed("八", "11", "23"), "点検した日の年は数字で入力してください。例：令和8年11月23日"),
        (typed("8", "十一", "x"), "点検した日の月と日は数字で入力してください。例：令和8年11月23日"),
        (typed("8", "2", "30"), "「令和8年2月30日」という日は暦にありません。"),
        (typed("1", "4", "30"), "「令和1年4月30日」は元号が違います。正しくは平成31年4月30日です。"),
        (typed("0", "4", "30"), "「令和0年4月30日」は読めません。0年という年はありません。"),
        (
            typed("きのう"),
            "「きのう」は日付として読めません。「令和8年11月23日」か「2026-11-23」のように書いてください。",
        ),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_to_do(data, sentence):
    form = DayForm(data)

    assert form.errors == {"done_on": [sentence]}


@pytest.mark.parametrize(
    ("era", "year", "month", "day", "expected"),
    [
        ("昭和", "64", "1", "7", date(1989, 1, 7)),
        ("平成", "元", "1", "8", date(1989, 1, 8)),
        ("平成", "31", "4", "30", date(2019, 4, 30)),
        ("令和", "元", "5", "1", date(2019, 5, 1)),
    ],
)
def test_the_chosen_era_decides_on_both_sides_of_its_edge(era, year, month, day, expected):
    form = OldDayForm(typed(year, month, day, era))

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"done_on": expected}


def test_a_day_may_be_left_out_where_it_need_not_be_known():
    form = OldDayForm(typed())

    assert form.is_valid()
    assert form.cleaned_data == {"done_on": None}


def test_what_was_typed_stands_in_the_boxes_again():
    widget = DayForm(typed("八", "11", "<")).fields["done_on"].widget
    parts = widget.value_from_datadict(typed("八", "11", "<"), {}, "done_on")

    shown = widget.get_context("done_on", parts, {"id": "id_done_on"})["widget"]

    assert (shown["year"], shown["month"], shown["day"]) == ("八", "11", "<")


@pytest.mark.parametrize(
    ("day", "boxes"),
    [
        (date(2026, 11, 23), ("令和", "8", "11", "23")),
        (date(2019, 5, 1), ("令和", "元", "5", "1")),
        (date(2019, 4, 30), ("平成", "31", "4", "30")),
        (date(1900, 4, 30), ("令和", "1900-04-30", "", "")),
        (None, ("令和", "", "", "")),
    ],
)
def test_a_known_day_is_shown_in_its_era_even_when_that_was_not_offered(day, boxes):
    shown = EraDateField().widget.get_context("d", day, {})["widget"]

    assert (shown["era"], shown["year"], shown["month"], shown["day"]) == boxes
    assert shown["era"] in shown["eras"]


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        (date(2026, 11, 23), typed("8", "11", "23"), False),
        (date(2026, 11, 23), typed("8", "11", "24"), True),
        (date(2026, 11, 23), typed(), True),
        (date(2026, 11, 23), typed("x", "11", "24"), True),
        (None, typed(), False),
    ],
)
def test_only_another_day_counts_as_a_change(initial, data, changed):
    form = DayForm(data, initial={"done_on": initial})

    assert form.has_changed() is changed


class PartForm(KyotenForm, forms.Form):
    opened = PartialDateFormField(label="開館した日", required=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和3年2月", PartialDate.of_month(2021, 2)),
        ("昭和45年度", PartialDate.of_fiscal_year(1970)),
        ("令和8年11月23日", PartialDate.of_day(date(2026, 11, 23))),
        (" 1970年度 ", PartialDate.of_fiscal_year(1970)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_day_is_read_as_far_as_it_is_known(text, expected):
    form = PartForm({"opened": text})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"opened": expected}


def test_a_day_in_part_that_cannot_be_read_is_refused_with_examples():
    form = PartForm({"opened": "むかし"})

    assert form.errors == {
        "opened": [
            "「むかし」は日付として読めません。「令和3年2月1日」「令和3年2月」「令和3年」「昭和45年度」のように、わかる範囲で書いてください。"
        ]
    }


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (PartialDate.of_day(date(2026, 11, 23)), "令和8年11月23日"),
        (PartialDate.of_month(1981, 3), "昭和56年3月"),
        (PartialDate.of_month(1989, 1), "1989年1月"),
        (PartialDate.of_year(2021), "令和3年"),
        (PartialDate.of_year(2019), "2019年"),
        (PartialDate.of_fiscal_year(1970), "昭和45年度"),
        (PartialDate.of_fiscal_year(2026), "令和8年度"),
    ],
)
def test_a_day_in_part_is_shown_as_it_is_typed_and_reads_back_the_same(known, text):
    form = PartForm(initial={"opened": known})

    assert form["opened"].value() == text
    assert PartForm({"opened": text}).fields["opened"].clean(text) == known


class NumberForm(KyotenForm, forms.Form):
    cost = WholeNumberField(label="金額", min_value=0)


@pytest.mark.parametrize(
    ("text", "number"),
    [("148500", 148500), ("148,500", 148500), ("１４８，５００円", 148500), ("0", 0), (" 5 ", 5)],
)
def test_a_number_is_read_with_and_without_commas(text, number):
    form = NumberForm({"cost": text})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"cost": number}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "金額を入力してください。"),
        ("十四万円", "金額は数字で入力してください。例：148,500"),
        ("1.5", "金額は数字で入力してください。例：148,500"),
        ("-1", "金額は0以上の数字を入力してください。"),
    ],
)
def test_a_wrong_number_is_refused_in_its_fields_words(text, sentence):
    assert NumberForm({"cost": text}).errors == {"cost": [sentence]}


class SpaceForm(KyotenForm, forms.Form):
    floor = AreaField(label="延床面積", max_value=123_456_789)


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("548.20", 54820),
        ("548.2", 54820),
        ("548", 54800),
        ("０．０１", 1),
        ("1,234.5㎡", 123450),
        ("1234567.89", 123456789),
    ],
)
def test_an_area_is_kept_as_whole_hundredths(text, hundredths):
    form = SpaceForm({"floor": text})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"floor": hundredths}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "延床面積を入力してください。"),
        ("548.201", "延床面積は㎡の数字で、小数は2けたまでで入力してください。例：548.20"),
        ("広い", "延床面積は㎡の数字で、小数は2けたまでで入力してください。例：548.20"),
        ("1234567.90", "延床面積が大きすぎます。㎡で入力してください。例：548.20"),
        ("1e999999", "延床面積は㎡の数字で、小数は2けたまでで入力してください。例：548.20"),
        ("NaN", "延床面積は㎡の数字で、小数は2けたまでで入力してください。例：548.20"),
        ("Infinity", "延床面積は㎡の数字で、小数は2けたまでで入力してください。例：548.20"),
        ("0", "延床面積は0より大きい数字を入力してください。"),
        ("-3", "延床面積は0より大きい数字を入力してください。"),
    ],
)
def test_a_wrong_area_is_refused(text, sentence):
    assert SpaceForm({"floor": text}).errors == {"floor": [sentence]}


def test_an_area_is_shown_in_square_metres():
    assert SpaceForm(initial={"floor": 123405})["floor"].value() == "1,234.05"


class RecordForm(KyotenForm, forms.Form):
    result = forms.ChoiceField(
        label="結果", choices=[("ok", "異常なし"), ("fix", "直す必要がある")], widget=RadioRows()
    )
    title = forms.CharField(label="件名", max_length=5)
    mail = forms.EmailField(label="メールアドレス")
    agreed = forms.BooleanField(label="確かめました")
    paper = forms.FileField(label="報告書")
    own = forms.CharField(label="理由", error_messages={"required": "なぜ止めるのかを書いてください。"})


def test_a_form_may_change_the_words_of_its_fields_once_it_knows_its_reader():
    form = DayForm()

    form.fields["done_on"].help_text = "例：きのう"

    assert form["done_on"].help_text == "例：きのう"


def test_every_field_asks_for_what_is_missing_in_its_own_words():
    form = RecordForm({})

    assert form.errors == {
        "result": ["結果を選んでください。"],
        "title": ["件名を入力してください。"],
        "mail": ["メールアドレスを入力してください。"],
        "agreed": ["「確かめました」に印を付けてください。"],
        "paper": ["報告書を選んでください。"],
        "own": ["なぜ止めるのかを書いてください。"],
    }


def test_every_field_says_what_is_wrong_in_its_own_words():
    form = RecordForm({"result": "?", "title": "長すぎる件名", "mail": "x", "own": "-"})

    assert {name: form.errors[name] for name in ("result", "title", "mail")} == {
        "result": ["結果を選び直してください。"],
        "title": ["件名は5文字までです。いまは6文字あります。"],
        "mail": ["メールアドレスは「名前@example.jp」の形で入力してください。"],
    }


@pytest.mark.parametrize(("required", "word"), [(True, "選んでください"), (False, "選ばない")])
def test_a_choice_left_open_is_named_in_words(required, word):
    class ChoiceForm(KyotenForm, forms.Form):
        kind = forms.ChoiceField(label="種別", choices=[*BLANK_CHOICE_DASH, ("a", "本館")], required=required)
        group = forms.ModelChoiceField(Group.objects.none(), label="団体", required=required)
        own = forms.ChoiceField(
            label="地区", choices=[("", "まだ分からない"), ("a", "三丘")], required=required
        )
        stated = forms.ModelChoiceField(
            Group.objects.none(), label="施設", required=required, empty_label="なし"
        )

    form = ChoiceForm()

    assert [bound.subwidgets[0].choice_label for bound in form] == [word, word, "まだ分からない", "なし"]


def test_what_blocks_an_act_stands_at_its_field_and_a_notice_does_not():
    form = NumberForm({"cost": "5"})
    notice = Problem("cheap", "いつもより安い金額です。", blocks=False, field="cost")

    rest = problems_to_errors(
        form,
        [
            Problem("too_low", "金額が低すぎます。", field="cost"),
            Problem("closed", "この年度は締め切りました。"),
            Problem("elsewhere", "施設がまだ開いていません。", field="centre"),
            notice,
        ],
    )

    assert form.errors == {
        "cost": ["金額が低すぎます。"],
        "__all__": ["この年度は締め切りました。", "施設がまだ開いていません。"],
    }
    assert rest == (notice,)


def test_a_day_left_out_of_the_data_keeps_the_stored_one_apart_from_an_emptied_one():
    widget = EraDateField().widget

    assert widget.value_omitted_from_data(QueryDict("other=1"), {}, "done_on") is True
    assert widget.value_omitted_from_data(QueryDict("done_on_year="), {}, "done_on") is False
