"""The renewal projects a page tells of: two rebuilds, a move and the hub of the north."""

from __future__ import annotations

from datetime import date

from common.partial_dates import PartialDate
from facilities.choices import BuildingPart, ProjectKind, ProjectStep
from portal.sample_city.entries import ProjectEntry, Told
from portal.sample_city.published.pages import HUB_PLAN, REBUILT_2021, WADA_MOVED

REBUILT_AIM = Told(
    "老朽化が著しく、耐震性も低い建物を建て替える。36の市民センターの中から選ばれた。", REBUILT_2021
)
OPENED_2021 = Told(PartialDate.of_month(2021, 2), REBUILT_2021, note="月だけが分かる")

PROJECTS = (
    *(
        ProjectEntry(
            centre,
            name,
            ProjectKind.REBUILD,
            REBUILT_AIM,
            buildings=(
                (centre, "建て替え前の建物", BuildingPart.REPLACES),
                (centre, "本館（見本）", BuildingPart.CREATES),
            ),
            opened=OPENED_2021,
        )
        for centre, name in (
            ("長穂市民センター", "長穂支所・市民センターの建替え"),
            ("遠石市民センター", "遠石市民センターの建替え"),
        )
    ),
    ProjectEntry(
        "和田市民センター",
        "和田支所・市民センターの仮移転",
        ProjectKind.RELOCATION,
        Told(
            "建物の一部が土砂災害特別警戒区域にあり、避難所にも適さないため、旧和田中学校へ仮に移る。"
            "1階だけを使う。事業費は3,300万円、財源は不明。",
            WADA_MOVED,
        ),
        buildings=(
            ("和田市民センター", "移転前の建物（昭和45年）", BuildingPart.REPLACES),
            ("和田市民センター", "移転前の建物（昭和51年）", BuildingPart.REPLACES),
            ("和田市民センター", "旧和田中学校校舎", BuildingPart.CREATES),
        ),
        opened=Told(PartialDate.of_day(date(2023, 1, 30)), WADA_MOVED),
    ),
    ProjectEntry(
        "徳山北部拠点施設",
        "徳山北部拠点施設の整備",
        ProjectKind.MERGE,
        Told(
            "須々万の支所・市民センター・別館を、北部の拠点となる1つの施設にまとめる。"
            "基本計画より後の歩み（設計・事業費・供用開始）は公開資料で見つからない。",
            HUB_PLAN,
        ),
        buildings=tuple(
            ("須々万市民センター", name, BuildingPart.REPLACES)
            for name in ("須々万支所", "須々万市民センター", "須々万市民センター別館")
        ),
        reached={
            ProjectStep.BASIC_PLAN: Told(
                PartialDate.of_month(2021, 3), HUB_PLAN, note="徳山北部拠点施設整備基本計画の策定"
            )
        },
    ),
)
