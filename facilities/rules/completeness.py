"""How complete the record of a centre is, and which fact is the next best to enter (台帳の充足度).

A fact is asked, known, or not asked: nobody asks for the size of a septic tank where there is none. Each has
a weight by what waits for it, and the reason in the words of the office. "None" is a full answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

DUTY, FIGURE, CARD = 5, 3, 1
"""What waits for a fact: a duty by law, a figure of the forecast, the card itself."""


@dataclass(frozen=True)
class Place:
    """Where a fact is entered: the name of the page, the record in its address, the field on it."""

    page: str
    pk: int
    field: str


@dataclass(frozen=True)
class Asked:
    """One fact that is asked. ``subject`` is whose fact it is (本館), ``reason`` what waits for it."""

    subject: str
    label: str
    reason: str
    weight: int
    known: bool
    place: Place


@dataclass(frozen=True)
class Completeness:
    """How much of what is asked is known, by weight; ``missing`` the most useful first."""

    known: int
    asked: int
    missing: tuple[Asked, ...]

    @property
    def score(self) -> int:
        """In whole per cent, downwards: 100 only when nothing is missing."""
        return self.known * 100 // self.asked if self.asked else 0

    @property
    def next_best(self) -> Asked | None:
        """The fact to enter next."""
        return self.missing[0] if self.missing else None


@dataclass(frozen=True)
class Question:
    """A fact that is asked of a record: its field on the form, and the column that tells whether it is known.

    ``page`` is where it is entered, where that is not the page of the record itself.
    """

    field: str
    label: str
    reason: str
    weight: int
    column: str = ""
    when: Callable[[Mapping[str, Any]], bool] = lambda _: True
    page: str = ""

    def of(self, facts: Mapping[str, Any], *, subject: str, place: str, pk: int) -> Asked:
        """The question put to one record."""
        value = facts[self.column or self.field]
        known = value is not None and value != ""
        where = Place(self.page or place, pk, self.field)
        return Asked(subject, self.label, self.reason, self.weight, known, where)


def _is(column: str, *codes: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda facts: facts[column] in codes


def _holds(column: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether something is there: not none, and not unknown."""
    return lambda facts: facts[column] not in {"", "none"}


def _certified(facts: Mapping[str, Any]) -> bool:
    return facts["has_certificate"] is not False


def _old_or_unknown(facts: Mapping[str, Any]) -> bool:
    return bool(facts["seismic_standard"] != "new")


def _assembly(facts: Mapping[str, Any]) -> bool:
    """Whether people gather there, so that their number is reckoned from seats and areas."""
    return facts["fire_item"] in {"", "1_ro", "16_i"}


