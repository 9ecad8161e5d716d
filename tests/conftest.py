"""What every test may ask for: people of each role, signed in or not, and the shipped catalogues."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from simple_history.utils import get_history_model_for_model

from accounts.models import User
from accounts.roles import apply_roles
from centres.models import Centre, Post, PostHolding
from config.management.commands.load_catalogues import SHIPPED
from tests.snapshots import Snapshot, put_in, taken_of

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 23)
LONG_AGO = date(2020, 4, 1)

pytest_plugins = ["tests.engines", "tests.installations"]


@pytest.fixture(autouse=True)
def _own_state(settings, tmp_path):
    """Files and mails of one test stay its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    # What counts how often somebody asks would count the tests of one frozen minute together.
    cache.clear()


@pytest.fixture
def roles(db) -> None:
    """The roles of config/roles.yaml as Django groups."""
    apply_roles()


@dataclass
class Loaded:
    """The rows of the catalogues as the first test of a run loaded them; empty before that."""

    snapshot: Snapshot = ()


@pytest.fixture(scope="session")
def _loaded() -> Loaded:
    """Read and checked once: thousands of tests ask for the same rows, and the files take a fifth of a second."""
    return Loaded()


@pytest.fixture
def catalogues(roles, _loaded) -> None:
    """The shipped catalogues and roles."""
    if _loaded.snapshot:
        put_in(_loaded.snapshot)
        return
    call_command("load_catalogues", stdout=io.StringIO())
    kept = [shipped.model for shipped in SHIPPED]
    _loaded.snapshot = taken_of([*kept, *(get_history_model_for_model(model) for model in kept)])


@pytest.fixture
def grant(roles) -> Callable[..., None]:
    """Lets a role do more than ``roles.yaml`` says, to see what its scope alone holds back."""

    def let(role: str, *codenames: str) -> None:
        Group.objects.get(name=role).permissions.add(*Permission.objects.filter(codename__in=codenames))

    return let


@pytest.fixture
def person(roles) -> Callable[..., User]:
    """Makes a person with a role: ``person("hanako", "市民センター担当")``."""

    def make(login_name: str, role: str = "", **fields) -> User:
        user = User.objects.create_user(
            login_name, "correct horse battery", display_name=f"見本 {login_name}", **fields
        )
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def officer(person) -> User:
    """An officer of the section (市民センター担当)."""
    return person("officer", "市民センター担当")


@pytest.fixture
def chief(person) -> User:
    return person("chief", "係長・課長")


@pytest.fixture
def auditor(person) -> User:
    return person("auditor", "監査委員事務局")


@pytest.fixture
def administrator(person) -> User:
    return person("administrator", "システム管理者")


@pytest.fixture
def group_member(person) -> User:
    return person("member", "地域団体")


@pytest.fixture
def centre_worker(person) -> Callable[[Centre], User]:
    """A センター職員 posted to the centre given."""

    def make(centre: Centre) -> User:
        user = person("worker", "センター職員")
        post = Post.objects.create(
            code=f"staff-{centre.pk}", name=f"{centre.name}職員", level="centre", centre=centre
        )
        PostHolding.objects.create(post=post, user=user, first_on=LONG_AGO)
        return user

    return make


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.ActiveUntilBackend")
        return client

    return sign_in
