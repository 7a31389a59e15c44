"""What the faceted page shows, asked of the archive."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from lod_archive.query.facets import (
    FACETS,
    Choice,
    Facet,
    Selection,
    count_query,
    facet_query,
    names_query,
    results_query,
)
from lod_archive.query.labels import Labels
from lod_archive.query.prologue import Prologue
from lod_archive.query.results import Rows
from lod_archive.server.search.links import shown
from lod_archive.server.search.requests import BrowseRequest

Asker: TypeAlias = Callable[[str], Awaitable[Rows]]
"""Answers a SPARQL SELECT; raises an :class:`~lod_archive.errors.ArchiveError` if it cannot."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of a facet, by its name, and how many records of the selection have it."""

    value: Choice
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet, its values, and the query that counts them."""

    facet: Facet
    values: tuple[ValueView, ...]
    query: str


@dataclass(frozen=True, slots=True)
class BrowseView:
    """A page of the records that were chosen, the facets, and the query for the records.

    :param results: the records and their names.
    :param chosen: what is chosen, with its name.
    """

    total: int
    results: tuple[tuple[ox.NamedNode, str], ...]
    facets: tuple[FacetView, ...]
    chosen: tuple[tuple[Facet, Choice, str], ...]
    query: str


async def browse_view(
    request: BrowseRequest, ask: Asker, prologue: Prologue, language: str
) -> BrowseView:
    """What to show; the questions are asked at the same time.

    :raises ArchiveError: if the archive does not answer one of them.
    """
    selection = request.selection
    results_sparql = results_query(selection, request.page, language=language)
    queries = [facet_query(selection, facet) for facet in FACETS.values()]
    total, results, *counts = await asyncio.gather(
        *(ask(query) for query in (count_query(selection), results_sparql, *queries))
    )
    counted = [_counted(rows) for rows in counts]
    records = [row[0] for row in results.rows if isinstance(row[0], ox.NamedNode)]
    chosen = [value for _, value in selection.choices]
    named = await _named(
        [*records, *chosen, *(value for each in counted for value, _ in each)], ask
    )
    labels = Labels(named, language, prologue)
    return BrowseView(
        total=_number(total.rows[0][0]) if total.rows else 0,
        results=tuple((record, _label(record, labels, prologue)) for record in records),
        facets=tuple(
            FacetView(facet, _values(facet, selection, pairs, labels, prologue), query)
            for facet, pairs, query in zip(FACETS.values(), counted, queries, strict=True)
        ),
        chosen=tuple(
            (facet, value, _label(value, labels, prologue)) for facet, value in selection.choices
        ),
        query=results_sparql,
    )


def _values(
    facet: Facet,
    selection: Selection,
    counted: Sequence[tuple[Choice, int]],
    labels: Labels,
    prologue: Prologue,
) -> tuple[ValueView, ...]:
    chosen = selection.of(facet)
    return tuple(
        ValueView(value, _label(value, labels, prologue), count, value in chosen)
        for value, count in counted
    )


async def names_of(
    things: Iterable[str], ask: Asker, prologue: Prologue, language: str
) -> dict[str, str]:
    """What things are called, by IRI.

    :raises ArchiveError: if the archive does not answer.
    """
    nodes = [ox.NamedNode(thing) for thing in things]
    labels = Labels(await _named(nodes, ask), language, prologue)
    return {node.value: _label(node, labels, prologue) for node in nodes}


async def _named(things: Iterable[Choice], ask: Asker) -> list[tuple[ox.NamedNode, ox.Literal]]:
    nodes = dict.fromkeys(thing for thing in things if isinstance(thing, ox.NamedNode))
    rows = (await ask(names_query(nodes))).rows if nodes else ()
    return [
        (thing, name)
        for thing, name in rows
        if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal)
    ]


def _counted(rows: Rows) -> list[tuple[Choice, int]]:
    """The values and their counts; a value that is no thing, nor a decade, cannot be chosen."""
    found: list[tuple[Choice, int]] = []
    for value, count in rows.rows:
        if isinstance(value, ox.NamedNode):
            found.append((value, _number(count)))
        elif isinstance(value, ox.Literal):
            found.append((_number(value), _number(count)))
    return found


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, ox.Literal) else 0


def _label(value: Choice, labels: Labels, prologue: Prologue) -> str:
    if isinstance(value, int):
        return f"{value}–{value + 9}"
    name = labels.thing(value)
    return shown(value.value, prologue) if name.text == name.id else name.text
