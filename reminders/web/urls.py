from __future__ import annotations

from django.urls import path

from reminders.web import status

urlpatterns = [
    path("reminders/status/", status.status, name="reminder-status"),
    path("reminders/messages/<int:pk>/again/", status.send_again, name="message-again"),
]
