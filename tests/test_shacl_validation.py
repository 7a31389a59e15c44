"""Validation of data in every form it may come in, without changing it or the process."""

from __future__ import annotations

import gzip
import io
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from lod_archive.errors import ShapesError, SourceError
from lod_archive.shacl import FORMATS, Compiled, PyShacl, Report, validate
from lod_archive.shacl.data_graph import StoreGraph
from lod_archive.vocab.namespaces import PREFIXES
from tests.graphs import assert_same_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lod_archive.shacl.data_graph import Row
    from lod_archive.shacl.triples import Data

DATA = """
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:good a ex:Event ; ex:year "1935-08-31"^^xsd:date ; ex:count "01"^^xsd:integer .
ex:bad a ex:Event ; ex:year "no year"^^xsd:date , 1936 ; ex:part [ ex:name "Смена"@ru ] .
"""
SHAPES = """
@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Event-shape a sh:NodeShape ; sh:targetClass ex:Event ; sh:property ex:Event-year ,
    [ sh:path ex:count ; sh:pattern "^01$" ; sh:severity sh:Warning ] ,
    [ sh:path ( ex:part ex:name ) ; sh:languageIn ( "en" ) ; sh:severity sh:Info ] .
ex:Event-year a sh:PropertyShape ; sh:path ex:year ; sh:maxCount 1 ; sh:datatype xsd:date ;
    sh:message "one year"@en , "один год"@ru ; sh:description "Write four digits." .
"""


@dataclass(frozen=True)
class Ours:
    nquads: Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text(DATA, "utf-8")
    return path


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    path = tmp_path / "shapes.ttl"
    path.write_text(SHAPES, "utf-8")
    return path


def quads() -> list[ox.Quad]:
    return list(ox.parse(DATA.encode(), format=ox.RdfFormat.TURTLE))


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def serialized(path: Path, form: ox.RdfFormat) -> Path:
    ox.serialize((quad.triple for quad in quads()), path, format=form)
    return path


def halves(folder: Path) -> list[Path]:
    head, _, tail = DATA.partition("ex:bad")
    prefixes, _, good = head.partition("ex:good")
    return [
        written(folder / "good.ttl", f"{prefixes} ex:good {good}"),
        written(folder / "bad.ttl", f"{prefixes} ex:bad {tail}"),
    ]


def gzipped(path: Path) -> Path:
    path.write_bytes(gzip.compress(DATA.encode()))
    return path


def dataset() -> rdflib.Dataset:
    graphs = rdflib.Dataset()
    graphs.graph(rdflib.URIRef("http://example.org/graph")).parse(data=DATA)
    return graphs


