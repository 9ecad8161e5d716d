from __future__ import annotations

from django.urls import path

from portal.desk.web import desk

urlpatterns = [path("", desk, name="desk")]
