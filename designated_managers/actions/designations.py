"""The acts on designations and their bundles."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from centres.models import Centre
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.db.stated_facts import state
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, Refused
from designated_managers.actions.obligations import plan_obligations
from designated_managers.actions.roads import open_due_roads, road_for, tell_done, tell_returned
from designated_managers.actions.transfers import follow_designation, leading_to
from designated_managers.choices import ENDING
from designated_managers.models import Agreement, Bundle, Designation, Measure
from designated_managers.models.decisions import DECIDED
from designated_managers.queries.agreements import AGREEMENT_MISSING
from designated_managers.queries.designations import DESIGNATION_END
from designated_managers.querysets.designations import MADE
from designated_managers.rules.stage import contradictions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from common.db.stated_facts import Statement


NOTHING_SAID: Mapping[str, Statement | None] = MappingProxyType({})

EMPTY = None, ""


class CannotDesignate(Refused):
    """The designation cannot stand as entered; ``problems`` says why."""


class CannotReturn(Refused):
    """The return to direct management cannot be decided; ``problems`` says why."""


@transaction.atomic
def register_designation(
    *,
    on: date,
    bundle_name: str = "",
    statements: Mapping[str, Statement | None] = NOTHING_SAID,
    **facts: Any,
) -> Designation:
    """Enter a designation (指定の登録): one centre, one organisation, one term; and where its facts are from.

    ``bundle_name`` puts it into the bundle (一括) of this name, opened if there is none; what the bundle
    carries is then its own too. Raises ``CannotDesignate`` with every problem: what its own facts have
    against it, and a term that overlaps a made designation of the same centre. ``on`` is the day of the act:
    if the one before is answered by it, its flag closes.
    """
    designation = Designation(**facts)
    problems = _put_into(designation, bundle_name) if bundle_name else ()
    return _save_designation(designation, *problems, on=on, statements=statements)


@transaction.atomic
def change_designation(
    pk: int,
    *,
    on: date,
    expected_version: str | None = None,
    bundle_name: str | None = None,
    statements: Mapping[str, Statement | None] = NOTHING_SAID,
    **facts: Any,
) -> Designation:
    """Change facts of a designation (指定の変更) and their sources; raises ``Stale`` if it is no longer what
    was looked at, ``CannotDesignate`` with every other problem. An empty ``bundle_name`` takes it out of its
    bundle, None leaves it."""
    hold_bundles(pk, bundle_name or "")
    designation = locked(Designation, pk, expected_version=expected_version)
    led_to = (designation.first_on, designation.previous_id)
    changed(designation, facts)
    if led_to != (designation.first_on, designation.previous_id):
        # It may lead where another road leads.
        designation.road = None
    problems: tuple[Problem, ...] = ()
    if bundle_name == "":
        designation.bundle = None
    elif bundle_name is not None or designation.bundle is not None:
        problems = _put_into(designation, bundle_name or str(designation.bundle))
    return _save_designation(designation, *problems, on=on, statements=statements)


@transaction.atomic
def state_sources(designation: Designation, statements: Mapping[str, Statement | None]) -> None:
    """Say where facts of a designation come from and how sure we are of each (出典・確かさ), by field
    name."""
    state(designation.stated_facts, statements)


@transaction.atomic
def decide_direct_return(pk: int, *, decided_on: date, reason: str, on: date) -> Designation:
    """Decide that the city itself runs the centre again after this designation (直営復帰), with the reason.

    ``decided_on`` is the day of the decision, ``on`` the day of the act. Raises ``CannotReturn`` with every
    problem.
    """
    designation = Designation.objects.select_for_update().get(pk=pk)
    designation.direct_return_decided_on = decided_on
    designation.direct_return_reason = reason
    return _save_designation(designation, *_cannot_return(designation, on=on), on=on, error=CannotReturn)


def hold_bundles(pk: int, *names: str) -> None:
    """Hold the bundle of a designation, and those of these names, before the designation itself: in the order
    in which a change of the bundle holds them."""
    own = Designation.objects.filter(pk=pk).values("bundle")
    list(Bundle.objects.select_for_update().filter(Q(pk__in=own) | Q(name__in=names)).order_by("pk"))


def _put_into(designation: Designation, bundle_name: str) -> tuple[Problem, ...]:
    """Put it into the bundle of this name. An empty bundle takes over what is decided of its first
    designation; another gives what it carries, and what says otherwise is told."""
    bundle = Bundle.objects.select_for_update().filter(name=bundle_name).first() or Bundle(name=bundle_name)
    designation.bundle = bundle
    if _is_empty(bundle):
        changed(bundle, {name: getattr(designation, name) for name in _decided_together(designation)})
        problems = problems_with(bundle)
        if not problems:
            # Somebody else may open a bundle of this name at this moment.
            save_checked(bundle, error=CannotDesignate)
        # What is wrong with the decision, the designation says itself.
        return tuple(problem for problem in problems if problem.field == "name")
    return (*_take_over(designation, bundle), *_cannot_join(designation, bundle))


def _is_empty(bundle: Bundle) -> bool:
    if bundle._state.adding:
        return True
    return all(getattr(bundle, name) in EMPTY for name in DECIDED) and not bundle.designations.exists()


def _take_over(designation: Designation, bundle: Bundle) -> Iterator[Problem]:
    for name in _decided_together(designation):
        own, carried = getattr(designation, name), getattr(bundle, name)
        if own in EMPTY:
            setattr(designation, name, carried)
        elif own != carried:
            label = Bundle._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            message = f"{label}は、一括「{bundle}」で決めたことと違います。一括のページで直してください。"
            yield Problem("differs-from-bundle", message, field=name)


def _decided_together(designation: Designation) -> tuple[str, ...]:
    """What its bundle carries for it: an agreement of its own has its own day of signing."""
    apart = not designation._state.adding and Agreement.objects.filter(designation=designation).exists()
    return tuple(name for name in DECIDED if name != "agreed_on" or not apart)


def _cannot_join(designation: Designation, bundle: Bundle) -> Iterator[Problem]:
    """A bundle that signed as a whole stays one organisation's, and no agreement stands beside its own."""
    bodies = {"organisation": designation.organisation_id}
    if not Agreement.objects.filter(bundle=bundle).exists():
        return
    if bundle.designations.filter(pk=designation.pk, **bodies).exists():
        return
    if bundle.designations.exclude(pk=designation.pk).exclude(**bodies).exists():
        message = f"一括「{bundle}」は、ほかの団体がまとめて基本協定を結んでいるので、入れられません。"
        yield Problem("bundle-of-another-body", message, field="bundle_name")
    if "agreed_on" not in _decided_together(designation):
        message = f"一括「{bundle}」にもこの指定にも基本協定があるので、入れられません。"
        yield Problem("agreement-of-one", message, field="bundle_name")


