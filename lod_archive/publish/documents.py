"""An entity's document in each format: what its IRI leads to.

The N-Triples, Turtle and RDF/XML hold the quads of the entity's named graph. The JSON-LD is the
compact form that the caller gives, under the publication's own context, which it names by a
relative path: a publication moved to another host, or to a folder on a disk, still works.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from lod_archive.publish import serialization
from lod_archive.publish.files import Files
from lod_archive.publish.subjects import join
from lod_archive.vocab import formats, iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


CONTEXT: Final = "context.jsonld"
"""Where the publication's JSON-LD context lies, relative to its folder."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be said of one entity.

    :param record_id: such as ``event/strike``.
    :param quads: those of its named graph, each once, those of a subject together.
    :param compact: the same as compact JSON-LD, without ``@context``; its keys stay in this order.
    """

    record_id: str
    quads: Sequence[ox.Quad]
    compact: Mapping[str, object]

    @classmethod
    def of(cls, record_id: str, quads: Iterable[ox.Quad], compact: Mapping[str, object]) -> Self:
        """The document that says these, in whatever order they come."""
        return cls(record_id, join(quads), compact)


class Documents:
    """Writes documents into the folder of a publication, one after the other.

    :param prefixes: declared in addition to the known ones, where a document uses them.
    """

    def __init__(
        self, publication: Path, base: str, *, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self._files = Files(publication)
        self._base = base
        self._prefixes = serialization.archive_prefixes(base) | dict(prefixes or {})

    def write(self, document: Document) -> None:
        """Write one document in every format."""
        for written_in in DOCUMENT_FORMATS:
            path = iris.document_path(document.record_id, written_in.extension)
            self._files.write(path, self.to_bytes(document, written_in))

    def read(self, record_id: str) -> Document:
        """A document that is there already.

        :raises OSError: if it is not.
        """
        triples, tree = (
            (self._files.root / iris.document_path(record_id, each.extension)).read_bytes()
            for each in (formats.N_TRIPLES, formats.JSON_LD)
        )
        compact = json.loads(tree)
        del compact["@context"]
        quads = ox.parse(triples, ox.RdfFormat.N_TRIPLES, lenient=True)
        return Document(record_id, [*quads], compact)

    def write_all(self, documents: Iterable[Document]) -> int:
        """Write many documents; gives their number. Reads them one at a time."""
        count = 0
        for count, document in enumerate(documents, 1):  # noqa: B007 — it is the result
            self.write(document)
        return count

    def to_bytes(self, document: Document, written_in: Format) -> bytes:
        """The document in one format, as :meth:`write` writes it."""
        if written_in is formats.JSON_LD:
            return json_ld(document, self._base)
        return serialization.to_bytes(
            document.quads, written_in, prefixes=self._prefixes, base=self._base
        )


def write_graph(publication: Path, name: str, quads: Iterable[ox.Quad], base: str) -> None:
    """Write the document of what is no record, the dataset or the ontology, in every format.

    Its JSON-LD is expanded. Like any document it says what it says without naming a graph.
    """
    triples = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    prefixes = serialization.archive_prefixes(base)
    files = Files(publication)
    for written_in in DOCUMENT_FORMATS:
        text = serialization.to_bytes(triples, written_in, prefixes=prefixes, base=base)
        files.write(iris.document_path(name, written_in.extension), text)


def json_ld(document: Document, base: str) -> bytes:
    """A document as compact JSON-LD, indented, in UTF-8.

    >>> strike = Document("event/strike", (), {"id": "event/strike", "type": "Event"})
    >>> print(json_ld(strike, "https://example.org/").decode())
    {
      "@context": [
        "../../context.jsonld",
        {
          "@base": "https://example.org/"
        }
      ],
      "id": "event/strike",
      "type": "Event"
    }
    """
    context = [context_path(document.record_id), based(base)]
    text = json.dumps({"@context": context, **document.compact}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def based(base: str) -> dict[str, str]:
    """The part of a document's context that says what ids are relative to."""
    return {"@base": base}


def context_path(record_id: str) -> str:
    """The context's path relative to an entity's document.

    >>> context_path("event/strike")
    '../../context.jsonld'
    """
    return "../" * (record_id.count("/") + iris.DOCUMENTS.count("/")) + CONTEXT
