"""What the API answers of centres, districts and posts, and what it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from centres.choices import CentreKind, CentreStatus, DreamPlan, PostLevel
from centres.models import Centre, District, Post
from centres.querysets import CentreQuerySet, PostQuerySet
from centres.rules.status import CentreDays, status_on
from common.certainty import Certainty
from common.db.partial_dates import partial_date_columns
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import (
    ClockTime,
    Coded,
    Degree,
    FromColumns,
    Many,
    PartialDay,
    Ref,
    Stated,
    coded_schema,
    known_day,
)
from common.rest.wire import OneOf, PartialDayText, SomeOf, Statements

DAYS = ("planned_on", "works_began_on", "opened_on", "abolished_on")


class StatusToday(FromColumns):
    """Where a centre stands today (状態), and whether the day that led to it is known only roughly."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "description": "きょうの状態。day_uncertain は、日付の範囲の中にいて日が要確認のとき true",
        "properties": {
            **coded_schema(CentreStatus.choices)["properties"],
            "day_uncertain": {"type": "boolean"},
        },
        "required": ["code", "label", "day_uncertain"],
    }

    def __init__(self) -> None:
        super().__init__(
            "on", *(column for day in DAYS for column in partial_date_columns(day)), "is_suspended"
        )

    def shape(self, *values: Any) -> Any:
        on, *columns, is_suspended = values
        planned, works_began, opened, abolished = (
            None if columns[start] is None else known_day(*columns[start : start + 3])
            for start in range(0, len(columns), 3)
        )
        suspensions = ((on, on),) if is_suspended else ()
        answer = status_on(on, CentreDays(planned, works_began, opened, abolished, suspensions))
        return {
            "code": answer.status.value,
            "label": answer.status.label,
            "day_uncertain": answer.day_uncertain,
        }


class Suspended(Many):
    """The spans of days on which a centre is out of use (休止)."""

    item: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "first_on": {"type": "string", "format": "date"},
            "last_on": {"type": "string", "format": "date", "nullable": True},
            "reason": {"type": "string"},
        },
        "required": ["first_on", "last_on", "reason"],
    }

    def __init__(self) -> None:
        super().__init__(
            "suspensions", "id", "first_on", "last_on", "reason", order=("first_on", "id"), label="休止"
        )

    def one(self, *values: Any) -> Any:
        _, first_on, last_on, reason = values
        return {"first_on": first_on, "last_on": last_on, "reason": reason}


@extend_schema_serializer(component_name="District")
class DistrictShape(Shape):
    """A district (地区)."""

    internal = frozenset({"source", "certainty"})

    dream_plan = Coded(DreamPlan)
    dream_plan_on = PartialDay()
    certainty = Coded(Certainty)

    class Meta:
        model = District
        fields = (
            "id",
            "code",
            "name",
            "kana",
            "is_mountain",
            "dream_plan",
            "dream_plan_on",
            "source",
            "certainty",
        )


@extend_schema_serializer(component_name="Post")
class PostShape(Shape):
    """A post (担当)."""

    level = Coded(PostLevel)
    superior = Ref("superior_seen", "superior__name")
    centre = Ref("centre_seen", "centre__name")

    class Meta:
        model = Post
        fields = ("id", "code", "name", "level", "superior", "centre")


@extend_schema_serializer(component_name="Centre")
class CentreShape(Shape):
    """A centre (施設) in a list."""

    kind = Coded(CentreKind)
    status = StatusToday()
    district = Ref("district_id", "district__name")
    post_in_charge = Ref("post_in_charge_id", "post_in_charge__name")
    latitude = Degree()
    longitude = Degree()
    opens_at = ClockTime()
    closes_at = ClockTime()
    planned_on = PartialDay()
    works_began_on = PartialDay()
    opened_on = PartialDay()
    abolished_on = PartialDay()

    class Meta:
        model = Centre
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "code",
            "name",
            "kana",
            "nickname",
            "kind",
            "status",
            "district",
            "is_hub",
            "postal_code",
            "address",
            "phone",
            "latitude",
            "longitude",
            "opens_at",
            "closes_at",
            "closed_days",
            *DAYS,
            "ordinance",
            "post_in_charge",
            "internal_notes",
        )


@extend_schema_serializer(component_name="CentreDetail")
class CentreDetailShape(CentreShape):
    """A centre with what belongs to it: suspensions, successors, and the sources of its facts."""

    internal = frozenset({"stated_facts"})

    suspensions = Suspended()
    successors = Many(
        "succeeded_by",
        "successor_id",
        "successor__name",
        order=("successor__kana", "successor__code"),
        centre="successor_id",
        label="後継施設",
    )
    stated_facts = Stated(label="出典・確かさ")

    class Meta(CentreShape.Meta):
        fields = (*CentreShape.Meta.fields, "suspensions", "successors", "stated_facts")


class DistrictInput(Input):
    """The facts of a district (地区)."""

    dream_plan_on = PartialDayText()

    class Meta:
        model = District
        fields = (
            "code",
            "name",
            "kana",
            "is_mountain",
            "dream_plan",
            "dream_plan_on",
            "source",
            "certainty",
        )


class PostInput(Input):
    """A post (担当): its rank, the post above it, and for centre staff the centre."""

    superior = OneOf(lambda entered: Post.objects.within(entered.scope), required=False, allow_null=True)
    centre = OneOf(lambda entered: Centre.objects.within(entered.scope), required=False, allow_null=True)

    class Meta:
        model = Post
        fields = ("code", "name", "level", "superior", "centre")


def _posts(entered: CentreInput) -> PostQuerySet:
    return Post.objects.within(entered.scope)


def _other_centres(entered: CentreInput) -> CentreQuerySet:
    others = Centre.objects.within(entered.scope)
    return others.exclude(pk=entered.record.pk) if entered.record else others


class CentreInput(Input):
    """The facts of a centre, and where they come from."""

    district = OneOf(lambda _: District.objects.all(), required=False, allow_null=True)
    post_in_charge = OneOf(_posts, required=False, allow_null=True)
    planned_on = PartialDayText()
    works_began_on = PartialDayText()
    opened_on = PartialDayText()
    abolished_on = PartialDayText()
    successors = SomeOf(_other_centres, required=False, label="後継施設")
    stated_facts = Statements()

    class Meta:
        model = Centre
        fields = (
            "code",
            "name",
            "kana",
            "nickname",
            "kind",
            "district",
            "is_hub",
            "postal_code",
            "address",
            "phone",
            "latitude",
            "longitude",
            "opens_at",
            "closes_at",
            "closed_days",
            *DAYS,
            "ordinance",
            "post_in_charge",
            "internal_notes",
            "successors",
            "stated_facts",
        )

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        if "successors" in facts:
            facts["successor_ids"] = [centre.pk for centre in facts.pop("successors")]
        return super().as_act_takes(facts)
