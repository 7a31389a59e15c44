"""The table of Wikidata's properties in triples: a publication knows what its words are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from lod_archive.graph.context import Context
from lod_archive.graph.wikidata import ENTITY, Match, Matches
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import DCTERMS, ISO639_1, RDFS, SKOS

_PLACES: Final = (
    ("properties", iris.PROPERTIES),
    ("qualifiers", iris.QUALIFIER_PREDICATES),
    ("references", iris.REFERENCE_PREDICATES),
)
"""Where the IRIs are that stand for the keys of each section."""


def match_quads(matches: Matches, context: Context, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """What properties, qualifiers, parts of references, classes, units and languages are at
    Wikidata, or what is missing before that can be said.
    """
    terms = context.terms
    for section, place in _PLACES:
        rows: Mapping[str, Match] = getattr(matches, section)
        for key in sorted(rows):
            if section != "properties" or (key in terms and terms[key].is_property):
                yield from _match(context.base + place + key, rows[key], graph)
    for key in sorted(matches.classes):
        if key in terms and terms[key].is_class:
            yield from _match(terms[key].iri, matches.classes[key], graph)
    for key in sorted(matches.units):
        if key in terms and not (terms[key].is_class or terms[key].is_property):
            yield from _match(terms[key].iri, matches.units[key], graph)
    for key in sorted(matches.languages):
        yield from _match(ISO639_1[key], matches.languages[key], graph)


def _match(iri: str, match: Match, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    node = ox.NamedNode(iri)
    if match.number is None:
        missing = ox.Literal(match.missing, language="en")
        yield ox.Quad(node, ox.NamedNode(SKOS.editorialNote), missing, graph)
        return
    there = ox.NamedNode(ENTITY + match.number)
    yield ox.Quad(node, ox.NamedNode(SKOS.closeMatch), there, graph)
    yield ox.Quad(node, ox.NamedNode(SKOS.note), ox.Literal(match.evidence), graph)
    yield ox.Quad(there, ox.NamedNode(RDFS.label), ox.Literal(match.label, language="en"), graph)
    if match.datatype:
        yield ox.Quad(there, ox.NamedNode(DCTERMS.type), ox.Literal(match.datatype), graph)
