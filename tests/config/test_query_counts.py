"""What every page costs: the same queries for one row and for three, and no more than its budget.

A page that is not in the table fails the first test: whoever adds one says what it may cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from common.clock import TOKYO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.urls import URLResolver


from tests.config.office import Office

PAGE, STORY, JUDGED, WORKSPACE, PACK, YEAR_END, NIGHTS = 8, 12, 13, 14, 16, 17, 24
"""The budgets, sign-in included: of a page; of those where the domains meet: desk, centre, a group's home; of what is
judged by the law, which asks the building, its uses, its equipment, the city, the catalogue and the people who overruled
it; of a transfer, whose page gathers facts of half the register and its own log; of an audit pack, which gathers
everything; of the report at the year's end, which judges every building of the year and reads its turns; and of what the
nights to come will tell, which reads all that the sweep reads: deadlines, plans, the office, handovers, the ledger."""

NO_PAGES = {
    *("home", "theme", "account_signup", "write", "officer", "flags-chosen"),
    *("file", "paper", "evidence-file", "agreement-file", "submission-file", "finding-file"),
    *("measure-file", "filing-file", "inspection-photo", "inspection-paper", "round-photo"),
    *("audit-pack-download", "healthz-live", "healthz-ready", "healthz-jobs"),
    *("audit-pack-download", "calendar"),
}
"""They lead somewhere else, take a form only, or hand out a file."""

SOMEBODY_ELSES = {"admin", "api"}
"""Django's own administration; and the API, whose endpoints are counted in its own tests."""


@dataclass(frozen=True, eq=False)
class Page:
    """A page by the name of its address, the records that its address names, who looks, and what it may cost."""

    name: str
    records: Mapping[str, str] = field(default_factory=dict)
    budget: int = PAGE
    who: str = "officer"

    def address(self, office: Office) -> str:
        keys = office.keys
        return reverse(
            self.name, kwargs={argument: keys[record] for argument, record in self.records.items()}
        )


