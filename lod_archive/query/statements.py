"""The statements of an entity as rows: for data frames, spreadsheets and plots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from lod_archive.query.describe import describe
from lod_archive.query.description import ClaimNote, StatementNote
from lod_archive.query.labels import Value
from lod_archive.query.prologue import Prologue
from lod_archive.query.results import Rows
from lod_archive.query.run import run
from lod_archive.query.source import Source
from lod_archive.store import Term
from lod_archive.vocab.namespaces import XSD

COLUMNS: Final = (
    "property",
    "value",
    "iri",
    "rank",
    "best",
    "date",
    "earliest",
    "latest",
    "stance",
    "claim",
    "source",
    "pages",
    "passage",
    "paraphrase",
)
_Row = tuple[Term | None, ...]


def statements(source: Source, thing: str, *, language: str = "en") -> Rows:
    """What is said of a thing: a row for each statement and each claim that it rests on.

    ============================  ============================================================
    column                        holds
    ============================  ============================================================
    ``property``                  the key that records write it with
    ``value``, ``iri``            a text, or the name and the IRI of a thing
    ``rank``, ``best``            ``preferred``, ``normal`` or ``deprecated``; whether no other
                                  of the property ranks higher. Neither for what is said plainly
    ``date``                      since or until when it holds, as EDTF
    ``earliest``, ``latest``      the bounds of that date, or of a value that is one
    ``stance``, ``claim``         how a source says it, and the claim's IRI
    ``source``                    the name of that source
    ``pages``                     on which pages of it, as it numbers them
    ``passage``, ``paraphrase``   where and what it says: its words, or the characters from–to
    ============================  ============================================================

    :param thing: an id such as ``event/strike``, a prefixed name or an IRI.
    :param language: in which to name other things, where they have a name in it.
    :raises QueryError: if there is no such entity, with the nearest ids.
    """
    known = describe(source, thing, language=language)
    entity = ox.NamedNode(known.iri)
    bounds = _texts(source, _BOUNDS, entity)
    passages = _texts(source, _PASSAGES, entity)
    rows = [
        _row(source.prologue, statement, claim, bounds, passages)
        for statement in known.statements
        for claim in statement.claims or (None,)
    ]
    rows += [
        _cells(property=_text(fact.property), **_valued(source.prologue, value))
        for fact in known.facts
        for value in fact.values
    ]
    return Rows(COLUMNS, tuple(rows), source.prologue)


_Texts = Mapping[str, tuple[str | None, ...]]


def _row(
    prologue: Prologue,
    statement: StatementNote,
    claim: ClaimNote | None,
    bounds: _Texts,
    passages: _Texts,
) -> _Row:
    earliest, latest = bounds.get(statement.id, (None, None))
    cells = {
        "property": _text(statement.property),
        **_valued(prologue, statement.value),
        "rank": _text(statement.rank),
        "best": ox.Literal(statement.is_best),
        "date": _text(", ".join(_dates(statement)) or None),
        "earliest": _date(earliest),
        "latest": _date(latest),
    }
    if claim is not None:
        pages, exact, start, end = passages.get(claim.id, (None, None, None, None))
        cells |= {
            "stance": _text(claim.stance),
            "claim": _thing(prologue, claim.id),
            "source": _text(claim.source.text if claim.source else None),
            "pages": _text(pages),
            "passage": _text(exact or (f"{start}–{end}" if start else None)),
            "paraphrase": _text(claim.paraphrase),
        }
    return _cells(**cells)


def _cells(**cells: Term | None) -> _Row:
    return tuple(cells.get(column) for column in COLUMNS)


def _valued(prologue: Prologue, value: Value) -> dict[str, Term | None]:
    return {"value": _text(value.text), "iri": _thing(prologue, value.id)}


def _dates(statement: StatementNote) -> Iterator[str]:
    for qualifier in statement.qualifiers:
        if qualifier.property == "date":
            yield from (value.text for value in qualifier.values)


def _text(text: str | None) -> ox.Literal | None:
    return None if text is None else ox.Literal(text)


def _date(day: str | None) -> ox.Literal | None:
    return None if day is None else ox.Literal(day, datatype=ox.NamedNode(XSD["date"]))


def _thing(prologue: Prologue, shortened: str | None) -> ox.NamedNode | None:
    iri = prologue.expand(shortened) if shortened else None
    return ox.NamedNode(iri) if iri else None


def _texts(source: Source, sparql: str, entity: ox.NamedNode) -> _Texts:
    """What was found of each node, by its id."""
    found = run(source, sparql, values={"entity": entity})
    rows = found.rows if isinstance(found, Rows) else ()
    shorten = source.prologue.shorten
    return {
        shorten(node.value): tuple(getattr(term, "value", None) for term in terms)
        for _, node, *terms in rows
        if isinstance(node, ox.NamedNode)
    }


_BOUNDS: Final = """
SELECT ?entity ?statement ?earliest ?latest
WHERE {
  ?entity ?property ?statement .
  ?statement a wikibase:Statement .
  OPTIONAL { ?statement arc:earliest ?earliest }
  OPTIONAL { ?statement arc:latest ?latest }
}
"""
_PASSAGES: Final = """
SELECT DISTINCT ?entity ?claim ?pages ?exact ?start ?end
WHERE {
  ?entity ?property ?statement .
  ?statement prov:wasDerivedFrom ?claim .
  OPTIONAL { ?claim schema:pagination ?pages }
  OPTIONAL {
    ?claim arc:passage ?passage
    OPTIONAL { ?passage oa:exact ?exact }
    OPTIONAL { ?passage oa:start ?start ; oa:end ?end }
  }
}
"""
