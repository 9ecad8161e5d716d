from __future__ import annotations

from django.urls import path

from ui.web import views

urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("theme/", views.choose_theme, name="theme"),
]
