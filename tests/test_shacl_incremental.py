"""A report kept up to date: the same as a full validation, from few focus nodes."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lod_archive.errors import ArchiveError, ShapesError
from lod_archive.shacl import Report, Shapes, validate
from lod_archive.shacl.incremental import Rechecked, Revalidation
from lod_archive.vocab.namespaces import RDF, RDFS, XSD
from tests.shacl_strategies import PREFIXES, pairs

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.shacl.changeable import Graph
    from lod_archive.shacl.triples import Data

EX = "http://a.example/"
TYPE = ox.NamedNode(RDF.type)
QUERY = "SELECT $this ?value WHERE { $this <http://a.example/p>/<http://a.example/q> ?value }"
AT_MOST_ONE = "ex:S sh:targetSubjectsOf ex:v ; sh:property [ sh:path ex:v ; sh:maxCount 1 ] ."


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)]


def value(subject: str | ox.BlankNode, predicate: str, text: str | ox.Literal) -> ox.Triple:
    term = ox.Literal(text) if isinstance(text, str) else text
    node = iri(subject) if isinstance(subject, str) else subject
    return ox.Triple(node, iri(predicate), term)


def shapes(turtle: str) -> Shapes:
    return Shapes.read(triples(turtle))


def told(report: Report) -> list[tuple[str, ...]]:
    """What the results say, those of no order of their own included."""
    return sorted(
        (
            *(str(r.focus_node), str(r.path), r.constraint_component, str(r.source_shape)),
            *(str(r.value), r.severity, r.message(), str(len(r.details))),
        )
        for r in report.results
    )


def assert_up_to_date(report: Report, data: Data, described: Shapes) -> None:
    full = validate(data, described, strict=False)
    assert told(report) == told(full)
    assert report.checked == full.checked
    assert report.tally == full.tally


@settings(
    max_examples=1000 if "CI" in os.environ else 100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(pairs(), pairs(), st.booleans(), st.data())
def test_report_after_edits_is_that_of_a_full_validation(
    one: tuple[str, str], two: tuple[str, str], has_query: bool, edits: st.DataObject
) -> None:
    below = "ex:C rdfs:subClassOf ex:D . ex:D rdfs:subClassOf ex:C ."
    pool = sorted({*triples(one[0] + two[0] + below)}, key=str)
    query = f'ex:N0 sh:targetClass ex:C ; sh:sparql [ sh:select "{QUERY}" ] .' if has_query else ""
    described = shapes(one[1] + query)
    statements = st.lists(st.sampled_from(pool), max_size=3).map(set)
    graph = set(pool[::2])
    try:
        revalidation = Revalidation(list(graph), described, strict=False)
    except ArchiveError:
        return  # the shapes cannot be evaluated: see the tests of validate()
    for _ in range(4):
        removed, added = edits.draw(statements), edits.draw(statements)
        graph = (graph - removed) | added
        report = revalidation.update(removed=removed, added=added)
        assert_up_to_date(report, list(graph), described)


@settings(max_examples=300 if "CI" in os.environ else 30, deadline=None, derandomize=True)
@given(pairs(), st.data())
def test_triple_is_there_while_any_graph_has_it(
    pair: tuple[str, str], edits: st.DataObject
) -> None:
    names: list[Graph] = [ox.DefaultGraph(), iri("g"), iri("h")]
    pool = [
        ox.Quad(t.subject, t.predicate, t.object, name)
        for t in sorted({*triples(pair[0])}, key=str)
        for name in names
    ]
    quads = st.lists(st.sampled_from(pool), max_size=6).map(set)
    dataset, described = edits.draw(quads), shapes(pair[1])
    try:
        revalidation = Revalidation(list(dataset), described, strict=False)
    except ArchiveError:
        return
    for _ in range(3):
        name, content = edits.draw(st.sampled_from(names)), edits.draw(quads)
        dataset = {quad for quad in dataset if quad.graph_name != name}
        dataset |= {ox.Quad(q.subject, q.predicate, q.object, name) for q in content}
        report = revalidation.replace_graph(name, content)
        assert_up_to_date(report, list(dataset), described)


def entities(size: int) -> list[ox.Triple]:
    """Entities in a row, each leading to the next, all of one class."""
    names = [iri(f"e{number}") for number in range(size)]
    return [
        *(ox.Triple(name, TYPE, iri("C")) for name in names),
        *(ox.Triple(one, iri("p"), two) for one, two in pairwise(names)),
    ]


VALUES = "sh:property [ sh:path ex:v ; sh:minCount 1 ]"
SIBLINGS = """sh:path ex:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ;
    sh:qualifiedValueShape [ sh:class ex:C ] ] , [ sh:path ex:q ; sh:qualifiedMaxCount 1 ;
    sh:qualifiedValueShape [ sh:path ex:v ; sh:minCount 1 ]"""


@pytest.mark.parametrize(
    ("constraint", "changed", "number"),
    [
        ("sh:path ex:v ; sh:minCount 1", "ex:e50 ex:v 1", 1),
        ("sh:path ex:v ; sh:minCount 1", "ex:e50 ex:w 1", 0),
        ("sh:path ( ex:p ex:v ) ; sh:minCount 1", "ex:e50 ex:v 1", 1),
        ("sh:path ( [ sh:inversePath ex:p ] ex:v ) ; sh:minCount 1", "ex:e50 ex:v 1", 1),
        ("sh:path [ sh:inversePath ( ex:q ex:p ) ] ; sh:minCount 1", "ex:x ex:q ex:e50", 1),
        ("sh:path [ sh:inversePath ex:v ] ; sh:maxCount 0", "ex:x ex:v ex:e50", 1),
        (
            "sh:path [ sh:alternativePath ( ex:v ( ex:p ex:v ) ) ] ; sh:minCount 1",
            "ex:e50 ex:v 1",
            2,
        ),
        ("sh:path [ sh:zeroOrOnePath ex:p ] ; sh:nodeKind sh:IRI", "ex:e50 ex:p 1", 1),
        ("sh:path [ sh:zeroOrMorePath ex:p ] ; sh:nodeKind sh:IRI", "ex:e50 ex:p 1", 51),
        ("sh:path [ sh:oneOrMorePath ex:p ] ; sh:nodeKind sh:IRI", "ex:e50 ex:p 1", 51),
        ("sh:path ( [ sh:zeroOrMorePath ex:p ] ex:v ) ; sh:minCount 1", "ex:e50 ex:v 1", 51),
        ("sh:path [ sh:oneOrMorePath ( ex:p ex:q ) ] ; sh:maxCount 0", "ex:e50 ex:q ex:e7", 1),
        ("sh:path ex:p ; sh:class ex:D", "ex:e50 a ex:D", 2),
        ("sh:path ( ex:p ex:v ) ; sh:equals ex:w", "ex:e50 ex:w 1", 1),
        ("sh:path ex:p ; sh:disjoint ex:w", "ex:e50 ex:w ex:e51", 1),
        ("sh:path ex:p ; sh:lessThan ex:w", "ex:e50 ex:w 1", 1),
        ("sh:path ex:p ; sh:lessThanOrEquals ex:w", "ex:e50 ex:w 1", 1),
        ("sh:path ex:p ; sh:node [ sh:closed true ]", "ex:e50 ex:w 1", 1),
        (f"sh:path ex:p ; {VALUES}", "ex:e50 ex:v 1", 1),
        (f"sh:path ex:p ; sh:node [ {VALUES} ]", "ex:e50 ex:v 1", 1),
        (f"sh:path ex:p ; sh:not [ {VALUES} ]", "ex:e50 ex:v 1", 1),
        (f"sh:path ex:p ; sh:and ( [ {VALUES} ] )", "ex:e50 ex:v 1", 1),
        (f"sh:path ex:p ; sh:or ( [ sh:class ex:D ] [ {VALUES} ] )", "ex:e50 ex:v 1", 1),
        (f"sh:path ex:p ; sh:xone ( [ sh:class ex:D ] [ {VALUES} ] )", "ex:e50 ex:v 1", 1),
        (SIBLINGS, "ex:e50 ex:v 1", 1),
    ],
)
def test_only_what_leads_to_the_change_is_checked(
    constraint: str, changed: str, number: int
) -> None:
    data, added = entities(100), triples(f"{changed} .")
    described = shapes(f"ex:S sh:targetClass ex:C ; sh:property [ {constraint} ] .")
    revalidation = Revalidation(data, described, strict=False)
    assert revalidation.last == Rechecked(100, 100, ("it is the first report",))
    report = revalidation.update(added=added)
    assert revalidation.last == Rechecked(number, 100)
    assert_up_to_date(report, [*data, *added], described)
    assert_up_to_date(revalidation.update(removed=added), data, described)
    assert revalidation.last == Rechecked(number, 100)


def test_one_of_a_thousand_records_is_checked() -> None:
    described = shapes(
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:v ; sh:minCount 1 ] , "
        "[ sh:path ex:p ; sh:nodeKind sh:IRI ; sh:class ex:C ] ."
    )
    revalidation = Revalidation(entities(1000), described)
    assert revalidation.update(added=[value("e500", "v", "x")]).total == 999
    assert revalidation.last == Rechecked(1, 1000)


def test_change_of_type_is_a_change_of_targets_and_of_who_refers_to_it() -> None:
    described = shapes(
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:class ex:C ] , "
        "[ sh:path ex:v ; sh:minCount 1 ] ."
    )
    revalidation = Revalidation(entities(1000), described)
    typed = ox.Triple(iri("e500"), TYPE, iri("C"))
    before = revalidation.report.total
    assert revalidation.update(removed=[typed]).checked == {f"{EX}S": 999}
    assert revalidation.report.total == before  # one result less, and another one at e499
    assert revalidation.last == Rechecked(1, 999)
    assert revalidation.update(added=[typed]).checked == {f"{EX}S": 1000}
    assert revalidation.last == Rechecked(2, 1000)


@pytest.mark.parametrize("node", [ox.BlankNode("b5"), ox.Literal("5")])
def test_blank_nodes_and_literals_are_told_apart(node: ox.BlankNode | ox.Literal) -> None:
    nodes = [type(node)(node.value[:-1] + str(number)) for number in range(100)]
    data = [ox.Triple(iri("index"), iri("has"), each) for each in nodes]
    described = shapes(
        "ex:S sh:targetObjectsOf ex:has ; sh:property [ sh:path [ sh:inversePath ex:has ] ; "
        "sh:maxCount 1 ] ."
    )
    revalidation = Revalidation(data, described)
    report = revalidation.update(added=[ox.Triple(iri("other"), iri("has"), node)])
    assert [result.focus_node for result in report.results] == [node]
    assert revalidation.last == Rechecked(1, 100)


def test_subclasses_concern_everything() -> None:
    described = shapes("ex:S sh:targetClass ex:D ; sh:property [ sh:path ex:v ; sh:minCount 1 ] .")
    revalidation = Revalidation(entities(3), described, strict=False)
    assert revalidation.report.conforms
    below = ox.Triple(iri("C"), ox.NamedNode(RDFS.subClassOf), iri("D"))
    assert revalidation.update(added=[below]).total == 3
    assert revalidation.last == Rechecked(3, 3, ("a class has got other subclasses",))


def test_ontology_stays() -> None:
    described = shapes("ex:S sh:targetClass ex:D ; sh:property [ sh:path ex:v ; sh:minCount 1 ] .")
    ontology = triples("ex:C rdfs:subClassOf ex:D .")
    revalidation = Revalidation(entities(3), described, ontology=ontology)
    assert revalidation.update(added=[value("e0", "v", "x")]).total == 2


def test_shapes_with_queries_are_checked_in_full_and_others_are_not() -> None:
    described = shapes(
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:v ; sh:minCount 1 ] . "
        f'ex:T sh:targetNode ex:e0 , ex:e1 ; sh:sparql [ sh:select "{QUERY}" ] .'
    )
    data = [*entities(100), value("e1", "q", "y")]
    revalidation = Revalidation(data, described)
    change = value("e2", "q", "z")
    report = revalidation.update(added=[change])
    assert_up_to_date(report, [*data, change], described)
    reason = "<http://a.example/T> has a query, which may look at anything"
    assert revalidation.last == Rechecked(2, 102, (reason,))


def test_literals_that_a_query_would_misread_bring_in_pyshacl_and_let_it_go() -> None:
    select = "SELECT $this { $this <http://a.example/v> ?v FILTER(DATATYPE(?v) != <%s>) }"
    query = select % XSD.integer
    described = shapes(f'ex:S sh:targetSubjectsOf ex:v ; sh:sparql [ sh:select "{query}" ] .')
    data = [value("a", "v", ox.Literal(1))]
    revalidation = Revalidation(data, described)
    odd = value("a", "v", ox.Literal("01", datatype=ox.NamedNode(XSD.integer)))
    report = revalidation.update(added=[odd])
    assert_up_to_date(report, [*data, odd], described)
    assert any("all focus nodes are checked again" in note for note in report.notes)
    assert revalidation.update(removed=[odd]).conforms
    assert revalidation.report.notes == ()


def test_advanced_shapes_are_validated_in_full() -> None:
    described = shapes(
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:v ; sh:minCount 1 ] ; sh:rule [ a "
        "sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:v ; sh:object ex:z ] ."
    )
    revalidation = Revalidation(entities(2), described)
    report = revalidation.update(added=[value("e0", "v", "x")])
    assert report.engine == "pyshacl"
    assert any("all focus nodes are checked again" in note for note in report.notes)


def test_literals_are_told_apart_as_written() -> None:
    described = shapes(AT_MOST_ONE)
    one, odd = ox.Literal(1), ox.Literal("01", datatype=ox.NamedNode(XSD.integer))
    revalidation = Revalidation([value("a", "v", one)], described)
    assert revalidation.update(added=[value("a", "v", odd)]).total == 1
    assert value("a", "v", odd) in set(revalidation.triples())
    assert revalidation.update(removed=[value("a", "v", one)]).conforms


def test_what_is_passed_in_stays_as_it_is() -> None:
    store = ox.Store()
    store.add(ox.Quad(iri("a"), iri("v"), ox.Literal("x")))
    revalidation = Revalidation(store, shapes(AT_MOST_ONE))
    revalidation.update(added=[value("a", "v", "y")])
    assert len(store) == 1
    assert revalidation.report.total == 1


def test_nothing_is_checked_where_nothing_changes() -> None:
    same = value("a", "v", "x")
    revalidation = Revalidation([same], shapes(AT_MOST_ONE))
    report = revalidation.report
    assert revalidation.update(removed=[same], added=[same]) is report
    assert revalidation.update(removed=[value("b", "v", "y")]) is report
    other = ox.Quad(same.subject, same.predicate, same.object, iri("g"))
    assert revalidation.update(added=[other]) is report
    assert revalidation.update(removed=[other]) is report
    assert revalidation.update(added=[other]) is report
    assert revalidation.last == Rechecked(0, 1)
    assert revalidation.update(removed=[same]).checked == {f"{EX}S": 0}


def in_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def in_store(folder: Path) -> Path:
    store = ox.Store(str(folder / "store"))
    store.add(ox.Quad(iri("a"), iri("v"), ox.Literal("x"), iri("g")))
    store.flush()
    return folder / "store"


def in_rdflib() -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    graph = dataset.graph(rdflib.URIRef(f"{EX}g"))
    graph.add((rdflib.URIRef(f"{EX}a"), rdflib.URIRef(f"{EX}v"), rdflib.Literal("x")))
    return dataset


LINE = f'<{EX}a> <{EX}v> "x" <{EX}g> .\n'


@pytest.mark.parametrize(
    "form", ["N-Quads", "blank nodes", "TriG", "two files", "quads", "dataset", "store", "rdflib"]
)
def test_graph_of_a_record_is_replaced_whatever_the_data_came_in(form: str, tmp_path: Path) -> None:
    quad = ox.Quad(iri("a"), iri("v"), ox.Literal("x"), iri("g"))
    other = in_file(tmp_path, "other.ttl", f'<{EX}b> <{EX}v> "x" .')
    data: dict[str, Data] = {
        "N-Quads": in_file(tmp_path, "plain.nq", LINE),
        "blank nodes": in_file(tmp_path, "blank.nq", f'{LINE}_:b <{EX}w> "x" <{EX}g> .\n'),
        "TriG": in_file(tmp_path, "data.trig", f'<{EX}g> {{ <{EX}a> <{EX}v> "x" }}'),
        "two files": [other, in_file(tmp_path, "second.nq", LINE)],
        "quads": [quad],
        "dataset": ox.Dataset([quad]),
        "store": in_store(tmp_path),
        "rdflib": in_rdflib(),
    }
    revalidation = Revalidation(data[form], shapes(AT_MOST_ONE))
    report = revalidation.replace_graph(iri("g"), [value("a", "v", "y")])
    assert report.conforms
    assert revalidation.last.focus_nodes == 1
    assert revalidation.replace_graph(iri("g"), []).checked[f"{EX}S"] == (form == "two files")


def test_data_behind_an_endpoint_are_refused() -> None:
    with pytest.raises(ShapesError, match="the data of an endpoint is not followed"):
        Revalidation("http://a.example/sparql", shapes(AT_MOST_ONE))


def test_shapes_that_check_nothing_are_refused_at_first() -> None:
    with pytest.raises(ShapesError, match="checks nothing"):
        Revalidation([value("a", "w", "x")], shapes(AT_MOST_ONE))
