"""The words of Wikibase's data model: datatypes of properties, types of values, ranks, constants.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from lod_archive.vocab.namespaces import WIKIBASE

Json: TypeAlias = dict[str, Any]
"""A JSON object: an entity, a statement, a snak, a value."""

ITEM: Final = "wikibase-item"
URL: Final = "url"
STRING: Final = "string"
EXTERNAL_ID: Final = "external-id"
TEXT: Final = "monolingualtext"
TIME: Final = "time"
QUANTITY: Final = "quantity"
GLOBE: Final = "globe-coordinate"

VALUE_TYPES: Final = {
    ITEM: "wikibase-entityid",
    URL: "string",
    STRING: "string",
    EXTERNAL_ID: "string",
    TEXT: "monolingualtext",
    TIME: "time",
    QUANTITY: "quantity",
    GLOBE: "globecoordinate",
}
"""The datatype of a property → the type of its values."""

PROPERTY_TYPES: Final = {
    ITEM: WIKIBASE.WikibaseItem,
    URL: WIKIBASE.Url,
    STRING: WIKIBASE.String,
    EXTERNAL_ID: WIKIBASE.ExternalId,
    TEXT: WIKIBASE.Monolingualtext,
    TIME: WIKIBASE.Time,
    QUANTITY: WIKIBASE.Quantity,
    GLOBE: WIKIBASE.GlobeCoordinate,
}
"""The datatype of a property → what RDF calls it."""

RANKS: Final = {
    "preferred": WIKIBASE.PreferredRank,
    "normal": WIKIBASE.NormalRank,
    "deprecated": WIKIBASE.DeprecatedRank,
}

GREGORIAN: Final = "http://www.wikidata.org/entity/Q1985727"
JULIAN: Final = "http://www.wikidata.org/entity/Q1985786"
EARTH: Final = "http://www.wikidata.org/entity/Q2"
"""Constants of Wikibase's own, whichever wiki it runs: ``WikibaseIntegrator``'s ``wbi_config`` and
Wikibase's ``RdfVocabulary`` have them."""
NO_UNIT: Final = "1"
ONE: Final = "http://www.wikidata.org/entity/Q199"
"""What Wikibase's RDF says for the unit ``1``."""


def snak(property_id: str, datatype: str, value: Any) -> Json:
    """A snak with a value; None as value says that there is one, but that it is not known.

    >>> snak("P1", "url", "https://example.org/")["datavalue"]
    {'value': 'https://example.org/', 'type': 'string'}
    >>> snak("P1", "time", None)
    {'snaktype': 'somevalue', 'property': 'P1', 'datatype': 'time'}
    """
    if value is None:
        return {"snaktype": "somevalue", "property": property_id, "datatype": datatype}
    return {
        "snaktype": "value",
        "property": property_id,
        "datatype": datatype,
        "datavalue": {"value": value, "type": VALUE_TYPES[datatype]},
    }


def item_value(item_id: str) -> Json:
    """The value that refers to an item.

    >>> item_value("Q5")
    {'entity-type': 'item', 'numeric-id': 5, 'id': 'Q5'}
    """
    return {"entity-type": "item", "numeric-id": int(item_id[1:]), "id": item_id}
