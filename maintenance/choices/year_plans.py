"""Words of the year plan and of the year-end report."""

from __future__ import annotations

from django.db import models


class PlanProgress(models.TextChoices):
    """How far a planned turn has come (進み具合); derived from the turn itself, never stored."""

    PLANNED = "planned", "予定"
    OVERDUE = "overdue", "期限超過"
    DONE = "done", "済み"
    GONE = "gone", "いまは見込まれない"


class PlanGap(models.TextChoices):
    """What is still missing from a planned turn (計画のすき間)."""

    NO_DUE_DAY = "no_due_day", "期限不明"
    NO_DAY = "no_day", "予定日なし"
    DAY_PASSED = "day_passed", "予定日を過ぎた"
    AFTER_DUE = "after_due", "予定日が期限より後"
    NO_CONTRACTOR = "no_contractor", "業者未定"
    NO_CONTRACT = "no_contract", "予定日に有効な契約がない"


class YearEndState(models.TextChoices):
    """How one statutory inspection stood in one fiscal year (法定点検の実施状況); derived, and frozen when
    the report is closed."""

    IN_TIME = "in_time", "実施"
    LATE = "late", "遅れて実施"
    NOT_DONE = "not_done", "未実施"
    DAY_UNKNOWN = "day_unknown", "期限不明"
    TO_COME = "to_come", "これから"
    WITHDRAWN = "withdrawn", "取りやめ"


class ReportState(models.TextChoices):
    """How far the year-end report of one centre has come (報告書の状態); derived."""

    OPEN = "open", "未回答あり"
    READY = "ready", "閉じられます"
    CLOSED = "closed", "確認済み"
    CHANGED = "changed", "確認後に変わった"
    EMPTY = "empty", "対象なし"
