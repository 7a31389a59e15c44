"""What an archive and Wikidata have in common: entities, properties, and what is still wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from lod_archive.graph.wikidata import ENTITY, Match, Matches, read_matches
from lod_archive.publish.profiles.questions import select
from lod_archive.vocab.namespaces import ARC, DCTERMS, FOAF, OWL, RDFS, SCHEMA, SKOS, WIKIBASE

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
  ?record ?same ?there FILTER(STRSTARTS(STR(?there), "http://www.wikidata.org/entity/Q"))
  ?document foaf:primaryTopic ?record
}
"""
_MATCHES: Final = """
SELECT ?direct ?there ?label ?datatype ?missing
WHERE {
  ?property a wikibase:Property ; wikibase:directClaim ?direct .
  OPTIONAL {
    ?property skos:closeMatch ?there FILTER(STRSTARTS(STR(?there), "http://www.wikidata.org/entity/P"))
    ?there rdfs:label ?label ; dcterms:type ?datatype
  }
  OPTIONAL { ?property skos:editorialNote ?missing }
  FILTER(BOUND(?there) || BOUND(?missing))
}
"""
_WEAK: Final = "SELECT ?stance WHERE { ?stance arc:isAssertion false }"
_CONFLICTS: Final = "SELECT ?one ?other WHERE { ?one arc:conflictsWith ?other }"
_known: WeakKeyDictionary[TripleStore, Mapped] = WeakKeyDictionary()


@dataclass(frozen=True)
class Mapped:
    """What stands for what.

    :param links: IRI of a record → the item of Wikidata that it is, by an accepted link. A
        record with links to several is in none: that is for a person to settle.
    :param properties: IRI of a property → what it is at Wikidata.
    :param weak: the stances by which a source does not vouch for what it says.
    :param contradicted: the ids of claims that contradict another, whichever of them says so.
    :param table: what qualifiers, references and classes are called there.
    """

    links: Mapping[str, str]
    properties: Mapping[str, Match]
    weak: frozenset[str]
    contradicted: frozenset[str]
    table: Matches


def mapped(source: Source) -> Mapped:
    """What is known of a source; found once for a store."""
    known = _known.get(source.store)
    if known is None:
        weak = frozenset(row["stance"].value for row in select(source, _WEAK, _PREFIXES))
        table = read_matches()
        known = _known[source.store] = Mapped(
            _links(source), _properties(source), weak, _contradicted(source), table
        )
    return known


def _links(source: Source) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in select(source, _LINKS, _PREFIXES):
        found.setdefault(row["record"].value, set()).add(row["there"].value.removeprefix(ENTITY))
    return {record: items.pop() for record, items in found.items() if len(items) == 1}


def _contradicted(source: Source) -> frozenset[str]:
    base = source.prologue.base or ""
    return frozenset(
        row[side].value.removeprefix(base)
        for row in select(source, _CONFLICTS, _PREFIXES)
        for side in ("one", "other")
    )


def _properties(source: Source) -> dict[str, Match]:
    """The archive's own rows among them, for they are in its graph."""
    found = {}
    for row in select(source, _MATCHES, _PREFIXES):
        there, missing = row["there"], row["missing"]
        found[row["direct"].value] = Match(
            number=there.value.removeprefix(ENTITY) if there else None,
            label=row["label"].value if there else "",
            datatype=row["datatype"].value if there else "",
            missing="" if there else missing.value,
        )
    return found
