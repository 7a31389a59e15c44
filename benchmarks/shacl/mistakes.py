"""Mistakes of the kinds that archivists make, put into a graph that has none.

A hundredth of the values of some properties is spoiled, each in one of a few ways, so that every
kind of constraint in ``benchmarks/shapes.ttl`` finds something. Same triples and seed, same
mistakes. Whatever is put in is written as a store writes it, so that every side reports the same
value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Final

import pyoxigraph as ox

from lod_archive.vocab.namespaces import XSD

SHARE: Final = 0.01
"""Which part of the values of a property is spoiled."""

Mistake = Callable[[ox.Triple], tuple[ox.Triple, ...]]
"""What is written instead of a triple."""

_SCHEMA: Final = "https://schema.org/"
_LODO: Final = "https://w3id.org/lod-archive/ontology#"
_WIKIBASE: Final = "http://wikiba.se/ontology#"
_OA: Final = "http://www.w3.org/ns/oa#"
_PROV: Final = "http://www.w3.org/ns/prov#"
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_NOBODY: Final = "https://example.org/colliery/nobody"


def spoil(triples: Iterable[ox.Triple], random: Random) -> Iterator[ox.Triple]:
    """The triples, as they come, some of them spoiled."""
    for triple in triples:
        mistakes = _MISTAKES.get(triple.predicate.value)
        if mistakes is None or random.random() >= SHARE:
            yield triple
        else:
            yield from random.choice(mistakes)(triple)


def _forget(triple: ox.Triple) -> tuple[ox.Triple, ...]:
    return ()


def _repeat(triple: ox.Triple) -> tuple[ox.Triple, ...]:
    """A second value beside the first; of a text, in the same language."""
    value = triple.object
    if isinstance(value, ox.Literal):
        other: ox.Literal | ox.NamedNode = _literal(f"{value.value} (again)", value)
    else:
        other = ox.NamedNode(_NOBODY)
    return (triple, _with(triple, other))


def _dangle(triple: ox.Triple) -> tuple[ox.Triple, ...]:
    return (_with(triple, ox.NamedNode(_NOBODY)),)


def _write_out(triple: ox.Triple) -> tuple[ox.Triple, ...]:
    """A plain word instead of a number, a date or a reference."""
    return (_with(triple, ox.Literal("unknown")),)


def _shorten(triple: ox.Triple) -> tuple[ox.Triple, ...]:
    return (_with(triple, _literal("…", triple.object)),)


def _untranslated(triple: ox.Triple) -> tuple[ox.Triple, ...]:
    """A language that the archive does not have."""
    return (triple, _with(triple, ox.Literal("unbekannt und ohne Übersetzung", language="de")))


def _misspell(triple: ox.Triple) -> tuple[ox.Triple, ...]:
    assert isinstance(triple.object, ox.NamedNode)
    return (_with(triple, ox.NamedNode(triple.object.value.replace("viaf", "viav", 1))),)


def _number(value: str, datatype: str) -> Mistake:
    def replace(triple: ox.Triple) -> tuple[ox.Triple, ...]:
        return (_with(triple, ox.Literal(value, datatype=ox.NamedNode(datatype))),)

    return replace


def _point_to(iri: str) -> Mistake:
    def replace(triple: ox.Triple) -> tuple[ox.Triple, ...]:
        return (_with(triple, ox.NamedNode(iri)),)

    return replace


def _add(predicate: str, text: str) -> Mistake:
    def add(triple: ox.Triple) -> tuple[ox.Triple, ...]:
        return triple, ox.Triple(triple.subject, ox.NamedNode(predicate), ox.Literal(text))

    return add


def _with(triple: ox.Triple, value: ox.Literal | ox.NamedNode) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, value)


def _literal(text: str, like: object) -> ox.Literal:
    """A literal of the language or datatype of another one."""
    assert isinstance(like, ox.Literal)
    if like.language:
        return ox.Literal(text, language=like.language)
    return ox.Literal(text, datatype=like.datatype)


_MISTAKES: Final[dict[str, tuple[Mistake, ...]]] = {
    f"{_SCHEMA}about": (_dangle, _write_out, _forget),
    f"{_SCHEMA}author": (_dangle, _forget),
    f"{_SCHEMA}birthDate": (_write_out,),
    f"{_SCHEMA}birthPlace": (_dangle, _write_out),
    f"{_SCHEMA}containedInPlace": (_dangle, _repeat),
    f"{_SCHEMA}description": (_shorten, _untranslated),
    f"{_SCHEMA}geo": (_forget, _dangle),
    f"{_SCHEMA}givenName": (_repeat, _forget),
    f"{_SCHEMA}inLanguage": (_forget, _write_out),
    f"{_SCHEMA}latitude": (_number("120.5", XSD.decimal), _add(f"{_SCHEMA}elevation", "high")),
    f"{_SCHEMA}longitude": (_forget, _write_out),
    f"{_SCHEMA}location": (_dangle, _write_out),
    f"{_SCHEMA}name": (_forget, _repeat, _untranslated),
    f"{_SCHEMA}sameAs": (_misspell, _write_out),
    f"{_SCHEMA}unitCode": (_dangle, _write_out),
    f"{_SCHEMA}value": (_number("-5", XSD.decimal), _write_out, _forget),
    "http://purl.org/dc/terms/isPartOf": (_dangle, _repeat),
    "http://purl.org/dc/terms/source": (_dangle, _forget),
    f"{_FOAF}primaryTopic": (_forget,),
    f"{_LODO}latest": (_number("1700-01-01", XSD.date),),
    f"{_LODO}paraphrase": (_shorten, _repeat, _untranslated),
    f"{_LODO}passage": (_forget, _dangle),
    f"{_LODO}stance": (_dangle, _forget),
    f"{_OA}end": (_number("1", XSD.nonNegativeInteger),),
    f"{_OA}start": (_write_out, _forget),
    f"{_PROV}wasDerivedFrom": (_dangle, _write_out),
    f"{_SKOS}inScheme": (_dangle,),
    f"{_SKOS}prefLabel": (_repeat, _forget),
    f"{_WIKIBASE}rank": (_dangle, _forget, _point_to(f"{_WIKIBASE}PreferredRank")),
}
