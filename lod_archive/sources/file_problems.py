"""The problems found in one file, collected so that an archivist sees them all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.errors import ArchiveErrors, Location, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_KEPT: Final = 1000
"""How many problems of one chunk are kept; the others are counted."""


class Unreadable(Exception):
    """Reading cannot go on, and the reason is among the problems: a signal, never shown."""


class FileProblems:
    """Collects the problems of one file.

    >>> problems = FileProblems("data/x.yaml")
    >>> problems.add("tabs cannot indent", 3, 1, hint="indent with spaces")
    >>> print(problems.errors[0])
    data/x.yaml:3:1: tabs cannot indent
      Hint: indent with spaces
    """

    def __init__(self, name: str, errors: Iterable[SourceError] = ()) -> None:
        self.name = name
        self.errors = list(errors)
        self.omitted = 0

    @property
    def is_full(self) -> bool:
        """Whether further problems are only counted."""
        return len(self.errors) >= MAX_KEPT

    def add(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        *,
        hint: str | None = None,
        spec: str | None = None,
    ) -> None:
        """Note a problem. Whoever cannot read on after it raises :class:`Unreadable`."""
        if self.is_full:
            self.omitted += 1
            return
        at = Location(self.name, line, column)
        self.errors.append(SourceError(message, at=at, hint=hint, spec=spec))

    def raise_any(self) -> None:
        """Do nothing when all went well.

        :raises ArchiveErrors: with all problems, if there are any.
        """
        if self.errors:
            raise ArchiveErrors(self.errors, omitted=self.omitted)
