"""Whether what is said about a new person's organisation fits the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


def misfits(
    *, is_group_member: bool, has_organisation: bool, first_on: date | None, last_on: date | None
) -> Iterator[Problem]:
    """Who joins a group needs an organisation and a first day; nobody else has either."""
    if is_group_member and not has_organisation:
        yield Problem(
            "organisation-missing", "地域団体の人には、所属する団体を選んでください。", field="organisation"
        )
    if is_group_member and first_on is None:
        yield Problem(
            "first-day-missing", "地域団体の人には、所属の初日を入力してください。", field="first_on"
        )
    if not is_group_member and (has_organisation or first_on or last_on):
        yield Problem(
            "organisation-unasked",
            "所属を入れるのは、役割が「地域団体」のときだけです。空にしてください。",
            field="organisation",
        )
    if first_on is not None and last_on is not None and last_on < first_on:
        yield Problem("membership-ends-early", "所属の末日は初日以後の日にしてください。", field="last_on")
