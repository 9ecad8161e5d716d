"""How far a person sees (閲覧範囲), as a value that every query takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Which centres a person sees, for which organisations they act, and whether they are inside the city.

    ``internal`` is true for city staff and auditors only: they read internal notes, drafts and the city's
    own flags. Whoever is not internal sees of the centres in ``centre_ids`` what is shared with a community
    group. ``managed_centre_ids`` are those of them that the group manages on the day: only there does it act.
    """

    every_centre: bool
    centre_ids: frozenset[int]
    organisation_ids: frozenset[int]
    internal: bool
    managed_centre_ids: frozenset[int] = frozenset()

    @classmethod
    def everything(cls) -> Scope:
        """Every centre, from inside the city."""
        return cls(every_centre=True, centre_ids=frozenset(), organisation_ids=frozenset(), internal=True)

    @classmethod
    def nothing(cls) -> Scope:
        """No centre at all."""
        return cls(every_centre=False, centre_ids=frozenset(), organisation_ids=frozenset(), internal=False)

    def sees_centre(self, centre_id: int) -> bool:
        """Whether the centre lies in this scope; what of it may be read is each record's own answer."""
        return self.every_centre or centre_id in self.centre_ids

    def may_act_at(self, centre_id: int) -> bool:
        """Whether records of the centre may be written: by city staff where they see it, by a community group
        only while its designation is in force there (指定期間中)."""
        return self.sees_centre(centre_id) if self.internal else centre_id in self.managed_centre_ids
