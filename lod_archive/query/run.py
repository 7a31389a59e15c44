"""Asking a question: a SPARQL text, or a named query with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from lod_archive.errors import Location, QueryError, did_you_mean
from lod_archive.query import mistakes
from lod_archive.query.named import NamedQuery
from lod_archive.query.results import Result, Rows, collect
from lod_archive.query.source import Source
from lod_archive.query.worker import in_worker
from lod_archive.store import Term

_NO_VALUES: Final[Mapping[str, Term]] = {}
_DEFAULTS: Final[Mapping[str, str]] = {}
_PROJECT: Final = "name every parameter after SELECT; elsewhere use it in a triple pattern"


def run(
    source: Source,
    sparql: str,
    *,
    values: Mapping[str, Term] = _NO_VALUES,
    name: str = "query",
) -> Result:
    """The complete answer. Ctrl-C leaves a query that takes too long.

    The prefixes of the source's prologue need no declaration; the default graph is the union of
    all graphs unless the query says FROM; nobody else is asked over the network.

    :param values: variable → value; a SELECT must project each of these variables.
    :param name: what errors call the query: its file, for one.
    :raises QueryError: if it is not SPARQL, with its place; or it cannot be answered.

    >>> from lod_archive.store import EmbeddedStore
    >>> bool(run(Source(EmbeddedStore.in_memory()), "ASK { ?event a schema:Event }"))
    False
    """
    prologue = source.prologue

    def answer() -> Result:
        found = source.store.query(
            sparql, prefixes=prologue.prefixes, base=prologue.base, substitutions=values
        )
        return collect(found, prologue, frozenset(values))

    try:
        return in_worker(answer)
    except SyntaxError as error:
        raise mistakes.explain(error, sparql, prologue, name) from None
    except (RuntimeError, ValueError, OSError) as error:
        hint = _PROJECT if "SELECT projection" in str(error) else None
        raise QueryError(f"cannot be answered: {error}", at=Location(name), hint=hint) from None


def run_named(source: Source, query: NamedQuery, values: Mapping[str, str] = _DEFAULTS) -> Result:
    """The answer to a named query with these parameters, written as a person writes them.

    :raises QueryError: if a parameter is unknown, missing or of another type, or names a thing
        of which the source knows nothing; or the query cannot be answered.
    """
    terms = query.bind(values, source.prologue)
    for parameter in query.parameters:
        term = terms[parameter.name]
        if isinstance(term, ox.NamedNode) and not _is_known(source, term):
            raise _unknown_thing(source, parameter.name, term)
    return run(source, query.sparql, values=terms, name=str(query.path))


def _is_known(source: Source, thing: ox.NamedNode) -> bool:
    found = run(
        source,
        "SELECT ?thing WHERE { { ?thing ?p ?o } UNION { ?s ?p ?thing } } LIMIT 1",
        values={"thing": thing},
    )
    return isinstance(found, Rows) and len(found) > 0


def _unknown_thing(source: Source, parameter: str, thing: ox.NamedNode) -> QueryError:
    shorten = source.prologue.shorten
    subjects = run(
        source, "SELECT DISTINCT ?thing { ?thing a ?class MINUS { ?thing a foaf:Document } }"
    )
    known = [
        shorten(row[0].value)
        for row in (subjects.rows if isinstance(subjects, Rows) else ())
        if isinstance(row[0], ox.NamedNode)
    ]
    return QueryError(
        f"nothing is known here of “{shorten(thing.value)}”, given as {parameter}",
        hint=did_you_mean(shorten(thing.value), known) or "give the id of a record, or an IRI",
    )
