"""The W3C tests of the SPARQL 1.1 Protocol, against a server that runs: those about queries.

Those about updates must be refused, since nothing can be changed.
https://www.w3.org/2009/sparql/docs/tests/
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import urllib3

from lod_archive.vocab.namespaces import RDF, RDFS
from tests.asked_publications import publication_of
from tests.serving import SECONDS, serving
from tests.suites import SUITES, suite_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = "w3c-sparql11-protocol"
MANIFEST = SUITES / FOLDER / "protocol" / "manifest.ttl"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
GRAPH = {"text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"}


@dataclass(frozen=True)
class Request:
    """One request of a test, and what must come back."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    statuses: frozenset[str]
    form: str | None
    answer: bool | None


class Manifest:
    """The manifest as a graph."""

    def __init__(self) -> None:
        self.store = ox.Store()
        self.store.load(path=MANIFEST, format=ox.RdfFormat.TURTLE, base_iri=MANIFEST.as_uri())

    def all(self, node: Any, predicate: str) -> list[Any]:
        found = self.store.quads_for_pattern(node, ox.NamedNode(predicate), None)
        return [quad.object for quad in found]

    def one(self, node: Any, predicate: str) -> Any:
        (found,) = self.all(node, predicate) or [None]
        return found

    def items(self, node: Any) -> Iterator[Any]:
        while node is not None and node.value != RDF.nil:
            yield self.one(node, RDF.first)
            node = self.one(node, RDF.rest)

    def entries(self) -> dict[str, Any]:
        head = self.one(ox.NamedNode(MANIFEST.as_uri()), MF + "entries")
        return {entry.value.rpartition("#")[2]: entry for entry in self.items(head)}

    def requests(self, entry: Any) -> Iterator[Request]:
        action = self.one(entry, MF + "action")
        for request in self.items(self.one(action, HT + "requests")):
            body = self.one(request, HT + "body")
            headers = {
                self.one(each, HT + "fieldName").value: self.one(each, HT + "fieldValue").value
                for each in self.items(self.one(request, HT + "headers"))
            }
            expected = self.one(request, HT + "resp")
            answer = self.one(expected, MF + "expectedBoolean")
            form = self.one(expected, MF + "expectedFormat")
            yield Request(
                self.one(request, HT + "methodName").value,
                self.one(request, HT + "absolutePath").value,
                headers,
                self._encoded(body),
                frozenset(each.value[-3] for each in self.all(expected, MF + "expectedStatus")),
                form and form.value,
                None if answer is None else answer.value == "true",
            )

    def _encoded(self, body: Any) -> bytes:
        if body is None:
            return b""
        text: str = self.one(body, CNT + "chars").value
        return text.encode(self.one(body, CNT + "characterEncoding").value)

    def data(self) -> Iterator[tuple[str, str]]:
        """The graphs that the tests ask: IRI and file."""
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(UT + "graphData"), None):
            file, name = self.one(quad.object, UT + "graph"), self.one(quad.object, RDFS.label)
            yield name.value, file.value.rpartition("/")[2]


@cache
def manifest() -> Manifest | None:
    return Manifest() if MANIFEST.exists() else None


def entries() -> list[str]:
    found = manifest()
    return [*found.entries()] if found else ["suite absent"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    suite_path(FOLDER)
    found = manifest()
    assert found is not None
    graphs = "\n".join(
        f"<{iri}> {{ {(MANIFEST.parent / file).read_text('utf-8')} }}"
        for iri, file in sorted(set(found.data()))
    )
    folder = tmp_path_factory.mktemp("protocol")
    publication_of(graphs, folder)
    with serving(folder) as server:
        yield server.address.rstrip("/")


@pytest.mark.parametrize("name", entries())
def test_protocol(name: str, address: str) -> None:
    found = manifest()
    assert found is not None
    is_update = "update" in name
    requests = [*found.requests(found.entries()[name])]
    assert requests
    for request in requests:
        answer = urllib3.request(
            request.method,
            address + request.path,
            headers=dict(request.headers),
            body=request.body,
            timeout=SECONDS,
        )
        status = str(answer.status)
        if is_update:
            assert status.startswith("4")
            return
        assert status[0] in request.statuses
        media_type = answer.headers["content-type"].partition(";")[0]
        if request.form is not None:
            assert media_type in (GRAPH if request.form == "RDF" else TABULAR)
        if request.answer is not None:
            assert _boolean(answer.data, media_type) == request.answer


def _boolean(data: bytes, media_type: str) -> bool:
    if media_type == "text/csv":
        return next(csv.reader(io.StringIO(data.decode())))[0] == "true"
    form = ox.QueryResultsFormat.from_media_type(media_type)
    return bool(ox.parse_query_results(data, form))


def test_service_description(address: str) -> None:
    """The three tests of the suite's service-description folder, which are told in words."""
    answer = urllib3.request("GET", f"{address}/sparql", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(answer.data, format=ox.RdfFormat.TURTLE)
    assert bool(
        store.query(
            "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK {"
            " ?service a sd:Service ; sd:endpoint <https://example.org/sparql> ;"
            " sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat ?format ;"
            " sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] }"
        )
    )
