"""Buildings and the plant and equipment inside them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from centres.models import Centre
from common.db.checks import CheckOf
from common.db.history import tracked
from common.db.partial_dates import PartialDateField, partial_date_constraint
from common.db.stated_facts import StatedFact
from facilities.choices import BuildingRole, EquipmentCategory, Structure
from facilities.models.body_facts import BODY_CONSTRAINTS, BodyFacts, PublicFacts, SeismicFacts
from facilities.models.columns import above_zero, whole
from facilities.models.fire_facts import FireFacts
from facilities.models.plant_facts import PLANT_CONSTRAINTS, PlantFacts, PowerFacts
from facilities.querysets.buildings import BuildingQuerySet, EquipmentQuerySet


class Building(FireFacts, PowerFacts, PlantFacts, BodyFacts, SeismicFacts, PublicFacts):
    """A building (建物) of a centre, with every attribute that laws and estimates ask of it.

    ``floor_area`` is in units of 0.01 m2 (96.68 m2 is 9668): SQLite would add decimals as floats. ``None``
    in any fact means not known, never "none"; what is known to be none is 0, No, or the word ``none``.
    ``awaits_opening``: a renewal project is making it, and it is not in use yet.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="buildings")
    name = models.CharField("建物名", max_length=80)
    role = models.CharField("区分", max_length=20, choices=BuildingRole.choices, default=BuildingRole.MAIN)
    structure = models.CharField("構造", max_length=10, choices=Structure.choices, blank=True)
    floors_above = models.PositiveSmallIntegerField("地上階数", null=True, blank=True)
    floors_below = models.PositiveSmallIntegerField("地下階数", null=True, blank=True)
    floor_area = above_zero("延床面積")
    built_on = PartialDateField("建築年月")
    confirmed_on = PartialDateField("建築確認日")
    certified_on = PartialDateField("検査済証交付日")
    retired_on = PartialDateField("用途廃止日")
    opened_on = PartialDateField("供用開始日")
    awaits_opening = models.BooleanField("供用開始を待っている", default=False)
    notes = models.TextField("備考", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"notes", "acquisition_cost", "book_value"})

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = "建物"
        verbose_name_plural = "建物"
        ordering = ["centre", "pk"]
        constraints = [
            models.UniqueConstraint(
                "centre",
                "name",
                name="building_name_once_per_centre",
                violation_error_message="この施設には同じ名前の建物がすでにあります。",
            ),
            models.CheckConstraint(
                name="building_floor_area_above_zero",
                condition=Q(floor_area__isnull=True) | Q(floor_area__gt=0),
                violation_error_message="延床面積は0より大きい数にしてください。",
            ),
            *(
                partial_date_constraint(name, "building")
                for name in ("built_on", "confirmed_on", "certified_on", "retired_on", "opened_on")
            ),
            models.CheckConstraint(
                name="building_retired_on_or_after_built",
                condition=Q(retired_on_last__isnull=True)
                | Q(built_on_first__isnull=True)
                | Q(retired_on_last__gte=F("built_on_first")),
                violation_error_message="用途廃止日は建築年月以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="building_opened_on_or_after_built",
                condition=Q(opened_on_last__isnull=True)
                | Q(built_on_first__isnull=True)
                | Q(opened_on_last__gte=F("built_on_first")),
                violation_error_message="供用開始日は建築年月以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="building_retired_on_or_after_opened",
                condition=Q(retired_on_last__isnull=True)
                | Q(opened_on_first__isnull=True)
                | Q(retired_on_last__gte=F("opened_on_first")),
                violation_error_message="用途廃止日は供用開始日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="building_awaiting_is_not_open",
                condition=Q(awaits_opening=False) | Q(opened_on_first__isnull=True),
                violation_error_message="供用開始を待っている建物に、供用開始日は書けません。",
            ),
            *BODY_CONSTRAINTS,
            *PLANT_CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.name}"


class BuildingFact(StatedFact):
    """Where one fact of a building comes from, and how sure we are of it."""

    record = models.ForeignKey(Building, models.CASCADE, verbose_name="建物", related_name="stated_facts")

    class Meta(StatedFact.Meta):
        abstract = False
        verbose_name = "建物の事実の出典"
        verbose_name_plural = "建物の事実の出典"
        constraints = [models.UniqueConstraint("record", "field", name="building_fact_once")]


class Equipment(models.Model):
    """Plant or equipment (設備) installed in a building.

    ``compressor_watts`` is of one machine, 0 where it has no compressor: the law on fluorocarbons looks at
    each machine alone. ``life_ends_on`` is what ``rules.life`` makes of the day of installation and the
    expected life, kept by the acts for the nightly job. ``warranty_until`` is the last day of the warranty,
    as agreed with the supplier.
    """

    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="equipment")
    name = models.CharField("設備名", max_length=120)
    category = models.CharField("区分", max_length=20, choices=EquipmentCategory.choices)
    maker = models.CharField("製造者", max_length=80, blank=True)
    serial = models.CharField("製造番号", max_length=80, blank=True)
    installed_on = PartialDateField("設置年月")
    expected_life_years = above_zero("標準の耐用年数")
    life_ends_on = models.DateField("標準の耐用年数の末日", null=True, blank=True, editable=False)
    warranty_until = models.DateField("保証期間の末日", null=True, blank=True)
    compressor_watts = whole("圧縮機の定格出力")
    removed_on = PartialDateField("撤去年月")
    notes = models.TextField("備考", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"notes", "warranty_until"})

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = "設備"
        verbose_name_plural = "設備"
        ordering = ["building", "category", "pk"]
        constraints = [
            models.UniqueConstraint(
                "building",
                "name",
                name="equipment_name_once_per_building",
                violation_error_message="この建物には同じ名前の設備がすでにあります。",
            ),
            *(partial_date_constraint(name, "equipment") for name in ("installed_on", "removed_on")),
            models.CheckConstraint(
                name="equipment_removed_on_or_after_installed",
                condition=Q(removed_on_last__isnull=True)
                | Q(installed_on_first__isnull=True)
                | Q(removed_on_last__gte=F("installed_on_first")),
                violation_error_message="撤去年月は設置年月以後の日にしてください。",
            ),
            CheckOf(
                "expected_life_years",
                Q(expected_life_years__isnull=True) | Q(expected_life_years__gt=0),
                name="equipment_expected_life_above_zero",
                message="標準の耐用年数は0より大きい数にしてください。",
            ),
            CheckOf(
                "warranty_until",
                Q(warranty_until__isnull=True)
                | Q(installed_on_first__isnull=True)
                | Q(warranty_until__gte=F("installed_on_first")),
                name="equipment_warranty_until_on_or_after_installed",
                message="保証期間の末日は設置年月以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.name}"
