"""Search and faceted browsing on the web: right status, nothing unescaped, in both languages."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx
import jinja2
import pyoxigraph as ox
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from lod_archive.errors import PublicationError, QueryError
from lod_archive.query import Prologue, Rows, Source, run
from lod_archive.query.labels import Text
from lod_archive.query.search import Entry, index_publication, write_index
from lod_archive.server.search import search_app
from lod_archive.server.search.messages import MESSAGES
from lod_archive.server.search.openapi import openapi_document
from lod_archive.store import EmbeddedStore
from tests.publications import BASE

HOSTILE: Final = "</title><script>alert('1')</script>\"'><img src=x onerror=alert(1)>"
HOST: Final = "https://archive.example/under/a/prefix/"
VOID: Final = ("meta", "input", "img", "br", "hr", "link")


@dataclass
class Site:
    """The application as a client sees it, without a network."""

    app: Starlette
    prologue: Prologue

    def get(self, address: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://archive") as client:
                return await client.request(method, address, headers=headers)

        return asyncio.run(asked())

    def page(self, address: str, **headers: str) -> Page:
        answer = self.get(address, **headers)
        page = Page()
        page.feed(answer.text)
        page.close()
        assert page.open_tags == [], "every tag is closed"
        return page


@dataclass
class Page(HTMLParser):
    """The parts of a page that tests look at; the parser says what a browser would see."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    open_tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open_tags):
            self.texts.setdefault(tag, []).append(data)

    def text(self, tag: str) -> str:
        return " ".join("".join(self.texts.get(tag, [])).split())

    def links(self) -> list[str]:
        return [str(attributes["href"]) for tag, attributes in self.tags if tag == "a"]


def site_of(source: Source, path: Path, templates: jinja2.BaseLoader | None = None) -> Site:
    async def ask(sparql: str) -> Rows:
        found = await asyncio.to_thread(run, Source(source.store), sparql)
        assert isinstance(found, Rows)
        return found

    index_publication(source, path)
    return Site(search_app(path, ask, source.prologue, templates=templates), source.prologue)


@pytest.fixture(scope="module")
def site(reference_archive: Source, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(reference_archive, tmp_path_factory.mktemp("site") / "search.sqlite")


@pytest.fixture
def hostile_site(tmp_path: Path) -> Site:
    """An archive in which every text is an attempt to get a script in."""
    store = EmbeddedStore.in_memory()
    text = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    prologue = Prologue(BASE)
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prologue.prefixes.items())
    data = f"""{prefixes}
    <{BASE}doc/a/b> foaf:primaryTopic <{BASE}a/b> ; dcterms:isPartOf <{BASE}dataset> .
    <{BASE}a/b> a <javascript:alert(1)> , schema:Event ; schema:name "{text}"@en ;
      schema:about <{BASE}a/b> ; a skos:Concept ; schema:description "{text}"@en-x-odd .
    """
    store.oxigraph.load(data.encode(), ox.RdfFormat.TURTLE)
    return site_of(Source(store, prologue), tmp_path / "search.sqlite")


# Search


@pytest.mark.parametrize("typed", ["Stakhanov", "Стаханов", "Stachanow", "Stajanov"])
def test_a_search_leads_to_the_person_and_marks_the_name(site: Site, typed: str) -> None:
    page = site.page("/search?" + urlencode({"q": typed}))
    assert "person/aleksei-stakhanov" in page.links()
    assert "Stakhanov" in page.text("mark")
    assert ("input", typed) in [(tag, each.get("value")) for tag, each in page.tags]


def test_search_as_json_gives_what_the_page_gives(site: Site) -> None:
    answer = site.get("/search.json?q=Stachanow&type=schema:Person").json()
    (result,) = [each for each in answer["results"] if each["id"] == "person/aleksei-stakhanov"]
    assert result["iri"] == f"{site.prologue.base}person/aleksei-stakhanov"
    assert result["match"] == "exact"
    assert result["name"]["text"] == "Aleksei Stakhanov"
    assert {"text": "Stakhanov", "match": True} in result["name"]["fragments"]
    page = site.page("/search?q=Stachanow&type=schema:Person")
    ids = [each["id"] for each in answer["results"]]
    assert [link for link in page.links() if link in ids] == ids
    assert str(answer["total"]) in page.text("h2")


def test_pages_of_a_search_follow_each_other(site: Site) -> None:
    seen: list[str] = []
    frame = site.page("/search").links()
    address: str | None = "/search?q=stakhanov&lang=en"
    while address:
        page = site.page(address)
        seen += [link for link in page.links() if "?" not in link and link not in frame]
        following = [each["href"] for tag, each in page.tags if each.get("rel") == "next"]
        address = urljoin("/search", str(following[0])) if following else None
    total = site.get("/search.json?q=stakhanov").json()["total"]
    assert len(seen) == len(set(seen)) == total > 20


