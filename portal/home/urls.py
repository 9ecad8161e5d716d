from __future__ import annotations

from django.urls import path

from portal.home.web import home, start

urlpatterns = [
    path("", start, name="home"),
    path("home/", home, name="group-home"),
]
