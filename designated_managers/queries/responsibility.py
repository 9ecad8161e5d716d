"""Who must do a thing at a centre on a day (責任分担): by the agreement in force that day, else the city.

``who_bears`` answers for one centre in Python; ``bearer_column`` the same in SQL for many rows at once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from common.db.columns import text
from common.deadlines import Side
from designated_managers.choices import Bearer, ResponsibilityArea
from designated_managers.models import AgreementTerms, Designation, ResponsibilityRow
from designated_managers.queries.agreements import counting_on
from designated_managers.queries.obligations import agreement_on_record
from designated_managers.querysets.agreements import concluded_by
from designated_managers.rules.responsibility import Subject, bearer_of

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

NEAREST, BEYOND = 1, 2


def who_bears(centre_pk: int, subject: Subject, *, on: date) -> Bearer:
    """Who bears it at this centre on the day: as the agreement in force says, else the city.

    An agreement is in force while its designation is, is signed by the day, and the day lies in its own days.
    """
    for designation in Designation.objects.filter(centre=centre_pk).select_related(
        "agreement", "bundle__agreement"
    ):
        agreement = agreement_on_record(designation)
        if agreement is None or not designation.in_force_on(on):
            continue
        signed = (
            designation.days_unconfirmed if designation.agreed_on is None else designation.agreed_on <= on
        )
        begun = agreement.first_on is None or agreement.first_on <= on
        lasting = agreement.last_on is None or on <= agreement.last_on
        if signed and begun and lasting:
            terms = counting_on(list(agreement.terms.all()), on=on)
            return bearer_of([row.share for row in terms.responsibilities.all()], subject)
    return Bearer.CITY


def bearer_column(
    area: str,
    *,
    centre: str,
    day: str | date,
    type_code: str | None = None,
    amount: str | None = None,
) -> Combinable:
    """Who bears a thing, as a column of any query: ``centre``, ``type_code`` and ``amount`` are names of its
    columns, ``day`` the name of one or a day. A row without a day is the city's. What stands under
    そのほか has a name of its own and is asked by ``who_bears`` alone."""
    asked = {"area": area, "centre": centre, "day": day, "type_code": type_code, "amount": amount}
    own = _rows(of="designation", key="pk", **asked)
    bundled = _rows(of="bundle", key="bundle_id", **asked)
    return Coalesce(Subquery(own), Subquery(bundled), text(Bearer.CITY), output_field=CharField())


def _rows(*, of: str, key: str, **asked: Any) -> Any:
    """The bearer by the row that speaks of it, under the designation in force itself or its bundle."""
    day, area = asked["day"], asked["area"]
    standing = (
        Designation.objects.order_by()
        .in_force(_outer(day, BEYOND))
        .filter(concluded_by(_outer(day, BEYOND)), centre=_outer(asked["centre"], BEYOND))
    )
    later = AgreementTerms.objects.order_by().filter(
        agreement=OuterRef("terms__agreement"),
        number__gt=OuterRef("terms__number"),
        counts_from__lte=_outer(day, BEYOND),
    )
    on = _outer(day, NEAREST)
    rows = ResponsibilityRow.objects.filter(
        Q(terms__counts_from__isnull=True) | Q(terms__counts_from__lte=on),
        Q(terms__agreement__first_on__isnull=True) | Q(terms__agreement__first_on__lte=on),
        Q(terms__agreement__last_on__isnull=True) | Q(terms__agreement__last_on__gte=on),
        ~Exists(later),
        _speaks_of(asked),
        area=area,
        **{f"terms__agreement__{of}__in": standing.filter(**{f"{key}__isnull": False}).values(key)},
    )
    return rows.order_by(F("type_code").desc()).values("bearer")[:1]


def _speaks_of(asked: dict[str, Any]) -> Q:
    """The same as ``rules.responsibility`` asks of a row."""
    if asked["area"] == ResponsibilityArea.INSPECTION:
        return Q(type_code="") | Q(type_code=OuterRef(asked["type_code"]))
    if asked["area"] == ResponsibilityArea.REPAIR:
        amount = OuterRef(asked["amount"])
        return Q(amount_from__lte=amount) & (Q(amount_upto__isnull=True) | Q(amount_upto__gte=amount))
    return Q()


def _outer(value: Any, depth: int) -> Any:
    """A column of the query that asks, ``depth`` queries out; a day is a day at any depth."""
    if isinstance(value, date):
        return value
    return OuterRef(value) if depth == NEAREST else OuterRef(OuterRef(value))


def side_of_inspection(*, centre: str, type_code: str, day: str | date) -> Combinable:
    """Whose task an inspection is, as a column: the manager's by the agreement, else the city's.

    Where no agreement that ever held at the centre gives the manager an inspection, nothing more is asked: of
    a whole city's inspections that is most.
    """
    bearer = bearer_column(ResponsibilityArea.INSPECTION, centre=centre, type_code=type_code, day=day)
    ever = Q(**{f"{centre}__in": _centres_ever_with_managers_inspections()})
    return Case(
        When(ever & Q(Exact(bearer, Bearer.MANAGER)), then=text(Side.MANAGER)), default=text(Side.CITY)
    )


def _centres_ever_with_managers_inspections() -> Any:
    rows = ResponsibilityRow.objects.filter(area=ResponsibilityArea.INSPECTION, bearer=Bearer.MANAGER)
    under = rows.order_by()
    return (
        Designation.objects.order_by()
        .filter(
            Q(
                pk__in=under.filter(terms__agreement__designation__isnull=False).values(
                    "terms__agreement__designation"
                )
            )
            | Q(
                bundle__in=under.filter(terms__agreement__bundle__isnull=False).values(
                    "terms__agreement__bundle"
                )
            )
        )
        .values("centre")
    )
