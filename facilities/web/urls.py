from __future__ import annotations

from django.urls import path

from facilities.web import views

urlpatterns = [
    path("centres/<int:centre_pk>/buildings/new/", views.building_new, name="building-new"),
    path("buildings/<int:pk>/edit/", views.building_edit, name="building-edit"),
    path("buildings/<int:building_pk>/equipment/new/", views.equipment_new, name="equipment-new"),
    path("equipment/<int:pk>/edit/", views.equipment_edit, name="equipment-edit"),
]
