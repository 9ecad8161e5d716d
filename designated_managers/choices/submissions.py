"""Words of submissions."""

from __future__ import annotations

from django.db import models


class SubmissionState(models.TextChoices):
    """Where a version of a submission stands on a day (状態); derived from its dated facts, never stored."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "確認待ち"
    RETURNED = "returned", "差戻し"
    ACCEPTED = "accepted", "受理"
    SET_ASIDE = "set_aside", "取りやめ"


class SubmissionChannel(models.TextChoices):
    """By which way it was handed in (出し方)."""

    ONLINE = "online", "画面から"
    PAPER = "paper", "窓口で紙"


class SubmissionFormKind(models.TextChoices):
    """What a duty asks for (様式)."""

    MONTH = "month", "月の数字"
    YEAR = "year", "年度の数字（月報の合計）"
    FILE = "file", "書類"


class Figure(models.TextChoices):
    """A figure that a report asks for (数字の項目)."""

    DAYS_OPEN = "days_open", "開館日数"
    USES = "uses", "利用件数"
    PEOPLE = "people", "利用人数"
    FEES = "fees", "利用料金"
    REDUCED = "reduced", "減免した件数"
    REDUCED_YEN = "reduced_yen", "減免した金額"
    COMPLAINTS = "complaints", "苦情"
    ACCIDENTS = "accidents", "事故"
    REPAIRS = "repairs", "修繕"
    REPAIRS_YEN = "repairs_yen", "修繕にかかった金額"


UNITS = {
    Figure.DAYS_OPEN: "日",
    Figure.USES: "件",
    Figure.PEOPLE: "人",
    Figure.FEES: "円",
    Figure.REDUCED: "件",
    Figure.REDUCED_YEN: "円",
    Figure.COMPLAINTS: "件",
    Figure.ACCIDENTS: "件",
    Figure.REPAIRS: "件",
    Figure.REPAIRS_YEN: "円",
}
"""The unit in which each figure is counted."""
