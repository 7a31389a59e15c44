"""Whether a query uses a keyword, decided by Oxigraph's own parser.

Scanning the text cannot tell a keyword from the same letters in an IRI, a literal, a comment or
a name: ``?a<?b#>`` is an IRI to one reader and a comparison with a comment to another. So each
occurrence is respelt, in letters that are no keyword, and the parser is asked again. IRIs,
literals, comments and names may be spelt in any way; the query stops being SPARQL exactly when
one of the occurrences was the keyword.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox


def has_service(sparql: str, prefixes: Mapping[str, str], base: str | None) -> bool:
    """Whether the query asks another server."""
    return _uses("service", sparql, prefixes, base)


def has_from(sparql: str, prefixes: Mapping[str, str], base: str | None) -> bool:
    """Whether the query names its own dataset with FROM or FROM NAMED."""
    return _uses("from", sparql, prefixes, base)


def _uses(keyword: str, sparql: str, prefixes: Mapping[str, str], base: str | None) -> bool:
    """Whether the query is SPARQL with this keyword and is not without it.

    A query that is wrong either way uses none: it is the store's to say what is wrong with it.
    """
    if keyword not in sparql.lower():
        return False
    respelt = _respell(keyword, sparql)
    names = {_respell(keyword, prefix): iri for prefix, iri in prefixes.items()}
    return not _parses(respelt, names, base) and _parses(sparql, prefixes, base)


def _respell(keyword: str, text: str) -> str:
    """The text with an ``x`` for the first letter of each occurrence: no keyword begins so.

    >>> _respell("from", "SELECT ?from FROM <g> {}")
    'SELECT ?xrom xROM <g> {}'
    """
    return re.sub(keyword, lambda found: "x" + found[0][1:], text, flags=re.IGNORECASE)


def _parses(sparql: str, prefixes: Mapping[str, str], base: str | None) -> bool:
    """Whether this is SPARQL. Nothing is evaluated, hence nobody is asked.

    Oxigraph has no function that only parses; it looks for the substituted variable after
    parsing and before evaluating, and no query has the one given here.
    """
    try:
        ox.Store().query(
            sparql, base_iri=base, prefixes=dict(prefixes), substitutions={_NOWHERE: ox.Literal("")}
        )
    except SyntaxError:
        return False
    except RuntimeError:
        return True
    return True


_NOWHERE = ox.Variable("in_no_query_ever_written")
