"""No query reaches the network, however it hides its SERVICE; and no innocent query is refused."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from lod_archive.errors import QueryError
from lod_archive.store import EmbeddedStore
from lod_archive.store.keywords import has_from

NOWHERE = "<http://127.0.0.1:9/>"
"""Nobody listens there: a query that does ask fails with another error than the one expected."""

REFUSED = {
    "select": f"SELECT * {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }}",
    "ask": f"ASK {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }}",
    "construct": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }}",
    "describe": f"DESCRIBE ?s WHERE {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }}",
    "silent": f"SELECT * {{ SERVICE SILENT {NOWHERE} {{ ?s ?p ?o }} }}",
    "lower case, no space": f"SELECT * {{ ?s ?p ?o.service{NOWHERE}{{?s ?p ?o}} }}",
    "variable": f"SELECT * {{ VALUES ?x {{ {NOWHERE} }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "after a number": f"SELECT * {{ ?s ?p 1service {NOWHERE} {{ ?s ?p ?o }} }}",
    "sub-select": f"SELECT * {{ {{ SELECT * {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }} }} }}",
    "exists": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }} }}",
    "what looks like an IRI": (
        "SELECT * { ?a ?p ?b FILTER(?a<?b)SERVICE#>\n" + NOWHERE + " { ?s ?p ?o } }"
    ),
    "what looks like a text": (
        'SELECT * { ?a ?p ?b FILTER(?a<?b#>"""\n) SERVICE ' + NOWHERE + ' { ?s ?p ?o } #"""\n}'
    ),
    "prefix of that name": (
        "PREFIX service: <http://e/> PREFIX : <http://127.0.0.1:9/>"
        " SELECT * { SERVICE :x { ?s ?p service:x } }"
    ),
    "prefix of that name, no space": (
        "PREFIX service: <http://e/> PREFIX : <http://127.0.0.1:9/>"
        " SELECT * { ?s ?p ?o . service:x { ?s ?p ?o } }"
    ),
}

ANSWERED = {
    "IRI": "SELECT * { ?s <http://example.org/service> <service> }",
    "escaped IRI": "SELECT * { ?s <http://example.org/serv\\u0069ce> ?o }",
    "text": "SELECT * { ?s ?p \"SERVICE <x> {}\" , '''SERVICE\n<x> {}''' }",
    "language": 'SELECT * { ?s ?p "x"@en-service }',
    "comment": "SELECT * # SERVICE <x> {}\n{ ?s ?p ?o # SERVICE\n}",
    "variable": "SELECT ?service { ?service $SERVICE _:service }",
    "prefix": "PREFIX service: <http://e/> SELECT * { ?s a service:service , service: }",
    "local name": "SELECT * { ?s a schema:Service }",
}


def query(sparql: str) -> object:
    prefixes = {"schema": "https://schema.org/"}
    return EmbeddedStore.in_memory().query(sparql, prefixes=prefixes, base="http://e/")


@pytest.mark.parametrize("sparql", REFUSED.values(), ids=REFUSED)
def test_query_to_another_server_is_refused(sparql: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        query(sparql)


@pytest.mark.parametrize("sparql", ANSWERED.values(), ids=ANSWERED)
def test_query_that_only_has_the_word_is_answered(sparql: str) -> None:
    assert isinstance(query(sparql), ox.QuerySolutions)


@pytest.mark.parametrize("sparql", ["ASK { SERVICE <x> ", "ASK { SERV\\u0049CE <http://e/> {} }"])
def test_query_that_is_not_sparql_is_not_blamed_for_service(sparql: str) -> None:
    with pytest.raises(SyntaxError):
        query(sparql)


@pytest.mark.parametrize("sparql", ["LOAD <http://127.0.0.1:9/>", "DROP ALL"])
def test_update_is_no_query(sparql: str) -> None:
    with pytest.raises(SyntaxError):
        query(sparql)


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT * FROM <http://e/> { ?s ?p ?o }", True),
        ("ASK FROM NAMED <http://e/> {}", True),
        ("SELECT ?from { ?s ?p ?from FILTER(?from > 1) } # FROM <http://e/>", False),
        ("SELECT * { ?s ?p 'FROM <http://e/>' }", False),
    ],
)
def test_from_is_told_from_the_word(sparql: str, expected: bool) -> None:
    assert has_from(sparql, {}, None) is expected
