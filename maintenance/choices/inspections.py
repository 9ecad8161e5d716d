"""Words of inspections."""

from __future__ import annotations

from django.db import models


class Meaning(models.TextChoices):
    """What an outcome comes to, in whatever words it is told (結果の意味); the words are a catalogue."""

    GOOD = "good", "問題なし"
    REPAIR = "repair", "要是正"
    NOTE = "note", "参考"


class TurnState(models.TextChoices):
    """Where a turn of an inspection stands on a day (状態); derived from its days, never stored."""

    TO_COME = "to_come", "これから"
    OVERDUE = "overdue", "期限超過"
    UNKNOWN_DAY = "unknown_day", "期日不明・要確認"
    DONE = "done", "済み"
    WITHDRAWN = "withdrawn", "取りやめ"


class SubjectOfInspection(models.TextChoices):
    """Whether a type of inspection looks at a whole building or at one piece of equipment (対象)."""

    BUILDING = "building", "建物"
    EQUIPMENT = "equipment", "設備"


class Footing(models.TextChoices):
    """On what ground a type of inspection stands (根拠の区分)."""

    STATUTORY = "statutory", "法定"
    CUSTOMARY = "customary", "法定でない（目安）"
    LOCAL = "local", "市の取り決め"


class Counting(models.TextChoices):
    """From what the turns of an inspection are counted (期限の数え方)."""

    FROM_LAST = "from_last", "前回の日から"
    FISCAL_YEAR = "fiscal_year", "年度ごと"
    CALENDAR_MONTH = "calendar_month", "月ごと"
    STANDING = "standing", "常時の義務（年に1回確かめる）"
    ONCE = "once", "一度だけ"
    OCCASION = "occasion", "そのつど（周期なし）"


class FirstFrom(models.TextChoices):
    """From which day the first turn is counted (初回の起算日)."""

    CERTIFIED = "certified_on", "検査済証の交付日"
    INSTALLED = "installed_on", "設置年月"
    OPENED = "opened_on", "供用開始日"
    BUILT = "built_on", "建築年月"


class OutcomeFamily(models.TextChoices):
    """In whose words the outcome of an inspection is told (結果の言葉)."""

    GENERAL = "general", "一般"
    BUILDING = "building", "建築物・建築設備の点検"
    FIRE_AND_POWER = "fire_and_power", "消防・電気"


class Severity(models.TextChoices):
    """How grave a finding is (指摘の重さ)."""

    DANGER = "danger", "危険"
    REPAIR = "repair", "直す必要がある"
    NOTE = "note", "参考"
