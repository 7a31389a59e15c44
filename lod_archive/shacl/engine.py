"""The seam between this package and whatever evaluates shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from lod_archive.shacl.data_graph import DataGraph
    from lod_archive.shacl.index import Resource
    from lod_archive.shacl.report import Result
    from lod_archive.shacl.shapes import Shapes
    from lod_archive.shacl.targets import Census

Progress: TypeAlias = Callable[[str, int], None]
"""Called with the name of the step under way and how much of it is done."""


def silent(step: str, done: int = 0) -> None:
    """The progress that tells nobody."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What an engine finds.

    :param results: in any order; messages only where the shapes have some. Much of the work may
        be done only while they are read.
    :param left: the shapes with a target that were left to another engine, and why.
    :param unchecked: the constraints that were not checked at all, and why; a line each, and
        complete only when the results are read.
    """

    results: Iterator[Result]
    left: Mapping[Resource, str] = field(default_factory=dict)
    unchecked: Sequence[str] = ()


class Engine(Protocol):
    """Evaluates shapes over data. Linting, counting, wording and sorting are not its business."""

    @property
    def name(self) -> str:
        """What it is called in ``engine=`` and in reports."""

    @property
    def terms(self) -> frozenset[str]:
        """The SHACL terms that it acts upon; shapes that use others would be half ignored."""

    def check(
        self, graph: DataGraph, shapes: Shapes, census: Census, progress: Progress
    ) -> Checked:
        """Everything that is wrong.

        :raises ShapesError: if the shapes cannot be evaluated; also while results are read.
        """
