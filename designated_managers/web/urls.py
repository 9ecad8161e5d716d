from __future__ import annotations

from django.urls import path

from designated_managers.web import (
    agreements,
    annual_agreements,
    bundles,
    designations,
    obligations,
    organisations,
    submissions,
    writing,
)

WRITING = "obligations/<int:pk>/write/"

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
    path(
        "designations/<int:pk>/obligations/",
        obligations.obligations_of_year,
        name="obligations-of-year",
    ),
    path("designations/<int:pk>/obligations/new/", obligations.obligation_open, name="obligation-open"),
    path(
        "designations/<int:pk>/obligations/earlier/",
        obligations.obligations_earlier,
        name="obligations-earlier",
    ),
    path("designations/<int:pk>/fee-approval/", obligations.fee_approval_new, name="fee-approval-new"),
    path("obligations/", obligations.obligation_list, name="obligation-list"),
    path("obligations/<int:pk>/", obligations.obligation, name="obligation"),
    path("obligations/<int:pk>/not-needed/", obligations.obligation_not_needed, name="obligation-not-needed"),
    path(
        "obligations/<int:pk>/needed-again/",
        obligations.obligation_needed_again,
        name="obligation-needed-again",
    ),
    path("agreements/", agreements.agreement_list, name="agreement-list"),
    path("agreements/new/", agreements.agreement_new, name="agreement-new"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/edit/", agreements.agreement_edit, name="agreement-edit"),
    path("agreements/<int:pk>/amend/", agreements.agreement_amend, name="agreement-amend"),
    path(
        "agreements/<int:pk>/responsibilities/",
        agreements.agreement_responsibilities,
        name="agreement-responsibilities",
    ),
    path("agreements/<int:pk>/files/new/", agreements.agreement_file_new, name="agreement-file-new"),
    path("agreement-files/<int:pk>/", agreements.agreement_file, name="agreement-file"),
    path(
        "agreement-files/<int:pk>/withdraw/",
        agreements.agreement_file_withdraw,
        name="agreement-file-withdraw",
    ),
    path(
        "agreements/<int:pk>/years/new/", annual_agreements.annual_agreement_new, name="annual-agreement-new"
    ),
    path(
        "annual-agreements/<int:pk>/edit/",
        annual_agreements.annual_agreement_edit,
        name="annual-agreement-edit",
    ),
    path(
        "annual-agreements/<int:pk>/settle/",
        annual_agreements.annual_agreement_settle,
        name="annual-agreement-settle",
    ),
    path("fee-payments/<int:pk>/", annual_agreements.fee_payment, name="fee-payment"),
    path("submissions/", submissions.submission_list, name="submission-list"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/receipt/", submissions.submission_receipt, name="submission-receipt"),
    path("submissions/<int:pk>/accept/", submissions.submission_accept, name="submission-accept"),
    path("submissions/<int:pk>/return/", submissions.submission_return, name="submission-return"),
    path("submission-files/<int:pk>/", submissions.submission_file, name="submission-file"),
    path("obligations/<int:pk>/paper/", submissions.submission_paper, name="submission-paper"),
    path(WRITING, writing.write, name="write"),
    path(f"{WRITING}use/", writing.write_step, {"step": "use"}, name="write-use"),
    path(f"{WRITING}money/", writing.write_step, {"step": "money"}, name="write-money"),
    path(f"{WRITING}events/", writing.write_step, {"step": "events"}, name="write-events"),
    path(f"{WRITING}papers/", writing.write_step, {"step": "papers"}, name="write-papers"),
    path(f"{WRITING}confirm/", writing.write_confirm, name="write-confirm"),
]
