"""What the data holds, counted from the sorted union of its graphs.

The counts are those of `VoID §4.6 <https://www.w3.org/TR/void/#statistics>`_. Sorted triples make
counting distinct subjects a comparison with the line before; distinct objects are sorted in
turn. So memory grows with the number of properties, classes and link targets, not of triples.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lod_archive.publish.blocks import BLOCK_SIZE
from lod_archive.publish.sorting import LineSorter
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import OWL, RDF, SCHEMA, SKOS

LINK_PROPERTIES: Final = (
    SCHEMA.sameAs,
    OWL.sameAs,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
)
"""The properties that say that an entity of ours is, or is like, something of others."""

_TYPE: Final = f"<{RDF.type}>".encode()
_LINKS: Final = frozenset(f"<{link}>".encode() for link in LINK_PROPERTIES)
_ONE_NAME: Final = re.compile(r"[^/#]+[/#]?\Z")


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class, how many instances it has, and the first of them that is an entity, if any."""

    iri: str
    instances: int
    example: str | None


@dataclass(frozen=True, slots=True)
class PropertyCount:
    """A property, in how many triples it stands, and with how many subjects."""

    iri: str
    triples: int
    subjects: int


@dataclass(frozen=True, slots=True)
class LinkCount:
    """The links by one predicate to one other dataset, known by the namespace of its IRIs."""

    predicate: str
    target: str
    triples: int

    @property
    def origin(self) -> str:
        """The target's scheme and host, or the whole namespace where it has none (``urn:``)."""
        return _origin(self.target)


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts, each list from the most to the least frequent, then by IRI."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: tuple[ClassCount, ...]
    properties: tuple[PropertyCount, ...]
    links: tuple[LinkCount, ...]


def count(union: Path, base: str) -> Statistics:
    """The statistics of a file of N-Triples that is sorted and holds each triple once.

    An entity is a subject that has a record: an id below the base, without a fragment.
    """
    with tempfile.TemporaryDirectory() as folder, union.open("rb") as file:
        counter = _Counter(base, LineSorter(Path(folder)))
        while lines := file.readlines(BLOCK_SIZE):
            counter.add(lines)
        return counter.result()


class _Counter:
    def __init__(self, base: str, objects: LineSorter) -> None:
        self.base = base
        self.objects = objects
        self.subject = b""
        self.predicates: set[bytes] = set()
        self.is_entity = False
        self.subjects = self.entities = self.count = 0
        self.triples: Counter[bytes] = Counter()
        self.with_subject: Counter[bytes] = Counter()
        self.instances: Counter[bytes] = Counter()
        self.examples: dict[bytes, bytes] = {}
        self.links: Counter[tuple[bytes, str]] = Counter()
        self.targets: dict[str, str] = {}

    def add(self, lines: list[bytes]) -> None:
        objects = set()
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            value = rest.removesuffix(b" .\n")
            if subject != self.subject:
                self.start(subject)
            self.count += 1
            self.predicates.add(predicate)
            self.triples[predicate] += 1
            objects.add(value)
            if predicate == _TYPE:
                self.instances[value] += 1
                if self.is_entity:
                    self.examples.setdefault(value, subject)
            elif self.is_entity and predicate in _LINKS:
                self.add_link(predicate, value)
        self.objects.add(b"\n".join((*objects, b"")))

    def start(self, subject: bytes) -> None:
        self.with_subject.update(self.predicates)
        self.predicates.clear()
        self.subject = subject
        self.subjects += 1
        self.is_entity = _is_entity(_iri(subject), self.base)
        self.entities += self.is_entity

    def add_link(self, predicate: bytes, value: bytes) -> None:
        iri = _iri(value)
        if not value.startswith(b"<") or iri.startswith(self.base):
            return
        namespace = _ONE_NAME.sub("", iri) or iri
        origin = _origin(namespace)
        self.links[predicate, origin] += 1
        self.targets[origin] = _common_namespace(self.targets.get(origin, namespace), namespace)

    def result(self) -> Statistics:
        self.start(b"")
        links = (
            LinkCount(_iri(link), self.targets[origin], triples)
            for (link, origin), triples in self.links.items()
        )
        classes = (
            ClassCount(_iri(name), instances, _iri(self.examples.get(name, b"")) or None)
            for name, instances in self.instances.items()
        )
        properties = (
            PropertyCount(_iri(name), triples, self.with_subject[name])
            for name, triples in self.triples.items()
        )
        return Statistics(
            triples=self.count,
            entities=self.entities,
            subjects=self.subjects - 1,
            objects=sum(map(len, self.objects.batches())),
            classes=tuple(sorted(classes, key=lambda found: (-found.instances, found.iri))),
            properties=tuple(sorted(properties, key=lambda found: (-found.triples, found.iri))),
            links=tuple(
                sorted(links, key=lambda found: (-found.triples, found.predicate, found.target))
            ),
        )


def _iri(term: bytes) -> str:
    return term[1:-1].decode()


def _is_entity(iri: str, base: str) -> bool:
    record_id = iri.removeprefix(base)
    return (
        record_id != iri
        and iris.is_record_id(record_id)
        and record_id.partition("/")[0] not in iris.RESERVED
    )


def _origin(namespace: str) -> str:
    parts = urlsplit(namespace)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else namespace


def _common_namespace(one: str, other: str) -> str:
    """The longest namespace that both lie in.

    >>> _common_namespace("https://a.example/item/x/", "https://a.example/item/y/")
    'https://a.example/item/'
    """
    if one == other:
        return one
    pairs = zip(one, other, strict=False)
    shared = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared[: max(shared.rfind("/"), shared.rfind("#")) + 1]
