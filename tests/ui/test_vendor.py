"""The vendored files of the browser: complete, unchanged, and free of anything that leads outside."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

UI = Path(__file__).resolve().parents[2] / "ui"
STATIC = UI / "static"
VENDOR = STATIC / "vendor"
PACKAGES = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))["packages"]
RECORDED = {path: digest for package in PACKAGES for path, digest in package["files"].items()}
OUTSIDE = ("registry.", "npmjs", "unpkg", "jsdelivr", "googleapis", "gstatic")


def test_the_vendored_packages_are_these():
    assert [(p["name"], p["version"], p["licence"]) for p in PACKAGES] == [
        ("htmx.org", "2.0.11", "0BSD"),
        ("@digital-go-jp/design-tokens", "1.1.9", "MIT"),
        ("@fontsource-variable/noto-sans-jp", "5.3.1", "OFL-1.1"),
    ]


def test_every_vendored_file_is_recorded_with_its_hash():
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }

    assert found == RECORDED


def test_the_accessibility_checker_of_the_tests_is_recorded_with_its_hash():
    folder = Path(__file__).parent / "vendor"
    [package] = json.loads((folder / "vendor.json").read_text(encoding="utf-8"))["packages"]

    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "vendor.json"
    }

    assert (package["name"], package["version"], package["licence"]) == ("axe-core", "4.14.1", "MPL-2.0")
    assert found == package["files"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p["name"])
def test_every_package_brings_its_licence(package):
    assert [path for path in package["files"] if path.endswith("/LICENSE")] != []


@pytest.mark.parametrize(
    "path", sorted(p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg"}), ids=str
)
def test_no_static_file_names_a_source_map_or_another_host(path):
    text = path.read_text(encoding="utf-8")

    assert [word for word in ("sourceMappingURL", "@import", "data:", *OUTSIDE) if word in text] == []


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda p: p.name)
def test_every_address_in_a_style_sheet_leads_to_a_file(path):
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text(encoding="utf-8"))

    assert [address for address in addresses if not (path.parent / address).is_file()] == []


def test_static_files_are_collected_for_production(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    manifest = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    ours = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()}
    assert ours - set(manifest) == set()


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[a-z0-9-]+|color-scheme):\s*([^;]+);", block))


def test_dark_by_the_system_and_dark_by_choice_say_the_same():
    text = (STATIC / "ui" / "tokens.css").read_text(encoding="utf-8")
    by_system = re.search(r":root:not\(\[data-theme=\"light\"\]\) \{(.*?)\}", text, re.DOTALL)
    by_choice = re.search(r"^\[data-theme=\"dark\"\] \{(.*?)\}", text, re.DOTALL | re.MULTILINE)
    assert by_system
    assert by_choice

    assert declarations(by_system[1]) == declarations(by_choice[1])


def test_the_tokens_of_the_agency_appear_only_in_the_roles_and_in_print():
    users = {
        path.name
        for path in (STATIC / "ui").glob("*.css")
        if re.search(r"--(color|elevation|border-radius)-", path.read_text(encoding="utf-8"))
    }

    assert users == {"tokens.css", "print.css"}


def test_every_role_that_is_used_is_defined():
    sheets = {path.name: path.read_text(encoding="utf-8") for path in (STATIC / "ui").glob("*.css")}
    defined = set(re.findall(r"^\s*(--[a-z0-9-]+):", sheets["tokens.css"], re.MULTILINE))
    tokens = set(re.findall(r"(--[a-z0-9-]+):", (VENDOR / "design-tokens" / "tokens.css").read_text("utf-8")))
    used = {name for text in sheets.values() for name in re.findall(r"var\((--[a-z0-9-]+)", text)}

    assert used - defined - tokens == set()


def test_only_two_weights_of_the_font_are_used():
    sheets = [path.read_text(encoding="utf-8") for path in (STATIC / "ui").glob("*.css")]

    assert {weight for text in sheets for weight in re.findall(r"font-weight:\s*([^;]+);", text)} == {
        "400",
        "700",
    }
