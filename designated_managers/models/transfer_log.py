"""What is said and handed over on the way of a transfer: meetings, open questions, items of the hand-over."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from common.db.checks import CheckOf
from common.db.history import tracked
from designated_managers.choices import MeetingKind, QuestionTopic, TaskSide
from designated_managers.models.transfers import Transfer
from designated_managers.querysets.transfers import (
    HandoverItemQuerySet,
    OpenQuestionQuerySet,
    TransferMeetingQuerySet,
)


class TransferMeeting(models.Model):
    """A meeting on the way (会議の記録): who took part, what was said and decided, what comes next."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, verbose_name="移行", related_name="meetings")
    held_on = models.DateField("開いた日")
    kind = models.CharField("種類", max_length=20, choices=MeetingKind.choices)
    place = models.CharField("場所", max_length=120, blank=True)
    attendees = models.CharField("出た人", max_length=300, blank=True)
    said = models.TextField("話したこと", blank=True)
    decided = models.TextField("決まったこと", blank=True)
    next_steps = models.TextField("次にすること", blank=True)
    history = tracked()

    objects = TransferMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "会議の記録"
        verbose_name_plural = "会議の記録"
        ordering = ["transfer", "-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.transfer} {self.get_kind_display()}"


class OpenQuestion(models.Model):
    """A question that has to be settled on the way (論点), whose task that is, and how it was settled."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, verbose_name="移行", related_name="questions")
    topic = models.CharField("何について", max_length=20, choices=QuestionTopic.choices)
    question = models.TextField("論点")
    side = models.CharField("考える側", max_length=10, choices=TaskSide.choices)
    raised_on = models.DateField("出た日")
    answer = models.TextField("決まったこと", blank=True)
    settled_on = models.DateField("決まった日", null=True, blank=True)
    history = tracked()

    objects = OpenQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "論点"
        verbose_name_plural = "論点"
        ordering = ["transfer", F("settled_on").asc(nulls_first=True), "raised_on", "pk"]
        constraints = [
            CheckOf(
                "answer",
                Q(settled_on__isnull=True) | ~Q(answer=""),
                name="question_settled_with_an_answer",
                message="決まったことを入力してください。",
            ),
            CheckOf(
                "settled_on",
                Q(settled_on__isnull=True) | Q(settled_on__gte=F("raised_on")),
                name="question_settled_not_before_raised",
                message="決まった日は、論点が出た日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} {self.get_topic_display()}"


class HandoverItem(models.Model):
    """Something that has to change hands (引継ぎの項目), made once from the catalogue.

    ``by_first_day``: it belongs to the hand-over itself, and not to the first 90 days. ``own_day``: its day
    was agreed for this centre, and does not follow the first day.
    """

    transfer = models.ForeignKey(Transfer, models.CASCADE, verbose_name="移行", related_name="items")
    code = models.CharField("コード", max_length=60)
    name = models.CharField("項目", max_length=80)
    side = models.CharField("担う側", max_length=10, choices=TaskSide.choices)
    law = models.CharField("根拠", max_length=120, blank=True)
    explanation = models.CharField("見るところ", max_length=200, blank=True)
    due_on = models.DateField("期限")
    own_day = models.BooleanField("期限を決め直した", default=False)
    by_first_day = models.BooleanField("初日まで")
    done_on = models.DateField("済んだ日", null=True, blank=True)
    note = models.CharField("メモ", max_length=300, blank=True)
    history = tracked()

    objects = HandoverItemQuerySet.as_manager()

    class Meta:
        verbose_name = "引継ぎの項目"
        verbose_name_plural = "引継ぎの項目"
        ordering = ["transfer", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint("transfer", "code", name="handover_item_once_per_transfer"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} {self.name}"
