"""Fields of forms, filters, and what is said when a form is refused."""

from __future__ import annotations

from datetime import date

from django import forms

from ui.forms import EraDateField, KyotenForm, RadioRows, WholeNumberField
from ui.gallery.model import Specimen, State, included

TODAY = date(2026, 11, 23)


class SampleForm(KyotenForm, forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="件名", max_length=30, help_text="30文字まで")
    cost = WholeNumberField(label="金額", min_value=0)
    place = forms.ChoiceField(label="施設", choices=[("1", "見本市民センター"), ("2", "見本西市民センター")])
    number = forms.CharField(label="受付番号", disabled=True, required=False)
    notes = forms.CharField(label="気づいたこと", widget=forms.Textarea, required=False)
    done_on = EraDateField(label="点検した日")
    result = forms.ChoiceField(
        label="結果",
        choices=[("good", "異常なし"), ("watch", "様子を見る"), ("fix", "直す必要がある")],
        widget=RadioRows(notes={"watch": "すぐに困ることはない", "fix": "市の担当に連絡が届きます"}),
    )
    days = forms.MultipleChoiceField(
        label="休館日",
        choices=[("1", "月曜日"), ("2", "火曜日"), ("3", "祝日"), ("4", "年末年始")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told = forms.BooleanField(label="利用者に知らせる", required=False)
    paper = forms.FileField(label="添付", required=False)


class SampleFilters(forms.Form):
    """A row of filters."""

    q = forms.CharField(label="施設の名前", required=False)
    district = forms.ChoiceField(
        label="地区", choices=[("", "すべての地区"), ("1", "見本地区")], required=False
    )
    overdue = forms.BooleanField(label="期限超過だけ", required=False)


FILTERS = """<form class="filters" method="get">
    {% for field in form %}{% filter_field field %}{% endfor %}
    <button class="button button-compact" type="submit">絞り込む</button>
</form>"""


def filled_form() -> SampleForm:
    """A form as it comes, filled in."""
    return SampleForm(
        initial={
            "title": "2階会議室の雨漏り",
            "cost": 148_500,
            "place": "1",
            "number": "8-061",
            "notes": "2階廊下の消火器1本が、使用期限を過ぎている。",
            "done_on": TODAY,
            "result": "fix",
            "days": ["1", "4"],
            "told": True,
        },
        auto_id="id_filled_%s",
    )


def refused_form() -> SampleForm:
    """A form that was refused, with what was typed into it."""
    return SampleForm(
        {"title": "雨漏り", "cost": "十四万円", "place": "1", "done_on_year": "8", "done_on_month": "11"},
        auto_id="id_refused_%s",
    )


def specimens() -> tuple[Specimen, ...]:
    """Fields of forms, filters, and what is said when a form is refused."""
    form, refused = filled_form(), refused_form()
    return (
        Specimen(
            "field",
            "入力",
            "項目名・説明・誤り・入力欄の順に置きます。必須でないものは「なくてもよい」と書きます。",
            "入力欄の中に例を薄く書きません。必須を赤くしません。",
            (
                State("文字", "{% field form.title %}", {"form": form}),
                State("単位のある数字", '{% field form.cost width="short" unit="円" %}', {"form": form}),
                State("誤り", '{% field form.cost width="short" unit="円" %}', {"form": refused}),
                State("選ぶ", "{% field form.place %}", {"form": form}),
                State("変えられない", "{% field form.number %}", {"form": form}),
                State("長い文", "{% field form.notes %}", {"form": form}),
            ),
            within="form",
        ),
        Specimen(
            "era-date",
            "日付の入力",
            "和暦の数字3つで入れます。まとめて「2026-11-23」と入れても読みます。",
            "暦の小窓だけで選ばせません。",
            (
                State("入っている", "{% field form.done_on %}", {"form": form}),
                State("誤り", "{% field form.done_on %}", {"form": refused}),
            ),
            within="form",
        ),
        Specimen(
            "choices",
            "選択",
            "1つを選ぶものは1行ずつ並べ、選ぶとどうなるかを小さく添えます。",
            "3つ以下の選択肢を、開かないと見えない箱に入れません。",
            (
                State("1つ", "{% field form.result %}", {"form": form}),
                State("1つ・誤り", "{% field form.result %}", {"form": refused}),
                State("いくつでも", "{% field form.days %}", {"form": form}),
                State("はい・いいえ", "{% field form.told %}", {"form": form}),
            ),
            within="form",
        ),
        Specimen(
            "file-drop",
            "ファイル",
            "受け付ける種類と大きさを、選ぶ前に書きます。",
            "置く場所だけにして、ボタンをなくしません。",
            (State("選ぶ前", '{% field form.paper limits="PDF・写真、1つ10MBまで" %}', {"form": form}),),
            within="form",
        ),
        Specimen(
            "progress",
            "進みぐあい",
            "名前と、どこまで進んだかの数を並べます。",
            "数のない動く絵だけで待たせません。",
            (
                State(
                    "途中",
                    included(
                        "progress",
                        'id="progress-1" name="点検報告書.pdf" done=62 total=95 words="6.2／9.5 MB"',
                    ),
                ),
                State(
                    "終わり",
                    included(
                        "progress", 'id="progress-2" name="平面図.pdf" done=40 total=40 words="4.0／4.0 MB"'
                    ),
                ),
            ),
        ),
        Specimen(
            "error-summary",
            "誤りのまとめ",
            "数を言い、それぞれの欄へ案内し、ほかの入力が残っていることを伝えます。",
            "1つずつ直させて、何度も送らせません。",
            (State("3か所", "{% error_summary form focus=False %}", {"form": refused}),),
        ),
        Specimen(
            "filters",
            "絞り込み",
            "1行に並べます。「絞り込む」は副ボタンです。",
            "絞り込みの欄を、押さないと見えない所に入れません。",
            (
                State(
                    "3つの条件",
                    FILTERS,
                    {"form": SampleFilters({"overdue": "on"}, auto_id="id_filters_%s")},
                ),
            ),
            layout="wide",
        ),
    )
