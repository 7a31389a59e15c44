"""The seam between this package and whatever evaluates shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from lod_archive.errors import ShapesError, did_you_mean
from lod_archive.shacl.pyshacl_engine import PyShacl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lod_archive.shacl.report import Result
    from lod_archive.shacl.shapes import Shapes
    from lod_archive.shacl.triples import Triples


class Engine(Protocol):
    """Evaluates shapes over data. Linting, counting, wording and sorting are not its business."""

    @property
    def name(self) -> str:
        """What it is called in ``engine=`` and in reports."""

    @property
    def terms(self) -> frozenset[str]:
        """The SHACL terms that it acts upon; shapes that use others would be half ignored."""

    def check(self, data: Triples, shapes: Shapes) -> Sequence[Result]:
        """Everything that is wrong, in any order; messages only where the shapes have some.

        :raises ShapesError: if the shapes cannot be evaluated.
        """


ENGINES: Final[Mapping[str, Engine]] = {"pyshacl": PyShacl()}
"""Every engine by its name, the preferred one first: ``engine="auto"`` takes that one."""


def engine_named(name: str) -> Engine:
    """The engine with this name, or the preferred one for ``auto``.

    :raises ShapesError: if there is none.
    """
    if name == "auto":
        return next(iter(ENGINES.values()))
    if name not in ENGINES:
        known = ("auto", *ENGINES)
        hint = did_you_mean(name, known) or f"use one of {', '.join(known)}"
        raise ShapesError(f"there is no SHACL engine “{name}”", hint=hint)
    return ENGINES[name]
