"""Indexes in SQLite files: written once, with their publication, and only read after that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lod_archive.errors import PublicationError

_REBUILD: Final = "make the publication anew: lod-archive build"


@dataclass(frozen=True, slots=True)
class IndexKind:
    """What marks a file as an index of a kind: https://www.sqlite.org/fileformat.html

    :param application: the ``application_id`` in its header.
    :param version: that of its tables.
    :param name: what it is, for people.
    """

    application: int
    version: int
    name: str


@contextmanager
def new_index(path: Path, kind: IndexKind, tables: Sequence[str]) -> Iterator[sqlite3.Connection]:
    """A new file with these tables, to be filled; all that is done is one transaction.

    :raises PublicationError: if the file exists already, or cannot be written.
    """
    if path.exists():
        raise PublicationError(
            f"{path} exists already", hint="an index is written once, with its publication"
        )
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")  # a build that fails leaves no file
            database.execute("PRAGMA synchronous = OFF")  # a publication is flushed as a whole
            database.execute(f"PRAGMA application_id = {kind.application}")
            database.execute(f"PRAGMA user_version = {kind.version}")
            database.execute("BEGIN")
            for statement in tables:
                database.execute(statement)
            yield database
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise PublicationError(f"cannot write the index {path}: {error}") from None


@contextmanager
def open_index(path: Path, kind: IndexKind) -> Iterator[sqlite3.Connection]:
    """The index in a file, which has been looked at.

    :raises PublicationError: if there is no such file, it is no index of this kind and version, or
        it cannot be read; then or while the context lasts.
    """
    if not path.is_file():
        raise PublicationError(f"there is no index {path}", hint=_REBUILD)
    try:
        with closing(connect(path)) as database:
            (application,) = database.execute("PRAGMA application_id").fetchone()
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if application != kind.application:
                raise PublicationError(f"{path} is not {kind.name}", hint=_REBUILD)
            if version != kind.version:
                raise PublicationError(
                    f"the index {path} has version {version}, and this is version {kind.version}",
                    hint=_REBUILD,
                )
            yield database
    except sqlite3.Error as error:
        raise PublicationError(f"cannot read the index {path}: {error}", hint=_REBUILD) from None


def connect(path: Path, *, check_same_thread: bool = True) -> sqlite3.Connection:
    """A connection that writes nothing and waits for nobody: an index is never changed.

    https://www.sqlite.org/uri.html#uriimmutable
    """
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=check_same_thread)
