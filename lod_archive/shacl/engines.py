"""The engines by name, and which of them takes which shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.errors import ShapesError, did_you_mean
from lod_archive.shacl.advanced import uses_advanced_features
from lod_archive.shacl.compiled import Compiled
from lod_archive.shacl.names import short
from lod_archive.shacl.pyshacl_engine import PyShacl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.shacl.engine import Engine
    from lod_archive.shacl.shapes import Shapes

ENGINES: Final[Mapping[str, Engine]] = {"compiled": Compiled(), "pyshacl": PyShacl()}
"""Every engine by its name, the preferred one first: ``engine="auto"`` takes that one."""


def choose_engine(name: str, shapes: Shapes) -> tuple[Engine, str | None]:
    """The engine with this name; for ``auto`` the preferred one that knows all of the shapes.

    The second value says why the preferred one was passed over.

    :raises ShapesError: if there is none.
    """
    if name == "auto":
        advanced = uses_advanced_features(shapes)
        if not advanced:
            return next(iter(ENGINES.values())), None
        terms = ", ".join(short(term) for term in advanced)
        return PyShacl(advanced=True), f"all shapes: SHACL-AF is used ({terms})"
    if name not in ENGINES:
        known = ("auto", *ENGINES)
        hint = did_you_mean(name, known) or f"use one of {', '.join(known)}"
        raise ShapesError(f"there is no SHACL engine “{name}”", hint=hint)
    return ENGINES[name], None
