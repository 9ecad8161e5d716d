"""What the building itself is made of and worth, and how it stands against an earthquake (耐震・価額)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from common.db.checks import CheckOf
from common.db.partial_dates import PartialDateField, partial_date_constraint
from facilities.choices import CostCategory, SeismicStandard, Shelter, Strengthening
from facilities.models.columns import LONGEST_CODE, above_zero, word, yen, yes_no


class BodyFacts(models.Model):
    """What the building law looks at besides structure and area, and when its parts were made new (改修)."""

    has_certificate = yes_no("検査済証")
    tiled_wall = yes_no("タイル・石・モルタルの外壁")
    specific_ceiling = yes_no("特定天井")
    asbestos = yes_no("石綿を含む吹付け材など")
    interior_refitted_on = PartialDateField("内部仕上げの改修年月")
    electrical_refitted_on = PartialDateField("電気設備の改修年月")
    mechanical_refitted_on = PartialDateField("機械設備の改修年月")

    class Meta:
        abstract = True


class SeismicFacts(models.Model):
    """How it stands against an earthquake (耐震). ``is_value`` (Is値) is in 0.01: 0.62 is 62."""

    seismic_standard = word("耐震基準", SeismicStandard)
    seismic_diagnosed = yes_no("耐震診断")
    is_value = models.PositiveSmallIntegerField("Is値", null=True, blank=True)
    seismic_strengthened = word("耐震補強", Strengthening)

    class Meta:
        abstract = True


class PublicFacts(models.Model):
    """What the building is to the city: a shelter, a value in its books, a class of its estimate."""

    shelter = word("避難所の指定", Shelter)
    shelter_capacity = above_zero("避難所の収容人数")
    acquisition_cost = yen("取得費")
    book_value = yen("簿価")
    cost_category = models.CharField(
        "更新費用の試算の分類",
        max_length=LONGEST_CODE,
        choices=CostCategory.choices,
        default=CostCategory.CULTURE,
    )

    class Meta:
        abstract = True


REFITS = ("interior_refitted_on", "electrical_refitted_on", "mechanical_refitted_on")


def _refit_after_built(name: str) -> CheckOf:
    return CheckOf(
        name,
        Q(**{f"{name}_last__isnull": True})
        | Q(built_on_first__isnull=True)
        | Q(**{f"{name}_last__gte": F("built_on_first")}),
        name=f"building_{name}_on_or_after_built",
        message="改修年月は建築年月以後の日にしてください。",
    )


BODY_CONSTRAINTS: tuple[Any, ...] = (
    CheckOf(
        "certified_on",
        Q(has_certificate__isnull=True) | Q(has_certificate=True) | Q(certified_on_first__isnull=True),
        name="building_certified_on_needs_certificate",
        message="検査済証がないときは、交付日を空けてください。",
    ),
    *(partial_date_constraint(name, "building") for name in REFITS),
    *(_refit_after_built(name) for name in REFITS),
    CheckOf(
        "is_value",
        Q(is_value__isnull=True) | Q(seismic_diagnosed__isnull=True) | Q(seismic_diagnosed=True),
        name="building_is_value_needs_diagnosis",
        message="耐震診断をしていないときは、Is値を空けてください。",
    ),
    CheckOf(
        "shelter_capacity",
        Q(shelter_capacity__isnull=True) | ~Q(shelter__in=("", Shelter.NONE)),
        name="building_shelter_capacity_of_a_shelter",
        message="避難所の収容人数を入力するときは、避難所の指定も選んでください。",
    ),
    CheckOf(
        "shelter_capacity",
        Q(shelter_capacity__isnull=True) | Q(shelter_capacity__gt=0),
        name="building_shelter_capacity_above_zero",
        message="避難所の収容人数は0より大きい数にしてください。",
    ),
)
