"""What is said of a kind of flag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.db.models import QuerySet

    from reminders.choices import Progress


COLUMNS = "flag_kind", "subject_pk", "name", "article", "centre_name", "part", "progress"


@dataclass(frozen=True)
class Subject:
    """The thing that is due: a title, its centres, the building or equipment, the article it rests on, how
    far it is, and the URL name of its page.
    """

    title: str
    centres: tuple[str, ...]
    part: str
    statute: str
    progress: Progress
    url_name: str

    @property
    def place(self) -> str:
        """Every centre by name, and the building or equipment (遠石市民センター　本館)."""
        return "　".join(filter(None, ("、".join(self.centres), self.part)))

    @property
    def name(self) -> str:
        """Title and place, to tell it from others: 消防用設備等 機器点検（見本市民センター　本館）."""
        return f"{self.title}（{self.place}）" if self.place else self.title


@dataclass(frozen=True)
class SubjectKind:
    """How the subjects of one kind of flag are read (``.values_list(*COLUMNS)``), who may see them, where
    they are opened, and how title, part and article are made of the columns ``name``, ``part`` and
    ``article``."""

    rows: Callable[[Collection[int]], QuerySet[Any, tuple[Any, ...]]]
    permission: str
    url_name: str
    title: Callable[[str], str] = str
    part: Callable[[str], str] = str
    statute: Callable[[str], str] = str
