"""A document says the same in each format, as bytes that depend on its content alone."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.publish import Document, Documents
from lod_archive.publish.documents import json_ld
from lod_archive.vocab import formats
from tests.publications import BASE, CASES, dataset, union

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMPACT = {"id": "event/strike", "type": "Event", "name": {"ru": "Стачка", "en": "Strike"}}
CONTEXT = {
    "id": "@id",
    "type": "@type",
    "@vocab": "https://schema.org/",
    "name": {"@container": "@language"},
}


def documents(case: str = "strike") -> Iterator[Document]:
    quads = ox.parse(path=CASES / f"{case}.nq")
    for graph, group in itertools.groupby(quads, lambda quad: str(quad.graph_name)[1:-1]):
        yield Document.of(graph.removeprefix(BASE + "doc/"), group, COMPACT)


def test_every_entity_has_a_document_in_every_format(tmp_path: Path) -> None:
    assert Documents(tmp_path, BASE).write_all(documents()) == 3
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert written == [
        f"doc/{name}.{extension}"
        for name in ("event/strike", "organization/museum", "place/pit")
        for extension in ("jsonld", "nt", "rdf", "ttl")
    ]


def test_turtle_and_n_triples_hold_the_graph(tmp_path: Path) -> None:
    for case in ("strike", "odd-text"):
        Documents(tmp_path, BASE).write_all(documents(case))
        for document in documents(case):
            expected = ox.serialize(
                [quad.triple for quad in document.quads], format=ox.RdfFormat.N_TRIPLES
            )
            assert expected is not None
            path = tmp_path / "doc" / document.record_id
            for known in (formats.TURTLE, formats.N_TRIPLES, formats.RDF_XML):
                file = path.with_name(f"{path.name}.{known.extension}")
                assert union(file, known) == union(expected, formats.N_TRIPLES)


def test_what_is_written_is_what_is_served(tmp_path: Path) -> None:
    writer = Documents(tmp_path, BASE)
    document = next(documents())
    writer.write(document)
    for known in formats.DOCUMENT_FORMATS:
        path = tmp_path / f"doc/event/strike.{known.extension}"
        assert path.read_bytes() == writer.to_bytes(document, known)


def test_turtle_declares_the_prefixes_it_uses_and_no_others(tmp_path: Path) -> None:
    own = {"wd": "http://www.wikidata.org/entity/", "http": "https://http.example/"}
    Documents(tmp_path, BASE, prefixes=own).write_all(documents())
    text = (tmp_path / "doc/event/strike.ttl").read_text("utf-8")
    lines = text.splitlines()
    declared = [line.split()[1] for line in lines if line.startswith("@prefix")]
    names = ["dcterms:", "edtf:", "foaf:", "p:", "ps:", "schema:", "wd:", "wikibase:"]
    assert declared == names
    assert lines[0] == f"@base <{BASE}> ."
    assert "schema:location <place/pit>" in text
    assert '"Stachka na shakhte"@ru-Latn-alalc97' in text


def test_turtle_names_each_subject_once_and_each_triple_once(tmp_path: Path) -> None:
    first = next(documents("shared-triples"))
    Documents(tmp_path, BASE).write(first)
    text = (tmp_path / "doc/place/pit.ttl").read_text("utf-8")
    assert [text.count(part) for part in ("<place/pit>", '"Pit"@en')] == [1, 1]


def test_json_ld_finds_the_context_by_a_relative_path(tmp_path: Path) -> None:
    Documents(tmp_path, BASE).write_all(documents())
    for path in (tmp_path / "doc").rglob("*.jsonld"):
        reference, base = json.loads(path.read_text("utf-8"))["@context"]
        assert (path.parent / reference).resolve() == tmp_path.resolve() / "context.jsonld"
        assert base == {"@base": BASE}


def test_json_ld_means_what_the_record_says() -> None:
    """With the context in place of its path: the parser opens no files."""
    document = Document("event/strike", (), COMPACT)
    content = json.loads(json_ld(document, BASE))
    content["@context"][0] = CONTEXT
    strike = f"<{BASE}event/strike>"
    expected = (
        f"{strike} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Event> .\n"
        f'{strike} <https://schema.org/name> "Стачка"@ru .\n'
        f'{strike} <https://schema.org/name> "Strike"@en .\n'
    )
    # nothing but @base makes the relative id absolute
    read = dataset(json.dumps(content).encode(), formats.JSON_LD)
    assert read == dataset(expected.encode(), formats.N_TRIPLES)


def test_json_ld_keeps_the_order_of_keys_and_every_letter() -> None:
    text = json_ld(Document("event/strike", (), COMPACT), BASE).decode()
    assert text.index('"ru": "Стачка"') < text.index('"en": "Strike"')
    assert text.endswith("}\n")
