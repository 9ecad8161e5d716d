"""The answer of the desk (要対応): what is due, how much of it, and what the year looks like."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Case, CharField, F, IntegerField, QuerySet, When
from django.db.models.functions import Cast

from centres.models import Centre, Post, PostHolding
from common.db.columns import text
from common.fiscal_year import FiscalYear
from common.months import add_months
from common.office_days import short_day
from designated_managers.models import Designation
from designated_managers.queries.designations import deadlines
from maintenance.queries.rounds import open_rounds
from portal.buckets import Bucket, bucket_of
from portal.desk.recent import Recorded, recently_recorded
from portal.desk.tally import Wanted, number_without, numbers_of, tally_of
from portal.desk.year import months_of
from portal.flag_rows import FlagRow, answerable, days_in_words, kinds_seen
from reminders.actions import SWEEP_HOUR, last_good_run
from reminders.choices import FlagKind
from reminders.models import Flag
from reminders.queries.answers import with_answers
from reminders.queries.flags import flag_lines, in_order
from ui.lists import Listing, WayOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from common.scope import Scope
    from maintenance.queries.rounds import RoundLine
    from portal.desk.tally import Tally
    from portal.viewer import Viewer
    from reminders.queries.flags import FlagLine
    from reminders.querysets.flags import FlagQuerySet
    from ui.figures import Counts
    from ui.lists import Condition

PAGE_SIZE = 50

MONTHS_AHEAD = 24
"""How far ahead the end of a designation is shown: the first of its lead times."""

TERMS_SHOWN = 5

SHAPES = {Bucket.OVERDUE: "overdue", Bucket.WEEK: "soon", Bucket.MONTH: "planned"}

CONSEQUENCE = "新しい期限が、この一覧に出ていないことがあります。システム管理者に知らせてください。"


MAY_CHOOSE = "reminders.change_notice"
"""Who may answer a flag at all: the boxes are theirs."""

ROUNDS = "maintenance.view_emergencyround"


@dataclass(frozen=True)
class Choices:
    """What the filters offer, id and name, and who holds which post on the day."""

    centres: tuple[tuple[int, str], ...]
    posts: tuple[tuple[int, str], ...]
    who: Mapping[int, str]


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the desk: the flags as narrowed, by which conditions, and which page of them.

    ``wanted`` says the conditions as a value, ``conditions`` in words; ``clear_url`` is the desk without any.
    """

    flags: FlagQuerySet
    wanted: Wanted
    conditions: tuple[Condition, ...]
    clear_url: str
    page: str | None


@dataclass(frozen=True)
class Headline:
    """One of the counts above the desk, as ``ui/components/counts.html`` shows it."""

    shape: str
    label: str
    number: int
    url: str


@dataclass(frozen=True)
class Group:
    """One group of the desk: how many it has in all, and its rows on this page."""

    bucket: Bucket
    number: int
    until: date | None
    rows: tuple[FlagRow, ...]


@dataclass(frozen=True)
class EndingTerm:
    """A designation whose term ends before long and that nothing follows yet (期限が近い指定期間)."""

    pk: int
    centre: str
    last_on: date
    days_left: int

    @property
    def remaining(self) -> str:
        """あと494日, きょうまで, 3日超過."""
        return days_in_words(self.days_left)


@dataclass(frozen=True)
class Desk:
    """Everything on the desk. ``night`` says that the nightly job has stopped; empty while it runs.
    ``put_off`` is how much the list leaves out because it was put off."""

    headlines: tuple[Headline, ...]
    caption: str
    months: tuple[Counts, ...]
    listing: Listing
    groups: tuple[Group, ...]
    ending: tuple[EndingTerm, ...]
    more_ending: bool
    recent: tuple[Recorded, ...]
    night: str
    put_off: int = 0
    rounds: tuple[RoundLine, ...] = ()


class CountedPaginator(Paginator[Flag]):
    """Pages of a list whose length is known already."""

    def __init__(self, flags: FlagQuerySet, *, number: int) -> None:
        self.number = number
        super().__init__(flags, PAGE_SIZE)

    @property
    def count(self) -> int:
        """As told."""
        return self.number


def open_flags(viewer: Viewer) -> FlagQuerySet:
    """What is due in the viewer's centres, of the kinds whose records they may see."""
    return flags_seen(viewer).open()


def flags_seen(viewer: Viewer) -> FlagQuerySet:
    """Flags, open and closed, in the viewer's centres, of the kinds whose records they may see."""
    return Flag.objects.within(viewer.scope).filter(kind__in=kinds_seen(viewer))


def choices(scope: Scope, *, on: date) -> Choices:
    """The centres and posts that the desk can be narrowed to, and who holds the posts; one query."""
    posts = Post.objects.within(scope)
    held = PostHolding.objects.held(on).filter(post__in=posts.order_by().values("pk"))
    holders_first = Case(When(is_deputy=True, then=text("2")), default=text("1"))
    named = _named(
        _names(Centre.objects.within(scope), "centre", ref="pk", label="name", rank="kana"),
        _names(posts, "post", ref="pk", label="name", rank="code"),
        _names(held, "holder", ref="post_id", label="user__display_name", rank=holders_first),
    )
    who: dict[int, list[str]] = defaultdict(list)
    for post, name in named["holder"]:
        who[post].append(name)
    return Choices(
        centres=tuple(named["centre"]),
        posts=tuple(named["post"]),
        who={post: "・".join(names) for post, names in who.items()},
    )


