from __future__ import annotations

from django.urls import path

from facilities.web import buildings, condition, files, forecast, projects, record

urlpatterns = [
    path("buildings/", buildings.building_list, name="building-list"),
    path("centres/<int:centre_pk>/buildings/new/", buildings.building_new, name="building-new"),
    path("buildings/<int:pk>/edit/", buildings.building_edit, name="building-edit"),
    path("buildings/<int:building_pk>/equipment/new/", buildings.equipment_new, name="equipment-new"),
    path("equipment/<int:pk>/", buildings.equipment, name="equipment"),
    path("equipment/<int:pk>/edit/", buildings.equipment_edit, name="equipment-edit"),
    path("buildings/<int:building_pk>/condition/", condition.history, name="condition-history"),
    path("buildings/<int:building_pk>/condition/new/", condition.assessment_new, name="condition-new"),
    path("condition/<int:pk>/", condition.assessment, name="condition"),
    path("condition/<int:pk>/edit/", condition.assessment_edit, name="condition-edit"),
    path("condition/photos/<int:pk>/", condition.photo, name="condition-photo"),
    path("buildings/<int:pk>/uses/", record.uses_edit, name="uses-edit"),
    path("buildings/<int:building_pk>/rooms/new/", record.room_new, name="room-new"),
    path("rooms/<int:pk>/edit/", record.room_edit, name="room-edit"),
    path("centres/<int:centre_pk>/land/new/", record.land_new, name="land-new"),
    path("land/<int:pk>/edit/", record.land_edit, name="land-edit"),
    path("centres/<int:centre_pk>/years/new/", record.year_new, name="year-new"),
    path("years/<int:pk>/edit/", record.year_edit, name="year-edit"),
    path("centres/<int:centre_pk>/files/new/", files.file_new, name="file-new"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/withdraw/", files.file_withdraw, name="file-withdraw"),
    path("projects/", projects.project_list, name="project-list"),
    path("projects/new/", projects.project_new, name="project-new"),
    path("projects/<int:pk>/", projects.project, name="project"),
    path("projects/<int:pk>/edit/", projects.project_edit, name="project-edit"),
    path("projects/<int:pk>/plan/", projects.project_plan, name="project-plan"),
    path("projects/<int:pk>/open/", projects.project_open, name="project-open"),
    path("projects/<int:pk>/cancel/", projects.project_cancel, name="project-cancel"),
    path("milestones/<int:pk>/", projects.milestone, name="milestone"),
    path("forecast/", forecast.forecast, name="forecast"),
    path("forecast/scenarios/", forecast.scenario_list, name="scenario-list"),
    path("forecast/scenarios/new/", forecast.scenario_new, name="scenario-new"),
    path("forecast/scenarios/<int:pk>/", forecast.scenario, name="scenario"),
]
