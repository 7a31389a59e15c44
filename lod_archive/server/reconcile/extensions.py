"""What a client wants to add to its table: properties of entities that it has matched.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#data-extension-service
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lod_archive.server.reconcile.json_values import (
    as_count,
    as_list,
    as_object,
    as_text,
    read_object,
)
from lod_archive.server.reconcile.refusals import RequestRefused
from lod_archive.vocab import languages

MOST_IDS: Final = 1000
"""How many entities may be asked about at once."""
MOST_PROPERTIES: Final = 50
"""How many properties."""
RANKS: Final = ("best", "all")
_ONE_CELL: Final = "ids are those of columns; its prefixed name is another id of a property"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property, and how its values are wanted.

    :param limit: how many values at most; 0 for all.
    :param rank: ``best`` for what the archive holds to be right, ``all`` for what any source says.
    :param language: the tag of the language that texts are wanted in; empty for any.
    """

    id: str
    limit: int = 0
    rank: str = "best"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """Entities by their ids, and the properties that are wanted of each."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...]


def read_extension(text: str) -> Extension:
    """What is asked for by the parameter ``extend``.

    Settings come as text from forms: ``"5"`` is 5. Those of other services are passed over.

    :raises RequestRefused: if it is not as the specification wants it, or it is too much.

    >>> read_extension('{"ids": ["person/petrov"], "properties": [{"id": "birthDate"}]}').ids
    ('person/petrov',)
    """
    said = read_object("extend", text)
    for key in ("ids", "properties"):
        if key not in said:
            raise RequestRefused(f"“extend” has no “{key}”")
    ids = [as_text("an id", each) for each in as_list("“ids”", said["ids"])]
    properties = [*_properties(as_list("“properties”", said["properties"]))]
    for what, given, most in (("ids", ids, MOST_IDS), ("properties", properties, MOST_PROPERTIES)):
        if len(given) > most:
            raise RequestRefused(f"{what} may be {most:,}; there are {len(given):,}", status=413)
    for wanted, times in Counter(each.id for each in properties).items():
        if times > 1:
            raise RequestRefused(f"property “{wanted[:100]}” is wanted {times} times", _ONE_CELL)
    return Extension(tuple(dict.fromkeys(ids)), tuple(properties))


def _properties(values: list[object]) -> Iterator[Wanted]:
    for number, value in enumerate(values, 1):
        place = f"property {number}"
        said = as_object(place, value)
        if "id" not in said:
            raise RequestRefused(f"{place} has no “id”")
        settings = as_object(f"settings of {place}", said.get("settings") or {})
        yield Wanted(
            as_text(f"id of {place}", said["id"]),
            _limit(f"limit of {place}", settings.get("limit")),
            _rank(f"rank of {place}", settings.get("rank")),
            _language(f"language of {place}", settings.get("language")),
        )


def _limit(place: str, value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        return int(value)
    return as_count(place, value) if value not in (None, "") else 0


def _rank(place: str, value: object) -> str:
    rank = as_text(place, value) if value else RANKS[0]
    if rank not in RANKS:
        raise RequestRefused(f"{place} must be one of {', '.join(RANKS)}")
    return rank


def _language(place: str, value: object) -> str:
    tag = as_text(place, value).strip() if value else ""
    if tag and not languages.is_well_formed(tag):
        raise RequestRefused(f"{place} must be a language tag, such as en")
    return tag.lower()
