"""Who is told of a deadline, and why (だれに知らせるか): duties belong to posts, reminders go to people.

On the city's side whoever holds the post in charge on the day, deputies too; once it is long overdue their
superiors. On the side of a community group also its members, of their own duties only. A duty that nobody has
to do with is not forgotten: it goes up to the next post that somebody holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from centres.choices import PostLevel
from reminders.choices import FlagKind, Why
from reminders.rules.plans import Circle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

RANKS = (PostLevel.CENTRE, PostLevel.OFFICER, PostLevel.CHIEF, PostLevel.MANAGER)
"""The ranks of posts, the lowest first."""


@dataclass(frozen=True)
class Holder:
    """That a person holds a post on the day."""

    user_id: int
    is_deputy: bool = False


@dataclass(frozen=True)
class PostFacts:
    """A post on the day: its rank, the post above it, and who holds it, the holder first."""

    level: str
    superior_id: int | None = None
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True)
class Listener:
    """A person who can be told: of which kinds of deadline, at which centres (None: every one), and whether
    there is an address to write to."""

    kinds: frozenset[str]
    centre_ids: frozenset[int] | None
    has_address: bool

    def may_hear(self, duty: Duty) -> bool:
        """Whether the record itself may be seen by this person."""
        if duty.kind not in self.kinds:
            return False
        return self.centre_ids is None or duty.centre_id in self.centre_ids


@dataclass(frozen=True)
class Office:
    """Posts, people and groups as they are on one day (その日の体制).

    ``members`` are the people who act for an organisation, ``keepers`` those who look after the accounts.
    """

    posts: Mapping[int, PostFacts]
    people: Mapping[int, Listener]
    members: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    keepers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Duty:
    """What a deadline tells of who has to do with it. ``organisation_id``: the body whose duty it is."""

    kind: str
    centre_id: int | None
    post_id: int | None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Told:
    """One person to be told: why, and in whose mail it stands. ``via_id`` is another person's where this one
    has no address (電話でお知らせ), None where nobody can be written to."""

    user_id: int
    why: str
    via_id: int | None


def told(duty: Duty, circle: Circle, office: Office) -> tuple[Told, ...]:
    """Everybody who is told of this duty, each once, for the first reason there is; by id."""
    reasons: dict[int, str] = {}
    for user_id, why in _candidates(duty, circle, office):
        reasons.setdefault(user_id, why)
    return tuple(
        Told(
            user_id,
            why,
            user_id
            if office.people[user_id].has_address
            else next(iter(carriers_for(user_id, duty, office)), None),
        )
        for user_id, why in sorted(reasons.items())
    )


def posts_where_the_place_counts(office: Office) -> frozenset[int | None]:
    """The posts whose duties are not told to the same people at every centre: somebody up the line, or
    whoever steps in where nobody is there, hears of their own centres alone. ``None``: duties without a post.

    Of all other posts one answer serves every centre; at the city hall most people hear of every one.
    """
    narrow = {user_id for user_id, person in office.people.items() if person.centre_ids}
    high = RANKS[RANKS.index(PostLevel.CHIEF) :]
    steps_in = {
        holder.user_id for post in office.posts.values() if post.level in high for holder in post.holders
    }
    if narrow & steps_in.union(office.keepers):
        return frozenset({None, *office.posts})
    return frozenset(
        post_id
        for post_id in office.posts
        if any(
            holder.user_id in narrow
            for above in upwards(post_id, office)
            for holder in office.posts[above].holders
        )
    )


def carriers_for(user_id: int, duty: Duty, office: Office) -> list[int]:
    """Who can pass a reminder on by telephone to a person who cannot be written to, the first choice first:
    whoever is in charge and has an address, then those above."""
    others = dict.fromkeys(_carriers(duty, office))
    return [other for other in others if other != user_id and office.people[other].has_address]


def _candidates(duty: Duty, circle: Circle, office: Office) -> Iterator[tuple[int, str]]:
    if duty.kind == FlagKind.ACCOUNT_END:
        yield from ((user_id, Why.KEEPER) for user_id in _who_hear(office.keepers, duty, office))
        return
    yield from _members(duty, office)
    yield from _in_charge(duty, office)
    if circle >= Circle.CHIEF:
        yield from _above(duty, PostLevel.CHIEF, Why.CHIEF, office)
    if circle >= Circle.MANAGER:
        yield from _above(duty, PostLevel.MANAGER, Why.MANAGER, office)


def _members(duty: Duty, office: Office) -> Iterator[tuple[int, str]]:
    """A body always reads what it owes itself, also outside of its term."""
    if duty.organisation_id is not None:
        for user_id in office.members.get(duty.organisation_id, ()):
            if user_id in office.people and duty.kind in office.people[user_id].kinds:
                yield user_id, Why.MEMBER


def _in_charge(duty: Duty, office: Office) -> Iterator[tuple[int, str]]:
    """The holder of the post and the deputies; of a vacant post whoever holds the next one above."""
    if duty.post_id is None:
        yield from ((user_id, Why.NOBODY) for user_id in _at_level(PostLevel.CHIEF, duty, office))
        return
    for post_id in upwards(duty.post_id, office):
        found = _holders(post_id, duty, office)
        if found:
            own = post_id == duty.post_id
            yield from (
                (holder.user_id, (Why.DEPUTY if holder.is_deputy else Why.HOLDER) if own else Why.VACANT)
                for holder in found
            )
            return
    # All the way up nobody: it must not end with nobody for all that.
    yield from ((user_id, Why.VACANT) for user_id in _at_level(PostLevel.CHIEF, duty, office))


def _above(duty: Duty, level: PostLevel, why: Why, office: Office) -> Iterator[tuple[int, str]]:
    """Whoever holds the nearest post above of this rank, or of a higher one where that is vacant."""
    if duty.post_id is None:
        yield from ((user_id, why) for user_id in _at_level(level, duty, office))
        return
    own, *above = upwards(duty.post_id, office)
    is_high = RANKS.index(office.posts[own].level) >= RANKS.index(level)
    if is_high and not above and _holders(own, duty, office):
        # The head of a line is in charge itself: nobody else's chiefs are above it.
        return
    for post_id in above:
        if RANKS.index(office.posts[post_id].level) >= RANKS.index(level):
            found = _holders(post_id, duty, office)
            if found:
                yield from ((holder.user_id, why) for holder in found)
                return
    yield from ((user_id, why) for user_id in _at_level(level, duty, office))


def _at_level(level: PostLevel, duty: Duty, office: Office) -> list[int]:
    """Whoever holds a post of this rank, or where nobody does one of the next rank; where there is none at
    all, whoever keeps the accounts."""
    for rank in RANKS[RANKS.index(level) :]:
        found = [
            holder.user_id
            for post_id, post in sorted(office.posts.items())
            if post.level == rank
            for holder in _holders(post_id, duty, office)
        ]
        if found:
            return found
    return _who_hear(office.keepers, duty, office)


def _carriers(duty: Duty, office: Office) -> Iterator[int]:
    """Who can pass it on by telephone: whoever is in charge first, then upwards."""
    if duty.kind == FlagKind.ACCOUNT_END:
        yield from _who_hear(office.keepers, duty, office)
        yield from _at_level(PostLevel.CHIEF, duty, office)
    elif duty.post_id is None:
        yield from _at_level(PostLevel.CHIEF, duty, office)
    else:
        for post_id in upwards(duty.post_id, office):
            yield from (holder.user_id for holder in _holders(post_id, duty, office))


def upwards(post_id: int, office: Office) -> list[int]:
    """The post, the one above it, and so on."""
    way: list[int] = []
    at: int | None = post_id
    while at is not None and at in office.posts and at not in way:
        way.append(at)
        at = office.posts[at].superior_id
    return way


def _holders(post_id: int, duty: Duty, office: Office) -> list[Holder]:
    holders = office.posts[post_id].holders
    heard = set(_who_hear((holder.user_id for holder in holders), duty, office))
    return [holder for holder in holders if holder.user_id in heard]


def _who_hear(user_ids: Iterable[int], duty: Duty, office: Office) -> list[int]:
    return [
        user_id for user_id in user_ids if user_id in office.people and office.people[user_id].may_hear(duty)
    ]
