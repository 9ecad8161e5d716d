"""Answers for the pages on designations, and their deadlines for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from centres.models import Centre
from common.certainty import Certainty
from common.db.columns import text
from common.db.scoped import hidden_fields, without_hidden
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.durations import time_left
from designated_managers.choices import MeasureKind
from designated_managers.models import Designation, Organisation
from designated_managers.queries.measures import suspension_on
from designated_managers.querysets.designations import MADE
from designated_managers.querysets.measures import with_suspension
from designated_managers.rules.term import day_after, term_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.choices import DesignationStage
    from designated_managers.models.decisions import Decision
    from designated_managers.querysets.designations import DesignationQuerySet


DESIGNATION_END = "designation_end"
"""The kind of deadline that the end of a designation is (指定期間の満了)."""


ANSWERED = Exists(Designation.objects.filter(MADE, previous=OuterRef("pk")).order_by()) | Q(
    direct_return_decided_on__isnull=False
)
"""The next designation is made, or the return to direct management (直営復帰) is decided."""


def deadlines(*, until: date) -> QuerySet[Designation, tuple[Any, ...]]:
    """Ends of made designations that nothing answers yet; the day is empty while it is not known
    (期日不明)."""
    return (
        Designation.objects.filter(
            MADE,
            Q(last_on__isnull=True) | Q(last_on__lte=until),
            revoked_on__isnull=True,
        )
        .exclude(ANSWERED)
        .order_by()
        .annotate(
            kind=text(DESIGNATION_END),
            lead=text(DESIGNATION_END),
            subject_id=F("pk"),
            due_on=F("last_on"),
            post_id=F("centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[Designation, tuple[Any, ...]]:
    """Designations whose end is answered."""
    return (
        Designation.objects.filter(ANSWERED)
        .order_by()
        .annotate(kind=text(DESIGNATION_END), subject_id=F("pk"), reason=text(SettledReason.ANSWERED))
        .values_list(*SETTLED_COLUMNS)
    )


@dataclass(frozen=True)
class DesignationLine:
    """One designation in a list. ``remaining`` is empty unless it is in force and its last day with effect
    is known.

    What has to be checked and what is missing are the city's own business: false for everybody else.
    """

    pk: int
    centre: str
    organisation: str
    first_on: date | None
    last_on: date | None
    stage: DesignationStage
    remaining: str
    days_unconfirmed: bool
    lacks_agreement: bool
    suspension: str


def designations(*, scope: Scope, on: date) -> DesignationQuerySet:
    """The designations this person may see, each with ``suspension`` on the day: centre by centre, the latest
    first."""
    return (
        with_suspension(Designation.objects.within(scope), on)
        .select_related("centre", "organisation")
        .order_by("centre__kana", "centre__code", F("first_on").desc(nulls_last=True), "-pk")
    )


def designation_lines(rows: Iterable[Any], *, scope: Scope, on: date) -> list[DesignationLine]:
    """These designations, as ``designations`` finds them, ready to be shown to this reader."""
    tells_doubts = tells_unconfirmed(scope)
    return [
        DesignationLine(
            pk=designation.pk,
            centre=designation.centre.name,
            organisation=designation.organisation.name,
            first_on=designation.first_on,
            last_on=designation.last_on,
            stage=designation.stage_on(on),
            remaining=_remaining(designation, on),
            days_unconfirmed=tells_doubts and designation.days_unconfirmed,
            lacks_agreement=scope.internal and designation.in_force_on(on) and designation.agreed_on is None,
            suspension=_suspension(designation.suspension),
        )
        for designation in rows
    ]


def _remaining(designation: Designation, on: date) -> str:
    """How long it still has effect, also where it is over before its last day; empty unless it is in
    force."""
    return time_left(designation.days.last_with_effect, on=on) if designation.in_force_on(on) else ""


def tells_unconfirmed(scope: Scope) -> bool:
    """Whether the reader may know of days that still have to be checked (要確認)."""
    return "days_unconfirmed" not in hidden_fields(Designation, scope)


def _suspension(kind: str | None) -> str:
    """What stands on top of 指定期間中 (業務停止); empty: nothing."""
    return MeasureKind(kind).label if kind else ""


@dataclass(frozen=True)
class DesignationChoices:
    """What the list of designations can be narrowed to: centres and organisations, as id and name."""

    centres: Sequence[tuple[int, str]]
    organisations: Sequence[tuple[int, str]]


def designation_choices(scope: Scope) -> DesignationChoices:
    """The centres and organisations that have a designation."""
    designated = Designation.objects.within(scope).order_by()
    return DesignationChoices(
        centres=list(Centre.objects.filter(pk__in=designated.values("centre_id")).values_list("pk", "name")),
        organisations=list(
            Organisation.objects.filter(pk__in=designated.values("organisation_id")).values_list("pk", "name")
        ),
    )


DATED_FACTS = (
    "committee_on",
    "candidate_decided_on",
    "bill_submitted_on",
    "voted_on",
    "prior_decision_on",
    "designated_on",
    "announced_on",
    "agreed_on",
    "first_on",
    "last_on",
    "revoked_on",
)

ONLY_WHERE_IT_HAPPENED = frozenset({"prior_decision_on", "revoked_on"})

REMARKS = {
    "bill_submitted_on": "bill_number",
    "voted_on": "get_vote_result_display",
    "designated_on": "instrument_number",
    "announced_on": "announcement_number",
}
"""What stands beside a day: the result, or the number of the paper."""


@dataclass(frozen=True)
class DatedFact:
    """One dated fact of a designation: its day if known, how sure we are of it, and where it comes from."""

    label: str
    day: date | None
    remark: str
    certainty: str
    needs_check: bool
    source: str
    source_url: str


@dataclass(frozen=True)
class DesignationStory:
    """One designation with everything its page tells.

    ``following`` is the next designation, if made, else the rival for it that is furthest;
    ``tells_sources``: whether it is said where its days come from and how sure we are of them. Both only as
    far as the reader may know. ``lacks_agreement``: it is in force although no basic agreement (基本協定) is
    known.
    """

    designation: Designation
    stage: DesignationStage
    term: str
    remaining: str
    facts: Sequence[DatedFact]
    tells_sources: bool
    following: Designation | None
    together_with: Sequence[Designation]
    lacks_agreement: bool
    suspension: str

    @property
    def is_answered(self) -> bool:
        """Whether it is settled what follows: the next designation is made, or the city takes over again."""
        next_is_made = self.following is not None and self.following.is_made
        return next_is_made or self.designation.direct_return_decided_on is not None


def designation_story(designation: Designation, *, scope: Scope, on: date) -> DesignationStory:
    """What the page of a designation tells this reader; expects what ``for_story`` has loaded.

    The designation in the answer is emptied of what the reader never reads: it is not to be saved.
    """
    following = next(iter(designation.followed_by.all()), None)
    stage, in_force = designation.stage_on(on), designation.in_force_on(on)
    shown = without_hidden(designation, scope)
    together = shown.bundle.designations.exclude(pk=shown.pk).select_related("centre") if shown.bundle else ()
    return DesignationStory(
        designation=shown,
        stage=stage,
        term=term_in_words(shown.first_on, shown.last_on),
        remaining=_remaining(designation, on),
        facts=dated_facts(shown, scope=scope),
        tells_sources=scope.internal,
        following=following,
        together_with=list(together),
        lacks_agreement=in_force and shown.agreed_on is None,
        suspension=_suspension(suspension_on(designation, on)),
    )


def following_ones(scope: Scope) -> DesignationQuerySet:
    """Those that this person may know of, to look among for the one that follows another: the one that is
    made, else the rival that is furthest; never one whose bill failed."""
    return Designation.objects.within(scope).furthest_first()


def for_story(scope: Scope) -> DesignationQuerySet:
    """Designations with what their own page needs: neighbours in time as far as the reader may know them,
    organisation, centre and bundle."""
    following = Prefetch("followed_by", following_ones(scope).select_related("organisation"))
    return to_change(scope).select_related("session", "previous__organisation").prefetch_related(following)


def to_change(scope: Scope) -> DesignationQuerySet:
    """Designations with what their forms need: organisation, centre and bundle."""
    return Designation.objects.within(scope).select_related("centre", "organisation", "bundle")


def dated_facts(record: Decision, *, scope: Scope) -> list[DatedFact]:
    """The dated facts of a designation, or of a bundle, as far as the reader may know them."""
    hidden = hidden_fields(type(record), scope)
    stated: dict[str, Any] = {}
    if isinstance(record, Designation) and scope.internal:
        stated = {fact.field: fact for fact in record.stated_facts.all()}
    return [
        _dated_fact(record, name, stated.get(name))
        for name in DATED_FACTS
        if hasattr(record, name) and name not in hidden and _is_told(record, name)
    ]


def _is_told(record: Decision, name: str) -> bool:
    return name not in ONLY_WHERE_IT_HAPPENED or getattr(record, name) is not None


def _dated_fact(record: Decision, name: str, said: Any) -> DatedFact:
    day = getattr(record, name)
    remark = getattr(record, REMARKS[name], "") if name in REMARKS else ""
    not_known = day is None and getattr(record, "days_unconfirmed", False)
    return DatedFact(
        label=str(type(record)._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
        day=day,
        remark=remark() if callable(remark) else remark,
        certainty=Certainty(said.certainty).label if said else "",
        needs_check=said.needs_check if said else not_known,
        source=said.source if said else "",
        source_url=said.source_url if said else "",
    )


def draft(*, scope: Scope, centre: str | None, previous: str | None) -> dict[str, Any]:
    """What the form of a new designation begins with, as a link asked: a centre, or the one before it.

    What the link names but the person may not see is left out of account.
    """
    if previous and previous.isdecimal():
        before = Designation.objects.within(scope).filter(pk=previous).first()
        if before is not None:
            begins = day_after(before.last_on) if before.last_on else None
            return {
                "centre": before.centre_id,
                "organisation": before.organisation_id,
                "previous": before.pk,
                "first_on": begins,
            }
    return {"centre": centre} if centre else {}
