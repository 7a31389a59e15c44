"""Entities in a table of labels: CSV with a row each, whatever its columns are called."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lod_archive.errors import Location, SourceError
from lod_archive.linking.dump import lines
from lod_archive.linking.likely import Likely
from lod_archive.linking.years import dated, year_of
from lod_archive.matching import Entity, Name
from lod_archive.vocab import iris

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "iri", "uri", "url", "identifier", "qid"),
    "label": ("label", "name", "title", "preflabel", "preferred name"),
    "aliases": ("aliases", "alias", "altlabel", "alternative names", "other names"),
    "description": ("description", "desc", "note"),
    "type": ("type", "class", "kind"),
    "born": ("born", "birth", "birthdate", "date of birth", "begin", "start", "founded"),
    "died": ("died", "death", "deathdate", "date of death", "end", "dissolved"),
}
"""What a column is for, by the words that it may be called by; the first is the usual one."""
_SEPARATORS: Final = ("|", ";")


def read_table(
    path: Path, likely: Likely, progress: Callable[[int], None], namespace: str = ""
) -> Iterator[Entity]:
    """The likely entities of a table; aliases are separated by ``|`` or ``;``.

    :param namespace: what ids are put after that are no IRIs.
    :param progress: called with the number of rows read so far.
    :raises SourceError: if the file cannot be read, or lacks a column for ids or for labels.
    """
    number = 0

    def text() -> Iterator[str]:
        """The lines, the first without a byte order mark."""
        nonlocal number
        for number, line in lines(path):
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")

    try:
        written = text()
        first = next(written, "")
        dialect = "excel-tab" if "\t" in first else "excel"
        columns = _columns(next(csv.reader([first], dialect), []), path)
        for row in csv.reader(written, dialect, strict=True):
            progress(number)
            entity = _entity(dict(zip(columns, row, strict=False)), path, number, namespace)
            if entity is not None and likely.is_meant(name.text for name in entity.names):
                yield entity
    except (UnicodeDecodeError, csv.Error) as error:
        at, hint = Location(str(path), number), "save the table as CSV in UTF-8"
        raise SourceError(f"the table cannot be read: {error}", at=at, hint=hint) from None


def _columns(header: list[str], path: Path) -> list[str]:
    """What each column is for; those that are for nothing keep their names."""
    meant = {word: column for column, words in COLUMNS.items() for word in words}
    columns = [meant.get(name.strip().lower(), f"={name}") for name in header]
    for column in ("id", "label"):
        if column not in columns:
            raise SourceError(
                f"the table has no column “{column}”",
                at=Location(str(path), 1),
                hint="call it one of: " + ", ".join(COLUMNS[column]),
            )
    return columns


def _entity(row: Mapping[str, str], path: Path, line: int, namespace: str) -> Entity | None:
    written, label = row.get("id", "").strip(), row.get("label", "").strip()
    if not written or not label:
        return None
    iri = written if iris.has_known_scheme(written) else namespace + written
    if not iris.has_known_scheme(iri):
        raise SourceError(
            f"{written!r} is no IRI",
            at=Location(str(path), line),
            hint="say what the ids are put after: --namespace https://…/",
        )
    begin, end = year_of(row.get("born", "")), year_of(row.get("died", ""))
    return Entity(
        iri=iri,
        names=(Name(label, is_preferred=True), *map(Name, _listed(row.get("aliases", "")))),
        types=tuple(_listed(row.get("type", ""))),
        description=row.get("description", "").strip(),
        begin=begin,
        end=end,
        facts=dated(begin, end),
    )


def _listed(text: str) -> list[str]:
    separator = next((each for each in _SEPARATORS if each in text), _SEPARATORS[0])
    return [part.strip() for part in text.split(separator) if part.strip()]
