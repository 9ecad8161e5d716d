from __future__ import annotations

from django.urls import path

from centres.web import views

urlpatterns = [
    path("new/", views.centre_new, name="centre-new"),
    path("<int:pk>/edit/", views.centre_edit, name="centre-edit"),
]
