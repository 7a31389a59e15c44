"""Every exception that lod_archive raises on purpose, and the place it points to.

ArchiveError                 the user's input or archive is at fault
├── SettingsError            archive.toml cannot be used                     exit 2
├── SourceError              a file in data/ cannot be read                  exit 2
├── ModelError               a record cannot be turned into triples          exit 2
├── ShapesError              shapes/ is broken or would check nothing        exit 2
├── NonConformance           the graph breaks the shapes                     exit 1
├── QueryError               a SPARQL query is invalid or cannot be answered exit 2
├── EndpointError            a service on the web gives no answer to rely on exit 2
├── PublicationError         the publication cannot be written or read       exit 2
├── ServerError              the server cannot be started                    exit 2
└── ArchiveErrors            several of the above, all of one run

Anything else that escapes is a bug in lod_archive.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, as editors and compilers write it; lines and columns count from 1.

    >>> str(Location("data/events/record.yaml", 14, 9))
    'data/events/record.yaml:14:9'
    >>> str(Location("archive.toml"))
    'archive.toml'
    """

    file: str
    line: int | None = None
    column: int | None = None

    @property
    def order(self) -> tuple[str, int, int]:
        """A key that sorts locations by file, then line, then column."""
        return self.file, self.line or 0, self.column or 0

    def __str__(self) -> str:
        places = (str(place) for place in (self.line, self.column) if place is not None)
        return ":".join((self.file, *places))


class ArchiveError(Exception):
    """What is wrong, where, and what to do about it.

    ``str(error)`` reads ``place: cause`` with the remedy and the specification on lines of
    their own; the parts stay available as :attr:`message`, :attr:`at`, :attr:`hint` and
    :attr:`spec`.

    >>> print(SourceError("tabs cannot indent YAML", at=Location("data/x.yaml", 3, 1),
    ...                   hint="indent with spaces"))
    data/x.yaml:3:1: tabs cannot indent YAML
      Hint: indent with spaces
    """

    exit_code: ClassVar[int] = 2

    def __init__(
        self,
        message: str,
        *,
        at: Location | None = None,
        hint: str | None = None,
        spec: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint
        self.spec = spec

    def __str__(self) -> str:
        lines = [f"{self.at}: {self.message}" if self.at else self.message]
        if self.hint:
            lines.append(f"  Hint: {self.hint}")
        if self.spec:
            lines.append(f"  See: {self.spec}")
        return "\n".join(lines)


class SettingsError(ArchiveError):
    """``archive.toml`` is missing, unreadable or says something that cannot be."""


class SourceError(ArchiveError):
    """A file with records cannot be read as YAML, JSON or JSON Lines."""


class ModelError(ArchiveError):
    """A record was read but cannot be turned into triples."""


class ShapesError(ArchiveError):
    """The shapes are broken, or would silently check nothing."""


class NonConformance(ArchiveError):
    """The graph breaks its shapes.

    :attr:`report` is the :class:`lod_archive.shacl.Report` that says where, in how many ways.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        at: Location | None = None,
        hint: str | None = None,
        report: object = None,
    ) -> None:
        super().__init__(message, at=at, hint=hint)
        self.report = report


class QueryError(ArchiveError):
    """A SPARQL query is invalid, unknown, lacks a parameter or cannot be answered."""


class EndpointError(ArchiveError):
    """A SPARQL endpoint or a reconciliation service cannot be reached, or its answer not relied on.

    :attr:`status` is the HTTP status that it answered with, or None: 400 says that it did not
    understand the query.
    """

    def __init__(
        self,
        message: str,
        *,
        at: Location | None = None,
        hint: str | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message, at=at, hint=hint)
        self.status = status


class PublicationError(ArchiveError):
    """A publication cannot be written, or a folder is not a publication."""


class ServerError(ArchiveError):
    """The server cannot be started: its address is taken, or a setting is wrong."""


class ArchiveErrors(ArchiveError):
    """All the errors of one run, in the order of their places.

    :attr:`errors` holds each of them; :attr:`omitted` counts those beyond the limit that were
    found but not kept.

    >>> both = ArchiveErrors([SourceError("a"), ModelError("b")])
    >>> print(both)
    a
    b
    >>> both.exit_code
    2
    """

    def __init__(self, errors: Iterable[ArchiveError], *, omitted: int = 0) -> None:
        self.errors: Sequence[ArchiveError] = tuple(
            sorted(errors, key=lambda error: (error.at or Location("")).order)
        )
        self.omitted = omitted
        count = len(self.errors) + omitted
        super().__init__(f"{count} error" if count == 1 else f"{count} errors")

    def __str__(self) -> str:
        lines = [str(error) for error in self.errors]
        if self.omitted:
            lines.append(f"… and {self.omitted} more")
        return "\n".join(lines)


def unreadable(error: OSError | UnicodeDecodeError) -> str:
    """What keeps a text file from being read, without its path.

    >>> unreadable(PermissionError(13, "Permission denied", "/srv/mine/archive.toml"))
    'cannot read it: Permission denied'
    """
    if isinstance(error, UnicodeDecodeError):
        return f"cannot read it: byte {error.start} is not UTF-8, in which it must be saved"
    return f"cannot read it: {error.strerror or error}"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint naming the known words closest to a mistyped one, or None when none is close.

    >>> did_you_mean("place/cental-irmino", ["place/central-irmino", "place/donbas"])
    'did you mean “place/central-irmino”?'
    >>> did_you_mean("zzz", ["place/donbas"])
    """
    close = difflib.get_close_matches(word, known, n=3, cutoff=0.7)
    if not close:
        return None
    return "did you mean " + " or ".join(f"“{match}”" for match in close) + "?"
