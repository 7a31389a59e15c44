"""The problems found in one file, collected so that an archivist sees them all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from lod_archive.errors import ArchiveErrors, Location, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_KEPT: Final = 1000
"""How many problems of one chunk are kept; the others are counted."""


class Unreadable(Exception):  # noqa: N818 - a signal between readers, never shown to anyone
    """Reading cannot go on; the reason is the last of the :class:`Problems`."""


class Problems:
    """Collects the problems of one file.

    >>> problems = Problems("data/x.yaml")
    >>> problems.add("tabs cannot indent", 3, 1, hint="indent with spaces")
    >>> print(problems.errors[0])
    data/x.yaml:3:1: tabs cannot indent
      Hint: indent with spaces
    """

    def __init__(self, name: str, errors: Iterable[SourceError] = ()) -> None:
        self.name = name
        self.errors = list(errors)
        self.omitted = 0

    def add(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        *,
        hint: str | None = None,
        spec: str | None = None,
    ) -> None:
        """Note a problem; reading goes on."""
        if len(self.errors) >= MAX_KEPT:
            self.omitted += 1
            return
        at = Location(self.name, line, column)
        self.errors.append(SourceError(message, at=at, hint=hint, spec=spec))

    def stop(
        self,
        message: str,
        line: int | None = None,
        column: int | None = None,
        *,
        hint: str | None = None,
        spec: str | None = None,
    ) -> NoReturn:
        """Note a problem after which the rest of the file (or line) cannot be understood.

        :raises Unreadable: always.
        """
        self.add(message, line, column, hint=hint, spec=spec)
        raise Unreadable

    def raise_any(self) -> None:
        """Do nothing when all went well.

        :raises ArchiveErrors: with all problems, if there are any.
        """
        if self.errors:
            raise ArchiveErrors(self.errors, omitted=self.omitted)
