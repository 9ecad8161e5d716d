"""Template tags of the design system: states, fields and strips; how days and numbers are written says
``ui/words.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.forms import (
    BaseForm,
    BaseFormSet,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
)
from django.http import QueryDict
from django.template.loader import render_to_string

from common.eras import era_day as era_day_text
from common.eras import era_month
from common.periods import Period
from ui.figures import (
    BASELINE,
    TALLEST,
    MonthCounts,
    bars_of_year,
    month_column,
    number,
    share_of_term,
    today_in_year,
    years_of_term,
)
from ui.forms import EraDateWidget
from ui.gallery.model import drawn
from ui.plans import alternative_lines, money_lines, road_lines, scale_of
from ui.words import (
    EMPTY,
    area,
    dash,
    days_left,
    days_left_plain,
    era_date,
    era_day,
    era_text,
    minutes,
    month_day,
    number_or_dash,
    short_date,
    unbroken,
    yen,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.core.paginator import Page
    from django.forms.boundfield import BoundField
    from django.template.context import Context
    from django.utils.safestring import SafeString

    from ui.gallery.model import State
    from ui.plans import Alternative, MoneyRow, RoadStep, Score

register = template.Library()

BANNERS = {
    "ok": ("ok", "done"),
    "success": ("ok", "done"),
    "warn": ("warn", "soon"),
    "warning": ("warn", "soon"),
    "bad": ("bad", "overdue"),
    "error": ("bad", "overdue"),
}
# The room above a term bar for きょう; given up when the day lies outside the term.
TODAY_LABEL = 20
MONEY_KINDS = ("accent", "finished")
KEPT = "ほかの入力は残っています。"
MISSING_CODES = {"required", "incomplete", "missing"}


for written in (
    dash,
    era_text,
    era_date,
    era_day,
    short_date,
    month_day,
    number_or_dash,
    yen,
    area,
    unbroken,
    minutes,
):
    register.filter(written)
register.simple_tag(days_left)
register.simple_tag(days_left_plain)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """This page's address with parameters changed: ``{% query page=2 kind=None %}``; None removes one."""
    request = context.get("request")
    parameters = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in EMPTY:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    path = request.path if request else ""
    return f"{path}?{parameters.urlencode()}" if parameters else path


@register.inclusion_tag("ui/components/status.html")
def status(shape: str, word: str) -> dict[str, str]:
    """A state: overdue, soon, planned, active, done, returned, held, forecast or none, and its word."""
    return {"shape": shape, "word": word}


@register.inclusion_tag("ui/components/banner.html")
def banner(kind: str, message: Any, **acts: str) -> dict[str, Any]:
    """A notice: ok, info, warn or bad; the first sentence of the message is its title.

    At most one act: ``act_url``, ``act_label`` for a button, or ``link_url``, ``link_label`` in the sentence.
    """
    kind, icon = BANNERS.get(kind, ("info", "info"))
    title, _, text = str(message).partition("。")
    return {**acts, "kind": kind, "icon": icon, "title": title, "text": text}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """The pages of a list, other parameters of the address kept; nothing when there is only one."""
    paginator = page.paginator
    return {
        "request": context.get("request"),
        "page": page,
        "numbers": list(paginator.get_elided_page_range(page.number, on_each_side=3, on_ends=1)),
        "next_size": min(paginator.per_page, paginator.count - page.end_index()),
    }


@register.simple_tag
def field(
    bound: BoundField, *, width: str = "full", unit: str = "", mark: bool = True, limits: str = ""
) -> SafeString:
    """A field of a form: label, hint, error, control. ``width``: full, medium, short; ``limits``: of a
    file."""
    kind = _kind(bound)
    hint_id, error_id = f"{bound.auto_id}_helptext", f"{bound.auto_id}_error"
    described_by = " ".join(
        name for name, there in ((hint_id, bound.help_text), (error_id, bound.errors)) if there
    )
    group = kind in {"choices", "era"}
    attrs: dict[str, str | bool] = {"aria-describedby": described_by} if described_by and not group else {}
    needed = "必須" if bound.field.required else "なくてもよい"
    return render_to_string(
        "ui/components/field_group.html" if group else "ui/components/field.html",
        {
            "kind": kind,
            "label": bound.label,
            "mark": needed if mark else "",
            "hint": bound.help_text,
            "hint_id": hint_id,
            "errors": bound.errors,
            "error_id": error_id,
            "described_by": described_by,
            "target": target(bound),
            "control": bound.as_widget(attrs=attrs),
            "choices": bound.subwidgets if kind == "choices" else (),
            "width": width,
            "unit": unit,
            "limits": limits,
        },
    )


