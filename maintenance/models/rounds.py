"""Emergency rounds: every chosen centre is looked at after an earthquake or a storm."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centres.models import Centre
from common.db.attached_files import AttachedFile
from common.db.history import tracked
from maintenance.choices import RoundKind, RoundState
from maintenance.querysets.rounds import (
    EmergencyRoundQuerySet,
    RoundAnswerQuerySet,
    RoundCentreQuerySet,
    RoundPhotoQuerySet,
)


class EmergencyRound(models.Model):
    """One emergency round (臨時点検) over chosen centres.

    ``answer_by_on``: the last day to answer. It is over once it is closed; where centres had not answered by
    then, ``closed_reason`` says why that is enough.
    """

    kind = models.CharField("きっかけ", max_length=20, choices=RoundKind.choices)
    name = models.CharField("名前", max_length=120)
    happened_at = models.DateTimeField("起きた日時")
    opened_at = models.DateTimeField("開いた日時")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="開いた人",
        null=True,
        blank=True,
        related_name="+",
    )
    answer_by_on = models.DateField("回答の期限")
    request = models.CharField("見てほしいところ", max_length=200, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    closed_on = models.DateField("閉じた日", null=True, blank=True)
    closed_reason = models.CharField("回答がないまま閉じた理由", max_length=200, blank=True)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"opened_by", "internal_notes", "closed_reason"})

    objects = EmergencyRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "臨時点検"
        verbose_name_plural = "臨時点検"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(closed_on__isnull=True),
                name="round_open_under_a_name_once",
                violation_error_message="同じ名前の臨時点検が、すでに開いています。",
            ),
            models.CheckConstraint(
                name="round_opened_after_it_happened",
                condition=Q(opened_at__gte=F("happened_at")),
                violation_error_message="起きた日時は、いまより前にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundCentre(models.Model):
    """That a centre is to be looked at in a round (臨時点検の対象施設)."""

    round = models.ForeignKey(EmergencyRound, models.PROTECT, verbose_name="臨時点検", related_name="centres")
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="rounds")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = RoundCentreQuerySet.as_manager()

    class Meta:
        verbose_name = "臨時点検の対象施設"
        verbose_name_plural = "臨時点検の対象施設"
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint("round", "centre", name="round_over_a_centre_once")]

    def __str__(self) -> str:
        return f"{self.round}（{self.centre}）"


class RoundAnswer(models.Model):
    """How a centre was found (臨時点検の回答). Answers are added, never changed; the latest one counts."""

    place = models.ForeignKey(RoundCentre, models.PROTECT, verbose_name="対象施設", related_name="answers")
    state = models.CharField(
        "ようす",
        max_length=12,
        choices=[(state.value, state.label) for state in (RoundState.SOUND, RoundState.TROUBLE)],
    )
    text = models.TextField("気づいたこと", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="答えた人",
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("答えた日時")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = RoundAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "臨時点検の回答"
        verbose_name_plural = "臨時点検の回答"
        ordering = ["place", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="round_answer_sound_or_trouble",
                condition=Q(state__in=(RoundState.SOUND, RoundState.TROUBLE)),
                violation_error_message="「異常なし」か「異常あり」を選んでください。",
            ),
            models.CheckConstraint(
                name="round_trouble_in_words",
                condition=~Q(state=RoundState.TROUBLE) | ~Q(text=""),
                violation_error_message="「異常あり」のときは、どこがどうなっているかを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.get_state_display()}"


class RoundPhoto(AttachedFile):
    """A photograph of an answer (臨時点検の写真)."""

    answer = models.ForeignKey(RoundAnswer, models.PROTECT, verbose_name="回答", related_name="photos")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = RoundPhotoQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "臨時点検の写真"
        verbose_name_plural = "臨時点検の写真"
