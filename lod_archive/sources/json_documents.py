"""JSON text → data, fast: :mod:`json` reads, and only what it will not have is looked at closer.

Numbers stay as written (:class:`Number`). Repeated keys, ``NaN`` and nesting beyond
``MAX_DEPTH`` are errors, as `RFC 8259 §4 <https://www.rfc-editor.org/rfc/rfc8259#section-4>`_
advises for what the whole world should read alike.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NoReturn

from lod_archive.sources.content import MAX_DEPTH, Json, Number, is_deeper
from lod_archive.sources.document import UNIQUE_IN_JSON, Document, DocumentBuilder
from lod_archive.sources.json_events import json_events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.sources.file_problems import FileProblems

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_SUSPICIOUS: Final = re.compile(
    r"\\[bf]|\\u00(?:0[0-8bBcCeEfF]|1)|\\u[fF]{3}[eEfF]|[\ufffe\uffff]"
    r"|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])"  # half of a surrogate pair without the other
    r"|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)
"""What may be an unpublishable character, in JSON as it is written."""


def _mapping(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise ValueError
    return mapping


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def make_decoder() -> json.JSONDecoder:
    """A decoder that raises ValueError for what is not wanted; which and where, it cannot say.

    >>> make_decoder().decode('{"mass": 102.50}')
    {'mass': Number('102.50')}
    """
    return json.JSONDecoder(
        object_pairs_hook=_mapping,
        parse_int=Number,
        parse_float=Number,
        parse_constant=_constant,
    )


def is_suspicious(text: str) -> bool:
    """Whether JSON text may hold characters that no publication can carry."""
    return _SUSPICIOUS.search(text) is not None


def is_too_deep(value: Json, brackets: int) -> bool:
    """Whether a value is nested too deeply; few opening brackets tell without a look."""
    return brackets > MAX_DEPTH and is_deeper(value, MAX_DEPTH)


def read_json(text: str, problems: FileProblems) -> Document | None:
    """The one value of a JSON text; None if it is empty, or if there are problems.

    :raises Unreadable: if it is not JSON.
    """
    if not is_suspicious(text):
        try:
            return _Fast(text).document()
        except (ValueError, RecursionError):
            pass  # the slow reader says why
    return read_json_slowly(text, problems)


def read_json_slowly(text: str, problems: FileProblems, *, first_line: int = 1) -> Document | None:
    """The same as :func:`read_json`, with all problems and their places.

    :raises Unreadable: if it is not JSON.
    """
    builder = DocumentBuilder(problems, unique_keys=UNIQUE_IN_JSON)
    for event in json_events(text, problems, first_line=first_line):
        builder.feed(event)
    return builder.document


class _Fast:
    """Reads record after record, so that each has its line; knows no remedy, only ValueError."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1
        self.decode = make_decoder().raw_decode

    def document(self) -> Document | None:
        sign = self.next_sign()
        if not sign:
            return None
        line = self.line
        lines: tuple[int, ...] = ()
        value: Json
        if sign == "[":
            value, lines = self.items()
        elif sign == "{" and '"@graph"' in self.text:
            value, lines = self.envelope()
        else:
            value = self.value()
        if self.next_sign():
            raise ValueError
        return Document(value, line, lines)

    def items(self) -> tuple[list[Json], tuple[int, ...]]:
        items: list[Json] = []
        lines: list[int] = []
        for _ in self.parts("[", "]"):
            lines.append(self.line)
            items.append(self.value())
        return items, tuple(lines)

    def envelope(self) -> tuple[dict[str, Json], tuple[int, ...]]:
        pairs: list[tuple[str, Json]] = []
        lines: tuple[int, ...] = ()
        for _ in self.parts("{", "}"):
            key = self.value()
            self.expect(":")
            if key == "@graph" and self.next_sign() == "[":
                value: Json
                value, lines = self.items()
            else:
                value = self.value()
            if not isinstance(key, str) or isinstance(key, Number):
                raise ValueError
            pairs.append((key, value))
        return _mapping(pairs), lines

    def parts(self, opening: str, closing: str) -> Iterator[None]:
        """One turn for each part between brackets, separated by commas; the caller reads it."""
        self.expect(opening)
        if self.next_sign() == closing:
            self.position += 1
            return
        while True:
            yield
            if self.next_sign() == closing:
                self.position += 1
                return
            self.expect(",")
            self.next_sign()

    def value(self) -> Json:
        self.next_sign()
        start = self.position
        value: Json
        value, self.position = self.decode(self.text, start)
        self.line += self.text.count("\n", start, self.position)
        brackets = sum(self.text.count(sign, start, self.position) for sign in "[{")
        if is_too_deep(value, brackets):
            raise ValueError
        return value

    def expect(self, sign: str) -> None:
        if self.next_sign() != sign:
            raise ValueError
        self.position += 1

    def next_sign(self) -> str:
        start = self.position
        found = _SPACE.match(self.text, start)
        self.position = found.end() if found else start
        self.line += self.text.count("\n", start, self.position)
        return self.text[self.position : self.position + 1]
