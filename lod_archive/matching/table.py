"""Many names matched at once, as rows: for spreadsheets and data frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from lod_archive.errors import QueryError
from lod_archive.matching.lookup import MatchingIndex
from lod_archive.matching.model import Candidate, Query
from lod_archive.query.prologue import Prologue
from lod_archive.query.results import Rows
from lod_archive.store import Term
from lod_archive.vocab.namespaces import XSD

COLUMNS: Final = ("name", "iri", "label", "score", "match", "why")

Column = Sequence[object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What many names are matched with.

    :param types: classes that the entities are to be of, as prefixed names or IRIs.
    :param evidence: what else is known, by property: a column with a value for each name.
    :param limit: how many candidates of a name are wanted at most.
    """

    types: Iterable[str] = ()
    evidence: Mapping[str, Column] = field(default_factory=dict)
    limit: int = 1


def reconcile(
    index: MatchingIndex, names: Iterable[str], wanted: Wanted, prologue: Prologue
) -> Rows:
    """The candidates of each name, in the order of the names, the best first.

    A name that nothing agrees with has one row, in which the rest is empty.

    :raises QueryError: if a class or property is not one, or a column is of another length.
    """
    asked = [str(name).strip() for name in names]
    types = [wanted.types] if isinstance(wanted.types, str) else wanted.types
    classes = tuple(_iri(each, prologue) for each in types)
    columns = {_iri(key, prologue): list(values) for key, values in wanted.evidence.items()}
    for key, values in columns.items():
        if len(values) != len(asked):
            raise QueryError(
                f"there are {len(asked)} names, and {len(values)} values of "
                f"{prologue.shorten(key)}",
                hint="give a value for each name, None where nothing is known",
            )
    rows: list[tuple[Term | None, ...]] = []
    for at, name in enumerate(asked):
        known = {key: _given(values[at]) for key, values in columns.items()}
        query = Query(
            name, classes, wanted.limit, {key: each for key, each in known.items() if each}
        )
        rows += _rows(name, index.match(query))
    return Rows(COLUMNS, tuple(rows), prologue)


def _rows(name: str, found: Sequence[Candidate]) -> Iterator[tuple[Term | None, ...]]:
    for each in found:
        yield (
            ox.Literal(name),
            ox.NamedNode(each.iri),
            ox.Literal(each.name),
            ox.Literal(str(each.score), datatype=ox.NamedNode(XSD.decimal)),
            ox.Literal(each.is_match),
            ox.Literal("; ".join(f"{why.name} ({why.value:g})" for why in each.features)),
        )
    if not found:
        yield (ox.Literal(name), None, None, None, ox.Literal(False), None)


def _given(value: object) -> tuple[str, ...]:
    """A cell of a spreadsheet: nothing, a text or a number; whole ones without their fraction."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    is_empty = not text or (not isinstance(value, str) and text in _NOTHING)
    return () if is_empty else (text,)


_NOTHING: Final = frozenset(("None", "nan", "NaT", "<NA>"))
"""What data frames have where there is nothing."""


def _iri(name: str, prologue: Prologue) -> str:
    iri = prologue.expand(name)
    if iri is None:
        raise QueryError(
            f"“{name}” is no class or property", hint="write it like schema:Person, or as an IRI"
        )
    return iri
