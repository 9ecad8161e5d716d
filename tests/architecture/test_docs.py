"""Every picture and every link of the docs is there, and every picture that is kept is shown."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
PICTURES = [*(ROOT / "docs" / "images").iterdir(), *(ROOT / "docs" / "manual" / "images").iterdir()]


def _anchor(heading: str) -> str:
    """A heading as it is named in an address."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _links() -> list[tuple[Path, str]]:
    return [
        (page, link)
        for page in PAGES
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", link)
    ]


def _goes_nowhere(page: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    if not target.exists():
        return True
    if not anchor:
        return False
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor not in map(_anchor, headings)


def test_every_link_of_the_docs_leads_somewhere():
    assert [(str(page.relative_to(ROOT)), link) for page, link in _links() if _goes_nowhere(page, link)] == []


def test_every_picture_that_is_kept_is_shown_and_small():
    shown = {(page.parent / link).resolve() for page, link in _links()}

    assert [picture.name for picture in PICTURES if picture.resolve() not in shown] == []
    assert sum(picture.stat().st_size for picture in PICTURES) < 3_000_000


def test_every_page_of_the_manual_is_in_its_contents():
    manual = ROOT / "docs" / "manual"
    listed = {link for page, link in _links() if page == manual / "README.md"}

    assert {page.name for page in manual.glob("*.md")} - {"README.md"} == listed


def test_decisions_are_numbered_one_after_the_other():
    numbers = sorted(int(page.name[:4]) for page in (ROOT / "docs" / "decisions").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
