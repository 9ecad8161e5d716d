from __future__ import annotations

from django.urls import path

from designated_managers.web import views

urlpatterns = [
    path("organisations/", views.organisation_list, name="organisation-list"),
    path("organisations/new/", views.organisation_new, name="organisation-new"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", views.organisation_edit, name="organisation-edit"),
    path("designations/", views.designation_list, name="designation-list"),
    path("designations/new/", views.designation_new, name="designation-new"),
    path("designations/<int:pk>/", views.designation, name="designation"),
    path("designations/<int:pk>/edit/", views.designation_edit, name="designation-edit"),
    path("designations/<int:pk>/direct-return/", views.designation_return, name="designation-return"),
]
