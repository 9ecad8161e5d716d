"""People with a login (利用者), the organisations they belong to (所属), their invitations (招待)
and keys for the API (API用の鍵)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from knox.settings import CONSTANTS

from accounts.querysets import ApiTokenQuerySet, InvitationQuerySet
from accounts.rules.standing import AccountFacts, LinkFacts, link_state_on, standing_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.choices import LinkState, Standing

LOGIN_NAME_TAKEN = (
    "この利用者番号は、もう使われています。別のものにしてください（大文字と小文字は区別しません）。"
)
ADDRESS_TAKEN = "このメールアドレスは、ほかの利用者が使っています。"


@dataclass(frozen=True)
class Granted:
    """What a person's roles (役割) give: their names, and the permissions as ``app.codename``."""

    roles: frozenset[str]
    permissions: frozenset[str]


class UserManager(BaseUserManager["User"]):
    """Makes people; ``createsuperuser`` is the way to the first system administrator."""

    def create_user(self, login_name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(login_name=login_name, **{**fields, "email": fields.get("email") or None})
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, login_name: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(login_name, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login_name=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a login (利用者).

    ``active_until`` is the last day on which the person may sign in (last day included); empty means no
    known end.
    """

    login_name = models.CharField(
        "利用者番号",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Za-z0-9._-]{3,60}$", "半角の英数字と . _ - で、3文字以上にしてください。")
        ],
        error_messages={"unique": LOGIN_NAME_TAKEN},
    )
    email = models.EmailField(
        "メールアドレス", unique=True, null=True, blank=True, error_messages={"unique": ADDRESS_TAKEN}
    )
    display_name = models.CharField("氏名", max_length=60)
    display_kana = models.CharField("氏名（かな）", max_length=60, blank=True)
    active_until = models.DateField("利用できる最後の日", null=True, blank=True)
    is_active = models.BooleanField("有効", default=True)
    is_staff = models.BooleanField("管理画面に入れる", default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
        constraints = [
            # Signing in makes no difference between capitals and small letters.
            models.UniqueConstraint(
                Lower("login_name"),
                name="login_name_once_whatever_its_case",
                violation_error_message=LOGIN_NAME_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """An address is kept in small letters, as it is looked for; an empty one is none."""
        super().clean()
        self.email = (self.email or "").lower() or None

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def may_enter(self, on: date) -> bool:
        """Whether the person may sign in on this day: not disabled, and not past the last day."""
        return self.is_active and (self.active_until is None or on <= self.active_until)

    def standing_on(self, on: date, *, invited_until: date | None) -> Standing:
        """How the account stands on a day (状態); ``invited_until`` as the queries find it."""
        facts = AccountFacts(
            is_active=self.is_active,
            active_until=self.active_until,
            has_password=self.has_usable_password(),
            invited_until=invited_until,
        )
        return standing_on(facts, on)

    @cached_property
    def granted(self) -> Granted:
        """The person's roles and what they permit, asked once per request in one query."""
        rows = list(
            self.groups.values_list("name", "permissions__content_type__app_label", "permissions__codename")
        )
        return Granted(
            roles=frozenset(name for name, _, _ in rows),
            permissions=frozenset(f"{app}.{codename}" for _, app, codename in rows if codename),
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions to who belongs to which organisation."""

    def on_day(self, on: date) -> Self:
        """Belonging on this day."""
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=on), first_on__lte=on)


class Membership(models.Model):
    """That a person with a login acts for an organisation (団体の構成員), from a day to a day, both
    included."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="利用者", related_name="memberships"
    )
    organisation = models.ForeignKey(
        "designated_managers.Organisation", models.PROTECT, verbose_name="団体", related_name="memberships"
    )
    first_on = models.DateField("初日")
    last_on = models.DateField("末日", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "所属"
        verbose_name_plural = "所属"
        constraints = [
            models.UniqueConstraint("user", "organisation", "first_on", name="membership_once_from_a_day"),
            models.CheckConstraint(
                name="membership_last_on_or_after_first",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                violation_error_message="末日は初日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}（{self.organisation}）"


class Invitation(models.Model):
    """A link by which a person chooses a password, once (招待).

    Only a digest of its key is kept: the link itself is known to whoever it was handed to.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="招待された人", related_name="invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="招待した人", related_name="+"
    )
    digest = models.CharField("鍵の要約", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("招待した日時")
    last_on = models.DateField("使える最後の日")
    used_at = models.DateTimeField("使った日時", null=True, blank=True)
    revoked_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "招待"
        verbose_name_plural = "招待"
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="one_invitation_out_per_person",
                violation_error_message="この人には、まだ使っていない招待があります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}の招待"

    @staticmethod
    def new_key() -> str:
        """A key that nobody guesses, fit for an address."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(key: str) -> str:
        """What is kept of a key."""
        return hashlib.sha256(key.encode()).hexdigest()

    def state_on(self, on: date) -> LinkState:
        """How the link stands on a day."""
        facts = LinkFacts(
            last_on=self.last_on,
            is_used=self.used_at is not None,
            is_revoked=self.revoked_at is not None,
            may_enter=self.user.may_enter(on),
        )
        return link_state_on(facts, on)


class ApiToken(models.Model):
    """A key by which another program acts for a person (API用の鍵), shaped as django-rest-knox asks.

    Only a digest is kept; ``token_key`` is the beginning of the key, by which its owner recognises it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="利用者", related_name="auth_token_set"
    )
    name = models.CharField("名前", max_length=60)
    digest = models.CharField("鍵の要約", max_length=CONSTANTS.DIGEST_LENGTH, unique=True, editable=False)
    token_key = models.CharField("鍵の始まり", max_length=CONSTANTS.TOKEN_KEY_LENGTH, editable=False)
    created = models.DateTimeField("作った日時")
    expiry = models.DateTimeField("使えなくなる日時")
    last_used_on = models.DateField("最後に使った日", null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API用の鍵"
        verbose_name_plural = "API用の鍵"
        constraints = [
            models.UniqueConstraint(
                "user",
                "name",
                name="api_token_name_once_per_person",
                violation_error_message="この名前の鍵は、もうあります。別の名前にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.token_key}…）"

    def is_good(self, at: datetime) -> bool:
        """Whether the key lets its person in at this moment."""
        return at < self.expiry
