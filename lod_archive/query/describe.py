"""An entity as a person reads it: its names and facts, its statements with the claims they rest
on, and what speaks of it.

Four queries, however much there is to tell; what they ask about is bound, never written in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import pyoxigraph as ox

from lod_archive.errors import QueryError, did_you_mean
from lod_archive.query.description import (
    ClaimNote,
    Description,
    Fact,
    LinkNote,
    StatementNote,
)
from lod_archive.query.labels import Labels, Text, Value
from lod_archive.query.prologue import Prologue
from lod_archive.query.results import Rows
from lod_archive.query.run import run
from lod_archive.query.source import Source
from lod_archive.store import Term
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, DCTERMS, PROV, RDF, SCHEMA, SKOS, UNIT, WIKIBASE

_Row: TypeAlias = tuple[Term | None, ...]
_Node: TypeAlias = Mapping[str, Sequence[Term]]
"""The values of a node by the IRI of their property."""


def describe(source: Source, thing: str, *, language: str = "en") -> Description:
    """What the source knows about a thing.

    :param thing: an id such as ``event/strike``, a prefixed name or an IRI; that of a statement
        or a document stands for the entity that it is about.
    :param language: in which to name other things, where they have a name in it.
    :raises QueryError: if there is no such entity, with the nearest ids; or the source is not
        the data of an archive.
    """
    base, prologue = source.prologue.base, source.prologue
    if base is None:
        raise QueryError(
            "this is not the data of an archive: no document says which dataset it is part of",
            hint="give the folder of an archive, or of a publication",
        )
    entity = _entity(thing, base, prologue)
    document = {"document": ox.NamedNode(iris.document_iri(base, entity))} if entity else {}
    nodes = _nodes(row[1:] for row in _rows(source, _DOCUMENT, document)) if document else {}
    if entity is None or entity not in nodes:
        raise _unknown(source, thing)
    mentioned = _rows(source, _MENTIONED, document)
    claims = _rows(source, _CLAIMS, document)
    links = _rows(source, _LINKS, {"thing": ox.NamedNode(entity)})
    named = ((row[3], row[4]) for rows in (mentioned, claims, links) for row in rows)
    view = _View(
        entity=entity,
        base=base,
        nodes=nodes,
        claims=_nodes(row[1:4] for row in claims),
        keys=_keys(mentioned),
        labels=Labels(named, language, prologue),
    )
    return view.description(links)


@dataclass(frozen=True, slots=True)
class _View:
    """What the queries have found, and how it is put into words.

    :param nodes: the entity, its statements and its nested nodes.
    :param claims: the claims that the statements rest on.
    :param keys: how records write each property of the nodes.
    """

    entity: str
    base: str
    nodes: Mapping[str, _Node]
    claims: Mapping[str, _Node]
    keys: Mapping[str, str]
    labels: Labels

    def description(self, links: Iterable[_Row]) -> Description:
        node = self.nodes[self.entity]
        statements = tuple(sorted(_with_best(list(self._statements(node))), key=_order))
        stated = {statement.property for statement in statements}
        facts = self._facts(node, without=_SHOWN_ABOVE)
        return Description(
            id=self.labels.shorten(self.entity),
            iri=self.entity,
            types=tuple(self.labels.shorten(each.value) for each in _things(node, RDF.type)),
            names=_texts(node, *_NAMES),
            descriptions=_texts(node, *_DESCRIPTIONS),
            facts=tuple(fact for fact in facts if fact.property not in stated),
            statements=statements,
            links=tuple(sorted(self._links(links), key=_link_order)),
        )

    def _statements(self, node: _Node) -> Iterable[StatementNote]:
        plain = {(self._key(key), value) for key, values in node.items() for value in values}
        for predicate, values in node.items():
            key = predicate.removeprefix(self.base + iris.CLAIM_PREDICATES)
            for value in values if key != predicate else ():
                if isinstance(value, ox.NamedNode) and value.value in self.nodes:
                    yield self._statement(key, value.value, plain)

    def _statement(self, key: str, iri: str, plain: set[tuple[str, Term]]) -> StatementNote:
        node = self.nodes[iri]
        value = node[self.base + iris.STATEMENT_PREDICATES + key][0]
        ranks = [rank.value for rank in _things(node, WIKIBASE.rank)]
        return StatementNote(
            id=self.labels.shorten(iri),
            property=key,
            value=self._value(value),
            rank=_RANKS.get(ranks[0], "normal") if ranks else "normal",
            is_best=False,
            is_fact=(key, value) in plain,
            verbatim=_texts(node, ARC.verbatim),
            derivation=self.labels.chosen(_texts(node, ARC.derivation)),
            evidence=_texts(node, ARC.evidence),
            qualifiers=tuple(self._facts(node, without=_SHOWN_OF_STATEMENTS)),
            claims=tuple(self._claim(each.value) for each in _things(node, PROV.wasDerivedFrom)),
        )

    def _claim(self, iri: str) -> ClaimNote:
        node = self.claims.get(iri, {})
        stances, sources = _things(node, ARC.stance), _things(node, DCTERMS.source)
        related = ((name, _things(node, ARC[name])) for name in _RELATIONS)
        return ClaimNote(
            id=self.labels.shorten(iri),
            stance=self.labels.thing(stances[0]).text if stances else None,
            paraphrase=self.labels.chosen(_texts(node, ARC.paraphrase)),
            source=self.labels.thing(sources[0]) if sources else None,
            relations=tuple(
                Fact(name, tuple(self.labels.thing(other) for other in others))
                for name, others in related
                if others
            ),
        )

    def _facts(self, node: _Node, *, without: frozenset[str]) -> list[Fact]:
        """What a node says plainly or as a qualifier, but for these properties."""
        facts = (
            Fact(self._key(predicate), tuple(sorted(map(self._value, values), key=_value_order)))
            for predicate, values in node.items()
            if predicate not in without and not self._leads_to_statements(predicate)
        )
        return sorted(facts, key=lambda fact: fact.property)

    def _leads_to_statements(self, predicate: str) -> bool:
        """Whether it goes from an entity to a statement, or from that to its value."""
        is_qualifier = predicate.startswith(self.base + iris.QUALIFIER_PREDICATES)
        return predicate.startswith(self.base + iris.CLAIM_PREDICATES) and not is_qualifier

    def _key(self, predicate: str) -> str:
        qualifier = predicate.removeprefix(self.base + iris.QUALIFIER_PREDICATES)
        if qualifier != predicate:
            return qualifier
        return self.keys.get(predicate) or self.labels.shorten(predicate)

    def _value(self, term: Term) -> Value:
        if isinstance(term, ox.Literal):
            text = Text.of(term)
            return Value(text.text, text.language)
        if not isinstance(term, ox.NamedNode):
            return Value(str(term))
        is_nested = term.value.startswith(f"{self.entity}#") and term.value in self.nodes
        return Value(self._nested(self.nodes[term.value])) if is_nested else self.labels.thing(term)

    def _nested(self, node: _Node) -> str:
        """A quantity as ``102 tonne``, any other node by its parts."""
        units, amounts = _things(node, SCHEMA.unitCode), node.get(SCHEMA.value, ())
        if units and amounts:
            unit = "" if units[0].value == UNIT.UNITLESS else f" {self.labels.thing(units[0]).text}"
            return f"{self._value(amounts[0]).text}{unit}"
        parts = self._facts(node, without=frozenset((RDF.type,)))
        return ", ".join(f"{part.property} {value.text}" for part in parts for value in part.values)

    def _links(self, rows: Iterable[_Row]) -> Iterable[LinkNote]:
        """What speaks of the entity, once for each property; plainly, if it ever does so."""
        found: dict[tuple[str, ox.NamedNode], bool] = {}
        for _, predicate, key, thing, _ in rows:
            if isinstance(predicate, ox.NamedNode) and isinstance(thing, ox.NamedNode):
                name, is_fact = self._property(predicate.value, key)
                found[name, thing] = found.get((name, thing), False) or is_fact
        for (name, thing), is_fact in found.items():
            if (
                not thing.value.startswith(self.base + iris.DOCUMENTS)
                and thing.value != self.entity
            ):
                yield LinkNote(name, self.labels.thing(thing), is_fact)

    def _property(self, predicate: str, key: Term | None) -> tuple[str, bool]:
        """The key of a predicate, and whether it says so plainly."""
        for prefix in (iris.STATEMENT_PREDICATES, iris.QUALIFIER_PREDICATES):
            name = predicate.removeprefix(self.base + prefix)
            if name != predicate:
                return name, False
        return key.value if isinstance(key, ox.Literal) else self.labels.shorten(predicate), True


def _entity(thing: str, base: str, prologue: Prologue) -> str | None:
    """The IRI of the entity that is meant; None if this cannot be one."""
    iri = prologue.expand(thing.strip())
    if iri is None:
        return None
    entity = iris.entity_of(iri)
    return base + entity.removeprefix(base + iris.DOCUMENTS).removeprefix(base)


def _nodes(triples: Iterable[_Row]) -> dict[str, _Node]:
    nodes: defaultdict[str, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for node, predicate, value in triples:
        if isinstance(node, ox.NamedNode) and isinstance(predicate, ox.NamedNode):
            values = nodes[node.value][predicate.value]
            if value is not None and value not in values:
                values.append(value)
    return {iri: dict(node) for iri, node in nodes.items()}


def _keys(mentioned: Iterable[_Row]) -> dict[str, str]:
    return {
        predicate.value: key.value
        for _, predicate, key, *_ in mentioned
        if isinstance(predicate, ox.NamedNode) and isinstance(key, ox.Literal)
    }


def _things(node: _Node, predicate: str) -> list[ox.NamedNode]:
    things = (term for term in node.get(predicate, ()) if isinstance(term, ox.NamedNode))
    return sorted(things, key=lambda thing: thing.value)


def _texts(node: _Node, *predicates: str) -> tuple[Text, ...]:
    terms = (term for predicate in predicates for term in node.get(predicate, ()))
    texts = {Text.of(term) for term in terms if isinstance(term, ox.Literal)}
    return tuple(sorted(texts, key=lambda text: (text.language or "", text.text)))


def _with_best(statements: Sequence[StatementNote]) -> Iterable[StatementNote]:
    """The statements, those marked that no other of their property outranks."""
    order = list(_RANKS.values())
    best: dict[str, int] = {}
    for each in statements:
        rank = order.index(each.rank)
        best[each.property] = min(rank, best.get(each.property, rank))
    for each in statements:
        is_best = each.rank != "deprecated" and order.index(each.rank) == best[each.property]
        yield replace(each, is_best=is_best)


def _order(statement: StatementNote) -> tuple[object, ...]:
    rank = list(_RANKS.values()).index(statement.rank)
    return (
        statement.property,
        rank,
        not statement.is_fact,
        *_value_order(statement.value),
        statement.id,
    )


def _value_order(value: Value) -> tuple[str, str, str]:
    return value.text, value.language or "", value.id or ""


def _link_order(link: LinkNote) -> tuple[str, ...]:
    return link.property, *_value_order(link.thing)


def _rows(source: Source, sparql: str, values: Mapping[str, Term]) -> tuple[_Row, ...]:
    found = run(source, sparql, values=values)
    return found.rows if isinstance(found, Rows) else ()


def _unknown(source: Source, thing: str) -> QueryError:
    """There is no such entity: which are spelt nearly so, or have this in their id or name?"""
    shorten = source.prologue.shorten
    known: defaultdict[str, set[str]] = defaultdict(set)
    for entity, name in _rows(source, _ENTITIES, {}):
        if isinstance(entity, ox.NamedNode):
            known[shorten(entity.value)].add(name.value if isinstance(name, ox.Literal) else "")
    hint = did_you_mean(shorten(thing), known) or _having(thing.strip().casefold(), known)
    return QueryError(
        f"there is no record of “{thing}”", hint=hint or "give an id, such as event/strike"
    )


def _having(word: str, known: Mapping[str, Iterable[str]]) -> str | None:
    """A hint naming the entities that have the word in their id, or else in their name."""
    found = [
        (word not in entity, len(entity), entity)
        for entity, names in known.items()
        if word and any(word in text.casefold() for text in (entity, *names))
    ]
    shown = ", ".join(entity for *_, entity in sorted(found)[:_MOST])
    more = f" … and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return f"these have it in their id or name: {shown}{more}" if found else None


_MOST: Final = 8
"""How many ids a hint names."""

_NAMES: Final = (SCHEMA.name, SKOS.prefLabel)
_DESCRIPTIONS: Final = (SCHEMA.description, SKOS.definition, ARC.paraphrase)
_RELATIONS: Final = ("qualifies", "explains", "conflictsWith")
_RANKS: Final = {
    WIKIBASE.PreferredRank: "preferred",
    WIKIBASE.NormalRank: "normal",
    WIKIBASE.DeprecatedRank: "deprecated",
}
_SHOWN_ABOVE: Final = frozenset((RDF.type, *_NAMES, *_DESCRIPTIONS, ARC.earliest, ARC.latest))
_SHOWN_OF_STATEMENTS: Final = frozenset(
    (
        RDF.type,
        WIKIBASE.rank,
        PROV.wasDerivedFrom,
        ARC.verbatim,
        ARC.derivation,
        ARC.evidence,
        ARC.earliest,
        ARC.latest,
    )
)

_DOCUMENT: Final = """
SELECT ?document ?node ?predicate ?value
WHERE { GRAPH ?document { ?node ?predicate ?value } }
"""
_MENTIONED: Final = """
SELECT DISTINCT ?document ?predicate ?key ?thing ?name
WHERE {
  {
    GRAPH ?document { ?node ?anyPredicate ?thing }
    ?thing schema:name|skos:prefLabel|rdfs:label ?name
  } UNION {
    GRAPH ?document { ?node ?predicate ?value }
    ?property wikibase:directClaim ?predicate ; rdfs:label ?key
  }
}
ORDER BY DESC(?key)
"""
_CLAIMS: Final = """
SELECT ?document ?claim ?predicate ?value ?name
WHERE {
  { SELECT DISTINCT ?document ?claim
    WHERE { GRAPH ?document { ?statement prov:wasDerivedFrom ?claim } } }
  ?claim ?predicate ?value .
  OPTIONAL { ?value schema:name|skos:prefLabel|rdfs:label ?name }
}
"""
_LINKS: Final = """
SELECT DISTINCT ?thing ?predicate ?key ?subject ?name
WHERE {
  ?node ?predicate ?thing .
  BIND(IRI(STRBEFORE(CONCAT(STR(?node), "#"), "#")) AS ?subject)
  OPTIONAL { ?property wikibase:directClaim ?predicate ; rdfs:label ?key }
  OPTIONAL { ?subject schema:name|skos:prefLabel ?name }
}
"""
_ENTITIES: Final = """
SELECT ?entity ?name
WHERE {
  ?document foaf:primaryTopic ?entity .
  OPTIONAL { ?entity schema:name|skos:prefLabel ?name }
}
"""