def _save_designation(
    designation: Designation,
    *problems: Problem,
    on: date,
    statements: Mapping[str, Statement | None] = NOTHING_SAID,
    error: type[Refused] = CannotDesignate,
) -> Designation:
    if designation.centre_id:
        # Whoever enters a second designation of this centre at the same moment waits here and then sees the
        # first.
        Centre.objects.select_for_update(no_key=True).filter(pk=designation.centre_id).first()
    found = (
        *problems,
        *contradictions(designation.days),
        *_breaks_with_previous(designation),
        *_overlaps(designation),
        *_against_the_measure(designation),
    )
    if designation.road is None or designation.road.dropped_on is not None:
        designation.road = road_for(designation)
    transfer, knew = leading_to(designation)
    save_checked(designation, *found, error=error)
    state(designation.stated_facts, statements)
    _tell_answered(designation, on=on)
    follow_decision([designation], on=on)
    follow_designation(transfer, knew, on=on)
    if designation.in_force_on(on):
        # The road to the next one begins at once where its end is near.
        open_due_roads(on=on, only=designation.pk)
    return designation


def follow_decision(designations: Collection[Designation], *, on: date) -> None:
    """Let what hangs on selection, vote and agreement follow them: what they answer of a road is nobody's
    task any more, a signed agreement is not missing, and duties are planned. For the acts of this app."""
    roads = sorted({one.road_id for one in designations if one.road_id is not None})
    if roads:
        tell_done(roads, on=on)
    signed = [one.pk for one in designations if one.is_made and one.agreed_on is not None]
    if signed:
        tell_settled(AGREEMENT_MISSING, signed, SettledReason.DONE, on=on)
    plan_obligations([one.pk for one in designations], on=on)


