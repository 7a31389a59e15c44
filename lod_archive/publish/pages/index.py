"""What a page must know of other entities, gathered in one pass over the quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from lod_archive.publish.pages.places_map import Located
from lod_archive.publish.pages.timeline import year_of
from lod_archive.query.labels import Text
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import (
    ARC,
    DCTERMS,
    OA,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    WIKIBASE,
)
from lod_archive.vocab.pagination import is_pages, order

if TYPE_CHECKING:
    from lod_archive.graph import Dataset

NAMES: Final = (SCHEMA.name, SKOS.prefLabel, RDFS.label, DCTERMS["title"])
_DEGREES: Final = (SCHEMA.latitude, SCHEMA.longitude)
_UNLINKED: Final = frozenset({RDF.type, ARC.conflictsWith})


@dataclass(slots=True)
class Claim:
    """What a source says, as far as a page about something else shows it."""

    source: str = ""
    stance: str = ""
    pages: str = ""
    start: str = ""
    end: str = ""
    paraphrase: list[Text] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    exact: Text | None = None
    """The words of its passage."""

    @property
    def position(self) -> tuple[tuple[int, int], int]:
        """Where in its source it stands: its page, then its first character there.

        What is not known of the two counts as the beginning.
        """
        return order(self.pages) if is_pages(self.pages) else (0, 0), int(self.start or 0)

    def say(self, predicate: str, value: ox.Literal) -> None:
        """Take over a text of the claim, or of the passage it rests on."""
        if predicate == ARC.paraphrase:
            self.paraphrase.append(Text.of(value))
        elif predicate == SCHEMA.pagination:
            self.pages = value.value
        elif predicate == OA.start:
            self.start = value.value
        elif predicate == OA.end:
            self.end = value.value
        elif predicate == OA.exact:
            self.exact = Text.of(value)

    def link(self, predicate: str, iri: str) -> None:
        """Take over what the claim points to."""
        if predicate == DCTERMS["source"]:
            self.source = iri
        elif predicate == ARC.stance:
            self.stance = iri
        elif predicate == ARC.conflictsWith:
            self.conflicts.append(iri)


class Index:
    """Names, types, claims and incoming links of all entities; grows with their number."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.names: defaultdict[str, list[Text]] = defaultdict(list)
        self.types: defaultdict[str, list[str]] = defaultdict(list)
        self.claims: dict[str, Claim] = {}
        self.verbatim: defaultdict[str, list[Text]] = defaultdict(list)
        """The words of each claim that statements quote."""
        self.incoming: defaultdict[str, set[str]] = defaultdict(set)
        self.derived: dict[str, str] = {}
        """The direct predicate of each property."""
        self.properties: dict[str, str] = {}
        """The property that each claim predicate belongs to; it has the names."""
        self.entities: set[str] = set()
        """The entities that have a document."""
        self.positions: dict[str, str] = {}
        """The node with the coordinates of each place."""
        self.degrees: defaultdict[str, dict[str, float]] = defaultdict(dict)
        """Latitude and longitude of these nodes."""
        self.approximate: set[str] = set()
        """The nodes whose coordinates are."""
        self.years: tuple[int, int] | None = None
        """The first and the last year of anything that is dated."""

    @classmethod
    def of(cls, dataset: Dataset) -> Self:
        """Read a dataset once, graph by graph."""
        index = cls(dataset.base)
        for part in dataset.parts:
            for quads in dataset.graphs(part):
                index.add(quads)
        return index

    def add(self, quads: Sequence[ox.Quad]) -> None:
        """Take over one named graph."""
        documents = self.base + iris.DOCUMENTS
        said: dict[str, Text] = {}
        for quad in quads:
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
            if isinstance(value, ox.Literal):
                if predicate == ARC.verbatim:
                    said[subject] = Text.of(value)
                else:
                    self._add_literal(subject, predicate, value)
            elif isinstance(value, ox.NamedNode):
                if subject.startswith(documents):
                    self._add_entity(subject.removeprefix(documents))
                else:
                    self._link(subject, predicate, value.value)
        self._add_claims(quads)
        if said:
            self._add_verbatim(said, quads)

    def _add_literal(self, subject: str, predicate: str, value: ox.Literal) -> None:
        if predicate in NAMES:
            self.names[subject].append(Text.of(value))
        elif predicate in (ARC.earliest, ARC.latest):
            self._add_year(year_of(value.value))
        elif predicate in _DEGREES:
            self.degrees[subject][predicate] = float(value.value)

    def _add_year(self, year: int) -> None:
        first, last = self.years or (year, year)
        self.years = min(first, year), max(last, year)

    def _add_entity(self, record_id: str) -> None:
        if iris.is_record_id(record_id):
            self.entities.add(self.base + record_id)

    def _link(self, subject: str, predicate: str, value: str) -> None:
        if predicate == RDF.type:
            self.types[subject].append(value)
        elif predicate in (WIKIBASE.claim, WIKIBASE.qualifier):
            self.properties[value] = subject
        elif predicate == SCHEMA.geo:
            self.positions.setdefault(subject, value)
        elif predicate == ARC.uncertainty:
            self.approximate.add(subject)
        elif predicate == WIKIBASE.directClaim:
            self.derived[subject] = value
            self.properties.setdefault(value, subject)
        if predicate not in _UNLINKED and value.startswith(self.base):
            entity = iris.entity_of(subject)
            if "#" not in value and entity != value:
                self.incoming[value].add(entity)

    def _add_claims(self, quads: Iterable[ox.Quad]) -> None:
        for quad in quads:
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            iri = iris.entity_of(quad.subject.value)
            if ARC.Claim not in self.types.get(iri, ()):
                continue
            claim = self.claims.setdefault(iri, Claim())
            if isinstance(quad.object, ox.Literal):
                claim.say(quad.predicate.value, quad.object)
            elif isinstance(quad.object, ox.NamedNode) and quad.subject.value == iri:
                claim.link(quad.predicate.value, quad.object.value)

    def _add_verbatim(self, said: Mapping[str, Text], quads: Iterable[ox.Quad]) -> None:
        """What a statement quotes are words of the claim that it rests on, if that is only one."""
        claims: defaultdict[str, list[str]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                is_evidence = quad.predicate.value == PROV.wasDerivedFrom
                if is_evidence and quad.subject.value in said:
                    claims[quad.subject.value].append(quad.object.value)
        for statement, evidence in claims.items():
            if len(evidence) == 1 and said[statement] not in self.verbatim[evidence[0]]:
                self.verbatim[evidence[0]].append(said[statement])

    def quotes(self, claim: str) -> list[Text]:
        """The source's own words, as far as they are recorded."""
        exact = self.claims[claim].exact
        return [*([exact] if exact else []), *self.verbatim.get(claim, ())]

    def conflict(self, one: str, other: str) -> bool:
        """Whether either of two claims is said to conflict with the other."""
        return other in self.claims[one].conflicts or one in self.claims[other].conflicts

    def located(self, iri: str) -> Located | None:
        """A thing with its position; None if it has none."""
        node = self.positions.get(iri, "")
        degrees = self.degrees.get(node, {})
        if len(degrees) < len(_DEGREES):
            return None
        point = degrees[SCHEMA.longitude], degrees[SCHEMA.latitude]
        return Located(iri, point, node in self.approximate)

    def text(self, texts: Sequence[Text], language: str) -> Text | None:
        """The text in a language, else in English, else the first."""
        for wanted in (language, "en"):
            for text in texts:
                if text.language == wanted:
                    return text
        return texts[0] if texts else None

    def name(self, iri: str, language: str) -> Text:
        """What to call a thing; the end of its IRI where it has no name."""
        claim = self.claims.get(iri)
        found = self.names.get(iri) or (claim.paraphrase if claim else [])
        return self.text(found, language) or Text(_last(iri))

    def called(self, iri: str, language: str) -> Text:
        """What to call the value of a property: a page elsewhere without a name by its address."""
        is_elsewhere = iri.startswith(("https://", "http://")) and not iri.startswith(self.base)
        if is_elsewhere and "#" not in iri and iri not in self.names:
            return Text(iri.partition("://")[2].removeprefix("www.").rstrip("/"))
        return self.name(iri, language)

    def property_name(self, predicate: str, language: str) -> Text:
        """What to call a property: as its vocabulary names it, else by its key in records.

        :param predicate: a direct one, or that of claims or qualifiers.
        """
        node = self.properties.get(predicate, predicate)
        found = self.names.get(self.derived.get(node, "")) or self.names.get(node) or ()
        return self.text(found, language) or Text(_last(node))


def _last(iri: str) -> str:
    """The last part of an IRI, which is all that is known of an unnamed thing."""
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or iri
