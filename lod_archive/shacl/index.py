"""A small graph in memory, in the order in which it was written: shapes and reports, not data."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from lod_archive.vocab.namespaces import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Term = ox.NamedNode | ox.BlankNode | ox.Literal
"""A node of RDF 1.1: what SHACL can speak about."""

Resource = ox.NamedNode | ox.BlankNode
"""A node that can have properties."""


class Index:
    """Triples by subject and predicate; every answer is in the order of the source.

    (``pyoxigraph.Dataset`` answers in the order of its hashes, which would show in messages.)
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._objects: dict[Resource, dict[str, list[Term]]] = {}
        self._referrers: dict[Term, list[Resource]] = {}
        for triple in triples:
            subject, term = subject_of(triple), object_of(triple)
            known = self._objects.setdefault(subject, {}).setdefault(triple.predicate.value, [])
            if term not in known:
                known.append(term)
                self._referrers.setdefault(term, []).append(subject)

    def subjects(self) -> Iterator[Resource]:
        """Everything that has a property."""
        return iter(self._objects)

    def predicates(self, subject: Term) -> tuple[str, ...]:
        """The properties that the subject has."""
        return tuple(self._of(subject))

    def all(self, subject: Term, predicate: str) -> tuple[Term, ...]:
        """The values of a property."""
        return tuple(self._of(subject).get(predicate, ()))

    def one(self, subject: Term, predicate: str) -> Term | None:
        """The first value of a property, or None."""
        return next(iter(self.all(subject, predicate)), None)

    def iris(self, subject: Term, predicate: str) -> tuple[str, ...]:
        """Those values of a property that are IRIs, as text."""
        return tuple(v.value for v in self.all(subject, predicate) if isinstance(v, ox.NamedNode))

    def resources(self, subject: Term, predicate: str) -> tuple[Resource, ...]:
        """Those values of a property that are no literals."""
        return tuple(v for v in self.all(subject, predicate) if not isinstance(v, ox.Literal))

    def referrers(self, term: Term) -> tuple[Resource, ...]:
        """What has this term as the value of some property."""
        return tuple(self._referrers.get(term, ()))

    def is_described(self, term: Term) -> bool:
        """Whether the term has any property here."""
        return term in self._objects

    def members(self, head: Term) -> tuple[Term, ...] | None:
        """The members of an RDF list, or None if this is not a well-formed one.

        https://www.w3.org/TR/shacl/#dfn-shacl-list
        """
        nil = ox.NamedNode(RDF.nil)
        members: list[Term] = []
        seen: set[Term] = set()
        while head != nil:
            first, rest = self.all(head, RDF.first), self.all(head, RDF.rest)
            if head in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        return tuple(members)

    def _of(self, subject: Term) -> dict[str, list[Term]]:
        return {} if isinstance(subject, ox.Literal) else self._objects.get(subject, {})


def subject_of(triple: ox.Triple) -> Resource:
    """The subject; :mod:`lod_archive.shacl.triples` lets no triple within a triple pass."""
    return cast("Resource", triple.subject)


def object_of(triple: ox.Triple) -> Term:
    """The object, which is no triple either."""
    return cast("Term", triple.object)
