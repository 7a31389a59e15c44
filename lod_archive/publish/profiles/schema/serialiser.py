"""schema.org as one compact JSON-LD document a record, as its readers take it from pages.

Nested are the parts of the record in full, and of other records the class and the name. Dates are
those of ISO 8601 that https://schema.org/Date asks for.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyoxigraph as ox

from lod_archive.publish.profiles.output import Output
from lod_archive.vocab import formats, iris
from lod_archive.vocab.languages import cased
from lod_archive.vocab.namespaces import ARC, FOAF, RDF, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import Node, View

CONTEXT: Final = "https://schema.org/"
_FIRST: Final = ("name", "alternateName", "abstract", "description")
"""What a reader wants to see first; the rest follows in the order of the alphabet."""
_DATES: Final = (
    *("birthDate", "deathDate", "foundingDate", "dissolutionDate"),
    *("dateCreated", "datePublished"),
)
_UNSURE: Final = "marks of uncertain and approximate dates"
_UNKNOWN: Final = "that a side of an interval is unknown, not open"
_SHORTENED: Final = "parts of dates that ISO 8601 has no form for, such as seasons and unknown days"
_NO_DATE: Final = "dates that ISO 8601 has no form for, such as decades and choices"
_OPEN: Final = ".."
_QUALIFIERS: Final = re.compile("[?~%]")
_ISO: Final = re.compile(
    r"-?\d{4}(?![\dXS])(?:-(?:0[1-9]|1[0-2])(?:-\d{2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?)?)?"
)

_TAGGED: Final = re.compile(r'\{\s+"@language": ("[^"]*"),\s+"@value": ("(?:[^"\\]|\\.)*")\s+\}')
"""A text with its language, to be written on one line."""


class IsoDates(NamedTuple):
    """What ISO 8601 can say of a date in EDTF.

    :param start: the date itself, or that on which an interval begins; None if there is none.
    :param end: the date on which an interval ends; ``..`` if it is open, None if it is no interval.
    :param losses: what it cannot say, in words.
    """

    start: str | None
    end: str | None
    losses: tuple[str, ...]

    @property
    def text(self) -> str | None:
        """The date or interval as https://schema.org/temporalCoverage has it."""
        if self.end is None:
            return self.start
        sides = (self.start or _OPEN, self.end)
        return None if sides == (_OPEN, _OPEN) else "/".join(sides)


def iso_dates(edtf: str) -> IsoDates:
    """A date in EDTF as far as ISO 8601 can say it; nothing is made more precise than it was.

    >>> iso_dates("1935-08-30/1935-08-31")
    IsoDates(start='1935-08-30', end='1935-08-31', losses=())
    >>> iso_dates("1935-23").start, iso_dates("193X").start, iso_dates("1936~/..").text
    ('1935', None, '1936/..')
    """
    lost: list[str] = []
    if _QUALIFIERS.search(edtf):
        lost.append(_UNSURE)
    start, slash, end = _QUALIFIERS.sub("", edtf).partition("/")
    return IsoDates(_iso(start, lost), (_iso(end, lost) or _OPEN) if slash else None, tuple(lost))


def _iso(date: str, lost: list[str]) -> str | None:
    if date == _OPEN:
        return None
    if not date:
        lost.append(_UNKNOWN)
        return None
    found = _ISO.match(date)
    if found is None:
        lost.append(_NO_DATE)
        return None
    if found.end() < len(date):
        lost.append(_SHORTENED)
    return found.group()


def document(view: View, iri: str, losses: Losses) -> bytes:
    """A record as a JSON-LD document of its own."""
    node = view.nodes.get(iri, {})
    types = _types(node)
    content = _properties(view, iri, node, losses)
    _place_dates(content, node, iri, losses)
    _place_numbers(content, types)
    if any(each.value == FOAF.Group for each in node.get(SCHEMA.additionalType, ())):
        losses.add("that groups of people are no organizations", iri)
    named = {"@context": CONTEXT, "@id": iri, "@type": _one_or_all(types)}
    ordered = {key: content[key] for key in sorted(content, key=_rank)}
    text = json.dumps({**named, **ordered}, ensure_ascii=False, indent=2)
    return _TAGGED.sub(r'{ "@language": \1, "@value": \2 }', text).encode()


