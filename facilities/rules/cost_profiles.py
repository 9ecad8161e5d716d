"""Cost profiles (試算の型): how a building grows old and what that costs, as literate YAML.

A profile says every reading of the forecast as a parameter of its own, with source and certainty; what is
wrong with a file is told all at once, with file, line and parameter.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common.catalogues import CatalogueError, read_catalogue
from facilities.choices import CostCategory, CostKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from common.catalogues import Catalogue, Entry

PROFILES = Path(__file__).resolve().parent.parent / "catalogues" / "cost_profiles"
YEN_OF_MAN_YEN = 10_000
LONGEST_SPAN = 50
OLDEST_AGE = 200

WORDS: Mapping[str, tuple[str, ...]] = {
    "age_counting": ("elapsed", "counting"),
    "built_year_of": ("first_possible_day", "last_possible_day"),
    "payment_direction": ("forwards", "backwards"),
    "base_year_event": ("past", "due"),
    "second_cycle": ("none", "from_rebuild"),
    "remainder": ("last", "first"),
    "below_one_yen": ("drop", "half_up"),
    "known_project_replaces": ("everything", "works"),
}
"""The readings that are one of a few words."""

NUMBERS: Mapping[str, tuple[int, int]] = {
    "base_year_offset": (-5, 5),
    "first_year_offset": (0, 5),
    "horizon": (1, 100),
    "backlog_years": (1, LONGEST_SPAN),
    "upkeep_per_m2": (0, 1_000_000),
}
"""The readings that are whole numbers, with the least and the most."""

MEANINGS: Mapping[str, str] = {
    "base_year_offset": "基準年度（試算する日の年度からのずれ）",
    "first_year_offset": "最初の年度（基準年度の何年後か）",
    "horizon": "試算する年数",
    "age_counting": "築年数の数え方",
    "built_year_of": "日付の一部しか分からない建物の建築年度",
    "payment_direction": "何年かに分けて払うときの向き",
    "backlog_years": "積み残しを分ける年数",
    "base_year_event": "基準年度に当たる工事の扱い",
    "second_cycle": "建て替えたあとの2周目",
    "remainder": "割り切れない端数",
    "below_one_yen": "1円に満たない端数",
    "known_project_replaces": "決まっている整備事業がある建物",
    "upkeep_per_m2": "維持管理・経常修繕（1㎡・1年）",
    "unit_costs": "単価",
    "works": "工事の時期",
}
"""What each parameter is, in the office's words."""

SPOKEN: Mapping[str, str] = {
    "elapsed": "建築年度から過ぎた年度の数",
    "counting": "建築年度を1年目とする数え年",
    "first_possible_day": "ありうる最初の日の年度",
    "last_possible_day": "ありうる最後の日の年度",
    "forwards": "工事の年度から後ろへ",
    "backwards": "工事の年度で払い終わるように前から",
    "past": "過ぎたものとして扱う",
    "due": "最初の年度から払う",
    "none": "見込まない",
    "from_rebuild": "建て替えた翌年度から数え直す",
    "last": "最後の回に寄せる",
    "first": "最初の回に寄せる",
    "drop": "切り捨てる",
    "half_up": "四捨五入する",
    "everything": "試算をすべて事業の金額に置き換える",
    "works": "工事だけを事業の金額に置き換え、維持管理は残す",
}
"""What each word of a parameter says, in the office's words."""


@dataclass(frozen=True)
class Works:
    """One kind of works (工事): at which ages, over how many years it is paid, at which share of which unit
    cost, and what becomes of it where its year has passed. ``backlog_up_to_age`` None: at any age."""

    kind: CostKind
    ages: tuple[int, ...]
    over: int
    unit_cost: str
    percent: int
    when_past: str
    backlog_up_to_age: int | None


@dataclass(frozen=True)
class UnitCost:
    """Yen for one ㎡ of a class of buildings."""

    refit: int
    rebuild: int


