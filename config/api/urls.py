"""Every address of the API."""

from __future__ import annotations

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from centres.api.urls import resources as centres
from config.api import views
from designated_managers.api.urls import resources as designated_managers
from facilities.api.urls import lists as facilities_lists
from facilities.api.urls import resources as facilities
from maintenance.api.urls import lists as maintenance_lists
from maintenance.api.urls import resources as maintenance
from reminders.api.urls import resources as reminders

router = SimpleRouter(use_regex_path=False)
for name, resource in {**centres, **facilities, **maintenance, **designated_managers, **reminders}.items():
    router.register(name, resource, basename=f"api-{name}")

urlpatterns = [
    path("v1/", include(router.urls)),
    *(
        path(f"v1/{name}/", of_one.as_view({"get": "list"}), name=f"api-{name}-list")
        for name, of_one in {**facilities_lists, **maintenance_lists}.items()
    ),
    path("v1/schema/", views.Description.as_view(), name="api-schema"),
    path("v1/docs/", views.docs, name="api-docs"),
    re_path("", views.Nothing.as_view(), name="api-nothing"),
]
