"""Words of the forty-year cost (更新費用の試算) and of its scenarios."""

from __future__ import annotations

from django.db import models


class CostCategory(models.TextChoices):
    """The class of a public building by which renewal is estimated (総務省の更新費用試算の大分類)."""

    CULTURE = "culture", "市民文化系"
    LEARNING = "learning", "社会教育系"
    SPORTS = "sports", "スポーツ・レクリエーション系"
    INDUSTRY = "industry", "産業系"
    SCHOOL = "school", "学校教育系"
    CHILDREN = "children", "子育て支援"
    WELFARE = "welfare", "保健・福祉"
    MEDICAL = "medical", "医療"
    ADMINISTRATION = "administration", "行政系"
    HOUSING = "housing", "公営住宅"
    PARK = "park", "公園"
    SUPPLY = "supply", "供給処理"
    OTHER = "other", "その他"


class CostKind(models.TextChoices):
    """What a cost of the forecast is for (費用の種類); in the order of the stacked bars."""

    PROJECT = "project", "整備事業"
    REBUILD = "rebuild", "建替え"
    REFIT = "refit", "大規模改修"
    MIDDLE_REPAIR = "middle_repair", "中規模修繕"
    UPKEEP = "upkeep", "維持管理・経常修繕"


class CostTiming(models.TextChoices):
    """Why works of the model are paid when they are (支払の時期のわけ)."""

    ON_TIME = "on_time", "予定の年"
    BACKLOG = "backlog", "積み残し"
    DROPPED = "dropped", "行わない"


class ScenarioState(models.TextChoices):
    """How a scenario stands, derived from its stamps (試算の状態)."""

    WAITING = "waiting", "順番待ち"
    RUNNING = "running", "計算中"
    DONE = "done", "計算済み"
    FAILED = "failed", "計算できない"
