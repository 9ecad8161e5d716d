"""Facts of the city itself that the inspection catalogue asks for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from maintenance.rules.facts import OF_CITY


def is_fact_of_city(code: str) -> None:
    """For the field: refuses a code that no condition can ask for."""
    if code not in OF_CITY:
        known = "、".join(sorted(OF_CITY))
        message = f"「{code}」という市の事実はありません。{known} のどれかにしてください。"
        raise ValidationError(message, code="invalid")


class CityFact(CatalogueRow):
    """A fact of the city (市の事実): whether it has a 建築主事 of its own. Shipped in
    ``catalogues/city_facts.yaml``. No answer: not known."""

    name = models.CharField("名称", max_length=80)
    answer = models.BooleanField("答え", null=True, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "市の事実"
        verbose_name_plural = "市の事実"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The code is the name of a fact."""
        is_fact_of_city(self.code)
