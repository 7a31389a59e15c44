"""Dates of statements, as far as commands can say them: points in time, bounds, start and end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.wikibase.datatypes import STRING, TIME
from lod_archive.publish.profiles.wikibase.properties import Property
from lod_archive.publish.profiles.wikibase.times import day_value, is_exact, time_value
from lod_archive.publish.profiles.wikibase.values import EDTF_TEXT
from lod_archive.vocab import edtf
from lod_archive.vocab.namespaces import ARC, DCTERMS

if TYPE_CHECKING:
    from lod_archive.publish.profiles.wikibase.datatypes import Json

_TEXT: Final = Property(EDTF_TEXT, STRING).id
_STATED: Final = Property(ARC.stated, STRING).id
_DURING: Final = Property(DCTERMS.date, STRING).id
KEPT: Final = frozenset(
    {_TEXT, _DURING, *(Property(bound, TIME).id for bound in (ARC.earliest, ARC.latest))}
)
"""The qualifiers that :func:`dates_of` stands for."""
_OPEN: Final = ("", "..")


def is_sayable(claim: Json) -> bool:
    """Whether the value of a statement, if a date, is a point in time or one of several days.

    What is an estimate or in doubt, or lasted, would be said with more certainty than it has.
    """
    if claim["mainsnak"]["datatype"] != TIME:
        return True
    return not _texts(claim, _STATED) and all(map(_is_one_day, _texts(claim, _TEXT)))


def dates_of(claim: Json) -> Iterator[tuple[str, Json | None]]:
    """Qualifiers for what dates mean: earliest, latest, start, end; None: it cannot be said."""
    texts = _texts(claim, _TEXT)
    for text in texts:
        yield from _bounds(text)
    for text in _texts(claim, _DURING):
        if "/" in text:
            yield from _sides(text)
        elif texts or not _is_one_day(text):
            yield "date", None
        else:
            yield from _bounds(text)


def _texts(claim: Json, name: str) -> list[str]:
    return [str(snak["datavalue"]["value"]) for snak in claim.get("qualifiers", {}).get(name, ())]


def _is_one_day(text: str) -> bool:
    date = edtf.parse(text)
    is_doubtful = date.is_uncertain or date.is_approximate
    return not (is_doubtful or date.is_interval or date.kind == "all of")


def _bounds(text: str) -> Iterator[tuple[str, Json | None]]:
    date = edtf.parse(text)
    for key, day in (("earliest", date.earliest), ("latest", date.latest)):
        if day is not None:
            yield key, day_value(day)


def _sides(text: str) -> Iterator[tuple[str, Json | None]]:
    for key, side in zip(("start", "end"), text.split("/"), strict=True):
        if is_exact(side):
            yield key, time_value(side)
        elif side not in _OPEN:
            yield key, None
