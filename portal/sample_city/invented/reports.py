"""What an invented group has reported (見本): figures that follow the seasons, alike on any day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.sample_city.invented.people import CENTRAL

if TYPE_CHECKING:
    from datetime import date

REPORTS_AT = CENTRAL
"""The centre whose group hands in."""

# People by calendar month: festivals in August, October and November, few in January and February.
PEOPLE = (612, 655, 803, 874, 921, 905, 983, 1_240, 968, 1_312, 1_275, 744)
DAYS_OPEN = (26, 24, 27, 26, 27, 26, 27, 27, 26, 27, 26, 24)
GROWTH = 23
"""How many more came in each month than a year before."""

RETURNED = "利用人数に、15日の防災教室の人数が入っていないようです。確かめて、なおしてください。"
NOTE = "文化祭の準備で、週末の利用が多くありました。（見本）"


def figures_of(month: date, *, since: int) -> dict[str, int | None]:
    """The figures of a month; ``since`` is the year in which counting began."""
    people = PEOPLE[month.month - 1] + GROWTH * (month.year - since)
    return {
        "days_open": DAYS_OPEN[month.month - 1],
        "uses": people // 14,
        "people": people,
        "fees": people * 35,
        "reduced": people // 160,
        "reduced_yen": people // 160 * 540,
        "complaints": 1 if month.month == 8 else 0,
        "accidents": 0,
        "repairs": 1 if month.month % 3 == 0 else 0,
        "repairs_yen": 8_800 if month.month % 3 == 0 else 0,
    }
