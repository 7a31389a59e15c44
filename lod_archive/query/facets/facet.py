"""The facets: in which ways the records of an archive can be narrowed down.

What values a facet has comes from the data: the classes in use, the concepts that something is
about, the places that anything has to do with, the sources and stances of the claims.

A pattern binds ``?thing`` to a record and ``?value`` to a value of the facet. They are written so
that they begin with what is rare; engines follow the order more or less.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import pyoxigraph as ox

from lod_archive.errors import QueryError
from lod_archive.query.prologue import Prologue

Choice: TypeAlias = ox.NamedNode | int
"""A value of a facet: a thing, or the first year of a decade."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet.

    :param pattern: SPARQL that binds ``?thing`` and ``?value``.
    :param has_years: whether its values are the first years of decades, and not things.
    """

    name: str
    pattern: str
    has_years: bool = False

    def read(self, text: str, prologue: Prologue) -> Choice:
        """The value that a person, or a link, has written.

        :raises QueryError: if it cannot be a value of this facet.

        >>> FACETS["type"].read("schema:Event", Prologue())
        <NamedNode value=https://schema.org/Event>
        >>> FACETS["decade"].read("1930", Prologue())
        1930
        """
        if self.has_years:
            if re.fullmatch(r"-?[0-9]{1,4}", text) and int(text) % 10 == 0:
                return int(text)
            raise QueryError(f"“{text}” is no decade", hint="give its first year, such as 1930")
        iri = prologue.expand(text) if text else None
        if iri is None:
            raise QueryError(
                f"“{text}” cannot be a {self.name}",
                hint="give an id such as event/strike, a prefixed name or an absolute IRI",
            )
        return ox.NamedNode(iri)

    def one_of(self, values: Iterable[Choice]) -> str:
        r"""SPARQL that binds ``?thing`` to the records that have one of these values.

        >>> FACETS["stance"].one_of([ox.NamedNode("urn:x:said")]).partition("\n")[0]
        'VALUES ?value { <urn:x:said> }'
        """
        if self.has_years:
            within = (f"(?first <= {decade} && {decade} <= ?last)" for decade in values)
            span = textwrap.indent(f"{_SPAN}\nFILTER({' || '.join(within)})", "  ")
            return f"{{ SELECT ?dated WHERE {{\n{span}\n}} }}\n{_DATED}"
        return f"VALUES ?value {{ {' '.join(map(str, values))} }}\n{self.pattern}"


_TYPE: Final = "?thing a ?value ."
_SUBJECT: Final = "?thing schema:about|dcterms:subject ?value . ?value a skos:Concept ."
_PLACE: Final = "?value a schema:Place . ?thing ?property ?value ."
_SOURCE: Final = """\
{ ?thing a arc:Claim ; dcterms:source ?value }
UNION
{ ?claim dcterms:source ?value . ?statement prov:wasDerivedFrom ?claim .
  ?thing ?property ?statement }"""
_STANCE: Final = """\
{ ?thing arc:stance ?value }
UNION
{ ?claim arc:stance ?value . ?statement prov:wasDerivedFrom ?claim .
  ?thing ?property ?statement }"""
_SPAN: Final = """\
{ ?dated arc:earliest ?from OPTIONAL { ?dated arc:latest ?until } }
UNION
{ ?dated arc:latest ?until OPTIONAL { ?dated arc:earliest ?from } FILTER(!BOUND(?from)) }
BIND(10 * FLOOR(YEAR(COALESCE(?from, ?until)) / 10) AS ?first)
BIND(10 * FLOOR(YEAR(COALESCE(?until, ?from)) / 10) AS ?last)
FILTER(?last - ?first <= 100)"""
_DATED: Final = """\
{ ?document foaf:primaryTopic ?dated BIND(?dated AS ?thing) }
UNION
{ ?dated a wikibase:BestRank . ?thing ?property ?dated }"""
_DECADE: Final = f"""\
{{ SELECT ?dated ?first ?last WHERE {{
{textwrap.indent(_SPAN, "  ")}
}} }}
{_DATED}
VALUES ?further {{ 0 10 20 30 40 50 60 70 80 90 100 }}
FILTER(?first + ?further <= ?last)
BIND(xsd:integer(?first + ?further) AS ?value)"""

FACETS: Final[Mapping[str, Facet]] = {
    facet.name: facet
    for facet in (
        Facet("type", _TYPE),
        Facet("subject", _SUBJECT),
        Facet("place", _PLACE),
        Facet("decade", _DECADE, has_years=True),
        Facet("source", _SOURCE),
        Facet("stance", _STANCE),
    )
}
"""The facets by their names, in the order in which they are shown.

- **type**: a class of the record.
- **subject**: a concept that it is about.
- **place**: a place that one of its plain properties leads to, whichever it is.
- **decade**: one that the record's own date, or that of a best-ranked statement about it, may lie
  in. A date that is uncertain or takes long counts in each decade that it may lie in, but in none
  if those are more than eleven: it tells no decades apart then. A side that is open is as if it
  ended where it begins.
- **source**, **stance**: those of the claim itself, or of the claims that its statements rest on.
"""
