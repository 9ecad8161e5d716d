"""Loading the methods: one file for each, and what was used never changes."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import load_catalogues
from facilities.models import ConditionMethod
from tests.factories.condition import make_assessment, make_method

pytestmark = pytest.mark.django_db

FOLDER = "facilities/catalogues/condition_methods"


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    """The files of the methods in a folder of their own, where they can be changed and added to."""
    copied = tmp_path / "methods"
    shutil.copytree(settings.BASE_DIR / FOLDER, copied)
    moved = tuple(
        replace(shipped, path=str(copied)) if shipped.path == FOLDER else shipped
        for shipped in load_catalogues.SHIPPED
    )
    monkeypatch.setattr(load_catalogues, "SHIPPED", moved)
    return copied


def load() -> None:
    call_command("load_catalogues", stdout=io.StringIO())


def refusal() -> list[str]:
    with pytest.raises(CommandError) as refused:
        load()
    return str(refused.value).splitlines()


def test_a_second_method_is_added_as_a_file(folder):
    text = (folder / "mext-2017.yaml").read_text("utf-8")
    (folder / "city-2027.yaml").write_text(
        text.replace("code: mext-2017", "code: city-2027").replace('below: "40"', 'below: "50"'), "utf-8"
    )

    load()

    methods = {row.code: row.method for row in ConditionMethod.objects.all()}
    assert methods.keys() == {"mext-2017", "city-2027"}
    assert [methods[code].bands[0].below for code in ("mext-2017", "city-2027")] == [40, 50]


def test_a_code_in_two_files_is_refused(folder):
    shutil.copy(folder / "mext-2017.yaml", folder / "second.yaml")

    assert refusal() == ["second.yaml 17行目 mext-2017：同じコードがmext-2017.yamlの17行目にもあります。"]


def test_a_file_that_is_wrong_is_refused_with_every_sentence_and_nothing_is_loaded(folder):
    file = folder / "mext-2017.yaml"
    file.write_text(
        file.read_text("utf-8").replace('weight: "5.1"', 'weight: "5.2"').replace('points: "10", ', ""),
        "utf-8",
    )

    assert refusal() == [
        "mext-2017.yaml 17行目 mext-2017：4番目の評価（D）に「points」がありません。",
        "mext-2017.yaml 17行目 mext-2017：配分の合計は60.1ですが、weights_totalは60です。",
    ]
    assert not ConditionMethod.objects.exists()


@pytest.mark.parametrize(
    ("old", "new"), [('weight: "5.1"', 'weight: "5.10"'), ("name: 文部科学省", "name: 新しい")]
)
def test_the_content_of_a_method_that_was_used_cannot_change(folder, old, new):
    make_assessment()
    file = folder / "mext-2017.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")

    assert refusal() == [
        "mext-2017.yaml 17行目 mext-2017："
        "この方式による劣化調査があるので、内容は変えられません。新しいコードの項目を足してください。"
    ]


def test_what_was_never_used_may_change_and_the_certainty_of_what_was_used_too(folder):
    method = make_method()
    file = folder / "mext-2017.yaml"
    file.write_text(file.read_text("utf-8").replace('threshold: "40"', 'threshold: "45"'), "utf-8")
    load()
    make_assessment(method=ConditionMethod.objects.get(pk=method.pk))
    file.write_text(file.read_text("utf-8").replace("certainty: unverified", "certainty: verified"), "utf-8")

    load()

    method.refresh_from_db()
    assert (int(method.method.threshold), method.certainty) == (45, "verified")


def test_a_method_that_was_used_is_retired_and_its_surveys_stay(folder):
    kept = make_assessment()
    (folder / "mext-2017.yaml").rename(folder / "old.txt")

    load()

    kept.refresh_from_db()
    assert (kept.method.retired_on is not None, kept.score) == (True, 5247)
