"""What there is of a record, so that its changes can be told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

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


def content_of(nquads: bytes, record_id: str, index: Index) -> Content:
    """What the graph of a record says, together with the names of what it links to.

    These names are part of what a library takes over: with the name of an author, the heading
    changes. What is said of the document alone, such as in which file the record is, is not.

    :param nquads: the graph in canonical N-Quads, whose order is always the same.
    """
    iri = index.base + record_id
    document = f"<{iris.document_iri(index.base, iri)}> ".encode()
    lines = [line for line in nquads.splitlines() if not line.startswith(document)]
    said = hashlib.sha256(b"\n".join(lines))
    for linked in sorted({*_linked(lines)} & index.entities):
        for text in index.names.get(linked, ()):
            said.update(f"{linked} {text.text}@{text.language}\n".encode())
    return Content(
        said.hexdigest(),
        index.name(iri, "en").text,
        tuple(sorted(index.types.get(iri, ()))),
        tuple(sorted({*_sets(lines, iri, index.base)})),
    )


def set_of(family: str, record_id: str) -> str:
    """The ``setSpec`` of the records that have such a link to this one.

    https://www.openarchives.org/OAI/openarchivesprotocol.html#Set

    >>> set_of("topic", "topic/labour-heroes")
    'topic:topic.labour-heroes'
    """
    return f"{family}:{record_id.replace('/', '.')}"


def _linked(lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        _, _, value = line.split(b" ", 2)
        if value.startswith(b"<"):
            yield _inner(value, b">")


def _sets(lines: Iterable[bytes], iri: str, base: str) -> Iterator[str]:
    years: dict[bytes, int] = {}
    own = f"<{iri}> ".encode()
    for line in lines:
        if not line.startswith(own):
            continue
        _, predicate, value = line.split(b" ", 2)
        if predicate in _FAMILIES and value.startswith(b"<"):
            thing = _inner(value, b">")
            if thing.startswith(base):
                yield set_of(_FAMILIES[predicate], thing.removeprefix(base))
        elif predicate in (_EARLIEST, _LATEST):
            years[predicate] = int(_inner(value, b'"').rpartition("-")[0].rpartition("-")[0])
    first, last = years.get(_EARLIEST), years.get(_LATEST)
    if first is not None and last is not None and 0 < last - first + 1 <= _LONGEST and first > 0:
        for year in range(first, last + 1):
            yield f"{YEARS}:{year:04}"


def _inner(value: bytes, end: bytes) -> str:
    """What stands between the first sign and the next one of these."""
    return value[1 : value.index(end, 1)].decode()


def _written(iri: str) -> bytes:
    return f"<{iri}>".encode()


_FAMILIES: Final = {_written(iri): family for iri, family in FAMILIES.items()}
_EARLIEST: Final = _written(ARC.earliest)
_LATEST: Final = _written(ARC.latest)
