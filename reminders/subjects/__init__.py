"""What a flag speaks of: for each kind, the title, the place and the page of its subjects.

Each kind says with a QuerySet how its subjects are read; all kinds are read in one query together.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from reminders.choices import Progress
from reminders.subjects import accounts, designations, duties, facilities, maintenance
from reminders.subjects.kinds import Subject, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS: Mapping[str, SubjectKind] = MappingProxyType(
    {**maintenance.KINDS, **facilities.KINDS, **designations.KINDS, **duties.KINDS, **accounts.KINDS}
)

MAY_SEE: Mapping[str, str] = MappingProxyType({name: kind.permission for name, kind in KINDS.items()})
"""Whoever may not see the record itself is not told of its deadline either."""


def subjects_of(keys: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Subject]:
    """The subjects of these (kind, id) pairs; one query, whatever their number and kinds."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in keys:
        ids[kind].add(pk)
    first, *others = (of_kind.rows(ids[name]) for name, of_kind in KINDS.items())
    places: dict[tuple[str, int], list[str]] = defaultdict(list)
    subjects: dict[tuple[str, int], Subject] = {}
    for row in first.union(*others, all=True).order_by("subject_pk", "centre_name"):
        kind, pk, name, article, centre, part, progress = row
        places[kind, pk].append(centre)
        subjects[kind, pk] = Subject(
            title=KINDS[kind].title(name),
            centres=tuple(filter(None, places[kind, pk])),
            part=KINDS[kind].part(part),
            statute=KINDS[kind].statute(article),
            progress=Progress(progress),
            url_name=KINDS[kind].url_name,
        )
    return subjects
