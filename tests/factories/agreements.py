"""Agreements for tests: dull, fixed, made by the office's own acts. They need the shipped catalogues."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from designated_managers import actions
from tests.factories.designated_managers import ENTERED_ON, make_designation

if TYPE_CHECKING:
    from designated_managers.models import Agreement, AnnualAgreement, Designation

AGREED_ON = date(2024, 3, 25)
FEE = 4_800_001


def make_agreement(*, on: date = ENTERED_ON, **facts: Any) -> Agreement:
    """A basic agreement by the standard template, signed before its term; of a new designation unless told."""
    if "designation" not in facts and "bundle" not in facts:
        facts["designation"] = make_designation(on=on)
    return actions.register_agreement(on=on, **{"template_code": "standard", "agreed_on": AGREED_ON, **facts})


def make_annual(agreement: Agreement, *, on: date = ENTERED_ON, **facts: Any) -> AnnualAgreement:
    """The annual agreement of 令和8年度, signed on its eve, paid at the end of each quarter."""
    defaults: dict[str, Any] = {"fiscal_year": 2026, "agreed_on": date(2026, 3, 27), "fee": FEE}
    return actions.make_annual_agreement(agreement.pk, on=on, **{**defaults, **facts})


def designation_of(agreement: Agreement) -> Designation:
    """The one designation of an agreement that is not a bundle's."""
    assert agreement.designation is not None
    return agreement.designation
