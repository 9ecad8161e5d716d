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
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localtime
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from common.acting import current
from common.eras import era_day
from common.problems import Problem, Refused

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


class Stale(Refused):
    """Somebody else changed the record after it was shown (画面を開いたあとの変更)."""


def version_of(record: models.Model) -> str:
    """Which state of the record this is: another one after every change. Empty: it has no history."""
    latest = _changes_of(record).values_list("history_id", flat=True).first()
    return "" if latest is None else str(latest)


def with_version(rows: models.QuerySet[M]) -> models.QuerySet[Any]:
    """These records, each with its ``version`` as ``version_of`` tells it, at no further query."""
    history: Any = rows.model.history.model.objects  # type: ignore[attr-defined]
    latest = history.filter(id=OuterRef("pk")).order_by("-history_id").values("history_id")[:1]
    known = Cast(Subquery(latest), models.CharField())
    return rows.annotate(version=Coalesce(known, models.Value("")))


def locked(model: type[M], pk: int, *, expected_version: str | None = None) -> M:
    """The record, held for a change until the transaction ends.

    ``expected_version`` is the ``version_of`` the record when whoever changes it looked at it; None: they did
    not look. Raises ``Stale``, which says who changed it meanwhile, and ``DoesNotExist``.
    """
    record = model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if expected_version is not None and expected_version != version_of(record):
        raise Stale([_changed_meanwhile(record)])
    return record


def _changes_of(record: models.Model) -> Any:
    history: Any = record.history  # type: ignore[attr-defined]
    return history.order_by("-history_id")


def _changed_meanwhile(record: models.Model) -> Problem:
    latest = _changes_of(record).select_related("history_user").first()
    at = localtime(latest.history_date)
    user = latest.history_user
    by = f"{user}さんが書き換えました" if user else "書き換えられました"
    message = (
        f"内容を開いたあと、{era_day(at.date())} {at.hour}:{at.minute:02}に{by}。"
        "開き直して、いまの内容を確かめてから、もう一度入力してください。"
    )
    return Problem("stale", message)
