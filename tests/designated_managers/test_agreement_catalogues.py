"""The templates of agreements as they are shipped, and one that cannot be read."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from common.catalogues import read_catalogue
from config.management.commands import load_catalogues
from designated_managers.models import (
    AgreementTemplate,
    ObligationType,
)
from designated_managers.queries import agreements
from designated_managers.rules.responsibility import problems_with_shares
from tests.designated_managers.agreeing import ON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def test_every_type_belongs_to_a_template_and_every_template_shares_its_repairs_without_a_gap():
    templates = set(AgreementTemplate.objects.values_list("code", flat=True))
    rows = {code: agreements.rows_of_template(code, on=ON) for code in templates}

    assert set(ObligationType.objects.values_list("template", flat=True)) == templates
    for of_template in rows.values():
        assert list(problems_with_shares([row.share for row in of_template])) == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("due_rule: day_of_next_month", "due_rule: sometime", "sometime"),
        ("    due_count: 15\n", "", "この期限の数え方には"),
        ("rolls_by: clause", "rolls_by: ''", "根拠（rolls_by）"),
        ("code: standard/monthly_report", "code: standard/monthly", "ひな型のコード/種類のコード"),
    ],
)
def test_a_template_with_an_unknown_rule_stops_the_load_and_changes_nothing(
    tmp_path, monkeypatch, settings, before, after, sentence
):
    text = (settings.BASE_DIR / "designated_managers/catalogues/obligation_types.yaml").read_text("utf-8")
    assert before in text
    wrong = tmp_path / "obligation_types.yaml"
    wrong.write_text(text.replace(before, after, 1).replace("name: 精算書", "name: 精算の書"), "utf-8")
    shipped = next(one for one in load_catalogues.SHIPPED if one.model is ObligationType)
    entries = read_catalogue(wrong, required=shipped.required, optional=shipped.optional)
    monkeypatch.setattr(
        load_catalogues,
        "entries_of",
        lambda one: entries.entries if one is shipped else (),
    )
    monkeypatch.setattr(load_catalogues, "SHIPPED", (shipped,))

    with pytest.raises(CommandError) as refused:
        call_command("load_catalogues", stdout=io.StringIO())

    assert "obligation_types.yaml" in str(refused.value)
    assert "行目" in str(refused.value)
    assert sentence in str(refused.value)
    assert not ObligationType.objects.filter(name="精算の書").exists()
