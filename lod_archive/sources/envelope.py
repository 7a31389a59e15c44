"""The records of a document: one mapping, a list of them, or a JSON-LD ``@graph``.

The archive's context gives keys their meaning, not a document's own. A record or a JSON-LD
document may name the archive's context by a relative reference into ``ontology/``, so that
other JSON-LD tools can read the file as it stands; it changes nothing here and is left out of
the data. Any other ``@context`` is an error.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lod_archive.sources.records import Record, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.sources.content import Json, Step
    from lod_archive.sources.document import Document
    from lod_archive.sources.file_problems import FileProblems

_GRAPH = "@graph"
_CONTEXT = "@context"


def records_of(document: Document, source: SourceFile, problems: FileProblems) -> list[Record]:
    """The records of a document; what is no record is noted among the problems."""
    value = document.value
    lines: tuple[int, ...] = (document.line,)
    items: list[Json] = [value]
    if value is None:
        return []
    if isinstance(value, list):
        items, lines = value, document.item_lines
    elif isinstance(value, dict) and _GRAPH in value:
        items, lines = _graph(value, document, source, problems)
    records = []
    for index, (item, line) in enumerate(zip(items, lines, strict=True)):
        if isinstance(item, dict):
            records.append(Record(item, source, index, line))
        else:
            not_a_record(item, line, problems)
    return records


def not_a_record(item: Json, line: int, problems: FileProblems) -> None:
    """Note that something else stands where a record should."""
    if item is None:
        kind = "an empty entry"
    elif isinstance(item, list):
        kind = "a list"
    else:
        kind = f"“{str(item)[:40]}”"
    problems.add(
        f"a record is expected here, not {kind}",
        line,
        hint="a record is a mapping: id: event/…, type: Event and so on",
    )


def drop_context(record: Record, problems: FileProblems) -> None:
    """Take a reference to the archive's context out of a record; note any other ``@context``."""
    data = record.data
    if _CONTEXT in data and _is_archives_own(data[_CONTEXT], record.source):
        del data[_CONTEXT]
    for path in _paths_to(_CONTEXT, data):
        at = record.locate(path, key=True)
        _own_context(at.line, at.column, problems)


def _graph(
    envelope: dict[str, Json], document: Document, source: SourceFile, problems: FileProblems
) -> tuple[list[Json], tuple[int, ...]]:
    at = Record(envelope, source, -1, document.line)
    if _CONTEXT in envelope and not _is_archives_own(envelope[_CONTEXT], source):
        place = at.locate([_CONTEXT], key=True)
        _own_context(place.line, place.column, problems)
    for key in envelope:
        if key not in (_GRAPH, _CONTEXT):
            place = at.locate([key], key=True)
            problems.add(
                f"“{key}” stands beside @graph, where it belongs to no record",
                place.line,
                place.column,
                hint="move it into a record, or delete it",
                spec="https://www.w3.org/TR/json-ld11/#named-graphs",
            )
    items = envelope[_GRAPH]
    if isinstance(items, list):
        return items, document.item_lines
    place = at.locate([_GRAPH])
    problems.add(
        "@graph is not a list",
        place.line,
        place.column,
        hint='write "@graph": [{…}, {…}]',
        spec="https://www.w3.org/TR/json-ld11/#named-graphs",
    )
    return [], ()


def _own_context(line: int | None, column: int | None, problems: FileProblems) -> None:
    problems.add(
        "a record cannot have a @context of its own",
        line,
        column,
        hint="put its terms in a file ontology/*.jsonld, which holds for all records",
        spec="https://www.w3.org/TR/json-ld11/#the-context",
    )


def _is_archives_own(context: Json, source: SourceFile) -> bool:
    """Whether this names only files in the archive's ``ontology/``."""
    if isinstance(context, list):
        return bool(context) and all(_is_archives_own(item, source) for item in context)
    if not isinstance(context, str):
        return False
    named = posixpath.normpath(posixpath.join(posixpath.dirname(source.name), context))
    return posixpath.dirname(named) == "ontology" and named.endswith(".jsonld")


def _paths_to(key: str, value: Json, path: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The paths of all such keys; its depth is bounded by that of records."""
    if isinstance(value, dict):
        if key in value:
            yield (*path, key)
        for name, item in value.items():
            yield from _paths_to(key, item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths_to(key, item, (*path, index))
