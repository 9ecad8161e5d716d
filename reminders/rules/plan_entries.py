"""What an entry of the catalogue of plans (通知の時期) may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reminders.rules.plans import PlanText, mistakes_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from common.catalogues import Entry

REQUIRED = ("stages",)

TEXTS = ("stages", "monthly", "quarterly")

NUMBERS = ("overdue_every", "chief_after", "manager_after")

OPTIONAL = ("monthly", "quarterly", "within_half_cycle", *NUMBERS)

LEFT_OUT: Mapping[str, Any] = {"overdue_every": 7, "chief_after": 14, "manager_after": 30}
"""What an entry means that does not say."""

MOST_DAYS = 999


def check(entry: Entry) -> PlanText:
    """The plan of an entry. Raises ``ValueError`` with one sentence in each line."""
    says = {name: value for name, value in entry.values.items() if name in (*REQUIRED, *OPTIONAL)}
    wrong = [f"「{name}」：{sentence}" for name, sentence in _wrong_kinds(says)]
    if not wrong:
        plan = PlanText(**{**LEFT_OUT, **says})
        wrong = [f"「{name}」：{sentence}" for name, sentence in mistakes_in(plan).items()]
        if not wrong:
            return plan
    raise ValueError("\n".join(wrong))


def _wrong_kinds(says: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in says.items():
        if name in TEXTS and not isinstance(value, str):
            yield name, "30d 7d 0d のように書いてください。"
        if name in NUMBERS and not _is_number_of_days(name, value):
            yield name, f"0から{MOST_DAYS}までの日数で書いてください。"
        if name == "within_half_cycle" and not isinstance(value, bool):
            yield name, "true か false で書いてください。"


def _is_number_of_days(name: str, value: object) -> bool:
    if value is None:
        return name != "overdue_every"
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_DAYS
