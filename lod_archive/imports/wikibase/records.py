"""Items, turned into records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from lod_archive.imports.wikibase.merging import put
from lod_archive.vocab.namespaces import SCHEMA, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.imports.wikibase.entities import Json
    from lod_archive.imports.wikibase.meanings import Item, Meanings
    from lod_archive.imports.wikibase.statements import Statements

    Record = dict[str, Any]

_OF_CONCEPTS: Final = ("prefLabel", "altLabel")
_OF_OTHERS: Final = ("name", "alternateName")
_CONCEPTS: Final = frozenset({"Topic", "ConceptScheme"})
_SIGNS: Final = {
    "birthDate": "Person",
    "deathDate": "Person",
    "birthPlace": "Person",
    "hasOccupation": "Person",
    "geo": "Place",
    "within": "Place",
    "foundingDate": "Organization",
    "participant": "Event",
    "author": "Work",
    "creator": "Work",
}
"""What an item most probably is that has such a property, if it does not say so."""
_TEXTS: Final = (SCHEMA.name, SCHEMA.alternateName, SKOS.prefLabel, SKOS.altLabel, SKOS.definition)
_SCHEME: Final = "Wikibase item"
"""What kind of identifier the number is that an item has in the wiki it comes from."""
NO_LANGUAGE: Final = "mul"


def guessed_class(entity: Json, meanings: Meanings) -> str | None:
    """The class of an item that does not name one that is known, by its properties."""
    keys = {meanings.of(number).key for number in entity["claims"]}
    return next((kind for key, kind in _SIGNS.items() if key in keys), None)


def record_of(
    entity: Json,
    item: Item,
    records: Mapping[str, str],
    statements: Statements,
    texts: Iterable[str],
    language: str,
) -> list[Record]:
    """The record for an item, and then the claims and sources that it rests on.

    :param texts: what stands in statements, and so need not be said again.
    :param language: what texts for all languages are taken to be in.
    """
    kinds = [*item.classes, *item.types]
    record: Record = {
        "id": records[entity["id"]],
        "type": kinds[0] if len(kinds) == 1 else list(kinds),
    }
    label, alias = _OF_CONCEPTS if _CONCEPTS.intersection(kinds) else _OF_OTHERS
    said = set(texts)

    def told(tag: str) -> str:
        return language if tag == NO_LANGUAGE else tag

    for tag, term in entity["labels"].items():
        put(record, label, {told(tag): term["value"]})
    for tag, terms in entity["aliases"].items():
        for term in terms:
            if term["value"] not in said:
                put(record, alias, {told(tag): term["value"]})
    for tag, term in entity["descriptions"].items():
        if term["value"] not in said:
            put(record, "description", {told(tag): term["value"]})
    if item.own is None:
        put(record, "identifier", {"type": "Identifier", "scheme": _SCHEME, "code": entity["id"]})
    for _ in entity.get("sitelinks") or ():
        statements.lose("links to pages of other wikis", record["id"])
    more = statements.add(record, next(iter(item.names.values()), record["id"]), entity)
    return [record, *more]


def texts_of(entity: Json, meanings: Meanings) -> set[str]:
    """The names and definitions that an item has among its statements."""
    return {
        claim["mainsnak"]["datavalue"]["value"]["text"]
        for number, claims in entity["claims"].items()
        if meanings.of(number).iri in _TEXTS
        for claim in claims
        if claim["mainsnak"].get("datavalue", {}).get("type") == "monolingualtext"
    }
