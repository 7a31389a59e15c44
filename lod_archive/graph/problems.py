"""Collecting every mistake of a run instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from lod_archive.errors import ArchiveError, ArchiveErrors, Location

LIMIT: Final = 1000
"""How many mistakes are kept and shown; further ones are counted."""


class Source(Protocol):
    """The file that a record stands in."""

    @property
    def name(self) -> str:
        """Its path relative to the archive."""


class Record(Protocol):
    """What the expansion needs of a record: its data and where each part of it is written."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The record as its author wrote it."""

    @property
    def source(self) -> Source:
        """The file that it stands in."""

    def locate(self, path: Sequence[str | int] = (), *, key: bool = False) -> Location:
        """The place of the value, or of the key, at this path inside the record."""


class Problems:
    """The mistakes found so far.

    >>> problems = Problems()
    >>> problems.raise_any()
    >>> problems.add(ArchiveError("no id"))
    >>> problems.raise_any()
    Traceback (most recent call last):
    lod_archive.errors.ArchiveErrors: no id
    """

    def __init__(self) -> None:
        self.errors: list[ArchiveError] = []
        self.omitted = 0

    @property
    def count(self) -> int:
        """How many were found, kept or not."""
        return len(self.errors) + self.omitted

    def add(self, error: ArchiveError) -> None:
        """Keep the mistake, or all of those in an :class:`ArchiveErrors`, up to the limit."""
        if isinstance(error, ArchiveErrors):
            for one in error.errors:
                self.add(one)
            self.omitted += error.omitted
        elif len(self.errors) < LIMIT:
            self.errors.append(error)
        else:
            self.omitted += 1

    def raise_any(self) -> None:
        """Raise all mistakes together, in the order of their places.

        :raises ArchiveErrors: if there is any.
        """
        if self.errors:
            raise ArchiveErrors(self.errors, omitted=self.omitted)