BUILDING: tuple[Question, ...] = (
    Question("floor_area", "延床面積", "法定点検の対象かどうかと、更新費用の試算", DUTY + FIGURE),
    Question("built_on", "建築年月", "更新費用の試算と、劣化の評価の案", DUTY + FIGURE, "built_on_first"),
    Question("structure", "構造", "耐用年数", FIGURE),
    Question("floors_above", "地上階数", "建築物の点検の対象かどうか", DUTY),
    Question("floors_below", "地下階数", "建築物の点検の対象かどうか", DUTY),
    Question("confirmed_on", "建築確認日", "耐震基準の新旧", FIGURE, "confirmed_on_first"),
    Question("has_certificate", "検査済証", "建築物の点検の初回の期限", FIGURE),
    Question(
        "certified_on",
        "検査済証の交付日",
        "建築物の点検の初回の期限",
        DUTY,
        "certified_on_first",
        _certified,
    ),
    Question(
        "form-0-kind",
        "用途ごとの面積",
        "建築物の点検と消防の対象かどうか",
        DUTY,
        "has_uses",
        page="uses-edit",
    ),
    Question("fire_item", "消防法の用途の項", "消防設備の点検の報告が1年ごとか3年ごとか", DUTY),
    Question("fixed_seats", "固定の椅子席", "収容人員の計算", FIGURE, when=_assembly),
    Question("bench_width_cm", "長椅子の幅の合計", "収容人員の計算", FIGURE, when=_assembly),
    Question("standing_area", "立見席の面積", "収容人員の計算", FIGURE, when=_assembly),
    Question("other_audience_area", "そのほかの客席部分の面積", "収容人員の計算", DUTY, when=_assembly),
    Question("staff", "従業者の数", "収容人員の計算", FIGURE),
    Question("occupants_reported", "届け出た収容人員", "防火管理者が要るかどうか", FIGURE),
    Question("direct_stairs", "避難階に通じる直通階段の数", "消防設備の点検の資格と回数", DUTY),
    Question("fire_shutters", "防火戸・防火シャッター", "防火設備の点検", DUTY),
    Question("voltage", "受電方式", "電気設備の月次点検と年次点検", DUTY),
    Question("generator", "自家発電機", "非常電源の点検", DUTY),
    Question("solar_watts", "太陽光発電の出力", "届出と保安規程", DUTY),
    Question("battery_watt_hours", "蓄電池の容量", "消防署への届出", FIGURE),
    Question("ev_charger_watts", "電気自動車の充電設備の出力", "消防署への届出", FIGURE),
    Question("water_tank_litres", "受水槽の有効容量", "簡易専用水道の検査と清掃", DUTY),
    Question("septic_tank", "浄化槽の方式", "浄化槽の保守点検・清掃・検査", DUTY),
    Question(
        "septic_tank_persons",
        "浄化槽の人槽",
        "浄化槽の保守点検の間隔",
        DUTY,
        when=_holds("septic_tank"),
    ),
    Question("underground_tank", "地下タンク", "地下タンクの点検", DUTY),
    Question(
        "underground_tank_installed_on",
        "地下タンクの設置年月",
        "漏れの点検の間隔",
        DUTY,
        "underground_tank_installed_on_first",
        _is("underground_tank", "single"),
    ),
    Question("lifts", "昇降機の台数", "昇降機の点検", DUTY),
    Question("boiler", "ボイラー", "ボイラーの検査と自主検査", DUTY),
    Question("bath", "入浴の設備", "浴槽の水の検査", DUTY),
    Question("lp_gas", "LPガスの使用", "消費設備の調査", FIGURE),
    Question("tiled_wall", "タイル・石・モルタルの外壁", "10年ごとの全面の打診", DUTY),
    Question("specific_ceiling", "特定天井", "建築物の点検の項目", DUTY),
    Question("asbestos", "石綿を含む吹付け材など", "状態の確認と、工事の前の調査", DUTY),
    Question("seismic_standard", "耐震基準", "耐震の備えと、更新の優先順位", FIGURE),
    Question("seismic_diagnosed", "耐震診断", "耐震の備え", FIGURE, when=_old_or_unknown),
    Question("is_value", "Is値", "耐震の備え", FIGURE, when=lambda facts: facts["seismic_diagnosed"] is True),
    Question("seismic_strengthened", "耐震補強", "耐震の備え", FIGURE, when=_old_or_unknown),
    Question("shelter", "避難所の指定", "災害のときの役割", FIGURE),
    Question("shelter_capacity", "避難所の収容人数", "災害のときの役割", CARD, when=_holds("shelter")),
    Question("book_value", "簿価", "施設カルテ", CARD),
    Question("acquisition_cost", "取得費", "施設カルテ", CARD),
)
ROOM: tuple[Question, ...] = (
    Question("area", "面積", "施設カルテと、収容人員の計算", FIGURE),
    Question("capacity", "定員", "施設カルテ", CARD),
    Question("fee", "使用料", "施設カルテ", CARD),
)
LAND: tuple[Question, ...] = (
    Question("area", "土地の面積", "建て替えられる大きさ", FIGURE),
    Question("ownership", "土地の所有", "借地料と、建て替えの可否", FIGURE),
    Question(
        "leased_area",
        "借地の面積",
        "借地料",
        FIGURE,
        when=_is("ownership", "leased", "partly_leased"),
    ),
    Question("zoning", "用途地域", "建て替えられる大きさ", FIGURE),
    Question("coverage_ratio", "建ぺい率", "建て替えられる大きさ", CARD),
    Question("floor_ratio", "容積率", "建て替えられる大きさ", CARD),
    Question("parking", "駐車場", "施設カルテ", CARD),
    Question("wheelchair_parking", "車椅子用の駐車場", "施設カルテ", CARD),
    Question("playground", "遊具", "遊具の点検", DUTY),
)
YEAR: tuple[Question, ...] = (
    Question("users", "利用者数", "利用の動きと、1人あたりの費用", FIGURE),
    Question("uses_count", "利用件数", "利用の動きと、1件あたりの費用", CARD),
    Question("fees", "使用料の収入", "収支", FIGURE),
    Question("utilities", "光熱水費", "これからの費用の見込み", FIGURE),
    Question("repairs", "修繕料", "これからの費用の見込み", FIGURE),
    Question("services", "委託料", "これからの費用の見込み", FIGURE),
    Question("other_upkeep", "そのほかの維持管理費", "これからの費用の見込み", CARD),
)


@dataclass(frozen=True)
class Card:
    """One record with the facts that were read of it; ``place`` is the page on which they are changed."""

    questions: tuple[Question, ...]
    subject: str
    place: str
    pk: int
    facts: Mapping[str, Any]

    def asked(self) -> Iterator[Asked]:
        """What is asked of the record."""
        for question in self.questions:
            if question.when(self.facts):
                yield question.of(self.facts, subject=self.subject, place=self.place, pk=self.pk)


@dataclass(frozen=True)
class Missing:
    """A record that is not there at all: all that would be asked of it counts as not known."""

    questions: tuple[Question, ...]
    label: str
    reason: str
    place: Place

    def asked(self) -> Iterator[Asked]:
        """One fact with the weight of all that are always asked."""
        weight = sum(question.weight for question in self.questions)
        yield Asked("", self.label, self.reason, weight, known=False, place=self.place)


def together(parts: Iterable[Completeness]) -> Completeness:
    """Several of them as one."""
    known, asked = 0, 0
    missing: list[Asked] = []
    for part in parts:
        known, asked = known + part.known, asked + part.asked
        missing += part.missing
    return Completeness(known, asked, tuple(sorted(missing, key=lambda one: -one.weight)))


def completeness_of(records: Iterable[Card | Missing]) -> Completeness:
    """How complete these records are together; of facts alike in weight the one told first comes first."""
    asked = [one for record in records for one in record.asked()]
    missing = [one for one in asked if not one.known]
    return Completeness(
        known=sum(one.weight for one in asked if one.known),
        asked=sum(one.weight for one in asked),
        missing=tuple(sorted(missing, key=lambda one: -one.weight)),
    )
