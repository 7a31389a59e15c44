"""A file of decisions that grows row by row, and is whole at every moment."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from lod_archive.errors import Location, PublicationError
from lod_archive.publish.locking import locked
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.notations import read_whole
from lod_archive.sources.sssom import (
    Match,
    Row,
    Table,
    header_of,
    pair_of,
    read_table,
    row_of,
    write_head,
    write_table,
)
from lod_archive.sources.sssom.vocabulary import ARCHIVE, COLUMNS


class DecisionFile:
    """A mapping set on disk.

    It is read anew for each change, and changed by one at a time, so that no other's row is lost;
    as long as there are mistakes in it, nothing is changed.

    :param path: where it is, or will be.
    :param name: how the mapping set is called.
    :param base: the base of the archive.
    :param license_: the IRI of the licence that a new mapping set gets.
    """

    def __init__(self, path: Path, name: str, base: str, license_: str) -> None:
        self.path = path
        self.name = name
        self._base = base
        self._license = license_

    def put(self, match: Match) -> Row | None:
        """Write a row for a pair, in place of the one that it has; gives that, if there was one.

        :raises ArchiveErrors: with what is wrong with the form of the file that is there.
        :raises PublicationError: if it cannot be written.
        """
        with one_at_a_time(self.path):
            table = self._read()
            prefixes = table.prefixes
            row = row_of(match, prefixes, self._base, self.name)
            rows, replaced = _replaced(table, match.pair, row)
            self._write(table, prefixes, rows)
        return replaced

    def restore(self, match: Match, row: Row | None) -> None:
        """Put back the row that a pair had before :meth:`put`, or none.

        :raises ArchiveErrors: as :meth:`put` does.
        """
        with one_at_a_time(self.path):
            table = self._read()
            rows, _ = _replaced(table, match.pair, row)
            self._write(table, table.prefixes, rows)

    def _read(self) -> Table:
        if not self.path.exists():
            header = header_of(self.name, self._base, self._license, {ARCHIVE: self._base})
            return Table(header, write_head(header), COLUMNS, ())
        problems = FileProblems(str(self.path))
        try:
            table = read_table(read_whole(self.path, problems), problems)
        except Unreadable:
            problems.raise_any()
            raise
        problems.raise_any()
        return table

    def _write(self, table: Table, prefixes: dict[str, str], rows: Iterable[Row]) -> None:
        kept = list(rows)
        used = {column for row in kept for column in row.cells}
        columns = [*table.columns, *(name for name in COLUMNS if name in used - {*table.columns})]
        head = table.head
        if prefixes != table.prefixes:
            head = write_head({**table.header, "curie_map": prefixes})
        replace(self.path, write_table(head, columns, kept))


def _replaced(table: Table, pair: tuple[str, str], row: Row | None) -> tuple[list[Row], Row | None]:
    """The rows with this one in the place of the pair's, or at the end; and the pair's own."""
    prefixes = table.prefixes
    rows: list[Row] = []
    replaced = None
    for each in table.rows:
        if pair_of(each, prefixes) != pair:
            rows.append(each)
        elif replaced is None:
            replaced = each
            rows += [row] if row else []
    return (rows if replaced or not row else [*rows, row]), replaced


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until nobody else changes what is there, and keep others waiting meanwhile.

    :param path: a file or folder, which need not be there yet.
    :raises PublicationError: if nothing can be written beside it.
    """
    lock = path.with_name(f".{path.name}{_LOCK}")
    with ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(lock, path, wait=True))
        except OSError as error:
            raise _unwritable(path, error) from None
        yield


_LOCK: Final = ".lock"
_PART: Final = ".part"


def replace(path: Path, text: str) -> None:
    """Write a file so that it is either as it was or as it shall be.

    :raises PublicationError: if it cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        with suppress(OSError):
            part.unlink()


def _unwritable(path: Path, error: OSError) -> PublicationError:
    return PublicationError(
        f"cannot write it: {error.strerror or error}",
        at=Location(str(path)),
        hint="check the permissions of the folder, and the room on the disk",
    )
