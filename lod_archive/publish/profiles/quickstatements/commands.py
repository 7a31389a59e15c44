"""Commands of QuickStatements, and the words that values are written in.

https://www.wikidata.org/wiki/Help:QuickStatements#Command_sequence_syntax
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lod_archive.graph.wikidata import ENTITY
from lod_archive.publish.profiles.wikibase.datatypes import (
    EARTH,
    GLOBE,
    GREGORIAN,
    ITEM,
    JULIAN,
    NO_UNIT,
    QUANTITY,
    STRING,
    TEXT,
    TIME,
    Json,
)

CREATE: Final = "CREATE"
LAST: Final = "LAST"
"""The item that was created last."""
UNKNOWN: Final = "somevalue"
ITEM_IRI: Final = re.compile(re.escape(ENTITY) + r"(Q[1-9]\d*)", re.ASCII)
"""The IRI of an item of Wikidata; its number is the group."""
_WHITE: Final = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Command:
    """A line: a new item, a term of an item, or a statement with qualifiers and references.

    :param item: ``Q…`` or ``LAST``; ``CREATE`` alone makes an item.
    :param name: a property, or ``L``, ``D`` or ``A`` with a language.
    :param value: as :func:`written` writes it.
    :param qualifiers: pairs of a property and a value.
    :param references: each a sequence of such pairs.
    """

    item: str
    name: str = ""
    value: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    references: tuple[tuple[tuple[str, str], ...], ...] = ()


def written(datatype: str, value: Json | str | None) -> str | None:
    """A value in the words of QuickStatements; None if it has none for it.

    >>> written("url", "https://example.org/")
    '"https://example.org/"'
    >>> written("wikibase-item", {"id": "Q5"}), written("time", None)
    ('Q5', 'somevalue')
    >>> written("quantity", {"amount": "+10", "unit": "http://www.wikidata.org/entity/Q11573"})
    '10U11573'
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return f'"{plain(value)}"'
    return _WORDS[datatype](value)


def plain(text: str) -> str:
    r"""The text in one line and one cell: what would end either becomes a space.

    >>> plain("two\nlines\tand a cell")
    'two lines and a cell'
    """
    return _WHITE.sub(" ", text).strip()


def _time(value: Json) -> str:
    calendar = "/J" if value["calendarmodel"] == JULIAN else ""
    return f"{value['time']}/{value['precision']}{calendar}"


def _quantity(value: Json) -> str | None:
    """Units are items of Wikidata there; an amount in another unit cannot be written."""
    if not has_known_unit(value):
        return None
    written_ = str(value["amount"]).removeprefix("+")
    if "upperBound" in value:
        bounds = (str(value[bound]).removeprefix("+") for bound in ("lowerBound", "upperBound"))
        written_ += f"[{','.join(bounds)}]"
    item = ITEM_IRI.fullmatch(value["unit"])
    return f"{written_}U{item[1].removeprefix('Q')}" if item else written_


def has_known_unit(quantity: Json) -> bool:
    """Whether a quantity has no unit, or one that is an item of Wikidata.

    >>> has_known_unit({"unit": "1"}), has_known_unit({"unit": f"{ENTITY}Q11573"})
    (True, True)
    >>> has_known_unit({"unit": "http://qudt.org/vocab/unit/M"})
    False
    """
    unit = str(quantity["unit"])
    return unit == NO_UNIT or ITEM_IRI.fullmatch(unit) is not None


def _degrees(value: float) -> str:
    """Digits without an exponent, which commands do not have.

    >>> _degrees(5e-05)
    '0.00005'
    """
    return f"{Decimal(repr(value)):f}"


_WORDS: Final[Mapping[str, Callable[[Json], str | None]]] = {
    ITEM: lambda value: str(value["id"]),
    TEXT: lambda value: f'{value["language"]}:"{plain(value["text"])}"',
    TIME: _time,
    QUANTITY: _quantity,
    GLOBE: lambda value: f"@{_degrees(value['latitude'])}/{_degrees(value['longitude'])}",
}
_ITEM: Final = re.compile(r"[QP][1-9]\d*")
_TEXT: Final = re.compile(r'([a-z][a-z0-9-]*):"(.*)"', re.DOTALL)
_TIME: Final = re.compile(r"([+-]\d{4,}-\d\d-\d\dT00:00:00Z)/(\d+)(/J)?")
_GLOBE: Final = re.compile(r"@(-?\d+(?:\.\d+)?)/(-?\d+(?:\.\d+)?)")
_QUANTITY: Final = re.compile(
    r"(-?\d+(?:\.\d+)?)(?:\[(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)\])?(?:U([1-9]\d*))?"
)


def read_value(word: str) -> tuple[str, Json | str | None]:
    """What a value means: its type and the value; what is quoted is of type ``string``.

    :raises ValueError: if it is none.

    >>> read_value('en:"strike"')
    ('monolingualtext', {'text': 'strike', 'language': 'en'})
    >>> read_value("+1935-08-31T00:00:00Z/11/J")[1]["calendarmodel"] == JULIAN
    True
    """
    if word == UNKNOWN:
        return UNKNOWN, None
    for datatype, pattern, read in _READERS:
        found = pattern.fullmatch(word)
        if found is not None:
            return datatype, read(found)
    raise ValueError(word)


def _read_time(found: re.Match[str]) -> Json:
    return {
        "time": found[1],
        "precision": int(found[2]),
        "calendarmodel": JULIAN if found[3] else GREGORIAN,
    }


def _read_quantity(found: re.Match[str]) -> Json:
    unit = f"{ENTITY}Q{found[4]}" if found[4] else NO_UNIT
    value = {"amount": _signed(found[1]), "unit": unit}
    if found[2] is None:
        return value
    return value | {"lowerBound": _signed(found[2]), "upperBound": _signed(found[3])}


_READERS: Final[Sequence[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Json | str]]]] = (
    (STRING, re.compile(r'"(.*)"', re.DOTALL), lambda found: found[1]),
    (ITEM, _ITEM, lambda found: {"id": found[0]}),
    (TEXT, _TEXT, lambda found: {"text": found[2], "language": found[1]}),
    (TIME, _TIME, _read_time),
    (
        GLOBE,
        _GLOBE,
        lambda found: {
            "latitude": float(found[1]),
            "longitude": float(found[2]),
            "globe": EARTH,
        },
    ),
    (QUANTITY, _QUANTITY, _read_quantity),
)


def _signed(number: str) -> str:
    return number if number.startswith("-") else f"+{number}"
