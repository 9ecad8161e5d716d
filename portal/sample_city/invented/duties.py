"""What the office has to see to, told from the day asked: designations, inspections, surveys, contracts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from common.months import add_months, last_of_month
from common.office_days import load_office_days
from common.partial_dates import PartialDate
from common.periods import Period
from designated_managers.choices import FeeSystem, SelectionKind, SubcontractConsent, VoteResult
from maintenance.choices import ContractKind, Meaning
from portal.sample_city.entries import (
    AgreementEntry,
    AssessmentEntry,
    ContractEntry,
    DesignationEntry,
    Facts,
    TurnEntry,
    sample,
)
from portal.sample_city.invented.people import (
    CENTRAL,
    CENTRAL_BODY,
    EAST,
    EAST_BODY,
    IN_SAMPLE,
    NORTH,
    NORTH_BODY,
    SOUTH,
    SOUTHWEST_BODY,
    WEST,
)

if TYPE_CHECKING:
    from typing import Any

ONE_DAY = timedelta(days=1)


def years_to(last: date, years: int) -> Period:
    """The term of so many years that ends on this day."""
    return Period(add_months(last + ONE_DAY, -12 * years), last)


def _decided(term: Period, voted_on: date) -> Facts:
    """A designation up to its public notice, each step on a day on which the office is open."""
    open_day = load_office_days().on_or_before
    return sample(
        selection_kind=SelectionKind.DIRECT,
        direct_reason="見本：地域の団体が、地域のセンターとして続けて運営するため",
        committee_on=open_day(voted_on - timedelta(days=60)),
        candidate_decided_on=open_day(voted_on - timedelta(days=45)),
        bill_submitted_on=open_day(voted_on - timedelta(days=21)),
        bill_number=f"見本議案第{100 + term.first.year % 100}号",
        instrument_number=f"見本地第{term.first.year % 100}号",
        announcement_number=f"見本告示第{term.first.year % 100}号",
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


def agreements(on: date) -> tuple[AgreementEntry, ...]:
    """The agreements of the terms that run: one that was amended, and one for two centres together."""
    this_year = FiscalYear.of(on)
    terms = {
        "fee_system": FeeSystem.CITY_INCOME,
        "liability_insurance": True,
        "fire_insurance": True,
        "insurance_notes": IN_SAMPLE,
        "subcontracting": SubcontractConsent.WITH_CONSENT,
        "subcontracting_notes": "清掃・警備（見本）",
        "inventory_classes": "I種（市が貸す備品）、II種（指定管理料で買い、市のものになる備品）",
    }
    return (
        AgreementEntry(
            CENTRAL,
            terms,
            fee=4_812_000,
            aside_before=on.replace(day=1),
            facts={"optional_types": ["self_evaluation"], "internal_notes": IN_SAMPLE},
            amendment={
                "agreed_on": load_office_days().on_or_before(this_year.first_day - timedelta(days=9)),
                "counts_from": this_year.first_day,
                "reason": "見本：物価の上昇により修繕の上限を見直したため",
                "terms": {"repair_threshold": 130_000},
            },
            event=(
                "change_notice",
                max(on - timedelta(days=5), this_year.first_day),
                "見本：代表者が替わった",
            ),
        ),
        AgreementEntry(
            WEST,
            {**terms, "fee_system": FeeSystem.MANAGER_INCOME},
            fee=9_600_000,
            aside_before=on,
            facts={"template_code": "early", "internal_notes": IN_SAMPLE},
            whole_bundle=True,
        ),
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
        TurnEntry(CENTRAL, main, "ELC-2", day(-20), found_before=Meaning.GOOD, cost_before=132_000),
        TurnEntry(nagao, sample_main, "FIR-1", day(-9), found_before=Meaning.GOOD),
        TurnEntry(WEST, main, "BLD-2", day(-2)),
        TurnEntry(EAST, main, "FIR-1", day(0)),
        TurnEntry(NORTH, main, "FIR-1", day(2), found_before=Meaning.NOTE, cost_before=38_500),
        TurnEntry(CENTRAL, main, "WAT-2", day(4), found_before=Meaning.GOOD, cost_before=49_500),
        TurnEntry(toishi, sample_main, "FIR-1", day(6)),
        TurnEntry(
            CENTRAL,
            main,
            "BLD-3",
            day(16),
            equipment="見本 エレベーター",
            found_before=Meaning.REPAIR,
            cost_before=0,
        ),
        TurnEntry(toishi, sample_main, "BLD-2", day(22), put_off=True),
        TurnEntry(mitsuo, sample_main, "FIR-1", day(28)),
        TurnEntry(nagao, sample_main, "FIR-2", day(45), found_before=Meaning.GOOD, cost_before=66_000),
        TurnEntry(CENTRAL, main, "FIR-1", day(70), found_before=Meaning.GOOD),
        TurnEntry(NORTH, main, "BLD-2", day(88)),
        TurnEntry(EAST, main, "FIR-2", day(150), found_before=Meaning.GOOD),
        TurnEntry(mitsuo, sample_main, "BLD-1", day(700)),
        TurnEntry(CENTRAL, main, "BLD-1", None),
        TurnEntry(SOUTH, main, "FIR-1", None),
    )


def contracts(on: date) -> tuple[ContractEntry, ...]:
    """Contracts over one and over many centres: overdue, near their end, answered, and far from it."""
    this_year = FiscalYear.of(on)
    many = ("長穂市民センター", "遠石市民センター", "三丘市民センター", CENTRAL, EAST, WEST, NORTH)
    gone = on.replace(day=1) - ONE_DAY

    def ends_after(months: int, *, years: int) -> Period:
        return years_to(last_of_month(add_months(on, months)), years)

    return (
        _contract(
            "昇降機保守", ContractKind.LONG_TERM, years_to(gone, 3), 1_188_000, CENTRAL, types=("BLD-3",)
        ),
        _contract("自動ドア保守", ContractKind.LONG_TERM, ends_after(1, years=3), 396_000, WEST),
        _contract(
            "消防用設備保守",
            ContractKind.LONG_TERM,
            ends_after(4, years=5),
            8_250_000,
            *many,
            types=("FIR-1", "FIR-2"),
            by_year=True,
            notice_months=3,
        ),
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
