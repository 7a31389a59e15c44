"""How pages are cited: what they show, what their files say, what programs read in their heads.

Zotero's translator “Embedded Metadata” (translators/Embedded Metadata.js) reads, of Highwire Press,
what :data:`READ_BY_ZOTERO` lists; of Dublin Core whatever has the prefix that a
``<link rel="schema.DC">`` declares. It takes the first ``DC.type`` for the type of the item if it
is one of its own types (RDF.js, ``detectType``).
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from lod_archive.publish.pages.citation import Citation, Cited
from lod_archive.vocab import formats, iris
from tests.browser import chromium

READ_BY_ZOTERO = {
    f"citation_{each}"
    for each in (
        "author",
        "book_title",
        "doi",
        "isbn",
        "issn",
        "journal_title",
        "keywords",
        "language",
        "public_url",
        "publication_date",
        "publisher",
        "title",
    )
}
DUBLIN_CORE = {
    f"DC.{each}"
    for each in (
        "contributor",
        "creator",
        "date",
        "description",
        "identifier",
        "language",
        "publisher",
        "relation",
        "title",
        "type",
    )
}
BASE = "https://w3id.org/lod-archive/seventeen-moments/"


class Head(HTMLParser):
    """The names and contents of a page's ``<meta>``, and its links."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.links: list[dict[str, str | None]] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and found.get("name") not in (None, "viewport"):
            self.tags.append((found["name"] or "", found["content"] or ""))
        if tag in ("link", "a"):
            self.links.append(found)

    def values(self, name: str) -> list[str]:
        """The contents of those with this name."""
        return [content for each, content in self.tags if each == name]


@pytest.fixture(scope="module")
def site(reference_publication: Path) -> Path:
    return reference_publication


def test_zotero_reads_an_essay(site: Path) -> None:
    head = Head(site / "doc/essay/year-of-the-stakhanovite.html")
    iri = f"{BASE}essay/year-of-the-stakhanovite"
    assert head.values("citation_title") == ["Year of the Stakhanovite: subject essay"]
    assert head.values("citation_author") == ["Siegelbaum, Lewis H."]
    assert head.values("citation_book_title") == ["Year of the Stakhanovite"]
    assert head.values("citation_language") == ["en"]
    assert head.values("citation_public_url") == head.values("DC.identifier") == [iri]
    assert head.values("DC.creator") == ["Siegelbaum, Lewis H."]
    assert head.values("DC.type") == ["bookSection"]
    declared = [link["href"] for link in head.links if link.get("rel") == "schema.DC"]
    assert declared == ["http://purl.org/dc/elements/1.1/"]


@pytest.mark.parametrize(
    ("record", "tags"),
    [
        ("media/aleksei-stakhanov", {"citation_publication_date": "1936", "DC.date": "1936"}),
        ("periodical/pravda", {"citation_title": "Правда", "citation_issn": "0233-4275"}),
        (
            "work/song",
            {
                "citation_author": "Лебедев-Кумач, В. И.|Александров, А. В.",
                "citation_language": "ru",
                "DC.type": "audioRecording|Sound",
            },
        ),
        (
            "source/siegelbaum-1988",
            {
                "citation_isbn": "9780521345484",
                "DC.type": "book",
                "citation_publication_date": "1988",
            },
        ),
        (
            "work/stalin-speech",
            {"citation_publication_date": "1935/11/17", "DC.date": "1935-11-17"},
        ),
        ("person/aleksei-stakhanov", {"citation_title": "Aleksei Stakhanov"}),
    ],
)
def test_what_programs_read(site: Path, record: str, tags: dict[str, str]) -> None:
    head = Head(site / f"doc/{record}.html")
    assert {name: "|".join(head.values(name)) for name in tags} == tags


def test_every_page_has_only_tags_that_somebody_reads(site: Path) -> None:
    for page in (site / "doc").rglob("*.html"):
        head = Head(page)
        assert {name for name, _ in head.tags} <= READ_BY_ZOTERO | DUBLIN_CORE, page
        assert all(content.strip() for _, content in head.tags), page


def test_a_claim_is_cited_with_its_source_stance_passage_and_lasting_address(
    site: Path,
) -> None:
    text = (site / "doc/essay/c01.html").read_text("utf-8")
    shown = text.partition('class="cite"')[2].partition("</p>")[0].partition(">")[2]
    assert shown == (
        "Siegelbaum, Lewis H. [An exceptional shift of coal-cutting, on 31 August 1935, is "
        "credited to Aleksei Stakhanov.]. Year of the Stakhanovite: subject essay. "
        f"claim, asserted. characters 239–372. Year of the Stakhanovite. {BASE}essay/c01"
    )


@pytest.mark.parametrize(
    ("language", "pages", "said"),
    [("en", "12", "p. 12"), ("en", "12–15", "pp. 12–15"), ("ru", "12–15", "с. 12–15")],
)
def test_a_claim_is_cited_with_its_pages_rather_than_its_characters(
    language: str, pages: str, said: str
) -> None:
    item = {
        "title": "[It was said.]",
        "container-title": "The pit",
        "genre": "claim, asserted",
        "page": pages,
        "locator": pages,
        "custom": {"stance": "asserted", "passage-start": 10},
    }
    iri = "https://example.org/book/c1"
    citation = Citation("It was said.", "Pit", iri, Cited(item, "", ()), language)
    assert citation.text == f"[It was said.]. The pit. claim, asserted. {said}. Pit. {iri}"


@pytest.mark.parametrize("root", ["", "ru/"])
def test_pages_lead_to_references_in_each_format(site: Path, root: str) -> None:
    page = site / f"{root}doc/essay/c01.html"
    for each in formats.CITATION_FORMATS:
        leading = [link for link in Head(page).links if link.get("type") == each.media_type]
        assert len(leading) == 2  # in the head and in the text
        for link in leading:
            file = (page.parent / (link["href"] or "")).resolve()
            assert file == site / iris.citation_path("essay/c01", each.extension)
    (item,) = json.loads((site / "cite/essay/c01.json").read_bytes())
    assert item["URL"] == f"{BASE}essay/c01"
    assert len(rispy.loads((site / "cite/essay/c01.ris").read_text("utf-8"))) == 1
    assert len(parse_string((site / "cite/essay/c01.bib").read_text("utf-8")).entries) == 1


def test_a_page_of_what_nobody_cites_by_itself_is_cited_as_a_page(
    site: Path,
) -> None:
    assert not (site / "cite/person").exists()
    text = (site / "doc/person/aleksei-stakhanov.html").read_text("utf-8")
    assert "@online{person:aleksei-stakhanov," in text


def test_a_button_copies_the_citation(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with chromium(tmp_path_factory.mktemp("profile")) as chrome:
        chrome.get((site / "doc/essay/c01.html").as_uri())
        cited = chrome.find_element("css selector", "p.cite").text
        button = chrome.find_element("css selector", "p.cite + button")
        assert button.text == "Copy"
        chrome.execute_script(
            "addEventListener('copy', () => { window.copied = String(getSelection()) });"
            "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        )
        button.click()
        status = chrome.find_element("css selector", "p.cite + button + [role=status]")
        assert status.text.strip() == "Copied"
        assert chrome.execute_script("return window.copied") == cited
