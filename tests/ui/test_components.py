"""The markup of the components: what a screen reader is told, and what a reader sees first."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template

from ui.forms import EraDateField, KyotenForm, RadioRows


def render(source: str, **context):
    return Template("{% load ui %}" + source).render(Context(context))


class Elements(HTMLParser):
    """Every start tag with its attributes, and all text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.data: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.data.append(data)
        if data.strip():
            self.words.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


class RecordForm(KyotenForm, forms.Form):
    done_on = EraDateField(label="点検した日")
    result = forms.ChoiceField(
        label="結果",
        choices=[("ok", "異常なし"), ("fix", "直す必要がある")],
        widget=RadioRows(notes={"fix": "市の担当に連絡が届きます"}),
    )
    notes = forms.CharField(label="気づいたこと", help_text="場所と様子を書いてください。", required=False)
    told = forms.BooleanField(label="利用者に知らせる", required=False)


def test_a_field_gives_label_then_mark_then_hint_then_control():
    elements = Elements(render("{% field form.notes %}", form=RecordForm()))

    assert elements.words == ["気づいたこと", "なくてもよい", "場所と様子を書いてください。"]
    assert elements.all("label") == [{"class": "field-label", "for": "id_notes"}]
    assert elements.all("input") == [
        {"type": "text", "name": "notes", "id": "id_notes", "aria-describedby": "id_notes_helptext"}
    ]


def test_a_wrong_field_names_hint_and_error_to_the_screen_reader():
    form = RecordForm({"notes": "x" * 5})
    form.add_error("notes", "短く書いてください。")

    elements = Elements(render("{% field form.notes %}", form=form))

    assert elements.words == [
        "気づいたこと",
        "なくてもよい",
        "場所と様子を書いてください。",
        "短く書いてください。",
    ]
    [control] = elements.all("input")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_notes_helptext id_notes_error"
    assert {attrs["id"] for _, attrs in elements.tags if "id" in attrs} >= {
        "id_notes_helptext",
        "id_notes_error",
    }
    assert elements.tags[0] == ("div", {"class": "field field-full field-invalid"})


def test_what_was_typed_is_still_there_and_harmless():
    form = RecordForm({"notes": '"><script>'})

    [control] = Elements(render("{% field form.notes %}", form=form)).all("input")

    assert control["value"] == '"><script>'


def test_choices_are_rows_in_a_named_group_with_what_follows_from_each():
    elements = Elements(render("{% field form.result %}", form=RecordForm({"result": "fix"})))

    assert elements.words == ["結果", "必須", "異常なし", "直す必要がある", "市の担当に連絡が届きます"]
    assert [tag for tag, _ in elements.tags][:2] == ["fieldset", "legend"]
    assert [attrs["for"] for attrs in elements.all("label")] == ["id_result_0", "id_result_1"]
    assert ["checked" in attrs for attrs in elements.all("input")] == [False, True]


def test_a_day_is_three_named_boxes_in_a_named_group():
    form = RecordForm(initial={"done_on": date(2026, 11, 23)})

    elements = Elements(render("{% field form.done_on %}", form=form))

    assert elements.words == ["点検した日", "必須", "令和", "年", "月", "日"]
    assert [(box["id"], box["name"], box["value"], box["aria-label"]) for box in elements.all("input")] == [
        ("id_done_on", "done_on_year", "8", "年"),
        ("id_done_on_month", "done_on_month", "11", "月"),
        ("id_done_on_day", "done_on_day", "23", "日"),
    ]


def test_the_era_is_chosen_only_where_earlier_ones_are_offered():
    class OldForm(KyotenForm, forms.Form):
        built_on = EraDateField(label="建てた日", eras=("令和", "平成", "昭和"))

    elements = Elements(
        render("{% field form.built_on %}", form=OldForm(initial={"built_on": date(1981, 3, 1)}))
    )

    assert elements.all("select") == [{"id": "id_built_on_era", "name": "built_on_era", "aria-label": "元号"}]
    assert ["selected" in attrs for attrs in elements.all("option")] == [False, False, True]


def test_a_single_tick_has_its_label_behind_it():
    elements = Elements(render("{% field form.told %}", form=RecordForm()))

    assert elements.words == ["利用者に知らせる"]
    assert elements.all("label") == [{"class": "choice choice-single", "for": "id_told"}]


