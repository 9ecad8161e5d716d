"""Who pays for a repair by the sharing of responsibilities (責任分担表) of the agreement in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from designated_managers.choices import Bearer, ResponsibilityArea
from designated_managers.queries.responsibility import who_bears
from designated_managers.rules.responsibility import Subject
from maintenance.choices import RepairCause

if TYPE_CHECKING:
    from datetime import date

AREAS = {
    RepairCause.WEAR: ResponsibilityArea.REPAIR,
    RepairCause.DISASTER: ResponsibilityArea.DISASTER,
    RepairCause.FIRE: ResponsibilityArea.INSURANCE,
    RepairCause.DAMAGE: ResponsibilityArea.LIABILITY,
}
"""Which row of the table speaks of a repair, by its cause."""


@dataclass(frozen=True)
class Proposal:
    """Who pays as the table says, and why; ``payer`` is empty while it cannot be told."""

    payer: str
    reason: str


def proposed_payer(centre_pk: int, *, cause: str, amount: int | None, on: date) -> Proposal:
    """The payer by the table of the agreement in force on this day.

    What comes of use and age is borne by its amount; a disaster, a fire, or damage by others has a row of
    its own. What no row speaks of is the city's.
    """
    area = AREAS[RepairCause(cause)]
    if area == ResponsibilityArea.REPAIR and amount is None:
        return Proposal("", "見込み額を入力すると、責任分担表から提案します。")
    bearer = who_bears(centre_pk, Subject(area, amount=amount), on=on)
    what = f"{amount:,}円の修繕" if area == ResponsibilityArea.REPAIR else f"「{area.label}」"
    if bearer == Bearer.CONSULT:
        return Proposal(bearer, f"責任分担表では、{what}は協議して決めます。")
    rest = "（表に行がないものも市です）" if bearer == Bearer.CITY else ""
    return Proposal(bearer, f"責任分担表では、{what}は{bearer.label}の負担です{rest}。")
