"""Queries laid out for reading say what they said before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lod_archive.shacl import Shapes
from lod_archive.shacl.constraints.query_text import tokens
from lod_archive.shacl.constraints.writer import Dialect
from lod_archive.shacl.plan import Planner
from lod_archive.shacl.query_layout import lay_out

if TYPE_CHECKING:
    from lod_archive.query import Source
    from lod_archive.shacl.plan import Check

PREFIXES = {"ex": "http://a.example/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
SHAPES = Shapes.read([str(path) for path in sorted(Path("shapes").glob("*.ttl"))])
CHECKS = Planner(SHAPES, Dialect()).plan().checks


def solid(query: str) -> str:
    return "".join(token.text for token in tokens(query) if token.kind != "space")


@pytest.mark.parametrize("width", [20, 60, 100, 1000])
@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p 1.5 . ?s ?p ?o }",
        'SELECT ?x WHERE { ?x <http://a.example/p> "a { b . c }   d"@en . FILTER(?x IN (1, 2)) }',
        "SELECT ?x { VALUES ?x { 1 2 3 } { ?x ?p ?o } UNION { ?o ?p ?x } LATERAL { ?x ?q ?r } }",
        "SELECT (COUNT(?x) AS ?n) WHERE { ?x ?p ?o } GROUP BY ?o HAVING (COUNT(?x) > 1) LIMIT 3",
        "SELECT ?x { # a comment }\n ?x (<http://a.example/p>|^<http://a.example/q>)+ ?y }",
        "SELECT * { OPTIONAL { ?a ?b ?c FILTER(?a < ?c || ?c > 1 && !EXISTS { ?c ?d ?e . }) } }",
    ],
)
def test_only_spaces_and_short_names_are_new(query: str, width: int) -> None:
    laid = lay_out(query, PREFIXES, width=width)
    prologue, _, body = laid.rpartition("\n\n")
    full = body.replace("ex:p", "<http://a.example/p>").replace("ex:q", "<http://a.example/q>")
    assert solid(full) == solid(query)
    assert (prologue == "") == ("ex:" not in body)
    ox.Store().query(laid)


@pytest.mark.parametrize("check", CHECKS[::10], ids=lambda check: str(check.shape.node))
def test_compiled_queries_find_the_same_laid_out(check: Check, reference_archive: Source) -> None:
    def rows(query: str) -> list[str]:
        found = reference_archive.store.oxigraph.query(query, use_default_graph_as_union=True)  # type: ignore[attr-defined]
        return sorted(str([*solution]) for solution in found)

    # none of the shapes is violated: so look at all focus nodes, too
    focus = f"SELECT ?this WHERE {{ {check.focus.pattern} }}"
    for query in (check.query, focus):
        assert rows(lay_out(query, SHAPES.prefixes, width=60)) == rows(query)


def test_lines_fit_unless_a_string_or_a_path_does_not() -> None:
    for check in CHECKS:
        for line in lay_out(check.query, SHAPES.prefixes).splitlines():
            assert len(line) <= 100 or '"' in line or " " not in line.strip()


def test_only_used_prefixes_are_declared() -> None:
    laid = lay_out("ASK { ?s <http://a.example/p> <http://b.example/q> }", PREFIXES)
    assert laid.splitlines()[:2] == ["PREFIX ex: <http://a.example/>", ""]
    assert "<http://b.example/q>" in laid
