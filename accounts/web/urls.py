from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import path, re_path

from accounts.web import passwords

# Names and shapes are allauth's: its mails and its own redirects find their way by them.
urlpatterns = [
    path("password/change/", passwords.Change.as_view(), name="account_change_password"),
    path("password/reset/", passwords.ResetRequest.as_view(), name="account_reset_password"),
    path(
        "password/reset/done/",
        allauth_views.PasswordResetDoneView.as_view(extra_context={"hours": passwords.LINK_HOURS}),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        passwords.Reset.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