def _kind(bound: BoundField) -> str:
    if bound.is_hidden:
        return "hidden"
    kinds: tuple[tuple[type[Any] | tuple[type[Any], ...], str], ...] = (
        ((RadioSelect, CheckboxSelectMultiple), "choices"),
        (EraDateWidget, "era"),
        (CheckboxInput, "single"),
        (Select, "select"),
        (FileInput, "file"),
    )
    return next((name for kind, name in kinds if isinstance(bound.field.widget, kind)), "text")


def target(bound: BoundField) -> str:
    """The id of the field's first control, where a link of the error summary leads."""
    return f"{bound.auto_id}_0" if _kind(bound) == "choices" else bound.auto_id


@register.inclusion_tag("ui/components/filter_field.html")
def filter_field(bound: BoundField) -> dict[str, Any]:
    """One field of a filter row: small label above, control below."""
    return {"kind": _kind(bound), "label": bound.label, "target": target(bound), "control": bound.as_widget()}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(
    *forms: BaseForm | BaseFormSet[Any], kept: str = KEPT, focus: bool = True
) -> dict[str, Any]:
    """What to correct, all at once, with links to the fields; nothing while there is no error.

    It is read first after a refused form; ``focus=False`` only where it is shown as an example.
    """
    sets = [given for given in forms if isinstance(given, BaseFormSet)]
    single = [given for given in forms if isinstance(given, BaseForm)] + [
        form for each in sets for form in each
    ]
    lines = [line for form in single for line in _lines(form)]
    general = [{"text": str(error), "target": ""} for each in sets for error in each.non_form_errors()]
    codes = {error.code for form in single for errors in form.errors.as_data().values() for error in errors}
    count = len(lines) + len(general)
    only_missing = codes <= MISSING_CODES and not general
    return {
        "count": count,
        "title": f"{count}か所、入力が足りません" if only_missing else f"{count}か所、直してください",
        "lines": [*general, *lines],
        "kept": kept,
        "focus": focus,
    }


def _lines(form: BaseForm) -> Iterable[dict[str, str]]:
    order = list(form.fields)
    in_order = sorted(form.errors.items(), key=lambda item: order.index(item[0]) if item[0] in order else -1)
    for name, errors in in_order:
        place = target(form[name]) if name in form.fields and not form[name].is_hidden else ""
        for error in errors:
            yield {"text": str(error).partition("。")[0] if place else str(error), "target": place}


@register.inclusion_tag("ui/components/year_strip.html")
def year_strip(months: Sequence[MonthCounts], today: date | None, caption: str) -> dict[str, Any]:
    """Twelve columns from April to March: finished, to come, late; today as a line at its true place.

    Give ``today`` only if it lies in the year shown.
    """
    columns = bars_of_year(months, today)
    words = [
        f"{column.month}月 {column.count}件" + (f"（期限超過 {counts.overdue}件）" if counts.overdue else "")
        for column, counts in zip(columns, months, strict=True)
    ]
    return {
        "caption": caption,
        "months": columns,
        "today_x": today_in_year(today) if today else None,
        "today_y": BASELINE - TALLEST,
        "today_height": TALLEST,
        "description": f"{caption}：" + "、".join(words),
    }


