"""JSON text → events, slowly and with places, by `RFC 8259 <https://www.rfc-editor.org/rfc/rfc8259>`_.

Good data never comes here: :mod:`json` reads it. This reader says what is wrong, and where a
value stands. It is not recursive.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NoReturn

from lod_archive.sources.characters import check_publishable
from lod_archive.sources.content import Json, Number
from lod_archive.sources.events import Event, Kind, Place
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.json_problems import RFC, Expected, explain, explain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.+-])")
_WORD: Final = re.compile(r"(?:true|false|null)\b")
_WORDS: Final[dict[str, Json]] = {"true": True, "false": False, "null": None}
_SIMPLE_TEXT: Final = re.compile('"([^"\\\\\x00-\x1f\ufffe\uffff]*)"')
_TEXT: Final = json.JSONDecoder()
_VALUES: Final = (Expected.VALUE, Expected.FIRST_ITEM, Expected.NEXT_ITEM)
_KEYS: Final = (Expected.FIRST_KEY, Expected.NEXT_KEY)
_MAY_CLOSE: Final = (Expected.FIRST_ITEM, Expected.FIRST_KEY, Expected.COMMA)


def json_events(text: str, problems: FileProblems, *, first_line: int = 1) -> Iterator[Event]:
    """The events of the one value in a JSON text; none if there is only space.

    :raises Unreadable: where the text stops being JSON; the reason is among the problems.
    """
    return _JsonReader(text, problems, first_line).events()


class _JsonReader:
    """Where reading stands: a position, its line, and what is open around it."""

    def __init__(self, text: str, problems: FileProblems, first_line: int) -> None:
        self.text = text
        self.problems = problems
        self.first_line = first_line
        self.position = 0
        self.line = first_line
        self.line_start = 0
        self.open: list[Event] = []

    def events(self) -> Iterator[Event]:
        if not self.next_sign():
            return
        expected = Expected.VALUE
        while expected is not Expected.NOTHING:
            sign = self.next_sign()
            if expected in _MAY_CLOSE and self.open and sign == self.closing:
                self.open.pop()
                yield self.sign(Kind.END)
                expected = self.after_value()
            elif expected is Expected.COMMA and sign == ",":
                self.position += 1
                expected = Expected.NEXT_ITEM if self.closing == "]" else Expected.NEXT_KEY
            elif expected in _KEYS and sign == '"':
                yield self.quoted()
                self.colon()
                expected = Expected.VALUE
            elif expected in _VALUES and sign in ("{", "["):
                event = self.sign(Kind.MAPPING if sign == "{" else Kind.LIST)
                self.open.append(event)
                yield event
                expected = Expected.FIRST_KEY if sign == "{" else Expected.FIRST_ITEM
            elif expected in _VALUES:
                yield self.scalar(expected)
                expected = self.after_value()
            else:
                self.fail(expected)
        if self.next_sign():
            self.fail(expected)

    @property
    def closing(self) -> str:
        """The bracket that closes what is open."""
        return "}" if self.open[-1].kind is Kind.MAPPING else "]"

    @property
    def place(self) -> Place:
        return Place(self.line, self.position - self.line_start + 1)

    def after_value(self) -> Expected:
        return Expected.COMMA if self.open else Expected.NOTHING

    def next_sign(self) -> str:
        """The next character that is no white space; nothing at the end."""
        start = self.position
        sign = self.text[start : start + 1]
        if sign > " " or not sign:
            return sign
        found = _SPACE.match(self.text, start)
        end = self.position = found.end() if found else start
        breaks = self.text.count("\n", start, end)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", start, end) + 1
        return self.text[end : end + 1]

    def sign(self, kind: Kind) -> Event:
        event = Event(kind, *self.place)
        self.position += 1
        return event

    def colon(self) -> None:
        if self.next_sign() != ":":
            self.fail(Expected.COLON)
        self.position += 1

    def quoted(self) -> Event:
        place = self.place
        simple = _SIMPLE_TEXT.match(self.text, self.position)
        if simple:
            self.position = simple.end()
            return Event(Kind.SCALAR, *place, simple[1], simple[1])
        try:
            text, self.position = _TEXT.raw_decode(self.text, self.position)
        except json.JSONDecodeError as error:
            explain_text(error, self.text, self.problems, self.first_line)
            raise Unreadable from None
        check_publishable(text, *place, self.problems)
        return Event(Kind.SCALAR, *place, text, text)

    def scalar(self, expected: Expected) -> Event:
        if self.text.startswith('"', self.position):
            return self.quoted()
        found = _NUMBER.match(self.text, self.position) or _WORD.match(self.text, self.position)
        if found is None:
            self.fail(expected)
        place = self.place
        self.position = found.end()
        written = found[0]
        value = _WORDS[written] if written in _WORDS else Number(written)
        return Event(Kind.SCALAR, *place, written, value)

    def fail(self, expected: Expected) -> NoReturn:
        if self.position < len(self.text) or not self.open:
            explain(expected, self.text, self.position, self.place, self.problems)
            raise Unreadable
        opened = self.open[-1]
        self.problems.add(
            f"the {'{' if opened.kind is Kind.MAPPING else '['} that opens here is never closed",
            opened.line,
            opened.column,
            hint=f"write the missing {self.closing}; the text ends without it",
            spec=RFC + "2",
        )
        raise Unreadable
