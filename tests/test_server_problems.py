"""What is wrong, said in the format and the language of whoever asks."""

from __future__ import annotations

import json
import re
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from lxml import etree

from lod_archive.query.governor import Limited, Limits
from lod_archive.server import application
from lod_archive.server.editor import ShortLinks
from lod_archive.server.questions import answering
from lod_archive.server.sparql.answers import refusal
from tests.web import Answer, ask

if TYPE_CHECKING:
    from lod_archive.server.responses import Application

DOCUMENT = "/doc/event/strike"
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


@pytest.fixture(scope="module")
def folder(strike_publication: Path) -> Path:
    return strike_publication


@pytest.fixture(scope="module")
def served(folder: Path) -> Application:
    """With everything that answers, but nothing that takes a process."""
    return application(
        folder,
        prefix="/archive",
        mount=partial(answering, limits=Limits(), links=ShortLinks(folder.parent / "links")),
    )


class Asking(NamedTuple):
    """A request that is refused: its method, path, query and status, and what is said of it."""

    method: str
    path: str
    query: str
    status: int
    said: str


WRONG = (
    Asking("PATCH", DOCUMENT, "", 405, "GET, HEAD, OPTIONS"),
    Asking("POST", "/health", "", 405, "GET, HEAD"),
    Asking("PUT", "/sparql", "", 405, "POST"),
    Asking("PUT", "/search", "q=pit", 405, "GET"),
    Asking("PUT", "/q/", "", 405, "POST"),
    Asking("POST", "/q/", "", 413, "1"),
    Asking("GET", "/q/nothing", "", 404, ""),
    Asking("GET", "/editor/nothing", "", 404, ""),
    Asking("GET", "/" + "a" * 40_000, "", 414, ""),
    Asking("GET", "/sparql", "query=ASK&query=ASK", 400, ""),
    Asking("GET", "/sparql", "format=csv", 400, ""),
    Asking("GET", "/sparql", "query=ASK&default-graph-uri=a+b", 400, "a b"),
    Asking("GET", "/sparql", "query=%FF", 400, "UTF-8"),
    Asking("GET", "/sparql", "update=CLEAR+ALL", 403, ""),
    Asking("POST", "/sparql", "", 415, "application/sparql-query"),
    Asking("GET", DOCUMENT, "_profile=csl", 404, "csl"),
    Asking("GET", DOCUMENT, "_profile=dc&_mediatype=text/csv", 406, "application/xml"),
    Asking("GET", DOCUMENT, "_profile=nothing", 404, "dc"),
    Asking("GET", f"{DOCUMENT}.marc.zzz", "", 404, "zzz"),
    Asking("GET", "/search/x", "", 404, ""),
    Asking("GET", "/browse/", "", 404, ""),
    Asking("DELETE", "/a%2Fb/c", "", 405, "GET"),
    Asking("DELETE", "//x", "", 405, "GET"),
)
FORMATS = ("text/plain", "application/problem+json", "text/html", "text/turtle")


def refused(served: Application, asking: Asking, accept: str, language: str) -> Answer:
    headers = {"Accept": accept, "Accept-Language": language}
    path = f"/archive{asking.path}"
    answer = ask(served, path, method=asking.method, query=asking.query, headers=headers)
    assert answer.status == asking.status
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert answer.headers["content-language"] == language
    assert {"Accept", "Accept-Language"} <= {*answer.headers["vary"].split(", ")}
    return answer


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.parametrize("asking", WRONG, ids=lambda asking: asking.path[:20] + asking.query)
def test_refusals_speak_the_language_of_whoever_asks(
    served: Application, asking: Asking, accept: str
) -> None:
    english, russian = (refused(served, asking, accept, each).text for each in ("en", "ru"))
    assert asking.said in unescape(english)
    assert asking.said in unescape(russian)
    if accept == "text/html":  # all but the switches of language
        assert '<html lang="en">' in english
        assert '<html lang="ru">' in russian
        english, russian = (text.partition("<main")[2] for text in (english, russian))
    assert not CYRILLIC.search(english)
    assert CYRILLIC.search(russian)


