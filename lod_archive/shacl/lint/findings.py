"""What a linter has to say, and the parameters of a shape as it needs them: one value or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from lod_archive.vocab.namespaces import SH, XSD

if TYPE_CHECKING:
    from lod_archive.errors import Location
    from lod_archive.shacl.index import Resource, Term
    from lod_archive.shacl.shapes import Shapes

Kind = Literal["contradiction", "idle", "message", "import"]
"""What advice is about: nothing can satisfy it; it checks nothing; its words; its imports."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is odd about shapes that are well-formed, where, and what to do about it.

    ``str(advice)`` reads as that of an :class:`~lod_archive.errors.ArchiveError`.
    """

    kind: Kind
    message: str
    at: Location | None = None
    hint: str | None = None
    spec: str | None = None

    def __str__(self) -> str:
        lines = [f"{self.at}: {self.message}" if self.at else self.message]
        lines += [f"  Hint: {self.hint}"] if self.hint else []
        lines += [f"  See: {self.spec}"] if self.spec else []
        return "\n".join(lines)


def section(anchor: str) -> str:
    """The place in the specification.

    >>> section("shapes")
    'https://www.w3.org/TR/shacl/#shapes'
    """
    return f"https://www.w3.org/TR/shacl/#{anchor}"


def component(name: str) -> str:
    """The place in the specification that defines a parameter's constraint component.

    >>> component("minCount")
    'https://www.w3.org/TR/shacl/#MinCountConstraintComponent'
    """
    anchor = "qualifiedValueShape" if name.startswith("qualified") else name
    anchor = {"flags": "pattern", "ignoredProperties": "closed"}.get(anchor, anchor)
    return section(f"{anchor[0].upper()}{anchor[1:]}ConstraintComponent")


def only(shapes: Shapes, shape: Resource, name: str) -> Term | None:
    """The value of a parameter, if there is exactly one."""
    values = shapes.index.all(shape, SH[name])
    return values[0] if len(values) == 1 else None


def number(shapes: Shapes, shape: Resource, name: str) -> int | None:
    """The value of a parameter that is a whole number, if it is."""
    value = only(shapes, shape, name)
    if isinstance(value, ox.Literal) and value.datatype.value == XSD.integer:
        try:
            return int(value.value)
        except ValueError:
            return None
    return None


def truth(shapes: Shapes, shape: Resource, name: str) -> bool | None:
    """The value of a parameter that is true or false, if it is."""
    value = only(shapes, shape, name)
    if not isinstance(value, ox.Literal) or value.datatype.value != XSD.boolean:
        return None
    return {"true": True, "false": False}.get(value.value)


def members(shapes: Shapes, shape: Resource, name: str) -> tuple[Term, ...] | None:
    """The members of a parameter that is a list, if it is."""
    value = only(shapes, shape, name)
    return None if value is None else shapes.index.members(value)
