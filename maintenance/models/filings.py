"""What is reported to an authority after inspections."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from common.db.attached_files import AttachedFile
from common.db.history import tracked
from facilities.models import Building, Equipment
from maintenance.models.inspections import DueInspection
from maintenance.querysets.filings import FilingFileQuerySet, FilingQuerySet
from maintenance.rules.cycles import Anchor


class Filing(models.Model):
    """One report of an inspection to an authority (届出・報告): first due, then filed. The city's own paper.

    Its cycle (``report_months``) runs from the last filing, not from the inspection. ``statutory_on`` is the
    legal expiry, ``due_on`` the next open day where that is a holiday (地方自治法 第4条の2第4項).
    ``turn`` is the latest inspection that it tells of; the next filing points back through ``previous``.
    """

    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="filings")
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="設備", null=True, blank=True, related_name="filings"
    )
    type_code = models.CharField("点検の種類", max_length=60)
    turn = models.ForeignKey(
        DueInspection,
        models.PROTECT,
        verbose_name="報告する点検",
        null=True,
        blank=True,
        related_name="filings",
    )
    report_months = models.PositiveSmallIntegerField("報告の周期（月）")
    statutory_on = models.DateField("法定の期日", null=True, blank=True)
    due_on = models.DateField("提出期限", null=True, blank=True)
    due_reason = models.CharField("提出期限の根拠", max_length=300, blank=True)
    counted_from = models.DateField("起算の日", null=True, blank=True)
    counted_months = models.PositiveSmallIntegerField("起算の日からの月数", null=True, blank=True)
    addressee = models.CharField("提出先", max_length=200, blank=True)
    filed_on = models.DateField("提出した日", null=True, blank=True)
    receipt_number = models.CharField("受付番号", max_length=60, blank=True)
    remarks = models.TextField("備考", blank=True)
    withdrawn_on = models.DateField("取りやめた日", null=True, blank=True)
    withdrawn_reason = models.CharField("取りやめた理由", max_length=200, blank=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, verbose_name="前の届出・報告", null=True, blank=True, related_name="next"
    )
    history = tracked()

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "届出・報告"
        verbose_name_plural = "届出・報告"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "type_code"],
                condition=Q(equipment__isnull=True, filed_on__isnull=True, withdrawn_on__isnull=True),
                name="filing_one_pending_per_building",
                violation_error_message="この建物には、同じ種類のまだ提出していない届出・報告があります。",
            ),
            models.UniqueConstraint(
                fields=["equipment", "type_code"],
                condition=Q(equipment__isnull=False, filed_on__isnull=True, withdrawn_on__isnull=True),
                name="filing_one_pending_per_equipment",
                violation_error_message="この設備には、同じ種類のまだ提出していない届出・報告があります。",
            ),
            models.CheckConstraint(
                name="filing_cycle_above_zero",
                condition=Q(report_months__gt=0),
                violation_error_message="報告の周期は1か月以上にしてください。",
            ),
            models.CheckConstraint(
                name="filing_due_on_or_after_statutory_day",
                condition=Q(statutory_on__isnull=True, due_on__isnull=True)
                | Q(statutory_on__isnull=False, due_on__isnull=False, due_on__gte=F("statutory_on")),
                violation_error_message="提出期限は、法定の期日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="filing_anchor_whole",
                condition=Q(counted_from__isnull=True, counted_months__isnull=True)
                | Q(
                    statutory_on__isnull=False,
                    counted_from__isnull=False,
                    counted_months__isnull=False,
                    statutory_on__gt=F("counted_from"),
                    counted_months__gt=0,
                ),
                violation_error_message="起算の日と月数は、それより後の期日と一緒に入力してください。",
            ),
            models.CheckConstraint(
                name="filing_filed_with_addressee",
                condition=Q(filed_on__isnull=True) | ~Q(addressee=""),
                violation_error_message="提出先を入力してください。",
            ),
            models.CheckConstraint(
                name="filing_receipt_once_filed",
                condition=Q(receipt_number="") | Q(filed_on__isnull=False),
                violation_error_message="受付番号は、提出した日と一緒に入力してください。",
            ),
            models.CheckConstraint(
                name="filing_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                violation_error_message="取りやめた理由を入力してください。",
            ),
            models.CheckConstraint(
                name="filing_not_filed_and_withdrawn",
                condition=Q(filed_on__isnull=True) | Q(withdrawn_on__isnull=True),
                violation_error_message="提出したものは取りやめられません。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(filed_on__isnull=True, withdrawn_on__isnull=True),
                name="filing_pending_due",
            ),
            models.Index(fields=["building", "-filed_on"], name="filing_of_building_filed"),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.type_code} 届出・報告"

    @property
    def anchor(self) -> Anchor | None:
        """From where the statutory day is counted, if it is."""
        if self.counted_from is None or self.counted_months is None:
            return None
        return Anchor(self.counted_from, self.counted_months)


class FilingFile(AttachedFile):
    """A paper of one filing: the report itself, or its copy with the stamp of receipt (届出・報告の書類)."""

    filing = models.ForeignKey(Filing, models.PROTECT, verbose_name="届出・報告", related_name="files")
    history = tracked()

    objects = FilingFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "届出・報告の書類"
        verbose_name_plural = "届出・報告の書類"
