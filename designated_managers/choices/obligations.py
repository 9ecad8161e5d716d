"""Words of obligations."""

from __future__ import annotations

from django.db import models


class Frequency(models.TextChoices):
    """How often a duty comes (ひん度): what one obligation is for."""

    MONTH = "month", "毎月"
    QUARTER = "quarter", "四半期ごと"
    YEAR = "year", "毎年度"
    TERM = "term", "指定期間に一度"
    FINAL = "final", "年度の途中で終わるとき"
    EVENT = "event", "そのつど"


class DueRule(models.TextChoices):
    """From what the due day of a duty is counted (期限の数え方)."""

    MONTHS_BEFORE_START = "months_before_start", "期間の始まる何か月前まで"
    DAYS_BEFORE_START = "days_before_start", "期間の始まる何日前まで"
    ON_START = "on_start", "期間の初日まで"
    DAY_OF_NEXT_MONTH = "day_of_next_month", "期間の翌月の何日まで"
    DAYS_AFTER_END = "days_after_end", "期間の終わりから何日以内"
    MONTHS_AFTER_END = "months_after_end", "期間の終わりから何か月以内"
    FIXED_DAY = "fixed_day", "期間のあとの決まった月日まで"
    DAYS_AFTER_EVENT = "days_after_event", "そのことの日から何日以内"


class Rolls(models.TextChoices):
    """Whether a due day on a closed day (閉庁日) moves."""

    NONE = "none", "動かさない"
    NEXT_OPEN_DAY = "next_open_day", "次の開庁日に延ばす"


class RollsBy(models.TextChoices):
    """What a due day moves by; without it none does (繰延べの根拠)."""

    LAW = "law", "法律"
    ORDINANCE = "ordinance", "条例・規則"
    CLAUSE = "clause", "協定の条項"


class ObligationSide(models.TextChoices):
    """Whose duty it is; the same values as ``common.deadlines.Side``."""

    CITY = "city", "市"
    MANAGER = "manager", "指定管理者"


class ObligationForm(models.TextChoices):
    """What is handed in (出すもの)."""

    FIGURES = "figures", "数字の入力"
    FILE = "file", "書類"
    PLAIN = "plain", "記入だけ"


class DoneBy(models.TextChoices):
    """What does a duty (果たしたとする事実): something handed in, or a fact that another record keeps."""

    SUBMISSION = "submission", "提出"
    ANNUAL_AGREEMENT = "annual_agreement", "年度協定の締結日"
    FEE_APPROVAL = "fee_approval", "利用料金の承認日"
    SELF_SHEET = "self_sheet", "年度評価の自己評価の提出"
