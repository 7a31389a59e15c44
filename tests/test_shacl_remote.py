"""An endpoint's data is validated where it is: in pages, in bounded time, not believed blindly."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from lod_archive.errors import EndpointError, ShapesError
from lod_archive.shacl import validate
from lod_archive.shacl.abilities import ABILITIES, Text
from lod_archive.shacl.remote_graph import RemoteGraph
from lod_archive.shacl.self_check import Trust, examine
from lod_archive.store import Patience, RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lod_archive.store import Solutions
    from tests.servers import Behaviour, LoadedEndpoint, LyingEndpoint, Request

PREFIXES: Final = (
    "@prefix ex: <http://a.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
)
SHORT: Final = Patience(
    connect=0.5, silence=0.3, deadline=0.8, repetitions=1, pause=0.01, longest_pause=0.1
)
SERVERS: Final = ("oxigraph", "virtuoso")


@pytest.fixture(params=SERVERS)
def endpoint(request: pytest.FixtureRequest) -> LoadedEndpoint:
    loaded: LoadedEndpoint = request.getfixturevalue(f"{request.param}_endpoint")
    return loaded


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every query that is asked from now on, with how many rows answered it."""
    record: list[tuple[str, int]] = []
    select = RemoteStore.select

    def recorded(store: RemoteStore, sparql: str) -> Solutions:
        answer = select(store, sparql)
        record.append((sparql, len(answer)))
        return answer

    monkeypatch.setattr(RemoteStore, "select", recorded)
    return record


