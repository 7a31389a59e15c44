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
from lod_archive.shacl.findings import collect
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


def many(number: int) -> list[Result]:
    severities = (SH.Violation, SH.Warning)
    return [result(f"{n * 7919 % number:04}", severities[n % 2]) for n in range(number)]


def test_results_that_do_not_fit_into_memory_are_the_same() -> None:
    held, spilled = collect(many(1000)), collect(many(1000), in_memory=64)
    assert isinstance(held.results, tuple)
    assert not isinstance(spilled.results, tuple)
    assert tuple(spilled.results) == held.results == tuple(spilled.results)
    assert spilled.tally == held.tally
    assert len(spilled.results) == 1000
    assert (spilled.results[0], spilled.results[-1]) == (held.results[0], held.results[-1])
    assert tuple(spilled.results[5:9]) == held.results[5:9]
    assert tuple(spilled.results[10:4:-3]) == held.results[10:4:-3]
    with pytest.raises(IndexError):
        spilled.results[1000]


@pytest.mark.parametrize("in_memory", [10, 64, 2000])
@pytest.mark.parametrize("limit", [0, 1, 64, 65, 999, 1000, 5000])
def test_first_results_are_the_first_in_order(limit: int, in_memory: int) -> None:
    found = collect(many(1000), limit=limit, in_memory=in_memory)
    assert tuple(found.results) == collect(many(1000)).results[:limit]
    assert sum(found.tally.values()) == 1000


def test_violations_of_many_results_are_found_when_asked_for() -> None:
    found = collect(many(1000), in_memory=64)
    report = Report(found.results, tally=found.tally)
    assert report.counts == {"violation": 500, "warning": 500, "information": 0}
    assert report.violations[0] == next(r for r in report.results if r.is_violation)
    assert len(report.violations) == 500
    assert not Report(collect([result("x", SH.Info)] * 100, in_memory=10).results).violations


def test_places_are_looked_up_for_the_first_results_only() -> None:
    asked: list[Result] = []

    def locate(found: Result) -> Location:
        asked.append(found)
        return Location("x.yaml", 100 - len(asked))

    found = collect(many(1000), in_memory=64)
    located = Report(found.results, tally=found.tally).located(locate, most=20)
    again = located.located(lambda each: each.at, most=20)
    assert len(asked) == 20
    for report in (located, again):
        assert [each.at and each.at.line for each in report.results[:20]] == [*range(80, 100)]
        assert tuple(report.results[20:]) == tuple(found.results[20:])


def test_leaving_results_out_does_not_open_the_gate() -> None:
    report = Report((result("x"),)).first(0)
    assert (report.conforms, report.omitted, list(report.results)) == (False, 1, [])
    with pytest.raises(NonConformance, match="1 violation of the shapes"):
        validated(dataset(), report)


def test_blank_nodes_of_the_data_may_have_any_label() -> None:
    names = ["result1", "report_1", "path__2", "result_x", "path"]
    report = Report(tuple(replace(result("a"), focus_node=ox.BlankNode(name)) for name in names))
    triples = list(report.triples())
    own = {t.subject for t in triples} - {ox.BlankNode(name) for name in names}
    assert len(own) == 1 + len(names)
    assert len(read_report(triples).results) == len(names)