@register.inclusion_tag("ui/components/term_bar.html")
def term_bar(first: date, last: date, today: date, *, ends: bool = False) -> dict[str, Any]:
    """A term as a bar with a tick at each fiscal year, filled up to today; say both days below it.

    ``ends``: name only the first and the last month below the bar, for the volunteers.
    """
    term = Period(first, last)
    elapsed = share_of_term(term, today)
    anchor = "start" if elapsed < 4 else "end" if elapsed > 96 else "middle"
    above = 0 if today in term else TODAY_LABEL
    return {
        "elapsed": number(elapsed),
        "years": years_of_term(term, today),
        "ends": (era_month(first), era_month(last)) if ends else None,
        "today_x": number(elapsed) if today in term else None,
        "today_anchor": anchor,
        "height": (38 if ends else 64) - above,
        "shift": -above,
        "description": f"{era_day_text(first)}から{era_day_text(last)}まで。きょうまでに{elapsed:.0f}%",
    }


@register.inclusion_tag("ui/components/month_strip.html")
def month_strip(rows: Iterable[Any], today: date | None, caption: str, name_head: str) -> dict[str, Any]:
    """Twelve months of states for each row, April first, this month tinted, the next day at right.

    A row has ``name``, ``note``, ``url``, ``cells`` (twelve sequences of ``(shape, word)``), ``next_on`` and
    ``next_words`` (shown when there is no next day). Give ``today`` only if it lies in the year shown.
    """
    now = month_column(today) if today else None
    return {
        "caption": caption,
        "name_head": name_head,
        "months": [{"number": (3 + column) % 12 + 1, "now": column == now} for column in range(12)],
        "rows": [
            {
                "row": row,
                "cells": [{"marks": marks, "now": column == now} for column, marks in enumerate(row.cells)],
            }
            for row in rows
        ],
    }


@register.inclusion_tag("ui/components/road_map.html")
def road_map(steps: Sequence[RoadStep], today: date) -> dict[str, Any]:
    """A road back from its goal, today as a line across it; the goal comes first, with the shape ``now``."""
    return {"lines": road_lines(steps, today)}


@register.inclusion_tag("ui/components/alternatives.html")
def alternatives(
    rows: Sequence[Alternative], needed: int, needed_label: str, caption: str = ""
) -> dict[str, Any]:
    """Several ways on one scale of days, with a tick at what is needed."""
    return {
        "lines": alternative_lines(rows, needed),
        "needed": needed,
        "needed_x": number(needed / scale_of(rows, needed) * 100),
        "needed_label": needed_label,
        "caption": caption,
    }


@register.inclusion_tag("ui/components/score.html")
def score(result: Score) -> dict[str, Any]:
    """A score beside its working, with the day of its survey; never without."""
    threshold = f"{result.threshold_label}は{result.threshold}点"
    return {"result": result, "description": f"{result.highest}点のうち{result.score}点。{threshold}"}


@register.inclusion_tag("ui/components/money.html")
def money(rows: Sequence[MoneyRow], names: Sequence[str], unit: str, head: str = "年度") -> dict[str, Any]:
    """Amounts as a table with bars inside it: of one or two parts, whose names head the columns."""
    kinds = MONEY_KINDS[: len(names)]
    return {
        "lines": money_lines(rows, kinds),
        "parts": [{"name": name, "kind": kind} for name, kind in zip(names, kinds, strict=True)],
        "unit": unit,
        "head": head,
    }


@register.inclusion_tag("ui/components/sorted_head.html", takes_context=True)
def sorted_head(
    context: Context, label: str, name: str, *, default: str = "", numbers: bool = False
) -> dict[str, Any]:
    """The head of a column that can be sorted: ``?sort=name`` upwards, ``?sort=-name`` downwards.

    ``default``: how the rows are sorted while the address says nothing.
    """
    request = context.get("request")
    sort = (request.GET.get("sort") if request else "") or default
    directions = {name: "ascending", f"-{name}": "descending"}
    return {
        "label": label,
        "numbers": numbers,
        "direction": directions.get(sort, ""),
        "url": query(context, sort=f"-{name}" if sort == name else name, page=None),
    }


@register.simple_tag(takes_context=True)
def specimen_state(context: Context, state: State) -> str:
    """A state of the gallery, as the snippet printed beside it makes it."""
    return drawn(state, context.get("request"))