def _properties(view: View, iri: str, node: Node, losses: Losses) -> dict[str, Any]:
    """The properties of a node that are written as they are."""
    content = {}
    for predicate, values in node.items():
        name = predicate.removeprefix(SCHEMA)
        if predicate != RDF.type and name not in (*_DATES, "startDate", "temporalCoverage"):
            content[name] = _one_or_all([_value(view, iri, name, each, losses) for each in values])
    return content


def _value(
    view: View, iri: str, name: str, value: ox.NamedNode | ox.Literal, losses: Losses
) -> Any:
    if isinstance(value, ox.Literal):
        return _literal(value)
    node = view.nodes.get(value.value)
    if node is None or RDF.type not in node or name in _ADDRESSES:
        return value.value if name in _ADDRESSES else {"@id": value.value}
    if iris.entity_of(value.value) == iri or value.value.startswith(ARC):
        return {"@id": value.value, "@type": _one_or_all(_types(node))} | _properties(
            view, iri, node, losses
        )
    types = ["Occupation"] if name == "hasOccupation" else _types(node)
    names = {"name": _one_or_all([_literal(n) for n in view.literals(value.value, SCHEMA.name)])}
    return {"@id": value.value, "@type": _one_or_all(types)} | (names if names["name"] else {})


def _place_dates(content: dict[str, Any], node: Node, iri: str, losses: Losses) -> None:
    """Write the dates as those of ISO 8601."""
    for name in _DATES:
        dates = _only(node, name, iri, losses)
        if dates and dates.end is not None:
            losses.add(_NO_DATE, iri)
        elif dates and dates.start:
            content[name] = dates.start
    dates = _only(node, "startDate", iri, losses)
    if dates and dates.start:
        content["startDate"] = dates.start
    if dates and dates.end not in (None, _OPEN):
        content["endDate"] = dates.end
    coverage = sorted(value.value for value in node.get(SCHEMA.temporalCoverage, ()))
    spans = [_told(value, iri, losses) for value in coverage]
    if texts := [span.text for span in spans if span.text]:
        content["temporalCoverage"] = _one_or_all(texts)


def _only(node: Node, name: str, iri: str, losses: Losses) -> IsoDates | None:
    """The date of what can have one only: the first in order."""
    values = sorted(value.value for value in node.get(SCHEMA[name], ()))
    for _ in values[1:]:
        losses.add("dates beside the first, where there can be only one", iri)
    return _told(values[0], iri, losses) if values else None


def _told(edtf: str, iri: str, losses: Losses) -> IsoDates:
    dates = iso_dates(edtf)
    for loss in dates.losses:
        losses.add(loss, iri)
    return dates


def _place_numbers(content: dict[str, Any], types: Sequence[str]) -> None:
    """Numbers that only books and serials have are identifiers of what is neither."""
    for name, owner in (("isbn", "Book"), ("issn", "Periodical")):
        if name in content and owner not in types:
            numbers = content.pop(name)
            known = content.get("identifier", [])
            content["identifier"] = _one_or_all(
                [
                    *(known if isinstance(known, list) else [known]),
                    *(
                        {"@type": "PropertyValue", "propertyID": name.upper(), "value": number}
                        for number in (numbers if isinstance(numbers, list) else [numbers])
                    ),
                ]
            )


def _literal(value: ox.Literal) -> Any:
    if value.language:
        return {"@language": cased(value.language), "@value": value.value}
    return int(value.value) if value.datatype.value == XSD.integer else value.value


def _types(node: Node) -> list[str]:
    """The classes, without the widest of the works and media if there is a narrower one."""
    types = sorted({each.value.removeprefix(SCHEMA) for each in node.get(RDF.type, ())})
    wider = {"CreativeWork", "MediaObject"} if _MEDIA & {*types} else {"CreativeWork"}
    return [each for each in types if each not in wider] or types


def _one_or_all(values: Iterable[Any]) -> Any:
    """The value if it is the only one, else all in a list."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else listed


def _rank(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


_MEDIA: Final = frozenset({"AudioObject", "ImageObject", "VideoObject"})
_ADDRESSES: Final = frozenset({"sameAs", "url", "additionalType", "license", "mainEntityOfPage"})
"""What schema.org's context reads as an IRI although it is written as a text."""

OUTPUTS: Final = (Output(formats.JSON_LD, document, head=b"[\n", between=b",\n", tail=b"\n]\n"),)
