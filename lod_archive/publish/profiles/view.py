"""What a profile says of some records, to be looked up by serialisers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, TypeAlias

import pyoxigraph as ox

from lod_archive.vocab.namespaces import RDF

Node: TypeAlias = "dict[str, list[ox.NamedNode | ox.Literal]]"
"""Predicate → values, in the order in which the view has them."""
_NOTHING: Final[Sequence[ox.NamedNode | ox.Literal]] = ()


class Linked(dict[str, Node]):
    """What is said of what records lead to; and what a serialiser has worked out of that."""

    def __init__(self) -> None:
        super().__init__()
        self.memo: dict[str, object] = {}

    def forget(self) -> None:
        """Know nothing any more."""
        self.clear()
        self.memo.clear()


class View:
    """The triples that a profile makes of some records, each once.

    :param records: the IRIs of these records; other subjects are what they speak of.
    :param linked: what is said of what they lead to, where the profile has a query of its own
        for that; it is looked up like the rest, and is no part of ``triples``.
    :param base: the IRI that the ids of records are relative to.
    :param said: what the archive says of the records, if the view takes some of that alone.

    >>> name = ox.Triple(ox.NamedNode("https://example.org/event/x"),
    ...                  ox.NamedNode("http://purl.org/dc/terms/title"), ox.Literal("Strike"))
    >>> view = View(["https://example.org/event/x"], [name, name])
    >>> len(view.triples), view.text("https://example.org/event/x", "http://purl.org/dc/terms/title")
    (1, 'Strike')
    """

    def __init__(
        self,
        records: Sequence[str],
        triples: Iterable[ox.Triple],
        linked: Linked | None = None,
        base: str | None = None,
        said: Iterable[ox.Triple] = (),
    ) -> None:
        self.records: Final = records
        self._records: Final = frozenset(records)
        self.triples: Final = list(dict.fromkeys(triples))
        self.linked: Final = Linked() if linked is None else linked
        self.base: Final = base or ""
        self.said: Final = said

    def is_record(self, iri: str) -> bool:
        """Whether this is one of the records, and not only what they speak of."""
        return iri in self._records

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Everything that is said, by subject."""
        return nodes_of(self.triples)

    def node(self, subject: str) -> Node | None:
        """What is said about something; None, if nothing is."""
        return self.nodes.get(subject) or self.linked.get(subject)

    def values(self, subject: str, predicate: str) -> Sequence[ox.NamedNode | ox.Literal]:
        """The values of a property; none if nothing is said."""
        for nodes in (self.nodes, self.linked):
            node = nodes.get(subject)
            if node and predicate in node:
                return node[predicate]
        return _NOTHING

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Those of the values that are IRIs."""
        values = self.values(subject, predicate)
        return [value.value for value in values if isinstance(value, ox.NamedNode)]

    def literals(self, subject: str, predicate: str) -> list[ox.Literal]:
        """Those of the values that are literals."""
        return [v for v in self.values(subject, predicate) if isinstance(v, ox.Literal)]

    def text(self, subject: str, predicate: str, *languages: str) -> str | None:
        """The first literal in the first of the languages that has one, else the first literal."""
        return text_in(self.literals(subject, predicate), *languages)

    def reachable(self, record: str) -> list[ox.Triple]:
        """The triples of a record and of what it speaks of, but not of other records.

        They are in the order of the view.
        """
        subjects = sorted(self._reached(record), key=self._order.__getitem__)
        return [triple for subject in subjects for triple in self._of[subject]]

    def nodes_of(self, record: str) -> list[Node]:
        """What is said of a record and of what it speaks of, but not of other records."""
        return [self.nodes[subject] for subject in self._reached(record)]

    def _reached(self, record: str) -> set[str]:
        found, left = {record} & self.nodes.keys(), [record]
        while left:
            for values in self.nodes.get(left.pop(), {}).values():
                for value in values:
                    iri = value.value if isinstance(value, ox.NamedNode) else record
                    if iri not in found and iri in self.nodes and not self.is_record(iri):
                        found.add(iri)
                        left.append(iri)
        return found

    @cached_property
    def _order(self) -> dict[str, int]:
        """Which subject is the first, the second…"""
        return {subject: number for number, subject in enumerate(self._of)}

    @cached_property
    def _of(self) -> dict[str, list[ox.Triple]]:
        """The triples by their subject."""
        triples: dict[str, list[ox.Triple]] = {}
        for triple in self.triples:
            if isinstance(triple.subject, ox.NamedNode):
                triples.setdefault(triple.subject.value, []).append(triple)
        return triples

    def is_a(self, subject: str, class_iri: str) -> bool:
        """Whether the view says that this is of the class."""
        return class_iri in self.iris(subject, RDF.type)


def text_in(literals: Sequence[ox.Literal], *languages: str) -> str | None:
    """The first literal in the first of the languages that has one, else the first literal."""
    for language in languages:
        for literal in literals:
            if literal.language == language:
                return literal.value
    return literals[0].value if literals else None


def nodes_of(triples: Iterable[ox.Triple], nodes: dict[str, Node] | None = None) -> dict[str, Node]:
    """The triples by subject and predicate; each value once, if they are added to known nodes."""
    is_new = nodes is None
    nodes = {} if nodes is None else nodes
    named, literal = ox.NamedNode, ox.Literal
    for subject, predicate, value in triples:
        if isinstance(subject, named) and isinstance(value, (named, literal)):
            values = nodes.setdefault(subject.value, {}).setdefault(predicate.value, [])
            if is_new or value not in values:
                values.append(value)
    return nodes
