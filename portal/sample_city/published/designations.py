"""The bodies that run a centre, as far as a page tells: the term of none was found."""

from __future__ import annotations

from datetime import date

from common.certainty import Certainty
from designated_managers.choices import OrganisationKind, VoteResult
from portal.sample_city.entries import DesignationEntry, Facts, OrganisationEntry, Told
from portal.sample_city.published.pages import COUNCIL_2023, COUNCIL_2023_MARCH, DAIDORI, NOT_FOUND

SAKURAGI_BODY = "桜木市民センターの運営協議会（名称要確認）"
DAIDORI_BODY = "大道理夢求の里交流館運営協議会"

ORGANISATIONS = (
    OrganisationEntry(
        SAKURAGI_BODY,
        OrganisationKind.RUNNING_COUNCIL,
        f"正式な名称は公開資料で見つからない。要確認。出典：{COUNCIL_2023.title} {COUNCIL_2023.url}",
        known={},
    ),
    OrganisationEntry(
        DAIDORI_BODY,
        OrganisationKind.RUNNING_COUNCIL,
        f"出典：{DAIDORI.title} {DAIDORI.url}",
        known={},
    ),
)

TERM_NOT_FOUND: Facts = {
    "first_on": Told(None, NOT_FOUND, Certainty.UNVERIFIED, "指定期間を市に確かめる。"),
    "last_on": Told(None, NOT_FOUND, Certainty.UNVERIFIED, "指定期間を市に確かめる。"),
    "days_unconfirmed": Told(value=True, page=NOT_FOUND, certainty=Certainty.UNVERIFIED),
}

DESIGNATIONS = (
    DesignationEntry(
        "桜木市民センター",
        SAKURAGI_BODY,
        {
            "organisation": Told(
                SAKURAGI_BODY,
                COUNCIL_2023,
                Certainty.SECOND_HAND,
                "運営協議会とだけある。正式な名称は要確認。",
            ),
            "voted_on": Told(date(2023, 2, 2), COUNCIL_2023, Certainty.SECOND_HAND, "会議録で確かめる。"),
            "vote_result": Told(
                VoteResult.PASSED, COUNCIL_2023_MARCH, Certainty.DERIVED, "3月の定例会での報告から。"
            ),
            **TERM_NOT_FOUND,
        },
    ),
    DesignationEntry(
        "大道理夢求の里交流館",
        DAIDORI_BODY,
        {
            "organisation": Told(DAIDORI_BODY, DAIDORI),
            **TERM_NOT_FOUND,
        },
    ),
)
