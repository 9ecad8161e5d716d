"""The register of centres: facts with their days, and who is in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from centres.choices import CentreKind, DreamPlan, PostLevel
from centres.querysets import CentreQuerySet, PostHoldingQuerySet, PostQuerySet, SuspensionQuerySet
from centres.rules.status import CentreDays, StatusOnDay, status_on
from common.certainty import Certainty
from common.db.history import tracked
from common.db.partial_dates import PartialDateField, partial_date_constraint
from common.db.stated_facts import StatedFact

if TYPE_CHECKING:
    from datetime import date


class District(models.Model):
    """A district (地区) of the city; mountain districts (中山間) get their own support."""

    code = models.CharField("地区コード", max_length=40, unique=True)
    name = models.CharField("地区名", max_length=60)
    kana = models.CharField("かな", max_length=60, blank=True)
    is_mountain = models.BooleanField("中山間地域", null=True, blank=True)
    dream_plan = models.CharField("夢プラン", max_length=20, choices=DreamPlan.choices, blank=True)
    dream_plan_on = PartialDateField("夢プラン策定日")
    source = models.CharField("出典", max_length=300, blank=True)
    certainty = models.CharField(
        "確かさ", max_length=20, choices=Certainty.choices, default=Certainty.UNVERIFIED
    )
    history = tracked()

    class Meta:
        verbose_name = "地区"
        verbose_name_plural = "地区"
        ordering = ["kana", "code"]
        constraints = [partial_date_constraint("dream_plan_on", "district")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post (担当): what duties belong to. Persons come and go, the post stays."""

    code = models.CharField("コード", max_length=40, unique=True)
    name = models.CharField("担当名", max_length=60)
    level = models.CharField("職位", max_length=20, choices=PostLevel.choices, default=PostLevel.OFFICER)
    superior = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上位の職", null=True, blank=True, related_name="subordinates"
    )
    centre = models.ForeignKey(
        "centres.Centre",
        models.PROTECT,
        verbose_name="配属先の施設",
        null=True,
        blank=True,
        related_name="own_posts",
        help_text="センター職員の担当のときだけ選びます。",
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "担当"
        verbose_name_plural = "担当"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="post_is_not_its_own_superior",
                condition=Q(superior__isnull=True) | ~Q(superior=F("pk")),
                violation_error_message="上位の職に自分自身は選べません。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """A civic centre (市民センター).

    ``code`` is the centre's identity in registers: 団体コード and the register's ID joined by a hyphen;
    where a register has no ID, 団体コード and the folded name. A row number is never a code. ``search``
    holds the normalised text that a search looks in; it is written by the actions.
    """

    code = models.CharField("施設コード", max_length=120, unique=True)
    name = models.CharField("名称", max_length=120)
    kana = models.CharField("名称（かな）", max_length=160, blank=True)
    nickname = models.CharField("通称", max_length=120, blank=True)
    kind = models.CharField("種別", max_length=30, choices=CentreKind.choices, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, verbose_name="地区", null=True, blank=True, related_name="centres"
    )
    postal_code = models.CharField(
        "郵便番号",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{3}-\d{4}$", "郵便番号は「745-0841」の形で入力してください。")],
    )
    address = models.CharField("所在地", max_length=200, blank=True)
    phone = models.CharField(
        "電話番号",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^0[0-9-]{8,14}$", "電話番号は「0834-22-0442」の形で入力してください。")],
    )
    latitude = models.DecimalField(
        "緯度",
        max_digits=10,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(20, "緯度は20から46までの数にしてください。"),
            MaxValueValidator(46, "緯度は20から46までの数にしてください。"),
        ],
    )
    longitude = models.DecimalField(
        "経度",
        max_digits=11,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(122, "経度は122から154までの数にしてください。"),
            MaxValueValidator(154, "経度は122から154までの数にしてください。"),
        ],
    )
    opens_at = models.TimeField("開館時刻", null=True, blank=True)
    closes_at = models.TimeField("閉館時刻", null=True, blank=True)
    closed_days = models.CharField("休館日", max_length=500, blank=True)
    planned_on = PartialDateField("整備計画の決定日")
    works_began_on = PartialDateField("整備工事の着手日")
    opened_on = PartialDateField("供用開始日")
    abolished_on = PartialDateField("廃止日")
    is_hub = models.BooleanField("拠点", default=False, help_text="まわりの地区を支える拠点とするとき。")
    ordinance = models.CharField("設置条例", max_length=200, blank=True)
    post_in_charge = models.ForeignKey(
        Post, models.PROTECT, verbose_name="市の担当", null=True, blank=True, related_name="centres_in_charge"
    )
    successors = models.ManyToManyField(
        "self",
        through="Succession",
        through_fields=("predecessor", "successor"),
        symmetrical=False,
        related_name="predecessors",
        verbose_name="後継施設",
    )
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    search = models.TextField("検索用", blank=True, editable=False)
    history = tracked(excluded_fields=["search"])
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes"})

    objects = CentreQuerySet.as_manager()

    class Meta:
        verbose_name = "施設"
        verbose_name_plural = "施設"
        ordering = ["kana", "code"]
        constraints = [
            *(
                partial_date_constraint(name, "centre")
                for name in ("planned_on", "works_began_on", "opened_on", "abolished_on")
            ),
            models.CheckConstraint(
                name="centre_abolished_on_or_after_opened",
                condition=Q(abolished_on_last__isnull=True)
                | Q(opened_on_first__isnull=True)
                | Q(abolished_on_last__gte=F("opened_on_first")),
                violation_error_message="廃止日は供用開始日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="centre_closes_after_it_opens",
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                violation_error_message="閉館時刻は開館時刻より後にしてください。",
            ),
            models.CheckConstraint(
                name="centre_latitude_in_japan",
                condition=Q(latitude__isnull=True) | Q(latitude__range=(20, 46)),
                violation_error_message="緯度は20から46までの数にしてください。",
            ),
            models.CheckConstraint(
                name="centre_longitude_in_japan",
                condition=Q(longitude__isnull=True) | Q(longitude__range=(122, 154)),
                violation_error_message="経度は122から154までの数にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """The name, with the nickname (通称) in brackets where there is one."""
        return f"{self.name}（{self.nickname}）" if self.nickname else self.name

    def status_on(self, on: date) -> StatusOnDay:
        """Where the centre stands on this day; reads ``suspensions`` (prefetch it for a list)."""
        return status_on(
            on,
            CentreDays(
                planned=self.planned_on,
                works_began=self.works_began_on,
                opened=self.opened_on,
                abolished=self.abolished_on,
                suspensions=tuple((s.first_on, s.last_on) for s in self.suspensions.all()),
            ),
        )


class CentreFact(StatedFact):
    """Where one fact of a centre comes from, and how sure we are of it."""

    record = models.ForeignKey(Centre, models.CASCADE, verbose_name="施設", related_name="stated_facts")

    class Meta(StatedFact.Meta):
        abstract = False
        verbose_name = "施設の事実の出典"
        verbose_name_plural = "施設の事実の出典"
        constraints = [models.UniqueConstraint("record", "field", name="centre_fact_once")]


class Suspension(models.Model):
    """A span of days on which a centre is out of use (休止), both ends included; no last day: end not
    known."""

    centre = models.ForeignKey(Centre, models.CASCADE, verbose_name="施設", related_name="suspensions")
    first_on = models.DateField("初日")
    last_on = models.DateField("末日", null=True, blank=True)
    reason = models.CharField("理由", max_length=200)
    history = tracked()

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = "休止"
        verbose_name_plural = "休止"
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                name="suspension_last_on_or_after_first",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                violation_error_message="休止の末日は初日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} 休止"


class Succession(models.Model):
    """That one centre takes over from another (後継), as when several merge into a hub."""

    predecessor = models.ForeignKey(
        Centre, models.PROTECT, verbose_name="前の施設", related_name="succeeded_by"
    )
    successor = models.ForeignKey(Centre, models.PROTECT, verbose_name="後の施設", related_name="succeeds")
    taken_over_on = PartialDateField("引き継いだ日")

    class Meta:
        verbose_name = "施設の承継"
        verbose_name_plural = "施設の承継"
        constraints = [
            models.UniqueConstraint("predecessor", "successor", name="succession_once"),
            partial_date_constraint("taken_over_on", "succession"),
            models.CheckConstraint(
                name="succession_between_two_centres",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="前の施設と後の施設に同じ施設は選べません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class PostHolding(models.Model):
    """That a person holds a post (担当者) from a day to a day, both included."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name="担当", related_name="holdings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="担当者", related_name="holdings"
    )
    first_on = models.DateField("初日")
    last_on = models.DateField("末日", null=True, blank=True)
    is_deputy = models.BooleanField("副担当", default=False)
    history = tracked()

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "担当者"
        verbose_name_plural = "担当者"
        ordering = ["post", "first_on"]
        constraints = [
            models.UniqueConstraint("post", "user", "first_on", name="post_holding_once_from_a_day"),
            models.CheckConstraint(
                name="post_holding_last_on_or_after_first",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                violation_error_message="末日は初日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.user}"
