"""What there is to match: every record that has a name, with what tells it from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import pyoxigraph as ox

from lod_archive.matching.dates import years_of
from lod_archive.matching.lives import begins_in, ends_in, life_of
from lod_archive.matching.model import Entity, Name
from lod_archive.query.labels import Text
from lod_archive.query.results import Rows
from lod_archive.query.run import run
from lod_archive.query.source import Source
from lod_archive.store import Term
from lod_archive.vocab.namespaces import ARC, RDF, RDFS, SCHEMA, SKOS

_Facts: TypeAlias = defaultdict[str, list[str]]


def read_entities(source: Source) -> Iterator[Entity]:
    """Every record of a publication that is looked up by name, by IRI; all are held in memory.

    That is each that has a name, but for claims, disagreements and tasks.

    :raises QueryError: if the store cannot be asked.
    """
    gathered: defaultdict[str, _Gathered] = defaultdict(_Gathered)
    for thing, predicate, value in _rows(source, _SAID):
        gathered[_text(thing)].say(_text(predicate), value)
    for thing, predicate, value, earliest, latest in _rows(source, _STATED):
        gathered[_text(thing)].state(_text(predicate), value, _first(earliest), _last(latest))
    for thing, kind in _rows(source, _TYPES):
        gathered[_text(thing)].types.add(_text(kind))
    for iri in sorted(gathered):
        entity = gathered[iri].entity(iri)
        if _UNNAMED.isdisjoint(entity.types) and any(name.part is None for name in entity.names):
            yield entity


@dataclass(slots=True)
class _Gathered:
    """What has been read of a record so far."""

    types: set[str] = field(default_factory=set)
    names: set[Name] = field(default_factory=set)
    descriptions: list[Text] = field(default_factory=list)
    facts: _Facts = field(default_factory=lambda: defaultdict(list))
    stated: _Facts = field(default_factory=lambda: defaultdict(list))

    def say(self, predicate: str, value: Term | None) -> None:
        if predicate in _NAMES and isinstance(value, ox.Literal):
            self.names.add(_name(predicate, value))
        elif predicate in _DESCRIPTIONS and isinstance(value, ox.Literal):
            self.descriptions.append(Text.of(value))
        else:
            self.facts[predicate].append(_text(value))

    def state(
        self, predicate: str, value: Term | None, since: int | None, until: int | None
    ) -> None:
        if predicate in _NAMES and isinstance(value, ox.Literal):
            self.names.add(_name(predicate, value, since, until))
        elif predicate not in _DESCRIPTIONS:
            self.stated[predicate].append(_text(value))

    def entity(self, iri: str) -> Entity:
        facts = {key: tuple(sorted({*values})) for key, values in sorted(self.facts.items())}
        stated = (
            (key, tuple(sorted({*values} - {*facts.get(key, ())})))
            for key, values in sorted(self.stated.items())
        )
        begin, end = _life(facts)
        return Entity(
            iri=iri,
            names=tuple(sorted(_without_repetition(self.names), key=_order)),
            types=tuple(sorted(self.types)),
            description=_in_english(self.descriptions),
            begin=begin,
            end=end,
            facts=facts,
            disputed={key: values for key, values in stated if values},
        )


def _name(
    predicate: str, value: ox.Literal, since: int | None = None, until: int | None = None
) -> Name:
    text = Text.of(value)
    preferred = predicate in _PREFERRED
    return Name(text.text, text.language, preferred, since, until, _PARTS.get(predicate))


def _without_repetition(names: Iterable[Name]) -> Iterator[Name]:
    """The names, but for those that are said again with the years of their use."""
    dated = {(name.text, name.language) for name in names if name.since or name.until}
    preferred = {(name.text, name.language) for name in names if name.is_preferred}
    for name in names:
        key = name.text, name.language
        is_dated = bool(name.since or name.until)
        if name.is_preferred or is_dated or key not in dated | preferred:
            yield name


def _order(name: Name) -> tuple[object, ...]:
    years = (name.since or 0, name.until or 0)
    return not name.is_preferred, name.part or "", name.language or "", name.text, years


def _life(facts: Mapping[str, tuple[str, ...]]) -> tuple[int | None, int | None]:
    """The years in which it begins and ends, as far as it is known which they are."""
    begins, ends = begins_in(facts), ends_in(facts)
    return life_of(begins, begins).only, life_of(ends, ends).only


def _in_english(texts: Iterable[Text]) -> str:
    ordered = sorted(
        texts, key=lambda each: (each.language != "en", each.language or "", each.text)
    )
    return ordered[0].text if ordered else ""


def _first(term: Term | None) -> int | None:
    years = years_of(_text(term))
    return years.first if years else None


def _last(term: Term | None) -> int | None:
    years = years_of(_text(term))
    return years.last if years else None


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _rows(source: Source, sparql: str) -> tuple[tuple[Term | None, ...], ...]:
    found = run(source, sparql)
    return found.rows if isinstance(found, Rows) else ()


_UNNAMED: Final = frozenset((ARC.Claim, ARC.Disagreement, SCHEMA.Action))
"""What is not looked up by name: what sources say, and what is still to be done."""
_PREFERRED: Final = frozenset((SCHEMA.name, SKOS.prefLabel))
_PARTS: Final[dict[str, Literal["given", "family"]]] = {
    SCHEMA.givenName: "given",
    SCHEMA.familyName: "family",
}
_NAMES: Final = frozenset(
    (*_PREFERRED, *_PARTS, SCHEMA.alternateName, SKOS.altLabel, SKOS.hiddenLabel, ARC.officialName)
)
_DESCRIPTIONS: Final = frozenset((SCHEMA.description, SKOS.definition, SKOS.scopeNote))
_RECORD: Final = "?document foaf:primaryTopic ?thing ; dcterms:isPartOf ?dataset ."
_SAID: Final = f"""
SELECT ?thing ?property ?value
WHERE {{
  {_RECORD}
  ?thing ?property ?value .
  FILTER (?property != <{RDF.type}>)
  FILTER NOT EXISTS {{ ?declared wikibase:claim ?property }}
  FILTER (isLiteral(?value) || !STRSTARTS(STR(?value), CONCAT(STR(?thing), "#")))
}}
"""
_STATED: Final = f"""
SELECT ?thing ?property ?value ?earliest ?latest
WHERE {{
  ?declared wikibase:directClaim ?property ;
    wikibase:claim ?claim ; wikibase:statementProperty ?stated .
  ?thing ?claim ?statement .
  ?statement ?stated ?value ; wikibase:rank ?rank .
  {_RECORD}
  FILTER (?rank != wikibase:DeprecatedRank)
  FILTER (isLiteral(?value) || !STRSTARTS(STR(?value), CONCAT(STR(?thing), "#")))
  OPTIONAL {{ ?statement arc:earliest ?earliest }}
  OPTIONAL {{ ?statement arc:latest ?latest }}
}}
"""
_TYPES: Final = f"""
SELECT DISTINCT ?thing ?class WHERE {{ {_RECORD} ?thing a/<{RDFS.subClassOf}>* ?class }}
"""
