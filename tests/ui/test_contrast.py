"""The contrast of the colours, computed from the tokens: light, dark, and where more contrast is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "ui" / "static"
ROLES = (STATIC / "ui" / "tokens.css").read_text(encoding="utf-8")
AGENCY = (STATIC / "vendor" / "design-tokens" / "tokens.css").read_text(encoding="utf-8")

# What ui.md promises of each role upon the page, light and dark.
PROMISED = {
    "ink": (17.4, 15.6),
    "ink2": (8.5, 10.8),
    "ink3": (5.7, 8.3),
    "line": (5.7, 6.1),
    "accent": (9.7, 10.8),
    "link": (7.2, 10.8),
    "bad": (5.8, 6.5),
    "warn": (4.9, 7.6),
    "ok": (5.4, 7.1),
}
TEXTS = ("ink", "ink2", "ink3", "accent", "link", "bad", "warn", "ok")


def block(after: str) -> dict[str, str]:
    """The declarations of the first block behind this text."""
    start = ROLES.index(after) + len(after)
    inside = ROLES[ROLES.index("{", start) + 1 : ROLES.index("}", start)]
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", inside))


LIGHT = block(':root,\n[data-theme="light"]')
DARK = {**LIGHT, **block('\n[data-theme="dark"]')}
MORE = "@media (prefers-contrast: more) {"
LIGHT_MORE = {**LIGHT, **block(MORE)}
DARK_MORE = {**DARK, **block(':root:root[data-theme="dark"],\n  :root [data-theme="dark"]')}
THEMES = {"light": LIGHT, "dark": DARK, "light, more": LIGHT_MORE, "dark, more": DARK_MORE}
TOKENS = dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", AGENCY))


def colour(name: str, theme: dict[str, str]) -> tuple[int, int, int]:
    """Red, green and blue of a role in a theme."""
    value = theme[name]
    while reference := re.fullmatch(r"var\(--([a-z0-9-]+)\)", value):
        value = theme.get(reference[1]) or TOKENS[reference[1]]
    digits = value.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def luminance(rgb: tuple[int, int, int]) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(upper: str, lower: str, theme: dict[str, str]) -> float:
    """The contrast of two roles by WCAG."""
    darker, lighter = sorted((luminance(colour(upper, theme)), luminance(colour(lower, theme))))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_of_twenty_one():
    assert contrast("a", "b", {"a": "#000", "b": "#ffffff"}) == pytest.approx(21)


@pytest.mark.parametrize(("role", "promised"), PROMISED.items())
def test_a_role_has_the_contrast_that_is_promised(role, promised):
    found = tuple(contrast(role, "bg", theme) for theme in (LIGHT, DARK))

    assert found == pytest.approx(promised, abs=0.1)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_can_be_read_on_the_page_on_a_tint_and_on_a_button(theme):
    pairs = [(role, "bg") for role in TEXTS]
    pairs += [("ink", "soft"), ("link", "soft"), ("ink3", "sub"), ("on-accent", "accent")]
    pairs += [("on-accent", "accent-hover")]

    assert [pair for pair in pairs if contrast(*pair, theme) < 4.5] == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_line_shape_and_ring_that_says_something_stands_out(theme):
    pairs = [(role, "bg") for role in ("line", "accent", "bad", "warn", "ok", "focus")]

    assert [pair for pair in pairs if contrast(*pair, theme) < 3] == []


@pytest.mark.parametrize("theme", [LIGHT_MORE, DARK_MORE], ids=["light", "dark"])
def test_whoever_asks_for_more_contrast_gets_seven_for_texts_and_three_for_rules(theme):
    assert [role for role in TEXTS if contrast(role, "bg", theme) < 7] == []
    assert [role for role in ("rule", "rule2", "line") if contrast(role, "bg", theme) < 3] == []


def test_more_contrast_in_the_dark_by_the_system_and_by_choice_say_the_same():
    by_system = block("(prefers-contrast: more) and (prefers-color-scheme: dark) {")

    assert by_system == block(':root:root[data-theme="dark"],\n  :root [data-theme="dark"]')


def test_where_the_system_sets_the_colours_every_role_of_colour_is_one_of_its_own():
    forced = block("@media (forced-colors: active) {")
    colours = {role for role in LIGHT if role != "chevron"}

    assert forced.keys() == colours
    assert {value for value in forced.values() if not re.fullmatch(r"[A-Z][A-Za-z]+|none", value)} == set()
