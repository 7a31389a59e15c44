"""What validation finds: :class:`Report` and its :class:`Result` s, whichever engine made them.

https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from lod_archive.shacl.findings import InOrder, Joined, Violations, tally
from lod_archive.shacl.paths import Alternative, Path, Predicate
from lod_archive.shacl.severity import LEVELS, Level, level_of
from lod_archive.vocab.namespaces import PREFIXES, SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyoxigraph as ox
    import rdflib

    from lod_archive.errors import Location
    from lod_archive.shacl.findings import Kind
    from lod_archive.shacl.index import Resource, Term

LOCATED: Final = 1000
"""Of how many results the place is looked up: nobody reads more, and reading records takes time."""


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a shape has to say about one focus node.

    :param source_shape: the shape; a blank node where it has no name.
    :param messages: in every language the shape has; see :meth:`message`.
    :param details: what was wrong with the value, where the value had to conform to a shape.
    :param at: the record's place, once :meth:`Report.located` has found it.
    :param hint: what to do about it.
    """

    focus_node: Term
    constraint_component: str
    source_shape: Resource
    severity: str = SH.Violation
    path: Path | None = None
    value: Term | None = None
    messages: tuple[ox.Literal, ...] = ()
    source_constraint: Resource | None = None
    details: tuple[Result, ...] = ()
    at: Location | None = None
    hint: str | None = None

    def __reduce__(self) -> tuple[type[Result], tuple[object, ...]]:
        """For pickling, three times as fast as what dataclasses do."""
        return Result, _state(self)

    def told(
        self, messages: tuple[ox.Literal, ...], hint: str | None, details: tuple[Result, ...]
    ) -> Result:
        """The same result in other words; as :func:`dataclasses.replace`, only faster."""
        return Result(
            self.focus_node,
            self.constraint_component,
            self.source_shape,
            self.severity,
            self.path,
            self.value,
            messages,
            self.source_constraint,
            details,
            self.at,
            hint,
        )

    @property
    def predicate(self) -> str | None:
        """The IRI of the path, where it is a single property."""
        return self.path.iri if isinstance(self.path, Predicate) else None

    @property
    def predicates(self) -> tuple[str, ...]:
        """The IRIs of the path, where it is a single property or any one of several."""
        choices = self.path.choices if isinstance(self.path, Alternative) else (self.path,)
        return tuple(each.iri for each in choices if isinstance(each, Predicate))

    @property
    def level(self) -> Level:
        """How grave it is: ``violation``, ``warning`` or ``information``."""
        return level_of(self.severity)

    @property
    def is_violation(self) -> bool:
        """Whether this must stop a publication."""
        return self.level == "violation"

    def message(self, language: str = "en") -> str:
        """The message in this language, else in English, in none, or in any other.

        >>> import pyoxigraph as ox
        >>> texts = (ox.Literal("a date is missing", language="en"),)
        >>> Result(ox.NamedNode("http://a.example/x"), SH.MinCountConstraintComponent,
        ...        ox.BlankNode("shape"), messages=texts).message("ru")
        'a date is missing'
        """
        wanted = (language.lower(), "en", "")
        order = {tag: rank for rank, tag in reversed(list(enumerate(wanted)))}
        best = min(self.messages, key=lambda m: order.get(m.language or "", 3), default=None)
        return best.value if best is not None else "the constraint does not hold"

    @property
    def order(self) -> tuple[object, ...]:
        """A key that sorts results the same way whoever made them: place, node, path, shape."""
        place = self.at.order if self.at else ("\uffff", 0, 0)
        texts = (self.focus_node, self.path, self.constraint_component, self.source_shape)
        messages = tuple(sorted(map(str, self.messages)))
        source = str(self.source_constraint)
        return (*place, *map(str, texts), str(self.value), self.severity, messages, source)


_state: Final[Callable[[Result], tuple[object, ...]]] = attrgetter(
    *(each.name for each in fields(Result))
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What people are told about a shape that has an IRI."""

    shape: str
    name: str | None = None
    description: str | None = None
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that validation found, sorted; equal input gives an equal report.

    A million results are read from a temporary file whenever they are iterated, and are not held
    in memory. How many there are of each kind is known without reading them.

    :param results: perhaps only the first; see :attr:`omitted`.
    :param checked: how many focus nodes each shape with a target had.
    :param engine: which engine made it.
    :param rules: the shapes that have an IRI.
    :param notes: what a reader must know of how it was made: which shapes another engine
        checked, and why; what was not asked for.
    :param unchecked: what of the shapes could not be checked, and why; a line each. Without
        results, such a report does not say that the data conforms: see :attr:`is_complete`.
    :param tally: how many results there are of each kind, those left out included; counted, if
        not given.
    """

    results: Sequence[Result] = ()
    checked: Mapping[str, int] = field(default_factory=dict)
    engine: str = ""
    rules: tuple[Rule, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    notes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    tally: Mapping[Kind, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if isinstance(self.results, tuple) and not isinstance(self.results, InOrder):
            in_order = InOrder(sorted(self.results, key=lambda r: r.order))
            object.__setattr__(self, "results", in_order)
        if not self.tally:
            object.__setattr__(self, "tally", tally(self.results))

    @property
    def total(self) -> int:
        """How many results there are, those left out included."""
        return sum(self.tally.values())

    @property
    def omitted(self) -> int:
        """How many results were left out, because so many were not asked for."""
        return self.total - len(self.results)

    @property
    def counts(self) -> Mapping[Level, int]:
        """How many results there are of each level, those left out included; the gravest first."""
        found = dict.fromkeys(LEVELS, 0)
        for kind, number in self.tally.items():
            found[level_of(kind.severity)] += number
        return found

    @property
    def conforms(self) -> bool:
        """Whether everything was checked and there is no result, not even for information.

        That is what ``sh:conforms`` means: https://www.w3.org/TR/shacl/#conforms. Whether a
        publication may go ahead is another question: see :attr:`violations`.
        """
        return not self.total and self.is_complete

    @property
    def is_complete(self) -> bool:
        """Whether everything was checked; where it was not, there may be more results."""
        return not self.unchecked

    @property
    def violations(self) -> Sequence[Result]:
        """The results that stop a publication: all but warnings and those for information."""
        if isinstance(self.results, tuple):
            return tuple(result for result in self.results if result.is_violation)
        return Violations(self.results)

    def located(self, locate: Callable[[Result], Location | None], most: int = LOCATED) -> Report:
        """The same report, with the place of each result as this function tells it.

        :param most: for how many results it is asked; the others follow as they are.
        """
        head = tuple(replace(result, at=locate(result)) for result in self.results[:most])
        rest = self.results[most:]
        if isinstance(rest, tuple):
            return replace(self, results=head + rest)
        return replace(self, results=Joined(sorted(head, key=lambda result: result.order), rest))

    def first(self, number: int) -> Report:
        """The same report without the results after the first so many; :attr:`tally` stays."""
        return replace(self, results=self.results[:number])

    def triples(self) -> Iterator[ox.Triple]:
        """The report as a graph with one ``sh:ValidationReport``, in a settled order."""
        from lod_archive.shacl.report_graph import write_report  # noqa: PLC0415 it imports this

        return write_report(self)

    def graph(self) -> rdflib.Graph:
        """The report as an rdflib graph with one ``sh:ValidationReport``."""
        from lod_archive.shacl.rdflib_bridge import to_rdflib  # noqa: PLC0415 costs 0.1 s

        graph = to_rdflib(self.triples())
        for prefix, namespace in self.prefixes.items():
            graph.bind(prefix, namespace)
        return graph