FORMS: dict[str, Callable[[Path], Data]] = {
    "file": lambda folder: written(folder / "d.ttl", DATA),
    "name of a file": lambda folder: str(written(folder / "d.ttl", DATA)),
    "gzipped file": lambda folder: gzipped(folder / "d.ttl.gz"),
    "RDF/XML": lambda folder: serialized(folder / "d.rdf", ox.RdfFormat.RDF_XML),
    "JSON-LD": lambda folder: serialized(folder / "d.jsonld", ox.RdfFormat.JSON_LD),
    "several files": halves,
    "dataset of ours": lambda folder: Ours(serialized(folder / "d.nq", ox.RdfFormat.N_QUADS)),
    "quads": lambda folder: quads(),
    "generator of triples": lambda folder: (quad.triple for quad in quads()),
    "pyoxigraph dataset": lambda folder: ox.Dataset(quads()),
    "rdflib graph": lambda folder: rdflib.Graph().parse(data=DATA),
    "rdflib dataset": lambda folder: dataset(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_data_gives_the_same_report(form: str, tmp_path: Path, shapes: Path) -> None:
    data = FORMS[form](tmp_path)
    report = validate(data, shapes)
    keys = [(r.constraint_component.rpartition("#")[2], r.predicate or "") for r in report.results]
    year = "http://example.org/year"
    expected = [
        ("LanguageInConstraintComponent", ""),
        ("DatatypeConstraintComponent", year),
        ("DatatypeConstraintComponent", year),
        ("MaxCountConstraintComponent", year),
    ]
    has_lost_zero = form.startswith("rdflib")  # rdflib rewrote it before we saw it
    warning = [("PatternConstraintComponent", "http://example.org/count")]
    assert sorted(keys) == sorted(expected + warning * has_lost_zero)
    assert report.checked == {"http://example.org/Event-shape": 2}


def test_blank_nodes_are_kept_apart(tmp_path: Path) -> None:
    """Labels that look like those given to nodes without one, or to those of a second file."""
    start = "@prefix ex: <http://example.org/> ."
    first = written(
        tmp_path / "1.ttl",
        f"{start} _:anonymous1 a ex:C . [] a ex:C . _:_anonymous1 a ex:C . _:f1-x a ex:C .",
    )
    second = written(tmp_path / "2.ttl", f"{start} _:x a ex:C . [] a ex:C .")
    shapes = written(
        tmp_path / "s.ttl",
        f"""{start} @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S sh:targetClass ex:C ; sh:nodeKind sh:BlankNode .""",
    )
    assert validate([first, second], shapes).checked == {"http://example.org/S": 6}


def test_blank_nodes_of_the_ontology_are_not_taken_for_those_of_the_data(tmp_path: Path) -> None:
    start = (
        "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    )
    data = written(tmp_path / "d.ttl", f"{start} [] a ex:C .")
    ontology = written(tmp_path / "o.ttl", f"{start} [] rdfs:subClassOf ex:C .")
    shapes = written(
        tmp_path / "s.ttl",
        f"""{start} ex:S sh:targetClass ex:C ;
        sh:property [ sh:path rdfs:subClassOf ; sh:maxCount 0 ] .""",
    )
    assert validate(data, shapes, ontology=ontology).conforms


def test_store_is_validated_as_it_holds_its_literals(shapes: Path) -> None:
    store = ox.Store()
    store.extend(quads())
    paths = [result.predicate for result in validate(store, shapes).results]
    assert "http://example.org/count" in paths  # the store made 1 of 01


def test_message_is_given_in_the_language_asked_for(data: Path, shapes: Path) -> None:
    result = validate(data, shapes).violations[0]
    assert (result.message(), result.message("ru"), result.message("uk")) == (
        *("one year", "один год", "one year"),
    )


def test_hint_is_the_description_of_the_shape(data: Path, shapes: Path) -> None:
    assert {r.hint for r in validate(data, shapes).violations} == {"Write four digits."}


def test_shape_without_message_gets_one(data: Path, shapes: Path) -> None:
    (result,) = (r for r in validate(data, shapes).results if r.predicate is None)
    assert result.message() == 'the value must be in one of these languages: "en"'
    assert str(result.path) == "<http://example.org/part>/<http://example.org/name>"


def test_misspelt_value_is_answered_with_the_allowed_one(tmp_path: Path) -> None:
    shapes = """
        @prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S sh:targetSubjectsOf ex:p ; sh:closed true ;
            sh:property [ sh:path ex:p ; sh:in ( "asserted" "hedged" ) ] , [ sh:path ex:place ] ."""
    data = "@prefix ex: <http://example.org/> . ex:x ex:p 'assertd' ; ex:plase 'mine' ."
    report = validate(written(tmp_path / "d.ttl", data), written(tmp_path / "s.ttl", shapes))
    assert [result.hint for result in report.results] == [
        "did you mean “asserted”?",
        "did you mean ex:place?",
    ]


def test_failed_shape_within_a_shape_is_given_in_detail(tmp_path: Path) -> None:
    shapes = """
        @prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:node ex:N ] .
        ex:N sh:property [ sh:path ex:q ; sh:minCount 1 ] ."""
    data = "<http://example.org/x> <http://example.org/p> <http://example.org/y> ."
    report = validate(written(tmp_path / "d.ttl", data), written(tmp_path / "s.ttl", shapes))
    ((detail,),) = (result.details for result in report.results)
    assert detail.message() == "there are too few values of ex:q: 1 needed"


def test_what_the_caller_passes_in_is_not_changed() -> None:
    data, shapes = rdflib.Graph().parse(data=DATA), rdflib.Graph().parse(data=SHAPES)
    before = [rdflib.Graph() + data, rdflib.Graph() + shapes]
    validate(data, shapes, ontology=rdflib.Graph().parse(data=DATA), engine=PyShacl(advanced=True))
    assert_same_graph(data, before[0])
    assert_same_graph(shapes, before[1])


def test_process_is_left_as_it_was(
    data: Path, shapes: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """pySHACL switches rdflib's normalisation on and leaves a handler that writes to stderr."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    logger = logging.getLogger("pyshacl-validate")
    handlers = logger.handlers[:]
    validate(data, shapes)
    assert rdflib.NORMALIZE_LITERALS is False
    assert logger.handlers == handlers
    assert logging.getLogger("rdflib.term").filters == []
    assert capfd.readouterr() == ("", "")


def test_unicode_survives(tmp_path: Path, shapes: Path) -> None:
    text = "@prefix ex: <http://example.org/> . ex:забой a ex:Event ; ex:year 'год 𝔘' ."
    (result,) = validate(written(tmp_path / "d.ttl", text), shapes).results
    assert str(result.focus_node) == "<http://example.org/забой>"
    assert result.value == ox.Literal("год 𝔘")


def test_nothing_is_inferred_unless_asked_for(tmp_path: Path) -> None:
    shapes = written(
        tmp_path / "s.ttl",
        """
        @prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .""",
    )
    data = written(
        tmp_path / "d.ttl",
        """
        @prefix ex: <http://example.org/> . ex:x ex:p ex:y .
        ex:p <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> ex:q .""",
    )
    assert not validate(data, shapes).conforms
    assert validate(data, shapes, engine=PyShacl(inference="rdfs")).conforms


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ('sh:pattern "["', "regular expression '['"),
        ('sh:sparql [ sh:select "SELECT $this WHERE { nonsense" ]', "SPARQL query"),
        ('sh:sparql [ sh:select "SELECT $this { ?s ex:undeclared $this }" ]', "prefix ex:"),
        ('sh:sparql [ sh:select "SELECT $this { $this ?p 1 MINUS { $this ?p 2 } }" ]', "MINUS"),
        (
            'sh:sparql [ sh:select "SELECT $this { GRAPH $shapesGraph { $this ?p 1 } }" ]',
            "$shapesG",
        ),
        ('sh:sparql [ sh:select "SELECT $this { GRAPH <http://g> { $this ?p 1 } }" ]', "a dataset"),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_shapes_that_pyshacl_cannot_evaluate_are_refused(
    tmp_path: Path, data: Path, constraint: str, message: str, strict: bool
) -> None:
    assert message in refusal(tmp_path, data, constraint, "pyshacl", strict=strict)


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ('sh:pattern "["', 'sh:pattern cannot be evaluated: "[" is no regular expression'),
        ('sh:sparql [ sh:select "SELECT $this WHERE { nonsense" ]', "SPARQL query"),
        ('sh:sparql [ sh:select "SELECT $this { ?s ex:undeclared $this }" ]', "prefix ex:"),
        ('sh:sparql [ sh:select "SELECT $this { $this ?p 1 MINUS { $this ?p 2 } }" ]', "MINUS"),
        ('sh:sparql [ sh:select "ASK { $this ?p 1 }" ]', "ASK"),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_shapes_that_cannot_be_compiled_are_refused(
    tmp_path: Path, data: Path, constraint: str, message: str, strict: bool
) -> None:
    assert message in refusal(tmp_path, data, constraint, "compiled", strict=strict)


def refusal(folder: Path, data: Path, constraint: str, engine: str, *, strict: bool) -> str:
    """What an engine says of shapes that it refuses."""
    shapes = written(
        folder / "s.ttl",
        f"""
        @prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        ex:S sh:targetSubjectsOf ex:year ; {constraint} .""",
    )
    with pytest.raises(ShapesError) as caught:
        validate(data, shapes, engine=engine, strict=strict)
    return caught.value.message


@pytest.mark.parametrize(
    ("name", "content", "message", "place"),
    [
        ("d.ttl", "<a> <b> .", "not Turtle", ":1:9"),
        ("d.docx", "", "no RDF format has the file extension “docx”", ""),
        ("d.ttl.gz", "not gzip", "cannot read it", ""),
        (
            "d.nt",
            "<http://a.example/s> <http://a.example/p> <<( <http://a.example/s> "
            "<http://a.example/p> <http://a.example/o> )>> .",
            "a triple within a triple",
            "",
        ),
    ],
)
def test_data_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, shapes: Path, name: str, content: str, message: str, place: str
) -> None:
    path = written(tmp_path / name, content)
    with pytest.raises(SourceError) as caught:
        validate(path, shapes)
    assert message in caught.value.message
    assert str(caught.value).startswith(f"{path}{place}: " if caught.value.at else message)


def test_missing_file_is_refused(tmp_path: Path, shapes: Path) -> None:
    with pytest.raises(SourceError, match="cannot read it"):
        validate(tmp_path / "none.ttl", shapes)


def test_unknown_engine_is_refused_with_the_known_ones(data: Path, shapes: Path) -> None:
    with pytest.raises(ShapesError) as caught:
        validate(data, shapes, engine="pyshakl")
    assert caught.value.hint == "did you mean “pyshacl”?"


def test_lenient_validation_follows_the_letter_of_shacl(tmp_path: Path, data: Path) -> None:
    empty = written(tmp_path / "s.ttl", "")
    assert validate(data, empty, strict=False) == Report(engine="compiled", prefixes=PREFIXES)


def test_report_is_the_same_in_every_process(data: Path, shapes: Path) -> None:
    """Hashes of strings differ from run to run; nothing in a report may depend on them."""
    program = (
        "import sys; from lod_archive.shacl import FORMATS, validate\n"
        "report = validate(sys.argv[1], sys.argv[2])\n"
        "for write in FORMATS.values(): write(report, sys.stdout)"
    )
    command = [sys.executable, "-c", program, str(data), str(shapes)]
    runs = {
        subprocess.run(
            command,
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    out = io.StringIO()
    for write in FORMATS.values():
        write(validate(data, shapes), out)
    assert runs == {out.getvalue().encode()}


def test_one_thread_asks_everything_where_only_one_is_wanted(
    data: Path, shapes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, rows = set(), StoreGraph.rows

    def noted(graph: StoreGraph, query: str) -> Iterator[Row]:
        asking.add(threading.current_thread())
        return rows(graph, query)

    monkeypatch.setattr(StoreGraph, "rows", noted)
    validate(data, shapes, engine=Compiled(threads=1))
    assert asking == {threading.main_thread()}


def test_importing_the_package_loads_neither_rdflib_nor_pyshacl() -> None:
    program = "import sys, lod_archive.shacl; sys.exit('rdflib' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
