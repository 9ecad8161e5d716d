from __future__ import annotations

from django.urls import path

from reminders.web import feeds, status

urlpatterns = [
    path("reminders/status/", status.status, name="reminder-status"),
    path("reminders/messages/<int:pk>/again/", status.send_again, name="message-again"),
    path("calendars/", feeds.feed_list, name="feed-list"),
    path("calendars/new/", feeds.feed_new, name="feed-new"),
    path("calendars/<int:pk>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("calendar/<str:key>.ics", feeds.calendar, name="calendar"),
]
