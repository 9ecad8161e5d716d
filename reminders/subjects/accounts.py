"""People with a login, as subjects of flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from accounts.models import User
from common.db.columns import text
from reminders.choices import FlagKind, Progress
from reminders.subjects.kinds import COLUMNS, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def account_title(name: str) -> str:
    """What is due about a person with a login: to say whether they go on (見本 太郎　利用期限)."""
    return f"{name}　利用期限"


def _people(ids: Collection[int]) -> QuerySet[User, tuple[Any, ...]]:
    return (
        User.objects.filter(pk__in=ids)
        .order_by()
        .annotate(
            flag_kind=text(FlagKind.ACCOUNT_END),
            subject_pk=F("pk"),
            name=F("display_name"),
            article=text(""),
            centre_name=text(""),
            part=F("login_name"),
            progress=text(Progress.NOT_STARTED),
        )
        .values_list(*COLUMNS)
    )


KINDS: Mapping[str, SubjectKind] = {
    FlagKind.ACCOUNT_END: SubjectKind(_people, "accounts.view_user", "person", title=account_title),
}
