"""The lines of ``#`` comments on top of a query that say what it is for.

``# key: text`` or ``# key name: text``; a line that is indented goes on with the one above.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lod_archive.errors import Location, QueryError, did_you_mean

_ENTRY: Final = re.compile(r"#\s?(\w+)(?:\s+(\w+))?\s*:\s*(.*)")
_CONTINUED: Final = re.compile(r"#\s{2,}(\S.*)")


@dataclass(slots=True)
class Entry:
    """A line of the front matter, with those that go on with it."""

    key: str
    name: str | None
    text: str
    line: int


def read_text(path: Path) -> str:
    """The text of a query's file.

    :raises QueryError: if it cannot be read.
    """
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot read it: {error}", at=Location(str(path))) from None


def read_entries(path: Path, text: str, known: Collection[str]) -> list[Entry]:
    """The entries on top of a query, in their order.

    :param path: what errors call it.
    :param known: the keys that there are.
    :raises QueryError: if a key is none of these, or there is no title.
    """
    entries = list(_entries(path, text.splitlines(), known))
    if not any(entry.key == "title" and entry.name is None for entry in entries):
        raise QueryError(
            "the query has no title", at=Location(str(path), 1), hint="begin it with “# title: …”"
        )
    return entries


def _entries(path: Path, lines: Iterable[str], known: Collection[str]) -> list[Entry]:
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        if not line.startswith("#"):
            break
        if entries and (more := _CONTINUED.fullmatch(line)):
            entries[-1].text += " " + more[1].strip()
        elif found := _ENTRY.fullmatch(line):
            key = found[1]
            if key not in known:
                raise QueryError(
                    f"“{key}” says nothing about a query",
                    at=Location(str(path), number, line.index(key) + 1),
                    hint=did_you_mean(key, known) or f"known are {', '.join(known)}",
                )
            entries.append(Entry(key, found[2], found[3].strip(), number))
    return entries
