"""The numbers of items and properties: the same in every export, for they come from the IRIs.

A Wikibase gives out its own numbers, which nobody knows before; until then an item needs one that
does not change when records are added. It is made of the SHA-256 of the IRI, within the 31 bits
that Wikibase and its Java toolkit have for numbers. If two IRIs meet in one, the later by its IRI
takes the next that its digest gives; the form ``ids.csv`` is the table of all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from lod_archive.graph.wikidata import ENTITY
from lod_archive.publish.profiles.questions import select
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import FOAF, RDFS, SCHEMA, SKOS, WIKIBASE

if TYPE_CHECKING:
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Source
    from lod_archive.store import TripleStore

_BITS: Final = (1 << 31) - 2
_RECORDS: Final = """
SELECT DISTINCT ?record
WHERE {
  VALUES ?class { %s }
  ?record a ?class . ?document foaf:primaryTopic ?record
}
"""
_PROPERTIES: Final = """
SELECT ?direct ?label
WHERE { ?property a wikibase:Property ; wikibase:directClaim ?direct ; rdfs:label ?label }
"""
_UNITS: Final = """
SELECT ?unit ?there
WHERE {
  ?unit skos:closeMatch ?there FILTER(STRSTARTS(STR(?there), "%s"))
  FILTER EXISTS { ?quantity schema:unitCode ?unit }
}
"""
_PREFIXES: Final = {
    "foaf": FOAF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "wikibase": WIKIBASE,
}
_known: WeakKeyDictionary[TripleStore, Numbers] = WeakKeyDictionary()


@dataclass(frozen=True)
class Numbers:
    """What things of an archive are called in a Wikibase of its own.

    :param items: IRI of a record → ``Q…``.
    :param keys: IRI of a property → the key that records have for it.
    :param units: IRI of a unit → the item of Wikidata that it is, where that is known.
    """

    base: str
    items: Mapping[str, str]
    keys: Mapping[str, str]
    units: Mapping[str, str]

    @cached_property
    def direct(self) -> Mapping[str, str]:
        """The key of a property → its IRI; of several, the first by its IRI."""
        return {key: iri for iri, key in sorted(self.keys.items(), reverse=True)}

    def property_of(self, predicate: str) -> str | None:
        """The property that a predicate of statements, values or qualifiers stands for."""
        claims = self.base + iris.CLAIM_PREDICATES
        if not predicate.startswith(claims):
            return None
        key = predicate.rpartition("/")[2]
        return self.direct.get(key, claims + key)


def number(text: str, attempt: int = 0) -> int:
    """A number of 31 bits for a text, never 0.

    >>> number("https://example.org/event/strike")
    524284339
    """
    digest = hashlib.sha256(f"{text}#{attempt}".encode() if attempt else text.encode()).digest()
    return int.from_bytes(digest[:8]) % _BITS + 1


def numbered(known: Iterable[str]) -> dict[str, str]:
    """The ids of items by their IRIs, no two alike."""
    items: dict[str, str] = {}
    taken = set()
    for iri in sorted(known):
        chosen = next(n for n in (number(iri, again) for again in count()) if n not in taken)
        taken.add(chosen)
        items[iri] = f"Q{chosen}"
    return items


def numbers_of(source: Source, profile: Profile) -> Numbers:
    """The numbers of all records that a profile shows; found once for a store."""
    known = _known.get(source.store)
    if known is None:
        listed = " ".join(f"<{each}>" for each in profile.classes)
        rows = select(source, _RECORDS % listed, _PREFIXES)
        items = numbered(row["record"].value for row in rows)
        pairs = select(source, _PROPERTIES, _PREFIXES)
        keys = {row["direct"].value: row["label"].value for row in pairs}
        rows = select(source, _UNITS % f"{ENTITY}Q", _PREFIXES)
        units = {row["unit"].value: row["there"].value for row in rows}
        known = _known[source.store] = Numbers(source.prologue.base or "", items, keys, units)
    return known
