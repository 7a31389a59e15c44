"""What is wrong with JSON text at the place where it stops making sense, and the remedy."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from lod_archive.sources.characters import described
from lod_archive.sources.events import Place

if TYPE_CHECKING:
    from json import JSONDecodeError

    from lod_archive.sources.file_problems import FileProblems

RFC: Final = "https://www.rfc-editor.org/rfc/rfc8259#section-"


class _Cause(NamedTuple):
    pattern: re.Pattern[str]
    """Matched at the place; ``found`` in the sentences is what it matched."""
    message: str
    hint: str
    section: str


def _cause(pattern: str, message: str, hint: str, section: str) -> _Cause:
    return _Cause(re.compile(pattern), message, hint, section)


_ANYWHERE: Final = (
    _cause(
        r"//|/\*|#",
        "JSON has no comments",
        "delete the comment, or rename the file to .yaml, where # begins one",
        "2",
    ),
    _cause(
        "'",
        "JSON has no single quotes",
        'write double quotes: "…"',
        "7",
    ),
    _cause(
        "[“”„«»‘’]",
        "the quote {found} is typographic",
        'write straight double quotes: "…"',
        "7",
    ),
    _cause(
        "[\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028\u2029\u2060\ufeff]",
        "the character {found} stands between values",
        "delete it; most editors do not show it",
        "2",
    ),
)
_VALUES: Final = (
    _cause(
        r"[-+]?(NaN|Infinity|inf)\b",
        "{found} is not a JSON number",
        "leave the key out where there is no number",
        "6",
    ),
    _cause(
        r"(?:True|False|TRUE|FALSE)\b",
        "JSON writes true and false in small letters",
        "write true or false, or put the text in quotes",
        "3",
    ),
    _cause(
        r"(?:None|Null|NULL|undefined|nil)\b",
        "JSON has no {found}",
        "write null, or leave the key out",
        "3",
    ),
    _cause(
        r"[-+.]?[0-9][\w.+-]*",
        "{found} is not a JSON number",
        'put it in quotes to keep it as it is: "{found}"',
        "6",
    ),
    _cause(
        r"\w[^\s,:\]}]*",
        "the text {found} has no quotes",
        'put texts in double quotes: "…"',
        "7",
    ),
    _cause(
        r"[\]}]",
        "a value is missing before {found}",
        "write the value, or delete the comma or the key before it",
        "4",
    ),
)
_KEYS: Final = (
    _cause(
        r"\w[^\s,:\]}]*",
        "the key {found} has no quotes",
        'put keys in double quotes: "{found}"',
        "4",
    ),
)
_AFTER_COMMA: Final = _cause(
    r"[\]}]",
    "a comma stands before the closing {found}",
    "delete the comma after the last value",
    "4",
)
_AFTER_VALUE: Final = (
    _cause(
        r"""["{\[]|\w""",
        "a comma is missing before {found}",
        "write a comma between one value and the next",
        "4",
    ),
    _cause(
        r"[\]}]",
        "{found} closes what was opened otherwise",
        "every { needs a }, every [ a ]",
        "4",
    ),
)
_AFTER_END: Final = (
    _cause(
        r"[{\[]",
        "a second JSON value begins here",
        "put the records into one list: [{…}, {…}]; or write one a line and name the file .jsonl",
        "2",
    ),
    _cause(
        r".",
        "{found} stands after the end of the JSON value",
        "delete it, or look for a bracket that closes too early",
        "2",
    ),
)


class Expected(Enum):
    """What may come next."""

    VALUE = "a value"
    FIRST_ITEM = "a value or ]"
    NEXT_ITEM = "another value"
    FIRST_KEY = "a key or }"
    NEXT_KEY = "another key"
    COLON = "a colon after the key"
    COMMA = "a comma or the end"
    NOTHING = "nothing more"


_CAUSES: Final = {
    Expected.VALUE: _ANYWHERE + _VALUES,
    Expected.FIRST_ITEM: _ANYWHERE + _VALUES,
    Expected.NEXT_ITEM: (_AFTER_COMMA, *_ANYWHERE, *_VALUES),
    Expected.FIRST_KEY: _ANYWHERE + _KEYS,
    Expected.NEXT_KEY: (_AFTER_COMMA, *_ANYWHERE, *_KEYS),
    Expected.COLON: _ANYWHERE,
    Expected.COMMA: _ANYWHERE + _AFTER_VALUE,
    Expected.NOTHING: _ANYWHERE + _AFTER_END,
}


def explain(
    expected: Expected, text: str, position: int, at: Place, problems: FileProblems
) -> None:
    """Note why what stands at this position is not what is expected there."""
    for cause in _CAUSES[expected]:
        found = cause.pattern.match(text, position)
        if found:
            shown = _shown(found[0])
            message, hint, section = cause.message, cause.hint, cause.section
            break
    else:
        shown = _shown(text[position]) if position < len(text) else "the end of the text"
        message, hint, section = (
            f"{expected.value} is expected here, not {{found}}",
            "look for a missing bracket, comma or quote just before",
            "2",
        )
    problems.add(
        message.replace("{found}", shown),
        at.line,
        at.column,
        hint=hint.replace("{found}", shown),
        spec=RFC + section,
    )


def _shown(found: str) -> str:
    if len(found) > 40:
        return found[:39] + "…"
    is_visible = found.isprintable() and not found.isspace()
    return found if is_visible else described(found[0])


_IN_TEXT: Final = (
    (
        "Unterminated",
        "the quote that opens here is never closed",
        'write the closing quote, and a quote inside a text as \\"',
    ),
    (
        "control character",
        "the character {found} stands inside a text",
        "close the quote before it, or write \\n for a line break and \\t for a tab",
    ),
    (
        "",
        "a backslash begins an escape, and this is none",
        "write the backslash twice: \\\\",
    ),
)
"""What :mod:`json` says of a quoted text, and what it means."""


def explain_text(
    error: JSONDecodeError, text: str, problems: FileProblems, first_line: int
) -> None:
    """Note what is wrong inside a quoted text."""
    at = Place.at(text, error.pos)
    message, hint = next((row[1], row[2]) for row in _IN_TEXT if row[0] in error.msg)
    message = message.replace("{found}", described(text[error.pos]))
    line = first_line + at.line - 1
    problems.add(message, line, at.column, hint=hint, spec=RFC + "7")
