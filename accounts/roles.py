"""The roles (役割) of ``config/roles.yaml``: read, and applied to Django's groups on every deployment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import yaml
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat

if TYPE_CHECKING:
    from collections.abc import Iterable

Reach = Literal["city", "post", "organisation"]


class RolesError(Exception):
    """``roles.yaml`` grants a permission that does not exist, or names something twice; the message says
    what."""


class _WithoutTwins(yaml.SafeLoader):
    """Reads YAML and refuses a key that is given twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        _refuse_twins(self.construct_object(key, deep=deep) for key, _ in node.value)
        return super().construct_mapping(node, deep=deep)


def _refuse_twins(names: Iterable[Any]) -> None:
    seen: set[Any] = set()
    for name in names:
        if name in seen:
            message = f"roles.yaml：「{name}」が二度書かれています。"
            raise RolesError(message)
        seen.add(name)


@dataclass(frozen=True)
class Role:
    """One role: its name (the group's name), how far it reaches, and its permissions as ``app.codename``."""

    name: str
    reach: Reach
    permissions: frozenset[str]


@cache
def roles() -> tuple[Role, ...]:
    """Every role in ``config/roles.yaml``, bundles of permissions resolved."""
    return read_roles((settings.BASE_DIR / "config" / "roles.yaml").read_text(encoding="utf-8"))


def read_roles(text: str) -> tuple[Role, ...]:
    """The roles as the file says them. Raises ``RolesError`` where a name stands twice: YAML alone would
    silently keep the last."""
    data = yaml.load(text, Loader=_WithoutTwins)  # noqa: S506 -- a SafeLoader
    _refuse_twins(role["name"] for role in data["roles"])
    bundles: dict[str, list[str]] = data["bundles"]
    return tuple(
        Role(
            name=role["name"],
            reach=role["reach"],
            permissions=frozenset(permission for bundle in role["may"] for permission in bundles[bundle]),
        )
        for role in data["roles"]
    )


def reaches_of(group_names: Iterable[str]) -> frozenset[Reach]:
    """How far a person with these groups reaches."""
    names = set(group_names)
    return frozenset(role.reach for role in roles() if role.name in names)


@transaction.atomic
def apply_roles() -> int:
    """Make Django's groups say what ``roles.yaml`` says; returns how many roles there are.

    Raises ``RolesError`` when a permission is unknown, and changes nothing then.
    """
    known = {
        name: pk
        for pk, name in Permission.objects.annotate(
            full=Concat("content_type__app_label", Value("."), "codename")
        ).values_list("pk", "full")
    }
    unknown = sorted({p for role in roles() for p in role.permissions if p not in known})
    if unknown:
        raise RolesError("config/roles.yaml に知らない権限があります: " + "、".join(unknown))
    Group.objects.bulk_create([Group(name=role.name) for role in roles()], ignore_conflicts=True)
    groups = {group.name: group.pk for group in Group.objects.filter(name__in=[r.name for r in roles()])}
    wanted = {(groups[role.name], known[p]) for role in roles() for p in role.permissions}
    grants = Group.permissions.through.objects.filter(group__in=groups.values())
    there = {(grant.group_id, grant.permission_id): grant.pk for grant in grants}
    grants.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    grants.bulk_create(
        [
            grants.model(group_id=group, permission_id=permission)
            for group, permission in sorted(wanted - there.keys())
        ]
    )
    return len(roles())
