"""Questions to obligations (義務) and what does them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery

from common.db.scoped import ScopedQuerySet
from designated_managers.choices import DoneBy, ObligationSide, SheetSide
from designated_managers.querysets.other_records import rows_of

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.models import FeeApproval, Obligation  # noqa: F401 -- named in the class heads below


def _of_agreement(designation: str, bundle: str) -> Q:
    """What hangs on the agreement of this designation, or on that of its bundle."""
    return Q(agreement__designation=OuterRef(designation)) | Q(
        agreement__bundle__isnull=False, agreement__bundle=OuterRef(bundle)
    )


def first_fee_approval() -> Subquery:
    """The day of a designation on which its fees were first approved (利用料金の承認)."""
    approvals = rows_of("FeeApproval").filter(designation=OuterRef("pk")).order_by("approved_on")
    return Subquery(approvals.values("approved_on")[:1])


def annual_agreement_of(year: str) -> Subquery:
    """The day on which the annual agreement of a designation (年度協定) was signed for the fiscal year at the
    end of this path."""
    annual = rows_of("AnnualAgreement").filter(_of_agreement("pk", "bundle"), fiscal_year=OuterRef(year))
    return Subquery(annual.values("agreed_on")[:1])


def is_done() -> Q:
    """The one place that says when an obligation is done: by a fact that another record keeps.

    What is handed in (``DoneBy.SUBMISSION``) is done once a version was accepted (受理).
    """
    signed = rows_of("AnnualAgreement").filter(
        _of_agreement("designation", "designation__bundle"),
        fiscal_year=OuterRef("fiscal_year"),
        agreed_on__isnull=False,
    )
    approved = rows_of("FeeApproval").filter(designation=OuterRef("designation"))
    assessed = rows_of("EvaluationSheet").filter(
        evaluation__designation=OuterRef("designation"),
        evaluation__fiscal_year=OuterRef("fiscal_year"),
        side=SheetSide.SELF,
        released_on__isnull=False,
    )
    accepted = rows_of("Submission").filter(obligation=OuterRef("pk"), accepted_on__isnull=False)
    return (
        Q(Exists(signed), done_by=DoneBy.ANNUAL_AGREEMENT)
        | Q(Exists(approved), done_by=DoneBy.FEE_APPROVAL)
        | Q(Exists(assessed), done_by=DoneBy.SELF_SHEET)
        | Q(Exists(accepted), done_by=DoneBy.SUBMISSION)
    )


def is_in_hand() -> Q:
    """Done, or handed in and looked at: planning leaves it as it is, and its own deadline waits for nothing.
    The next step is the submission's own deadline: the city's review, or the mending of what came back."""
    handed_in = rows_of("Submission").filter(obligation=OuterRef("pk"), submitted_on__isnull=False)
    return is_done() | Q(Exists(handed_in), done_by=DoneBy.SUBMISSION)


class ObligationQuerySet(ScopedQuerySet["Obligation"]):
    """Obligations (義務). A group reads its own duties, also while it reads its centre no more: what it owes
    it may hand in before its first day and after its last, until it is accepted."""

    centre_path: ClassVar[str] = "designation__centre_id"
    organisation_path: ClassVar[str] = "designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q(side=ObligationSide.MANAGER)
    beyond_term: ClassVar[Q | None] = Q(side=ObligationSide.MANAGER, not_needed_on__isnull=True) & ~Q(
        submissions__accepted_on__isnull=False
    )

    def needed(self) -> Self:
        """Not told to be no longer needed (不要)."""
        return self.filter(not_needed_on__isnull=True)

    def not_needed(self) -> Self:
        """Told to be no longer needed (不要)."""
        return self.filter(not_needed_on__isnull=False)

    def pending(self) -> Self:
        """Needed, and not done."""
        return self.needed().exclude(is_done())

    def to_be_handed_in(self) -> Self:
        """Pending, and nothing was handed in yet: what its own deadline waits for."""
        return self.needed().exclude(is_in_hand())

    def in_hand(self) -> Self:
        """Needed, and done or handed in."""
        return self.needed().filter(is_in_hand())

    def done(self) -> Self:
        """Needed, and done."""
        return self.needed().filter(is_done())

    def overdue(self, on: date) -> Self:
        """Nothing was handed in or done, and the due day is before this day."""
        return self.to_be_handed_in().filter(due_on__lt=on)

    def with_done(self) -> Self:
        """Each with ``is_done``: whether a fact or what was handed in does it."""
        return self.annotate(is_done=ExpressionWrapper(is_done(), output_field=BooleanField()))

    def with_in_hand(self) -> Self:
        """Each with ``is_in_hand``: whether planning leaves it as it is."""
        return self.annotate(is_in_hand=ExpressionWrapper(is_in_hand(), output_field=BooleanField()))


class FeeApprovalQuerySet(ScopedQuerySet["FeeApproval"]):
    """Approvals of the fees of the rooms (利用料金の承認)."""

    centre_path: ClassVar[str] = "designation__centre_id"
    organisation_path: ClassVar[str] = "designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
