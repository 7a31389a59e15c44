"""Values of snaks, as records write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from lod_archive.graph.dates import in_gregorian
from lod_archive.publish.profiles.wikibase.datatypes import EARTH, NO_UNIT
from lod_archive.publish.profiles.wikibase.times import calendar_of, edtf_of
from lod_archive.vocab import edtf
from lod_archive.vocab.namespaces import SCHEMA, UNIT
from lod_archive.vocab.pagination import is_pages

if TYPE_CHECKING:
    from lod_archive.graph.context import Context, Term
    from lod_archive.imports.wikibase.entities import Json

_ITEM: Final = re.compile(r"/entity/Q\d+$")
"""How the IRI of an item ends, in whatever Wikibase; as a unit it is one that must be known."""
UNFIT: Final = object()
"""What there is no value for."""


class Values:
    """Turns values of snaks into values of records.

    :param records: number of an item → the id of its record.
    :param claims: the ids of the claims in the file.
    :param base: of the archive that the file was exported from.
    :param languages: number of an item → the code of the language that it is.
    :param units: IRI of an item → the word for the unit that it is.
    """

    def __init__(
        self,
        context: Context,
        records: Mapping[str, str],
        claims: Collection[str],
        base: str | None,
        languages: Mapping[str, str],
        units: Mapping[str, str],
    ) -> None:
        self._context = context
        self._records = records
        self._base = base
        self._languages = languages
        self._known = {*records.values(), *claims}
        words = context.terms.values()
        own = {term.iri: term.key for term in words if term.iri.startswith(UNIT)}
        self._units = {**units, **own}

    def value(self, term: Term, snak: Json, scheme: str = "") -> Any:
        """The value for a key of a record; :data:`UNFIT` if there is none."""
        if snak.get("snaktype") != "value" or "datavalue" not in snak:
            return UNFIT
        value, kind = snak["datavalue"]["value"], snak["datavalue"]["type"]
        if kind == "string":
            return self._text(term, value, scheme)
        return _READERS.get(kind, _unfit)(self, term, value)

    def _item(self, term: Term, value: Json) -> Any:
        if term.iri == SCHEMA.inLanguage:
            return self._languages.get(value.get("id", ""), UNFIT)
        return self._records.get(value.get("id", ""), UNFIT) if term.is_reference else UNFIT

    def _words(self, term: Term, value: Json) -> Any:
        return {value["language"]: value["text"]} if term.is_language_map else UNFIT

    def _time(self, term: Term, value: Json) -> Any:
        return self.date(value) if term.is_date else UNFIT

    def _position(self, term: Term, value: Json) -> Any:
        """A position on earth: records have no others."""
        found = {
            "type": "GeoCoordinates",
            "latitude": repr(value["latitude"]),
            "longitude": repr(value["longitude"]),
        }
        return found if term.is_reference and value.get("globe", EARTH) == EARTH else UNFIT

    def date(self, value: Json) -> Any:
        """The date in the Gregorian calendar."""
        text, calendar = edtf_of(value), calendar_of(value)
        if text is None or calendar is None or not is_edtf(text, calendar):
            return UNFIT
        return in_gregorian(edtf.parse(text, calendar)) or UNFIT

    def _quantity(self, term: Term, value: Json) -> Any:
        amount = str(value["amount"]).removeprefix("+")
        if not term.is_reference:
            return amount if term.has_literals else UNFIT
        unit = UNIT.UNITLESS if value["unit"] == NO_UNIT else value["unit"]
        if unit not in self._units and _ITEM.search(unit):
            return UNFIT
        return {"amount": amount, "unit": self._units.get(unit, unit)}

    def _text(self, term: Term, value: str, scheme: str) -> Any:
        if scheme:
            return {"type": "Identifier", "scheme": scheme, "code": value}
        if term.coercion == "@vocab":
            return self._word(value)
        if term.is_language_map or (term.is_date and not is_edtf(value)):
            return UNFIT
        if term.iri == SCHEMA.pagination and not is_pages(value):
            return UNFIT
        return self.relative(value) if term.is_reference else value

    def relative(self, iri: str) -> Any:
        """An IRI; an id, if it is below the base of the archive that it comes from."""
        if not self._base or not iri.startswith(self._base):
            return iri
        local = iri.removeprefix(self._base)
        return local if local.partition("#")[0] in self._known else UNFIT

    def _word(self, iri: str) -> str:
        """The word of the context for an IRI."""
        for term in self._context.terms.values():
            if term.iri == iri and not term.is_property and not term.is_class:
                return term.key
        return iri


def unsaid(snak: Json, value: Any) -> Iterator[str]:
    """What of a snak its value in a record does not say, in words."""
    said = snak.get("datavalue", {}).get("value")
    if not isinstance(said, dict) or not isinstance(value, dict) or "uncertainty" in value:
        return
    if said.get("upperBound", said.get("amount")) != said.get("amount"):
        yield "bounds of amounts"
    if said.get("precision") and "latitude" in value:
        places = (value[key].partition(".")[2] for key in ("latitude", "longitude"))
        if said["precision"] != float(f"1e-{max(map(len, places))}"):
            yield "the precision of positions, where it is not that of their digits"


def _unfit(values: Values, term: Term, value: Json) -> Any:
    return UNFIT


_READERS: Final[Mapping[str, Callable[[Values, Term, Json], Any]]] = {
    "wikibase-entityid": Values._item,
    "monolingualtext": Values._words,
    "time": Values._time,
    "quantity": Values._quantity,
    "globecoordinate": Values._position,
}
"""The type of a value → what reads it."""


def is_edtf(text: str, calendar: edtf.Calendar = "gregorian") -> bool:
    """Whether a text is a date of the calendar.

    >>> is_edtf("1900-02-29"), is_edtf("1900-02-29", "julian"), is_edtf("[1801..1900]/..")
    (False, True, False)
    """
    try:
        edtf.parse(text, calendar)
    except edtf.EdtfError:
        return False
    return True