def test_the_mark_can_be_left_out():
    assert Elements(render("{% field form.notes mark=False %}", form=RecordForm())).words[:2] == [
        "気づいたこと",
        "場所と様子を書いてください。",
    ]


def test_the_summary_counts_what_is_missing_and_leads_to_each_field():
    elements = Elements(render("{% error_summary form %}", form=RecordForm({})))

    assert elements.words == [
        "2か所、入力が足りません",
        "点検した日を入力してください",
        "結果を選んでください",
        "ほかの入力は残っています。",
    ]
    assert [link["href"] for link in elements.all("a")] == ["#id_done_on", "#id_result_0"]
    assert elements.tags[0][1]["tabindex"] == "-1"


def test_the_summary_follows_the_order_of_the_fields():
    form = RecordForm({})
    form.add_error("notes", "短く書いてください。")
    form.add_error("done_on", "未来の日です。")

    links = Elements(render("{% error_summary form %}", form=form)).all("a")

    assert [link["href"] for link in links] == ["#id_done_on", "#id_done_on", "#id_result_0", "#id_notes"]


def test_the_summary_leads_to_ids_that_are_on_the_page():
    form = RecordForm({})
    source = "{% error_summary form %}{% for bound in form %}{% field bound %}{% endfor %}"

    elements = Elements(render(source, form=form))

    ids = {attrs["id"] for _, attrs in elements.tags if attrs.get("id")}
    assert {str(link["href"])[1:] for link in elements.all("a")} - ids == set()


def test_the_summary_asks_to_correct_what_is_wrong_and_lists_what_belongs_to_no_field_in_full():
    form = RecordForm({"done_on": "2026-02-30", "result": "ok"})
    form.add_error(None, "この点検はもう記録されています。ほかの人が先に記録しました。")

    elements = Elements(render("{% error_summary form %}", form=form))

    assert elements.words == [
        "2か所、直してください",
        "この点検はもう記録されています。ほかの人が先に記録しました。",
        "「2026-02-30」という日は暦にありません",
        "ほかの入力は残っています。",
    ]
    assert [link["href"] for link in elements.all("a")] == ["#id_done_on"]


@pytest.mark.parametrize("form", [RecordForm(), RecordForm({"done_on": "2026-11-23", "result": "ok"}), None])
def test_there_is_no_summary_without_an_error(form):
    assert render("{% error_summary form %}", form=form).strip() == ""


