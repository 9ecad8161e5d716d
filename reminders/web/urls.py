from __future__ import annotations

from django.urls import path

from reminders.web import feeds

urlpatterns = [
    path("calendars/", feeds.feed_list, name="feed-list"),
    path("calendars/new/", feeds.feed_new, name="feed-new"),
    path("calendars/<int:pk>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("calendar/<str:key>.ics", feeds.calendar, name="calendar"),
]
