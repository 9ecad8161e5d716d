"""What is made up around the published facts (見本): people, posts, five centres, equipment, duties.

Days are told relative to the day asked (``on``), so that the desk has something overdue, something due
within 7 and within 30 days, something later and something whose day cannot be told, on whatever day the
sample city is built. Every name or note says 見本; no invented body runs a real centre, and no invented
person belongs to a real body.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from centres.choices import CentreKind, DreamPlan, PostLevel
from common.certainty import Certainty
from common.fiscal_year import FiscalYear
from common.months import add_months, last_of_month
from common.office_days import load_office_days
from common.partial_dates import PartialDate
from common.periods import Period
from designated_managers.choices import OrganisationKind, VoteResult
from facilities.choices import (
    Boiler,
    BuildingPart,
    BuildingRole,
    EquipmentCategory,
    FeeBasis,
    FireItem,
    Generator,
    Ownership,
    ProjectKind,
    ProjectStep,
    SeismicStandard,
    SepticTank,
    Shelter,
    Strengthening,
    Structure,
    UndergroundTank,
    UseKind,
    Voltage,
    Zoning,
)
from facilities.models import YearOfUse
from maintenance.choices import ContractKind, Outcome
from portal.sample_city.entries import (
    SAMPLE,
    AssessmentEntry,
    BuildingEntry,
    CentreEntry,
    ContractEntry,
    DesignationEntry,
    DistrictEntry,
    EquipmentEntry,
    Facts,
    OrganisationEntry,
    PersonEntry,
    PlanEntry,
    PostEntry,
    ProjectEntry,
    SmallEntry,
    SuspensionEntry,
    Told,
    TurnEntry,
    UseEntry,
    sample,
)

if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True)
class Holds:
    """The rooms and uses of an invented building."""

    rooms: tuple[SmallEntry, ...] = ()
    uses: tuple[UseEntry, ...] = ()


NOTHING_INSIDE = Holds()
IN_SAMPLE = "見本です。実在しません。"
ONE_DAY = timedelta(days=1)

CENTRAL, EAST, WEST, SOUTH, NORTH = (f"見本{where}市民センター" for where in ("中央", "東", "西", "南", "北"))
CENTRAL_BODY, EAST_BODY, SOUTHWEST_BODY, NORTH_BODY = (
    f"見本{where}協議会" for where in ("中央", "東", "西南", "北")
)

POSTS = (
    PostEntry("kacho", "課長", PostLevel.MANAGER),
    PostEntry("kakaricho", "係長", PostLevel.CHIEF, superior="kacho"),
    PostEntry("tanto-1", "市民センター担当 1", PostLevel.OFFICER, superior="kakaricho"),
    PostEntry("tanto-2", "市民センター担当 2", PostLevel.OFFICER, superior="kakaricho"),
)
CENTRE_POSTS = (
    PostEntry("center-north", f"{NORTH}職員", PostLevel.CENTRE, superior="tanto-2", centre=NORTH),
)

PEOPLE = (
    PersonEntry("tanto1", "見本 太郎", "みほん たろう", "市民センター担当", post="tanto-1"),
    PersonEntry("tanto2", "見本 花子", "みほん はなこ", "市民センター担当", post="tanto-2"),
    PersonEntry("kakaricho", "見本 一郎", "みほん いちろう", "係長・課長", post="kakaricho"),
    PersonEntry("kacho", "見本 京子", "みほん きょうこ", "係長・課長", post="kacho"),
    PersonEntry("kansa", "見本 正", "みほん ただし", "監査委員事務局"),
    PersonEntry("kanri", "見本 学", "みほん まなぶ", "システム管理者", is_staff=True),
    PersonEntry("center", "見本 桜", "みほん さくら", "センター職員", post="center-north"),
    PersonEntry("dantai1", "見本 和夫", "みほん かずお", "地域団体", organisation=CENTRAL_BODY),
    PersonEntry("dantai2", "見本 里美", "みほん さとみ", "地域団体", organisation=EAST_BODY),
)

DISTRICTS = (
    DistrictEntry("見本", Told(value=False, page=SAMPLE, certainty=Certainty.SAMPLE), DreamPlan.DRAWING_UP),
    DistrictEntry("見本山", Told(value=True, page=SAMPLE, certainty=Certainty.SAMPLE), DreamPlan.ADOPTED),
)


def _small(**values: Any) -> SmallEntry:
    """A small record that is made up."""
    return SmallEntry(values, SAMPLE, Certainty.SAMPLE)


def _land(area: int, **more: Any) -> SmallEntry:
    """The land of a centre; ``area`` in 0.01 m2."""
    known = {
        "area": area,
        "ownership": Ownership.CITY,
        "leased_area": 0,
        "zoning": Zoning.RESIDENTIAL_1,
        "coverage_ratio": 60,
        "floor_ratio": 200,
        "parking": 20,
        "wheelchair_parking": 1,
        "playground": False,
    }
    return _small(**{**known, **more}, notes=IN_SAMPLE)


def _room(name: str, storey: int, area: int, capacity: int | None, **more: Any) -> SmallEntry:
    return _small(name=f"見本 {name}", storey=storey, area=area, capacity=capacity, **more)


def _by_the_hour(fee: int) -> dict[str, Any]:
    return {"fee": fee, "fee_basis": FeeBasis.HOUR}


def _centre(
    name: str, kana: str, post: str, *buildings: BuildingEntry, land: SmallEntry, **more: Any
) -> CentreEntry:
    facts = sample(
        name=name,
        kana=f"みほん{kana}しみんせんたー",
        kind=CentreKind.CIVIC_CENTRE,
        **{"district": "見本", **more},
        internal_notes=IN_SAMPLE,
    )
    return CentreEntry(facts, post, buildings, (land,))


def _building(
    name: str,
    built: PartialDate,
    area: int,
    *equipment: EquipmentEntry,
    holds: Holds = NOTHING_INSIDE,
    **more: Any,
) -> BuildingEntry:
    """An invented building; ``area`` in 0.01 m2."""
    return BuildingEntry(
        sample(
            **{"name": name, "role": BuildingRole.MAIN, "structure": Structure.RC, "floors_above": 2, **more},
            built_on=built,
            floor_area=area,
            notes=IN_SAMPLE,
        ),
        equipment,
        holds.rooms,
        holds.uses,
    )


def _piece(name: str, category: EquipmentCategory, **known: Any) -> EquipmentEntry:
    return EquipmentEntry(f"見本 {name}", category, IN_SAMPLE, known)


# What laws and estimates ask of the building that is told in full.
CENTRAL_FACTS = {
    "floors_below": 0,
    "confirmed_on": PartialDate.of_month(1980, 9),
    "has_certificate": True,
    "certified_on": PartialDate.of_month(1982, 3),
    "interior_refitted_on": PartialDate.of_fiscal_year(2009),
    "mechanical_refitted_on": PartialDate.of_fiscal_year(2011),
    "fire_item": FireItem.MIXED_WITH_ASSEMBLY,
    "fixed_seats": 0,
    "bench_width_cm": 0,
    "standing_area": 0,
    "other_audience_area": 24_000,
    "staff": 6,
    "occupants_reported": 480,
    "direct_stairs": 2,
    "fire_shutters": True,
    "voltage": Voltage.HIGH,
    "generator": Generator.NONE,
    "solar_watts": 9_900,
    "battery_watt_hours": 0,
    "ev_charger_watts": 0,
    "water_tank_litres": 12_500,
    "septic_tank": SepticTank.NONE,
    "underground_tank": UndergroundTank.NONE,
    "lifts": 1,
    "boiler": Boiler.SIMPLE,
    "bath": False,
    "lp_gas": False,
    "tiled_wall": True,
    "specific_ceiling": False,
    "asbestos": False,
    "seismic_standard": SeismicStandard.OLD,
    "seismic_diagnosed": True,
    "is_value": 62,
    "seismic_strengthened": Strengthening.DONE,
    "shelter": Shelter.BOTH,
    "shelter_capacity": 160,
    "acquisition_cost": 268_000_000,
    "book_value": 32_160_000,
}
CENTRAL_HOLDS = Holds(
    rooms=(
        _room("ホール", 2, 24_000, 240, **_by_the_hour(816)),
        _room("会議室1", 1, 5_400, 36, **_by_the_hour(184)),
        _room("会議室2", 2, 4_200, 24, **_by_the_hour(143)),
        _room("和室", 1, 4_860, 30, **_by_the_hour(165)),
        _room("調理室", 1, 6_480, 24, **_by_the_hour(350)),
        _room("図書コーナー", 1, 3_600, None, fee=0),
    ),
    uses=(
        UseEntry(UseKind.ASSEMBLY, 1, 39_000),
        UseEntry(UseKind.OFFICE, 1, 17_000),
        UseEntry(UseKind.ASSEMBLY, 2, 62_500),
        UseEntry(UseKind.STORE, 2, 4_000),
    ),
)


def _hall(area: int, fee: int) -> Holds:
    """A building with one room of which something is known."""
    return Holds(rooms=(_room("集会室", 1, area, 80, **_by_the_hour(fee)),))


CENTRES = (
    _centre(
        CENTRAL,
        "ちゅうおう",
        "tanto-1",
        _building(
            "本館",
            PartialDate.of_fiscal_year(1981),
            125_040,
            _piece(
                "エレベーター",
                EquipmentCategory.LIFT,
                installed_on=PartialDate.of_fiscal_year(2011),
                expected_life_years=17,
                compressor_watts=0,
            ),
            _piece(
                "受変電設備",
                EquipmentCategory.POWER,
                installed_on=PartialDate.of_fiscal_year(1981),
                expected_life_years=15,
                compressor_watts=0,
            ),
            _piece("自動火災報知設備", EquipmentCategory.FIRE, compressor_watts=0),
            _piece(
                "空調設備",
                EquipmentCategory.AIR_CONDITIONING,
                installed_on=PartialDate.of_month(2012, 3),
                expected_life_years=15,
                compressor_watts=11_200,
            ),
            holds=CENTRAL_HOLDS,
            **CENTRAL_FACTS,
        ),
        _building(
            "別館",
            PartialDate.of_month(1996, 3),
            31_275,
            role=BuildingRole.ANNEX,
            structure=Structure.STEEL,
            floors_above=1,
        ),
        land=_land(298_640, parking=42, wheelchair_parking=2, playground=True),
        opened_on=PartialDate.of_day(date(1982, 4, 1)),
    ),
    _centre(
        EAST,
        "ひがし",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_year(1974),
            68_420,
            _piece("消防用設備", EquipmentCategory.FIRE),
            holds=_hall(12_000, 408),
        ),
        BuildingEntry(sample(name="新館", role=BuildingRole.MAIN, structure=Structure.WOOD, notes=IN_SAMPLE)),
        land=_land(152_300),
    ),
    _centre(
        WEST,
        "にし",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_month(2003, 11),
            72_118,
            _piece("自動ドア", EquipmentCategory.AUTOMATIC_DOOR),
            holds=_hall(14_400, 490),
        ),
        land=_land(180_450),
    ),
    _centre(
        SOUTH,
        "みなみ",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_fiscal_year(1988),
            54_600,
            holds=_hall(9_900, 337),
            structure=Structure.WOOD,
            floors_above=1,
        ),
        land=_land(120_000, ownership=Ownership.PARTLY_LEASED, leased_area=32_000, zoning=Zoning.OUTSIDE),
        district="見本山",
    ),
    _centre(
        NORTH,
        "きた",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_month(1990, 3),
            61_950,
            _piece("浄化槽", EquipmentCategory.SEPTIC_TANK),
            holds=_hall(10_800, 367),
            septic_tank=SepticTank.COMBINED,
            septic_tank_persons=21,
        ),
        land=_land(140_000, zoning=Zoning.OUTSIDE),
        district="見本山",
    ),
)


def suspensions(on: date) -> tuple[SuspensionEntry, ...]:
    """A centre that is out of use just now (休止中)."""
    days = Period(on - timedelta(days=20), on + timedelta(days=100))
    return (SuspensionEntry(SOUTH, days, "見本：屋根の改修工事"),)


def _body(name: str, number: int, representative: str) -> OrganisationEntry:
    known = {
        "representative": representative,
        "address": "周南市見本町1-1（見本）",
        # No exchange has this number.
        "phone": f"0834-00-{number:04}",
        "email": f"mihon{number}@example.jp",
    }
    return OrganisationEntry(name, OrganisationKind.RUNNING_COUNCIL, IN_SAMPLE, known)


ORGANISATIONS = (
    _body(CENTRAL_BODY, 1, "見本 和夫"),
    _body(EAST_BODY, 2, "見本 里美"),
    _body(SOUTHWEST_BODY, 3, "見本 健"),
    _body(NORTH_BODY, 4, "見本 恵"),
)


def years_to(last: date, years: int) -> Period:
    """The term of so many years that ends on this day."""
    return Period(add_months(last + ONE_DAY, -12 * years), last)


def _decided(term: Period, voted_on: date) -> Facts:
    """A designation up to its public notice, each step on a day on which the office is open."""
    open_day = load_office_days().on_or_before
    return sample(
        voted_on=open_day(voted_on),
        vote_result=VoteResult.PASSED,
        designated_on=open_day(voted_on + timedelta(days=4)),
        announced_on=open_day(voted_on + timedelta(days=7)),
        first_on=term.first,
        last_on=term.last,
        internal_notes=IN_SAMPLE,
    )


def _agreed(term: Period, voted_on: date) -> Facts:
    """A designation with every step taken, the agreement too."""
    agreed_on = load_office_days().on_or_before(term.first - timedelta(days=12))
    return {**_decided(term, voted_on), **sample(agreed_on=agreed_on)}


def designations(on: date) -> tuple[DesignationEntry, ...]:
    """Terms that end this fiscal year, the next one, last month with nothing after it; and one that has not
    begun."""
    this_year = FiscalYear.of(on)
    central = years_to(this_year.last_day, 5)
    before = years_to(central.first - ONE_DAY, 5)
    gone = years_to(on.replace(day=1) - ONE_DAY, 5)
    together = years_to((this_year + 1).last_day, 3)
    coming = years_to((this_year + 5).last_day, 5)
    return (
        DesignationEntry(CENTRAL, CENTRAL_BODY, _agreed(before, _december_before(before))),
        DesignationEntry(CENTRAL, CENTRAL_BODY, _agreed(central, _december_before(central)), follows=True),
        DesignationEntry(EAST, EAST_BODY, _agreed(gone, gone.first - timedelta(days=100))),
        *(
            DesignationEntry(
                centre,
                SOUTHWEST_BODY,
                _agreed(together, _december_before(together)),
                bundle="見本西・南 一括",
            )
            for centre in (WEST, SOUTH)
        ),
        DesignationEntry(NORTH, NORTH_BODY, _decided(coming, on - timedelta(days=40))),
    )


def _december_before(term: Period) -> date:
    """A day of the December session before the term begins."""
    return date(term.first.year - 1, 12, 18)


def turns(on: date) -> tuple[TurnEntry, ...]:
    """Inspections under watch, the most urgent first."""

    def day(days: int) -> date:
        return on + timedelta(days=days)

    main, sample_main = "本館", "本館（見本）"
    nagao, toishi, mitsuo = "長穂市民センター", "遠石市民センター", "三丘市民センター"
    return (
        TurnEntry(CENTRAL, main, "ELC-2", day(-20), found_before=Outcome.GOOD, cost_before=132_000),
        TurnEntry(nagao, sample_main, "FIR-1", day(-9), found_before=Outcome.GOOD),
        TurnEntry(WEST, main, "BLD-2", day(-2)),
        TurnEntry(EAST, main, "FIR-1", day(0)),
        TurnEntry(NORTH, main, "FIR-1", day(2), found_before=Outcome.WATCH, cost_before=38_500),
        TurnEntry(CENTRAL, main, "ELC-1", day(4), found_before=Outcome.GOOD, cost_before=13_200),
        TurnEntry(toishi, sample_main, "FIR-1", day(6)),
        TurnEntry(
            CENTRAL,
            main,
            "BLD-3",
            day(16),
            equipment="見本 エレベーター",
            found_before=Outcome.REPAIR,
            cost_before=0,
        ),
        TurnEntry(toishi, sample_main, "BLD-2", day(22)),
        TurnEntry(mitsuo, sample_main, "FIR-1", day(28)),
        TurnEntry(nagao, sample_main, "FIR-2", day(45), found_before=Outcome.GOOD, cost_before=66_000),
        TurnEntry(CENTRAL, main, "FIR-1", day(70), found_before=Outcome.GOOD),
        TurnEntry(NORTH, main, "BLD-2", day(88)),
        TurnEntry(EAST, main, "FIR-2", day(150), found_before=Outcome.GOOD),
        TurnEntry(mitsuo, sample_main, "BLD-1", day(700)),
        TurnEntry(CENTRAL, main, "BLD-1", None),
        TurnEntry(SOUTH, main, "FIR-1", None),
    )


def _month(on: date, months: int) -> PartialDate:
    """The month so many months from the day."""
    day = add_months(on, months)
    return PartialDate.of_month(day.year, day.month)


def projects(on: date) -> tuple[ProjectEntry, ...]:
    """A refit that was planned anew and whose next step is near; and a rebuild that waits for its opening."""
    year = FiscalYear.of(on).year
    in_year = PartialDate.of_fiscal_year
    steps = ProjectStep
    reached = {
        steps.CONCEPT: in_year(year - 2),
        steps.BASIC_PLAN: _month(on, -14),
        steps.BASIC_DESIGN: _month(on, -5),
    }
    before: dict[str, PartialDate] = {
        steps.DETAILED_DESIGN: _month(on, -1),
        steps.START: in_year(year),
        steps.COMPLETION: in_year(year + 1),
        steps.OPENING: PartialDate.of_month(year + 2, 4),
    }
    now: dict[str, PartialDate] = {
        steps.DETAILED_DESIGN: PartialDate.of_day(on + timedelta(days=20)),
        steps.START: in_year(year + 1),
        steps.COMPLETION: in_year(year + 2),
        steps.OPENING: PartialDate.of_month(year + 3, 4),
    }
    design = {"general": 8_800_000}
    return (
        ProjectEntry(
            CENTRAL,
            "見本 本館の長寿命化改修",
            ProjectKind.LONG_LIFE,
            _aim("屋根・外壁・設備を直し、建ててから80年まで使えるようにする。"),
            buildings=((CENTRAL, "本館", BuildingPart.WORKS_ON),),
            reached={step: Told(day, SAMPLE, Certainty.SAMPLE) for step, day in reached.items()},
            plans=(
                PlanEntry(
                    on - timedelta(days=420),
                    before,
                    {
                        year: {**design, "bonds": 90_000_000, "subsidies": 30_000_000},
                        year + 1: {"general": 15_400_000, "bonds": 90_000_000, "subsidies": 45_000_000},
                    },
                ),
                PlanEntry(
                    on - timedelta(days=100),
                    now,
                    {
                        year: design,
                        year + 1: {"general": 12_000_000, "bonds": 90_000_000, "subsidies": 30_000_000},
                        year + 2: {
                            "general": 15_400_000,
                            "bonds": 120_000_000,
                            "subsidies": 45_000_000,
                            "fund": 20_000_000,
                        },
                    },
                    "見本：基本設計で外壁の傷みが見つかり、先に調べることにしたため。",
                ),
            ),
            facts={
                "published_on": on - timedelta(days=90),
                "may_start_from": year + 1,
                "may_start_until": year + 4,
                "urgency": 4,
                "internal_notes": IN_SAMPLE,
            },
        ),
        ProjectEntry(
            EAST,
            "見本 本館の建替え",
            ProjectKind.REBUILD,
            _aim("旧い耐震基準の本館を、木造の新館に建て替える。"),
            buildings=((EAST, "本館", BuildingPart.REPLACES), (EAST, "新館", BuildingPart.CREATES)),
            reached={
                step: Told(day, SAMPLE, Certainty.SAMPLE)
                for step, day in ((steps.START, _month(on, -13)), (steps.COMPLETION, _month(on, -1)))
            },
            plans=(
                PlanEntry(
                    on - timedelta(days=700),
                    {
                        steps.START: _month(on, -13),
                        steps.COMPLETION: _month(on, -1),
                        steps.OPENING: _month(on, 2),
                    },
                    {
                        year - 1: {"general": 22_000_000, "bonds": 88_000_000},
                        year: {"general": 31_000_000, "bonds": 154_000_000, "fund": 10_000_000},
                    },
                ),
            ),
            facts={"internal_notes": IN_SAMPLE},
        ),
    )


def _aim(text: str) -> Told:
    return Told(f"見本：{text}", SAMPLE, Certainty.SAMPLE)


def contracts(on: date) -> tuple[ContractEntry, ...]:
    """Contracts over one and over many centres: overdue, near their end, answered, and far from it."""
    this_year = FiscalYear.of(on)
    many = ("長穂市民センター", "遠石市民センター", "三丘市民センター", CENTRAL, EAST, WEST, NORTH)
    gone = on.replace(day=1) - ONE_DAY

    def ends_after(months: int, *, years: int) -> Period:
        return years_to(last_of_month(add_months(on, months)), years)

    return (
        _contract("昇降機保守", ContractKind.LONG_TERM, years_to(gone, 3), 1_188_000, CENTRAL),
        _contract("自動ドア保守", ContractKind.LONG_TERM, ends_after(1, years=3), 396_000, WEST),
        _contract("消防用設備保守", ContractKind.LONG_TERM, ends_after(4, years=5), 8_250_000, *many),
        _contract("清掃", ContractKind.SINGLE_YEAR, this_year.period, 2_640_000, CENTRAL),
        _contract(
            "機械警備",
            ContractKind.DEBT_ACT,
            Period((this_year - 1).first_day, (this_year + 3).last_day),
            13_200_000,
            *many,
        ),
        _contract(
            "空調設備保守", ContractKind.LONG_TERM, years_to(gone, 3), 1_980_000, CENTRAL, years_after=3
        ),
        _contract(
            "植栽管理",
            ContractKind.LONG_TERM,
            ends_after(2, years=1),
            550_000,
            SOUTH,
            not_renewed="見本：来年度から地域の団体が行うため。",
        ),
    )


USE_OF_LAST_YEAR = {
    CENTRAL: (18_420, 1_236, 1_482_600, 4_186_000, 912_000, 3_520_000, 264_000),
    EAST: (6_310, 402, 512_300, 1_925_000, 385_000, 1_410_000, 96_000),
    WEST: (8_245, 566, 688_000, 2_210_000, 143_000, 1_655_000, 110_000),
    SOUTH: (2_980, 214, 198_400, 984_000, 1_240_000, 860_000, 58_000),
    NORTH: (4_105, 288, 266_900, 1_376_000, 297_000, 1_108_000, 72_000),
}
YEARS_TOLD = 3


def years_of_use(on: date) -> tuple[tuple[str, SmallEntry], ...]:
    """How the centres were used in the last three fiscal years that are over, and what the upkeep cost; each
    year before had three per cent less of everything."""
    columns = "users", "uses_count", "fees", *YearOfUse.UPKEEP
    last = FiscalYear.of(on) - 1
    return tuple(
        (
            centre,
            _small(
                fiscal_year=(last - before).year,
                **{
                    name: number * (100 - 3 * before) // 100
                    for name, number in zip(columns, numbers, strict=True)
                },
                notes=IN_SAMPLE,
            ),
        )
        for centre, numbers in USE_OF_LAST_YEAR.items()
        for before in reversed(range(YEARS_TOLD))
    )


def _contract(
    what: str, kind: ContractKind, term: Period, amount: int, *centres: str, **answer: Any
) -> ContractEntry:
    return ContractEntry(
        name=f"見本 {what}業務委託",
        contractor=f"見本{what}サービス",
        kind=kind,
        term=term,
        amount=amount,
        centres=centres,
        **answer,
    )


METHOD = "mext-2017"


def assessments(on: date) -> tuple[AssessmentEntry, ...]:
    """Two surveys of two buildings: one whose electrical plant was refitted meanwhile, and one first looked
    at in part that has fallen below the threshold."""
    before, now = add_months(on, -65), add_months(on, -5)
    refit = {"electrical": PartialDate.of_fiscal_year(FiscalYear.of(on).year - 2)}
    return (
        AssessmentEntry(CENTRAL, "本館", before, "BCBBC"),
        AssessmentEntry(CENTRAL, "本館", now, "CDBAC", refit),
        AssessmentEntry(EAST, "本館", add_months(before, 12), "CC--C"),
        AssessmentEntry(EAST, "本館", add_months(now, 1), "DCCCC"),
    )
