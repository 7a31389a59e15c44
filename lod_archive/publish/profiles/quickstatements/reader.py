"""Commands read back, from lines and from tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from lod_archive.errors import Location, PublicationError
from lod_archive.publish.profiles.quickstatements.commands import (
    CREATE,
    LAST,
    Command,
    read_value,
)
from lod_archive.publish.profiles.quickstatements.lines import words_of
from lod_archive.publish.profiles.quickstatements.table import item_of, of_cell

_TERM: Final = re.compile(r"[LDA][a-z][a-z0-9-]*")
_SUBJECT: Final = re.compile(r"Q[1-9]\d*|LAST")
_NAME: Final = re.compile(r"P[1-9]\d*")
_QUALIFIER: Final = re.compile(r"(?:qal|P)([1-9]\d*)")
_SOURCE: Final = re.compile(r"(!?)S([1-9]\d*)")
_SPEC: Final = "https://www.wikidata.org/wiki/Help:QuickStatements"


def read_lines(text: str, name: str = "commands") -> Iterator[Command]:
    r"""The commands in lines.

    :param name: what errors call the file.
    :raises PublicationError: with its place, if a line is no command.

    >>> [command.value for command in read_lines('Q1\tP31\tQ5\nQ1\tLen\t"Strike"\n')]
    ['Q5', '"Strike"']
    """
    for number, each in enumerate(text.split("\n"), 1):
        if each:
            yield _command(each.split("\t"), Location(name, number))


def read_table(text: str, name: str = "commands") -> Iterator[Command]:
    """The commands in a table: a row with several statements gives several.

    :raises PublicationError: with its place, if a row is no command.
    """
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, ["qid"])
    for number, row in enumerate(rows, 2):
        at = Location(name, number)
        if len(row) != len(header):
            raise _error(f"a row of {len(row)} cells below a header of {len(header)}", at)
        if not row[0]:
            yield Command(CREATE)
        for words in _statements(header, row):
            yield _command([item_of(row[0]), *words], at)


def _statements(header: Sequence[str], row: Sequence[str]) -> Iterator[list[str]]:
    """The words of each statement in a row: a column of a property begins one."""
    words: list[str] = []
    for column, cell in zip(header[1:], row[1:], strict=True):
        if _TERM.fullmatch(column) or _NAME.fullmatch(column):
            if words:
                yield words
            words = []
        if cell:
            name = column.replace("qal", "P") if words else column
            words += [name, of_cell(column, cell)]
    if words:
        yield words


def _command(words: Sequence[str], at: Location) -> Command:
    if list(words) == [CREATE]:
        return Command(CREATE)
    if len(words) < len(("item", "name", "value")) or len(words) % 2 == 0:
        raise _error("a command is an item, then names each with a value", at)
    item, name, value, *rest = words
    if not _SUBJECT.fullmatch(item):
        raise _error(f"“{item}” is neither an item nor {LAST}", at)
    if not (_TERM.fullmatch(name) or _NAME.fullmatch(name)):
        raise _error(f"“{name}” is neither a property nor a term", at)
    qualifiers: list[tuple[str, str]] = []
    references: list[list[tuple[str, str]]] = []
    for key, each in words_of(rest):
        if found := _SOURCE.fullmatch(key):
            if found[1] or not references:
                references.append([])
            references[-1].append((f"P{found[2]}", _checked(each, at)))
        elif (found := _QUALIFIER.fullmatch(key)) and not references:
            qualifiers.append((f"P{found[1]}", _checked(each, at)))
        else:
            raise _error(f"“{key}” is neither a qualifier nor a reference", at)
    grouped = tuple(tuple(each) for each in references)
    return Command(item, name, _checked(value, at), tuple(qualifiers), grouped)


def _checked(value: str, at: Location) -> str:
    try:
        read_value(value)
    except ValueError:
        raise _error(f"“{value}” is no value", at) from None
    return value


def _error(message: str, at: Location) -> PublicationError:
    return PublicationError(message, at=at, spec=_SPEC)
