"""Every door of Kyoten."""

from __future__ import annotations

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

# Only what is offered: allauth would also open sign-up and e-mail pages that lead nowhere.
sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
]

urlpatterns = [
    path("", include("portal.home.urls")),
    path("accounts/", include(sign_in)),
    path("accounts/", include("accounts.web.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api.urls")),
    path("healthz/", include("config.web.urls")),
    path("", include("ui.web.urls")),
    path("desk/", include("portal.desk.urls")),
    path("desk/", include("portal.answers.urls")),
    path("notices/", include("portal.notices.urls")),
    path("budget/", include("portal.budget.urls")),
    path("centres/", include("portal.centre_list.urls")),
    path("centres/", include("portal.centre.urls")),
    path("centres/", include("portal.card.urls")),
    path("completeness/", include("portal.completeness.urls")),
    path("centres/", include("centres.web.urls")),
    path("", include("facilities.web.urls")),
    path("", include("maintenance.web.urls")),
    path("", include("designated_managers.web.urls")),
    path("", include("reminders.web.urls")),
]
