"""What is kept in the repository works on any machine: locks without hosts, no paths of one machine, no passwords."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = (ROOT / "requirements.txt", ROOT / "requirements-test.txt")
# Put together here, or this file would find itself.
INDEX_HOSTS = re.compile(
    "|".join(
        [
            r"--?(extra-)?index-url\b.*://",
            r"--find-links\b",
            r"/simple\b/?['\"\s]*$",
            r"pypi\.org" + "/simple",
            r"files\.python" + r"hosted\.org",
            r"registry\.npm" + r"js\.org",
            r"deb\.debian" + r"\.org",
            r"file" + r":///",
        ]
    ),
    re.MULTILINE,
)
PLACES = re.compile(r"(?<![\w.~:-])/(opt|root|home|work|Users)/\w")
OTHERS = ("/vendor/", ".svg", ".png", ".xlsx", ".woff2", ".csv", ".mo")


def tracked() -> list[Path]:
    """The files of the repository, as far as they are our own text; also those that are new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git repository")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file() and not any(word in f"/{file}" for word in OTHERS)]


def pins(lock: Path) -> dict[str, str]:
    """Name and version of every package in a lock."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


def test_no_file_names_a_package_index_or_a_place_of_one_machine():
    told = {
        str(file.relative_to(ROOT)): found
        for file in tracked()
        if file != Path(__file__).resolve()
        and (found := [*INDEX_HOSTS.findall(text := _text(file)), *PLACES.findall(text)])
    }

    assert told == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())

    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\w+://\S+", text) == []


def test_the_lock_of_the_tests_holds_everything_that_serving_needs_in_the_same_version():
    serving, testing = pins(LOCKS[0]), pins(LOCKS[1])

    assert {name: testing.get(name) for name in serving} == serving


@pytest.mark.parametrize(("lock", "group"), [(LOCKS[0], None), (LOCKS[1], "test")])
def test_a_lock_pins_everything_that_the_project_asks_for(lock, group):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    names = {re.split(r"[\[~=<>!; ]", one)[0].lower().replace("_", "-") for one in wanted}

    assert names - pins(lock).keys() == set()


def test_uv_is_pinned_in_the_lock_that_the_environment_is_made_from():
    assert "uv" in pins(LOCKS[0])


def test_every_service_of_the_deployment_has_a_health_check_or_ends_by_itself():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    unwatched = {name for name, service in services.items() if "healthcheck" not in service}

    assert sorted(services) == ["beat", "migrate", "postgres", "redis", "web", "worker"]
    assert unwatched == {"migrate"}
    assert services["migrate"]["restart"] == "no"
    assert {name: services[name]["healthcheck"]["test"][-2:] for name in ("web", "worker", "beat")} == {
        "web": ["alive", "web"],
        "worker": ["alive", "worker"],
        "beat": ["alive", "beat"],
    }


def test_the_deployment_holds_no_password_and_no_registry():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]
    secrets = [
        (key, value)
        for service in services.values()
        for key, value in service.get("environment", {}).items()
        if re.search("PASSWORD|SECRET|DATABASE_URL", key)
    ]

    assert len(secrets) == 9
    assert [key for key, value in secrets if not re.search(r"\$\{\w+:\?", value)] == []
    assert re.findall(r"://\w*:(?!\$\{)[^@\s/]+@", text) == []
    assert [service["image"] for service in services.values() if "/" in service["image"]] == []
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^\w+=(.+)$", example, re.MULTILINE) == []


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
