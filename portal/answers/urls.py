from __future__ import annotations

from django.urls import path

from portal.answers import web

urlpatterns = [
    path("chosen/", web.flags_chosen, name="flags-chosen"),
    path("hand-over/", web.flags_hand_over, name="flags-hand-over"),
    path("snooze/", web.flags_snooze, name="flags-snooze"),
    path("flags/<int:pk>/", web.flag_story, name="flag-story"),
    path("flags/<int:pk>/urge/", web.flag_urge, name="flag-urge"),
]
