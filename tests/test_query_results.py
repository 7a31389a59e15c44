"""Answers are complete, typed, and written in every format."""

from __future__ import annotations

import io
import json
import sys

import pyoxigraph as ox
import pytest

from lod_archive.errors import QueryError
from lod_archive.query import FORMATS, Ask, Prologue, Result, Rows, Source, Triples, run
from lod_archive.store import EmbeddedStore

DATA = """
@prefix : <https://example.org/> . @prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:event/strike a schema:Event ;
    schema:name "Strike, \\"the\\" <big> & one\\n"@en , "Забастовка"@ru-Latn-alalc97 ;
    schema:position 3 ; schema:value 1.5 ; schema:isAccessibleForFree true ;
    schema:startDate "1935-08-31"^^xsd:date .
""".replace("event/strike", "event\\/strike")
NAMES = "SELECT ?name ?missing { ?s schema:name ?name OPTIONAL { ?s schema:url ?missing } }"


@pytest.fixture
def source() -> Source:
    store = EmbeddedStore.in_memory()
    store.oxigraph.load(input=DATA.encode(), format=ox.RdfFormat.TURTLE)
    return Source(store, Prologue("https://example.org/"))


def written(result: Result, form: str) -> bytes:
    out = io.BytesIO()
    result.write(form, out)
    return out.getvalue()


def rows(source: Source, sparql: str) -> Rows:
    result = run(source, sparql)
    assert isinstance(result, Rows)
    return result


def test_rows_can_be_read_more_than_once(source: Source) -> None:
    answer = rows(source, "SELECT ?s ?n { ?s schema:position ?n }")
    assert answer.variables == ("s", "n")
    assert len(answer) == len(list(answer)) == len(list(answer)) == 1
    assert next(iter(answer))["n"] == ox.Literal(3)


def test_unbound_variables_are_none(source: Source) -> None:
    assert {row["missing"] for row in rows(source, NAMES)} == {None}


@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_written_rows_read_back_the_same(source: Source, form: str) -> None:
    answer = rows(source, NAMES)
    formats = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }
    read = ox.parse_query_results(written(answer, form), formats[form])
    assert isinstance(read, ox.QuerySolutions)
    assert tuple(tuple(row) for row in read) == answer.rows


def test_csv_has_plain_values(source: Source) -> None:
    text = written(rows(source, "SELECT ?s ?n { ?s schema:position ?n }"), "csv").decode()
    assert text == "s,n\r\nhttps://example.org/event/strike,3\r\n"


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "table"])
def test_empty_answer_keeps_its_heading(source: Source, form: str) -> None:
    assert b"name" in written(rows(source, "SELECT ?name { ?s schema:url ?name }"), form)


def test_yes_or_no_is_written(source: Source) -> None:
    answer = run(source, "ASK { ?s a schema:Event }")
    assert isinstance(answer, Ask)
    assert answer
    assert written(answer, "table") == b"true\n"
    assert json.loads(written(answer, "json")) == {"head": {}, "boolean": True}


@pytest.mark.parametrize("form", ["turtle", "jsonld", "nt", "nq", "trig", "rdf"])
def test_triples_are_written_in_every_rdf_format(source: Source, form: str) -> None:
    answer = run(source, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(answer, Triples)
    rdf = ox.RdfFormat.from_extension("ttl" if form == "turtle" else form)
    read = {quad.triple for quad in ox.parse(written(answer, form), rdf)}
    assert read == set(answer)


def test_turtle_declares_the_prefixes_it_uses_and_no_others(source: Source) -> None:
    text = written(run(source, "DESCRIBE <event/strike>"), "turtle").decode()
    assert "@prefix schema:" in text
    assert "@prefix skos:" not in text


@pytest.mark.parametrize(
    ("sparql", "form"),
    [("SELECT * {}", "turtle"), ("ASK {}", "nt"), ("CONSTRUCT WHERE {}", "csv")],
)
def test_wrong_kind_of_format_is_refused_with_the_right_ones(
    source: Source, sparql: str, form: str
) -> None:
    with pytest.raises(QueryError, match="cannot be written") as caught:
        written(run(source, sparql), form)
    assert "choose one of table" in (caught.value.hint or "")


def test_unknown_format_is_corrected(source: Source) -> None:
    with pytest.raises(QueryError, match="unknown format") as caught:
        written(run(source, "SELECT * {}"), "jsn")
    assert "“json”" in (caught.value.hint or "")
    assert "jsn" not in FORMATS


def test_data_frame_has_python_values(source: Source) -> None:
    frame = rows(
        source,
        "SELECT ?s ?n ?x ?b ?d ?none { ?s schema:position ?n ; schema:value ?x ;"
        " schema:isAccessibleForFree ?b ; schema:startDate ?d }",
    ).to_pandas()
    assert frame.loc[0, ["s", "n", "x", "b", "d"]].tolist() == [
        "https://example.org/event/strike", 3, 1.5, True, "1935-08-31",
    ]  # fmt: skip
    assert frame["none"].isna().all()


def test_without_pandas_the_remedy_is_named(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QueryError) as caught:
        rows(source, "SELECT * {}").to_pandas()
    assert caught.value.hint == "pip install 'lod_archive[pandas]'"


def test_ill_typed_literals_stay_text_in_a_data_frame(source: Source) -> None:
    frame = rows(
        source,
        'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ("many"^^xsd:byte "7"^^xsd:unsignedByte'
        ' "perhaps"^^xsd:boolean) } }',
    ).to_pandas()
    assert frame.iloc[0].tolist() == ["many", 7, "perhaps"]


@pytest.mark.parametrize("form", ["json", "xml", "tsv", "csv", "table"])
def test_triple_as_a_value_is_written(source: Source, form: str) -> None:
    """`RDF 1.2 <https://www.w3.org/TR/rdf12-concepts/#dfn-triple-term>`_"""
    answer = rows(source, "SELECT (<<( :a :b <<( :c :d 1 )>> )>> AS ?t) {}")
    assert b"https://example.org/c" in written(answer, form) or form == "table"
    if form == "tsv":
        again = ox.parse_query_results(written(answer, form), ox.QueryResultsFormat.TSV)
        assert isinstance(again, ox.QuerySolutions)
        assert next(again)["t"] == answer.rows[0][0]
