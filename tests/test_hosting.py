"""A publication on nginx, on Apache and on our own server: the three say the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import urllib3

from lod_archive.cli import main
from lod_archive.pipeline import Archive
from lod_archive.publish import Publication
from lod_archive.publish.hosting import SECURITY
from tests.serving import SECONDS, serving
from tests.webservers import apache, nginx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parents[1]
STRIKE = ROOT / "tests" / "archives" / "strike"
THING, DOCUMENT = "/event/strike", "/doc/event/strike"
HTML, TURTLE, JSON_LD = "text/html", "text/turtle", "application/ld+json"
N_TRIPLES, RDF_XML = "application/n-triples", "application/rdf+xml"

STAND_INS = {
    "search.html": "/search",
    "browse.html": "/browse",
    "sparql.html": "/sparql",
    "ru/search.html": "/search?lang=ru",
    "ru/browse.html": "/browse?lang=ru",
    "ru/sparql.html": "/sparql?lang=ru",
}
"""Pages for hosts that cannot answer → what answers on those that can."""


@dataclass(frozen=True)
class Asked:
    """A request, and what each server must answer.

    :param unlike: the status where a server cannot do better, by its name.
    """

    path: str
    accept: str | None = None
    status: int = 200
    media_type: str | None = None
    location: str | None = None
    method: str = "GET"
    unlike: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path[:40]} {self.accept}"


REQUESTS = (
    Asked(THING, status=303, location=DOCUMENT),
    Asked(THING, TURTLE, 303, location=DOCUMENT),
    Asked(f"{THING}.ttl", status=303, location=f"{DOCUMENT}.ttl"),
    Asked(f"{THING}.html", status=303, location=f"{DOCUMENT}.html"),
    Asked(DOCUMENT, None, media_type=HTML),
    Asked(DOCUMENT, "*/*", media_type=HTML),
    Asked(DOCUMENT, HTML, media_type=HTML),
    Asked(DOCUMENT, TURTLE, media_type=TURTLE),
    Asked(DOCUMENT, JSON_LD, media_type=JSON_LD),
    Asked(DOCUMENT, N_TRIPLES, media_type=N_TRIPLES),
    Asked(DOCUMENT, RDF_XML, media_type=RDF_XML),
    Asked(DOCUMENT, "text/turtle;q=0.9, application/ld+json;q=0.5", media_type=TURTLE),
    Asked(DOCUMENT, "text/turtle;q=0.3, application/ld+json;q=0.5", media_type=JSON_LD),
    Asked(DOCUMENT, "text/html;q=0.2, */*;q=0.1, text/turtle", media_type=TURTLE),
    Asked(DOCUMENT, "text/html;q=0, text/turtle;q=0.1", media_type=TURTLE),
    Asked(DOCUMENT, "text/*;q=0.5, application/rdf+xml", media_type=RDF_XML),
    Asked(DOCUMENT, "application/*", media_type=JSON_LD),
    Asked(DOCUMENT, "text/turtle; charset=utf-8", media_type=TURTLE),
    Asked(
        DOCUMENT,
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
        media_type=HTML,
    ),
    Asked(DOCUMENT, "image/png", 406),
    Asked(f"{DOCUMENT}.ttl", "image/png", media_type=TURTLE),
    Asked(f"{DOCUMENT}.jsonld", media_type=JSON_LD),
    Asked(f"{DOCUMENT}.nt", media_type=N_TRIPLES),
    Asked(f"{DOCUMENT}.rdf", media_type=RDF_XML),
    Asked("/doc/dataset", TURTLE, media_type=TURTLE),
    Asked("/doc/ontology", RDF_XML, media_type=RDF_XML),
    Asked("/dataset", status=303, location="/doc/dataset"),
    Asked("/ontology", status=303, location="/doc/ontology"),
    Asked("/property/date", status=303, location="/doc/ontology"),
    Asked("/prop/statement/date", status=303, location="/doc/ontology"),
    Asked("/activity/build", status=303, location="/doc/dataset"),
    Asked("/.well-known/void", status=303, location="/doc/dataset"),
    Asked("/", HTML, media_type=HTML),
    Asked("/ru/", HTML, media_type=HTML),
    Asked("/list/event", HTML, media_type=HTML),
    Asked("/view/timeline", HTML, media_type=HTML),
    Asked("/ru/view/timeline.html", media_type=HTML),
    Asked("/static/style.css", media_type="text/css"),
    Asked("/static/cite.js", media_type="text/javascript"),
    Asked("/cite/source/leaflet.json", media_type="application/vnd.citationstyles.csl+json"),
    Asked("/cite/source/leaflet.bib", media_type="application/x-bibtex"),
    Asked("/cite/source/leaflet.ris", media_type="application/x-research-info-systems"),
    Asked("/cite/source/nothing.ris", status=404),
    Asked("/context.jsonld", media_type=JSON_LD),
    Asked("/dumps/archive.nq", media_type="application/n-quads"),
    Asked("/dumps/archive.trig.gz", media_type="application/gzip"),
    Asked("/sitemap.xml", media_type="application/xml"),
    Asked("/robots.txt", media_type="text/plain"),
    Asked("/opensearch.xml", media_type="application/opensearchdescription+xml"),
    Asked("/manifest.json", media_type="application/json"),
    Asked(DOCUMENT, TURTLE, media_type=TURTLE, method="HEAD"),
    Asked("/event/nothing", status=404),
    Asked("/doc/event/nothing", TURTLE, 404),
    Asked("/store/CURRENT", status=404),
    Asked("/hosting/apache.conf", status=404, unlike={"serve": 200}),
    Asked(DOCUMENT, status=405, method="POST"),
    Asked(f"{DOCUMENT}.ttl", status=405, method="PUT"),
    Asked("/%2e%2e/%2e%2e/etc/passwd", status=404, unlike={"nginx": 400, "apache": 400}),
    Asked("/doc/..%2f..%2fetc/passwd", status=404, unlike={"nginx": 400}),
    Asked("/doc/event/strike%00.ttl", status=404, unlike={"nginx": 400}),
    Asked("/x%0d%0aSet-Cookie:%20a=b", status=404),
    Asked("/event/strike%0d%0aSet-Cookie:%20a=b", status=404),
)
"""One table for the three."""


@contextmanager
def served(publication: Path, _: Path) -> Iterator[str]:
    with serving(publication) as server:
        yield server.address.rstrip("/")


SERVERS: dict[str, Callable[[Path, Path], AbstractContextManager[str]]] = {
    "serve": served,
    "nginx": nginx,
    "apache": apache,
}


@pytest.fixture(scope="module")
def publication() -> Iterator[Path]:
    """A publication where the servers' own users may read it."""
    with tempfile.TemporaryDirectory() as work:
        Path(work).chmod(0o755)
        Archive.open(STRIKE).build(Path(work) / "dist")
        for folder, _, files in os.walk(Path(work) / "dist"):
            Path(folder).chmod(0o755)
            for file in files:
                Path(folder, file).chmod(0o644)
        yield Path(work) / "dist"


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, publication: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The name of a server, and its address."""
    work = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](publication, work) as address:
        yield request.param, address


def ask(address: str, asked: Asked, **headers: str) -> urllib3.BaseHTTPResponse:
    given = headers | ({} if asked.accept is None else {"Accept": asked.accept})
    with urllib3.PoolManager(1, retries=False, timeout=SECONDS) as pool:
        # what urllib3 makes of an address is not what is to be asked
        connection = pool.connection_from_url(address)
        return connection.urlopen(
            asked.method, asked.path, headers=given, redirect=False, retries=False
        )


@pytest.mark.parametrize("asked", REQUESTS, ids=str)
def test_request_is_answered(server: tuple[str, str], asked: Asked) -> None:
    name, address = server
    answer = ask(address, asked)
    assert answer.status == asked.unlike.get(name, asked.status), answer.data[:300]
    assert "set-cookie" not in answer.headers
    if answer.status != asked.status:
        return
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if asked.media_type is not None:
        assert media_type == asked.media_type
        if media_type.startswith("text/"):
            assert "utf-8" in answer.headers["content-type"].lower()
    if asked.location is not None:
        assert answer.headers["location"].removeprefix(address) == asked.location
    if asked.status in (404, 406) and asked.method != "HEAD":
        assert answer.data
    for header, value in SECURITY:
        assert answer.headers[header] == value, header


def test_every_file_is_sent_as_it_is(server: tuple[str, str], publication: Path) -> None:
    kind, address = server
    answered = STAND_INS if kind == "serve" else {}
    for name in Publication.open(publication).files:
        if not name.startswith(("hosting/", ".")) and name not in answered:
            answer = ask(address, Asked(f"/{name}"))
            assert answer.status == 200, name
            assert answer.data == (publication / name).read_bytes(), name


@pytest.mark.parametrize(("name", "question"), STAND_INS.items())
def test_page_that_stands_in_for_a_question_leads_to_its_answer(
    server: tuple[str, str], name: str, question: str
) -> None:
    kind, address = server
    answer = ask(address, Asked(f"/{name}"))
    assert answer.status == (303 if kind == "serve" else 200)
    if kind == "serve":
        assert answer.headers["location"].removeprefix(address) == question
        assert ask(address, Asked(question, HTML)).status == 200


def test_document_says_what_it_varies_by_and_what_it_is(server: tuple[str, str]) -> None:
    _, address = server
    answer = ask(address, Asked(DOCUMENT, TURTLE))
    assert "accept" in answer.headers["vary"].lower()
    links = answer.headers["link"]
    assert '<https://example.org/strike/event/strike>; rel="cite-as"' in links
    assert f'<{DOCUMENT}.jsonld>; rel="alternate"; type="application/ld+json"' in links


def test_what_a_client_has_is_not_sent_again(server: tuple[str, str]) -> None:
    _, address = server
    for asked in (Asked(DOCUMENT, TURTLE), Asked(f"{DOCUMENT}.nt"), Asked("/dumps/archive.nt")):
        etag = ask(address, asked).headers["etag"]
        again = ask(address, asked, **{"If-None-Match": etag})
        assert (again.status, again.data) == (304, b"")


def of_the_docs(language: str, words: str) -> str:
    """The sample in the deployment's documentation that has these words in it."""
    text = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    samples = re.findall(rf"^```{language}$(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (found,) = [sample for sample in samples if words in sample]
    return str(found)


@pytest.mark.parametrize("root_path", ["", "/archive"])
def test_server_stands_behind_nginx_as_the_docs_say(
    publication: Path, tmp_path: Path, root_path: str
) -> None:
    sample = of_the_docs("nginx", "proxy_pass")
    with serving(publication, "--behind-proxy", "--root-path", root_path) as server:
        backend = urllib3.util.parse_url(server.address).netloc
        assert backend is not None
        with nginx(publication, tmp_path, sample.replace("127.0.0.1:8000", backend)) as address:
            answer = ask(address, Asked(f"{root_path}{THING}"), **{"X-Forwarded-For": "192.0.2.9"})
            assert answer.headers["location"].removeprefix(address) == f"{root_path}{DOCUMENT}"
            asked = Asked(f"{root_path}/sparql?query=ASK%7B%7D", "text/csv")
            assert ask(address, asked).data == b"true"
        _, said = server.stop()
    clients = {json.loads(line)["client"] for line in said if line.startswith("{")}
    assert clients == {"127.0.0.1"}


def test_the_unit_of_the_docs_is_one(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    sample = of_the_docs("ini", "[Service]")
    keys = {line.partition("=")[0] for line in sample.splitlines() if "=" in line}
    assert {"ExecStart", "DynamicUser", "ProtectSystem", "NoNewPrivileges"} <= keys
    command = re.search(r"ExecStart=\S+/lod-archive (.*)", sample)
    assert command is not None
    given = main.make_context("lod-archive", ["--help"], resilient_parsing=True)
    serve = main.get_command(given, "serve")
    assert serve is not None
    names = {name for option in serve.params for name in option.opts}
    assert {word for word in command[1].split() if word.startswith("--")} <= names
    if program is not None:
        unit = tmp_path / "archive.service"
        unit.write_text(sample.replace("/srv/archive/.venv/bin/lod-archive", "/bin/true"), "utf-8")
        done = subprocess.run(
            [program, "verify", str(unit)], capture_output=True, text=True, check=False
        )
        assert str(unit.name) not in done.stderr, done.stderr
