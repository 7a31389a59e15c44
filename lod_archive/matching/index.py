"""The index of names: one SQLite file, written with its publication.

==============  ===========================================================================
table           holds
==============  ===========================================================================
``entity``      entities by IRI, with what is known of them (JSON)
``type``        which entities have a class
``name``        names as they are compared, in the order in which they are suggested: short ones
                before long ones, then in that of their entities
``term``        in which names something occurs, as little-endian numbers of 32 bits; terms
                begin with a sign: ``~`` a reading of a word, ``^`` one of the first word, ``=``
                a plain word, ``#`` a whole name without spaces as it sounds, ``@`` an acronym
``lacking``     readings by what they are without one of their letters: two that differ in a
                letter have one of these in common
==============  ===========================================================================

The same entities give the same bytes with the same version of SQLite, as with
:mod:`lod_archive.query.search.index`.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import product
from pathlib import Path
from typing import Final

from lod_archive.matching.comparison import acronyms_of
from lod_archive.matching.model import Entity, Name
from lod_archive.matching.words import whole_of, words_of
from lod_archive.query.index_file import IndexKind, new_index

KIND: Final = IndexKind(0x4C4F444D, 2, "an index of names")
"""Marked as ours by “LODM”; the version of the tables is what :class:`.MatchingIndex` checks."""
SHORTEST: Final = 4
"""From how many letters on a reading is found with one of them wrong."""
_LONGEST: Final = 24


def write_matching(entities: Iterable[Entity], path: Path) -> int:
    """Write the index of these entities into a new file; gives their number.

    All entities are held in memory meanwhile.

    :raises PublicationError: if the file exists already, or cannot be written.
    """
    ordered = sorted(entities, key=lambda entity: entity.iri)
    with new_index(path, KIND, _TABLES) as database:
        _write(database, ordered)
    return len(ordered)


def _write(database: sqlite3.Connection, entities: list[Entity]) -> None:
    for number, entity in enumerate(entities, 1):
        database.execute(
            "INSERT INTO entity VALUES (?, ?, ?)", (number, entity.iri, _as_json(entity))
        )
        database.executemany(
            "INSERT INTO type VALUES (?, ?)", [(each, number) for each in sorted({*entity.types})]
        )
    occurrences: defaultdict[str, list[int]] = defaultdict(list)
    for count, (number, name) in enumerate(_as_suggested(entities), 1):
        row = (count, number, name.text, name.since, name.until)
        database.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?)", row)
        for term in terms_of(name.text):
            occurrences[term].append(count)
    terms = sorted(occurrences)
    packed = ((term, pack(occurrences[term])) for term in terms)
    database.executemany("INSERT INTO term VALUES (?, ?)", packed)
    readings = (term[1:] for term in terms if term.startswith("~"))
    lacking = sorted((less, reading) for reading in readings for less in lacking_one(reading))
    database.executemany("INSERT INTO lacking VALUES (?, ?)", lacking)


def _as_suggested(entities: Iterable[Entity]) -> list[tuple[int, Name]]:
    """The names, each with the number of its entity; the short ones first."""
    names = [
        (number, name)
        for number, entity in enumerate(entities, 1)
        for name in compared_names(entity)
    ]
    return sorted(names, key=lambda each: len(each[1].text))


def compared_names(entity: Entity) -> list[Name]:
    """The names that stand by themselves, and those that the parts of a person's name make."""
    whole = [name for name in entity.names if name.part is None]
    given = [name for name in entity.names if name.part == "given"]
    family = [name for name in entity.names if name.part == "family"]
    known = {name.text for name in whole}
    composed = {
        f"{first.text} {last.text}"
        for first, last in product(given, family)
        if first.language == last.language or not any(last.language == g.language for g in given)
    }
    names = {(name.text, name.since, name.until): name for name in whole}
    return [*names.values(), *(Name(text) for text in sorted(composed - known))]


def terms_of(text: str) -> Iterator[str]:
    """By what a name is found, each once."""
    words = words_of(text)
    found = dict.fromkeys(f"={word.plain}" for word in words)
    found |= dict.fromkeys(f"~{reading}" for word in words for reading in word.readings)
    found |= dict.fromkeys(f"^{reading}" for word in words[:1] for reading in word.readings)
    if whole := whole_of(words):
        found[f"#{whole}"] = None
    found |= dict.fromkeys(f"@{acronym}" for acronym in sorted(acronyms_of(words)))
    yield from found


def lacking_one(reading: str) -> list[str]:
    """The reading, and what it is without one of its letters; nothing if it is too short.

    >>> lacking_one("stal")
    ['stal', 'tal', 'sal', 'stl', 'sta']
    """
    if not SHORTEST <= len(reading) <= _LONGEST:
        return []
    without = (reading[:at] + reading[at + 1 :] for at in range(len(reading)))
    return list(dict.fromkeys((reading, *without)))


def pack(numbers: list[int]) -> bytes:
    """Numbers as a term has them; see :func:`unpack`."""
    numbers = sorted({*numbers})
    return struct.pack(f"<{len(numbers)}I", *numbers)


def unpack(packed: bytes) -> tuple[int, ...]:
    """The numbers of a term.

    >>> unpack(pack([3, 1, 3]))
    (1, 3)
    """
    return struct.unpack(f"<{len(packed) // 4}I", packed)


def _as_json(entity: Entity) -> str:
    """What is known of an entity; see :func:`read_entity`."""
    known = {
        "names": [
            {key: value for key in _OF_NAMES if (value := getattr(name, key))}
            for name in entity.names
        ],
        **{key: value for key in _OF_ENTITIES if (value := getattr(entity, key))},
    }
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_entity(iri: str, known: str) -> Entity:
    """The entity of which this is known, as the index has it."""
    said = json.loads(known)
    return Entity(
        iri=iri,
        names=tuple(Name(**name) for name in said["names"]),
        types=tuple(said.get("types", ())),
        description=said.get("description", ""),
        begin=said.get("begin"),
        end=said.get("end"),
        facts={key: tuple(values) for key, values in said.get("facts", {}).items()},
        disputed={key: tuple(values) for key, values in said.get("disputed", {}).items()},
    )


_OF_NAMES: Final = tuple(field.name for field in fields(Name))
_OF_ENTITIES: Final = ("types", "description", "begin", "end", "facts", "disputed")
_TABLES: Final = (
    "CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, known TEXT NOT NULL)",
    "CREATE TABLE type (iri TEXT, entity INTEGER, PRIMARY KEY (iri, entity)) WITHOUT ROWID",
    "CREATE TABLE name (id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, text TEXT NOT NULL, "
    "since INTEGER, until INTEGER)",
    "CREATE TABLE term (term TEXT PRIMARY KEY, names BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE lacking (less TEXT, reading TEXT, PRIMARY KEY (less, reading)) WITHOUT ROWID",
)
