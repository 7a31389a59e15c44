"""What there is to harvest: items with stamps and sets, and their records in each format."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

import pyoxigraph as ox

from lod_archive.errors import PublicationError
from lod_archive.publish import serialization
from lod_archive.publish.changes import LOG, Change, Kind, latest, read_log, set_of
from lod_archive.publish.changes.content import FAMILIES, YEARS
from lod_archive.publish.profiles import Output, Profile, profiles, records_of
from lod_archive.publish.profiles.exporting import view
from lod_archive.publish.profiles.losses import Losses
from lod_archive.publish.publication import STORE
from lod_archive.query import Prologue, Source
from lod_archive.server.oai.requests import Selection
from lod_archive.store import EmbeddedStore
from lod_archive.vocab import formats, iris
from lod_archive.vocab.namespaces import BF, DCAT, DCTERMS, RDF, VCARD

if TYPE_CHECKING:
    from lod_archive.publish import Publication
    from lod_archive.publish.profiles.view import View

_LOG: Final = logging.getLogger(__name__)
_DECLARATION: Final = re.compile(rb"^<\?xml[^>]*\?>\s*")
_TOP: Final = {
    "collection": "Collections",
    "topic": "What records are about",
    YEARS: "Years that records are dated to",
}
"""The names of the sets above the others."""
_CONTACT: Final = """
SELECT ?mail ?title
WHERE { ?dataset dcterms:title ?title
        OPTIONAL { ?dataset dcat:contactPoint/vcard:hasEmail ?mail } }
