from __future__ import annotations

from centres.api import views

resources = {"centres": views.Centres, "districts": views.Districts, "posts": views.Posts}
