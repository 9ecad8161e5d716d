"""The gallery: every component in every state, made by the snippets printed beside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from ui.gallery import chapters
from ui.gallery.model import drawn

COMPONENTS = Path(__file__).resolve().parents[2] / "ui" / "templates" / "ui" / "components"
# Why a component is not among the specimens.
NOT_SHOWN = {
    "confirm.html": "a page of its own; its question is shown as the dialog",
    "source_fields.html": "belongs to forms of facts that have a source",
}
SPECIMENS = [specimen for chapter in chapters() for specimen in chapter.specimens]
STATES = [(specimen.slug, state) for specimen in SPECIMENS for state in specimen.states]


@pytest.fixture
def page(officer, client_of):
    return client_of(officer).get(reverse("gallery"))


def test_every_component_is_in_the_gallery(page):
    shown = {
        Path(str(template.name)).name
        for template in page.templates
        if str(template.name).startswith("ui/components/")
    }

    assert {path.name for path in COMPONENTS.glob("*.html")} - shown == NOT_SHOWN.keys()


def test_no_two_things_of_the_gallery_have_the_same_id(page):
    ids = re.findall(r'\sid="([^"]+)"', page.content.decode())

    assert sorted(name for name in ids if ids.count(name) > 1) == []


def test_the_contents_lead_to_every_component(page):
    text = page.content.decode()
    contents = text[text.index('aria-label="部品の目次"') : text.index("</nav>", text.index("部品の目次"))]

    leads_to = set(re.findall(r'href="#([^"]+)"', contents))

    assert leads_to == {"colours"} | {chapter.slug for chapter in chapters()} | {
        specimen.slug for specimen in SPECIMENS
    }


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda specimen: specimen.slug)
def test_a_component_comes_with_a_do_and_a_dont_in_whole_sentences(specimen):
    assert [specimen.do[-1], specimen.dont[-1]] == ["。", "。"]
    assert specimen.states


@pytest.mark.parametrize(("slug", "state"), STATES, ids=[f"{slug} {state.name}" for slug, state in STATES])
def test_a_snippet_works_as_it_is_printed(slug, state):
    assert drawn(state).strip()


def test_the_snippets_are_printed_as_they_are_written(page):
    page_text = page.content.decode()

    printed = re.findall(r"<code>(.*?)</code>", page_text, re.DOTALL)

    assert len(printed) == sum(len(specimen.sources) for specimen in SPECIMENS)
    assert "{% status &quot;overdue&quot; &quot;期限超過&quot; %}" in printed


@pytest.mark.parametrize("role", ["市民センター担当", "監査委員事務局", "地域団体"])
def test_whoever_is_signed_in_may_look_at_the_gallery(person, client_of, role):
    assert client_of(person("somebody", role)).get(reverse("gallery")).status_code == 200


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    response = client.get(reverse("gallery"))

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/ui/")


def test_nothing_can_be_sent_to_the_gallery(officer, client_of):
    assert client_of(officer).post(reverse("gallery")).status_code == 405
