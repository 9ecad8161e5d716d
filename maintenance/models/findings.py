"""What an inspection found, with photographs, and the papers that go with a turn."""

from __future__ import annotations

from django.db import models

from common.db.attached_files import AttachedFile
from common.db.history import tracked
from maintenance.choices import Severity
from maintenance.models.inspections import DueInspection
from maintenance.querysets.findings import (
    FindingPhotoQuerySet,
    InspectionFileQuerySet,
    InspectionFindingQuerySet,
)


class InspectionFinding(models.Model):
    """One thing that an inspection found (指摘事項): where, what, and how grave."""

    turn = models.ForeignKey(DueInspection, models.PROTECT, verbose_name="点検", related_name="findings")
    place = models.CharField("場所", max_length=120)
    text = models.TextField("様子")
    severity = models.CharField("重さ", max_length=20, choices=Severity.choices)
    history = tracked()

    objects = InspectionFindingQuerySet.as_manager()

    class Meta:
        verbose_name = "点検の指摘"
        verbose_name_plural = "点検の指摘"
        ordering = ["turn", "pk"]

    def __str__(self) -> str:
        return f"{self.turn} {self.place}"


class FindingPhoto(AttachedFile):
    """A photograph of a finding (指摘の写真)."""

    finding = models.ForeignKey(InspectionFinding, models.PROTECT, verbose_name="指摘", related_name="photos")
    history = tracked()

    objects = FindingPhotoQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "指摘の写真"
        verbose_name_plural = "指摘の写真"


class InspectionFile(AttachedFile):
    """A paper of one turn: the certificate or the report of the inspector (点検の書類)."""

    turn = models.ForeignKey(DueInspection, models.PROTECT, verbose_name="点検", related_name="files")
    history = tracked()

    objects = InspectionFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        verbose_name = "点検の書類"
        verbose_name_plural = "点検の書類"