def test_an_empty_search_is_a_form_alone(site: Site) -> None:
    page = site.page("/search")
    assert "form" in [tag for tag, _ in page.tags]
    assert "h2" not in page.texts


def test_a_search_without_results_says_what_to_try(site: Site) -> None:
    assert MESSAGES["en"]["no results hint"] in site.page("/search?q=qqqqqq").text("p")


# Browsing


def test_every_facet_is_there_and_its_values_lead_on(site: Site) -> None:
    page = site.page("/browse")
    names = [MESSAGES["en"][name] for name in ("type", "subject", "place", "decade", "source")]
    assert all(name in page.text("summary") for name in names)
    assert "browse?decade=1930" in page.links()
    assert "browse?type=schema%3AEvent" in page.links()


def test_a_choice_can_be_narrowed_down_and_taken_back(site: Site) -> None:
    page = site.page("/browse?type=schema:Event&decade=1930")
    assert "browse?type=schema%3AEvent" in page.links()
    assert "browse?decade=1930" in page.links()
    assert "event" in page.text("strong")
    assert {"1930–1939"} <= set(page.texts["strong"])


def test_every_link_of_a_facet_leads_to_as_many_records_as_it_says(site: Site) -> None:
    text = site.get("/browse?type=schema:Event").text
    pairs = re.findall(
        r'<a href="(browse\?type=schema%3AEvent&amp;(?!type)[^"]+)">.*?>(\d+)<', text
    )
    assert len(pairs) > 10
    for link, count in pairs[::7]:
        found = site.page("/" + link.replace("&amp;", "&")).text("h2")
        assert found.endswith(f": {count}"), link


def test_the_queries_shown_are_those_that_were_asked(site: Site, reference_archive: Source) -> None:
    page = site.page("/browse?type=schema:Event&page=2")
    shown = [query for query in page.texts["code"] if query.strip()]
    linked = [
        parse_qs(urlsplit(each).query)["edit"][0] for each in page.links() if "sparql?" in each
    ]
    assert shown == linked
    assert len(shown) == 7
    first = run(Source(reference_archive.store), shown[0])
    assert isinstance(first, Rows)
    ids = [reference_archive.prologue.shorten(str(row["thing"].value)) for row in first]  # type: ignore[union-attr]
    assert [link for link in page.links() if link in ids] == ids


def test_pages_of_records_follow_each_other(site: Site) -> None:
    first, second = (
        site.page("/browse?type=schema:Event"),
        site.page("/browse?type=schema:Event&page=2"),
    )
    assert "browse?type=schema%3AEvent&page=2" in first.links()
    assert "browse?type=schema%3AEvent" in second.links()


async def _unanswered(sparql: str) -> Rows:
    raise QueryError("too many questions at once", hint="ask again in a moment")


def test_an_archive_that_does_not_answer_is_told(tmp_path: Path) -> None:
    write_index(tmp_path / "x", [Entry(BASE + "a/b", names=(Text("pit"),))])
    site = Site(search_app(tmp_path / "x", _unanswered, Prologue(BASE)), Prologue(BASE))
    for language, words in (("en", "Try again in a while"), ("ru", "Попробуйте позже")):
        answer = site.get(f"/browse?lang={language}")
        assert (answer.status_code, words in answer.text) == (503, True)
    assert site.get("/search?q=pit").status_code == 200


# Languages


@pytest.mark.parametrize("page", ["/search?q=Stakhanov", "/browse?type=schema:Event"])
@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        ("", "", "en"),
        ("", "ru", "ru"),
        ("", "uk, ru-RU;q=0.9, en;q=0.1", "ru"),
        ("", "ru;q=0, en;q=0.1", "en"),
        ("&lang=en", "ru", "en"),
        ("&lang=ru", "en", "ru"),
        ("&lang=%22%3E", "ru", "ru"),
        ("", "ru;q=2;;;,,\x7f", "en"),
    ],
)
def test_pages_speak_the_language_asked_for(
    site: Site, page: str, asked: str, accepted: str, expected: str
) -> None:
    answer = site.get(page + asked, **{"Accept-Language": accepted})
    assert answer.headers["content-language"] == expected
    assert "Accept-Language" in answer.headers["vary"]
    assert f'<html lang="{expected}">' in answer.text
    assert MESSAGES[expected]["found"] in answer.text


def test_the_language_chosen_stays_and_can_be_changed(site: Site) -> None:
    page = site.page("/browse?type=schema:Event&lang=ru")
    own = [link for link in page.links() if link.startswith(("browse", "search"))]
    assert "browse?type=schema%3AEvent&lang=en" in own
    assert all("lang=ru" in link or "lang=en" in link for link in own)


def test_every_message_is_in_every_language() -> None:
    assert {frozenset(said) for said in MESSAGES.values()} == {frozenset(MESSAGES["en"])}
    assert all(text.strip() for said in MESSAGES.values() for text in said.values())


