"""The resource of submissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, Value

from common.rest.resources import Resource
from designated_managers.api.serializers.submissions import SubmissionShape
from designated_managers.filters.submissions import SubmissionsAsked
from designated_managers.models import Submission
from designated_managers.querysets.submissions import DUE_ON

if TYPE_CHECKING:
    from designated_managers.querysets.submissions import SubmissionQuerySet


class Submissions(Resource):
    """Submissions (提出物), every version; a draft is told to the group that writes it alone."""

    model = Submission
    shape = SubmissionShape
    filters = SubmissionsAsked
    order = ("obligation_id", "number", "id")
    orderings = {"submitted_on": "submitted_on"}
    titles = {"list": "提出物の一覧", "retrieve": "提出物"}

    def rows(self) -> SubmissionQuerySet:
        return Submission.objects.within(self.scope).annotate(
            on=Value(self.on, output_field=DateField()), due=DUE_ON
        )
