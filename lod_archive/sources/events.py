"""What a YAML file and a JSON file have in common: a stream of events with places.

Data, and the places in a file, are both built from these events, so they cannot disagree.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lod_archive.sources.values import Json


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
