from __future__ import annotations

from django.urls import path

from portal.completeness.web import completeness

urlpatterns = [path("", completeness, name="completeness")]