ORDER BY ?title
"""


@dataclass(frozen=True, slots=True)
class Metadata:
    """A metadata format.

    :param schema: where its XML schema is; for RDF, which has none, its namespace.
    :param profile: whose records it has, and in which form; None: the documents in RDF/XML.
    """

    prefix: str
    schema: str
    namespace: str
    profile: str | None = None
    extension: str | None = None


FORMATS: Final = (
    Metadata(
        "oai_dc",
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "dc",
        "xml",
    ),
    Metadata(
        "marc21",
        "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
        "http://www.loc.gov/MARC21/slim",
        "marc",
        "xml",
    ),
    Metadata(
        "edm",
        "http://www.europeana.eu/schemas/edm/EDM.xsd",
        "http://www.europeana.eu/schemas/edm/",
        "edm",
        "xml",
    ),
    Metadata("bibframe", str(BF), str(BF), "bibframe", "rdf"),
    Metadata("rdf", str(RDF), str(RDF)),
)
"""Every format that may be harvested; the first is the one that every item has."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is harvested.

    :param record: the id.
    :param stamp: when its content changed last.
    :param sets: with those above them.
    """

    record: str
    stamp: str
    is_deleted: bool
    sets: frozenset[str]
    specs: tuple[str, ...]

    @classmethod
    def of(cls, change: Change) -> Self:
        """The item that a record is after its last change."""
        specs = change.content.sets
        above = {spec.partition(":")[0] for spec in specs}
        is_deleted = change.kind is Kind.REMOVE
        return cls(change.record, change.time, is_deleted, frozenset(above.union(specs)), specs)

    @property
    def order(self) -> tuple[str, str]:
        """What lists are sorted by."""
        return self.stamp, self.record


class Repository:
    """The items of a publication, in the order of their stamps."""

    def __init__(self, publication: Publication) -> None:
        """Read what there is.

        :raises PublicationError: if the log of changes or the store cannot be read.
        """
        self.base: Final = publication.facts.base
        self._root = publication.root
        self._store = EmbeddedStore.open(publication.root / STORE)
        self._source = Source(self._store, Prologue(self.base))
        self._changes = latest(read_log(publication.root / LOG))
        self._members = {each.prefix: self._ids(each.profile) for each in FORMATS if each.profile}
        everything = self._members[FORMATS[0].prefix]
        self._members |= {each.prefix: everything for each in FORMATS if each.profile is None}
        self.items: Final = sorted(self._items(everything), key=lambda item: item.order)
        self._by_id = {item.record: item for item in self.items}

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    @property
    def formats(self) -> list[Metadata]:
        """The formats that there are."""
        return [each for each in FORMATS if each.prefix in self._members]

    @property
    def earliest(self) -> str:
        """The stamp before which nothing has changed."""
        return self.items[0].stamp if self.items else "1970-01-01T00:00:00Z"

    @cached_property
    def title(self) -> str:
        """What the archive is called; its base where it says nothing."""
        return next((row["title"].value for row in self._described), self.base)

    @cached_property
    def contact(self) -> str:
        """The e-mail address of whoever keeps the archive.

        Where the archive names none, the postmaster's, which every domain of mail must have:
        https://www.rfc-editor.org/rfc/rfc2142#section-5
        """
        named = [row["mail"].value for row in self._described if row["mail"] is not None]
        return named[0].removeprefix("mailto:") if named else f"postmaster@{self.namespace}"

    @property
    def namespace(self) -> str:
        """What identifiers begin with, after ``oai:``: the host of the archive's IRIs."""
        return str(urlsplit(self.base).hostname)

    def identifier(self, record: str) -> str:
        """http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm"""
        return f"oai:{self.namespace}:{urlsplit(self.base).path[1:]}{record}"

    def find(self, identifier: str) -> Item | None:
        """The item of this identifier; its IRI is understood, too."""
        record = identifier.removeprefix(self.identifier("")).removeprefix(self.base)
        return self._by_id.get(record)

    def sets(self) -> Iterator[tuple[str, str]]:
        """The ``setSpec`` and the name of each set, those above before those below."""
        names = {
            set_of(family, record): change.content.name
            for record, change in self._changes.items()
            for family in FAMILIES.values()
        }
        for spec in sorted({spec for item in self.items for spec in item.sets}):
            yield spec, names.get(spec) or _TOP.get(spec) or spec.partition(":")[2]

    def selected(self, selection: Selection) -> list[Item]:
        """All items of a selection, in order; none of a set or format that is not there."""
        members = self._members.get(selection.prefix, frozenset())
        last = selection.last or "~"
        return [
            item
            for item in self.items
            if selection.first <= item.stamp <= last
            and (item.is_deleted or item.record in members)
            and (not selection.set_spec or selection.set_spec in item.sets)
        ]

    def formats_of(self, item: Item) -> list[Metadata]:
        """The formats that an item is to be had in; none once it is deleted."""
        return [
            each
            for each in self.formats
            if item.record in self._members[each.prefix] and self.records(each.prefix, [item])
        ]

    def records(self, prefix: str, items: Sequence[Item]) -> dict[str, bytes]:
        """The XML of items in a format, by id; deleted ones have none.

        An item that the format cannot hold has none either, which the log says.
        """
        metadata = next(each for each in FORMATS if each.prefix == prefix)
        there = [item.record for item in items if not item.is_deleted]
        if metadata.profile is None:
            extension = formats.RDF_XML.extension
            paths = {each: self._root / iris.document_path(each, extension) for each in there}
            return {
                record: _DECLARATION.sub(b"", path.read_bytes()) for record, path in paths.items()
            }
        profile = profiles()[metadata.profile]
        output = profile.output(metadata.extension)
        found = view(profile, self._source, [self.base + record for record in there])
        written = {}
        for record in there:
            try:
                content = _written(profile, output, found, self.base + record)
            except PublicationError as error:
                _LOG.warning("%s is not harvested as %s: %s", record, prefix, error.message)
                continue
            if content is not None:
                written[record] = content
        return written

    def _ids(self, profile: str) -> frozenset[str]:
        found = records_of(profiles()[profile], self._source)
        return frozenset(iri.removeprefix(self.base) for iri in found)

    def _items(self, everything: frozenset[str]) -> Iterator[Item]:
        """The records that are harvested, and those that may have been before they were removed.

        What is gone is of no class that only records have which are not harvested.
        """
        others = {
            class_iri
            for record, change in self._changes.items()
            if change.kind is not Kind.REMOVE and record not in everything
            for class_iri in change.content.classes
        }
        for record, change in self._changes.items():
            is_gone = change.kind is Kind.REMOVE
            if record in everything or (is_gone and not others.issuperset(change.content.classes)):
                yield Item.of(change)

    @cached_property
    def _described(self) -> list[ox.QuerySolution]:
        dataset = ox.NamedNode(self.base + iris.DATASET)
        rows = self._store.query(
            f"{_CONTACT} VALUES ?dataset {{ {dataset} }}",
            prefixes={"dcterms": DCTERMS, "dcat": DCAT, "vcard": VCARD},
        )
        return list(rows) if isinstance(rows, ox.QuerySolutions) else []


def _written(profile: Profile, output: Output, found: View, iri: str) -> bytes | None:
    """The XML of one record, without a declaration."""
    if output.record is not None:
        return output.record(found, iri, Losses())
    quads = [ox.Quad(*triple) for triple in found.reachable(iri)]
    written = serialization.to_bytes(quads, output.format, prefixes=profile.prefixes)
    return _DECLARATION.sub(b"", written)
