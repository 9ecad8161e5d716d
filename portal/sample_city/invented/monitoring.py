"""What the city looked at, found, judged and asked for at the invented centres (見本), told from the day
asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from designated_managers.choices import Severity
from portal.sample_city.entries import EvaluationEntry, FindingEntry, InstructionEntry, VisitEntry
from portal.sample_city.invented.people import CENTRAL, WEST

if TYPE_CHECKING:
    from datetime import date

SCHEME = "s-to-d-2026"


def visits(on: date) -> tuple[VisitEntry, ...]:
    """One visit of which the group was told: one finding is over, one awaits its answer within a week."""

    def day(days: int) -> date:
        return on + timedelta(days=days)

    good, improve = Severity.GOOD, Severity.IMPROVE
    return (
        VisitEntry(
            CENTRAL,
            day(-40),
            day(-38),
            {
                "accounts": good,
                "keys": good,
                "fire": improve,
                "personal_data": good,
                "notices": improve,
                "fair_use": good,
            },
            (
                FindingEntry(
                    Severity.IMPROVE,
                    "2階の避難口の前に、机が3台置いてありました。（見本）",
                    due_on=day(-24),
                    answered_on=day(-30),
                    answer="机を倉庫に移しました。避難口の前には物を置かないことを、当番の表に書きました。（見本）",
                    closed_on=day(-26),
                ),
                FindingEntry(
                    Severity.IMPROVE,
                    "減免の決まりが、受付に掲示されていませんでした。（見本）",
                    due_on=day(5),
                ),
            ),
            "受付の対応はていねいで、帳簿もよく整っていました。（見本）",
        ),
    )


def evaluations(on: date) -> tuple[EvaluationEntry, ...]:
    """Last year's, published; this year's, of which the city has begun a draft that the group does not
    see."""
    this_year = FiscalYear.of(on)
    handed_in_on = max(this_year.first_day, on - timedelta(days=150))
    return (
        EvaluationEntry(
            CENTRAL,
            (this_year - 1).year,
            own="BBABBBB",
            handed_in_on=handed_in_on,
            city="BBABABA",
            published_on=max(handed_in_on, on - timedelta(days=90)),
            comment="利用者の声を集めて、夜の部屋の貸出しを始めたことを高く評価します。（見本）",
        ),
        EvaluationEntry(
            CENTRAL, this_year.year, city="BB-----", comment="年度の途中の覚え書きです。（見本）"
        ),
    )


def instructions(on: date) -> tuple[InstructionEntry, ...]:
    """An instruction with an accepted plan, to be carried out within a month."""

    def day(days: int) -> date:
        return on + timedelta(days=days)

    return (
        InstructionEntry(
            WEST,
            day(-50),
            "利用料金の還付の記録が、3か月分ありませんでした。（見本）",
            day(-30),
            day(25),
            "還付の帳簿を作り、毎月末に2人で照らし合わせる。（見本）",
            day(-33),
            day(-27),
        ),
    )