# Bad input


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=a&page=0",
        "/search?q=a&page=51",
        "/search?q=a&page=1e9",
        "/search?q=a&page=%D9%A1",
        "/search?q=a&type=no such",
        "/search.json?q=a&page=-1",
        "/search.json?q=a&type=%00",
        "/browse?page=x",
        "/browse?type=%3Cscript%3E",
        "/browse?decade=1930%20||%20true",
        "/browse?subject=https://example.org/%3E%20.%20%3Fa%20%3Fb%20%3Fc",
        "/browse?source=",
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_cannot_be_asked_is_refused_with_a_reason(
    site: Site, address: str, language: str
) -> None:
    answer = site.get(f"{address}&lang={language}")
    assert answer.status_code == 400
    if ".json" in address:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 400
        said = answer.json()["detail"]
    else:
        assert 'role="alert"' in answer.text
        said = answer.text.partition('role="alert"')[2].partition("</section>")[0]
    assert bool(re.search("[А-я]", said)) == (language == "ru")


@pytest.mark.parametrize(
    "address", ["/search?q=", "/search.json?q=", "/browse?subject=", "/browse?x=", "/search?lang="]
)
@pytest.mark.parametrize(
    "text",
    [HOSTILE, "\x00", "%00", "😀", "%ff%fe", "x" * 5000, "{{ 7 * 7 }}", "{% raise %}", "\r\nX: y"],
)
def test_hostile_text_is_shown_as_text_or_refused(site: Site, address: str, text: str) -> None:
    answer = site.get(address + urlencode({"": text})[1:])
    assert answer.status_code in (200, 400)
    if "html" in answer.headers["content-type"]:
        assert_harmless(answer.text)
        assert "49" not in re.findall(r'value="(\d+)"', answer.text)


@given(st.text(max_size=50), st.sampled_from(["/search?q=", "/browse?place=", "/search.json?q="]))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_is_a_fault_of_the_server(site: Site, text: str, address: str) -> None:
    answer = site.get(address + urlencode({"": text}, errors="replace")[1:])
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("address", ["/search?q=script", "/search?q=alert", "/browse"])
def test_hostile_texts_of_the_archive_are_shown_as_text(hostile_site: Site, address: str) -> None:
    answer = hostile_site.get(address)
    assert answer.status_code == 200
    assert "alert" in answer.text
    assert_harmless(answer.text)


def assert_harmless(text: str) -> None:
    page = Page()
    page.feed(text)
    for tag, attributes in page.tags:
        assert tag not in ("script", "img", "style", "iframe", "object"), tag
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not str(attributes.get("href") or "").lower().startswith(("javascript:", "data:"))


@pytest.mark.parametrize(
    "address", ["/search?q=a", "/browse", "/browse?page=x", "/search.json?q=a", "/openapi.json"]
)
def test_every_answer_forbids_scripts_and_guessing(site: Site, address: str) -> None:
    headers = site.get(address).headers
    assert "unsafe" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers


@pytest.mark.parametrize("address", ["/search", "/search.json", "/browse", "/openapi.json"])
def test_nothing_can_be_changed(site: Site, address: str) -> None:
    assert site.get(address, "HEAD").status_code == 200
    for method in ("POST", "PUT", "DELETE"):
        assert site.get(address, method).status_code == 405
    refused = site.get(address, "DELETE", accept="application/json")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["allow"] == "GET, HEAD, OPTIONS"
    assert refused.json()["status"] == 405
    options = site.get(address, "OPTIONS")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("address", ["/search?q=Stakhanov", "/browse?type=schema:Event"])
def test_pages_work_under_any_host_and_path(site: Site, address: str) -> None:
    for link in site.page(address).links():
        parts = urlsplit(link)
        assert not parts.netloc
        assert urljoin(HOST + address[1:], link).startswith(HOST)


def test_templates_can_be_put_before_the_own_ones(
    reference_archive: Source, tmp_path: Path
) -> None:
    layout = "<main>{% block content %}{% endblock %}</main><footer>of the archive</footer>"
    own = jinja2.DictLoader({"layout.html": layout})
    site = site_of(reference_archive, tmp_path / "x", templates=own)
    page = site.page("/search?q=Stakhanov")
    assert page.text("footer") == "of the archive"
    assert "person/aleksei-stakhanov" in page.links()


def test_a_site_without_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="there is no index"):
        search_app(tmp_path / "x", _unanswered, Prologue(BASE))


# The description of the JSON routes


def test_the_description_is_served_as_it_is(site: Site) -> None:
    assert site.get("/openapi.json").json() == openapi_document()


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_that_schemathesis_thinks_of_is_a_fault(
    site: Site, mode: schemathesis.GenerationMode, data: st.DataObject
) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", site.app)
    case = data.draw(schema["/search.json"]["GET"].as_strategy(generation_mode=mode))
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    case.call_and_validate(checks=checks)
