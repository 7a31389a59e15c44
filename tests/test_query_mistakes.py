"""A mistake in a query is pointed at, explained and has a remedy."""

from __future__ import annotations

import pytest

from lod_archive.errors import QueryError
from lod_archive.query import Prologue, Source, run
from lod_archive.store import EmbeddedStore

MISTAKES = [
    # (query with ⟦ before the character to point at, words of the message, words of the hint)
    ("⟦", "is empty", "SELECT"),
    ("⟦SELEC ?s { ?s ?p ?o }", "“SELEC” is no word", "“SELECT”"),
    ("SELECT ?s { ?s ⟦shema:name ?n }", "“shema:” is not declared", "“schema”"),
    ("SELECT ?s { ?s ⟦zzz:name ?n }", "“zzz:” is not declared", "PREFIX zzz:"),
    ('SELECT ?s { ?s ?p "x"^^⟦xs:date }', "“xs:” is not declared", "“xsd”"),
    ("PREFIX e: <http://e/>\nSELECT ?s {\n\t?s e:p ⟦f:o }", "“f:” is not declared", "PREFIX f:"),
    ("SELECT ?s {\n  ?s a schema:Event\n  ⟦?s schema:name ?n\n}", "“.” is missing", "“;”"),
    ("SELECT ?s { ?s ?p ?o . ?s ?q ?r ⟦?t ?u ?v }", "“.” is missing", "?r ."),
    ("SELECT ?s ⟦{ ?s ?p ?o", "“{” is never closed", "“}”"),
    ("SELECT ?s { ?s ?p ?o }⟦}", "“}” closes nothing", "remove"),
    ("SELECT ?s { ?s ?p ?o FILTER(?o = 1 ⟦}", "“)” must close the “(” of line 1", "“)”"),
    ('SELECT ?s {\n?s ?p ⟦"é𝒳 }', "not closed on its line", "triple"),
    ("SELECT ?s { ?s ?p ⟦<http://e/a b> }", "the IRI that begins here", "%20"),
    ("SELECT ?s⟦, ?o { ?s ?p ?o }", "no comma", "remove"),
    ("SELECT ⟦count(?s) { ?s ?p ?o }", "needs a name", "(COUNT(…) AS ?name)"),
    ("SELECT ?s { ?s ?p ?o FILTER ⟦?o = 3 }", "parentheses", "FILTER (…)"),
    ("SELECT ?s { ?s ?p ?o FILTER(⟦FOO(?o)) }", "“FOO” is no word", "“FLOOR”"),
    ('SELECT ?s { ?s ?p "Слово" } GROUP BY⟦', "not complete here", ""),
    ("⟦INSERT DATA { <http://e/a> <http://e/b> 1 }", "only questions", "change the records"),
    ("PREFIX x: <http://e/> ⟦DELETE WHERE { ?s ?p ?o }", "only questions", "change the records"),
]


def complaint(sparql: str) -> QueryError:
    source = Source(EmbeddedStore.in_memory(), Prologue("http://e/"))
    with pytest.raises(QueryError) as caught:
        run(source, sparql, name="mine.rq")
    return caught.value


@pytest.mark.parametrize(("marked", "message", "hint"), MISTAKES)
def test_mistake_is_pointed_at_and_explained(marked: str, message: str, hint: str) -> None:
    error = complaint(marked.replace("⟦", ""))
    before = marked.partition("⟦")[0]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert error.at is not None
    assert (error.at.file, error.at.line, error.at.column) == ("mine.rq", line, column)
    assert message in error.message
    assert hint in (error.hint or "")


def test_caret_stands_below_the_mistake() -> None:
    lines = complaint("SELECT ?s {\n\t?s foo:bar ?o\n}").message.splitlines()
    assert lines[1].index("foo:bar") == lines[2].index("^")
    assert lines[2] == "    \t   ^"


def test_long_line_is_shown_around_the_mistake() -> None:
    triples = "?s ?p ?o . " * 5000
    message = complaint(f"SELECT ?s {{ {triples} ?s foo:bar ?o . {triples} }}").message
    _, shown, caret = message.splitlines()
    assert shown.index("foo:bar") == caret.index("^")
    assert len(shown) < 200


@pytest.mark.parametrize("piece", ["a.", "a-", '"', "'''", "<", "a:b ", "?a,", "_:a."])
def test_nonsense_of_any_length_is_refused_at_once(piece: str) -> None:
    assert complaint(piece * 20_000).message


def test_only_line_feeds_end_a_line() -> None:
    error = complaint("SELECT ?s { ?s ?p '\u2028' .\n ?s ?p ?o . ) }")
    assert str(error.at) == "mine.rq:2:13"


def test_expectations_are_few_and_readable() -> None:
    message = complaint("SELECT ?s {\n  ?s <http://e/p>\n}").message
    assert "“}” cannot stand here: expected a variable, name or value" in message
    assert "u{00C0}" not in message
    assert len(message) < 200


def test_ungrouped_variable_is_explained() -> None:
    error = complaint("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }")
    assert "neither grouped nor aggregated" in error.message


def test_unknown_function_is_named() -> None:
    assert "http://e/f" in complaint("SELECT ?s { ?s ?p ?o FILTER(<http://e/f>(?o)) }").message
