"""The centres a page tells of, with their buildings and rooms."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from centres.choices import CentreKind
from common.certainty import Certainty
from common.partial_dates import PartialDate
from facilities.choices import BuildingRole, EquipmentCategory, FeeBasis
from portal.sample_city.entries import (
    SAMPLE,
    BuildingEntry,
    CentreEntry,
    DistrictEntry,
    EquipmentEntry,
    Facts,
    Page,
    SmallEntry,
    Told,
)
from portal.sample_city.published.pages import (
    COMMON_READING,
    COUNCIL_2023,
    DAIDORI,
    HUB_AREA,
    HUB_PLAN,
    MITSUO,
    MOUNTAINS,
    NAGAO,
    NAGAO_MODEL,
    NOT_FOUND,
    POLLING,
    REBUILT_2021,
    RUN_BY_UNKNOWN,
    SHUYO_NEWS,
    TOISHI,
    WADA_MODEL,
    WADA_MOVED,
)

if TYPE_CHECKING:
    from typing import Any


def _mountain(name: str, note: str = "") -> DistrictEntry:
    return DistrictEntry(name, Told(value=True, page=MOUNTAINS, note=note))


def _reading(kana: str) -> Told:
    return Told(kana, COMMON_READING, Certainty.UNVERIFIED, "読み方を市に確かめる。")


def _from_file_name(kana: str, page: Page) -> Told:
    file_name = page.url.rpartition("/")[2]
    return Told(kana, page, Certainty.DERIVED, f"ページのファイル名（{file_name}）から。")


def _opening(page: Page) -> Facts:
    return {
        "opens_at": Told(time(8, 30), page),
        "closes_at": Told(time(22, 0), page),
        "closed_days": Told("12月29日から1月3日まで", page),
    }


def _room(name: str, area: int, page: Page, **more: Any) -> SmallEntry:
    """A room as its page tells it; ``area`` in 0.01 m2."""
    return SmallEntry({"name": name, "area": area, **more}, page)


def _by_the_hour(fee: int, note: str = "") -> dict[str, Any]:
    return {"fee": fee, "fee_basis": FeeBasis.HOUR, "fee_note": note}


def _main_building(
    page: Page,
    rooms: tuple[SmallEntry, ...],
    more: Facts,
    *equipment: tuple[str, EquipmentCategory],
) -> BuildingEntry:
    """The main building of a centre: its rooms are published, its name and its inspections are made up."""
    return BuildingEntry(
        {
            "name": Told("本館（見本）", SAMPLE, Certainty.SAMPLE, "建物の呼び名は見本。"),
            "role": Told(BuildingRole.MAIN, page, Certainty.DERIVED),
            "structure": Told("", NOT_FOUND, Certainty.UNVERIFIED),
            "floor_area": Told(None, NOT_FOUND, Certainty.UNVERIFIED),
            "notes": Told("点検の日と結果は見本です。", SAMPLE, Certainty.SAMPLE),
            **more,
        },
        equipment=tuple(
            EquipmentEntry(name, category, f"出典：{page.title} {page.url}") for name, category in equipment
        ),
        rooms=rooms,
    )


NAGAO_ROOMS = (
    _room("小会議室", 3_965, NAGAO, **_by_the_hour(135)),
    _room("大会議室", 9_668, NAGAO, **_by_the_hour(329)),
    _room("調理室", 6_729, NAGAO, **_by_the_hour(363)),
)
TOISHI_ROOMS = (
    _room("小会議室", 2_623, TOISHI, **_by_the_hour(89)),
    _room("中会議室", 5_247, TOISHI, **_by_the_hour(178)),
    _room("大会議室A・B", 15_863, TOISHI, **_by_the_hour(270, "A・Bのそれぞれについて。面積は両方の合計。")),
    _room("和室", 4_183, TOISHI, **_by_the_hour(142)),
    _room("調理室", 6_685, TOISHI, **_by_the_hour(361)),
)
MITSUO_ROOMS = (
    _room(
        "大ホール",
        17_410,
        MITSUO,
        fee=640,
        fee_basis=FeeBasis.BLOCK,
        fee_note="8時30分から12時まで640円、12時から17時まで930円、17時から22時まで930円（令和元年10月1日から）",
    ),
    _room("研修室（16.56㎡）", 1_656, MITSUO),
    _room("研修室（28.38㎡）", 2_838, MITSUO),
    _room("講座室", 8_338, MITSUO),
    _room("図書室", 2_489, MITSUO),
    _room("調理室", 4_592, MITSUO),
)

BUILT_FOR_2021: Facts = {
    "built_on": Told(
        PartialDate.of_fiscal_year(2020), REBUILT_2021, Certainty.DERIVED, "再び開いた令和3年2月から。"
    )
}
REOPENED_2021: Facts = {
    "opened_on": Told(PartialDate.of_month(2021, 2), REBUILT_2021, note="建て替えて再び開いた月。日は不明。")
}

BEFORE_2021 = BuildingEntry(
    {
        "name": Told("建て替え前の建物", REBUILT_2021, Certainty.DERIVED, "呼び名は仮のもの。"),
        "role": Told(BuildingRole.MAIN, REBUILT_2021, Certainty.DERIVED),
        "built_on": Told(None, NOT_FOUND, Certainty.UNVERIFIED),
        "notes": Told("老朽化が著しく、耐震性も低いため、建替えの対象に選ばれた。", REBUILT_2021),
    }
)

DISTRICTS = (
    _mountain("長穂"),
    _mountain("須々万"),
    _mountain("和田"),
    _mountain("三丘"),
    _mountain("向道"),
)

CENTRES = (
    CentreEntry(
        {
            "name": Told("長穂市民センター", NAGAO),
            "kana": _from_file_name("ながおしみんせんたー", NAGAO),
            "kind": Told(CentreKind.BRANCH_AND_CENTRE, REBUILT_2021),
            "district": Told("長穂", MOUNTAINS, Certainty.DERIVED, "センターの名称から。"),
            "postal_code": Told("745-0125", NAGAO),
            "address": Told("", NOT_FOUND, Certainty.UNVERIFIED, "番地を市に確かめる。"),
            "phone": Told("0834-88-0401", NAGAO),
            **_opening(NAGAO),
            **REOPENED_2021,
            "internal_notes": Told(
                "公共施設再配置のモデル地区。住民と7回のワークショップを開き、平成28年8月28日が最後だった。"
                + RUN_BY_UNKNOWN,
                NAGAO_MODEL,
            ),
        },
        post="tanto-1",
        buildings=(_main_building(NAGAO, NAGAO_ROOMS, BUILT_FOR_2021), BEFORE_2021),
    ),
    CentreEntry(
        {
            "name": Told("遠石市民センター", TOISHI),
            "kana": _from_file_name("といししみんせんたー", TOISHI),
            "nickname": Told("万葉プラザ", REBUILT_2021),
            "kind": Told(CentreKind.CIVIC_CENTRE, TOISHI),
            "postal_code": Told("745-0841", TOISHI),
            "address": Told("周南市若草町6-33", TOISHI),
            "phone": Told("0834-22-0442", TOISHI),
            **_opening(TOISHI),
            **REOPENED_2021,
            "internal_notes": Told(RUN_BY_UNKNOWN, NOT_FOUND, Certainty.UNVERIFIED),
        },
        post="tanto-1",
        buildings=(
            _main_building(
                TOISHI,
                TOISHI_ROOMS,
                BUILT_FOR_2021,
                ("自動ドア", EquipmentCategory.AUTOMATIC_DOOR),
                ("AED", EquipmentCategory.AED),
            ),
            BEFORE_2021,
        ),
    ),
    CentreEntry(
        {
            "name": Told("三丘市民センター", MITSUO),
            "kana": _from_file_name("みつおしみんせんたー", MITSUO),
            "kind": Told(CentreKind.CIVIC_CENTRE, MITSUO),
            "district": Told("三丘", MOUNTAINS, Certainty.DERIVED, "センターの名称から。"),
            "postal_code": Told("745-0631", MITSUO),
            "address": Told("周南市大字安田562-2", MITSUO),
            "phone": Told("0833-92-0177", MITSUO),
            **_opening(MITSUO),
            "internal_notes": Told(RUN_BY_UNKNOWN, NOT_FOUND, Certainty.UNVERIFIED),
        },
        post="tanto-1",
        buildings=(
            _main_building(
                MITSUO,
                MITSUO_ROOMS,
                {
                    "floors_above": Told(2, MITSUO),
                    "built_on": Told(None, NOT_FOUND, Certainty.UNVERIFIED),
                },
                ("エレベーター（小型・定員3名）", EquipmentCategory.LIFT),
                ("AED", EquipmentCategory.AED),
            ),
        ),
    ),
    CentreEntry(
        {
            "name": Told("和田市民センター", WADA_MOVED),
            "kana": _reading("わだしみんせんたー"),
            "kind": Told(CentreKind.BRANCH_AND_CENTRE, WADA_MOVED),
            "district": Told("和田", MOUNTAINS, Certainty.DERIVED, "センターの名称から。"),
            "address": Told("周南市垰215-1", WADA_MOVED, note="仮の移転先。"),
            "internal_notes": Told(
                "令和5年1月30日に旧和田中学校へ仮に移転。最終の場所は令和3年12月の時点で協議中だった。"
                + RUN_BY_UNKNOWN,
                WADA_MODEL,
                note="移転の日は移転を伝える記事による。",
            ),
        },
        post="tanto-2",
        buildings=(
            BuildingEntry(
                {
                    "name": Told("旧和田中学校校舎", WADA_MOVED),
                    "role": Told(BuildingRole.MAIN, WADA_MOVED, Certainty.DERIVED),
                    "floor_area": Told(74_800, WADA_MOVED, note="使っている1階だけの面積。"),
                    "notes": Told("令和5年1月30日から使用。改修費は3,300万円。", WADA_MOVED),
                }
            ),
            *(
                BuildingEntry(
                    {
                        "name": Told(name, WADA_MOVED, Certainty.DERIVED, "建てた年から付けた仮の呼び名。"),
                        "role": Told(
                            BuildingRole.OTHER, NOT_FOUND, Certainty.UNVERIFIED, "支所か公民館かは不明。"
                        ),
                        "built_on": Told(PartialDate.of_year(year), WADA_MOVED),
                        "retired_on": Told(
                            PartialDate.of_month(2023, 1),
                            WADA_MOVED,
                            Certainty.DERIVED,
                            "移転した月から。",
                        ),
                        "notes": Told(
                            "旧支所・市民センターの一部が土砂災害特別警戒区域にあった。", WADA_MOVED
                        ),
                    }
                )
                for name, year in (("移転前の建物（昭和45年）", 1970), ("移転前の建物（昭和51年）", 1976))
            ),
        ),
    ),
    CentreEntry(
        {
            "name": Told("桜木市民センター", COUNCIL_2023, Certainty.SECOND_HAND),
            "kana": _reading("さくらぎしみんせんたー"),
            "kind": Told(CentreKind.CIVIC_CENTRE, COUNCIL_2023, Certainty.SECOND_HAND),
        },
        post="tanto-2",
    ),
    CentreEntry(
        {
            "name": Told("須々万市民センター", HUB_PLAN),
            "kana": _reading("すすましみんせんたー"),
            "kind": Told(
                CentreKind.BRANCH_AND_CENTRE,
                HUB_PLAN,
                Certainty.DERIVED,
                "支所と市民センターを、この台帳では1つの施設として扱う。",
            ),
            "district": Told("須々万", MOUNTAINS, Certainty.DERIVED, "センターの名称から。"),
            "internal_notes": Told(
                "支所・市民センター・別館は、徳山北部拠点施設にまとめる計画（令和3年3月策定）。"
                "近くの支所・市民センターがなくなるのではという住民の心配が、令和3年6月7日の市議会で取り上げられた。"
                + RUN_BY_UNKNOWN,
                HUB_PLAN,
            ),
        },
        post="tanto-2",
        buildings=tuple(
            BuildingEntry(
                {
                    "name": Told(name, HUB_PLAN),
                    "role": Told(role, HUB_PLAN),
                    "notes": Told("徳山北部拠点施設にまとめる計画がある。", HUB_PLAN),
                }
            )
            for name, role in (
                ("須々万支所", BuildingRole.BRANCH_OFFICE),
                ("須々万市民センター", BuildingRole.MAIN),
                ("須々万市民センター別館", BuildingRole.ANNEX),
            )
        ),
    ),
    CentreEntry(
        {
            "name": Told("徳山北部拠点施設", HUB_PLAN),
            "kana": _reading("とくやまほくぶきょてんしせつ"),
            "district": Told("須々万", HUB_AREA, Certainty.DERIVED, "須々万を北部の生活圏の中心とする。"),
            "is_hub": Told(value=True, page=HUB_PLAN),
            "planned_on": Told(PartialDate.of_month(2021, 3), HUB_PLAN, note="整備基本計画の策定。"),
            "works_began_on": Told(None, NOT_FOUND, Certainty.UNVERIFIED),
            "opened_on": Told(None, NOT_FOUND, Certainty.UNVERIFIED),
            "internal_notes": Told(
                "総合支所とはしない方針（令和3年3月3日、市議会での説明）。令和3年度に用地の測量。"
                "須々万保育園と須々万幼稚園をまとめる認定こども園と一体で整備する計画。",
                HUB_AREA,
                note="一体で整備する計画は「徳山北部地域」の検索結果による。",
            ),
        },
        post="tanto-2",
    ),
    CentreEntry(
        {
            "name": Told("秋月市民センター", POLLING),
            "kana": _reading("あきづきしみんせんたー"),
            "kind": Told(CentreKind.CIVIC_CENTRE, POLLING),
            "internal_notes": Told("令和8年2月8日の選挙から投票所。" + RUN_BY_UNKNOWN, POLLING),
        },
        post="tanto-1",
    ),
    CentreEntry(
        {
            "name": Told("周陽市民センター", SHUYO_NEWS),
            "kana": _reading("しゅうようしみんせんたー"),
            "kind": Told(CentreKind.CIVIC_CENTRE, SHUYO_NEWS),
            "internal_notes": Told(RUN_BY_UNKNOWN, NOT_FOUND, Certainty.UNVERIFIED),
        },
        post="tanto-1",
    ),
    CentreEntry(
        {
            "name": Told("大道理夢求の里交流館", DAIDORI),
            "kind": Told(CentreKind.EXCHANGE_HALL, DAIDORI),
            "district": Told("向道", DAIDORI, Certainty.DERIVED, "向道支所と同じ集落にあることから。"),
        },
        post="tanto-2",
        buildings=(
            BuildingEntry(
                {
                    "name": Told("旧大道理小学校校舎", DAIDORI),
                    "role": Told(BuildingRole.MAIN, DAIDORI, Certainty.DERIVED),
                }
            ),
        ),
    ),
)

# What takes over from what: the hub is to take in the branch, the centre and the annex of 須々万.
SUCCESSIONS = (("須々万市民センター", "徳山北部拠点施設"),)
