"""Places in the Linked Places Format 1.2.2, which is GeoJSON (RFC 7946) and JSON-LD at once.

https://github.com/LinkedPasts/linked-places-format; the World Historical Gazetteer takes it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles.output import Output
from lod_archive.vocab import edtf, languages
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import (
    ARC,
    CITO,
    DCTERMS,
    FOAF,
    GEOJSON,
    GVP,
    LPO,
    RDFS,
    SCHEMA,
    SKOS,
    WGS84_POS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

    Json: TypeAlias = dict[str, Any]

_CONTEXT: Final = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
_DAY: Final = re.compile(r"-?\d{4}(-(0\d|1[0-2])(-\d\d)?)?[?~%]?")
"""What ``in`` holds: a year, month or day of ISO 8601, with one qualifier of its part 2."""
_LINKS: Final = {
    SKOS.exactMatch: "exactMatch",
    SKOS.closeMatch: "closeMatch",
    RDFS.seeAlso: "seeAlso",
}
_AAT: Final = "http://vocab.getty.edu/aat/"


def record(view: View, iri: str, losses: Losses) -> bytes:
    """One place as a feature."""
    return json.dumps(_Place(view, iri, losses).feature(), ensure_ascii=False).encode()


class _Place:
    """The making of one feature."""

    def __init__(self, view: View, iri: str, losses: Losses) -> None:
        self._view = view
        self._iri = iri
        self._losses = losses

    def feature(self) -> Json:
        """The feature, its elements in the order of the specification; empty ones are left out."""
        names = list(self._names())
        if not names:
            raise PublicationError("has no name", hint="give the place a name")
        elements: Json = {
            "when": self._when(self._iri),
            "names": names,
            "types": list(self._types()),
            "geometry": self._geometry(),
            "links": list(self._links()),
            "relations": list(self._relations()),
            "descriptions": list(self._descriptions()),
        }
        return {
            "@id": self._iri,
            "type": "Feature",
            "properties": {"title": self._title(names)},
            **{key: value for key, value in elements.items() if value or key == "geometry"},
        }

    def _title(self, names: Sequence[Json]) -> str:
        labels = self._literals(self._iri, RDFS.label)
        english = [label.value for label in labels if label.language == "en"]
        return str([*english, *(label.value for label in labels), names[0]["toponym"]][0])

    def _names(self) -> Iterator[Json]:
        """Names as sources have them, then the others; those cite the archive's own record."""
        attested = set()
        for statement in self._statements(LPO.name_attestation):
            for toponym in self._literals(statement, LPO.toponym):
                attested.add(toponym)
                yield _named(toponym) | self._attested(statement)
        for predicate in (RDFS.label, LPO.toponym, SKOS.altLabel):
            for toponym in self._literals(self._iri, predicate):
                if toponym not in attested:
                    attested.add(toponym)
                    yield _named(toponym) | {"citations": self._own_record()}

    def _own_record(self) -> list[Json]:
        documents = sorted(self._view.iris(self._iri, FOAF.isPrimaryTopicOf))
        return [{"label": document, "@id": document} for document in documents]

    def _types(self) -> Iterator[Json]:
        attested = set()
        for statement in self._statements(LPO.type_attestation):
            for concept in sorted(self._view.iris(statement, DCTERMS.type)):
                attested.add(concept)
                yield self._type(concept) | self._attested(statement)
        for concept in sorted(self._view.iris(self._iri, DCTERMS.type)):
            if concept not in attested:
                yield self._type(concept)

    def _type(self, concept: str) -> Json:
        """A type by its number in the Art & Architecture Thesaurus, if the archive knows it."""
        labels = self._literals(concept, RDFS.label)
        matches = sorted(self._view.iris(concept, SKOS.exactMatch))
        known = [match for match in matches if match.startswith(_AAT)]
        found: Json = {"identifier": (known or [concept])[0], "label": self._label(concept)}
        source_labels = [{"label": each.value} | _language(each, "lang") for each in labels]
        return found | ({"sourceLabels": source_labels} if source_labels else {})

    def _geometry(self) -> Json | None:
        """All positions, the best first; none is null, as RFC 7946 has it (section 3.2)."""
        best = sorted(self._view.iris(self._iri, GEOJSON.geometry))
        found: dict[str, Json] = {point: self._point(point) for point in best}
        for statement in self._statements(LPO.setting):
            for point in sorted(self._view.iris(statement, GEOJSON.geometry)):
                found[point] = self._point(point) | self._attested(statement)
        for point in found:
            if self._view.values(point, ARC.uncertainty):
                self._losses.add("by how much a position may be off", self._iri)
        if not found:
            return None
        return {"type": "GeometryCollection", "geometries": list(found.values())}

    def _point(self, point: str) -> Json:
        position = [
            float(self._literals(point, axis)[0].value) for axis in (WGS84_POS.long, WGS84_POS.lat)
        ]
        found: Json = {"type": "Point", "coordinates": position}
        if self._view.values(point, ARC.uncertainty):
            found["certainty"] = "less-certain"
        return found

    def _links(self) -> Iterator[Json]:
        for predicate, kind in _LINKS.items():
            for target in sorted(self._view.iris(self._iri, predicate)):
                yield {"type": kind, "identifier": target}

    def _relations(self) -> Iterator[Json]:
        attested = set()
        for statement in self._statements(LPO.rel_attestation):
            for whole in sorted(self._view.iris(statement, LPO.relation_to)):
                attested.add(whole)
                yield self._part_of(whole) | self._attested(statement)
        for whole in sorted(self._view.iris(self._iri, GVP.broaderPartitive)):
            if whole not in attested:
                yield self._part_of(whole)

    def _part_of(self, whole: str) -> Json:
        label = f"part of {self._label(whole)}"
        return {"relationType": "gvp:broaderPartitive", "relationTo": whole, "label": label}

    def _descriptions(self) -> Iterator[Json]:
        documents = sorted(self._view.iris(self._iri, FOAF.isPrimaryTopicOf))
        for description in self._literals(self._iri, DCTERMS.description):
            found = {"value": description.value} | _language(description, "lang")
            yield found | ({"source": documents[0]} if documents else {})

    def _statements(self, attestation: str) -> list[str]:
        """Those of one kind, in the order of their dates, then of their IRIs."""

        def order(statement: str) -> tuple[tuple[int, str], str]:
            dates = [date.value for date in self._literals(statement, DCTERMS.date)]
            first = edtf.parse(dates[0]).earliest if dates else None
            return _time(first), statement

        return sorted(self._view.iris(self._iri, attestation), key=order)

    def _attested(self, statement: str) -> Json:
        """When a statement holds, and the sources that say so."""
        when, citations = self._when(statement), list(self._citations(statement))
        found = {"when": when} if when else {}
        return found | ({"citations": citations} if citations else {})

    def _when(self, subject: str) -> Json | None:
        """Its time spans, but for those without any bound; None if there is none."""
        said = [edtf.parse(date.value) for date in self._literals(subject, DCTERMS.date)]
        spans = [(date, timespan(date)) for date in said]
        for date, span in spans:
            if not span:
                self._losses.add("dates open on both sides", self._iri)
            elif date.is_set:
                self._losses.add("dates that are sets, written from first to last", self._iri)
        dates = [date for date, span in spans if span]
        if not dates:
            return None
        found: Json = {"timespans": [span for _, span in spans if span]}
        if any(date.is_uncertain for date in dates):
            return found | {"certainty": "uncertain"}
        if any(date.is_approximate for date in dates):
            return found | {"certainty": "less-certain"}
        return found

    def _citations(self, statement: str) -> Iterator[Json]:
        for source in sorted(self._view.iris(statement, CITO.cites)):
            pages = sorted(self._view.iris(source, SCHEMA.url))
            yield {"label": self._label(source), "@id": (pages or [source])[0]}

    def _label(self, iri: str) -> str:
        """What something is called, in English if it has a name in it; its IRI if it has none."""
        labels = self._literals(iri, RDFS.label)
        labels.sort(key=lambda label: label.language != "en")
        return labels[0].value if labels else iri

    def _literals(self, subject: str, predicate: str) -> list[ox.Literal]:
        literals = self._view.literals(subject, predicate)
        return sorted(literals, key=lambda literal: (literal.language or "", literal.value))


