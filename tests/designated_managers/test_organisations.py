"""Entering organisations."""

from __future__ import annotations

import pytest

from common.problems import Refused
from designated_managers.actions import (
    change_organisation,
    register_organisation,
)
from designated_managers.models import Organisation
from tests.answers import said
from tests.factories.designated_managers import make_organisation

pytestmark = pytest.mark.django_db


def test_an_organisation_is_entered_and_changed():
    organisation = register_organisation(name="見本協議会", kind="running_council")

    change_organisation(organisation.pk, representative="見本 太郎", corporate_number="9234567890123")

    stored = Organisation.objects.get()
    assert (stored.name, stored.representative, stored.corporate_number) == (
        "見本協議会",
        "見本 太郎",
        "9234567890123",
    )
    assert stored.history.count() == 2


@pytest.mark.parametrize("number", ["123456789012", "92345678901234", "0123456789012", "123456789012a"])
def test_a_corporate_number_has_thirteen_digits(number):
    with pytest.raises(Refused) as refusal:
        register_organisation(name="見本協議会", kind="npo", corporate_number=number)

    assert {field for field, _ in said(refusal)} == {"corporate_number"}
    assert Organisation.objects.count() == 0


def test_two_organisations_do_not_share_a_name():
    make_organisation("見本協議会")

    with pytest.raises(Refused) as refusal:
        make_organisation("見本協議会")

    assert [field for field, _ in said(refusal)] == ["name"]
