"""What the tests of the pages of designations share: addresses, what is typed, and the lines of the list."""

from __future__ import annotations

from datetime import date

DESIGNATIONS = "/designations/"
NEW = "/designations/new/"
TODAY = date(2026, 11, 23)
TERM_AFTER = {"first_on": date(2029, 4, 1), "last_on": date(2034, 3, 31)}


def designation_page(pk: int) -> str:
    return f"/designations/{pk}/"


def edit_page(pk: int) -> str:
    return f"/designations/{pk}/edit/"


def return_page(pk: int) -> str:
    return f"/designations/{pk}/direct-return/"


def listed(response) -> list:
    return list(response.context["listing"].page.object_list)


def days_typed(**days: date) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days.items()}
