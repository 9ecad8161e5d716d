"""Loading the steps of the road, the windows and the numbers: a mistake stops all of it and names its place."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import load_catalogues
from designated_managers.models import CouncilWindow, RoadSetting, RoadStepType
from designated_managers.queries.council import FALLBACKS

pytestmark = pytest.mark.django_db

STEPS = "designated_managers/catalogues/road_steps.yaml"
WINDOWS = "designated_managers/catalogues/council_windows.yaml"


@pytest.fixture
def changed(settings, tmp_path, monkeypatch):
    """A shipped file with one text in it replaced, loaded in its place."""

    def change(path: str, old: str, new: str) -> None:
        text = (settings.BASE_DIR / path).read_text(encoding="utf-8")
        assert old in text
        copy = tmp_path / path.rpartition("/")[2]
        copy.write_text(text.replace(old, new, 1), encoding="utf-8")
        moved = tuple(
            replace(shipped, path=str(copy)) if shipped.path == path else shipped
            for shipped in load_catalogues.SHIPPED
        )
        monkeypatch.setattr(load_catalogues, "SHIPPED", moved)

    return change


def refusal() -> list[str]:
    with pytest.raises(CommandError) as refused:
        call_command("load_catalogues", stdout=io.StringIO())
    return str(refused.value).splitlines()


def test_what_ships_loads_and_loads_again_without_a_change(catalogues):
    out = io.StringIO()

    call_command("load_catalogues", stdout=out)

    lines = [line for line in out.getvalue().splitlines() if line.startswith(("会期", "指定", "段階"))]
    assert lines == [
        "会期の目安　新規0・変更0・変更なし7・廃止0",
        "指定スケジュールの設定　新規0・変更0・変更なし4・廃止0",
        "段階の種類　新規0・変更0・変更なし31・廃止0",
    ]


def test_every_step_says_who_decides_what_is_kept_where_it_is_from_and_how_sure_we_are(catalogues):
    rows = RoadStepType.objects.all()

    assert [
        row.code for row in rows if not (row.decided_by and row.evidence and row.source and row.certainty)
    ] == []


def test_every_number_the_road_reckons_with_is_in_the_catalogue(catalogues):
    assert dict(RoadSetting.objects.values_list("code", "value")) == FALLBACKS


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "counts_from: bill_deadline",
            "counts_from: new_moon",
            "call：数え始め（counts_from）「new_moon」はありません。first_day、bill_deadline、vote、step X、session before X、bill deadline of X のどれかにしてください。",
        ),
        (
            "latest: -11m",
            "latest: 11か月前",
            "policy：日数「11か月前」は読めません。-14d（日）、-3m（か月）、0d のように書いてください。",
        ),
        (
            "rolls: open_day_before",
            "rolls: next_full_moon",
            "policy：閉庁日の扱い（rolls）「next_full_moon」はありません。none、open_day_before、open_day_after のどれかにしてください。",
        ),
        (
            "needs: ordinance",
            "needs: luck",
            "ordinance_bill：必要な場合（needs）「luck」はありません。ordinance、debt、fees のどれかにしてください。",
        ),
        (
            "answered_by: committee_on",
            "answered_by: dreamt_on",
            "committee：指定の事実（answered_by）「dreamt_on」はありません。committee_on、candidate_decided_on、bill_submitted_on、passed_on、designated_on、announced_on、agreed_on、fees_approved_on、annual_agreed_on、first_on のどれかにしてください。",
        ),
        (
            "roads: [open, direct]",
            "roads: [open, sideways]",
            "policy：進め方（roads）「sideways」はありません。open、direct、open_march、direct_march のどれかにしてください。",
        ),
    ],
)
def test_an_unknown_word_stops_the_load_and_names_its_line(changed, old, new, said):
    changed(STEPS, old, new)

    lines = refusal()

    assert len(lines) == 1
    assert lines[0].startswith("road_steps.yaml ")
    assert lines[0].partition("行目 ")[2] == said
    assert not RoadStepType.objects.exists()


def test_a_circle_or_a_step_that_is_not_there_stops_the_load(changed):
    changed(
        STEPS,
        "    roads: [open]\n    counts_from: bill_deadline\n",
        "    roads: [open]\n    counts_from: step briefing\n",
    )

    lines = refusal()

    assert any(line.endswith("call：数え始めをたどると、この段階に戻ってしまいます。") for line in lines)
    assert all("行目" in line for line in lines)
    assert not RoadStepType.objects.exists()


def test_a_step_counted_from_one_that_is_not_there_or_written_twice_stops_the_load(changed):
    changed(STEPS, "counts_from: step call", "counts_from: step cal")
    missing = refusal()
    changed(STEPS, "  - code: call_march\n    step: call\n    name: 募集要項の公表\n    place: 40\n    roads: [open_march]", "  - code: call_march\n    step: call\n    name: 募集要項の公表\n    place: 40\n    roads: [open]")  # fmt: skip
    twice = refusal()

    assert "briefing：数え始めの段階「cal」が、進め方 open にありません。" in missing[0]
    assert any("call_march：段階「call」が進め方 open に二つあります（call）。" in line for line in twice)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("votes_on: \"03-19\"", "votes_on: \"02-30\"", "march：議決日：「02-30」という月日はありません。"),
        ("votes_on: \"03-19\"", "votes_on: \"02-20\"", "march：議決日は、追加議案の提出期限（令和7年3月5日）以後の日にしてください。"),
        ("kind: regular", "kind: picnic", "march：会期の種類「picnic」はありません。regular、extraordinary のどれかにしてください。"),
    ],
)  # fmt: skip
def test_a_window_that_makes_no_sense_stops_the_load(changed, old, new, said):
    changed(WINDOWS, old, new)

    lines = refusal()

    assert lines[0].partition("行目 ")[2] == said
    assert not CouncilWindow.objects.exists()