@dataclass(frozen=True)
class CostProfile:
    """How a building grows old, what that costs, and how each question of reading is answered."""

    code: str
    name: str
    unit_costs: Mapping[str, UnitCost]
    works: tuple[Works, ...]
    upkeep_per_m2: int
    base_year_offset: int = 0
    first_year_offset: int = 1
    horizon: int = 40
    backlog_years: int = 10
    age_counting: str = "elapsed"
    built_year_of: str = "first_possible_day"
    payment_direction: str = "forwards"
    base_year_event: str = "past"
    second_cycle: str = "none"
    remainder: str = "last"
    below_one_yen: str = "drop"
    known_project_replaces: str = "everything"

    def as_json(self) -> dict[str, Any]:
        """The whole definition, to be kept with what was computed by it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> CostProfile:
        """The profile as it was kept."""
        works = tuple(
            Works(**{**one, "kind": CostKind(one["kind"]), "ages": tuple(one["ages"])})
            for one in kept["works"]
        )
        unit_costs = {category: UnitCost(**cost) for category, cost in kept["unit_costs"].items()}
        return cls(**{**kept, "works": works, "unit_costs": unit_costs})


@dataclass(frozen=True)
class Parameter:
    """One parameter of a profile as its file says it, to be shown."""

    code: str
    value: Any
    source: str
    certainty: str

    @property
    def label(self) -> str:
        """What it is."""
        return MEANINGS[self.code]

    @property
    def words(self) -> str:
        """What it says, in words."""
        if self.code == "unit_costs":
            return "大分類ごと（万円/㎡）"
        if self.code == "works":
            return "、".join(_spoken_works(one) for one in self.value)
        if self.code == "upkeep_per_m2":
            return f"{self.value:,}円"
        return SPOKEN.get(str(self.value), str(self.value))


@dataclass(frozen=True)
class ProfileFile:
    """A profile and what its file says of every parameter."""

    profile: CostProfile
    parameters: tuple[Parameter, ...]


def read_profile(path: Path) -> ProfileFile:
    """The profile in a file; raises ``CatalogueError`` with everything that is wrong with it."""
    catalogue = read_catalogue(path, required=("value",))
    values = dict(catalogue.parsed(_value))
    _refuse_what_is_missing(catalogue, values)
    parameters = tuple(
        Parameter(entry.code, values[entry.code], entry.values["source"], entry.values["certainty"])
        for entry in catalogue.entries
        if entry.code in MEANINGS
    )
    return ProfileFile(CostProfile(code=catalogue.name, **values), parameters)


@cache
def profiles(folder: Path = PROFILES) -> dict[str, ProfileFile]:
    """Every profile there is, by its code, in the order of the file names. A file bears the name of its
    profile."""
    found = {}
    for path in sorted(folder.glob("*.yaml"), key=lambda path: (path.stem != "soumu", path.stem)):
        of_one = read_profile(path)
        if of_one.profile.code != path.stem:
            name = of_one.profile.code
            line = f"{path.name}：一覧の名前（catalogue）「{name}」をファイルの名前に合わせてください。"
            raise CatalogueError([line])
        found[path.stem] = of_one
    return found


def _refuse_what_is_missing(catalogue: Catalogue, values: Mapping[str, Any]) -> None:
    needed = {"name", *MEANINGS}
    lines = [
        f"{catalogue.name}：「{name}」（{MEANINGS.get(name, '型の名前')}）がありません。"
        for name in sorted(needed - values.keys())
    ]
    if lines:
        raise CatalogueError(lines)


def _value(entry: Entry) -> tuple[str, Any]:
    """The value of one parameter; raises ``ValueError`` with a sentence."""
    value = entry.values["value"]
    if entry.code in NUMBERS:
        return entry.code, _number(value, *NUMBERS[entry.code])
    if entry.code in WORDS:
        return entry.code, _word(value, WORDS[entry.code])
    if entry.code == "name":
        return entry.code, _name(value)
    if entry.code == "unit_costs":
        return entry.code, _unit_costs(value)
    if entry.code == "works":
        return entry.code, _all_works(value)
    message = f"「{entry.code}」というパラメータはありません。"
    raise ValueError(message)


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        message = f"「{value}」ではなく、{least}から{most:,}までの整数にしてください。"
        raise ValueError(message)
    return value


def _word(value: Any, words: tuple[str, ...]) -> str:
    if value not in words:
        message = f"「{value}」ではなく、{'、'.join(words)} のどれかにしてください。"
        raise ValueError(message)
    return str(value)


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        message = "名前は空でない文字列にしてください。"
        raise ValueError(message)
    return value


def _unit_costs(value: Any) -> dict[str, UnitCost]:
    """In 万円 in the file, in yen from here on."""
    wrong = []
    costs = {}
    given = value if isinstance(value, dict) else {}
    for category in CostCategory.values:
        of_one = given.get(category)
        if not isinstance(of_one, dict) or set(of_one) != {"refit", "rebuild"}:
            wrong.append(f"{category} に refit と rebuild の単価がありません")
            continue
        if not all(type(cost) is int and 0 < cost <= 1_000 for cost in of_one.values()):
            wrong.append(f"{category} の単価は1から1,000までの整数（万円）にしてください")
            continue
        costs[category] = UnitCost(*(of_one[name] * YEN_OF_MAN_YEN for name in ("refit", "rebuild")))
    wrong += [f"{category} という大分類はありません" for category in given if category not in CostCategory]
    if wrong:
        raise ValueError("。".join(wrong) + "。")
    return costs


def _all_works(value: Any) -> tuple[Works, ...]:
    if not isinstance(value, list) or not value:
        message = "工事を一つ以上並べてください。"
        raise ValueError(message)
    wrong: list[str] = []
    works = tuple(_works_of(number, one, wrong) for number, one in enumerate(value, 1))
    kinds = [one.kind for one in works if one is not None]
    if not wrong and len(set(kinds)) < len(kinds):
        wrong.append("同じ種類の工事が二度書かれています")
    if not wrong and kinds.count(CostKind.REBUILD) != 1:
        wrong.append("建替え（rebuild）を一つ書いてください")
    if wrong:
        raise ValueError("。".join(wrong) + "。")
    return tuple(one for one in works if one is not None)


REQUIRED_OF_WORKS = frozenset({"kind", "ages", "over", "unit_cost", "percent", "when_past"})
KINDS_OF_WORKS = (CostKind.REFIT, CostKind.REBUILD, CostKind.MIDDLE_REPAIR)


def _works_of(number: int, one: Any, wrong: list[str]) -> Works | None:
    """The works; None with a word in ``wrong`` for everything that is wrong with them."""
    if not isinstance(one, dict) or not REQUIRED_OF_WORKS <= set(one) <= REQUIRED_OF_WORKS | {
        "backlog_up_to_age"
    }:
        wrong.append(f"{number}番目の工事には {'、'.join(sorted(REQUIRED_OF_WORKS))} を書いてください")
        return None
    ages, limit = one["ages"], one.get("backlog_up_to_age")
    checks = (
        (one["kind"] in KINDS_OF_WORKS, "kind は refit、rebuild、middle_repair のどれか"),
        (_are_ages(ages), f"ages は若い順の築年数（1から{OLDEST_AGE}まで）"),
        (_lies_in(one["over"], 1, LONGEST_SPAN), f"over は1から{LONGEST_SPAN}までの年数"),
        (one["unit_cost"] in {"refit", "rebuild"}, "unit_cost は refit か rebuild"),
        (_lies_in(one["percent"], 1, 1_000), "percent は1から1,000までの整数"),
        (one["when_past"] in {"backlog", "drop"}, "when_past は backlog か drop"),
        (limit is None or _lies_in(limit, 1, OLDEST_AGE), "backlog_up_to_age は築年数"),
    )
    mistakes = [
        f"{number}番目の工事の {sentence}にしてください" for is_right, sentence in checks if not is_right
    ]
    wrong += mistakes
    if mistakes:
        return None
    return Works(
        CostKind(one["kind"]),
        tuple(ages),
        one["over"],
        one["unit_cost"],
        one["percent"],
        one["when_past"],
        limit,
    )


def _lies_in(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _are_ages(value: Any) -> bool:
    is_list = isinstance(value, list) and bool(value)
    return is_list and all(_lies_in(age, 1, OLDEST_AGE) for age in value) and value == sorted(set(value))


def _spoken_works(works: Works) -> str:
    ages = "・".join(f"{age}" for age in works.ages)
    price = {"refit": "大規模改修の単価", "rebuild": "建替えの単価"}[works.unit_cost]
    share = "" if works.percent == 100 else f"の{works.percent}%"
    past = "過ぎていれば行わない" if works.when_past == "drop" else "過ぎていれば積み残し"
    if works.backlog_up_to_age is not None:
        past = f"築{works.backlog_up_to_age}年までは積み残し、それより古ければ行わない"
    over = f"{works.over}年に分ける" if works.over > 1 else "1年で払う"
    return f"{works.kind.label}は築{ages}年に{price}{share}で{over}（{past}）"
