"""The forms of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
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


def password_field(label: str, *, hint: str = "", autocomplete: str = "new-password") -> forms.CharField:
    """A password: never shown again, spaces at its ends kept."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class NewPassword(KyotenForm):
    """A new password, typed twice; ``password1`` asks allauth's rules with the ``user`` of the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, hint in (
            ("password1", "新しいパスワード", HOW_GOOD),
            ("password2", "新しいパスワード（もう一度）", ""),
        ):
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = f"{label}を入力してください。"

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given = (self.cleaned_data.get("password1"), self.cleaned_data.get("password2"))
        if all(given) and given[0] != given[1]:
            self.add_error("password2", DIFFERENT)
        return self.cleaned_data


class ResetPasswordForm(NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password in place of a forgotten one."""


class ChangePasswordForm(NewPassword, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password so far, and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field("いまのパスワード", autocomplete="current-password")
        self.fields["oldpassword"].error_messages["required"] = "いまのパスワードを入力してください。"

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
