"""What a query answers: rows, yes or no, or triples; in memory, and written in any format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

import pyoxigraph as ox

from lod_archive.errors import QueryError, did_you_mean
from lod_archive.query import table
from lod_archive.query.prologue import Prologue
from lod_archive.store import Answer, Term
from lod_archive.vocab.formats import (
    DUMP_FORMATS,
    SPARQL_CSV,
    SPARQL_JSON,
    SPARQL_TSV,
    SPARQL_XML,
    TURTLE,
    Format,
)
from lod_archive.vocab.namespaces import XSD

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]

TABLE: Final = "table"
_ROW_FORMATS: Final[Mapping[str, Format]] = {
    "csv": SPARQL_CSV,
    "tsv": SPARQL_TSV,
    "json": SPARQL_JSON,
    "xml": SPARQL_XML,
}
_GRAPH_FORMATS: Final[Mapping[str, Format]] = {
    "turtle" if form is TURTLE else form.extension: form for form in DUMP_FORMATS
}
FORMATS: Final = (TABLE, *_ROW_FORMATS, *_GRAPH_FORMATS)
"""What answers are written in: the table and the next four for SELECT and ASK, RDF for triples."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT, complete and in memory.

    Iterating gives a mapping for each row, from variable to term, None where unbound;
    :attr:`rows` has the bare tuples. Language tags are in lower case, as the store keeps them,
    except in tables.

    :param constants: variables that were given as parameters, the same in every row; tables for
        people leave them out.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    prologue: Prologue = field(default_factory=Prologue)
    constants: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        return (dict(zip(self.variables, row, strict=True)) for row in self.rows)

    def write(
        self, form: str, out: BinaryIO, *, width: int | None = None, color: bool = False
    ) -> None:
        """Write the rows in one of the formats, in UTF-8.

        :param width: columns of the terminal, which a table's cells are cut to fit; None: uncut.
        :param color: whether a table may use terminal colours.
        :raises QueryError: if rows cannot be written in that format.
        """
        if form == TABLE:
            out.write(self._as_table(width, color).encode())
        else:
            _serialize(self._as_tsv(), _chosen(form, _ROW_FORMATS, "rows"), out)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame: IRIs and texts as strings, numbers and booleans as such, dates as written.

        :raises QueryError: if pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415 an extra, and slow to import
        except ImportError:
            raise QueryError(
                "data frames need pandas, which is not installed",
                hint="pip install 'lod_archive[pandas]'",
            ) from None
        values = [[_python_value(term) for term in row] for row in self.rows]
        return pd.DataFrame(values, columns=list(self.variables)).convert_dtypes()

    def _as_table(self, width: int | None, color: bool) -> str:
        shown = [n for n, name in enumerate(self.variables) if name not in self.constants]
        shown = shown or list(range(len(self.variables)))
        return table.draw(
            [self.variables[n] for n in shown],
            [[row[n] for n in shown] for row in self.rows],
            table.Style(self.prologue, width, color),
        )

    def _as_tsv(self) -> bytes:
        """The rows as SPARQL TSV, whose cells are terms as N-Triples writes them."""
        lines = ["\t".join(f"?{name}" for name in self.variables)]
        lines += (
            "\t".join("" if term is None else _written(term) for term in row) for row in self.rows
        )
        return "".join(line + "\n" for line in lines).encode()


@dataclass(frozen=True, slots=True)
class Ask:
    """The answer to an ASK.

    >>> bool(Ask(True))
    True
    """

    answer: bool

    def __bool__(self) -> bool:
        return self.answer

    def write(
        self, form: str, out: BinaryIO, *, width: int | None = None, color: bool = False
    ) -> None:
        """Write ``true`` or ``false`` in one of the formats; ``width`` and ``color`` do nothing.

        :raises QueryError: if it cannot be written in that format.
        """
        truth = str(self.answer).lower()
        if form == TABLE:
            out.write(f"{truth}\n".encode())
        else:
            _serialize(truth.encode(), _chosen(form, _ROW_FORMATS, "yes or no"), out)


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE, complete and in memory, in a steady order."""

    triples: tuple[ox.Triple, ...]
    prologue: Prologue = field(default_factory=Prologue)

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.triples)

    def write(
        self, form: str, out: BinaryIO, *, width: int | None = None, color: bool = False
    ) -> None:
        """Write the triples in one of the RDF formats, or as a table of three columns.

        :raises QueryError: if triples cannot be written in that format.
        """
        if form == TABLE:
            rows = tuple((each.subject, each.predicate, each.object) for each in self.triples)
            columns = Rows(("subject", "predicate", "object"), rows, self.prologue)
            columns.write(TABLE, out, width=width, color=color)
            return
        chosen = _chosen(form, _GRAPH_FORMATS, "triples")
        data = ox.serialize(
            self.triples,
            format=ox.RdfFormat.from_media_type(chosen.media_type),
            prefixes=_used(self.prologue.prefixes, self.triples),
        )
        out.write(data or b"")


Result: TypeAlias = Rows | Ask | Triples


def collect(answer: Answer, prologue: Prologue, constants: frozenset[str] = frozenset()) -> Result:
    """Read an answer of a store to its end.

    :param constants: the variables that were given as parameters.
    """
    if isinstance(answer, ox.QuerySolutions):
        variables = tuple(variable.value for variable in answer.variables)
        return Rows(variables, tuple(tuple(row) for row in answer), prologue, constants)
    if isinstance(answer, ox.QueryTriples):
        return Triples(tuple(sorted(set(answer), key=str)), prologue)
    return Ask(bool(answer))


def _chosen(form: str, known: Mapping[str, Format], what: str) -> Format:
    if form in known:
        return known[form]
    choices = f"choose one of {', '.join((TABLE, *known))}"
    if form in FORMATS:
        raise QueryError(f"{what} cannot be written as {form}", hint=choices)
    raise QueryError(f"unknown format “{form}”", hint=did_you_mean(form, FORMATS) or choices)


def _serialize(tsv: bytes, form: Format, out: BinaryIO) -> None:
    results = ox.parse_query_results(tsv, ox.QueryResultsFormat.TSV)
    data = results.serialize(format=ox.QueryResultsFormat.from_media_type(form.media_type))
    out.write(data or b"")
    if data and not data.endswith(b"\n"):
        out.write(b"\n")


def _written(term: Term) -> str:
    """A term as N-Triples 1.2 writes it; pyoxigraph leaves the brackets of a triple out."""
    if not isinstance(term, ox.Triple):
        return str(term)
    return f"<<( {_written(term.subject)} {term.predicate} {_written(term.object)} )>>"


def _used(prefixes: Mapping[str, str], triples: Sequence[ox.Triple]) -> dict[str, str]:
    """The prefixes of which the triples have an IRI; the others would only lengthen the file."""
    text = "\n".join(map(str, triples))
    return {prefix: iri for prefix, iri in prefixes.items() if f"<{iri}" in text}


def _python_value(term: Term | None) -> object:
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else term and str(term)
    kind = term.datatype.value.removeprefix(XSD)
    try:
        if kind in table.INTEGERS:
            return int(term.value)
        if kind in table.FRACTIONS:
            return float(term.value)
        if kind == "boolean":
            return _TRUTH[term.value]
    except (ValueError, KeyError):  # an ill-typed literal: what it says, as it stands
        pass
    return term.value


_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
