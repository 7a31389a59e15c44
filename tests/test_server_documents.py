"""A publication over HTTP: every IRI leads somewhere, and every answer is right in its headers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lod_archive.publish import Publication
from lod_archive.server import application
from lod_archive.server.site import VARIANT_FORMATS, media_type
from lod_archive.vocab.formats import DOCUMENT_FORMATS, HTML, TURTLE
from tests.web import ask

if TYPE_CHECKING:
    from lod_archive.server.access import Answered
    from lod_archive.server.responses import Application

ROOT = Path(__file__).parents[1]
THING, DOCUMENT = "/event/strike", "/doc/event/strike"


@pytest.fixture(scope="module")
def folder(strike_publication: Path) -> Path:
    return strike_publication


@pytest.fixture(scope="module")
def served(folder: Path) -> Application:
    return application(folder)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_thing_leads_to_its_document(served: Application, method: str) -> None:
    answer = ask(served, THING, method=method)
    assert answer.status == 303
    assert answer.headers["location"] == DOCUMENT
    assert answer.body == b""


@pytest.mark.parametrize("written_in", DOCUMENT_FORMATS, ids=lambda f: f.extension)
def test_document_is_sent_in_the_format_asked_for(
    served: Application, folder: Path, written_in: object
) -> None:
    assert written_in in DOCUMENT_FORMATS
    form = next(f for f in DOCUMENT_FORMATS if f == written_in)
    answer = ask(served, DOCUMENT, headers={"Accept": form.media_type})
    name = f"{DOCUMENT}.{form.extension}"
    assert answer.status == 200
    assert answer.headers["content-type"].partition(";")[0] == form.media_type
    assert answer.headers["content-location"] == name
    assert answer.headers["vary"] == "Accept, Accept-Language, Accept-Profile"
    assert answer.body == (folder / name[1:]).read_bytes()
    assert ask(served, name, headers={"Accept": "image/png"}).body == answer.body


def test_every_file_is_sent_as_it_is(served: Application, folder: Path) -> None:
    files = Publication.open(folder).files
    assert len(files) >= 40
    for name in files:
        answer = ask(served, f"/{name}")
        assert answer.status == 200, name
        assert answer.body == (folder / name).read_bytes()
        assert answer.headers["content-length"] == str(len(answer.body))
        assert answer.headers["content-type"].partition(";")[0] == media_type(name)


@pytest.mark.parametrize("extension", [f.extension for f in DOCUMENT_FORMATS])
def test_suffix_of_a_thing_leads_to_that_format(served: Application, extension: str) -> None:
    assert ask(served, f"{THING}.{extension}").headers["location"] == f"{DOCUMENT}.{extension}"


def test_no_iri_that_the_archive_mints_is_dead(reference_publication: Path) -> None:
    base = Publication.open(reference_publication).facts.base
    served = application(reference_publication)
    published = ["dumps/archive.nq", *(f"doc/{name}.nt" for name in ("dataset", "shapes"))]
    minted = {
        term.value.partition("#")[0]
        for name in published
        for quad in ox.parse(path=reference_publication / name)
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode) and term.value.startswith(base)
    }
    assert len(minted) > 1900
    for iri in minted:
        path = iri.removeprefix(base)
        answer = ask(served, f"/{path}", headers={"Accept": TURTLE.media_type})
        if answer.status == 303:
            answer = ask(served, answer.headers["location"], headers={"Accept": "text/turtle"})
        assert answer.status == 200, iri


@pytest.mark.parametrize(
    "path",
    ["/event/nothing", "/doc/event/strike.docx", "/doc", "/store/CURRENT", "/prop/nothing"],
)
def test_other_paths_lead_to_nothing(served: Application, path: str) -> None:
    assert ask(served, path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../archive.toml",
        "/doc/../../archive.toml",
        "/doc/./event/strike",
        "//etc/passwd",
        "/doc/event/strike.ttl\x00",
        "/doc/event/strike.ttl/",
        "/%2e%2e/archive.toml",
        "/doc\\event\\strike.ttl",
        "/event/стачка",
        "/" + "a" * 9000,
        "/" + "a" * 40_000,
    ],
)
def test_odd_paths_do_no_harm(served: Application, path: str) -> None:
    answer = ask(served, path)
    assert answer.status in (404, 414)
    assert b"archive.toml" not in answer.body


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ("*", 304),
        ('"other"', 200),
        ("nonsense", 200),
        ("", 200),
    ],
)
def test_what_a_client_has_is_not_sent_again(
    served: Application, condition: str, status: int
) -> None:
    accept = {"Accept": "text/turtle"}
    etag = ask(served, DOCUMENT, headers=accept).headers["etag"]
    given = accept | {"If-None-Match": condition.format(etag=etag)}
    answer = ask(served, DOCUMENT, headers=given)
    assert answer.status == status
    assert answer.headers["etag"] == etag
    assert (answer.body == b"") == (status == 304)


def test_formats_of_a_document_have_different_entity_tags(served: Application) -> None:
    tags = {
        ask(served, DOCUMENT, headers={"Accept": f.media_type}).headers["etag"]
        for f in DOCUMENT_FORMATS
    }
    assert len(tags) == len(DOCUMENT_FORMATS)


def test_head_has_the_headers_of_get(served: Application) -> None:
    for path in (DOCUMENT, "/dumps/archive.nq", "/health", "/event/nothing"):
        get, head = ask(served, path), ask(served, path, method="HEAD")
        assert head.body == b""
        assert head.status == get.status
        assert head.headers == get.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_refused(served: Application, method: str) -> None:
    answer = ask(served, DOCUMENT, method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_any_page_may_read(served: Application) -> None:
    preflight = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    answer = ask(served, DOCUMENT, method="OPTIONS", headers=preflight)
    assert answer.status == 204
    assert "GET" in answer.headers["access-control-allow-methods"]
    for path in (DOCUMENT, THING, "/event/nothing", "/health"):
        assert ask(served, path).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", [DOCUMENT, THING, "/nothing", "/dumps/archive.nt", "/metrics"])
def test_every_answer_is_safe_to_show(served: Application, path: str) -> None:
    headers = ask(served, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["referrer-policy"]


def test_what_cannot_be_had_is_refused_with_what_can(served: Application) -> None:
    answer = ask(served, DOCUMENT, headers={"Accept": "image/png"})
    assert answer.status == 406
    assert "text/turtle" in answer.text
    assert f'<{DOCUMENT}.ttl>; rel="alternate"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("application/json", "application/problem+json"),
        ("application/ld+json", "application/problem+json"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml; charset=utf-8"),
        ("image/png", "text/plain; charset=utf-8"),
    ],
)
def test_a_refusal_can_be_read_in_the_format_asked_for(
    served: Application, accept: str, content_type: str
) -> None:
    answer = ask(served, "/event/nothing", headers={"Accept": accept})
    assert answer.status == 404
    assert answer.headers["content-type"] == content_type
    assert "404" in answer.text
    form = content_type.partition(";")[0]
    if form == "application/problem+json":
        assert json.loads(answer.body)["status"] == 404
    elif form.startswith(("text/turtle", "application/n-", "application/rdf")):
        assert list(ox.parse(answer.body, ox.RdfFormat.from_media_type(form))) == []


@pytest.mark.parametrize("prefix", ["", "/archive"])
@pytest.mark.parametrize(
    ("language", "heading"), [("en", "There is nothing"), ("ru", "Здесь ничего")]
)
def test_people_who_find_nothing_get_a_page_that_leads_on(
    folder: Path, prefix: str, language: str, heading: str
) -> None:
    headers = {"Accept": "text/html", "Accept-Language": language}
    served = application(folder, prefix=prefix)
    answer = ask(served, f"{prefix}/event/nothing/at/all", headers=headers)
    assert answer.status == 404
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert heading in answer.text
    assert "https://example.org" not in answer.text
    for link in re.findall(r'(?:href|action)="([^"#]+\.(?:html|css|svg))"', answer.text):
        assert link.startswith(f"{prefix}/")
        if not link.endswith(("search.html", "browse.html", "sparql.html")):
            assert ask(served, link).status == 200, link


def test_below_a_prefix_every_link_has_it(folder: Path) -> None:
    served = application(folder, prefix="/archive")
    for path in (THING, f"/archive{THING}"):  # a proxy may take the prefix away, or not
        assert ask(served, path).headers["location"] == f"/archive{DOCUMENT}"
    answer = ask(served, f"/archive{DOCUMENT}", headers={"Accept": "text/turtle"})
    assert answer.headers["content-location"] == f"/archive{DOCUMENT}.ttl"
    paths = re.findall(r"<(/[^>]*)>", answer.headers["link"])
    assert paths
    assert all(path.startswith("/archive/") for path in paths)
    assert answer.body == (folder / f"{DOCUMENT[1:]}.ttl").read_bytes()


def test_the_dataset_is_found_at_its_well_known_address(served: Application) -> None:
    assert ask(served, "/.well-known/void").headers["location"] == "/doc/dataset"


def test_page_of_a_document_comes_first(served: Application) -> None:
    answer = ask(served, DOCUMENT)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert VARIANT_FORMATS[0] is HTML
    assert 'rel="describedby"; type="text/turtle"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("is_behind_proxy", "said", "client"),
    [
        (True, "192.0.2.1, 192.0.2.7", "192.0.2.7"),
        (True, "192.0.2.7", "192.0.2.7"),
        (False, "192.0.2.7", "127.0.0.1"),
    ],
)
def test_only_a_proxy_is_believed_who_asks(
    folder: Path, is_behind_proxy: bool, said: str, client: str
) -> None:
    logged: list[Answered] = []
    served = application(folder, log=logged.append, is_behind_proxy=is_behind_proxy)
    ask(served, DOCUMENT, headers={"X-Forwarded-For": said})
    assert [each.client for each in logged] == [client]


@pytest.mark.parametrize(
    ("languages", "path", "sent"),
    [
        ("", DOCUMENT, "doc/event/strike.html"),
        ("ru", DOCUMENT, "ru/doc/event/strike.html"),
        ("de, ru-RU;q=0.8, en;q=0.5", DOCUMENT, "ru/doc/event/strike.html"),
        ("ru;q=0.1, en;q=0.2", DOCUMENT, "doc/event/strike.html"),
        ("ru", "/", "ru/index.html"),
        ("en", "/list/event", "list/event.html"),
        ("ru", "/list/event", "ru/list/event.html"),
        ("en", "/ru/list/event.html", "ru/list/event.html"),
    ],
)
def test_page_comes_in_the_language_that_is_liked(
    served: Application, folder: Path, languages: str, path: str, sent: str
) -> None:
    headers = {"Accept": "text/html", "Accept-Language": languages}
    answer = ask(served, path, headers=headers)
    assert answer.body == (folder / sent).read_bytes()
    if path != f"/{sent}":
        assert "Accept-Language" in answer.headers["vary"]
        assert answer.headers["content-location"] == f"/{sent}"


def test_data_at_the_first_page_is_that_of_the_dataset(served: Application, folder: Path) -> None:
    answer = ask(served, "/", headers={"Accept": "text/turtle"})
    assert answer.headers["content-location"] == "/doc/dataset.ttl"
    assert answer.body == (folder / "doc/dataset.ttl").read_bytes()
