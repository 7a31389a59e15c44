"""What there is of a record, so that its changes can be told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.changes.log import Content
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, DCTERMS, SCHEMA

if TYPE_CHECKING:
    from lod_archive.publish.pages import Index

_LONGEST: Final = 10
"""Of how many years a record can be dated to be in the set of each of them."""
FAMILIES: Final = {DCTERMS.isPartOf: "collection", SCHEMA.about: "topic"}
"""Which links make a set, and what its name begins with."""
YEARS: Final = "year"
"""What the sets of the years begin with that records are dated to."""


def content_of(quads: Sequence[ox.Quad], record_id: str, index: Index) -> Content:
    """What the graph of a record says, together with the names of what it links to.

    These names are part of what a library takes over: with the name of an author, the heading
    changes. What is said of the document alone, such as in which file the record is, is not.
    """
    iri = index.base + record_id
    document = ox.NamedNode(iris.document_iri(index.base, iri))
    said = hashlib.sha256()
    for quad in quads:
        if quad.subject == document:
            continue
        said.update(f"{quad.subject} {quad.predicate} {quad.object}\n".encode())
    for linked in sorted(set(_linked(quads, index))):
        for text in index.names.get(linked, ()):
            said.update(f"{linked} {text.text}@{text.language}\n".encode())
    return Content(
        said.hexdigest(),
        index.name(iri, "en").text,
        tuple(sorted(index.types.get(iri, ()))),
        tuple(sorted(set(_sets(quads, iri, index.base)))),
    )


def set_of(family: str, record_id: str) -> str:
    """The ``setSpec`` of the records that have such a link to this one.

    https://www.openarchives.org/OAI/openarchivesprotocol.html#Set

    >>> set_of("topic", "topic/labour-heroes")
    'topic:topic.labour-heroes'
    """
    return f"{family}:{record_id.replace('/', '.')}"


def _linked(quads: Sequence[ox.Quad], index: Index) -> Iterator[str]:
    for quad in quads:
        if isinstance(quad.object, ox.NamedNode) and quad.object.value in index.entities:
            yield quad.object.value


def _sets(quads: Sequence[ox.Quad], iri: str, base: str) -> Iterator[str]:
    years: dict[str, int] = {}
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode) or quad.subject.value != iri:
            continue
        predicate, value = quad.predicate.value, quad.object
        if isinstance(value, ox.NamedNode):
            if predicate in FAMILIES and value.value.startswith(base):
                yield set_of(FAMILIES[predicate], value.value.removeprefix(base))
        elif isinstance(value, ox.Literal) and predicate in (ARC.earliest, ARC.latest):
            years[predicate] = int(value.value.rpartition("-")[0].rpartition("-")[0])
    first, last = years.get(ARC.earliest), years.get(ARC.latest)
    if first is not None and last is not None and 0 < last - first + 1 <= _LONGEST and first > 0:
        for year in range(first, last + 1):
            yield f"{YEARS}:{year:04}"
