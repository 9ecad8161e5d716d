from __future__ import annotations

from reminders.api import views

resources = {"flags": views.Flags, "notices": views.Notices}
