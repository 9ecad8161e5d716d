from __future__ import annotations

from django.urls import path

from designated_managers.web import bundles, council, designations, organisations, roads

urlpatterns = [
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path("designations/", designations.designation_list, name="designation-list"),
    path("designations/new/", designations.designation_new, name="designation-new"),
    path("designations/<int:pk>/", designations.designation, name="designation"),
    path("designations/<int:pk>/edit/", designations.designation_edit, name="designation-edit"),
    path("designations/<int:pk>/direct-return/", designations.designation_return, name="designation-return"),
    path("bundles/new/", bundles.bundle_new, name="bundle-new"),
    path("bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<int:pk>/edit/", bundles.bundle_edit, name="bundle-edit"),
    path("council-sessions/", council.session_list, name="council-session-list"),
    path("council-sessions/new/", council.session_new, name="council-session-new"),
    path("council-sessions/<int:pk>/edit/", council.session_edit, name="council-session-edit"),
    path("roads/", roads.road_list, name="road-list"),
    path("roads/new/", roads.road_new, name="road-new"),
    path("roads/<int:pk>/", roads.road, name="road"),
    path("roads/<int:pk>/days/", roads.road_days, name="road-days"),
    path("roads/<int:pk>/replan/", roads.road_replan, name="road-replan"),
    path("roads/<int:pk>/drop/", roads.road_drop, name="road-drop"),
    path("roads/<int:pk>/plans/<int:number>/", roads.road_plan, name="road-plan"),
    path("road-steps/<int:pk>/", roads.road_step, name="road-step"),
]
