"""What a client wants to have reconciled: a batch of queries.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#reconciliation-queries
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lod_archive.server.reconcile.json_values import (
    as_count,
    as_list,
    as_object,
    as_text,
    check_keys,
    read_object,
)
from lod_archive.server.reconcile.refusals import RequestRefused

MOST_QUERIES: Final = 1000
"""How many queries a batch may have."""
MOST_CANDIDATES: Final = 100
"""How many candidates a query can ask for; as many as get a score are the most that there are."""
MOST_OF_BATCH: Final = 10_000
"""How many the queries of a batch are given together."""
_CANDIDATES: Final = 10
_MOST_PROPERTIES: Final = 50
_MOST_VALUES: Final = 100
_MOST_TYPES: Final = 50
_STRICTNESS: Final = ("any", "should", "all")
_KEYS: Final = ("query", "type", "limit", "properties", "type_strict")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that is known of what is looked for: a text, or an entity by its id."""

    text: str
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was sent.

    :param types: ids of types.
    :param strictness: ``should``, ``any`` or ``all``: what several types mean.
    :param properties: ids of properties with values that are known.
    """

    text: str
    types: tuple[str, ...] = ()
    strictness: str = "should"
    limit: int = _CANDIDATES
    properties: tuple[tuple[str, tuple[Value, ...]], ...] = ()


def read_queries(text: str) -> dict[str, Asked]:
    """The queries of a batch by their keys.

    :param text: the value of ``queries``.
    :raises RequestRefused: if it is not as the specification wants it, or there are too many.

    >>> read_queries('{"q0": {"query": "Стаханов", "type": "Person", "limit": 3}}')
    {'q0': Asked(text='Стаханов', types=('Person',), strictness='should', limit=3, properties=())}
    """
    batch = read_object("queries", text)
    if len(batch) > MOST_QUERIES:
        raise RequestRefused(
            f"a batch may have {MOST_QUERIES:,} queries; this one has {len(batch):,}",
            "send them in several batches",
            413,
        )
    most = min(MOST_CANDIDATES, MOST_OF_BATCH // max(1, len(batch)))
    return {key: _query(f"query “{key[:100]}”", value, most) for key, value in batch.items()}


def _query(place: str, value: object, most: int) -> Asked:
    said = as_object(place, value)
    check_keys(place, said, _KEYS)
    properties = tuple(_properties(place, said.get("properties", [])))
    if "query" not in said and not properties:
        raise RequestRefused(f"{place} asks for nothing", "it needs “query”, or “properties”")
    strictness = as_text(f"type_strict of {place}", said.get("type_strict", "should"))
    if strictness not in _STRICTNESS:
        raise RequestRefused(f"type_strict of {place} must be one of {', '.join(_STRICTNESS)}")
    limit = as_count(f"limit of {place}", said.get("limit", 0)) or _CANDIDATES
    return Asked(
        as_text(f"“query” of {place}", said.get("query", "")),
        _types(place, said.get("type", [])),
        strictness,
        min(limit, most),
        properties,
    )


def _types(place: str, value: object) -> tuple[str, ...]:
    types = [value] if isinstance(value, str) else as_list(f"type of {place}", value)
    _check_number(f"types of {place}", types, _MOST_TYPES)
    return tuple(as_text(f"type of {place}", each) for each in types)


def _properties(place: str, value: object) -> Iterator[tuple[str, tuple[Value, ...]]]:
    properties = as_list(f"properties of {place}", value)
    _check_number(f"properties of {place}", properties, _MOST_PROPERTIES)
    for number, each in enumerate(properties, 1):
        where = f"property {number} of {place}"
        said = as_object(where, each)
        for key in ("pid", "v"):
            if key not in said:
                raise RequestRefused(f"{where} has no “{key}”")
        values = said["v"] if isinstance(said["v"], list) else [said["v"]]
        _check_number(f"values of {where}", values, _MOST_VALUES)
        pid = as_text(f"pid of {where}", said["pid"])
        yield pid, tuple(_value(where, value) for value in values)


def _value(place: str, value: Any) -> Value:
    match value:
        case bool():
            return Value(str(value).lower())
        case str():
            return Value(value)
        case int():
            return Value(str(value))
        case float():
            return Value(f"{value:.15g}")
        case dict():
            return Value(as_text(f"id of the value of {place}", value.get("id")), is_id=True)
    raise RequestRefused(f"a value of {place} must be text, a number or {{“id”: …}}")


def _check_number(what: str, values: Sequence[object] | Mapping[str, object], most: int) -> None:
    if len(values) > most:
        raise RequestRefused(f"{what} may be {most}; there are {len(values):,}", status=413)
