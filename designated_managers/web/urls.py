from __future__ import annotations

from django.urls import path

from designated_managers.web import (
    bundles,
    designations,
    organisation_record,
    organisations,
)

urlpatterns = [
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path(
        "organisations/<int:organisation_pk>/officers/new/",
        organisation_record.officer_new,
        name="officer-new",
    ),
    path("officers/<int:pk>/", organisation_record.officer, name="officer"),
    path("officers/<int:pk>/edit/", organisation_record.officer_edit, name="officer-edit"),
    path("organisations/<int:organisation_pk>/papers/new/", organisation_record.paper_new, name="paper-new"),
    path("papers/<int:pk>/", organisation_record.paper, name="paper"),
    path("papers/<int:pk>/withdraw/", organisation_record.paper_withdraw, name="paper-withdraw"),
    path("designations/", designations.designation_list, name="designation-list"),
    path("designations/new/", designations.designation_new, name="designation-new"),
    path("designations/<int:pk>/", designations.designation, name="designation"),
    path("designations/<int:pk>/edit/", designations.designation_edit, name="designation-edit"),
    path("designations/<int:pk>/direct-return/", designations.designation_return, name="designation-return"),
    path("bundles/new/", bundles.bundle_new, name="bundle-new"),
    path("bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<int:pk>/edit/", bundles.bundle_edit, name="bundle-edit"),
]
