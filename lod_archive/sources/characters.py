"""Bytes to text: encodings, and the characters that no publication can carry."""

from __future__ import annotations

import codecs
import json
import re
from typing import Final

from lod_archive.sources.events import Place
from lod_archive.sources.file_problems import FileProblems, Unreadable

UNPUBLISHABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters outside of `XML 1.0's Char <https://www.w3.org/TR/xml/#charsets>`_: RDF/XML, MARCXML
and OAI-PMH cannot carry them."""

_NOT_IN_YAML: Final = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Characters outside of `c-printable <https://yaml.org/spec/1.2.2/#51-character-set>`_, and three
line separators (U+0085, U+2028, U+2029) that YAML 1.1 and 1.2 read differently."""

_BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def decode(raw: bytes, problems: FileProblems) -> str:
    """The text of a YAML or JSON file: UTF-8, or UTF-16 or UTF-32, with or without a BOM.

    >>> from lod_archive.sources.file_problems import FileProblems
    >>> decode("id: событие/x".encode("utf-16"), FileProblems("x.yaml"))
    'id: событие/x'

    :raises Unreadable: if it is not text in the encoding that it seems to be in.
    """
    encoding: str = json.detect_encoding(raw)
    if not raw.startswith(_BOMS):
        encoding = _guessed(raw, encoding)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, "replace")
        at = Place.at(before, len(before))
        not_encoded(raw[error.start], encoding, at, problems)
        raise Unreadable from None


def _guessed(raw: bytes, encoding: str) -> str:
    """The encoding detected without a BOM, unless NUL bytes in UTF-8 only made it seem so."""
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return "utf-8"
    return encoding


_ENCODINGS: Final = "https://yaml.org/spec/1.2.2/#52-character-encodings"


def not_encoded(byte: int, encoding: str, at: Place, problems: FileProblems) -> None:
    """Note that this byte makes no character in the encoding that the file seems to be in."""
    problems.add(
        f"the byte 0x{byte:02X} is not {encoding.upper().removesuffix('-SIG')} text",
        at.line,
        at.column,
        hint="save the file as UTF-8; it may be in an older encoding such as Windows-1251",
        spec=_ENCODINGS if problems.name.endswith((".yaml", ".yml")) else None,
    )


def check_yaml_characters(text: str, problems: FileProblems) -> None:
    """Nothing, when every character is one that YAML allows.

    :raises Unreadable: if some are not; the first of each line is among the problems.
    """
    lines = text.split("\n") if _NOT_IN_YAML.search(text) else []
    for number, line in enumerate(lines, 1):
        found = _NOT_IN_YAML.search(line)
        if found:
            problems.add(
                f"the character {described(found[0])} cannot stand in YAML",
                number,
                found.start() + 1,
                hint="delete it; most editors do not show it",
                spec="https://yaml.org/spec/1.2.2/#51-character-set",
            )
    if lines:
        raise Unreadable


def check_publishable(text: str, line: int, column: int, problems: FileProblems) -> None:
    """Note a character, usually written as an escape, that no publication can carry."""
    found = UNPUBLISHABLE.search(text)
    if found:
        problems.add(
            f"the character {described(found[0])} cannot be published",
            line,
            column,
            hint="delete it or its escape; XML and RDF/XML have no way to write it",
            spec="https://www.w3.org/TR/xml/#charsets",
        )


def described(character: str) -> str:
    """A character's code point, and its name where it is a well-known trouble-maker.

    >>> described(chr(0)), described(chr(0xa0))
    ('U+0000 (NUL)', 'U+00A0 (no-break space)')
    """
    code = f"U+{ord(character):04X}"
    name = _NAMES.get(character)
    return f"{code} ({name})" if name else code


_NAMES: Final = {
    "\x00": "NUL",
    "\x08": "backspace",
    "\t": "tab",
    "\n": "line break",
    "\r": "line break",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\x1a": "end of file",
    "\x1b": "escape",
    "\x7f": "delete",
    "\x85": "next line",
    "\xa0": "no-break space",
    "\u200b": "zero-width space",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
    "\ufeff": "byte order mark",
}
