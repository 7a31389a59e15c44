"""What constraints write their queries with: fresh variables, terms, paths, nested shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.as_written import ILL_FORMED, LARGE, PREFIX, Codec, Verbatim, kept_as
from lod_archive.shacl.names import short
from lod_archive.shacl.paths import (
    Path,
    Predicate,
    Repeat,
    Sequence,
    can_be_empty,
    sparql,
)
from lod_archive.vocab.datatypes import DECIMALS
from lod_archive.vocab.namespaces import RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lod_archive.shacl.constraints.shape import Shape
    from lod_archive.shacl.index import Resource, Term

LONGEST: Final = 100_000
"""How many characters the condition for one nested shape may have."""
DEEPEST: Final = 60
"""How many shapes may stand within one another."""
SPEC_RECURSION: Final = "https://www.w3.org/TR/shacl/#shapes-recursion"
Hierarchy = dict[str, tuple[str, ...]]
"""Class → the class and all its subclasses, for those classes where all have an IRI."""


class TooLarge(Exception):
    """A shape whose condition would be longer than :data:`LONGEST`, as it is shared too often; or
    in which more than :data:`DEEPEST` shapes stand within one another.
    """


@dataclass(frozen=True, slots=True)
class Dialect:
    """What queries must know of the place where they run.

    :param codec: how terms are called there.
    :param hierarchy: which classes have which subclasses; for others the query asks.
    :param prefixes: with which IRIs are shortened, for reading; none, for running.
    :param has_lateral: whether the engine understands LATERAL, and everything else that Oxigraph
        does; other engines get plain queries.
    """

    codec: Codec = field(default_factory=Verbatim)
    hierarchy: Hierarchy = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    has_lateral: bool = True


def _no_shape(node: Resource) -> Shape:
    raise ValueError(f"this writer knows no shapes, hence not {node}")


class Writer:
    """Writes one query.

    :param shape_of: reads the shape that a node describes; not needed for targets.
    :param first: the number after which variables are counted.
    """

    def __init__(
        self,
        dialect: Dialect,
        shape_of: Callable[[Resource], Shape] = _no_shape,
        first: int = 0,
    ) -> None:
        self.dialect: Final = dialect
        self._shape_of = shape_of
        self._number = first
        self._within: list[Resource] = []
        self._failing: dict[tuple[Resource, str], str] = {}

    def fresh(self, name: str = "v") -> str:
        """A variable that the query does not have yet."""
        self._number += 1
        return f"?{name}{self._number}"

    @property
    def used(self) -> int:
        """The number of the latest variable: another writer of the same query begins after it."""
        return self._number

    def iri(self, iri: str) -> str:
        """An IRI as the query has it."""
        return short(iri, self.dialect.prefixes)

    def term(self, term: Term) -> str | None:
        """A term as the query has it; None for a blank node, which no query can name."""
        if isinstance(term, ox.BlankNode):
            return None
        encoded = self.dialect.codec.encode(term)
        return self.iri(encoded.value) if isinstance(encoded, ox.NamedNode) else str(encoded)

    def path(self, path: Path) -> str:
        """A path as the query has it."""
        if isinstance(path, Predicate):
            return self.iri(path.iri)
        return sparql(path, self.dialect.prefixes)

    def step(self, node: str, path: Path, value: str) -> str:
        """The pattern by which a path leads from a bound node to a value."""
        pattern = f"{node} {self.path(path)} {value} ."
        if can_be_empty(path) and self.dialect.has_lateral:
            return f"LATERAL {{ {_or_itself(pattern, node, value)} }}"
        return pattern

    def inner_step(self, node: str, path: Path, value: str, *, is_bound: bool = False) -> str:
        """The same within EXISTS, step by step: Oxigraph would join two steps by a table of all.

        https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md

        :param is_bound: whether the value is known, too.
        """
        if not self.dialect.has_lateral:
            return self.step(node, path, value)
        if not isinstance(path, Sequence):
            pattern = f"{node} {self.path(path)} {value} ."
            is_bound |= not value.startswith("?")
            return _or_itself(pattern, node, value, is_bound) if can_be_empty(path) else pattern
        places = [node, *(self.fresh() for _ in path.steps[1:]), value]
        steps = [
            self.inner_step(one, step, two, is_bound=is_bound and two == value)
            for one, two, step in zip(places, places[1:], path.steps, strict=False)
        ]
        return self.each_then(*steps)

    def each_then(self, *patterns: str) -> str:
        """Patterns within EXISTS, each evaluated for every solution of those before it."""
        if not self.dialect.has_lateral:
            return " ".join(patterns)
        return " LATERAL ".join(f"{{ {pattern} }}" for pattern in patterns)

    def same(self, variable: str, term: Term) -> str:
        """The condition that a variable is this term, spelt like this."""
        written = self.term(term)
        if written is None:
            return "false"
        if self.dialect.has_lateral or not _is_plain_text(term):
            return f"sameTerm({variable}, {written})"
        is_string = f'LANG({variable}) = "" && DATATYPE({variable}) = {self.iri(XSD.string)}'
        return total(f"isLiteral({variable}) && {is_string} && STR({variable}) = {written}")

    def instance(self, node: str, iri: str) -> str:
        """The pattern that a bound node is an instance of a class."""
        classes = self.dialect.hierarchy.get(iri)
        if classes is None:
            subclass = Repeat(Predicate(RDFS.subClassOf), "*")
            return self.inner_step(node, Sequence((Predicate(RDF.type), subclass)), self.iri(iri))
        if len(classes) == 1:
            return f"{node} {self.iri(RDF.type)} {self.iri(iri)} ."
        kind = self.fresh("class")
        names = ", ".join(map(self.iri, classes))
        return f"{node} {self.iri(RDF.type)} {kind} . FILTER({kind} IN ({names}))"

    def instances(self, node: str, iri: str) -> str:
        """The pattern that binds a node to each instance of a class."""
        classes = self.dialect.hierarchy.get(iri)
        if classes is None:
            subclass = self.path(Repeat(Predicate(RDFS.subClassOf), "*"))
            return f"{node} {self.iri(RDF.type)}/{subclass} {self.iri(iri)} ."
        if len(classes) == 1:
            return self.instance(node, iri)
        kind = self.fresh("class")
        names = " ".join(map(self.iri, classes))
        return f"VALUES {kind} {{ {names} }} {node} {self.iri(RDF.type)} {kind} ."

    def datatypes(self, iri: str) -> tuple[str, ...]:
        """What a store calls a datatype: several things, where it keeps literals as written."""
        names = [self.iri(iri)]
        if self.dialect.codec.has_kept:
            names.append(f"<{PREFIX}{iri}>")
            if iri in DECIMALS:
                names.append(f"<{LARGE}{iri}>")
        return tuple(names)

    def value(self, variable: str) -> str:
        """The value of a literal, for comparing: with its datatype put back."""
        if not self.dialect.codec.has_kept:
            return variable
        datatype = f"STR(DATATYPE({variable}))"
        typed = f"STRDT(STR({variable}), IRI(SUBSTR({datatype}, {len(PREFIX) + 1})))"
        number = f'IF(STRSTARTS({datatype}, "{LARGE}"), {_large(f"STR({variable})")}, {typed})'
        return f'COALESCE(IF(STRSTARTS({datatype}, "{PREFIX}"), {number}, 1/0), {variable})'

    def constant(self, literal: ox.Literal) -> str:
        """The value of a literal in the shapes, for comparing."""
        if isinstance(self.dialect.codec, Verbatim):
            return str(literal)
        prefix = kept_as([literal]).get(literal)
        if prefix == LARGE:
            return _large(text(literal.value))
        return f"{text(literal.value)}^^<{ILL_FORMED}>" if prefix == ILL_FORMED else str(literal)

    def fails(self, shape: Resource, node: str) -> str:
        """The condition that a bound node does not conform to a shape. It never errs.

        :raises ShapesError: if the shape leads back to itself.
        :raises TooLarge: if it would be too long.
        """
        known = self._failing.get((shape, node))
        if known is not None:
            return known
        if len(self._within) >= DEEPEST:
            raise TooLarge
        if shape in self._within:
            raise ShapesError(
                "a shape refers to itself, which SHACL leaves undefined",
                hint="write the path with * or +",
                spec=SPEC_RECURSION,
            )
        read = self._shape_of(shape)
        if read.is_deactivated:
            return "false"
        self._within.append(shape)
        try:
            condition = read.fails(node, self)
        finally:
            self._within.pop()
        if len(condition) > LONGEST:
            raise TooLarge
        self._failing[shape, node] = condition
        return condition

    def conforms(self, shape: Resource, node: str) -> str:
        """The condition that a bound node conforms to a shape."""
        return negated(self.fails(shape, node))


def _is_plain_text(term: Term) -> bool:
    """Whether a term is a string of ASCII, which plain engines compare rightly as a string."""
    return (
        isinstance(term, ox.Literal) and term.datatype.value == XSD.string and term.value.isascii()
    )


def _large(number: str) -> str:
    """A number of many digits: exact as far as Oxigraph has decimals, about 20 digits."""
    return f"COALESCE(<{XSD.decimal}>({number}), <{XSD.double}>({number}))"


def _or_itself(pattern: str, node: str, value: str, is_bound: bool = False) -> str:
    """A path of no steps, said once more: SPARQL knows it only at nodes that the graph has.

    https://www.w3.org/TR/sparql11-query/#defn_evalPP_ZeroOrOnePath
    """
    itself = f"FILTER(sameTerm({node}, {value}))" if is_bound else f"BIND({node} AS {value})"
    return f"{{ {pattern} }} UNION {{ {itself} }}"


def any_of(conditions: list[str]) -> str:
    """The condition that one of several holds.

    >>> any_of(["?a", "false", "?b"]), any_of([]), any_of(["true", "?a"])
    ('(?a || ?b)', 'false', 'true')
    """
    kept = list(dict.fromkeys(c for c in conditions if c != "false"))
    if "true" in kept:
        return "true"
    if not kept:
        return "false"
    return kept[0] if len(kept) == 1 else f"({' || '.join(kept)})"


def negated(condition: str) -> str:
    """The condition that another does not hold.

    A condition that begins with ``!`` is nothing but that: several are in brackets.

    >>> negated("EXISTS { ?s ?p ?o }"), negated("true"), negated("!(?a || ?b)")
    ('!EXISTS { ?s ?p ?o }', 'false', '(?a || ?b)')
    """
    if condition in ("true", "false"):
        return "false" if condition == "true" else "true"
    if condition.startswith("!"):
        return condition[1:]
    is_one = condition.startswith(("EXISTS ", "COALESCE(", "("))
    return f"!{condition}" if is_one else f"!({condition})"


def total(condition: str) -> str:
    """The condition, false where it would err."""
    return f"COALESCE({condition}, false)"


def text(value: str) -> str:
    """A string as SPARQL writes it."""
    return str(ox.Literal(value))
