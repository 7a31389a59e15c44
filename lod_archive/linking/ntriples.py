"""Entities of an N-Triples dump: names, kinds and years, whatever vocabulary they are said in.

Properties are known by the last part of their IRI, so that ``skos:prefLabel``, ``rdfs:label``,
``schema:name`` and ``foaf:name`` are all names; so is whatever begins like the GND's
``preferredNameForThePerson`` and ``variantNameForThePerson``. The file is read twice: first for who
is likely to be meant, then for what is said of them; its triples can stand in any order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from lod_archive.errors import Location, SourceError
from lod_archive.linking.dump import opened
from lod_archive.linking.likely import Likely
from lod_archive.linking.years import dated, year_of
from lod_archive.matching import Entity, Name
from lod_archive.vocab.namespaces import RDF

_PREFERRED: Final = frozenset(
    (
        "label",
        "prefLabel",
        "name",
        "title",
        "preferredName",
    )
)
_OTHERS: Final = frozenset(
    (
        "altLabel",
        "hiddenLabel",
        "alternateName",
        "alternativeName",
        "alias",
        "officialName",
        "variantName",
    )
)
_DESCRIPTIONS: Final = frozenset(
    (
        "description",
        "definition",
        "abstract",
        "comment",
        "scopeNote",
    )
)
_BEGINS: Final = frozenset(
    (
        "birthDate",
        "dateOfBirth",
        "birthYear",
        "born",
        "foundingDate",
        "startDate",
        "begin",
        "P569",
        "P571",
        "P580",
        "P585",
    )
)
"""P569 is Wikidata's date of birth, P571 its inception, P580 its start time, P585 its point in
time: ``ontology/wikidata-properties.yaml``."""
_ENDS: Final = frozenset(
    (
        "deathDate",
        "dateOfDeath",
        "deathYear",
        "died",
        "dissolutionDate",
        "endDate",
        "end",
        "P570",
        "P576",
        "P582",
        "P585",
    )
)
"""P570 is Wikidata's date of death, P576 its “dissolved”, P582 its end time, P585 as above."""
_PLACE: Final = re.compile(r"Parser error at .*?: ")
"""What an error of the parser begins with; the place is told in our own way."""
_MOST: Final = 100
"""How many values of a property are kept."""


@dataclass(slots=True)
class _Gathered:
    names: dict[Name, None] = field(default_factory=dict)
    types: dict[str, None] = field(default_factory=dict)
    description: str = ""
    begin: int | None = None
    end: int | None = None


def read_ntriples(path: Path, likely: Likely, progress: Callable[[int], None]) -> Iterator[Entity]:
    """The likely entities of a dump, by IRI.

    :param progress: called with the number of triples read so far.
    :raises SourceError: if the file cannot be read, with the line that is not N-Triples; if nothing
        in it has a name.
    """
    wanted: set[str] = set()
    names = 0
    for subject, key, triple in _triples(path, progress):
        if (_is_preferred(key) or _is_other(key)) and isinstance(triple.object, ox.Literal):
            names += 1
            if likely.is_meant([triple.object.value]):
                wanted.add(subject)
    if not names:
        raise SourceError(
            "nothing in it has a name",
            at=Location(str(path)),
            hint="names are said by rdfs:label, skos:prefLabel, schema:name and the like",
        )
    gathered: defaultdict[str, _Gathered] = defaultdict(_Gathered)
    for subject, key, triple in _triples(path, progress):
        if subject in wanted:
            _take(gathered[subject], key, triple)
    for iri in sorted(gathered):
        found = gathered[iri]
        yield Entity(
            iri=iri,
            names=tuple(found.names),
            types=tuple(found.types),
            description=found.description,
            begin=found.begin,
            end=found.end,
            facts=dated(found.begin, found.end),
        )


def _take(into: _Gathered, key: str, triple: ox.Quad) -> None:
    """Keep what a triple says, if it is of use."""
    value = triple.object
    if isinstance(value, ox.NamedNode):
        if triple.predicate.value == RDF.type and len(into.types) < _MOST:
            into.types[value.value] = None
        return
    if not isinstance(value, ox.Literal):
        return
    is_preferred = _is_preferred(key)
    if (is_preferred or _is_other(key)) and len(into.names) < _MOST:
        into.names[Name(value.value, value.language, is_preferred)] = None
    elif key in _DESCRIPTIONS and (not into.description or value.language == "en"):
        into.description = value.value
    else:
        if key in _BEGINS and into.begin is None:
            into.begin = year_of(value.value)
        if key in _ENDS and into.end is None:
            into.end = year_of(value.value)


def _is_preferred(key: str) -> bool:
    """Whether a property gives the name by which a thing is called first."""
    return key in _PREFERRED or key.startswith("preferredNameFor")


def _is_other(key: str) -> bool:
    return key in _OTHERS or key.startswith("variantNameFor")


def _triples(path: Path, progress: Callable[[int], None]) -> Iterator[tuple[str, str, ox.Quad]]:
    """The triples about what has an IRI, each after that and the last part of its property's."""
    with opened(path) as file:
        try:
            parsed = ox.parse(file, ox.RdfFormat.N_TRIPLES, lenient=True)
            for number, triple in enumerate(parsed, 1):
                if number % 10_000 == 0:
                    progress(number)
                if isinstance(triple.subject, ox.NamedNode):
                    yield triple.subject.value, _last_part(triple.predicate.value), triple
        except SyntaxError as error:
            at = Location(str(path), error.lineno, error.offset)
            hint = "write one triple a line: <…> <…> … ."
            why = _PLACE.sub("", error.msg)
            raise SourceError(f"not N-Triples: {why}", at=at, hint=hint) from None


def _last_part(iri: str) -> str:
    """The name in an IRI.

    >>> _last_part("http://www.w3.org/2004/02/skos/core#prefLabel"), _last_part("https://e.org/name")
    ('prefLabel', 'name')
    """
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
