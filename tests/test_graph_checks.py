"""All graphs together: assembled, loaded, and asked whether they hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lod_archive.graph import Assembler, Dataset, Expander, Model, Problems
from lod_archive.graph.assemble import Previous
from lod_archive.graph.checks import (
    Dangling,
    dangling_targets,
    has_duplicate_ids,
    ids_of_collection,
    mentioned,
)
from lod_archive.graph.places import Places, place_of_reference
from lod_archive.store import EmbeddedStore
from lod_archive.vocab.namespaces import DCTERMS, PROV, RDF, SCHEMA, WIKIBASE
from tests.records import BASE, make_archive, read_records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lod_archive.errors import Location

RECORD = """\
id: event/strike
type: Event
date: 1936
geo: {latitude: 1.0}
place: [place/a, https://example.org/place/b]
statements:
  - {property: about, value: topic/wages, claim: c/one, qualifiers: {role: role/x}, rank: normal}
  - {property: outputMass, value: {amount: 1, unit: tonne}, evidence: x}
"""


def assemble(folder: Path, files: Mapping[str, str]) -> Dataset:
    archive = make_archive(folder, files)
    model, problems = Model.load(archive), Problems()
    expander = Expander(model, problems)
    with Assembler(folder) as assembler:
        assembler.add_ontology(model)
        for record in read_records(archive):
            assembler.add(record.source.name, record.source.name, expander.expand([record]))
    problems.raise_any()
    dataset = assembler.dataset(model, EmbeddedStore.in_memory())
    dataset.load()
    return dataset


def test_references_to_no_record_dangle(tmp_path: Path) -> None:
    files = {
        "data/a.yaml": "- {id: a/b, type: Event, about: [a/c, a/missing, datasets/x, dataset/y]}\n"
        "- {id: a/c, type: Event, about: [a/missing, a/b#missing, 'https://example.com/x']}\n"
    }
    dataset = assemble(tmp_path, files)
    assert [mentioned(dataset, target) for target in dangling_targets(dataset)] == [
        Dangling("a/b#missing", ("a/c",)),
        Dangling("a/missing", ("a/b", "a/c")),
        Dangling("dataset/y", ("a/b",)),
        Dangling("datasets/x", ("a/b",)),
    ]
    assert ids_of_collection(dataset, "a/missing") == ["a/b", "a/c"]


def test_an_archive_that_holds_together_has_nothing_dangling(tmp_path: Path) -> None:
    dataset = assemble(tmp_path, {"data/a.yaml": "{id: a/b, type: Event, about: a/b}"})
    assert list(dangling_targets(dataset)) == []
    assert not has_duplicate_ids(dataset)


def test_records_with_one_id_are_noticed(tmp_path: Path) -> None:
    records = "- {id: a/b, type: Event}\n- {id: https://example.org/a/b, type: Place}\n"
    assert has_duplicate_ids(assemble(tmp_path, {"data/a.yaml": records}))


def test_parts_can_be_read_again_graph_by_graph(tmp_path: Path) -> None:
    records = "- {id: a/b, type: Event, amount: 1.50}\n- {id: a/c, type: Event}\n"
    dataset = assemble(tmp_path, {"data/a.yaml": records})
    assert dataset.records == 2
    graphs = [graph for part in dataset.parts[1:] for graph in dataset.graphs(part)]
    assert [graph[0].graph_name.value for graph in graphs] == [  # type: ignore[union-attr]
        f"{BASE}doc/a/b",
        f"{BASE}doc/a/c",
    ]
    assert any('"1.50"' in str(quad) for quad in graphs[0])
    assert [record_id for record_id, _ in dataset.read_trees()] == ["a/b", "a/c"]


def test_parts_are_reused_as_they_were(tmp_path: Path) -> None:
    dataset = assemble(tmp_path, {"data/a.yaml": "{id: a/b, type: Event, amount: 1.50}"})
    (part,) = dataset.parts[1:]
    previous = Previous(dataset.nquads, {part.key: part})
    (tmp_path / "next").mkdir()
    with Assembler(tmp_path / "next") as assembler:
        assert not assembler.reuse(previous, "another key")
        assert assembler.reuse(previous, part.key)
    assert assembler.nquads.read_bytes() == dataset.nquads.read_bytes()[part.start : part.end]
    (copied,) = assembler.parts
    assert copied.is_reused
    assert (copied.key, copied.start, copied.records) == (part.key, 0, 1)


def text_at(at: Location) -> str:
    assert at.line is not None
    assert at.column is not None
    return RECORD.splitlines()[at.line - 1][at.column - 1 :]


@pytest.mark.parametrize(
    ("node", "predicate", "text"),
    [
        ("event/strike", None, "id: event/strike"),
        ("event/strike", RDF.type, "Event"),
        ("event/strike", DCTERMS.date, "1936"),
        ("event/strike", SCHEMA.about, "topic/wages"),
        ("event/strike", f"{BASE}prop/about", "topic/wages"),
        ("event/strike", SCHEMA.nothing, "id: event/strike"),
        ("event/strike#geo", None, "{latitude"),
        ("event/strike#geo", SCHEMA.latitude, "1.0"),
        ("event/strike#about-c-one", None, "{property: about"),
        ("event/strike#about-c-one", f"{BASE}prop/statement/about", "topic/wages"),
        ("event/strike#about-c-one", f"{BASE}prop/qualifier/role", "role/x"),
        ("event/strike#about-c-one", WIKIBASE.rank, "normal"),
        ("event/strike#about-c-one", PROV.wasDerivedFrom, "c/one"),
        ("event/strike#outputMass-value", SCHEMA.unitCode, "tonne"),
        ("doc/event/strike", DCTERMS.license, "id: event/strike"),
    ],
)
def test_places_of_nodes(node: str, predicate: str | None, text: str, tmp_path: Path) -> None:
    archive = make_archive(tmp_path, {"data/a.yaml": RECORD})
    (record,) = read_records(archive)
    predicates = () if predicate is None else (predicate,)
    at = Places(Model.load(archive)).place_of(record, BASE + node, predicates)
    assert text_at(at).startswith(text)


@pytest.mark.parametrize(
    ("value", "line", "column"),
    [
        (ox.Literal("Pit", language="en"), 2, 12),
        (ox.Literal("Pit", language="de"), 2, 21),
        (ox.Literal(" ", language="ru-latn"), 5, 22),
        (ox.Literal("Mine", language="en"), 1, 1),
        (ox.Literal("Pit"), 1, 1),
        (None, 1, 1),
    ],
)
def test_places_of_texts_among_several_properties(
    value: ox.Literal | None, line: int, column: int, tmp_path: Path
) -> None:
    text = (
        "id: place/pit\nname: {en: Pit, de: Pit}\ntype: Place\n"
        "alternateName:\n  ru-Latn: [Shakhta, ' ']\n"
    )
    archive = make_archive(tmp_path, {"data/a.yaml": text})
    (record,) = read_records(archive)
    predicates = (SCHEMA.name, SCHEMA.alternateName, SCHEMA.description)
    at = Places(Model.load(archive)).place_of(record, f"{BASE}place/pit", predicates, value)
    assert (at.line, at.column) == (line, column)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("place/a", "place/a"),
        ("place/b", "https://example.org/place/b"),
        ("role/x", "role/x"),
        ("nobody/x", "id: event/strike"),
    ],
)
def test_places_of_references(target: str, text: str, tmp_path: Path) -> None:
    (record,) = read_records(make_archive(tmp_path, {"data/a.yaml": RECORD}))
    assert text_at(place_of_reference(record, BASE, target)).startswith(text)
