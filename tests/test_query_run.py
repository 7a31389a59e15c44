"""Asking: prefixes, named queries, and an interrupt that works."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_archive.errors import QueryError
from lod_archive.query import (
    NamedQuery,
    Prologue,
    Rows,
    Source,
    find_query,
    load_queries,
    run,
    run_named,
)  # fmt: skip
from lod_archive.query.worker import in_worker
from lod_archive.store import EmbeddedStore

DATA = """
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ps: <https://e.org/prop/statement/> . @base <https://e.org/> .
<event/strike> a schema:Event ; schema:startDate "1935-08-31"^^xsd:date ; schema:position 2 ;
  schema:name "Strike"@en , "Забастовка"@ru ; <prop/date> <event/strike#date-1> .
<event/strike#date-1> ps:date "1935" .
<event/feast> a schema:Event ; schema:startDate "1936-01-01"^^xsd:date ; schema:position 1 .
"""
QUERY = """\
# title: Events from a day on
# description: Events that begin on the day
#   or later.
# param after: date = 1935-01-01: the first day: inclusive
# param kind: iri = schema:Event: the class
# param event: iri: the event that must be named
# result: one row for each event
SELECT ?after ?kind ?event ?start
WHERE { ?event a ?kind ; schema:startDate ?start FILTER(?start >= ?after) }
"""


@pytest.fixture
def source() -> Source:
    store = EmbeddedStore.in_memory()
    store.oxigraph.load(input=DATA.encode(), format=ox.RdfFormat.TURTLE)
    return Source(store, Prologue("https://e.org/"))


@pytest.fixture
def query(tmp_path: Path) -> NamedQuery:
    (tmp_path / "events-from.rq").write_text(QUERY)
    return find_query(load_queries(tmp_path), "events-from")


def test_prefixes_and_base_of_the_archive_need_no_declaration(source: Source) -> None:
    answer = run(source, "SELECT ?d { <event/strike> p:date/ps:date ?d . :event\\/strike a ?c }")
    assert isinstance(answer, Rows)
    assert answer.rows == ((ox.Literal("1935"),),)


def test_declared_prefix_wins(source: Source) -> None:
    answer = run(source, "PREFIX schema: <http://other/> ASK { ?s a schema:Event }")
    assert not answer


def test_front_matter_says_what_the_query_is_for(query: NamedQuery) -> None:
    assert query.title == "Events from a day on"
    assert query.description == "Events that begin on the day or later."
    assert query.result == "one row for each event"
    assert [(each.name, each.kind, each.default) for each in query.parameters] == [
        ("after", "date", "1935-01-01"), ("kind", "iri", "schema:Event"), ("event", "iri", None),
    ]  # fmt: skip
    assert query.parameters[0].description == "the first day: inclusive"


def test_parameters_are_bound_as_terms(query: NamedQuery) -> None:
    bound = query.bind({"event": "event/strike"}, Prologue("https://e.org/"))
    assert bound == {
        "after": ox.Literal(
            "1935-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
        ),
        "kind": ox.NamedNode("https://schema.org/Event"),
        "event": ox.NamedNode("https://e.org/event/strike"),
    }


@pytest.mark.parametrize(("after", "count"), [("1935-08-31", 1), ("1935-09-01", 0)])
def test_named_query_is_answered_for_its_parameters(
    source: Source, query: NamedQuery, after: str, count: int
) -> None:
    answer = run_named(source, query, {"event": "event/strike", "after": after})
    assert isinstance(answer, Rows)
    assert len(answer) == count
    assert answer.constants == {"after", "kind", "event"}


@pytest.mark.parametrize(
    ("values", "message", "hint"),
    [
        ({}, "needs the parameter “event”", "event (iri): the event that must be named"),
        ({"evnt": "x"}, "no parameter “evnt”", "did you mean “event”"),
        ({"zzz": "x"}, "no parameter “zzz”", "after (date)"),
        ({"event": "two words"}, "cannot be the parameter “event”", "event/strike"),
        ({"event": "x> } #"}, "cannot be the parameter “event”", "event/strike"),
        ({"event": "e/a", "after": "1935-02-30"}, "“1935-02-30” cannot be", "1935-08-31"),
        ({"event": "event/strik"}, "nothing is known here of “event/strik”", "“event/strike”"),
    ],
)
def test_wrong_parameters_are_explained(
    source: Source, query: NamedQuery, values: dict[str, str], message: str, hint: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run_named(source, query, values)
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


def test_text_parameter_is_a_text_whatever_it_says(source: Source, tmp_path: Path) -> None:
    """A value is a term, never a piece of the query."""
    (tmp_path / "by-name.rq").write_text(
        "# title: By name\n# param name: string: the name\n"
        "SELECT ?name ?s { ?s schema:name ?label FILTER(STR(?label) = ?name) }"
    )
    by_name = find_query(load_queries(tmp_path), "by-name")
    for name, count in [("Strike", 1), ('" || true) } #', 0)]:
        answer = run_named(source, by_name, {"name": name})
        assert isinstance(answer, Rows)
        assert len(answer) == count


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("integer", "007", ox.Literal(7)),
        ("integer", "7.5", None),
        ("language", "ru-Latn-alalc97", ox.Literal("ru-latn-alalc97")),
        ("language", "*", ox.Literal("*")),
        ("language", "русский", None),
        ("date", "31.08.1935", None),
        ("iri", "https://x.org/a", ox.NamedNode("https://x.org/a")),
        ("iri", "unknown:thing", None),
        ("iri", "http://[", None),
        ("iri", "event/%zz", None),
        ("iri", "event/\ud800", None),
    ],
)
def test_kinds_of_parameters(kind: str, text: str, expected: object, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(f"# title: Q\n# param x: {kind}: it\nSELECT ?x {{}}")
    (query,) = load_queries(tmp_path)
    prologue = Prologue("https://e.org/")
    if expected is None:
        with pytest.raises(QueryError, match="cannot be the parameter"):
            query.bind({"x": text}, prologue)
    else:
        assert query.bind({"x": text}, prologue) == {"x": expected}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("SELECT * {}", 1, "no title"),
        ("# title ru: Т\nSELECT * {}", 1, "no title"),
        ("# title: T\n# descripton: D\nSELECT * {}", 2, "“descripton”"),
        ("# title: T\n# param x: colour: it\nASK {}", 2, "“colour” is no type"),
        ("# title: T\n# param x iri\n# param x: iri\nASK {}", 3, "not declared as it should be"),
    ],
)
def test_front_matter_that_cannot_be_read_is_pointed_at(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    (tmp_path / "q.rq").write_text(text)
    with pytest.raises(QueryError) as caught:
        load_queries(tmp_path)
    assert message in caught.value.message
    assert caught.value.at is not None
    assert caught.value.at.line == line


def test_parameter_that_the_query_does_not_project_is_explained(
    source: Source, tmp_path: Path
) -> None:
    (tmp_path / "q.rq").write_text("# title: Q\n# param x: string = a: it\nSELECT ?s { ?s ?p ?x }")
    (query,) = load_queries(tmp_path)
    with pytest.raises(QueryError, match="cannot be answered") as caught:
        run_named(source, query)
    assert "after SELECT" in (caught.value.hint or "")


def test_unknown_query_is_corrected(query: NamedQuery) -> None:
    with pytest.raises(QueryError, match="no query “event-from”") as caught:
        find_query([query], "event-from")
    assert "“events-from”" in (caught.value.hint or "")


@pytest.fixture
def never() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_interrupt_leaves_work_that_does_not_end(
    never: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lod_archive.query.worker.threading.Thread.join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        in_worker(never.wait)


def test_worker_hands_over_what_went_wrong() -> None:
    def fail() -> None:
        raise TimeoutError("of the work itself")

    with pytest.raises(TimeoutError, match="of the work itself"):
        in_worker(fail)
