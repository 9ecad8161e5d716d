"""The history of a record (変更履歴): who changed what, when, why, and by which door.

Every record of fact carries ``history = tracked()`` from its first migration. django-simple-history writes
a row for each ``save()`` and ``delete()`` but never sees ``QuerySet.update()`` or ``bulk_create()``: sets of
tracked records are written by ``create_with_history`` and ``update_with_history``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from common.acting import current

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

M = TypeVar("M", bound=models.Model)

DOOR_LABELS = (
    ("web", "画面"),
    ("api", "API"),
    ("task", "夜間処理など"),
    ("command", "コマンド"),
    ("admin", "管理画面"),
)


def current_door() -> str:
    """The door by which somebody acts at this moment."""
    return current().door


class TrackedChange(models.Model):
    """What every row of a history has besides the record itself: the door (入口) by which the change came."""

    door = models.CharField("入口", max_length=10, choices=DOOR_LABELS, default=current_door)

    class Meta:
        abstract = True


def _acting_user(**_instance_and_request: Any) -> models.Model | None:
    """Who acts, as a user known by id alone, so that a thousand rows cost no query."""
    user_id = current().user_id
    return None if user_id is None else apps.get_model(settings.AUTH_USER_MODEL)(pk=user_id)


class TrackedRecords(HistoricalRecords):  # type: ignore[misc]
    """The history of one model; person, door and reason come from ``common.acting``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            bases=(TrackedChange,),
            get_user=_acting_user,
            history_change_reason_field=models.TextField("変更の理由", null=True, blank=True),
            history_id_field=models.BigAutoField(),
            **options,
        )

    def get_change_reason_for_object(
        self, instance: models.Model, history_type: str, using: str | None
    ) -> str | None:
        """The reason given on the record itself, else the one given by who acts."""
        given: str | None = super().get_change_reason_for_object(instance, history_type, using)
        return given or current().reason or None

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Names the history in Japanese."""
        name = f"{model._meta.verbose_name}の履歴"
        return {**super().get_meta_options(model), "verbose_name": name, "verbose_name_plural": name}


def tracked(**options: Any) -> TrackedRecords:
    """Declares on a model that its history is kept: ``history = tracked()``.

    The person's own row may go, the history stays. Takes what ``HistoricalRecords`` takes
    (``excluded_fields``, ``m2m_fields``).
    """
    return TrackedRecords(**options)


def create_with_history(objs: Sequence[M]) -> list[M]:
    """Insert records of one model together with the first row of each one's history, in one transaction.

    Returns them with their ids. Set-wise: one statement for as many rows as the engine takes at once.
    """
    if not objs:
        return []
    made: list[M] = bulk_create_with_history(
        objs, type(objs[0]), default_change_reason=current().reason or None
    )
    return made


def update_with_history(objs: Sequence[M], fields: Collection[str]) -> int:
    """Write these fields of records of one model together with a row of history each, in one transaction.

    Returns how many rows were changed. The objects must be whole, as the history copies every field.
    """
    if not objs:
        return 0
    changed: int = bulk_update_with_history(
        objs, type(objs[0]), list(fields), default_change_reason=current().reason or None
    )
    return changed
