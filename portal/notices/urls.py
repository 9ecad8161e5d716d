from __future__ import annotations

from django.urls import path

from portal.notices import web

urlpatterns = [path("", web.notices, name="notices")]
