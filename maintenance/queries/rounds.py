"""Answers for the pages of emergency rounds, and their deadlines for the nightly job."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.timezone import localtime

from common.db.columns import text
from common.db.scoped import without_hidden
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from maintenance.choices import RoundState
from maintenance.models import EmergencyRound, RoundAnswer, RoundCentre, RoundPhoto
from maintenance.querysets.rounds import latest_answer
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from common.scope import Scope
    from maintenance.querysets.rounds import EmergencyRoundQuerySet, RoundCentreQuerySet

ROUND_ANSWER = "round_answer"
"""The kind of deadline that an unanswered round is (臨時点検の未確認)."""

SHAPES = {RoundState.TROUBLE: "overdue", RoundState.UNANSWERED: "soon", RoundState.SOUND: "done"}
ORDER = tuple(RoundState)


@dataclass(frozen=True)
class RoundLine:
    """One round in a list, or at the top of the desk: how many of its centres are in which state."""

    pk: int
    name: str
    kind: str
    opened_at: datetime
    since: str
    closed_on: date | None
    centres: int
    trouble: int
    unanswered: int
    sound: int

    @property
    def state(self) -> State:
        """What matters most of it."""
        if self.closed_on is not None:
            return State("done", "終了")
        if self.unanswered:
            return State("soon", f"未確認 {self.unanswered:,}")
        return State("active", "全施設が回答")


@dataclass(frozen=True)
class PlaceLine:
    """One centre on the board of a round."""

    pk: int
    centre: str
    centre_pk: int
    state: State
    text: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True)
class Board:
    """The board of a round (臨時点検の一覧表): what is wrong first, then who has not answered."""

    round: EmergencyRound
    line: RoundLine
    places: Sequence[PlaceLine]

    @property
    def silent(self) -> list[str]:
        """The centres that have not answered."""
        return [one.centre for one in self.places if one.state.word == RoundState.UNANSWERED.label]


@dataclass(frozen=True)
class AnswerTold:
    """One answer on the page of a centre, with its photographs."""

    state: State
    text: str
    answered_at: datetime
    answered_by: str
    photos: Sequence[RoundPhoto]


@dataclass(frozen=True)
class PlacePage:
    """A centre in a round: what is asked, and what was answered so far, the latest first."""

    place: RoundCentre
    round: EmergencyRound
    answers: Sequence[AnswerTold]


@dataclass(frozen=True)
class AskedNow:
    """A round that asks for an answer about one centre."""

    pk: int
    name: str
    centre_pk: int
    state: State
    answered: bool


def rounds_to_list(scope: Scope) -> EmergencyRoundQuerySet:
    """Rounds, each with how many of the centres within the scope are in which state."""
    rounds = EmergencyRound.objects.within(scope)
    if not scope.every_centre:
        mine = Q(centres__centre__in=scope.centre_ids)
        return _counted(rounds, mine)
    return _counted(rounds, Q())


def _counted(rounds: EmergencyRoundQuerySet, mine: Q) -> EmergencyRoundQuerySet:
    latest = RoundCentre.objects.alias(latest=latest_answer("state"))
    trouble = latest.filter(latest=RoundState.TROUBLE).order_by().values("pk")
    answered = RoundAnswer.objects.order_by().values("place")
    return rounds.annotate(
        number=Count("centres", filter=mine, distinct=True),
        answered=Count("centres", filter=mine & Q(centres__in=answered), distinct=True),
        trouble=Count("centres", filter=mine & Q(centres__in=trouble), distinct=True),
    ).order_by("-opened_at", "-pk")


def round_lines(rounds: Iterable[Any], *, at: datetime) -> list[RoundLine]:
    """These rounds as lines of a list, in the order given."""
    return [
        RoundLine(
            pk=one.pk,
            name=one.name,
            kind=one.get_kind_display(),
            opened_at=localtime(one.opened_at),
            since=ago(one.opened_at, at=at),
            closed_on=one.closed_on,
            centres=one.number,
            trouble=one.trouble,
            unanswered=one.number - one.answered,
            sound=one.answered - one.trouble,
        )
        for one in rounds
    ]


def ago(then: datetime, *, at: datetime) -> str:
    """How long ago it was: 5分前, 3時間前, 2日前."""
    minutes = max(int((at - then).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes}分前"
    return f"{minutes // 60}時間前" if minutes < 48 * 60 else f"{minutes // (24 * 60)}日前"


def open_rounds(scope: Scope, *, at: datetime) -> list[RoundLine]:
    """The rounds that are open in these centres, the latest first; one query."""
    return round_lines(rounds_to_list(scope).open(), at=at)


def board(found: Any, *, scope: Scope, at: datetime) -> Board:
    """The board of one round from ``rounds_to_list``."""
    places: QuerySet[Any] = (
        RoundCentre.objects.within(scope)
        .filter(round=found)
        .with_state()
        .select_related("centre")
        .annotate(
            said=latest_answer("text"),
            said_at=latest_answer("answered_at"),
            said_by=latest_answer("answered_by__display_name"),
        )
        .order_by("centre__kana", "centre__code")
    )
    lines = [
        PlaceLine(
            pk=one.pk,
            centre=one.centre.name,
            centre_pk=one.centre_id,
            state=_state(one.state),
            text=one.said or "",
            answered_at=one.said_at,
            answered_by=one.said_by or "",
        )
        for one in sorted(places, key=lambda one: ORDER.index(RoundState(one.state)))
    ]
    (line,) = round_lines([found], at=at)
    return Board(found, line, lines)


def _state(state: str) -> State:
    return State(SHAPES[RoundState(state)], RoundState(state).label)


def places_to_show(scope: Scope) -> RoundCentreQuerySet:
    """The centres in rounds that a person may open."""
    return RoundCentre.objects.within(scope).select_related("round", "centre")


def place_page(place: RoundCentre, *, scope: Scope) -> PlacePage:
    """The page of a centre in a round; two queries."""
    photos = Prefetch("photos", RoundPhoto.objects.within(scope))
    answers = RoundAnswer.objects.filter(place=place).select_related("answered_by").prefetch_related(photos)
    return PlacePage(
        place=place,
        round=without_hidden(place.round, scope),
        answers=[
            AnswerTold(
                _state(one.state),
                one.text,
                one.answered_at,
                one.answered_by.display_name if one.answered_by else "",
                list(one.photos.all()),
            )
            for one in answers
        ],
    )


def asked_now(scope: Scope) -> Mapping[int, Sequence[AskedNow]]:
    """The open rounds by the centre they ask about, the latest first; one query."""
    rows: QuerySet[Any] = (
        RoundCentre.objects.within(scope).of_open_rounds().with_state().select_related("round")
    )
    asked: dict[int, list[AskedNow]] = defaultdict(list)
    for one in rows.order_by("-round__opened_at", "-pk"):
        state = _state(one.state)
        answered = one.state != RoundState.UNANSWERED
        asked[one.centre_id].append(AskedNow(one.pk, one.round.name, one.centre_id, state, answered))
    return asked


def round_deadlines(*, until: date) -> QuerySet[RoundCentre, tuple[Any, ...]]:
    """Centres that have not answered in a round that is open. Whoever runs the centre answers; the city sees
    to it that they do."""
    return (
        RoundCentre.objects.of_open_rounds()
        .unanswered()
        .filter(round__answer_by_on__lte=until)
        .order_by()
        .annotate(
            kind=text(ROUND_ANSWER),
            lead=text(ROUND_ANSWER),
            subject_id=F("pk"),
            due_on=F("round__answer_by_on"),
            post_id=F("centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_rounds() -> QuerySet[RoundCentre, tuple[Any, ...]]:
    """Centres that answered."""
    return (
        RoundCentre.objects.answered()
        .order_by()
        .annotate(kind=text(ROUND_ANSWER), subject_id=F("pk"), reason=text(SettledReason.ANSWERED))
        .values_list(*SETTLED_COLUMNS)
    )
