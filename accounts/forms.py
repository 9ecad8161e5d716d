"""The forms of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import SetPasswordField
from django import forms
from django.core.exceptions import ValidationError

from accounts.queries import people_who_may_reset
from ui.forms import KyotenForm

if TYPE_CHECKING:
    from datetime import date

HOW_GOOD = (
    "12文字以上にしてください。氏名・利用者番号・メールアドレスに似たものと、よくあるものは使えません。"
)
NOT_THE_ONE = "いまのパスワードが違います。もう一度入力してください。"
DIFFERENT = "2回目のパスワードが違います。同じものをもう一度入力してください。"


def password_field(label: str, *, autocomplete: str = "new-password") -> forms.CharField:
    """A password: never shown again, spaces at its ends kept."""
    return forms.CharField(
        label=label,
        strip=False,
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


class NewPassword(KyotenForm):
    """A new password, typed twice."""

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given = (self.cleaned_data.get("password1"), self.cleaned_data.get("password2"))
        if all(given) and given[0] != given[1]:
            self.add_error("password2", DIFFERENT)
        return self.cleaned_data


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