def test_the_summary_covers_forms_and_formsets_together():
    rows = forms.formset_factory(RecordForm, extra=1, max_num=1, validate_max=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-notes": "a", "form-1-notes": "b"}

    elements = Elements(render("{% error_summary form rows %}", form=RecordForm({}), rows=rows(data)))

    assert elements.words[0] == "7か所、直してください"
    assert [link["href"] for link in elements.all("a")] == [
        "#id_done_on",
        "#id_result_0",
        "#id_form-0-done_on",
        "#id_form-0-result_0",
        "#id_form-1-done_on",
        "#id_form-1-result_0",
    ]


@pytest.mark.parametrize(
    "shape", ["overdue", "soon", "planned", "active", "done", "returned", "held", "forecast", "none"]
)
def test_a_state_is_always_a_shape_and_a_word(shape):
    elements = Elements(render("{% status shape 'ことば' %}", shape=shape))

    assert elements.words == ["ことば"]
    assert elements.all("use") == [{"href": f"#icon-{shape}"}]
    assert elements.all("svg") == [{"class": f"icon shape-{shape}", "aria-hidden": "true"}]


@pytest.mark.parametrize(
    ("kind", "shown", "icon"),
    [
        ("success", "ok", "done"),
        ("ok", "ok", "done"),
        ("info", "info", "info"),
        ("debug", "info", "info"),
        ("warning", "warn", "soon"),
        ("error", "bad", "overdue"),
    ],
)
def test_a_notice_makes_its_first_sentence_the_title(kind, shown, icon):
    message = "点検を記録しました。次の点検は2月12日（金）です。"

    elements = Elements(render("{% banner kind message %}", kind=kind, message=message))

    assert elements.words == ["点検を記録しました", "次の点検は", "2月12日（金）", "です。"]
    assert elements.tags[0][1]["class"] == f"banner banner-{shown}"
    assert elements.all("use") == [{"href": f"#icon-{icon}"}]


@pytest.mark.parametrize(
    ("sentence", "never_broken"),
    [
        ("11月25日（水）までに業者へ頼みます。", ["11月25日（水）"]),
        ("検査は令和9年5月3日（月・祝）です。", ["令和9年5月3日（月・祝）"]),
        ("次の募集は、令和10年の夏です。", ["令和10年"]),
        ("昭和56年（1981年）3月の建物", ["昭和56年（1981年）3月"]),
        ("2年7か月たちました。3日後です。", ["2年7か月", "3日"]),
        ("8時30分から17時まで、9:40に開けます。", ["8時30分", "17時", "9:40"]),
        ("0000-00-0000に電話してください。", ["0000-00-0000"]),
        ("148,500円、612.40㎡、33%", ["148,500円", "612.40㎡", "33%"]),
        ("消防法 第17条の3の3による。", ["第17条の3の3"]),
        ("2階会議室の雨漏り", []),
        ("<b>3日</b>", ["3日"]),
    ],
)
def test_days_times_amounts_and_articles_in_a_sentence_never_break(sentence, never_broken):
    markup = render("{{ sentence|unbroken }}", sentence=sentence)

    assert re.findall(r'<span class="nowrap">(.*?)</span>', markup) == never_broken
    assert "".join(Elements(markup).data) == sentence


def test_a_condition_can_be_removed_by_a_link_that_says_so():
    source = '{% include "ui/components/filter_tag.html" with label="段階：施工中" url="?q=a" %}'

    elements = Elements(render(source))

    assert elements.words == ["段階：施工中"]
    assert [(link["href"], link["aria-label"]) for link in elements.all("a")] == [
        ("?q=a", "この条件を外す：段階：施工中")
    ]


def desk_row(**changed: object) -> SimpleNamespace:
    row: dict[str, object] = {
        "days_left": -3,
        "due_on": date(2026, 11, 20),
        "url": "/inspections/1/",
        "title": "消防用設備等 機器点検",
        "second": "三丘市民センター",
        "chip": "消防法 第17条の3の3",
        "shape": "planned",
        "stage": "未着手",
        "owner": "",
    }
    return SimpleNamespace(**{**row, **changed})


def test_a_row_of_the_desk_tells_days_day_title_place_article_stage_and_owner():
    elements = Elements(render('{% include "ui/components/desk_row.html" %}', row=desk_row()))

    assert elements.words == [
        *("3", "日超過", "11", "月", "20", "日（金）", "消防用設備等 機器点検", "三丘市民センター"),
        *("消防法 第17条の3の3", "未着手", "―"),
    ]


def test_a_row_that_can_be_chosen_is_called_by_its_title_and_place_and_tells_what_was_answered():
    row = desk_row(pk=7, more_url="/desk/flags/7/", said=("承知　見本 花子　11月20日",))
    elements = Elements(render('{% include "ui/components/desk_row.html" %}', row=row))

    assert [(box["name"], box["value"], box["aria-label"]) for box in elements.all("input")] == [
        ("flag", "7", "消防用設備等 機器点検　三丘市民センター")
    ]
    assert [link["href"] for link in elements.all("a")] == ["/inspections/1/", "/desk/flags/7/"]
    assert elements.words[-4:] == ["承知　見本 花子　11月20日", "未着手", "―", "経過"]


def test_a_row_whose_day_cannot_be_told_says_so():
    elements = Elements(
        render('{% include "ui/components/desk_row.html" %}', row=desk_row(days_left=None, due_on=None))
    )

    assert elements.words[:2] == ["期日不明", "―"]


def test_a_day_outside_this_fiscal_year_says_its_year_first():
    elements = Elements(render('{% include "ui/components/desk_row.html" %}', row=desk_row(year="令和10年")))

    assert elements.words[2:6] == ["令和10年", "11", "月", "20"]


def test_a_row_without_a_second_line_leaves_no_gap_before_its_chip():
    markup = render('{% include "ui/components/desk_row.html" %}', row=desk_row(second=""))

    assert "<span></span>" not in markup


def test_a_next_day_that_is_past_says_by_how_much_it_is_late():
    row = SimpleNamespace(
        name="消防用設備等",
        note="",
        cells=[()] * 12,
        next_on=date(2026, 11, 20),
        next_words="",
        late="3日超過",
    )

    markup = render(
        "{% month_strip rows today '令和8年度の点検' '点検' %}", rows=[row], today=date(2026, 11, 23)
    )

    assert Elements(markup).words[-1] == "3日超過"


def test_the_months_tell_every_state_in_words():
    empty = [()] * 12
    cells = [*empty[:4], [("done", "済み")], *empty[5:]]
    row = SimpleNamespace(
        name="消防用設備等", note="消防法 第17条の3の3", cells=cells, next_on=None, next_words="今年度は済み"
    )

    markup = render(
        "{% month_strip rows today '令和8年度の点検' '点検' %}", rows=[row], today=date(2026, 11, 23)
    )

    elements = Elements(markup)
    assert [(mark["aria-label"], mark["class"]) for mark in elements.all("svg")] == [
        ("済み", "icon shape-done")
    ]
    assert [attrs["class"] for attrs in elements.all("td")].index("months-cell is-now") == 7
    assert re.findall(r"<th class=\"months-cell is-now\"[^>]*>(\d+)月", markup) == ["11"]


@pytest.mark.parametrize(
    ("today", "marked", "filled"),
    [
        (date(2023, 3, 31), [], "0%"),
        (date(2023, 4, 1), ["きょう"], "0%"),
        (date(2028, 3, 31), ["きょう"], "99.95%"),
        (date(2028, 4, 1), [], "100%"),
    ],
)
def test_a_term_marks_today_only_within_it(today, marked, filled):
    markup = render(
        "{% term_bar first last today %}", first=date(2023, 4, 1), last=date(2028, 3, 31), today=today
    )

    elements = Elements(markup)
    assert [word for word in elements.words if word == "きょう"] == marked
    assert [bar["width"] for bar in elements.all("rect") if bar["class"] == "bar-accent"] == [filled]


def test_confirming_is_a_page_with_the_act_and_a_way_back():
    source = (
        '{% include "ui/components/confirm.html" with title="差し戻しますか" text="理由が届きます。" '
        'act_label="差し戻す" cancel_url="/back/" %}'
    )

    elements = Elements(render(source))

    assert elements.words == ["差し戻しますか", "理由が届きます。", "差し戻す", "やめる"]
    assert [link["href"] for link in elements.all("a")] == ["/back/"]


def test_what_is_to_be_done_has_one_big_button_each_and_what_is_done_says_when():
    items = [
        SimpleNamespace(
            title="10月の利用報告",
            due_on=date(2026, 11, 30),
            days_left=7,
            url="/reports/1/",
            act_label="報告を書く",
        ),
        SimpleNamespace(
            title="年末年始の休み",
            due_on=date(2026, 11, 20),
            days_left=-3,
            url="/days/1/",
            act_label="休む日を書く",
        ),
        SimpleNamespace(title="消火器の見回り", done_on=date(2026, 11, 18)),
    ]

    elements = Elements(render('{% include "ui/components/todo.html" %}', items=items))

    assert elements.words == [
        *("10月の利用報告", "11月30日（月）", "まで", "あと", "7", "日", "報告を書く"),
        *("年末年始の休み", "11月20日（金）", "まで", "3", "日過ぎています", "休む日を書く"),
        *("消火器の見回り", "11月18日（水）", "に出しました"),
    ]
    assert [(link["href"], link["aria-label"]) for link in elements.all("a")] == [
        ("/reports/1/", "報告を書く：10月の利用報告"),
        ("/days/1/", "休む日を書く：年末年始の休み"),
    ]


def test_the_day_itself_is_still_in_time_for_the_volunteers_too():
    assert Elements(render("{% days_left_plain 0 %}")).words == ["きょうまで"]


def test_whom_to_call_is_a_telephone_link():
    source = '{% include "ui/components/call.html" with office="地域づくり推進課" number="0000-00-0000" %}'

    elements = Elements(render(source))

    assert elements.words == ["地域づくり推進課", "0000-00-0000"]
    assert [link["href"] for link in elements.all("a")] == ["tel:0000-00-0000"]


def test_a_term_for_the_volunteers_names_its_first_and_last_month_alone():
    markup = render(
        "{% term_bar first last today ends=True %}",
        first=date(2024, 4, 1),
        last=date(2029, 3, 31),
        today=date(2026, 11, 23),
    )

    assert Elements(markup).words == ["きょう", "令和6年4月", "令和11年3月"]
