"""How submissions can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.forms import CheckboxInput

from common.rest.filters import CodeFilter, DayFilter, IdFilter, YesNoFilter
from designated_managers.choices import SubmissionState
from designated_managers.models import Submission
from ui.filters import OneOfFilter, offer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from designated_managers.querysets.submissions import SubmissionQuerySet

STATES = (
    (SubmissionState.SUBMITTED, SubmissionState.SUBMITTED.label),
    (SubmissionState.RETURNED, SubmissionState.RETURNED.label),
    (SubmissionState.ACCEPTED, SubmissionState.ACCEPTED.label),
)


def in_state(rows: SubmissionQuerySet, state: str) -> SubmissionQuerySet:
    """Those that stand in the state by what is recorded."""
    if state == SubmissionState.SUBMITTED:
        return rows.waiting()
    if state == SubmissionState.RETURNED:
        return rows.filter(returned_on__isnull=False)
    if state == SubmissionState.ACCEPTED:
        return rows.accepted()
    return rows.filter(submitted_on__isnull=True)


class SubmissionFilter(django_filters.FilterSet):
    """State, centre, and handed in late."""

    state = django_filters.ChoiceFilter(
        label="状態", choices=STATES, empty_label="すべての状態", method="of_state"
    )
    centre = OneOfFilter(
        label="施設", field_name="obligation__designation__centre_id", empty_label="すべての施設"
    )
    late = django_filters.BooleanFilter(label="遅れたものだけ", method="of_late", widget=CheckboxInput)

    class Meta:
        model = Submission
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, centres: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "centre", centres)

    def of_state(self, rows: SubmissionQuerySet, _name: str, value: str) -> Any:
        """In this state."""
        return in_state(rows, value)

    def of_late(self, rows: SubmissionQuerySet, _name: str, value: bool) -> Any:  # noqa: FBT001
        """Handed in after its day."""
        return rows.late() if value else rows


class StateFilter(CodeFilter):
    """Only submissions in one state."""

    def filter(self, qs: SubmissionQuerySet, value: str) -> Any:
        return in_state(qs, value) if value else qs


class LateFilter(YesNoFilter):
    """Only submissions handed in late, or only those in time."""

    def filter(self, qs: SubmissionQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        return qs.late() if value else qs.in_time()


class LatestFilter(YesNoFilter):
    """Only the versions handed in last, or only the others."""

    def filter(self, qs: SubmissionQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        return (
            qs.latest_versions() if value else qs.exclude(pk__in=qs.latest_versions().order_by().values("pk"))
        )


class SubmissionsAsked(django_filters.FilterSet):
    """How a program narrows the submissions."""

    centre = IdFilter(label="施設の番号", field_name="obligation__designation__centre_id")
    organisation = IdFilter(label="団体の番号", field_name="obligation__designation__organisation_id")
    obligation = IdFilter(label="義務の番号", field_name="obligation_id")
    state = StateFilter(label="状態", choices=SubmissionState.choices)
    late = LateFilter(label="期限に遅れて提出されたか")
    latest = LatestFilter(label="最後に提出された版か")
    submitted_from = DayFilter(label="提出した日がこの日から", field_name="submitted_on", lookup_expr="gte")
    submitted_to = DayFilter(label="提出した日がこの日まで", field_name="submitted_on", lookup_expr="lte")
    due_from = DayFilter(label="出す期限がこの日から", field_name="due", lookup_expr="gte")
    due_to = DayFilter(label="出す期限がこの日まで", field_name="due", lookup_expr="lte")
    review_due_from = DayFilter(
        label="市が確認する期限がこの日から", field_name="review_due_on", lookup_expr="gte"
    )
    review_due_to = DayFilter(
        label="市が確認する期限がこの日まで", field_name="review_due_on", lookup_expr="lte"
    )
    period_last_from = DayFilter(
        label="対象の期間の末日がこの日から", field_name="obligation__period_last", lookup_expr="gte"
    )
    period_last_to = DayFilter(
        label="対象の期間の末日がこの日まで", field_name="obligation__period_last", lookup_expr="lte"
    )

    class Meta:
        model = Submission
        fields: Sequence[str] = ()
