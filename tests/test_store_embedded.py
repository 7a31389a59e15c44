"""The embedded store: where it lies, who may write, and what its default graph is."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_archive.errors import PublicationError
from lod_archive.store import EmbeddedStore, Term

QUADS = """\
<http://e/a> <http://e/p> "1" <http://e/g1> .
<http://e/a> <http://e/p> "2" <http://e/g2> .
<http://e/a> <http://e/p> "3" .
"""


@pytest.fixture
def quads(tmp_path: Path) -> Path:
    path = tmp_path / "all.nq"
    path.write_text(QUADS)
    return path


@pytest.fixture
def store(quads: Path) -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    store.load_nquads(quads)
    return store


def values(store: EmbeddedStore, sparql: str, *, union: bool = True) -> list[str]:
    answer = store.query(sparql, union=union)
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(row[0].value for row in answer)


def test_default_graph_is_the_union_of_all_graphs(store: EmbeddedStore) -> None:
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["1", "2", "3"]


def test_default_graph_can_be_left_alone(store: EmbeddedStore) -> None:
    assert values(store, "SELECT ?o { ?s ?p ?o }", union=False) == ["3"]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("FROM <http://e/g1>", ["1"]),
        ("from<http://e/g1> FROM <http://e/g2>", ["1", "2"]),
        ("FROM NAMED <http://e/g1>", []),
    ],
)
def test_a_query_that_says_from_is_taken_at_its_word(
    store: EmbeddedStore, clause: str, expected: list[str]
) -> None:
    """See https://www.w3.org/TR/sparql11-query/#specifyingDataset."""
    assert values(store, f"SELECT ?o {clause} {{ ?s ?p ?o }}") == expected


def test_store_in_a_folder_is_read_by_several_at_once(tmp_path: Path, quads: Path) -> None:
    written = EmbeddedStore.create(tmp_path / "store")
    written.load_nquads(quads)
    del written
    readers = [EmbeddedStore.open(tmp_path / "store") for _ in range(2)]
    assert [len(reader) for reader in readers] == [3, 3]


def test_opened_store_cannot_be_written(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path / "store")
    opened = EmbeddedStore.open(tmp_path / "store")
    triple = ox.Quad(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/p"), ox.Literal("4"))
    with pytest.raises(RuntimeError, match="read-write"):
        opened.oxigraph.add(triple)


def test_folder_without_a_store_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="no triple store"):
        EmbeddedStore.open(tmp_path)
    assert not list(tmp_path.iterdir())


def test_store_is_not_made_where_something_lies(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(PublicationError, match="not an empty folder"):
        EmbeddedStore.create(tmp_path)


def substituted(store: EmbeddedStore, sparql: str, **terms: Term) -> list[tuple[object, ...]]:
    answer = store.query(sparql, substitutions=terms)
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple(row) for row in answer]


@pytest.mark.parametrize(
    "pattern",
    [
        "?s ?p ?v",
        "?s ?p ?o FILTER(?o = ?v)",
        "?s ?p ?o FILTER(?o <= ?v && ?o >= ?v)",
        "?s ?p ?o OPTIONAL { ?s ?q ?v } FILTER(STR(?o) = STR(?v))",
        "?s ?p ?o FILTER NOT EXISTS { ?s ?q ?other FILTER(?o != ?v) }",
    ],
)
def test_substituted_variable_has_its_value_everywhere(store: EmbeddedStore, pattern: str) -> None:
    """What named queries rely on: https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0007."""
    two = ox.Literal("2")
    rows = substituted(store, f"SELECT ?v ?o {{ {pattern} }}", v=two)
    assert rows
    assert {row[0] for row in rows} == {two}
    assert {row[1] for row in rows} <= {None, two}


def test_substituted_variable_must_be_projected(store: EmbeddedStore) -> None:
    with pytest.raises(RuntimeError, match="SELECT projection"):
        substituted(store, "SELECT ?s { ?s ?p ?v }", v=ox.Literal("2"))
