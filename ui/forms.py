"""Fields and forms that speak the office's language: days in eras, days known in part, plain errors."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BLANK_CHOICE_DASH

from common.eras import NotADay, era_of, parse_era_day
from common.partial_dates import PartialDate, parse
from common.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.utils.functional import Promise

    from common.problems import Problem

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.ClearableFileInput)
CHOOSE = "選んでください"
LEAVE_OPEN = "選ばない"
DASHES = BLANK_CHOICE_DASH[0][1]
THIS_ERA = ("令和",)
ERAS_BACK_TO_SHOWA = ("令和", "平成", "昭和")

T = TypeVar("T")

_AREA = re.compile(r"(?P<minus>[-−]?)(?P<whole>[0-9]{1,9})(?:\.(?P<part>[0-9]{1,2}))?")
_WESTERN_YEAR = re.compile(r"（[0-9]{4}年度?）")


@dataclass(frozen=True)
class EraParts:
    """A day as it was typed: the era chosen and the texts of the three boxes, spaces at the ends removed."""

    era: str
    year: str
    month: str
    day: str

    @classmethod
    def of(cls, day: date) -> EraParts:
        """The parts of a day; a day before the known eras stands whole in the first box."""
        era = era_of(day)
        if era is None:
            return cls("", day.isoformat(), "", "")
        year = era.year_of(day.year)
        return cls(era.name, "元" if year == 1 else str(year), str(day.month), str(day.day))


class EraDateWidget(forms.Widget):
    """Three boxes for numbers, 令和[8]年[11]月[23]日; with several eras offered, a choice before them.

    Posts ``name_year``, ``name_month``, ``name_day`` (and ``name_era``); a value under ``name`` itself is
    read as a whole day, so that a link can fill the field in.
    """

    template_name = "ui/widgets/era_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, eras: Sequence[str] = THIS_ERA) -> None:
        super().__init__(attrs)
        self.eras = tuple(eras)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = _parts_shown(value)
        eras = self.eras if not parts.era or parts.era in self.eras else (*self.eras, parts.era)
        base = context["widget"]["attrs"].get("id", name)
        context["widget"].update(
            {
                "eras": eras,
                "era": parts.era or eras[0],
                "year": parts.year,
                "month": parts.month,
                "day": parts.day,
                "month_id": f"{base}_month",
                "day_id": f"{base}_day",
                "invalid": context["widget"]["attrs"].get("aria-invalid") == "true",
            }
        )
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> EraParts | str | None:  # noqa: ARG002
        whole = str(data.get(name) or "").strip()
        if whole:
            return whole
        year, month, day = (
            str(data.get(f"{name}_{part}") or "").strip() for part in ("year", "month", "day")
        )
        if not (year or month or day):
            return None
        return EraParts(str(data.get(f"{name}_era") or self.eras[0]), year, month, day)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        return not any(key in data for key in (name, f"{name}_year", f"{name}_month", f"{name}_day"))

    def id_for_label(self, id_: str) -> str:
        return id_


def _parts_shown(value: Any) -> EraParts:
    if isinstance(value, EraParts):
        return value
    if isinstance(value, date):
        return EraParts.of(value)
    try:
        return EraParts.of(parse_era_day(str(value or "")))
    except NotADay:
        return EraParts("", str(value or ""), "", "")


class EraDateField(forms.Field):
    """A day, typed in an era (和暦の日付). ``eras`` says which are offered, 令和 alone by default.

    A whole day typed into the first box (昭和56年3月1日, 2026-11-23) is understood as well.
    """

    default_error_messages = {
        "incomplete": "%(parts)sを入力してください。",
        "not_numbers": "%(parts)sは数字で入力してください。例：令和8年11月23日",
    }

    def __init__(self, *, eras: Sequence[str] = THIS_ERA, **kwargs: Any) -> None:
        kwargs.setdefault("widget", EraDateWidget(eras=eras))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day. Raises ``ValidationError`` naming the empty or wrong box, or why it is no day."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if isinstance(value, EraParts):
            return self._day_of(value)
        return _day_from(str(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed; what cannot be read counts as changed."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _day_of(self, parts: EraParts) -> date:
        year = unicodedata.normalize("NFKC", parts.year)
        if not (parts.month or parts.day or year.isdecimal() or year == "元"):
            return _day_from(parts.year)
        boxes = {"年": year, "月": parts.month, "日": parts.day}
        missing = [name for name, text in boxes.items() if not text]
        if missing:
            raise self._wrong(missing, code="incomplete")
        wrong = [n for n, text in boxes.items() if not text.isdecimal() and (n, text) != ("年", "元")]
        if wrong:
            raise self._wrong(wrong, code="not_numbers")
        month, day = int(parts.month), int(parts.day)
        return _day_from(f"{parts.era}{year}年{month}月{day}日")

    def _wrong(self, names: list[str], *, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"parts": "と".join(names)})


def _day_from(text: str) -> date:
    try:
        return parse_era_day(text)
    except NotADay as error:
        raise ValidationError(str(error), code="invalid") from None


class PartialDateFormField(forms.Field):
    """A day as far as it is known (わかる範囲の日付), typed as one text; a ``PartialDate`` or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or "例：令和3年2月、昭和45年度、令和8年11月23日"
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> PartialDate | None:
        """The day as far as the text tells it. Raises ``ValidationError`` saying why it is none."""
        if isinstance(value, PartialDate):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """As the office would type it: in the era, without the Western year in brackets."""
        if isinstance(value, PartialDate):
            return _WESTERN_YEAR.sub("", value.label)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed; what cannot be read counts as changed."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def _plain_number(value: Any) -> str:
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").replace("、", "")
    return re.sub(r"\s|円$|m2$", "", text)


