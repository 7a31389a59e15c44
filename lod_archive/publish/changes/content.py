"""What there is of a record, so that its changes can be told."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.changes.log import Content
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, DCTERMS, SCHEMA

if TYPE_CHECKING:
    from lod_archive.publish.pages.index import Index

_LONGEST: Final = 10
"""Of how many years a record can be dated to be in the set of each of them."""
FAMILIES: Final = {DCTERMS.isPartOf: "collection", SCHEMA.about: "topic"}
"""Which links make a set, and what its name begins with."""
YEARS: Final = "year"
"""What the sets of the years begin with that records are dated to."""


class Contents:
    """What there is of all records; they are added one by one, and then compared with the log.

    A library takes over more than the record: the heading of its author with dates and identifiers,
    the names of its topics, the citation of a claim's source. So the content of a record is what is
    said of it and of all that it is linked with, and of the sources of its claims. What is said of
    its document alone, such as in which file it is written, is not; its licence is. Nor is what is
    said of the dataset, but for who publishes it: records are under that name or code.

    :param index: the names, types and claims of everything.
    :param credit: who publishes the dataset, and what else is said of it.
    """

    def __init__(self, index: Index, credit: Iterable[ox.Quad] = ()) -> None:
        taken = [quad for quad in credit if quad.predicate.value in _CREDITED]
        self._index = index
        self._credit = "\n".join(sorted(map(str, taken))).encode()
        agents = (quad.object.value for quad in taken if isinstance(quad.object, ox.NamedNode))
        self._credited = index.entities.intersection(agents)
        self._own: dict[str, bytes] = {}
        self._linked: dict[str, frozenset[str]] = {}
        self._sets: dict[str, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._own)

    def add(self, record_id: str, nquads: bytes) -> None:
        """Take over the graph of a record.

        :param nquads: in canonical N-Quads, whose order is always the same.
        """
        iri = self._index.base + record_id
        document = f"<{iris.document_iri(self._index.base, iri)}> ".encode()
        licence = document + _LICENCE
        lines = [
            line
            for line in nquads.splitlines()
            if not line.startswith(document) or line.startswith(licence)
        ]
        self._own[iri] = hashlib.sha256(b"\n".join(lines)).digest()
        self._linked[iri] = frozenset({*_linked(lines)} & self._index.entities)
        self._sets[iri] = tuple(sorted({*_sets(lines, iri, self._index.base)}))

    def of(self, harvested: Mapping[str, Collection[str]]) -> dict[str, Content]:
        """The content of each record, by id.

        :param harvested: the IRIs of the records of each profile that is harvested by.
        """
        index, base = self._index, self._index.base
        return {
            iri.removeprefix(base): Content(
                self._sha256(iri),
                index.name(iri, "en").text,
                tuple(sorted(index.types.get(iri, ()))),
                self._sets[iri],
                tuple(name for name, records in harvested.items() if iri in records),
            )
            for iri in self._own
        }

    def _sha256(self, iri: str) -> str:
        linked = self._linked[iri]
        sources = {claim.source for each in linked if (claim := self._index.claims.get(each))}
        said = hashlib.sha256(self._own[iri])
        said.update(self._credit)
        for each in sorted(linked | sources | self._credited):
            said.update(self._own.get(each, b""))
        return said.hexdigest()


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
            record_id = thing.removeprefix(base)
            if thing.startswith(base) and iris.is_record_id(record_id):
                yield set_of(_FAMILIES[predicate], record_id)
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
_CREDITED: Final = frozenset({DCTERMS.publisher, ARC.marcOrganization})
_LICENCE: Final = _written(DCTERMS.license)
_EARLIEST: Final = _written(ARC.earliest)
_LATEST: Final = _written(ARC.latest)
