"""What there is to harvest: items with stamps and sets, and their records in each format."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pyoxigraph as ox

from lod_archive.publish.changes import LOG, Change, Content, Kind, latest, log_of, set_of
from lod_archive.publish.changes.content import FAMILIES, YEARS
from lod_archive.publish.exports import export_path
from lod_archive.publish.places import PLACES, Places
from lod_archive.publish.profiles import profiles, written_records
from lod_archive.publish.profiles.marc.names import KINDS
from lod_archive.publish.publication import STORE
from lod_archive.query import Prologue, Source
from lod_archive.server.folder import Folder
from lod_archive.server.oai.requests import Selection
from lod_archive.vocab import formats, iris
from lod_archive.vocab.namespaces import BF, DCAT, DCTERMS, RDF, VCARD

if TYPE_CHECKING:
    from lod_archive.publish import Publication

_DECLARATION: Final = re.compile(rb"^<\?xml[^>]*\?>\s*")
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
"""Declared in each record, for harvesters take them out of the answer."""
_ROOT: Final = re.compile(rb"^<[\w:.-]+")
_KINDS: Final = "kind"
"""What the sets begin with that tell MARC's authority records from the bibliographic ones, which
systems such as Koha load apart."""
_SELECTIONS: Final = 32
"""How many selections are remembered: more than harvesters are at work."""
_TOP: Final = {
    "collection": "Collections",
    "topic": "What records are about",
    YEARS: "Years that records are dated to",
    _KINDS: "Kinds of MARC records",
    f"{_KINDS}:authority": "Authority records",
    f"{_KINDS}:bibliographic": "Bibliographic records",
}
"""The names of the sets that are not of records or years."""
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

    def located(self, content: bytes) -> bytes:
        """A record that says where its schema is, as each part of the metadata must.

        https://www.openarchives.org/OAI/openarchivesprotocol.html#Record
        """
        content = _DECLARATION.sub(b"", content)
        if self.schema == self.namespace:
            return content
        location = f' xmlns:xsi="{XSI}" xsi:schemaLocation="{self.namespace} {self.schema}"'
        return _ROOT.sub(lambda found: found[0] + location.encode(), content, count=1)


FORMATS: Final = (
    Metadata(
        "oai_dc",
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "dc",
        "xml",
    ),
    *(
        Metadata(
            prefix,
            "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
            "http://www.loc.gov/MARC21/slim",
            "marc",
            "xml",
        )
        for prefix in ("marc21", "marcxml")
    ),
    Metadata(
        "edm",
        "http://www.europeana.eu/schemas/edm/EDM.xsd",
        "http://www.europeana.eu/schemas/edm/",
        "edm",
        "xml",
    ),
    Metadata("bibframe", str(BF), str(BF), "bibframe", "records.xml"),
    Metadata("rdf", str(RDF), str(RDF)),
)
"""Every format that may be harvested; the first is the one that every item has.

