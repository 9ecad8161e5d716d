from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import path, re_path

from accounts.web import invitations, passwords, people, tokens

ours = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="person-invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/link/", people.new_link, name="person-new-link"),
    path("people/<int:pk>/revoke/", people.revoke, name="person-revoke"),
    path("people/<int:pk>/disable/", people.disable, name="person-disable"),
    path("people/<int:pk>/enable/", people.enable, name="person-enable"),
    path("people/<int:pk>/last-day/", people.last_day, name="person-last-day"),
    path("people/<int:pk>/tokens/<int:token_pk>/revoke/", people.revoke_token, name="person-token-revoke"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new, name="token-new"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("invitation/", invitations.choose, name="invitation"),
    path("invitation/done/", invitations.done, name="invitation-done"),
    path("invitation/<str:key>/", invitations.link, name="invitation-link"),
]

# Names and shapes are allauth's: its mails and its own redirects find their way by them.
urlpatterns = [
    *ours,
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
