"""What is asked: documents, points, and twelve queries that take a while."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from lod_archive.query import Prologue

POINT: Final = "SELECT ?p ?o {{ <{}> ?p ?o }}"
DESCRIBE: Final = "DESCRIBE <{}>"
HEAVY: Final = (
    "SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY DESC(?n)",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
    "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o FILTER (isLiteral(?o)) }",
    "SELECT ?s ?name { ?s schema:name ?name FILTER (REGEX(?name, 'a.*e.*i', 'i')) } LIMIT 50",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s ORDER BY DESC(?n) LIMIT 20",
    "SELECT ?a ?b { ?a schema:about ?t . ?b schema:about ?t FILTER (STR(?a) < STR(?b)) } LIMIT 500",
    "SELECT ?s ?d { ?s arc:earliest ?d } ORDER BY DESC(?d) ?s LIMIT 100",
    "SELECT ?source (COUNT(?claim) AS ?n) { ?claim a arc:Claim ; dcterms:source ?source } "
    "GROUP BY ?source",
    "SELECT ?x (COUNT(*) AS ?n) { ?x (prov:wasDerivedFrom|dcterms:source)+ ?y } GROUP BY ?x "
    "ORDER BY DESC(?n) LIMIT 20",
    "SELECT ?e ?p { ?e a schema:Event . ?e crm:P14_carried_out_by ?p . ?p schema:name ?n "
    "FILTER (LANG(?n) = 'ru' && STRLEN(?n) > 10) } LIMIT 200",
    "SELECT ?s { ?s a schema:Event FILTER NOT EXISTS { ?s schema:about ?t } } LIMIT 100",
    "SELECT (AVG(STRLEN(?t)) AS ?mean) { ?c arc:paraphrase ?t }",
)
"""Twelve that look at much of the data: groups, paths, regular expressions, joins, sorting."""
HOSTILE: Final = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a ?d",
    "SELECT (COUNT(*) AS ?n) { ?a (<urn:no>|!<urn:no>)* ?b . ?b (<urn:no>|!<urn:no>)* ?c }",
    "SELECT * { ?s ?p ?o FILTER (REGEX(STR(?o), '(a|aa|aaa|b|bb)*c{1,50}(x|y)*$')) }",
    "SELECT * { ?s ?p ?o . ?t ?q ?o }",
    "SELECT * {{ VALUES ?x {{ {} }} ?s ?p ?o . ?t ?q ?x }}".format(" ".join(map(str, range(5000)))),
)
"""Cross products, exploding paths and expressions, sorting of everything, many values."""


def entities(nquads: Path, most: int = 5000) -> list[str]:
    """The IRIs of things that have documents, in the order of the file."""
    found = dict.fromkeys(
        quad.graph_name.value
        for quad in ox.parse(path=nquads, format=ox.RdfFormat.N_QUADS)
        if isinstance(quad.graph_name, ox.NamedNode)
    )
    things = [graph.replace("/doc/", "/", 1) for graph in found if "/ontology" not in graph]
    step = max(1, len(things) // most)
    return things[::step][:most]


def query_paths(endpoint: str, queries: list[str], times: int = 1) -> list[str]:
    """The paths that ask these queries.

    :param times: how often each stands there; each time with another comment, so that no answer
        is one that was given before.
    """
    texts = [f"{query} # {n}" if times > 1 else query for n in range(times) for query in queries]
    return [f"{endpoint}?query={quote(text, safe='')}" for text in texts]


def declared(query: str) -> str:
    """A query with the declarations of its prefixes, which only our server does without."""
    used = {name: iri for name, iri in Prologue().prefixes.items() if f"{name}:" in query}
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in used.items()) + query
