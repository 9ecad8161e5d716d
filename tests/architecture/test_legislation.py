"""``docs/legislation.md`` is what the code rests on: no article without a row, no row without an article, nothing named
that does not exist."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from tests.config.test_repository import ROOT, tracked

TABLE = ROOT / "docs" / "legislation.md"
APPS = (
    "accounts",
    "centres",
    "common",
    "config",
    "designated_managers",
    "facilities",
    "maintenance",
    "portal",
    "reminders",
    "ui",
)
OURS = (".py", ".yaml", ".html", ".txt")
# Examples of how a chip looks, and the pattern that keeps an article on one line.
NOT_RESTING = ("ui/gallery/", "ui/templatetags/")

LAW = r"(?P<quoted>「[^」]*(?:法律|法|令|規則)」)|(?P<law>[一-龠]+法(?:施行令|施行規則)?)"
ARTICLE = rf"(?:(?:{LAW})(?:（[^）]*）)?\s*)?(?P<article>(?:第\s?)?\d+\s?条(?:の\d+)*(?:第\d+項)?)"
FOUND = re.compile(ARTICLE)
WHAT_TO_DO = (
    "docs/legislation.md: one row for each article — rule, function, test, certainty (facts not read: 要確認)"
)


def rows() -> list[list[str]]:
    """The cells of each row of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| \S+ 第\d", line)
    ]


def articles_in(text: str) -> set[str]:
    """Every article a text names, in the way of the table. 同法 and no name at all mean the law named last."""
    named: set[str] = set()
    law = ""
    for found in FOUND.finditer(text):
        said = (found["quoted"] or found["law"] or "").strip("「」")
        if said.startswith("同法"):
            said = re.sub("施行令|施行規則", "", law) + said.removeprefix("同法")
        law = said or law
        number = re.sub(r"[第\s]", "", found["article"].partition("条")[0])
        named.add(f"{law} 第{number}条{found['article'].partition('条')[2]}")
    return named


def articles_named() -> dict[str, set[str]]:
    """Article to the files that name it."""
    where: dict[str, set[str]] = {}
    for file in tracked():
        name = str(file.relative_to(ROOT))
        ours = name.startswith(tuple(f"{app}/" for app in APPS)) and file.suffix in OURS
        if not ours or name.startswith(NOT_RESTING) or "/static/" in name:
            continue
        for article in articles_in(file.read_text(encoding="utf-8")):
            where.setdefault(article, set()).add(name)
    return where


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("民法 140 条). A period that begins (143 条).", {"民法 第140条", "民法 第143条"}),
        ("「国民の祝日に関する法律」2条", {"国民の祝日に関する法律 第2条"}),
        ("地方自治法 第244条の2第6項", {"地方自治法 第244条の2第6項"}),
        ("消防法第17条の3の3、同法施行令第36条", {"消防法 第17条の3の3", "消防法施行令 第36条"}),
        ("第142条 speaks", {" 第142条"}),
        ("3つの条件、市の条例、1000人", set()),
    ],
)
def test_articles_are_read_in_every_way_in_which_the_code_writes_them(text, articles):
    assert articles_in(text) == articles


def test_every_article_that_the_code_names_has_a_row():
    known = {row[0] for row in rows()}
    missing = {article: sorted(files) for article, files in articles_named().items() if article not in known}

    assert missing == {}, f"Add a row: {WHAT_TO_DO}"


def test_every_row_names_an_article_that_the_code_names():
    named = articles_named()

    assert [row[0] for row in rows() if row[0] not in named] == [], (
        f"Take the row out, or name the article in the code: {WHAT_TO_DO}"
    )


def test_every_row_is_whole_and_stands_once():
    articles = [row[0] for row in rows()]

    assert [row for row in rows() if len(row) != 5 or not all(row)] == [], WHAT_TO_DO
    assert len(articles) == len(set(articles)), f"Two rows for one article: {sorted(articles)}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_what_a_row_names_exists(row):
    function, test = row[2].strip("`"), row[3].strip("`")

    assert exists(function), f"There is no {function}: correct the row of {row[0]}"
    file, _, name = test.partition("::")
    assert name in _names_of_tests(ROOT / file), f"There is no {test}: correct the row of {row[0]}"


def exists(name: str) -> bool:
    """Whether a file, or what is named with dots, is there."""
    if "/" in name:
        return (ROOT / name).is_file()
    module, *rest = _module_and_rest(name)
    thing: object = importlib.import_module(module)
    for part in rest:
        thing = getattr(thing, part, None)
    return bool(rest) and thing is not None


def _names_of_tests(file: Path) -> set[str]:
    """The names of the tests in a file."""
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def _module_and_rest(name: str) -> list[str]:
    """The longest part of the name that is a module of ours, and what follows it."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:length])
        if path.with_suffix(".py").is_file() or (path / "__init__.py").is_file():
            return [".".join(parts[:length]), *parts[length:]]
    return [parts[0]]
