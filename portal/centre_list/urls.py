from __future__ import annotations

from django.urls import path

from portal.centre_list.web import centre_list

urlpatterns = [path("", centre_list, name="centre-list")]
