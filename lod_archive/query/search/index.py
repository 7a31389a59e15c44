"""The index of a publication: one SQLite file with `FTS5 <https://www.sqlite.org/fts5.html>`_.

==============  ===========================================================================
table           holds
==============  ===========================================================================
``entity``      what is shown: IRI, types and texts (JSON); by rowid, what more is said of
                comes first, so that results need no sorting
``type``        which entities have a class
``whole``       names as a whole, plain: a name that is just what was typed comes first
``words``       FTS5 without the texts; columns for the plain words and the readings
                (:mod:`.spelling`) of the names and of all texts
``vocabulary``  the words in use, for finding those that are spelt nearly so
==============  ===========================================================================

The same entries give the same bytes with the same version of SQLite: all is written in a fixed
order and in one transaction. Another version of SQLite may lay its pages out otherwise, and writes
its own version into the header (`offset 96 <https://www.sqlite.org/fileformat.html>`_): the
content is the same then, the file is not.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from lod_archive.query.index_file import IndexKind, new_index
from lod_archive.query.search import spelling
from lod_archive.query.search.entries import Entry

KIND: Final = IndexKind(0x4C4F4441, 1, "an index")
"""Marked as ours by “LODA”; the version of the tables is what :class:`.SearchIndex` checks."""

_Readings = Callable[[str], tuple[str, ...]]


def write_index(path: Path, entries: Iterable[Entry]) -> int:
    """Write the index of these entries into a new file; gives their number.

    All entries are held in memory meanwhile.

    :raises PublicationError: if the file exists already, or cannot be written.
    """
    ordered = sorted(entries, key=_prominence)
    with new_index(path, KIND, _TABLES) as database:
        _write(database, ordered)
    return len(ordered)


def _prominence(entry: Entry) -> tuple[object, ...]:
    shortest = min((len(name.text) for name in entry.names), default=0)
    return -entry.links, shortest == 0, shortest, entry.iri


def _write(database: sqlite3.Connection, entries: list[Entry]) -> None:
    readings = cache(spelling.readings)
    for number, entry in enumerate(entries, 1):
        database.execute("INSERT INTO entity VALUES (?, ?, ?)", (number, entry.iri, _shown(entry)))
        database.executemany(
            "INSERT INTO type VALUES (?, ?)", [(each, number) for each in sorted(set(entry.types))]
        )
        database.executemany(
            "INSERT INTO whole VALUES (?, ?)", [(name, number) for name in _whole_names(entry)]
        )
        database.execute(
            "INSERT INTO words (rowid, name, name_sound, text, text_sound) VALUES (?, ?, ?, ?, ?)",
            (number, *_columns(entry, readings)),
        )
    database.execute("INSERT INTO words (words) VALUES ('optimize')")


def _shown(entry: Entry) -> str:
    """What a result is made of, as JSON."""
    texts = {
        role: [[text.text, text.language] for text in found]
        for role, found in (
            ("names", entry.names),
            ("other_names", entry.other_names),
            ("descriptions", entry.descriptions),
            ("paraphrases", entry.paraphrases),
        )
        if found
    }
    return json.dumps({"types": entry.types, **texts}, ensure_ascii=False, separators=(",", ":"))


def _whole_names(entry: Entry) -> list[str]:
    names = (joined(text.text) for text in (*entry.names, *entry.other_names))
    return sorted({name for name in names if name})


def joined(text: str) -> str:
    """The plain words of a text, with a space between them.

    >>> joined("Aleksei  STAKHÁNOV!")
    'aleksei stakhanov'
    """
    return " ".join(spelling.plain(word.written) for word in spelling.words(text))


def _columns(entry: Entry, readings: _Readings) -> Iterator[str]:
    """The words of the names, plain and as they sound, then those of the other texts."""
    for texts in (entry.names + entry.other_names, entry.descriptions + entry.paraphrases):
        written = {word.written for text in texts for word in spelling.words(text.text)}
        yield " ".join(sorted({spelling.plain(word) for word in written}))
        yield " ".join(sorted({reading for word in written for reading in readings(word)}))


_TABLES: Final = (
    "CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, shown TEXT NOT NULL)",
    "CREATE TABLE type (iri TEXT, entity INTEGER, PRIMARY KEY (iri, entity)) WITHOUT ROWID",
    "CREATE TABLE whole (name TEXT, entity INTEGER, PRIMARY KEY (name, entity)) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE words USING fts5(name, name_sound, text, text_sound, content='', "
    "columnsize=0, detail=column, prefix='1 2 3', tokenize='ascii')",
    "CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, col)",
)
