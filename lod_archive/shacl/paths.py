"""SHACL property paths: a small typed model, read from RDF and written as SPARQL or RDF.

https://www.w3.org/TR/shacl/#property-paths
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pyoxigraph as ox

from lod_archive.shacl.names import short
from lod_archive.vocab.namespaces import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import UnionType

    from lod_archive.shacl.index import Index, Resource, Term


@dataclass(frozen=True, slots=True)
class Predicate:
    """One property, followed forwards.

    >>> str(Sequence((Inverse(Predicate("http://a.example/p")), Repeat(Predicate(RDF.type), "*"))))
    '^<http://a.example/p>/<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>*'
    """

    iri: str

    def __str__(self) -> str:
        return sparql(self, {})


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path followed backwards."""

    path: Path

    def __str__(self) -> str:
        return sparql(self, {})


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another."""

    steps: tuple[Path, ...]

    def __str__(self) -> str:
        return sparql(self, {})


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any one of several paths."""

    choices: tuple[Path, ...]

    def __str__(self) -> str:
        return sparql(self, {})


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path repeated: any number of times, at least once, or at most once."""

    path: Path
    times: Literal["*", "+", "?"]

    def __str__(self) -> str:
        return sparql(self, {})


Path = Predicate | Inverse | Sequence | Alternative | Repeat

_REPEATS: Final[dict[Literal["*", "+", "?"], str]] = {
    "*": SH.zeroOrMorePath,
    "+": SH.oneOrMorePath,
    "?": SH.zeroOrOnePath,
}


def sparql(path: Path, prefixes: Mapping[str, str]) -> str:
    """The path as SPARQL writes it, with these prefixes; with none, it can stand in any query.

    >>> sparql(Alternative((Predicate(RDF.first), Predicate(RDF.rest))), {"rdf": RDF})
    'rdf:first|rdf:rest'
    """
    match path:
        case Predicate(iri):
            return short(iri, prefixes)
        case Inverse(inner):
            return f"^{_grouped(inner, prefixes, unless=Predicate)}"
        case Sequence(steps):
            return "/".join(_grouped(step, prefixes, unless=_TIGHT) for step in steps)
        case Alternative(choices):
            return "|".join(_grouped(choice, prefixes, unless=_TIGHT) for choice in choices)
        case Repeat(inner, times):
            return f"{_grouped(inner, prefixes, unless=Predicate)}{times}"


_DEEPEST: Final = 100
"""How many paths may stand within one another."""
_TIGHT: Final = Predicate | Inverse | Repeat
"""What binds more tightly than ``/`` and ``|``."""


def _grouped(path: Path, prefixes: Mapping[str, str], *, unless: type | UnionType) -> str:
    text = sparql(path, prefixes)
    return text if isinstance(path, unless) else f"({text})"


def read_path(index: Index, node: Term) -> Path | None:
    """The path that a node describes, or None if it describes none.

    A path that leads back to itself is none either: https://www.w3.org/TR/shacl/#path-syntax
    """
    return _read(index, node, frozenset())


def _read(index: Index, node: Term, above: frozenset[Term]) -> Path | None:
    if isinstance(node, ox.NamedNode):
        return Predicate(node.value)
    if isinstance(node, ox.Literal) or node in above or len(above) > _DEEPEST:
        return None
    above |= {node}
    if index.all(node, RDF.first):
        steps = _read_list(index, node, above)
        return Sequence(steps) if steps else None
    operators = [p for p in index.predicates(node) if p.startswith(SH)]
    values = index.all(node, operators[0]) if len(operators) == 1 else ()
    return _operator(index, operators[0], values[0], above) if len(values) == 1 else None


def _operator(index: Index, operator: str, value: Term, above: frozenset[Term]) -> Path | None:
    if operator == SH.alternativePath:
        choices = _read_list(index, value, above)
        return Alternative(choices) if choices else None
    inner = _read(index, value, above)
    if inner is not None and operator == SH.inversePath:
        return Inverse(inner)
    times = next((times for times, iri in _REPEATS.items() if iri == operator), None)
    return Repeat(inner, times) if inner is not None and times else None


def _read_list(index: Index, head: Term, above: frozenset[Term]) -> tuple[Path, ...] | None:
    """The paths of a list, which must be two at least."""
    paths = [_read(index, member, above) for member in index.members(head) or ()]
    known = tuple(path for path in paths if path is not None)
    return known if len(known) == len(paths) > 1 else None


def backwards(path: Path) -> Path:
    """The path from its values to where it began; only single properties are inverse in it.

    >>> p, q = Predicate("http://a.example/p"), Predicate("http://a.example/q")
    >>> str(backwards(Sequence((p, Repeat(Inverse(q), "+")))))
    '<http://a.example/q>+/^<http://a.example/p>'
    """
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(inner):
            return inner if isinstance(inner, Predicate) else backwards(backwards(inner))
        case Sequence(steps):
            return Sequence(tuple(backwards(step) for step in reversed(steps)))
        case Alternative(choices):
            return Alternative(tuple(map(backwards, choices)))
        case Repeat(inner, times):
            return Repeat(backwards(inner), times)


def first_step(path: Path) -> Predicate | Inverse | None:
    """The step that a walk begins with, if it is along one property, forwards or backwards.

    >>> p = Predicate("http://a.example/p")
    >>> first_step(Sequence((Inverse(p), Repeat(p, "*")))), first_step(Repeat(p, "*"))
    (Inverse(path=Predicate(iri='http://a.example/p')), None)
    """
    step = path.steps[0] if isinstance(path, Sequence) else path
    match step:
        case Predicate() | Inverse(Predicate()):
            return step
        case _:
            return None


def can_be_empty(path: Path) -> bool:
    """Whether a node is among the values that the path leads to from it, whatever the data.

    >>> p = Predicate("http://a.example/p")
    >>> can_be_empty(Sequence((Repeat(p, "*"), Repeat(p, "?")))), can_be_empty(Repeat(p, "+"))
    (True, False)
    """
    match path:
        case Predicate():
            return False
        case Inverse(inner):
            return can_be_empty(inner)
        case Sequence(steps):
            return all(map(can_be_empty, steps))
        case Alternative(choices):
            return any(map(can_be_empty, choices))
        case Repeat(inner, times):
            return times != "+" or can_be_empty(inner)


class PathWriter:
    """Writes paths as triples, which :meth:`drain` hands over.

    :param fresh: makes the blank nodes.
    """

    def __init__(self, fresh: Callable[[], ox.BlankNode]) -> None:
        self._fresh = fresh
        self._triples: list[ox.Triple] = []

    def write(self, path: Path) -> Resource:
        """The node that stands for the path."""
        match path:
            case Predicate(iri):
                return ox.NamedNode(iri)
            case Inverse(inner):
                return self._node(SH.inversePath, self.write(inner))
            case Repeat(inner, times):
                return self._node(_REPEATS[times], self.write(inner))
            case Alternative(choices):
                return self._node(SH.alternativePath, self._list(choices))
            case Sequence(steps):
                return self._list(steps)

    def drain(self) -> Iterator[ox.Triple]:
        """The triples written since the last call."""
        written, self._triples = self._triples, []
        return iter(written)

    def _node(self, predicate: str, value: Resource) -> Resource:
        node = self._fresh()
        self._triples.append(ox.Triple(node, ox.NamedNode(predicate), value))
        return node

    def _list(self, paths: tuple[Path, ...]) -> Resource:
        rest: Resource = ox.NamedNode(RDF.nil)
        for path in reversed(paths):
            node = self._node(RDF.first, self.write(path))
            self._triples.append(ox.Triple(node, ox.NamedNode(RDF.rest), rest))
            rest = node
        return rest
