"""Questions to agreements and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from common.db.scoped import ScopedQuerySet
from designated_managers.querysets.other_records import rows_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from common.scope import Scope
    from designated_managers.models import (  # noqa: F401 -- named in the class heads below
        Agreement,
        AgreementFile,
        AgreementTerms,
        AnnualAgreement,
        FeePayment,
        ResponsibilityRow,
    )

M_co = TypeVar("M_co", bound=models.Model, covariant=True)

CONCLUDED = Q(agreed_on__isnull=False) | Q(days_unconfirmed=True)
"""Of a designation: its basic agreement was signed, on whatever day; one older than the system whose day is
not known counts as signed (要確認)."""


TOLD_OF_TERMS = ("repair_threshold", "fee_system", "subcontracting")


def concluded_by(on: date) -> Q:
    """Of a designation: its basic agreement was signed by this day."""
    return Q(agreed_on__lte=on) | Q(agreed_on__isnull=True, days_unconfirmed=True)


def covered_by(agreement: str = "") -> Any:
    """The designations that the agreement of the outer row covers: its own, or all of its bundle (一括).

    ``agreement`` leads from the outer row to the agreement.
    """
    path = f"{agreement}__" if agreement else ""
    return rows_of("Designation").filter(
        Q(pk=OuterRef(f"{path}designation_id"))
        | Q(bundle_id__isnull=False, bundle_id=OuterRef(f"{path}bundle_id"))
    )


class AgreementQuerySet(ScopedQuerySet["Agreement"]):
    """Basic agreements (基本協定). A group reads its own once it is signed; a draft is the city's."""

    def within(self, scope: Scope) -> Self:
        """The agreements that cover a designation this person may see; for a group the signed ones."""
        if scope.internal:
            return self.all() if scope.every_centre else self.within_centres(scope.centre_ids)
        return self.filter(Exists(covered_by().within(scope).filter(CONCLUDED)))

    def within_centres(self, ids: Collection[int]) -> Self:
        """Agreements that cover one of these centres; each once."""
        return self.filter(Exists(covered_by().filter(centre__in=ids)))

    def covering(self, designation_pk: int) -> Self:
        """The agreement of this designation: its own or that of its bundle."""
        this = rows_of("Designation").filter(pk=designation_pk).values("bundle_id")
        return self.filter(Q(designation=designation_pk) | Q(bundle_id__in=this.filter(bundle__isnull=False)))

    def signed(self, on: date) -> Self:
        """Signed by this day for at least one of the designations that it covers."""
        return self.filter(Exists(covered_by().made(on).filter(concluded_by(on))))

    def in_force(self, on: date) -> Self:
        """Signed by the day, inside its own days, and one of its designations is in force."""
        return self.filter(
            Q(first_on__lte=on) | Q(first_on__isnull=True),
            Q(last_on__gte=on) | Q(last_on__isnull=True),
            Exists(covered_by().in_force(on).filter(concluded_by(on))),
        )

    def with_terms(self, on: date) -> Self:
        """Each with what the terms that count on the day say: ``now_repair_threshold`` and the like."""
        now = rows_of("AgreementTerms").counting(on).filter(agreement=OuterRef("pk"))
        return self.annotate(**{f"now_{name}": Subquery(now.values(name)[:1]) for name in TOLD_OF_TERMS})

    def with_signed_on(self) -> Self:
        """Each with ``signed_on``: the day of signing that its designations keep, the first of a bundle's."""
        days = covered_by().filter(agreed_on__isnull=False).order_by("agreed_on").values("agreed_on")
        return self.annotate(signed_on=Subquery(days[:1]))


class OfAgreementQuerySet(ScopedQuerySet[M_co]):
    """Rows that belong to an agreement, and are seen by whoever sees it; ``agreement_path`` leads there."""

    agreement_path: ClassVar[str] = "agreement"

    def within(self, scope: Scope) -> Self:
        """The rows of the agreements that this person may see."""
        if scope.internal and scope.every_centre:
            return self.all()
        seen = rows_of("Agreement").within(scope).values("pk")
        return self.filter(**{f"{self.agreement_path}__in": seen})

    def within_centres(self, ids: Collection[int]) -> Self:
        """The rows of agreements that cover one of these centres."""
        covering = rows_of("Agreement").within_centres(ids).values("pk")
        return self.filter(**{f"{self.agreement_path}__in": covering})


class AgreementTermsQuerySet(OfAgreementQuerySet["AgreementTerms"]):
    """What was agreed: the first terms, and each amendment (変更協定)."""

    def counting(self, on: date) -> Self:
        """The terms that count on the day: of each agreement the latest that counts by it."""
        later = self.model._default_manager.filter(
            agreement=OuterRef("agreement"), number__gt=OuterRef("number"), counts_from__lte=on
        )
        return self.filter(Q(counts_from__lte=on) | Q(counts_from__isnull=True)).exclude(Exists(later))


class ResponsibilityRowQuerySet(OfAgreementQuerySet["ResponsibilityRow"]):
    """Rows of the sharing of responsibilities (責任分担表)."""

    agreement_path: ClassVar[str] = "terms__agreement"


class AnnualAgreementQuerySet(OfAgreementQuerySet["AnnualAgreement"]):
    """Annual agreements (年度協定). A group reads those that are signed; a fee being talked over is the
    city's."""

    def within(self, scope: Scope) -> Self:
        """The years of the agreements that this person may see; for a group the signed ones."""
        return super().within(scope).told_to(scope)

    def told_to(self, scope: Scope) -> Self:
        """Of agreements that this person may see those years that are theirs to read."""
        return self if scope.internal else self.filter(agreed_on__isnull=False)

    def of_year(self, fiscal_year: int) -> Self:
        """Of this fiscal year."""
        return self.filter(fiscal_year=fiscal_year)


class FeePaymentQuerySet(OfAgreementQuerySet["FeePayment"]):
    """Instalments of the fee (指定管理料): read as their year is."""

    agreement_path: ClassVar[str] = "annual_agreement__agreement"

    def within(self, scope: Scope) -> Self:
        """The instalments of the years that this person may see."""
        rows = super().within(scope)
        return rows if scope.internal else rows.filter(annual_agreement__agreed_on__isnull=False)

    def pending(self) -> Self:
        """Not paid yet."""
        return self.filter(paid_on__isnull=True)

    def overdue(self, on: date) -> Self:
        """Not paid, and the due day is before this day."""
        return self.pending().filter(due_on__lt=on)


class AgreementFileQuerySet(OfAgreementQuerySet["AgreementFile"]):
    """The signed papers of an agreement."""

    def kept(self) -> Self:
        """Not withdrawn (取り下げ)."""
        return self.filter(withdrawn_on__isnull=True)
