"""Long lists in pages of a readable length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_LENGTH: Final = 500
"""How many entries a page has."""


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a list.

    :param total: how many entries the whole list has.
    :param paths: those of all its pages, in order.
    """

    path: str
    entries: Sequence[T]
    total: int
    paths: Sequence[str]


def paged(path: str, entries: Sequence[T], length: int = _LENGTH) -> Iterator[Part[T]]:
    """The pages of a list; the first has the path itself.

    >>> [(part.path, len(part.entries)) for part in paged("list/event", range(5), 2)]
    [('list/event', 2), ('list/event-2', 2), ('list/event-3', 1)]
    """
    starts = range(0, len(entries), length) or [0]
    paths = [path if not start else f"{path}-{start // length + 1}" for start in starts]
    for own, start in zip(paths, starts, strict=True):
        yield Part(own, entries[start : start + length], len(entries), paths)
