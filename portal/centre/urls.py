from __future__ import annotations

from django.urls import path

from portal.centre.web import centre

urlpatterns = [path("<int:pk>/", centre, name="centre")]
