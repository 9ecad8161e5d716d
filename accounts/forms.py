"""The forms of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.fields import SetPasswordField
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.actions import ActsFor
from accounts.models import User
from accounts.queries import people_who_may_reset
from accounts.roles import roles
from designated_managers.models import Organisation
from ui.forms import CHOOSE, LEAVE_OPEN, EraDateField, KyotenForm, WholeNumberField

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope

HOW_GOOD = (
    "12文字以上にしてください。氏名・利用者番号・メールアドレスに似たものと、よくあるものは使えません。"
)
NOT_THE_ONE = "いまのパスワードが違います。もう一度入力してください。"
DIFFERENT = "2回目のパスワードが違います。同じものをもう一度入力してください。"


def password_field(label: str, *, hint: str = "", autocomplete: str = "new-password") -> forms.CharField:
    """A password: never shown again, spaces at its ends kept."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def new_password_field() -> SetPasswordField:
    """A password to be; it asks the rules for passwords, with the person it shall be for."""
    field = SetPasswordField(label="新しいパスワード", help_text=HOW_GOOD)
    del field.widget.attrs["placeholder"]
    return field


def once_more_field() -> forms.CharField:
    """The same password again."""
    return password_field("新しいパスワード（もう一度）")


def check_same(form: forms.BaseForm) -> dict[str, Any]:
    """What was typed, with an error where the two passwords differ."""
    given: dict[str, Any] = form.cleaned_data
    first, again = given.get("password1"), given.get("password2")
    if first and again and first != again:
        form.add_error("password2", DIFFERENT)
    return given


class NewPassword(KyotenForm):
    """A new password, typed twice, in allauth's forms."""

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        return check_same(self)


class ResetPasswordForm(NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password in place of a forgotten one."""

    password1 = new_password_field()
    password2 = once_more_field()


class ChangePasswordForm(NewPassword, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password so far, and a new one."""

    oldpassword = password_field("いまのパスワード", autocomplete="current-password")
    password1 = new_password_field()
    password2 = once_more_field()

    def clean_oldpassword(self) -> str:
        """It must be the person's."""
        given: str = self.cleaned_data["oldpassword"]
        if not self.user.check_password(given):
            raise ValidationError(NOT_THE_ONE, code="enter_current_password")
        return given


class ResetRequestForm(KyotenForm, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The address to which the link shall go; whether anybody has it is not said."""

    email = forms.EmailField(
        label="メールアドレス",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_email(self) -> str:
        """The address; ``users`` are who may get a link there."""
        address: str = self.cleaned_data["email"]
        self.users = people_who_may_reset(address, on=self.on)
        return address


class InvitationPasswordForm(KyotenForm, forms.Form):
    """The first password, typed twice; the act asks whether it is good enough."""

    password1 = password_field("パスワード", hint=HOW_GOOD)
    password2 = password_field("パスワード（もう一度）")

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        return check_same(self)


class InviteForm(KyotenForm, forms.ModelForm[User]):
    """Who is invited, in which role, and for a member of a group which and from when to when."""

    role = forms.ChoiceField(label="役割")
    organisation = forms.ModelChoiceField(
        label="団体", queryset=Organisation.objects.none(), required=False, empty_label=LEAVE_OPEN
    )
    first_on = EraDateField(label="所属の初日", required=False)
    last_on = EraDateField(label="所属の末日", required=False, help_text="決まっていなければ空にします。")

    field_order = ("display_name", "display_kana", "login_name", "email", "role", "active_until")

    class Meta:
        model = User
        fields = ("display_name", "display_kana", "login_name", "email", "active_until")
        field_classes: ClassVar[dict[str, Any]] = {"active_until": EraDateField}
        help_texts: ClassVar[dict[str, str]] = {
            "login_name": "ログインに使います。半角の英数字と . _ - で、3文字以上。あとから変えません。",
            "email": "あれば、招待のリンクをメールでも送ります。",
            "active_until": "この日まで（この日を含みます）ログインできます。決まっていなければ空にします。",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "login_name": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [("", CHOOSE), *((role.name, role.name) for role in roles())]
        organisations: Any = self.fields["organisation"]
        organisations.queryset = Organisation.objects.within(scope)

    @property
    def facts(self) -> dict[str, Any]:
        """The person's own facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def acts_for(self) -> ActsFor:
        """The organisation as the act takes it."""
        return ActsFor(
            organisation=self.cleaned_data["organisation"],
            first_on=self.cleaned_data["first_on"],
            last_on=self.cleaned_data["last_on"],
        )


class LastDayForm(KyotenForm, forms.Form):
    """Until which day a person may sign in."""

    active_until = EraDateField(
        label="利用できる最後の日",
        required=False,
        help_text="この日まで（この日を含みます）ログインできます。空にすると、期限がなくなります。",
    )


class TokenForm(KyotenForm, forms.Form):
    """A key for the API: what it is for, and for how many days."""

    name = forms.CharField(label="名前", max_length=60, help_text="何に使うかが分かる名前。例：統計の集計")
    days = WholeNumberField(
        label="使える日数",
        min_value=1,
        max_value=settings.API_KEY_MAX_DAYS,
        help_text=f"きょうの次の日から数えます。{settings.API_KEY_MAX_DAYS}日までです。",
    )
