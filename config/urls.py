"""Every door of Kyoten."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk"), name="home"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("ui.web.urls")),
    path("desk/", include("portal.desk.urls")),
    path("centres/", include("portal.centre_list.urls")),
    path("centres/", include("portal.centre.urls")),
    path("centres/", include("centres.web.urls")),
    path("", include("facilities.web.urls")),
    path("", include("maintenance.web.urls")),
    path("", include("designated_managers.web.urls")),
]