PAGES = (
    Page("desk", budget=STORY),
    Page("flag-story", {"pk": "flag"}, budget=STORY),
    Page("flag-urge", {"pk": "flag"}, budget=PACK + 3),
    Page("flags-hand-over"),
    Page("flags-snooze"),
    Page("notices"),
    Page("group-home", who="member", budget=STORY + 6),
    Page("centre", {"pk": "centre"}, budget=STORY + 3),
    Page("centre-list"),
    Page("road-list"),
    Page("road", {"pk": "road"}, budget=STORY),
    Page("road-new", budget=STORY),
    Page("road-days", {"pk": "road"}, budget=STORY),
    Page("road-replan", {"pk": "road"}, budget=STORY),
    Page("road-plan", {"pk": "road", "number": "number"}),
    Page("road-step", {"pk": "step"}),
    Page("road-notes", {"pk": "road"}),
    Page("road-drop", {"pk": "road"}),
    Page("council-session-list"),
    Page("council-session-new"),
    Page("council-session-edit", {"pk": "session"}),
    Page("centre-new"),
    Page("centre-edit", {"pk": "centre"}),
    Page("building-new", {"centre_pk": "centre"}),
    Page("building-edit", {"pk": "building"}),
    Page("equipment-new", {"building_pk": "building"}),
    Page("equipment", {"pk": "equipment"}),
    Page("equipment-edit", {"pk": "equipment"}),
    Page("project-list"),
    Page("project-new"),
    Page("project", {"pk": "project"}),
    Page("project-edit", {"pk": "project"}),
    Page("project-plan", {"pk": "project"}),
    Page("project-open", {"pk": "project"}),
    Page("project-cancel", {"pk": "project"}),
    Page("milestone", {"pk": "milestone"}),
    Page("inspection-list"),
    Page("inspection-record", {"pk": "inspection"}, budget=STORY),
    Page("inspection-correct", {"pk": "recorded"}, budget=STORY + 4),
    Page("inspection-could-not", {"pk": "inspection"}, budget=STORY),
    Page("inspection-labels", {"centre_pk": "centre"}),
    Page("inspection-here", {"code": "label"}),
    Page("inspection-plan", {"centre_pk": "centre"}),
    Page("inspection-type-list"),
    Page("inspection-type", {"code": "type"}),
    Page("inspection-type-new", who="chief"),
    Page("inspection-type-edit", {"code": "type"}, who="chief"),
    Page("inspection-type-retire", {"code": "type"}, who="chief"),
    Page("catalogue-trial", who="chief"),
    Page("verdicts", {"centre_pk": "centre"}, budget=STORY),
    Page("verdicts-plan", {"centre_pk": "centre"}, budget=JUDGED),
    Page("verdict-overrule", {"building_pk": "building", "code": "type"}, budget=JUDGED),
    Page("equipment-verdict-overrule", {"equipment_pk": "equipment", "code": "lift type"}, budget=JUDGED),
    Page("overrule-withdraw", {"pk": "overrule"}, budget=JUDGED),
    Page("inspection-day", {"pk": "inspection"}),
    Page("inspection-withdraw", {"pk": "inspection"}),
    Page("filing-list"),
    Page("filing", {"pk": "filing"}),
    Page("filing-new"),
    Page("filing-record", {"pk": "filing"}),
    Page("filing-correct", {"pk": "filed filing"}),
    Page("filing-withdraw", {"pk": "filing"}),
    Page("year-plan", budget=WORKSPACE),
    Page("year-plan-of", {"year": "fiscal year"}, budget=WORKSPACE),
    Page("year-plan-workbook", {"year": "fiscal year"}, budget=STORY),
    Page("year-plan-draft", {"year": "fiscal year"}),
    Page("year-plan-centre", {"year": "fiscal year", "centre_pk": "centre"}, budget=STORY),
    Page("year-plan-one-day", {"year": "fiscal year", "centre_pk": "centre"}),
    Page("planned-turn", {"pk": "planned turn"}, budget=STORY),
    Page("planned-turn-remove", {"pk": "planned turn"}),
    Page("year-end-list", budget=YEAR_END),
    Page("year-end-list-of", {"year": "year ended"}, budget=YEAR_END),
    Page("year-end-workbook", {"year": "year ended"}, budget=YEAR_END),
    Page("year-end-report", {"year": "year ended", "centre_pk": "centre"}, budget=YEAR_END),
    Page("year-end-close", {"year": "year ended", "centre_pk": "centre"}, budget=YEAR_END),
    Page("year-end-reopen", {"year": "year ended", "centre_pk": "centre"}, budget=YEAR_END),
    Page("repair-list"),
    Page("repair-new"),
    Page("repair", {"pk": "repair ordered"}, budget=STORY),
    Page("repair-edit", {"pk": "repair ordered"}, budget=STORY),
    Page("repair-photos", {"pk": "repair ordered"}, budget=STORY),
    Page("repair-from-finding", {"pk": "inspection finding"}),
    Page("repair-triage", {"pk": "repair requested"}, budget=WORKSPACE),
    Page("repair-estimate", {"pk": "repair triaged"}, budget=STORY),
    Page("repair-decide", {"pk": "repair estimated"}, budget=WORKSPACE),
    Page("repair-order", {"pk": "repair decided"}, budget=STORY),
    Page("repair-done", {"pk": "repair ordered"}, budget=STORY),
    Page("repair-accept", {"pk": "repair done"}, budget=STORY),
    Page("repair-pay", {"pk": "repair accepted"}, budget=STORY),
    Page("repair-decline", {"pk": "repair requested"}, budget=WORKSPACE),
    Page("repair-redo", {"pk": "repair done"}, budget=STORY),
    Page("repair-reopen", {"pk": "repair declined"}, budget=STORY),
    Page("repair-photo", {"pk": "repair photo"}),
    Page("repair-finding-photo", {"pk": "repair finding photo"}),
    Page("repair-estimate-file", {"pk": "estimate file"}),
    Page("contract-list", budget=STORY),
    Page("contract-new"),
    Page("contract", {"pk": "contract"}, budget=STORY),
    Page("contract-edit", {"pk": "contract"}, budget=STORY),
    Page("round-list"),
    Page("round-new"),
    Page("round", {"pk": "round"}),
    Page("round-close", {"pk": "round"}),
    Page("round-answer", {"pk": "place"}),
    Page("contract-equipment", {"pk": "contract"}),
    Page("contract-years", {"pk": "contract"}),
    Page("contract-succeed", {"pk": "contract"}, budget=STORY),
    Page("contract-end", {"pk": "contract"}),
    Page("organisation-list"),
    Page("organisation-new"),
    Page("organisation", {"pk": "organisation"}),
    Page("organisation-edit", {"pk": "organisation"}),
    Page("officer-new", {"organisation_pk": "organisation"}),
    Page("officer-edit", {"pk": "chair"}),
    Page("paper-new", {"organisation_pk": "organisation"}),
    Page("paper-withdraw", {"pk": "paper"}),
    Page("transfer-list", budget=STORY),
    Page("transfer-new"),
    Page("transfer-return"),
    Page("transfer", {"pk": "transfer"}, budget=WORKSPACE + 2),
    Page("transfer-edit", {"pk": "transfer"}),
    Page("transfer-organisation", {"pk": "transfer"}),
    Page("transfer-suspend", {"pk": "transfer"}),
    Page("transfer-resume", {"pk": "transfer"}),
    Page("transfer-complete", {"pk": "transfer"}),
    Page("transfer-evidence-new", {"transfer_pk": "transfer"}),
    Page("evidence-take-back", {"pk": "evidence"}),
    Page("transfer-stage-not-needed", {"transfer_pk": "transfer"}),
    Page("stage-needed-again", {"pk": "unneeded"}),
    Page("meeting-new", {"transfer_pk": "transfer"}),
    Page("meeting-edit", {"pk": "meeting"}),
    Page("question-new", {"transfer_pk": "transfer"}),
    Page("question-settle", {"pk": "question"}),
    Page("handover-item", {"pk": "item"}),
    Page("handover-item-edit", {"pk": "item"}),
    Page("wave-list"),
    Page("wave-new"),
    Page("wave", {"pk": "wave"}, budget=STORY),
    Page("wave-edit", {"pk": "wave"}),
    Page("designation-list"),
    Page("designation-new"),
    Page("designation", {"pk": "designation"}, budget=WORKSPACE + 1),
    Page("designation-edit", {"pk": "designation"}),
    Page("designation-return", {"pk": "designation"}),
    Page("lead-time-list"),
    Page("lead-time", {"code": "kind"}),
    Page("lead-time-edit", {"code": "kind"}, who="chief"),
    Page("lead-time-return", {"code": "kind"}, who="chief"),
    Page("lead-time-centre-new", {"code": "kind"}, who="chief"),
    Page("centre-lead-time-edit", {"pk": "centre plan"}, who="chief"),
    Page("centre-lead-time-remove", {"pk": "centre plan"}, who="chief"),
    Page("reminders-to-come", {"pk": "centre"}, budget=NIGHTS),
    Page("bundle", {"pk": "bundle"}),
    Page("bundle-new"),
    Page("bundle-edit", {"pk": "bundle"}),
    Page("agreement-list", budget=STORY),
    Page("agreement-new"),
    Page("agreement", {"pk": "agreement"}, budget=STORY + 2),
    Page("agreement-edit", {"pk": "agreement"}, budget=STORY + 3),
    Page("agreement-amend", {"pk": "agreement"}),
    Page("agreement-responsibilities", {"pk": "terms"}),
    Page("amendment-edit", {"pk": "terms"}),
    Page("amendment-remove", {"pk": "terms"}),
    Page("agreement-file-new", {"pk": "agreement"}, budget=STORY + 1),
    Page("agreement-file-withdraw", {"pk": "agreement file"}, budget=STORY + 2),
    Page("annual-agreement-new", {"pk": "agreement"}),
    Page("annual-agreement-edit", {"pk": "annual agreement"}),
    Page("annual-agreement-settle", {"pk": "annual agreement"}),
    Page("fee-payment", {"pk": "fee payment"}),
    Page("obligation-list", budget=STORY),
    Page("obligation", {"pk": "obligation"}),
    Page("obligation-not-needed", {"pk": "obligation"}),
    Page("obligation-needed-again", {"pk": "obligation"}),
    Page("obligations-of-year", {"pk": "designation"}),
    Page("obligation-open", {"pk": "designation"}),
    Page("obligations-earlier", {"pk": "designation"}),
    Page("fee-approval-new", {"pk": "designation"}),
    Page("account_login", who=""),
    Page("account_logout"),
    Page("account_inactive", who=""),
    Page("account_change_password"),
    Page("account_reset_password", who=""),
    Page("account_reset_password_done", who=""),
    Page("account_reset_password_from_key_done", who=""),
    Page("gallery"),
    Page("reminder-status", budget=WORKSPACE),
    Page("message-again", {"pk": "message"}, who="administrator"),
    Page("budget"),
    Page("budget-workbook"),
    Page("centre-card", {"pk": "centre"}, budget=STORY),
    Page("completeness", budget=STORY),
    Page("building-list"),
    Page("people", who="administrator"),
    Page("person", {"pk": "person"}, who="administrator"),
    Page("person-invite", who="administrator"),
    Page("person-new-link", {"pk": "person"}, who="administrator"),
    Page("person-revoke", {"pk": "person"}, who="administrator"),
    Page("person-disable", {"pk": "person"}, who="administrator"),
    Page("person-enable", {"pk": "person"}, who="administrator"),
    Page("person-last-day", {"pk": "person"}, who="administrator"),
    Page("person-token-revoke", {"pk": "person", "token_pk": "their_token"}, who="administrator"),
    Page("tokens"),
    Page("token-new"),
    Page("token-revoke", {"pk": "token"}),
    Page("feed-list"),
    Page("feed-new"),
    Page("feed-revoke", {"pk": "feed"}),
    Page("invitation-done", who=""),
    Page("uses-edit", {"pk": "building"}),
    Page("room-new", {"building_pk": "building"}),
    Page("room-edit", {"pk": "room"}),
    Page("land-new", {"centre_pk": "centre"}),
    Page("land-edit", {"pk": "land"}),
    Page("year-new", {"centre_pk": "centre"}),
    Page("year-edit", {"pk": "year"}),
    Page("file-new", {"centre_pk": "centre"}),
    Page("file-withdraw", {"pk": "file"}),
    Page("condition-history", {"building_pk": "building"}),
    Page("condition-new", {"building_pk": "building"}),
    Page("condition", {"pk": "condition"}),
    Page("condition-edit", {"pk": "condition"}),
    Page("condition-photo", {"pk": "photo"}),
    Page("forecast"),
    Page("scenario-list"),
    Page("scenario-new"),
    Page("scenario", {"pk": "scenario"}),
    Page("monitoring", {"pk": "supervised"}, budget=STORY),
    Page("audit-pack", {"pk": "supervised"}, budget=PACK),
    Page("site-visit-new", {"pk": "supervised"}),
    Page("site-visit", {"pk": "site-visit"}),
    Page("site-visit-edit", {"pk": "site-visit"}),
    Page("site-visit-tell", {"pk": "site-visit"}),
    Page("finding-new", {"visit_pk": "site-visit"}),
    Page("finding", {"pk": "finding"}),
    Page("finding-edit", {"pk": "finding"}),
    Page("finding-answer", {"pk": "finding"}),
    Page("finding-close", {"pk": "finding"}),
    Page("evaluation-list"),
    Page("evaluations-open"),
    Page("evaluation", {"pk": "evaluation"}),
    Page("evaluation-self", {"pk": "asked"}, who="member", budget=STORY),
    Page("evaluation-ask", {"pk": "evaluation"}),
    Page("evaluation-draft", {"pk": "evaluation"}, budget=STORY),
    Page("evaluation-publish", {"pk": "evaluation"}),
    Page("measure-list"),
    Page("measure-new", {"pk": "supervised"}),
    Page("measure", {"pk": "measure"}),
    Page("measure-edit", {"pk": "measure"}),
    Page("measure-close", {"pk": "measure"}),
    Page("measure-document", {"pk": "measure"}),
    Page("plan-new", {"pk": "measure"}),
    Page("plan-decide", {"pk": "plan"}),
    Page("submission-list"),
    Page("submission", {"pk": "submission"}, budget=STORY),
    Page("submission-receipt", {"pk": "submission"}, budget=STORY),
    Page("submission-accept", {"pk": "submission"}, budget=STORY),
    Page("submission-return", {"pk": "submission"}, budget=STORY),
    Page("submission-paper", {"pk": "duty"}),
    Page("write-use", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-money", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-events", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-papers", {"pk": "duty"}, who="member", budget=STORY),
    Page("write-confirm", {"pk": "duty"}, who="member", budget=STORY),
)

WITH_A_KEY = {"account_reset_password_from_key", "invitation", "invitation-link"}
"""They open to a secret made for one mail; the tests of the mails walk through them."""


def names(resolver: URLResolver) -> Iterator[str]:
    """The names of every address, except what is somebody else's."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        elif str(entry.pattern).partition("/")[0] not in SOMEBODY_ELSES:
            yield from names(entry)


def test_every_page_is_in_the_table():
    assert set(names(get_resolver())) == {page.name for page in PAGES} | NO_PAGES | WITH_A_KEY


@pytest.fixture(autouse=True)
def _monday(catalogues) -> Iterator[None]:
    """Nine in the morning, after the night that flagged what is due."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO), tick=False):
        yield


@pytest.fixture
def asked(request, officer, client_of) -> Callable[[Office], Mapping[Page, list[str]]]:
    """Opens every page, each by whoever may, and tells the queries of each."""
    browsers: dict[str, Client] = {"": Client()}

    def browser_of(who: str, office: Office) -> Client:
        if who not in browsers:
            browsers[who] = client_of(office.member if who == "member" else request.getfixturevalue(who))
        return browsers[who]

    def ask(office: Office) -> Mapping[Page, list[str]]:
        return {page: queries_of(browser_of(page.who, office), page, office) for page in PAGES}

    return ask


def test_every_page_costs_the_same_for_one_row_and_for_three_and_stays_within_its_budget(officer, asked):
    office = Office(officer)
    for_one = asked(office)
    office.grow()
    office.grow()
    for_three = asked(office)

    grown = {page.name: for_three[page] for page in PAGES if len(for_three[page]) != len(for_one[page])}
    above = {page.name: for_one[page] for page in PAGES if len(for_one[page]) > page.budget}
    assert grown == {}, told(grown)
    assert above == {}, told(above)


def told(pages: Mapping[str, list[str]]) -> str:
    """The queries of these pages, one under the other."""
    return "\n\n".join("\n".join([f"{name}: {len(found)}", *found]) for name, found in pages.items())


def queries_of(browser: Client, counted: Page, office: Office) -> list[str]:
    """The queries of one request for the page, which leaves nothing behind."""
    address = counted.address(office)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(address)
        transaction.set_rollback(True)
    assert response.status_code == 200, counted.name
    if response.streaming:
        # Read to its end, a file that is handed out is closed.
        response.getvalue()
    return [query["sql"] for query in queries]