class WholeNumberField(forms.IntegerField):
    """A whole number (yen, storeys, people), typed with or without commas, full-width digits as well."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number. Raises ``ValidationError`` when it is none."""
        return super().to_python(value if value in self.empty_values else _plain_number(value))

    def prepare_value(self, value: Any) -> Any:
        """Shown with commas."""
        return f"{value:,}" if isinstance(value, int) else value


class AreaField(forms.IntegerField):
    """An area, typed in ㎡ with at most two decimals; cleans to a whole number of 0.01 ㎡, limits too."""

    default_error_messages = {
        "invalid": "㎡の数字で、小数は2けたまでで入力してください。例：548.20",
        "negative": "0より大きい数字を入力してください。",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The area in 0.01 ㎡. Raises ``ValidationError`` when it is no such number or not above 0."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        match = _AREA.fullmatch(_plain_number(value))
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hundredths = int(match["whole"]) * 100 + int((match["part"] or "").ljust(2, "0"))
        if match["minus"] or hundredths == 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return hundredths

    def prepare_value(self, value: Any) -> Any:
        """Shown in ㎡: 54820 is 548.20."""
        return f"{value // 100:,}.{value % 100:02}" if isinstance(value, int) else value


class RadioRows(forms.RadioSelect):
    """Choices as full-width rows; ``notes`` says below a choice what follows from it."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, notes: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(attrs)
        self.notes = dict(notes or {})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One row, with its note."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["note"] = self.notes.get(str(option["value"]), "")
        return option


class KyotenForm(forms.BaseForm):
    """A form that names its own fields in every error. Put it first: ``class F(KyotenForm, forms.Form)``.

    A message given to the field itself stays as it is. ``version`` is the state of the record that the form
    shows (``common.db.history.version_of``): it travels with the form and comes back as
    ``seen``.
    """

    def __init__(self, *args: Any, version: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if version is not None:
            self.fields["version"] = forms.CharField(
                initial=version, required=False, widget=forms.HiddenInput
            )
        for name, field in self.fields.items():
            _name_the_blank_choice(field)
            # Not ``self[name]``, which is kept: the form may still change the hint of a field.
            own = messages_for(field, field.get_bound_field(self, name).label)
            standard = _standard_messages(field)
            for code, message in own.items():
                if _same(field.error_messages.get(code), standard.get(code)):
                    field.error_messages[code] = message

    @property
    def seen(self) -> str | None:
        """The state of the record that whoever fills in the form has looked at, as the act takes it."""
        return self.cleaned_data.get("version") or None


def _name_the_blank_choice(field: forms.Field) -> None:
    """Say in words what Django writes as a row of dashes."""
    word = CHOOSE if field.required else LEAVE_OPEN
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = word
    elif isinstance(field, forms.ChoiceField):
        choices: list[Any] = [*field.widget.choices]
        if choices and choices[0] == ("", DASHES):
            field.choices = [("", word), *choices[1:]]


def messages_for(field: forms.Field, label: str | Promise) -> dict[str, str]:
    """What the field says when it is empty or wrong, by Django's error codes."""
    verb = "選んで" if isinstance(field.widget, CHOSEN) else "入力して"
    required = f"{label}を{verb}ください。"
    if isinstance(field, forms.BooleanField):
        required = f"「{label}」に印を付けてください。"
    messages = {
        "required": required,
        "invalid_choice": f"{label}を選び直してください。",
        "invalid_list": f"{label}を選び直してください。",
        "max_length": f"{label}は%(limit_value)d文字までです。いまは%(show_value)d文字あります。",
        "min_length": f"{label}は%(limit_value)d文字以上で入力してください。",
        "min_value": f"{label}は%(limit_value)s以上の数字を入力してください。",
        "max_value": f"{label}は%(limit_value)s以下の数字を入力してください。",
        "incomplete": f"{label}の%(parts)sを入力してください。",
        "not_numbers": f"{label}の%(parts)sは数字で入力してください。例：令和8年11月23日",
        "negative": f"{label}は0より大きい数字を入力してください。",
        "empty": f"{label}のファイルの中身が空です。別のファイルを選んでください。",
        "missing": f"{label}を選んでください。",
    }
    if isinstance(field, AreaField):
        messages["max_value"] = f"{label}が大きすぎます。㎡で入力してください。例：548.20"
    return messages | _invalid_for(field, label)


def _invalid_for(field: forms.Field, label: str | Promise) -> dict[str, str]:
    kinds: tuple[tuple[type[forms.Field], str], ...] = (
        (AreaField, f"{label}は㎡の数字で、小数は2けたまでで入力してください。例：548.20"),
        (forms.IntegerField, f"{label}は数字で入力してください。例：148,500"),
        (forms.EmailField, f"{label}は「名前@example.jp」の形で入力してください。"),
        (forms.URLField, f"{label}は「https://」から始まる形で入力してください。"),
    )
    return next(({"invalid": sentence} for kind, sentence in kinds if isinstance(field, kind)), {})


def _standard_messages(field: forms.Field) -> dict[str, Any]:
    standard: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        standard.update(getattr(kind, "default_error_messages", {}))
    return standard


def _same(message: Any, standard: Any) -> bool:
    return message is None or str(message) == str(standard)


def problems_to_errors(form: forms.BaseForm, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put what stands in the way of the act onto the form, each at its field; the rest above the form.

    Returns the problems that do not block: they are notices, to be shown as banners, not as errors.
    """
    found = tuple(problems)
    for problem in found:
        if problem.blocks:
            field = problem.field if problem.field in form.fields else None
            form.add_error(field, ValidationError(problem.message, code=problem.code))
    return tuple(problem for problem in found if not problem.blocks)


def attempt(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Do the act if the form is right. None when the form or the act refuses; then the form says why."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        problems_to_errors(form, refusal.problems)
        return None


def name_the_empty_choice(form: forms.BaseForm, name: str, words: str) -> None:
    """Say in words what it means to choose nothing, in place of Django's row of dashes."""
    field: Any = form.fields[name]
    field.choices = [(value, label if value else words) for value, label in field.choices]


def form_status(form: forms.BaseForm) -> int:
    """The HTTP status of the page of a form: 409 where the record has changed since it was shown, 422 where
    what was entered does not do, else 200."""
    if not form.errors:
        return 200
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 409 if "stale" in codes else 422