def shapes(text: str) -> list[ox.Quad]:
    return list(ox.parse((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE))


def records(good: int, bad: int = 0) -> str:
    lines = [f"ex:good{n} a ex:C ; ex:p {n} , 'x{n}' ; ex:q ex:good0 ." for n in range(good)]
    lines += [f"ex:bad{n} a ex:C ; ex:q {n} ." for n in range(bad)]
    return PREFIXES + "\n".join(lines)


SHAPES: Final = """ex:S sh:targetClass ex:C ; sh:property ex:S-p , ex:S-q .
    ex:S-p sh:path ex:p ; sh:minCount 1 ; sh:maxCount 4 .
    ex:S-q sh:path ex:q ; sh:class ex:C ; sh:nodeKind sh:IRI ; sh:pattern "^http" ."""


# Real servers


def test_report_is_that_of_the_same_data_here(endpoint: LoadedEndpoint) -> None:
    data = records(20, 3) + "\nex:sub rdfs:subClassOf ex:C . [] a ex:sub ; ex:p 1 ; ex:q ex:x ."
    here = validate(list(ox.parse(data.encode(), format=ox.RdfFormat.TURTLE)), shapes(SHAPES))
    there = validate(endpoint(data), shapes(SHAPES))
    assert there.is_complete
    assert there.checked == here.checked == {"http://a.example/S": 24}
    assert sorted(map(kind, there.results)) == sorted(map(kind, here.results))
    assert len(there.results) == 13


def kind(result: object) -> tuple[str, ...]:
    parts = ("focus_node", "path", "value", "constraint_component", "source_shape")
    texts = (str(getattr(result, part)) for part in parts)
    return tuple("blank" if text.startswith("_:") else text for text in texts)


def test_nothing_is_downloaded_but_violations(
    endpoint: LoadedEndpoint, asked: list[tuple[str, int]]
) -> None:
    report = validate(endpoint(records(4000, 2)), shapes(SHAPES))
    assert len(report.results) == 8
    assert sum(rows for _, rows in asked) < 200
    assert len(asked) < 250
    for query, _ in asked:
        assert re.search(r"LIMIT \d+|COUNT\(", query)
        assert not re.search(r"WHERE \{ \?s \?p \?o \}", query)


def test_many_violations_come_in_pages(
    endpoint: LoadedEndpoint, asked: list[tuple[str, int]]
) -> None:
    """More than Virtuoso gives at once."""
    text = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    report = validate(endpoint(records(1, 12_000)), shapes(text))
    focus_nodes = {str(result.focus_node) for result in report.results}
    assert len(focus_nodes) == len(report.results) == 12_000
    assert max(rows for _, rows in asked) <= 10_000


def test_rows_of_a_page_are_all_that_is_held(endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(endpoint(records(1, 3000))) as store:
        graph = RemoteGraph(store, page=700)
        rows = graph.rows("SELECT DISTINCT ?s WHERE { ?s <http://a.example/q> ?o }")
        assert len({next(rows) for _ in range(10)}) == 10
        assert len(set(rows)) == 3001 - 10


def test_node_of_several_targets_is_reported_once(endpoint: LoadedEndpoint) -> None:
    text = """ex:S sh:targetClass ex:C ; sh:targetNode ex:bad0 , ex:none ;
        sh:targetSubjectsOf ex:q ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."""
    report = validate(endpoint(records(2, 2)), shapes(text), strict=False)
    assert report.is_complete
    names = sorted(str(result.focus_node).rpartition("/")[2] for result in report.results)
    assert names == ["bad0>", "bad1>", "none>"]
    assert report.checked == {"http://a.example/S": 4}


def test_counting_is_right_however_it_is_done(endpoint: LoadedEndpoint) -> None:
    data = PREFIXES + " ".join(
        f"ex:n{n} a ex:C ; ex:p {' , '.join(map(str, range(n)))} ." for n in range(1, 8)
    )
    for least in range(1, 5):
        text = f"ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount {least} ] ."
        report = validate(endpoint(data), shapes(text))
        assert (report.is_complete, len(report.results)) == (True, least - 1)


def test_virtuoso_is_not_believed_what_it_gets_wrong(virtuoso_endpoint: LoadedEndpoint) -> None:
    text = """ex:S sh:targetClass ex:C ; sh:property ex:S-p .
        ex:S-p sh:path ex:p ; sh:maxLength 3 ; sh:minCount 1 ."""
    report = validate(virtuoso_endpoint(records(3)), shapes(text))
    (line,) = report.unchecked
    assert line.startswith("<http://a.example/S-p>, sh:MaxLengthConstraintComponent: ")
    assert "cannot be relied on for the length of strings: it finds 0 for 1 by" in line
    assert not report.results
    assert not report.conforms


def test_literals_that_an_endpoint_alters_are_not_compared(
    oxigraph_endpoint: LoadedEndpoint,
) -> None:
    """To Oxigraph 01 is 1, which does not match the pattern."""
    text = """ex:S sh:targetNode "01"^^<http://www.w3.org/2001/XMLSchema#integer> ;
        sh:pattern "^01$" . ex:T sh:targetNode 2 ; sh:pattern "^2$" ."""
    report = validate(oxigraph_endpoint(records(1)), shapes(text))
    (line,) = report.unchecked
    assert line.startswith("<http://a.example/S>, sh:PatternConstraintComponent: ")
    assert 'takes the literal "01"^^' in line
    assert not report.results


def test_oxigraph_can_do_everything(oxigraph_endpoint: LoadedEndpoint) -> None:
    with RemoteStore.open(oxigraph_endpoint(records(1))) as store:
        assert examine(store).missing == {}


# An engine that can be made to err


def answering(
    data: str, distort: Callable[[str], str] = str, refuse: str = "never refused"
) -> Behaviour:
    """An endpoint with this data that answers another query than it was asked."""
    store = ox.Store()
    store.load(data.encode(), format=ox.RdfFormat.TURTLE)

    def behave(request: Request) -> None:
        query = parse_qs(request.body.decode())["query"][0]
        if refuse in query:
            return request.respond(b"no", status=400, media_type="text/plain")
        answer = store.query(distort(query))
        assert isinstance(answer, ox.QuerySolutions)
        return request.respond(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    return behave


def test_endpoint_that_cuts_in_silence_is_asked_for_the_rest(
    lying_endpoint: LyingEndpoint,
) -> None:
    def cut(query: str) -> str:
        return re.sub(r"LIMIT (\d+)", lambda found: f"LIMIT {min(100, int(found[1]))}", query)

    url = lying_endpoint(answering(records(1, 250), cut))
    text = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    assert len(validate(url, shapes(text)).results) == 250


@pytest.mark.parametrize(
    ("distort", "constraint", "ability"),
    [
        (lambda q: q.replace("REGEX(", "!REGEX("), 'sh:pattern "^x"', "regular expressions"),
        (lambda q: q.replace("STRLEN(", "1 + STRLEN("), "sh:maxLength 3", "the length of strings"),
        (lambda q: q.replace("!EXISTS", "EXISTS"), "sh:minCount 1", "EXISTS"),
        (lambda q: q.replace("isIRI(", "isLiteral("), "sh:nodeKind sh:IRI", "kinds of nodes"),
        (
            lambda q: q.replace("LANGMATCHES(", "!LANGMATCHES("),
            'sh:languageIn ( "en" )',
            "languages",
        ),
        (lambda q: q.replace(">*", ">"), "sh:minInclusive 1", None),
    ],
)
def test_wrong_answers_are_noticed_and_named(
    lying_endpoint: LyingEndpoint,
    distort: Callable[[str], str],
    constraint: str,
    ability: str | None,
) -> None:
    url = lying_endpoint(answering(records(3), distort))
    text = f"ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; {constraint} ] ."
    report = validate(url, shapes(text))
    assert report.is_complete == (ability is None)
    assert all(f"cannot be relied on for {ability}: " in line for line in report.unchecked)


def test_refused_query_is_said_and_the_others_count(lying_endpoint: LyingEndpoint) -> None:
    url = lying_endpoint(answering(records(3, 1), refuse="isIRI(?value"))
    text = """ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ,
        [ sh:path ex:q ; sh:nodeKind sh:IRI ] ."""
    report = validate(url, shapes(text))
    assert len(report.results) == 1
    assert [line.partition(": ")[2] for line in report.unchecked] == [
        "the endpoint answered 400: no"
    ]


def test_endpoint_without_data_proves_nothing(lying_endpoint: LyingEndpoint) -> None:
    report = validate(lying_endpoint(answering("")), shapes(SHAPES), strict=False)
    assert not report.conforms
    assert len(report.unchecked) == 5


# Endpoints that are none


def silence(request: Request) -> None:
    request.is_over.wait()


def page(request: Request) -> None:
    request.respond(b"<!DOCTYPE html><html></html>", media_type="text/html")


def truncated(request: Request) -> None:
    request.respond(b'{"head":{"vars":["s","p"]},"results":{"bindings":[{"s":{"type":"uri"')


def drops(request: Request) -> None:
    with suppress(OSError):
        request.connection.close()


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        (silence, "silent for"),
        (page, "a web page"),
        (truncated, "is broken"),
        (drops, "connection broke"),
    ],
)
def test_what_is_no_endpoint_is_refused_in_bounded_time(
    lying_endpoint: LyingEndpoint, behaviour: Behaviour, message: str
) -> None:
    start = time.monotonic()
    with (
        RemoteStore.open(lying_endpoint(behaviour), SHORT) as store,
        pytest.raises(EndpointError, match=message),
    ):
        validate(store, shapes(SHAPES))
    assert time.monotonic() - start < 5


def test_endpoint_that_falls_silent_in_the_middle_is_given_up(
    lying_endpoint: LyingEndpoint,
) -> None:
    answer = answering(records(3))

    def behave(request: Request) -> None:
        return silence(request) if b"isIRI%28%3Fvalue" in request.body else answer(request)

    with (
        RemoteStore.open(lying_endpoint(behave), SHORT) as store,
        pytest.raises(EndpointError, match="silent"),
    ):
        validate(store, shapes(SHAPES))


def test_unreachable_endpoint_is_refused() -> None:
    with pytest.raises(EndpointError, match="nobody answers there"):
        validate("http://127.0.0.1:9/sparql", shapes(SHAPES))


# What would need the data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ex:S sh:targetClass ex:C ; sh:rule [ a sh:TripleRule ] .", "download"),
        (SHAPES, "an ontology cannot be put beside"),
    ],
)
def test_what_would_need_all_of_the_data_is_refused(
    lying_endpoint: LyingEndpoint, tmp_path: Path, text: str, message: str
) -> None:
    url = lying_endpoint(answering(records(1)))
    ontology = shapes("ex:D rdfs:subClassOf ex:C .") if "ontology" in message else None
    with pytest.raises(ShapesError, match=message) as caught:
        validate(url, shapes(text), ontology=ontology, strict=False)
    assert caught.value.hint


