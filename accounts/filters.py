"""How people can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from accounts.choices import Standing
from accounts.models import User
from accounts.roles import roles
from ui.filters import WordsFilter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.querysets import UserQuerySet


class PeopleFilter(django_filters.FilterSet):
    """Role, standing on the day, and words."""

    q = WordsFilter(label="氏名・利用者番号")
    role = django_filters.ChoiceFilter(
        label="役割",
        choices=lambda: [(role.name, role.name) for role in roles()],
        empty_label="すべての役割",
        field_name="groups__name",
    )
    standing = django_filters.ChoiceFilter(
        label="状態", choices=Standing.choices, empty_label="すべての状態", method="of_standing"
    )

    class Meta:
        model = User
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def of_standing(self, people: UserQuerySet, _name: str, value: str) -> Any:
        """Who stands so today."""
        return people.in_standing(Standing(value), on=self.on)
