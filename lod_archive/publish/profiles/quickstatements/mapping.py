"""What an archive and Wikidata have in common: entities, properties, and what is still wanted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from lod_archive.graph.wikidata import ENTITY, Match
from lod_archive.publish.profiles.questions import select
from lod_archive.publish.profiles.quickstatements.commands import ITEM_IRI
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import (
    ARC,
    DCTERMS,
    FOAF,
    ISO639_1,
    OWL,
    RDFS,
    SCHEMA,
    SKOS,
    WIKIBASE,
)

if TYPE_CHECKING:
    from lod_archive.query import Source
    from lod_archive.store import TripleStore

_PREFIXES: Final = {
    "arc": ARC,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "wikibase": WIKIBASE,
}
_LINKS: Final = """
SELECT ?record ?there
WHERE {
  VALUES ?same { skos:exactMatch owl:sameAs schema:sameAs }
  ?record ?same ?there FILTER(CONTAINS(STR(?there), "://www.wikidata.org/"))
  ?document foaf:primaryTopic ?record
}
"""
_PROPERTIES: Final = """
SELECT ?word ?there ?label ?datatype ?missing
WHERE {
  ?property a wikibase:Property ; wikibase:directClaim ?word .
  OPTIONAL {
    ?property skos:closeMatch ?there FILTER(STRSTARTS(STR(?there), "http://www.wikidata.org/entity/P"))
    ?there rdfs:label ?label ; dcterms:type ?datatype
  }
  OPTIONAL { ?property skos:editorialNote ?missing }
  FILTER(BOUND(?there) || BOUND(?missing))
}
"""
_OTHERS: Final = """
SELECT ?word ?there ?label ?datatype ?missing
WHERE {
  { ?word skos:closeMatch ?there FILTER(STRSTARTS(STR(?there), "http://www.wikidata.org/entity/"))
    ?there rdfs:label ?label
    OPTIONAL { ?there dcterms:type ?datatype }
  } UNION { ?word skos:editorialNote ?missing }
  FILTER NOT EXISTS { ?word a wikibase:Property }
  FILTER NOT EXISTS { ?document foaf:primaryTopic ?word }
}
"""
"""Qualifiers, parts of references, classes, units, and languages."""
_WEAK: Final = "SELECT ?stance WHERE { ?stance arc:isAssertion false }"
_CONFLICTS: Final = "SELECT ?one ?other WHERE { ?one arc:conflictsWith ?other }"
_known: WeakKeyDictionary[TripleStore, Mapped] = WeakKeyDictionary()


@dataclass(frozen=True)
class Mapped:
    """What stands for what.

    :param links: IRI of a record → the item of Wikidata that it is, by an accepted link. A
        record with links to several has none here, and so have several with a link to one: that
        is for a person to settle.
    :param linked: the IRIs of all records with a link to Wikidata, also to what is no item.
    :param properties: IRI of a property → what it is at Wikidata.
    :param qualifiers: key of a qualifier → what it is there.
    :param references: key of a part of a reference → what it is there.
    :param classes: IRI of a class → what it is there.
    :param languages: code of a language → what it is there.
    :param weak: the stances by which a source does not vouch for what it says.
    :param contradicted: the ids of claims that contradict another, whichever of them says so.
    """

    links: Mapping[str, str]
    linked: frozenset[str]
    properties: Mapping[str, Match]
    qualifiers: Mapping[str, Match]
    references: Mapping[str, Match]
    classes: Mapping[str, Match]
    languages: Mapping[str, Match]
    weak: frozenset[str]
    contradicted: frozenset[str]


def mapped(source: Source) -> Mapped:
    """What is known of a source; found once for a store."""
    known = _known.get(source.store)
    if known is None:
        weak = frozenset(row["stance"].value for row in select(source, _WEAK, _PREFIXES))
        others = _found(source, _OTHERS)
        base = source.prologue.base or ""
        addresses = _addresses(source)
        known = _known[source.store] = Mapped(
            _links(addresses),
            frozenset(addresses),
            _found(source, _PROPERTIES),
            _below(base + iris.QUALIFIER_PREDICATES, others),
            _below(base + iris.REFERENCE_PREDICATES, others),
            others,
            _below(ISO639_1, others),
            weak,
            _contradicted(source),
        )
    return known


def _addresses(source: Source) -> dict[str, set[str]]:
    """IRI of a record → what it is said to be at Wikidata."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in select(source, _LINKS, _PREFIXES):
        found[row["record"].value].add(row["there"].value)
    return found


def _links(addresses: Mapping[str, set[str]]) -> dict[str, str]:
    """Those that are one item, which no other record is.

    >>> q1, q2 = ENTITY + "Q1", ENTITY + "Q2"
    >>> _links({"a": {q1}, "b": {q1, q2}, "c": {ENTITY + "Q3#x"}, "d": {ENTITY + "Q4"}})
    {'d': 'Q4'}
    """
    times = Counter(there for said in addresses.values() for there in said)
    return {
        record: item[1]
        for record, said in addresses.items()
        if len(said) == 1 and (item := ITEM_IRI.fullmatch(min(said))) and times[item[0]] == 1
    }


def _contradicted(source: Source) -> frozenset[str]:
    base = source.prologue.base or ""
    return frozenset(
        row[side].value.removeprefix(base)
        for row in select(source, _CONFLICTS, _PREFIXES)
        for side in ("one", "other")
    )


def _found(source: Source, query: str) -> dict[str, Match]:
    """What words are at Wikidata: the archive's own rows are among them, being in its graph."""
    found = {}
    for row in select(source, query, _PREFIXES):
        there, missing = row["there"], row["missing"]
        found[row["word"].value] = Match(
            number=there.value.removeprefix(ENTITY) if there else None,
            label=row["label"].value if there else "",
            datatype=row["datatype"].value if row["datatype"] else "",
            missing="" if there else missing.value,
        )
    return found


def _below(start: str, found: Mapping[str, Match]) -> dict[str, Match]:
    """Those of the words whose IRIs begin so, by what follows."""
    return {iri.removeprefix(start): match for iri, match in found.items() if iri.startswith(start)}