def _tell_answered(designation: Designation, *, on: date) -> None:
    answered = []
    if designation.direct_return_decided_on is not None:
        answered.append(designation.pk)
        tell_returned(designation, on=on)
    if designation.previous_id is not None and designation.is_made:
        answered.append(designation.previous_id)
    if answered:
        tell_settled(DESIGNATION_END, answered, SettledReason.ANSWERED, on=on)


def _breaks_with_previous(designation: Designation) -> Iterator[Problem]:
    """Why the designation named as the one before cannot be that."""
    previous = designation.previous
    if previous is None:
        return
    if previous.centre_id != designation.centre_id:
        yield Problem(
            "previous-of-another-centre", "前の指定は、同じ施設の指定から選んでください。", field="previous"
        )
    starts = (previous.first_on, designation.first_on)
    if previous.pk == designation.pk or (starts[0] and starts[1] and starts[0] >= starts[1]):
        yield Problem(
            "previous-not-before",
            "前の指定は、この指定より先に始まるものを選んでください。",
            field="previous",
        )


def _overlaps(designation: Designation) -> Iterator[Problem]:
    """Made designations of the same centre whose term shares a day with this one."""
    if not designation.is_made or designation.centre_id is None:
        return
    others = Designation.objects.filter(centre=designation.centre_id).exclude(pk=designation.pk)
    for other in others.select_related("organisation"):
        if other.is_made and designation.days.shares_a_day_with(other.days):
            term = "、".join(
                f"{end} {era_day(day) if day else '不明'}"
                for end, day in (("初日", other.first_on), ("末日", other.last_on))
            )
            yield Problem(
                code="designation-overlaps",
                message=f"「{other.organisation}」の指定（{term}）と期間が重なっています。",
                field="first_on",
            )


def _against_the_measure(designation: Designation) -> Iterator[Problem]:
    """The day that a measure (取消し・返上) gave is changed by that measure alone."""
    if designation._state.adding:
        return
    standing = Measure.objects.filter(designation=designation.pk, kind__in=ENDING, closed_on__isnull=True)
    ends_on = standing.values_list("ends_on", flat=True).first()
    if ends_on is not None and ends_on != designation.revoked_on:
        message = "取消し・返上の措置で決まった日です。その措置の記録で直してください。"
        yield Problem("ended-by-measure", message, field="revoked_on")


def _cannot_return(designation: Designation, *, on: date) -> Iterator[Problem]:
    """Why it cannot be decided that the city runs the centre again after this designation."""
    if not designation.is_made:
        yield Problem("return-of-unmade", "まだ指定されていないので、直営に戻すことは決められません。")
    made = Designation.objects.filter(MADE, previous=designation.pk)
    following = made.select_related("organisation").first()
    if following is not None:
        yield Problem(
            "return-despite-next", f"次の指定（{following.organisation}）がすでに登録されています。"
        )
    decided_on = designation.direct_return_decided_on
    if decided_on is not None and decided_on > on:
        yield Problem(
            "return-in-future",
            "決めた日は、きょうまでの日を入力してください。",
            field="direct_return_decided_on",
        )