``marcxml`` is ``marc21`` by the name that Koha's harvester can ask for.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """What is harvested.

    :param record: the id.
    :param stamp: when its content changed last.
    :param profiles: those that it is in now; none once it is removed.
    :param past: those that it has ever been in.
    :param specs: the sets that it is in.
    """

    record: str
    stamp: str
    profiles: frozenset[str]
    past: frozenset[str]
    specs: tuple[str, ...]

    @property
    def order(self) -> tuple[str, str]:
        """What lists are sorted by."""
        return self.stamp, self.record

    def is_in(self, spec: str) -> bool:
        """Whether it is in a set, or in one below it."""
        return any(each == spec or each.startswith(f"{spec}:") for each in self.specs)


def items_of(log: Sequence[Change]) -> list[Item]:
    """The items that the log of changes tells of, in the order of their stamps."""
    past: defaultdict[str, set[str]] = defaultdict(set)
    for change in log:
        past[change.record].update(change.content.profiles)
    found = (
        Item(
            change.record,
            change.time,
            frozenset(() if change.kind is Kind.REMOVE else change.content.profiles),
            frozenset(past[change.record]),
            _specs(change.content),
        )
        for change in latest(log).values()
        if past[change.record]
    )
    return sorted(found, key=lambda item: item.order)


def _specs(content: Content) -> tuple[str, ...]:
    """The sets that a record is in: those of the log, and that of its kind of MARC record."""
    if "marc" not in content.profiles:
        return content.sets
    is_authority = any(each in KINDS for each in content.classes)
    return *content.sets, f"{_KINDS}:{'authority' if is_authority else 'bibliographic'}"


class Repository:
    """The items of a publication, in the order of their stamps."""

    def __init__(self, publication: Publication) -> None:
        """Read what there is.

        :raises PublicationError: if the log of changes or the store cannot be read.
        :raises FileNotFoundError: if it is being replaced at this moment.
        """
        self.base: Final = publication.facts.base
        with ExitStack() as opened:
            self._folder = opened.enter_context(Folder(publication.root))
            log = _log(self._folder, publication)
            self._places = _places(self._folder)
            self._store = self._folder.open_store(STORE)
            opened.pop_all()
        self.items: Final = items_of(log)
        self._names = {record: change.content.name for record, change in latest(log).items()}
        self._by_id = {item.record: item for item in self.items}
        self._source = Source(self._store, Prologue(self.base))
        self._exports = {
            each.prefix: export_path(profiles()[each.profile], str(each.extension))
            for each in FORMATS
            if each.profile
        }
        self._selected = lru_cache(_SELECTIONS)(self._select)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()
        self._folder.close()

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
        for row in self._described:
            if row["mail"] is not None:
                return str(row["mail"].value.removeprefix("mailto:"))
        host = self.namespace
        return f"postmaster@{host if '.' in host else f'{host}.invalid'}"

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
            set_of(family, record): name
            for record, name in self._names.items()
            for family in FAMILIES.values()
        }
        specs = {spec for item in self.items for spec in item.specs}
        for spec in sorted(specs | {spec.partition(":")[0] for spec in specs}):
            yield spec, names.get(spec) or _TOP.get(spec) or spec.partition(":")[2]

    def selected(self, selection: Selection) -> Sequence[Item]:
        """All items of a selection that are in its format or once were, in order.

        Some selections are remembered, for each page of a list asks for the same.
        """
        return self._selected(selection)

    def _select(self, selection: Selection) -> Sequence[Item]:
        profile = profile_of(selection.prefix)
        last = selection.last or "~"
        return [
            item
            for item in self.items
            if selection.first <= item.stamp <= last
            and profile in item.past
            and (not selection.set_spec or item.is_in(selection.set_spec))
        ]

    def formats_of(self, item: Item) -> list[Metadata]:
        """The formats that an item is to be had in; none once it is removed."""
        return [each for each in FORMATS if self.records(each.prefix, [item])]

    def records(self, prefix: str, items: Sequence[Item]) -> dict[str, bytes]:
        """The XML of items in a format, by id.

        One that is removed, or that the format has no place for, has none: it is told as deleted.
        """
        profile = profile_of(prefix)
        there = [item.record for item in items if profile in item.profiles]
        metadata = _BY_PREFIX[prefix]
        if metadata.profile is None:
            extension = formats.RDF_XML.extension
            paths = {record: iris.document_path(record, extension) for record in there}
            found = {record: self._folder.read(path) for record, path in paths.items()}
        else:
            exported = self._exported(metadata, there)
            found = self._made(metadata, there) if exported is None else exported
        return {record: metadata.located(content) for record, content in found.items()}

    def _exported(self, metadata: Metadata, records: Sequence[str]) -> dict[str, bytes] | None:
        """Those of the records that stand in the export, as they stand there; None without one."""
        export = self._exports[metadata.prefix]
        if not self._places.has(export):
            return None
        found = {}
        with self._folder.open(export) as file:
            for record in records:
                place = self._places.find(export, record)
                if place is not None:
                    file.seek(place[0])
                    found[record] = file.read(place[1])
        return found

    def _made(self, metadata: Metadata, records: Sequence[str]) -> dict[str, bytes]:
        """Those of the records that the format has a place for, made now."""
        chosen = profiles()[str(metadata.profile)]
        output = chosen.output(metadata.extension)
        wanted = [self.base + record for record in records]
        written = written_records(chosen, self._source, output, wanted)
        return {iri.removeprefix(self.base): content for iri, content in written.items()}

    @cached_property
    def _described(self) -> list[ox.QuerySolution]:
        dataset = ox.NamedNode(self.base + iris.DATASET)
        rows = self._store.query(
            f"{_CONTACT} VALUES ?dataset {{ {dataset} }}",
            prefixes={"dcterms": DCTERMS, "dcat": DCAT, "vcard": VCARD},
        )
        return list(rows) if isinstance(rows, ox.QuerySolutions) else []


def _log(folder: Folder, publication: Publication) -> list[Change]:
    """What has changed until a publication was made; nothing, if it does not tell."""
    try:
        with folder.open(LOG) as file:
            return log_of(file, str(publication.root / LOG))
    except FileNotFoundError:
        return []


def _places(folder: Folder) -> Places:
    """Where records stand in the exports of a publication; nowhere, if it has none."""
    try:
        with folder.open(PLACES) as file:
            return Places.read(file)
    except FileNotFoundError:
        return Places(b"")


def profile_of(prefix: str) -> str:
    """The profile whose records a format has: the documents have those of Dublin Core."""
    return _BY_PREFIX[prefix].profile or str(FORMATS[0].profile)


_BY_PREFIX: Final = {each.prefix: each for each in FORMATS}
