"""Bytes → records, for each format; problems are noted, and what is around them is read."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING, Final

from lod_archive.sources.characters import decode, not_encoded
from lod_archive.sources.document import Document, DocumentBuilder
from lod_archive.sources.envelope import drop_context, not_a_record, records_of
from lod_archive.sources.events import Place
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.json_documents import (
    is_suspicious,
    is_too_deep,
    make_decoder,
    read_json,
    read_json_slowly,
)
from lod_archive.sources.notations import JSON_LINES_SPEC, Notation
from lod_archive.sources.records import Record, SourceFile
from lod_archive.sources.yaml_events import FASTEST, YamlLoader, yaml_events

if TYPE_CHECKING:
    from json import JSONDecoder

    from lod_archive.sources.content import Json

_SPACE: Final = " \t\r"
_TELLTALES: Final = (b"\\b", b"\\f", b"\\u", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""JSON without any of these has no unpublishable character."""


def read_document(raw: bytes, source: SourceFile, problems: FileProblems) -> list[Record]:
    """The records of a YAML or JSON file."""
    known = len(problems.errors)
    try:
        text = decode(raw, problems)
        read = read_yaml if source.notation is Notation.YAML else read_json
        document = read(text, problems)
    except Unreadable:
        return []
    if document is None or len(problems.errors) > known:
        return []
    records = records_of(document, source, problems)
    if "@context" in text or "\\" in text:  # an escape can spell it, too
        for record in records:
            drop_context(record, problems)
    return records


def read_yaml(
    text: str, problems: FileProblems, *, loader: type[YamlLoader] = FASTEST
) -> Document | None:
    """The one document of a YAML text; None if it is empty.

    >>> from lod_archive.sources.file_problems import FileProblems
    >>> read_yaml("{id: event/x, date: 1935-08-31}", FileProblems("x.yaml")).value
    {'id': 'event/x', 'date': '1935-08-31'}

    :raises Unreadable: if it is not YAML.
    """
    builder = DocumentBuilder(problems)
    for event in yaml_events(text, problems, loader=loader):
        builder.feed(event)
    return builder.document


def read_lines(
    raw: bytes, source: SourceFile, problems: FileProblems, *, line: int, index: int, offset: int
) -> list[Record]:
    """The records of some lines of JSON Lines; ``line``, ``index``, ``offset`` are the first's."""
    if offset == 0 and raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        problems.add(
            "JSON Lines are UTF-8, and this file is UTF-16",
            hint="save the file as UTF-8",
            spec=JSON_LINES_SPEC,
        )
        return []
    records: list[Record] = []
    decoder = make_decoder()
    is_checked = any(sign in raw for sign in _TELLTALES)
    for number, written in enumerate(raw.split(b"\n"), line):
        start = offset
        offset += len(written) + 1
        if not written or written.isspace():
            continue
        try:
            data: dict[str, Json] | None = _mapping_in(written, decoder, is_checked)
        except (ValueError, RecursionError):
            data = _look_closer(written, number, problems)
        if data is not None:
            records.append(Record(data, source, index, number, start))
        index += 1
    if b"@context" in raw or b"\\u00" in raw:  # an escape can spell it, too
        for record in records:
            drop_context(record, problems)
    return records


def _mapping_in(written: bytes, decoder: JSONDecoder, is_checked: bool) -> dict[str, Json]:
    """The mapping in a line, quickly; ValueError if there is any reason to look closer."""
    text = written.decode().strip(_SPACE)
    data, end = decoder.raw_decode(text)
    if (
        end != len(text)
        or not isinstance(data, dict)
        or is_too_deep(data, text.count("{") + text.count("["))
        or (is_checked and is_suspicious(text))
    ):
        raise ValueError
    return data


def _look_closer(written: bytes, number: int, problems: FileProblems) -> dict[str, Json] | None:
    """The record in a line that the fast reader will not have; None if there are problems."""
    known = len(problems.errors) + problems.omitted
    if number == 1:
        written = written.removeprefix(BOM_UTF8)
    try:
        text = written.decode()
        if text.strip(_SPACE) in ("{", "["):
            problems.add(
                "a record goes on in the next line",
                number,
                hint="write each record on one line of its own, or name the file .json",
                spec=JSON_LINES_SPEC,
            )
            return None
        document = read_json_slowly(text, problems, first_line=number)
    except UnicodeDecodeError as error:
        column = len(written[: error.start].decode(errors="replace")) + 1
        not_encoded(written[error.start], "utf-8", Place(number, column), problems)
        return None
    except Unreadable:
        return None
    if document is None or len(problems.errors) + problems.omitted > known:
        return None
    if not isinstance(document.value, dict):
        not_a_record(document.value, number, problems)
        return None
    return document.value
