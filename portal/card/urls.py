from __future__ import annotations

from django.urls import path

from portal.card.web import card

urlpatterns = [path("<int:pk>/card/", card, name="centre-card")]
