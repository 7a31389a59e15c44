"""How a query can end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, complete: at hand if it is small, otherwise in a file that has no name any more.

    :param release: to be called when it is not needed any longer.
    """

    media_type: str
    size: int
    body: bytes = b""
    file: BinaryIO | None = None
    release: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Mistake:
    """It is not SPARQL, or asks for what is not done here.

    :param line: where; None if the whole is meant.
    """

    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Unwritable:
    """It can be answered, but in none of the formats that are wanted."""


@dataclass(frozen=True, slots=True)
class Limited:
    """A limit was hit.

    :param limit: which: ``time``, ``memory``, ``rows``, ``size``.
    :param allowed: how many seconds, MB, rows, bytes.
    """

    limit: str
    allowed: float


@dataclass(frozen=True, slots=True)
class Busy:
    """There are too many others.

    :param seconds: after which to ask again.
    """

    seconds: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The reader failed: the store is damaged, the disk is full, the process was killed."""

    message: str


Outcome: TypeAlias = Answer | Mistake | Unwritable | Limited | Busy | Broken
