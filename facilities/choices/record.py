"""Words of what stands on the card of a centre besides its buildings: uses, rooms, land, files."""

from __future__ import annotations

from django.db import models


class UseKind(models.TextChoices):
    """What a part of a building is used for (用途)."""

    ASSEMBLY = "assembly", "市民センター（集会）"
    OFFICE = "office", "支所（事務）"
    LIBRARY = "library", "図書室"
    CHILDREN = "children", "児童クラブ"
    STORE = "store", "倉庫"
    OTHER = "other", "その他"


class FeeBasis(models.TextChoices):
    """For what the fee of a room is asked (使用料の単位)."""

    HOUR = "hour", "1時間"
    BLOCK = "block", "1区分（午前・午後・夜間など）"
    DAY = "day", "1日"
    OTHER = "other", "そのほか"


class Ownership(models.TextChoices):
    """Whose land it is (土地の所有)."""

    CITY = "city", "市有地"
    LEASED = "leased", "借地"
    PARTLY_LEASED = "partly_leased", "一部が借地"
    OTHER = "other", "そのほか（国・県の土地など）"


class Zoning(models.TextChoices):
    """The zone of the city plan in which the land lies (用途地域)."""

    NONE = "none", "指定なし"
    LOW_RISE_1 = "low_rise_1", "第一種低層住居専用地域"
    LOW_RISE_2 = "low_rise_2", "第二種低層住居専用地域"
    MID_RISE_1 = "mid_rise_1", "第一種中高層住居専用地域"
    MID_RISE_2 = "mid_rise_2", "第二種中高層住居専用地域"
    RESIDENTIAL_1 = "residential_1", "第一種住居地域"
    RESIDENTIAL_2 = "residential_2", "第二種住居地域"
    QUASI_RESIDENTIAL = "quasi_residential", "準住居地域"
    RURAL = "rural", "田園住居地域"
    NEIGHBOURHOOD = "neighbourhood", "近隣商業地域"
    COMMERCIAL = "commercial", "商業地域"
    QUASI_INDUSTRIAL = "quasi_industrial", "準工業地域"
    INDUSTRIAL = "industrial", "工業地域"
    INDUSTRIAL_ONLY = "industrial_only", "工業専用地域"
    OUTSIDE = "outside", "都市計画区域の外"


class FileKind(models.TextChoices):
    """What a file of a centre is (写真・文書)."""

    PHOTO = "photo", "写真"
    DOCUMENT = "document", "文書"
