"""The queries behind a faceted view: complete SPARQL, to be asked, shown, and opened in an editor.

They need no prefix declared elsewhere. What was chosen stands in them as terms that pyoxigraph has
checked and written, or as whole numbers: nothing that a reader sends gets in as text.
`SPARQL 1.1, §11 <https://www.w3.org/TR/sparql11-query/#aggregates>`_
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from lod_archive.query.facets.facet import Facet
from lod_archive.query.facets.selection import Selection
from lod_archive.query.tokens import tokens
from lod_archive.vocab import languages
from lod_archive.vocab.namespaces import PREFIXES

PAGE_SIZE: Final = 25
"""How many records a page of results has."""
MOST_VALUES: Final = 50
"""How many values of a facet are counted: the most frequent."""

_RECORD: Final = "?document foaf:primaryTopic ?thing ; dcterms:isPartOf ?dataset ."
_NAME: Final = "schema:name|skos:prefLabel|arc:paraphrase"


def facet_query(selection: Selection, facet: Facet) -> str:
    """The values of a facet, and how many records of the selection have each: ``?value ?count``.

    What is chosen of this facet itself does not count here: its values are alternatives, and the
    others must not disappear when one is chosen.

    >>> from lod_archive.query.facets import FACETS
    >>> print(facet_query(Selection(), FACETS["type"]))
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX foaf: <http://xmlns.com/foaf/0.1/>
    <BLANKLINE>
    SELECT ?value (COUNT(DISTINCT ?thing) AS ?count)
    WHERE {
      ?document foaf:primaryTopic ?thing ; dcterms:isPartOf ?dataset .
      { SELECT DISTINCT ?thing ?value WHERE {
        ?thing a ?value .
      } }
    }
    GROUP BY ?value
    ORDER BY DESC(?count) ?value
    LIMIT 50
    """
    order = "?value" if facet.has_years else "DESC(?count) ?value"
    others = Selection(tuple(choice for choice in selection.choices if choice[0] is not facet))
    return _query(
        "?value (COUNT(DISTINCT ?thing) AS ?count)",
        (*_selected(others), _subquery("?thing ?value", facet.pattern)),
        f"GROUP BY ?value\nORDER BY {order}\nLIMIT {MOST_VALUES}",
    )


def results_query(selection: Selection, page: int, *, language: str = "en") -> str:
    """The records of a page of the selection, counted from 1, by name: ``?thing ?name``.

    Those without a name in the language come last.

    :raises ValueError: if the page is below 1, or the language tag is not well-formed.
    """
    if page < 1 or not languages.is_well_formed(language):
        raise ValueError((page, language))
    tag = ox.Literal(language.lower())
    named = f"OPTIONAL {{ ?thing {_NAME} ?called FILTER(LANG(?called) = {tag}) }}"
    return _query(
        "?thing (MIN(?called) AS ?name)",
        (*_selected(selection), named),
        f"GROUP BY ?thing\nORDER BY (!BOUND(?name)) ?name ?thing\n"
        f"LIMIT {PAGE_SIZE} OFFSET {PAGE_SIZE * (page - 1)}",
    )


def count_query(selection: Selection) -> str:
    """How many records the selection has: ``?count``."""
    return _query("(COUNT(DISTINCT ?thing) AS ?count)", _selected(selection), "")


def names_query(things: Iterable[ox.NamedNode]) -> str:
    """The names of things, in every language: ``?thing ?name``."""
    values = f"VALUES ?thing {{ {' '.join(map(str, things))} }}"
    return _query("?thing ?name", (values, f"?thing {_NAME}|rdfs:label ?name ."), "")


def _selected(selection: Selection) -> Iterator[str]:
    """Patterns that bind ``?thing`` to the records of a selection."""
    yield _RECORD
    for facet, values in selection:
        yield _subquery("?thing", facet.one_of(values))


def _subquery(projected: str, pattern: str) -> str:
    """A pattern that is evaluated by itself: joined one by one, long ones take minutes."""
    return f"{{ SELECT DISTINCT {projected} WHERE {{\n{textwrap.indent(pattern, '  ')}\n}} }}"


def _query(projected: str, patterns: Iterable[str], end: str) -> str:
    where = textwrap.indent("\n".join(patterns), "  ")
    body = f"SELECT {projected}\nWHERE {{\n{where}\n}}\n{end}".strip()
    return "".join(f"PREFIX {line}\n" for line in _prefixes(body)) + f"\n{body}"


def _prefixes(body: str) -> list[str]:
    """The declarations of the prefixes that a query uses."""
    used = {token.prefix for token in tokens(body) if token.prefix}
    return [f"{prefix}: <{PREFIXES[prefix]}>" for prefix in sorted(used)]
