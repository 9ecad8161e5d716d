"""What the tests of the pages of the inspections share: addresses, an answer, and the lines of the list."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

LIST = "/inspections/"
TODAY = date(2026, 11, 23)

FOUND = {
    "done_on_year": "8",
    "done_on_month": "11",
    "done_on_day": "20",
    "outcome": "good",
    "remarks": "",
    "done_by": "見本設備点検",
}


def listed(response):
    return [line.pk for line in response.context["listing"].page.object_list]


def record_page(turn):
    return reverse("inspection-record", args=[turn.pk])
