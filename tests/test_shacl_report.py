"""Reports: their verdict, their order, their way to RDF and back, and the gate they guard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest
from rdflib import Graph

from lod_archive.errors import Location, NonConformance, ShapesError
from lod_archive.shacl import Report, Result, ValidatedGraph, read_report, validated
from lod_archive.shacl.index import Index
from lod_archive.shacl.paths import (
    Alternative,
    Inverse,
    PathWriter,
    Predicate,
    Repeat,
    Sequence,
    read_path,
)
from lod_archive.shacl.paths import (
    Path as PropertyPath,
)
from lod_archive.vocab.namespaces import SH
from tests.graphs import assert_same_graph

if TYPE_CHECKING:
    from lod_archive.graph import Dataset

EX = "http://example.org/"
P, Q = Predicate(f"{EX}p"), Predicate(f"{EX}q")
PATHS: dict[str, PropertyPath] = {
    "<http://example.org/p>": P,
    "^<http://example.org/p>": Inverse(P),
    "<http://example.org/p>/<http://example.org/q>": Sequence((P, Q)),
    "<http://example.org/p>|^<http://example.org/q>": Alternative((P, Inverse(Q))),
    "(<http://example.org/p>/<http://example.org/q>)*": Repeat(Sequence((P, Q)), "*"),
    "^(<http://example.org/p>+)": Inverse(Repeat(P, "+")),
    "(^<http://example.org/p>)?": Repeat(Inverse(P), "?"),
}


def result(name: str, severity: str = SH.Violation) -> Result:
    return Result(
        focus_node=ox.NamedNode(EX + name),
        constraint_component=SH.MinCountConstraintComponent,
        source_shape=ox.NamedNode(f"{EX}shape"),
        severity=severity,
        path=P,
    )


def full_report() -> Report:
    """A report that uses everything a report can have."""
    inner = replace(result("inner"), path=PATHS["(^<http://example.org/p>)?"])
    return Report(
        (
            replace(
                result("a"),
                path=PATHS["<http://example.org/p>|^<http://example.org/q>"],
                value=ox.Literal(
                    "01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#byte")
                ),
                messages=(ox.Literal("нет", language="ru"), ox.Literal("none", language="en")),
                source_constraint=ox.BlankNode("constraint"),
                details=(inner,),
            ),
            replace(result("b", SH.Info), value=ox.Literal('line\n"quoted" 𝔘')),
            replace(
                result("c"), focus_node=ox.BlankNode("result1"), source_shape=ox.BlankNode("s")
            ),
        )
    )


@pytest.mark.parametrize("text", PATHS)
def test_path_is_written_as_sparql(text: str) -> None:
    assert str(PATHS[text]) == text
    assert ox.Store().query(f"ASK {{ ?s {text} ?o }}") is not None


@pytest.mark.parametrize("text", PATHS)
def test_path_survives_rdf(text: str) -> None:
    writer = PathWriter(ox.BlankNode)
    node = writer.write(PATHS[text])
    assert read_path(Index(writer.drain()), node) == PATHS[text]


def test_path_that_leads_to_itself_is_none() -> None:
    node = ox.BlankNode()
    loop = ox.Triple(node, ox.NamedNode(SH.inversePath), node)
    assert read_path(Index([loop]), node) is None


def test_report_survives_rdf() -> None:
    report = full_report()
    assert read_report(report.triples()) == replace(
        report,
        results=tuple(
            replace(r, messages=tuple(sorted(r.messages, key=str))) for r in report.results
        ),
    )


def test_report_survives_rdflib_and_turtle() -> None:
    graph = full_report().graph()
    again = Graph().parse(data=graph.serialize(format="turtle"))
    assert len(again) == len(graph)
    assert_same_graph(read_report(graph).graph(), graph)


def test_new_blank_nodes_never_meet_those_of_the_data() -> None:
    triples = list(full_report().triples())
    results = [t.object for t in triples if t.predicate.value == SH.result]
    assert len(set(results)) == 3
    assert ox.BlankNode("result1") not in results


def test_graph_without_a_report_is_refused() -> None:
    with pytest.raises(ShapesError, match="0 validation reports"):
        read_report(Graph())


def test_result_without_focus_node_is_refused() -> None:
    triples = [t for t in full_report().triples() if t.predicate.value != SH.focusNode]
    with pytest.raises(ShapesError, match="no proper sh:focusNode"):
        read_report(triples)


def test_results_are_sorted_however_they_come() -> None:
    results = tuple(result(name) for name in "cab")
    assert Report(results) == Report(tuple(reversed(results)))


def test_located_results_are_sorted_by_place() -> None:
    lines = {f"{EX}a": 9, f"{EX}b": 4}
    report = Report((result("a"), result("b"), result("c"))).located(
        lambda r: (
            Location("x.yaml", lines[str(r.focus_node)[1:-1]])
            if str(r.focus_node)[1:-1] in lines
            else None
        )
    )
    assert [r.at and r.at.line for r in report.results] == [4, 9, None]


@pytest.mark.parametrize(
    ("severities", "conforms", "violations"),
    [
        ([], True, 0),
        ([SH.Info], False, 0),
        ([SH.Warning, SH.Info], False, 0),
        ([SH.Warning, SH.Violation], False, 1),
        ([SH.Violation, f"{EX}Disaster"], False, 2),
    ],
)
def test_verdict_by_severity(severities: list[str], conforms: bool, violations: int) -> None:
    report = Report(tuple(result("x", severity) for severity in severities))
    assert (report.conforms, len(report.violations)) == (conforms, violations)


def dataset() -> Dataset:
    return cast("Dataset", Path("data.nq"))  # nothing looks into it


def test_warnings_do_not_stop_a_publication() -> None:
    report = Report((result("x", SH.Warning),))
    assert validated(dataset(), report).report == report


@pytest.mark.parametrize("gate", [validated, ValidatedGraph])
def test_there_is_no_way_round_a_violation(gate: type[ValidatedGraph]) -> None:
    messages = (ox.Literal("a name is missing", language="en"),)
    found = replace(result("x"), messages=messages, at=Location("x.yaml", 3), hint="add one")
    with pytest.raises(NonConformance) as caught:
        gate(dataset(), Report((found, result("y", SH.Info))))
    assert str(caught.value) == (
        "x.yaml:3: 1 violation of the shapes; the first is of <http://example.org/x>: "
        "a name is missing\n  Hint: add one"
    )
