"""The names of functions that clients may have answers handed to (JSONP)."""

from __future__ import annotations

import re
from typing import Final

from lod_archive.server.reconcile.refusals import RequestRefused

_LONGEST: Final = 128
_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(?:\.[A-Za-z_$][A-Za-z0-9_$]*)*")
_RESERVED: Final = frozenset(
    (
        *("arguments", "async", "await", "break", "case", "catch", "class", "const", "continue"),
        *("debugger", "default", "delete", "do", "else", "enum", "eval", "export", "extends"),
        *("false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof"),
        *("interface", "let", "new", "null", "package", "private", "protected", "public"),
        *("return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var"),
        *("void", "while", "with", "yield"),
    )
)
"""https://tc39.es/ecma262/#prod-ReservedWord, with those of strict mode and ``eval``."""


def checked_callback(name: str) -> str:
    """The name, if it is one: identifiers with dots between them, in ASCII.

    :raises RequestRefused: if it is anything else; it would be run in the client's page.

    >>> checked_callback("jQuery3210_1575.done")
    'jQuery3210_1575.done'
    >>> checked_callback("alert(1)//")
    Traceback (most recent call last):
    lod_archive.server.reconcile.refusals.RequestRefused: “callback” must be the name of a function
    """
    words = name.split(".")
    if len(name) <= _LONGEST and _NAME.fullmatch(name) and not _RESERVED & {*words}:
        return name
    raise RequestRefused("“callback” must be the name of a function", "such as jQuery123.done")
