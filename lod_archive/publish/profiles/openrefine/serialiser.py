"""A table for OpenRefine in records mode: names in rows of their own below the first.

https://openrefine.org/docs/manual/exploring#rows-vs-records
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from lod_archive.graph.wikidata import ENTITY
from lod_archive.publish.profiles.naming import (
    dates_of,
    description_of,
    name_of,
    other_names,
    rows,
)
from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.wikibase.items import ALIASES, DESCRIPTIONS, LABELS
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import ARC, OWL, RDF, SCHEMA, SKOS

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

COLUMNS: Final = (
    "id",
    "iri",
    "type",
    "name",
    "description",
    "begin",
    "end",
    "latitude",
    "longitude",
    "wikidata",
    "otherName",
    "link",
)
_LINKS: Final = (SKOS.exactMatch, OWL.sameAs, SCHEMA.sameAs)
_TAKEN: Final = frozenset(
    {
        *(*LABELS, *ALIASES, *DESCRIPTIONS, *_LINKS, RDF.type, ARC.officialName, SCHEMA.geo),
        *(SCHEMA.birthDate, SCHEMA.deathDate, SCHEMA.foundingDate, SCHEMA.dissolutionDate),
    }
)


def write_record(view: View, iri: str, losses: Losses) -> bytes:
    """One record: its first row has everything, and further ones more names and links."""
    for predicate, values in view.nodes[iri].items():
        for _ in values if predicate not in _TAKEN else ():
            losses.add("values and statements, for which the table has no column", iri)
    return rows(_rows(view, iri))


def _rows(view: View, iri: str) -> Iterator[tuple[str, ...]]:
    links = [link for each in _LINKS for link in sorted(view.iris(iri, each))]
    numbers = [link.removeprefix(ENTITY) for link in links if link.startswith(f"{ENTITY}Q")]
    others = [link for link in dict.fromkeys(links) if not link.startswith(ENTITY)]
    first: tuple[str, ...] = (
        iri.removeprefix(view.base),
        iri,
        min(view.iris(iri, RDF.type), default=""),
        name_of(view, iri),
        description_of(view, iri),
        *dates_of(view, iri),
        *_position(view, iri),
        numbers[0] if len(set(numbers)) == 1 else "",
    )
    rest = ("",) * len(first)
    for name, link in zip_longest(other_names(view, iri) or [""], others, fillvalue=""):
        yield (*first, name, link)
        first = rest


def _position(view: View, iri: str) -> tuple[str, str]:
    for point in view.iris(iri, SCHEMA.geo):
        latitude = view.text(point, SCHEMA.latitude)
        longitude = view.text(point, SCHEMA.longitude)
        if latitude and longitude:
            return latitude, longitude
    return "", ""


OUTPUTS: Final = (
    Output(Format("OpenRefine", "text/csv", "csv"), write_record, head=rows([COLUMNS])),
)