@pytest.mark.parametrize("asking", WRONG, ids=lambda asking: asking.path[:20] + asking.query)
def test_pages_of_refusals_lead_back_to_the_archive(served: Application, asking: Asking) -> None:
    page = refused(served, asking, "text/html", "ru").text
    assert '<div class="error">' in page
    assert "The strike" in page  # what the archive is called
    links = re.findall(r'(?:href|action)="([^"#?]+)"', page)
    assert "/archive/static/style.css" in links
    for link in links:
        assert link.startswith("/archive/")
        assert ask(served, link).status in (200, 303), link


@pytest.mark.parametrize(
    "said",
    [
        "<script>alert(1)</script>",
        "--><script>",
        "\n\n# <s> <p> <o> .",
        "a ---b",
        "a\0b-",
        "]]>&x;",
    ],
)
@pytest.mark.parametrize("accept", [*FORMATS, "application/rdf+xml", "application/n-triples"])
def test_what_is_asked_cannot_break_out_of_a_refusal(
    served: Application, said: str, accept: str
) -> None:
    asking = Asking("GET", "/sparql", f"query=ASK&named-graph-uri={quote(said)}", 400, "")
    answer = refused(served, asking, accept, "en")
    if accept == "text/html":
        assert "<script>" not in answer.text
    if accept == "application/rdf+xml":
        assert len(etree.fromstring(answer.body)) == 0
    if accept in ("text/turtle", "application/rdf+xml", "application/n-triples"):
        assert list(ox.parse(answer.body, ox.RdfFormat.from_media_type(accept))) == []
    if accept == "application/problem+json":
        assert said in json.loads(answer.body)["detail"]


def test_what_was_asked_is_to_be_had_in_the_other_language(served: Application) -> None:
    asking = Asking("GET", "/sparql", "query=ASK&query=ASK&lang=ru", 400, "")
    page = refused(served, asking, "text/html", "ru").text
    (other,) = re.findall(r'href="(\?[^"]*)" lang="en"', page)
    html = {"Accept": "text/html"}
    answer = ask(served, "/archive/sparql", query=unescape(other)[1:], headers=html)
    assert '<html lang="en">' in answer.text
    assert "There are several queries" in answer.text


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/" * 60_000),
        ("GET", "/" + "a/" * 16_500),
        ("DELETE", "/doc/" + "/" * 31_000),
        ("GET", "/q/" + "/" * 31_000),
    ],
    ids=lambda value: value[:8],
)
def test_a_refusal_is_small_whatever_is_asked(
    served: Application, method: str, path: str, accept: str
) -> None:
    answer = ask(served, f"/archive{path}", method=method, headers={"Accept": accept})
    assert answer.status in (404, 405, 414)
    assert len(answer.body) < 5_000


@pytest.mark.parametrize(
    ("limit", "allowed", "words"),
    [
        ("time", 10.0, ("10 s", "10 с")),
        ("memory", 512.0, ("512 MB", "512 МБ")),
        ("rows", 100_000, ("100,000 rows", "100\xa0000")),
        ("size", 20_000_000, ("20,000,000 bytes", "20\xa0000\xa0000 байт")),
    ],
)
def test_the_limit_that_was_hit_is_said_in_each_language(
    limit: str, allowed: float, words: tuple[str, str]
) -> None:
    status, said = refusal(Limited(limit, allowed))
    assert status == 422
    assert limit in said.en
    assert words[0] in said.en
    assert words[1] in said.to("ru")[0]


def test_the_list_of_profiles_speaks_the_language_of_its_reader(served: Application) -> None:
    russian, english = (
        ask(
            served,
            f"/archive{DOCUMENT}",
            query="_profile=alt",
            headers={"Accept": "text/html", "Accept-Language": language},
        )
        for language in ("ru", "en")
    )
    assert "<h1>Профили</h1>" in russian.text
    assert "<h1>Profiles</h1>" in english.text
    assert "Таблицы" in russian.text
    assert "in MARCXML and ISO 2709" in english.text
    assert "в MARCXML и ISO 2709" in russian.text
    assert "Accept-Language" in russian.headers["vary"]
    assert russian.headers["etag"] != english.headers["etag"]
