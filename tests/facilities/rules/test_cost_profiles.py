"""The files of the cost profiles: what they say, and every mistake in one named with its line."""

from __future__ import annotations

import json

import pytest

from common.catalogues import CatalogueError
from facilities.rules.cost_profiles import PROFILES, CostProfile, UnitCost, profiles, read_profile

SOUMU = PROFILES / "soumu.yaml"


def test_the_shipped_profiles_carry_the_published_unit_costs_and_say_every_reading():
    shipped = profiles()

    assert list(shipped) == ["soumu", "long-life"]
    assert shipped["soumu"].profile.unit_costs["culture"] == UnitCost(250_000, 400_000)
    assert shipped["soumu"].profile.unit_costs["housing"] == UnitCost(170_000, 280_000)
    assert [one.profile.upkeep_per_m2 for one in shipped.values()] == [2_000, 1_000]
    for one in shipped.values():
        assert all(parameter.source and parameter.certainty for parameter in one.parameters)
        assert len(one.parameters) == 15


@pytest.mark.parametrize("code", ["soumu", "long-life"])
def test_a_profile_that_was_kept_as_json_is_the_same_profile(code):
    profile = profiles()[code].profile

    assert CostProfile.from_json(json.loads(json.dumps(profile.as_json()))) == profile


def test_every_mistake_of_a_file_is_told_at_once_with_its_line(tmp_path):
    text = SOUMU.read_text(encoding="utf-8")
    for right, wrong in (
        ("value: 40\n", "value: 四十\n"),
        ("value: elapsed", "value: dog_years"),
        ("culture: { refit: 25, rebuild: 40 }", "culture: { refit: -1, rebuild: 40 }"),
        (
            "percent: 100\n        when_past: backlog\n        backlog",
            "percent: 0\n        when_past: later\n        backlog",
        ),
    ):
        assert right in text
        text = text.replace(right, wrong, 1)
    (tmp_path / "soumu.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError) as refused:
        read_profile(tmp_path / "soumu.yaml")

    lines = dict(enumerate(text.splitlines(), 1))
    told = refused.value.lines
    assert [line.partition("：")[2] for line in told] == [
        "culture の単価は1から1,000までの整数（万円）にしてください。",
        "1番目の工事の percent は1から1,000までの整数にしてください。1番目の工事の when_past は backlog か dropにしてください。",
        "「四十」ではなく、1から100までの整数にしてください。",
        "「dog_years」ではなく、elapsed、counting のどれかにしてください。",
    ]
    for line, code in zip(told, ("unit_costs", "works", "horizon", "age_counting"), strict=True):
        number = int(line.removeprefix("soumu.yaml ").partition("行目")[0])
        assert lines[number] == f"  - code: {code}"


def test_a_parameter_that_is_missing_or_unknown_is_named(tmp_path):
    text = SOUMU.read_text(encoding="utf-8").replace("- code: remainder", "- code: remains")
    (tmp_path / "soumu.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError, match="「remains」というパラメータはありません"):
        read_profile(tmp_path / "soumu.yaml")


def test_a_profile_without_a_parameter_is_refused(tmp_path):
    text = SOUMU.read_text(encoding="utf-8")
    start = text.index("  - code: remainder")
    end = text.index("  - code: below_one_yen")
    (tmp_path / "soumu.yaml").write_text(text[:start] + text[end:], encoding="utf-8")

    with pytest.raises(CatalogueError, match="「remainder」（割り切れない端数）がありません"):
        read_profile(tmp_path / "soumu.yaml")
