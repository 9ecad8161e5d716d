from __future__ import annotations

from django.urls import path

from reminders.web import feeds, plans, status, to_come

urlpatterns = [
    path("reminders/status/", status.status, name="reminder-status"),
    path("reminders/messages/<int:pk>/again/", status.send_again, name="message-again"),
    path("calendars/", feeds.feed_list, name="feed-list"),
    path("calendars/new/", feeds.feed_new, name="feed-new"),
    path("calendars/<int:pk>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("calendar/<str:key>.ics", feeds.calendar, name="calendar"),
    path("reminders/lead-times/", plans.plan_list, name="lead-time-list"),
    path("reminders/lead-times/<str:code>/", plans.plan, name="lead-time"),
    path("reminders/lead-times/<str:code>/edit/", plans.plan_edit, name="lead-time-edit"),
    path("reminders/lead-times/<str:code>/return/", plans.plan_return, name="lead-time-return"),
    path("reminders/lead-times/<str:code>/centres/new/", plans.plan_centre_new, name="lead-time-centre-new"),
    path("reminders/centre-lead-times/<int:pk>/edit/", plans.centre_plan_edit, name="centre-lead-time-edit"),
    path(
        "reminders/centre-lead-times/<int:pk>/remove/",
        plans.centre_plan_remove,
        name="centre-lead-time-remove",
    ),
    path("centres/<int:pk>/reminders/", to_come.reminders_to_come_at, name="reminders-to-come"),
]
