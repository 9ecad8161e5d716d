from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def grant(roles) -> Callable[..., None]:
    """Lets a role do more than ``roles.yaml`` says, to see what its scope alone holds back."""

    def let(role: str, *codenames: str) -> None:
        Group.objects.get(name=role).permissions.add(*Permission.objects.filter(codename__in=codenames))

    return let
