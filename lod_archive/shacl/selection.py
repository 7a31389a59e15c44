"""Less than everything: some of the shapes, some of the focus nodes, the graver results."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.names import closest, plain, short
from lod_archive.shacl.severity import LEVELS, Level, is_as_grave
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lod_archive.shacl.constraints.writer import Writer
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.report import Result
    from lod_archive.shacl.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a validation is wanted; all of it, unless said otherwise.

    What is not wanted is not checked, where that saves work; and it is not in the report.

    :param shapes: the IRIs of shapes: of their results, and those of property shapes within them.
    :param focus: the IRIs of the nodes to look at.
    :param severity: the mildest result: ``violation``, ``warning`` or ``information``.
    :param most: how many results are kept, the first in order; all are counted.

    >>> Selection(severity="warning", most=10).notes({})
    ['milder results than warnings were not asked for']
    """

    shapes: Collection[str] = ()
    focus: Collection[str] = ()
    severity: Level = LEVELS[-1]
    most: int | None = None

    def notes(self, prefixes: Mapping[str, str]) -> list[str]:
        """What a reader of the report must know of it."""
        notes = []
        if self.shapes:
            notes.append(f"only {_listed(self.shapes, prefixes)} was asked for")
        if self.focus:
            notes.append(f"only {_listed(self.focus, prefixes)} was looked at")
        if self.severity != LEVELS[-1]:
            notes.append(f"milder results than {self.severity}s were not asked for")
        return notes


EVERYTHING: Final = Selection()
"""The selection that leaves nothing out."""


def _listed(iris: Collection[str], prefixes: Mapping[str, str]) -> str:
    names = [short(iri, prefixes) for iri in sorted(iris)]
    return ", ".join([*names[:3], f"{len(names) - 3} more"] if len(names) > 4 else names)


@dataclass(frozen=True, slots=True)
class Selected:
    """A selection among certain shapes.

    :param roots: the shapes whose targets are looked at; all, if None.
    :param sources: the shapes whose results are wanted at any of these targets; all, if None.
    """

    selection: Selection = EVERYTHING
    roots: frozenset[Resource] | None = None
    sources: frozenset[Resource] | None = None
    _whole: frozenset[Resource] = field(default=frozenset())

    @classmethod
    def of(cls, selection: Selection, shapes: Shapes) -> Selected:
        """What is selected of these shapes.

        :raises ShapesError: if a shape is not among them, or has no focus nodes of its own.
        """
        for iri in (*selection.shapes, *selection.focus):
            _check_iri(iri)
        if not selection.shapes:
            return cls(selection)
        whole = frozenset(_named(iri, shapes) for iri in selection.shapes)
        sources = frozenset(node for shape in whole for node in (shape, *_within(shape, shapes)))
        roots = frozenset(
            root
            for root in shapes.all
            if shapes.targets(root) and not whole.isdisjoint((root, *_within(root, shapes)))
        )
        for shape in whole:
            if not any(shape == root or shape in _within(root, shapes) for root in roots):
                raise ShapesError(
                    f"{shapes.name(shape)} has no results of its own: it has no target, and no "
                    "shape with a target has it as a property shape",
                    at=shapes.locate(shape),
                    hint="select the shape that refers to it",
                )
        return cls(selection, roots, sources, whole)

    def wants_root(self, root: Resource) -> bool:
        """Whether the targets of this shape are looked at."""
        return self.roots is None or root in self.roots

    def wants(self, root: Resource, shape: Resource, severity: str) -> bool:
        """Whether results of a shape are wanted at the targets of another or its own.

        :param severity: of the shape.
        """
        is_one = self.sources is None or root in self._whole or shape in self.sources
        return is_one and is_as_grave(severity, self.selection.severity)

    def wants_result(self, result: Result) -> bool:
        """Whether a result is wanted, whatever its root."""
        focus = result.focus_node
        return (
            (self.sources is None or result.source_shape in self.sources)
            and is_as_grave(result.severity, self.selection.severity)
            and (not self.selection.focus or focus.value in self.selection.focus)
            and (not self.selection.focus or isinstance(focus, ox.NamedNode))
        )

    def at(self, node: str, w: Writer) -> str:
        """A pattern that binds a variable to the focus nodes wanted; nothing, if all are.

        Nothing, too, where VALUES is not to be relied on.
        """
        if not self.selection.focus or not w.dialect.has_lateral:
            return ""
        names = " ".join(w.iri(iri) for iri in sorted(self.selection.focus))
        return f"VALUES {node} {{ {names} }} "


ALL: Final = Selected()
"""Everything, of any shapes."""


def _check_iri(iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise ShapesError(f"“{plain(iri)}” is not an IRI, hence selects nothing") from None


def _named(iri: str, shapes: Shapes) -> Resource:
    known = {shape.value: shape for shape in shapes.all if isinstance(shape, ox.NamedNode)}
    if iri not in known:
        raise ShapesError(
            f"there is no shape {short(iri, shapes.prefixes)}",
            hint=closest(iri, known, shapes.prefixes) or "give the IRI of a shape",
        )
    return known[iri]


def _within(shape: Resource, shapes: Shapes) -> Iterator[Resource]:
    """The property shapes within a shape, at any depth."""
    seen: set[Resource] = set()
    waiting = [shape]
    while waiting:
        for inner in shapes.index.resources(waiting.pop(), SH.property):
            if inner not in seen:
                seen.add(inner)
                waiting.append(inner)
                yield inner
