"""What stands on the card of a centre besides its buildings: uses, rooms, land, years of use, files."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from centres.models import Centre
from common.db.attached_files import AttachedFile
from common.db.checks import CheckOf
from common.db.history import tracked
from common.db.partial_dates import PartialDateField, partial_date_constraint
from common.db.sourced import SOURCE_FIELDS, Sourced
from common.fiscal_year import FiscalYear
from facilities.choices import FeeBasis, FileKind, Ownership, UseKind, Zoning
from facilities.models.buildings import Building
from facilities.models.columns import above_zero, whole, word, yen, yes_no
from facilities.querysets.record import (
    BuildingUseQuerySet,
    CentreFileQuerySet,
    LandQuerySet,
    RoomQuerySet,
    YearOfUseQuerySet,
)

FIRST_YEAR, LAST_YEAR = 1950, 2199
LOWEST, HIGHEST = -9, 99


NO_STOREY_0 = "階は、1階なら1、地下1階なら-1としてください。"


def refuse_storey_0(storey: int) -> None:
    """Between the first storey and the first below the ground there is none."""
    if storey == 0:
        raise ValidationError(NO_STOREY_0, code="storey-0")


def _storey() -> models.SmallIntegerField[int | None, int | None]:
    """Of a part of a building: 2 is the second storey, -1 the first below the ground; none is 0."""
    message = "階は、地下9階（-9）から99階までにしてください。"
    return models.SmallIntegerField(
        "階",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(LOWEST, message),
            MaxValueValidator(HIGHEST, message),
            refuse_storey_0,
        ],
        help_text="地下1階は -1 です。",
    )


def _no_storey_0(table: str) -> CheckOf:
    return CheckOf(
        "storey",
        Q(storey__isnull=True) | ~Q(storey=0),
        name=f"{table}_storey_not_zero",
        message=NO_STOREY_0,
    )


class BuildingUse(models.Model):
    """What a part of a building is used for, on which storey, and its area in 0.01 m2 (用途).

    A branch office and a civic centre in one building are two uses, each with its own area.
    """

    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="uses")
    kind = models.CharField("用途", max_length=20, choices=UseKind.choices)
    name = models.CharField("呼び名", max_length=80, blank=True)
    storey = _storey()
    area = models.PositiveIntegerField(
        "面積", validators=[MinValueValidator(1, message="面積は0より大きい数にしてください。")]
    )
    history = tracked()

    objects = BuildingUseQuerySet.as_manager()

    class Meta:
        verbose_name = "建物の用途"
        verbose_name_plural = "建物の用途"
        ordering = ["building", "storey", "pk"]
        constraints = [
            models.UniqueConstraint(
                "building",
                "kind",
                "name",
                # A storey that is not known counts as one: there is no storey 0.
                Coalesce("storey", 0),
                name="buildinguse_once_per_storey",
                violation_error_message="同じ階に同じ用途・呼び名の行があります。",
            ),
            CheckOf(
                "area",
                Q(area__gt=0),
                name="buildinguse_area_above_zero",
                message="面積は0より大きい数にしてください。",
            ),
            _no_storey_0("buildinguse"),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.name or self.get_kind_display()}"


class Room(Sourced):
    """A room (部屋) that people use, its area in 0.01 m2 and its fee in yen.

    A fee of 0 is no fee (無料); ``None`` is not known. ``retired_on`` is the first day on which it is no
    longer lent.
    """

    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="rooms")
    name = models.CharField("部屋名", max_length=80)
    storey = _storey()
    area = above_zero("面積")
    capacity = above_zero("定員")
    fee = models.PositiveIntegerField(
        "使用料", null=True, blank=True, help_text="0は無料、空（null）は不明です。"
    )
    fee_basis = models.CharField("使用料の単位", max_length=10, choices=FeeBasis.choices, blank=True)
    fee_note = models.CharField("使用料の説明", max_length=200, blank=True)
    retired_on = models.DateField("使わなくなった日", null=True, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = SOURCE_FIELDS

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = "部屋"
        verbose_name_plural = "部屋"
        ordering = ["building", "storey", "pk"]
        constraints = [
            models.UniqueConstraint(
                "building",
                "name",
                name="room_name_once_per_building",
                violation_error_message="この建物には同じ名前の部屋がすでにあります。",
            ),
            CheckOf(
                "area",
                Q(area__isnull=True) | Q(area__gt=0),
                name="room_area_above_zero",
                message="面積は0より大きい数にしてください。",
            ),
            CheckOf(
                "capacity",
                Q(capacity__isnull=True) | Q(capacity__gt=0),
                name="room_capacity_above_zero",
                message="定員は0より大きい数にしてください。",
            ),
            CheckOf(
                "fee_basis",
                Q(fee__isnull=True) | Q(fee=0) | ~Q(fee_basis=""),
                name="room_fee_has_a_basis",
                message="使用料を入力するときは、使用料の単位を選んでください。",
            ),
            _no_storey_0("room"),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.name}"


class Land(Sourced):
    """Land (土地) on which a centre stands; areas in 0.01 m2, ratios in whole per cent."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="land")
    name = models.CharField("土地の呼び名", max_length=80, default="敷地")
    area = above_zero("面積")
    ownership = word("所有", Ownership)
    leased_area = whole("借地の面積")
    zoning = word("用途地域", Zoning)
    coverage_ratio = above_zero("建ぺい率")
    floor_ratio = above_zero("容積率")
    parking = whole("駐車場")
    wheelchair_parking = whole("車椅子用の駐車場")
    playground = yes_no("遊具")
    notes = models.TextField("備考", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = SOURCE_FIELDS | {"notes"}

    objects = LandQuerySet.as_manager()

    class Meta:
        verbose_name = "土地"
        verbose_name_plural = "土地"
        ordering = ["centre", "pk"]
        constraints = [
            models.UniqueConstraint(
                "centre",
                "name",
                name="land_name_once_per_centre",
                violation_error_message="この施設には同じ呼び名の土地がすでにあります。",
            ),
            CheckOf(
                "area",
                Q(area__isnull=True) | Q(area__gt=0),
                name="land_area_above_zero",
                message="面積は0より大きい数にしてください。",
            ),
            CheckOf(
                "leased_area",
                Q(leased_area__isnull=True) | Q(area__isnull=True) | Q(leased_area__lte=F("area")),
                name="land_leased_area_within_area",
                message="借地の面積は、土地の面積以下にしてください。",
            ),
            CheckOf(
                "leased_area",
                Q(leased_area__isnull=True) | Q(leased_area=0) | ~Q(ownership=Ownership.CITY),
                name="land_of_the_city_is_not_leased",
                message="市有地のときは、借地の面積を0にするか空けてください。",
            ),
            CheckOf(
                "coverage_ratio",
                Q(coverage_ratio__isnull=True) | Q(coverage_ratio__gt=0, coverage_ratio__lte=100),
                name="land_coverage_ratio_up_to_100",
                message="建ぺい率は1から100までにしてください。",
            ),
            CheckOf(
                "floor_ratio",
                Q(floor_ratio__isnull=True) | Q(floor_ratio__gt=0, floor_ratio__lte=2000),
                name="land_floor_ratio_in_reason",
                message="容積率は1から2000までにしてください。",
            ),
            CheckOf(
                "wheelchair_parking",
                Q(wheelchair_parking__isnull=True)
                | Q(parking__isnull=True)
                | Q(wheelchair_parking__lte=F("parking")),
                name="land_wheelchair_parking_within_parking",
                message="車椅子用の駐車場は、駐車場の台数以下にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.name}"


class YearOfUse(Sourced):
    """How a centre was used in a fiscal year and what its upkeep cost, in yen (年度の実績).

    The management fee belongs to the agreement and is not told here.
    """

    UPKEEP: ClassVar[tuple[str, ...]] = ("utilities", "repairs", "services", "other_upkeep")

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="years_of_use")
    fiscal_year = models.PositiveSmallIntegerField("年度", help_text="年度の始まる年。令和7年度は2025です。")
    users = whole("利用者数")
    uses_count = whole("利用件数")
    fees = yen("使用料の収入")
    utilities = yen("光熱水費")
    repairs = yen("修繕料")
    services = yen("委託料")
    other_upkeep = yen("そのほかの維持管理費")
    notes = models.TextField("備考", blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = SOURCE_FIELDS | {"notes", *UPKEEP}

    objects = YearOfUseQuerySet.as_manager()

    class Meta:
        verbose_name = "年度の実績"
        verbose_name_plural = "年度の実績"
        ordering = ["centre", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                "centre",
                "fiscal_year",
                name="yearofuse_once_per_centre",
                violation_error_message="この施設のこの年度の実績は、すでに登録されています。",
            ),
            CheckOf(
                "fiscal_year",
                Q(fiscal_year__gte=FIRST_YEAR, fiscal_year__lte=LAST_YEAR),
                name="yearofuse_fiscal_year_in_reason",
                message="年度を確かめてください。昭和25年度より前は登録できません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {FiscalYear(self.fiscal_year)}"


class CentreFile(AttachedFile):
    """A photograph or document of a centre or of one of its buildings (写真・文書).

    ``made_on`` is the day it was taken or written. A group sees it while the city shares it. Withdrawn
    (取り下げ) it is shown to nobody any more, but stays with the reason.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="files")
    building = models.ForeignKey(
        Building, models.PROTECT, verbose_name="建物", related_name="files", null=True, blank=True
    )
    kind = models.CharField("種別", max_length=10, choices=FileKind.choices)
    title = models.CharField("題名", max_length=120)
    made_on = PartialDateField("撮影・作成した日")
    shared = models.BooleanField("団体にも見せる", default=False)
    withdrawn_on = models.DateField("取り下げた日", null=True, blank=True)
    withdrawn_reason = models.CharField("取り下げた理由", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"withdrawn_on", "withdrawn_reason"})

    objects = CentreFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "写真・文書"
        verbose_name_plural = "写真・文書"
        constraints = [
            partial_date_constraint("made_on", "centrefile"),
            CheckOf(
                "withdrawn_reason",
                Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="centrefile_withdrawn_with_a_reason",
                message="取り下げた理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.title}"