def _names(rows: QuerySet[Any], what: str, *, ref: str, label: str, rank: Any) -> QuerySet[Any, Any]:
    """Ids and names of one table, in columns that are the same for all."""
    names: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            what=text(what),
            ref=Cast(ref, IntegerField()),
            label=Cast(label, CharField()),
            rank=Cast(rank, CharField()),
            seq=F("pk"),
        )
        .values_list("what", "ref", "label", "rank", "seq")
    )
    return names


def _named(first: QuerySet[Any, Any], *others: QuerySet[Any, Any]) -> Mapping[str, list[tuple[int, str]]]:
    """Ids and names of several tables, each in its own order."""
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for what, ref, label, *_ in first.union(*others, all=True).order_by("what", "rank", "seq"):
        named[what].append((ref, label))
    return named


def desk(asked: Asked, *, who: Mapping[int, str], viewer: Viewer, at: datetime) -> Desk:
    """The desk at this moment, one page of it."""
    on = at.date()
    tally = tally_of(open_flags(viewer), centre_id=asked.wanted.centre_id, on=on)
    numbers = numbers_of(tally, asked.wanted)
    flags = in_order(with_answers(asked.flags))
    page = CountedPaginator(flags, number=sum(numbers.values())).get_page(asked.page)
    lines = flag_lines(page.object_list, on=on, who=who)  # type: ignore[arg-type]
    year = FiscalYear.of(on)
    ending = _ending(viewer, on=on)
    return Desk(
        headlines=_headlines(numbers_of(tally, Wanted())),
        caption=f"{year.label}の期限（件数）",
        months=months_of(year, viewer=viewer, on=on),
        listing=Listing(
            page=page,
            conditions=asked.conditions,
            clear_url=asked.clear_url,
            way_out=None if page.paginator.count else _way_out(tally, asked),
        ),
        groups=_groups(lines, numbers, may_choose=viewer.may(MAY_CHOOSE), on=on),
        ending=ending[:TERMS_SHOWN],
        more_ending=len(ending) > TERMS_SHOWN,
        recent=recently_recorded(viewer, at=at),
        night=night_sentence(last_good_run(), at=at),
        put_off=sum(numbers_of(tally, Wanted(put_off=True)).values()),
        rounds=tuple(open_rounds(viewer.scope, at=at)) if viewer.may(ROUNDS) else (),
    )


def _way_out(tally: Sequence[Tally], asked: Asked) -> WayOut | None:
    """Of an empty desk: the condition without which most would be found."""
    found = {condition: number_without(condition.name, tally, asked.wanted) for condition in asked.conditions}
    best = max(found, key=lambda condition: found[condition], default=None)
    return WayOut(best, found[best]) if best and found[best] else None


def night_sentence(latest: date | None, *, at: datetime) -> str:
    """That the nightly job (夜間の点検, 05:30) has not run since its latest good run; empty when it has."""
    if latest is None:
        return f"夜間の点検が、まだ一度も動いていません。{CONSEQUENCE}"
    on = at.date()
    expected = on if at.time() >= SWEEP_HOUR else on - timedelta(days=1)
    if latest >= expected:
        return ""
    missed = latest + timedelta(days=1)
    day = short_day(missed)
    return f"夜間の点検が{day}から動いていません。{CONSEQUENCE}"


def _headlines(numbers: Mapping[Bucket, int]) -> tuple[Headline, ...]:
    links = {Bucket.OVERDUE: "?overdue=on", Bucket.WEEK: "#week", Bucket.MONTH: "#month"}
    return tuple(
        Headline(SHAPES[bucket], bucket.label, numbers[bucket], url)
        if numbers[bucket]
        else Headline("none", bucket.label, 0, "")
        for bucket, url in links.items()
    )


def _groups(
    lines: Iterable[FlagLine], numbers: Mapping[Bucket, int], *, may_choose: bool, on: date
) -> tuple[Group, ...]:
    return tuple(
        Group(
            bucket,
            number=numbers[bucket],
            until=bucket.until(on),
            rows=tuple(answerable(line, on=on, may_choose=may_choose) for line in of_bucket),
        )
        for bucket, of_bucket in groupby(lines, key=lambda line: bucket_of(line.days_left))
    )


def _ending(viewer: Viewer, *, on: date) -> tuple[EndingTerm, ...]:
    """Designations that end within two years and that nothing follows yet, the nearest first; one more than
    is shown.
    """
    if FlagKind.DESIGNATION_END not in kinds_seen(viewer):
        return ()
    pending = deadlines(until=add_months(on, MONTHS_AHEAD)).values("pk")
    rows = (
        Designation.objects.within(viewer.scope)
        .filter(pk__in=pending)
        .order_by("last_on", "pk")
        .values_list("pk", "centre__name", "last_on")
    )
    return tuple(
        EndingTerm(pk, centre, last_on, days_left=(last_on - on).days)
        for pk, centre, last_on in rows.exclude(last_on=None)[: TERMS_SHOWN + 1]
        if last_on is not None
    )
