"""The acts on organisations."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from common.db.history import locked
from common.db.records import changed, save_checked
from designated_managers.models import Organisation


@transaction.atomic
def register_organisation(**facts: Any) -> Organisation:
    """Enter an organisation (団体の登録); raises ``Refused`` with every problem."""
    return save_checked(Organisation(**facts))


@transaction.atomic
def change_organisation(pk: int, *, expected_version: str | None = None, **facts: Any) -> Organisation:
    """Change facts of an organisation (団体の変更); raises ``Stale`` if it is no longer what was looked at,
    ``Refused`` with every other problem."""
    return save_checked(changed(locked(Organisation, pk, expected_version=expected_version), facts))
