"""How days, numbers and amounts are written on a page (日付・数・金額の書き方)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join

from common.eras import era_day as era_day_text
from common.eras import era_day_with_weekday
from common.office_days import is_public_holiday, short_day, weekday

if TYPE_CHECKING:
    from datetime import date, timedelta

    from django.utils.safestring import SafeString

DASH = format_html('<span class="dash">{}</span>', "―")
EMPTY: tuple[Any, ...] = (None, "", [], (), {})
# From a hundred days the digits are smaller, or the words before them would not fit their column.
FAR = 100
_UNBROKEN = '<span class="nowrap">{}</span>'
_NEVER_BROKEN = re.compile(
    r"("
    r"(?:(?:明治|大正|昭和|平成|令和)(?:元|\d+)年度?(?:（\d+年）)?)?(?:\d+月)?\d+日(?:（[月火水木金土日](?:・祝)?）)?"
    r"|(?:明治|大正|昭和|平成|令和)(?:元|\d+)年度?(?:（\d+年）)?(?:\d+月)?"
    r"|\d+年\d+か月|\d+時(?:\d+分)?|\d+:\d\d|\d{2,4}-\d{2,4}-\d{3,4}"
    r"|第\d+条(?:の\d+)*(?:第\d+項)?"
    r"|[\d,.]+(?:円|千円|か月|か所|㎡|%|MB)"
    r")"
)


def dash(value: Any) -> Any:
    """The value, or ― when there is none. Zero is a value."""
    return DASH if value in EMPTY else value


def era_text(day: date | None) -> str:
    """令和8年11月23日（月） as bare text, for attributes and titles; on a public holiday （月・祝）."""
    return era_day_with_weekday(day, holiday=is_public_holiday(day)) if day else "―"


def era_date(day: date | None) -> SafeString:
    """令和8年11月23日（月）, never broken over two lines; on a public holiday （月・祝）."""
    return _time(day, era_text(day)) if day else DASH


def era_day(day: date | None) -> SafeString:
    """令和8年11月23日 without the day of the week, for terms and papers."""
    return _time(day, era_day_text(day)) if day else DASH


def short_date(day: date | None) -> SafeString:
    """11月23日（月）: for days of the fiscal year at hand."""
    return _time(day, short_day(day)) if day else DASH


def month_day(day: date | None) -> SafeString:
    """11月23日（月） with month and day in boxes of two digits, so that a column of days lines up.

    A public holiday is set tight, or （月・祝） would leave the column.
    """
    if not day:
        return DASH
    return format_html(
        '<time datetime="{}"><span class="md">{}</span>月<span class="md">{}</span>日{}</time>',
        day.isoformat(),
        day.month,
        day.day,
        format_html('<span class="holiday">{}</span>', weekday(day))
        if is_public_holiday(day)
        else weekday(day),
    )


def _time(day: date, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), text)


def days_left(days: int) -> SafeString:
    """あと3日, きょうまで, 3日超過: a box after them keeps the digits in line."""
    if days == 0:
        return format_html('<span class="days days-today">{}</span>', "きょうまで")
    late = days < 0
    return format_html(
        '<span class="days{}{}">{}'
        '<span class="days-number">{}</span><span class="days-unit">{}</span></span>',
        " days-over" if late else "",
        " days-far" if abs(days) >= FAR else "",
        "" if late else "あと",
        f"{abs(days):,}",
        "日超過" if late else "日",
    )


def days_left_plain(days: int) -> SafeString:
    """あと 7日, きょうまで, 3日過ぎています: the words of the volunteers' pages."""
    if days == 0:
        return format_html('<span class="days-plain days-today">{}</span>', "きょうまで")
    if days > 0:
        return format_html(
            '<span class="days-plain">あと <b class="days-number">{}</b>日</span>', f"{days:,}"
        )
    return format_html(
        '<span class="days-plain days-over"><svg class="icon" aria-hidden="true">'
        '<use href="#icon-overdue" /></svg><b class="days-number">{}</b>日過ぎています</span>',
        f"{-days:,}",
    )


def number_or_dash(value: float | None) -> Any:
    """1,284,800: commas from a thousand, a true minus; ― when there is none."""
    return DASH if value is None else f"{value:,}".replace("-", "−")


def yen(value: int | None) -> Any:
    """148,500円; ― when there is none."""
    return DASH if value is None else format_html('<span class="nowrap">{}円</span>', number_or_dash(value))


def area(hundredths: int | None) -> Any:
    """An area of whole 0.01 ㎡ in ㎡: 54820 is 548.20㎡; ― when there is none."""
    if hundredths is None:
        return DASH
    whole, rest = divmod(hundredths, 100)
    return format_html('<span class="nowrap">{}㎡</span>', f"{whole:,}.{rest:02}")


def unbroken(text: Any) -> SafeString:
    """A sentence whose days, times, amounts, telephone numbers and articles never break over two lines."""
    pieces = _NEVER_BROKEN.split(str(text))
    # Every second piece is one of these.
    return format_html_join(
        "", "{}", ((format_html(_UNBROKEN, piece) if at % 2 else piece,) for at, piece in enumerate(pieces))
    )


def minutes(span: timedelta | None) -> int | None:
    """A span of time in whole minutes, rounded up."""
    return None if span is None else -(-int(span.total_seconds()) // 60)
