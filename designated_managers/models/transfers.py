"""Transfers of centres between direct management and a designated manager, their evidence, their waves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from centres.models import Centre
from common.db.attached_files import AttachedFile
from common.db.checks import CheckOf
from common.db.history import tracked
from designated_managers.choices import TransferDirection
from designated_managers.models.organisations import Organisation
from designated_managers.querysets.transfers import (
    UNDER_WAY,
    EvidenceFileQuerySet,
    TransferEvidenceQuerySet,
    TransferQuerySet,
    TransferWaveQuerySet,
    UnneededStageQuerySet,
)


class TransferWave(models.Model):
    """Several centres that are to change hands on one first day (移行グループ)."""

    name = models.CharField("移行グループの名前", max_length=80, unique=True)
    aimed_on = models.DateField("めざす初日", null=True, blank=True)
    notes = models.TextField("メモ", blank=True)
    history = tracked()

    objects = TransferWaveQuerySet.as_manager()

    class Meta:
        verbose_name = "移行グループ"
        verbose_name_plural = "移行グループ"
        ordering = [F("aimed_on").asc(nulls_last=True), "name"]

    def __str__(self) -> str:
        return self.name


class Transfer(models.Model):
    """The way of one centre from direct management to a designated manager, or back (移行).

    ``aimed_on`` is the first day of the new management as it is aimed at; the items of the hand-over are
    counted from it. A transfer that is given up (見送り) or completed stays readable; one that goes the other
    way is another transfer. Where it stands is derived, never stored.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="transfers")
    direction = models.CharField(
        "向き", max_length=20, choices=TransferDirection.choices, default=TransferDirection.TO_MANAGER
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="団体", null=True, blank=True, related_name="transfers"
    )
    wave = models.ForeignKey(
        TransferWave,
        models.PROTECT,
        verbose_name="移行グループ",
        null=True,
        blank=True,
        related_name="transfers",
    )
    started_on = models.DateField("始めた日")
    aimed_on = models.DateField("めざす初日", null=True, blank=True)
    reason = models.CharField("直営に戻す理由", max_length=300, blank=True)
    suspended_on = models.DateField("見送った日", null=True, blank=True)
    suspended_reason = models.CharField("見送りの理由", max_length=300, blank=True)
    completed_on = models.DateField("終えた日", null=True, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "移行"
        verbose_name_plural = "移行"
        ordering = ["centre", "started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "centre",
                condition=UNDER_WAY,
                name="transfer_one_under_way_per_centre",
                violation_error_message="この施設では、もう移行が進んでいます。",
            ),
            CheckOf(
                "reason",
                ~Q(direction=TransferDirection.TO_CITY) | ~Q(reason=""),
                name="transfer_return_with_reason",
                message="直営に戻す理由を入力してください。",
            ),
            CheckOf(
                "organisation",
                ~Q(direction=TransferDirection.TO_CITY) | Q(organisation__isnull=False),
                name="transfer_return_from_an_organisation",
                message="直営に戻すときは、いままでの団体が要ります。",
            ),
            CheckOf(
                "suspended_reason",
                Q(suspended_on__isnull=True, suspended_reason="")
                | (Q(suspended_on__isnull=False) & ~Q(suspended_reason="")),
                name="transfer_suspended_with_reason",
                message="見送りの理由を入力してください。",
            ),
            CheckOf(
                "suspended_on",
                Q(suspended_on__isnull=True) | Q(suspended_on__gte=F("started_on")),
                name="transfer_suspended_not_before_start",
                message="見送った日は、移行を始めた日以後の日にしてください。",
            ),
            CheckOf(
                "completed_on",
                Q(completed_on__isnull=True) | Q(completed_on__gte=F("started_on")),
                name="transfer_completed_not_before_start",
                message="終えた日は、移行を始めた日以後の日にしてください。",
            ),
            CheckOf(
                "completed_on",
                Q(completed_on__isnull=True) | Q(suspended_on__isnull=True),
                name="transfer_completed_or_suspended",
                message="見送った移行は、再開してから終えてください。",
            ),
            CheckOf(
                "aimed_on",
                Q(aimed_on__isnull=True) | Q(aimed_on__gt=F("started_on")),
                name="transfer_aims_beyond_its_start",
                message="めざす初日は、移行を始めた日より後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre}（{self.get_direction_display()}）"

    @property
    def is_under_way(self) -> bool:
        """Neither given up nor completed; the same as ``.under_way()`` in SQL."""
        return self.suspended_on is None and self.completed_on is None

    @property
    def is_return(self) -> bool:
        """Whether the centre goes back to the city (直営復帰)."""
        return self.direction == TransferDirection.TO_CITY


class TransferEvidence(models.Model):
    """A piece of evidence that stands nowhere else (確認資料の記録): its day, what it is, perhaps a file.

    Taken back (取消し) it counts no longer, but stays with the reason.
    """

    transfer = models.ForeignKey(Transfer, models.CASCADE, verbose_name="移行", related_name="evidence")
    stage_code = models.CharField("段階", max_length=60)
    evidence_code = models.CharField("確認資料", max_length=60)
    dated_on = models.DateField("その日")
    note = models.CharField("メモ", max_length=300, blank=True)
    withdrawn_on = models.DateField("取り消した日", null=True, blank=True)
    withdrawn_reason = models.CharField("取り消した理由", max_length=200, blank=True)
    history = tracked()

    objects = TransferEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "移行の確認資料"
        verbose_name_plural = "移行の確認資料"
        ordering = ["transfer", "pk"]
        constraints = [
            models.UniqueConstraint(
                "transfer",
                "stage_code",
                "evidence_code",
                condition=Q(withdrawn_on__isnull=True),
                name="transfer_evidence_once",
                violation_error_message="この確認資料は、もう記録されています。",
            ),
            CheckOf(
                "withdrawn_reason",
                Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="transfer_evidence_taken_back_with_a_reason",
                message="取り消す理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} {self.stage_code} {self.evidence_code}"


class EvidenceFile(AttachedFile):
    """The file of a piece of evidence: minutes, a decision paper, an application."""

    evidence = models.OneToOneField(
        TransferEvidence, models.CASCADE, verbose_name="移行の確認資料", related_name="attached"
    )
    history = tracked()

    objects = EvidenceFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "確認資料のファイル"
        verbose_name_plural = "確認資料のファイル"


class UnneededStage(models.Model):
    """A stage that this road does not need (不要), from which day on, and why."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, verbose_name="移行", related_name="unneeded")
    stage_code = models.CharField("段階", max_length=60)
    reason = models.CharField("不要の理由", max_length=200)
    marked_on = models.DateField("不要とした日")
    history = tracked()

    objects = UnneededStageQuerySet.as_manager()

    class Meta:
        verbose_name = "不要の段階"
        verbose_name_plural = "不要の段階"
        ordering = ["transfer", "pk"]
        constraints = [
            models.UniqueConstraint(
                "transfer",
                "stage_code",
                name="transfer_stage_unneeded_once",
                violation_error_message="この段階は、もう不要になっています。",
            ),
            CheckOf(
                "reason",
                ~Q(reason=""),
                name="transfer_stage_unneeded_with_reason",
                message="理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} {self.stage_code}"
