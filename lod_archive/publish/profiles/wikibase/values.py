"""Snaks for the values that records have: what datatype each becomes, and what stands beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.publish.profiles.wikibase.datatypes import (
    EARTH,
    EXTERNAL_ID,
    GLOBE,
    ITEM,
    NO_UNIT,
    QUANTITY,
    STRING,
    TEXT,
    TIME,
    URL,
    Json,
    item_value,
    snak,
)
from lod_archive.publish.profiles.wikibase.properties import Property
from lod_archive.publish.profiles.wikibase.times import day_value, is_exact, time_value
from lod_archive.vocab.namespaces import ARC, EDTF, SCHEMA, UNIT, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lod_archive.publish.profiles.view import View
    from lod_archive.publish.profiles.wikibase.numbers import Numbers

EDTF_TEXT: Final = EDTF.EDTF
"""What the property is called that keeps the text of a date."""
_OF_ADDRESSES: Final = ("http:", "https:", "ftp:", "mailto:", "tel:")
_NUMBERS: Final = frozenset(
    {XSD.integer, XSD.decimal, XSD.double, XSD.float, XSD.nonNegativeInteger, XSD.positiveInteger}
)
_KILOMETRE: Final = UNIT.KiloM
_KM_OF_A_DEGREE: Final = 111.32
"""Kilometres of a degree on the equator, by which a distance becomes a precision."""


class Values:
    """Makes snaks, and remembers the properties that it made them for.

    :param view: where the nodes of quantities, coordinates and identifiers are looked up.
    """

    def __init__(self, view: View, numbers: Numbers) -> None:
        self.used: set[Property] = set()
        self._view = view
        self._items = numbers.items
        self._units = numbers.units

    def snak(self, iri: str, datatype: str, value: object, scheme: str = "") -> Json:
        """A snak for a property of the archive."""
        made = Property(iri, datatype, scheme)
        self.used.add(made)
        return snak(made.id, datatype, value)

    def main(self, iri: str, value: ox.NamedNode | ox.Literal) -> tuple[Json, list[Json]]:
        """The snak for a value, and the qualifiers without which something of it would be lost."""
        if isinstance(value, ox.Literal) and value.datatype.value == EDTF_TEXT:
            return self._date(iri, value.value)
        made = self._snak(iri, value)
        return made, list(self._uncertainty(value))

    def beside(self, iri: str, value: ox.NamedNode | ox.Literal) -> Json:
        """The snak for a value in a qualifier or a reference, where nothing can stand beside it.

        A date that is no point in time is a text there.
        """
        if isinstance(value, ox.Literal) and value.datatype.value == EDTF_TEXT:
            if is_exact(value.value):
                return self.snak(iri, TIME, time_value(value.value))
            return self.snak(iri, STRING, value.value)
        return self._snak(iri, value)

    def bounds(self, subject: str) -> Iterator[Json]:
        """The first and last day that dates can mean, as something says them."""
        for iri in (ARC.earliest, ARC.latest):
            for day in self._view.literals(subject, iri):
                yield self.snak(iri, TIME, day_value(day.value))

    def _date(self, iri: str, text: str) -> tuple[Json, list[Json]]:
        made = self.snak(iri, TIME, time_value(text))
        return made, [] if is_exact(text) else [self.snak(EDTF_TEXT, STRING, text)]

    def _snak(self, iri: str, value: ox.NamedNode | ox.Literal) -> Json:
        if isinstance(value, ox.Literal):
            return self._literal(iri, value)
        item = self._items.get(value.value)
        if item is not None:
            return self.snak(iri, ITEM, item_value(item))
        if "#" in value.value and self._view.node(value.value):
            return self._nested(iri, value.value)
        is_address = value.value.startswith(_OF_ADDRESSES)
        return self.snak(iri, URL if is_address else STRING, value.value)

    def _literal(self, iri: str, value: ox.Literal) -> Json:
        datatype = value.datatype.value
        if value.language:
            return self.snak(iri, TEXT, {"text": value.value, "language": value.language})
        if datatype == XSD.date:
            return self.snak(iri, TIME, day_value(value.value))
        if datatype in _NUMBERS:
            return self.snak(iri, QUANTITY, _quantity(value.value, NO_UNIT))
        return self.snak(iri, STRING, value.value)

    def _nested(self, iri: str, node: str) -> Json:
        """A quantity, a position or an identifier; of something else, its address."""
        text = self._view.text
        amount = text(node, SCHEMA.value)
        if self._view.is_a(node, SCHEMA.QuantitativeValue):
            units = self._view.iris(node, SCHEMA.unitCode)
            return self.snak(iri, QUANTITY, amount and _quantity(amount, self._unit(units)))
        latitude, longitude = text(node, SCHEMA.latitude), text(node, SCHEMA.longitude)
        if latitude and longitude:
            return self.snak(iri, GLOBE, self._position(node, latitude, longitude))
        if self._view.is_a(node, SCHEMA.PropertyValue) and amount:
            return self.snak(iri, EXTERNAL_ID, amount, text(node, SCHEMA.propertyID) or "")
        return self.snak(iri, URL, node)

    def _unit(self, units: Sequence[str]) -> str:
        """A unit is an item of Wikidata's, as the globe and the calendar are; else its own IRI."""
        if not units or units[0] == UNIT.UNITLESS:
            return NO_UNIT
        return self._units.get(units[0], units[0])

    def _position(self, node: str, latitude: str, longitude: str) -> Json:
        """How precise it is, the record says in kilometres; else the digits that it has."""
        digits = max(len(text.partition(".")[2]) for text in (latitude, longitude))
        precision = float(f"1e-{digits}")
        for far in self._view.iris(node, ARC.uncertainty):
            kilometres = self._view.text(far, SCHEMA.value)
            if kilometres and _KILOMETRE in self._view.iris(far, SCHEMA.unitCode):
                precision = round(float(kilometres) / _KM_OF_A_DEGREE, 6)
        return {
            "latitude": float(latitude),
            "longitude": float(longitude),
            "altitude": None,
            "precision": precision,
            "globe": EARTH,
        }

    def _uncertainty(self, value: ox.NamedNode | ox.Literal) -> Iterator[Json]:
        """By how much a position or an amount may be off, as the record has it."""
        if isinstance(value, ox.NamedNode) and "#" in value.value:
            for far in self._view.values(value.value, ARC.uncertainty):
                yield self._snak(ARC.uncertainty, far)


def _quantity(amount: str, unit: str) -> Json:
    """An amount has a sign, and a unit by its IRI.

    >>> _quantity("30", "1")
    {'amount': '+30', 'unit': '1'}
    >>> _quantity("-1.5e3", "http://qudt.org/vocab/unit/TONNE")["amount"]
    '-1500'
    """
    written = f"{Decimal(amount):f}"
    return {"amount": written if written.startswith("-") else f"+{written}", "unit": unit}