def timespan(date: edtf.Edtf) -> Json:
    """A date as the format has it: ``start`` and ``end``, each a day or its bounds.

    A span without an end would last as long as its start; so an open one ends no earlier than it
    starts, and one with an unknown start began no later than it ends. One that is open on both
    sides has neither.

    >>> timespan(edtf.parse("1936~"))
    {'start': {'in': '1936~'}}
    >>> timespan(edtf.parse("1932-22/1938-06-03"))
    {'start': {'earliest': '1932-06-01', 'latest': '1932-08-31'}, 'end': {'in': '1938-06-03'}}
    >>> timespan(edtf.parse("2016-05-12/.."))
    {'start': {'in': '2016-05-12'}, 'end': {'earliest': '2016-05-12'}}
    >>> timespan(edtf.parse("../1937"))
    {'start': {'latest': '1937-12-31'}, 'end': {'in': '1937'}}
    >>> timespan(edtf.parse("../..")), timespan(edtf.parse("/.."))
    ({}, {})
    """
    if not date.is_interval:
        return {"start": _bound(date)}
    first, last = (
        edtf.parse(side) if side not in ("", "..") else None for side in date.text.split("/")
    )
    if first is None:
        return {"start": _days(None, last.latest)} | {"end": _bound(last)} if last else {}
    end = _bound(last) if last else _days(first.earliest, None)
    return {"start": _bound(first), "end": end}


def _bound(date: edtf.Edtf) -> dict[str, str]:
    if _DAY.fullmatch(date.text):
        return {"in": date.text}
    return _days(date.earliest, date.latest)


def _days(earliest: str | None, latest: str | None) -> dict[str, str]:
    days = {"earliest": earliest, "latest": latest}
    return {side: day for side, day in days.items() if day is not None}


def _time(day: str | None) -> tuple[int, str]:
    """Sorts days, also those of years before Christ; what has none stands first."""
    if day is None:
        return -(10**9), ""
    year, month, date = day.rsplit("-", 2)
    return int(year), f"{month}-{date}"


def _named(toponym: ox.Literal) -> Json:
    return {"toponym": toponym.value} | _language(toponym, "lang")


def _language(literal: ox.Literal, key: str) -> Json:
    return {key: languages.cased(literal.language)} if literal.language else {}


OUTPUTS: Final = (
    Output(
        Format("Linked Places Format", "application/geo+json", "json"),
        record,
        head=b'{"type": "FeatureCollection", "@context": "%s", "features": [\n' % _CONTEXT.encode(),
        between=b",\n",
        tail=b"\n]}\n",
    ),
)