# What a query relies on


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("SELECT ?x WHERE { ?x <p:>* ?y }", "paths of any length"),
        ("SELECT ?x WHERE { ?x (<p:>|<q:>)+ ?y }", "paths of any length"),
        ("SELECT ?x WHERE { ?x <p:>? ?y }", "optional steps in paths"),
        ("SELECT ?x WHERE { ?x <p:>/<q:> ?y }", "sequences in paths"),
        ("SELECT ?x WHERE { ?x <p:>|<q:> ?y }", "alternatives in paths"),
        ("SELECT ?x WHERE { ?x ^<p:> ?y }", "inverse paths"),
        ('SELECT ?x WHERE { ?x <p:> ?y FILTER(REGEX(STR(?y), "^.$")) }', "more than ASCII"),
        ('SELECT ?x WHERE { ?x <p:> ?y FILTER(REGEX(STR(?y), "a", "i")) }', "more than ASCII"),
        ('SELECT ?x WHERE { ?x <p:> ?y FILTER(REGEX(STR(?y), "^\\\\S$")) }', "more than ASCII"),
        ('SELECT ?x WHERE { ?x <p:> ?y FILTER(REGEX(STR(?y), "(a+)+")) }', "repeat repetitions"),
        ("SELECT ?x WHERE { ?x <p:> ?y FILTER(?y < 2) }", "has no order"),
        ("SELECT ?x WHERE { ?x <p:> ?y FILTER(2 >= ?y) }", "has no order"),
        ('SELECT ?x WHERE { VALUES ?x { <a:> "b" } }', "literals as focus nodes"),
        ('SELECT ?x WHERE { ?x <p:> ?y FILTER(sameTerm(?y, "b")) }', "sameTerm with strings"),
    ],
)
def test_what_a_query_relies_on_is_told_from_its_text(query: str, name: str) -> None:
    needed = [ability.name for ability in ABILITIES if ability.is_needed(Text.of(query))]
    assert any(name in each for each in needed)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x WHERE { ?x <p:> ?y FILTER(isNumeric(?y) && ?y < 2) }",
        'SELECT ?x WHERE { ?x <p:> ?y FILTER(REGEX(STR(?y), "^[0-9]{4}-[a-z]+$")) }',
        'SELECT ?x WHERE { ?x <p:> ?y FILTER(sameTerm(?y, "b"@en) || sameTerm(?y, 1)) }',
        'SELECT (COUNT(*) AS ?n) WHERE { ?x <p:> "a * b" }',
    ],
)
def test_what_is_plain_does_not_rely_on_what_virtuoso_lacks(query: str) -> None:
    lacking = ("order", "more than ASCII", "sameTerm with strings", "paths of any length")
    needed = [ability.name for ability in ABILITIES if ability.is_needed(Text.of(query))]
    assert not any(name in each for name in lacking for each in needed)


def test_words_that_were_never_tried_are_not_believed() -> None:
    trust = Trust({ABILITIES[0]: "it refuses it"})
    assert trust.doubts("SELECT ?x WHERE { ?x <p:> ?y FILTER(YEAR(?y) = 2) }") == (
        "YEAR is not tested with this endpoint"
    )
