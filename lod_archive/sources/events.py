"""What a YAML file and a JSON file have in common: a stream of events with places.

Data, and the places in a file, are both built from these events, so they cannot disagree.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from lod_archive.sources.content import Json


class Place(NamedTuple):
    """A place in a text, both numbers from 1; columns count characters."""

    line: int
    column: int

    @classmethod
    def at(cls, text: str, position: int) -> Self:
        r"""The place of this position in a text.

        >>> Place.at("a\nbc", 3)
        Place(line=2, column=2)
        """
        line_start = text.rfind("\n", 0, position) + 1
        return cls(text.count("\n", 0, position) + 1, position - line_start + 1)


class Kind(Enum):
    """What an event says has been read."""

    MAPPING = auto()
    LIST = auto()
    END = auto()
    SCALAR = auto()
    ALIAS = auto()


class Event(NamedTuple):
    """One step of reading; line and column count from 1."""

    kind: Kind
    line: int
    column: int
    text: str = ""
    """A scalar as written, without quotes; the name of an alias."""
    value: Json = None
    """What the scalar stands for where it is a value, not a key."""
    is_plain: bool = False
    """Whether a scalar has no quotes; never so in JSON."""
    anchor: str | None = None
