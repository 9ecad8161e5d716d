from __future__ import annotations

from django.urls import path

from facilities.web import buildings, condition

urlpatterns = [
    path("centres/<int:centre_pk>/buildings/new/", buildings.building_new, name="building-new"),
    path("buildings/<int:pk>/edit/", buildings.building_edit, name="building-edit"),
    path("buildings/<int:building_pk>/equipment/new/", buildings.equipment_new, name="equipment-new"),
    path("equipment/<int:pk>/edit/", buildings.equipment_edit, name="equipment-edit"),
    path("buildings/<int:building_pk>/condition/", condition.history, name="condition-history"),
    path("buildings/<int:building_pk>/condition/new/", condition.assessment_new, name="condition-new"),
    path("condition/<int:pk>/", condition.assessment, name="condition"),
    path("condition/<int:pk>/edit/", condition.assessment_edit, name="condition-edit"),
    path("condition/photos/<int:pk>/", condition.photo, name="condition-photo"),
]
