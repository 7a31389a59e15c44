"""A YAML parser's messages in the archivist's words: the cause, and what to write instead.

libyaml and PyYAML's own parser word the same finding differently; each row knows both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from lod_archive.sources.events import Place
    from lod_archive.sources.file_problems import FileProblems

_SPEC: Final = "https://yaml.org/spec/1.2.2/#"


class Finding(NamedTuple):
    """What a YAML parser says: what it was doing since ``start``, and what it met at ``at``."""

    context: str
    start: Place
    problem: str
    at: Place


class _Cause(NamedTuple):
    pattern: str
    """Searched in ``context: problem``."""
    message: str
    hint: str
    section: str
    at_start: bool = False
    """Whether the mistake is where the context starts, not where the parser gave up."""


_TABS: Final = _Cause(
    "tab character",
    "a tab cannot indent YAML",
    "indent with spaces; most editors can turn tabs into spaces",
    "61-indentation-spaces",
)
_COLON_IN_TEXT: Final = _Cause(
    "",
    "“: ” stands inside a text that has no quotes",
    "put the whole text in quotes: name: 'Coal: a history'",
    "733-plain-style",
)
_TEXT_AFTER_QUOTE: Final = _Cause(
    "",
    "text goes on after the closing quote",
    "write a quote inside '…' twice, as in 'the miners'' record', or use \"…\" around the text",
    "732-single-quoted-style",
)
_RESERVED: Final = _Cause(
    "",
    "a text without quotes cannot begin with {character}",
    "put it in quotes: '{character}…'",
    "53-indicator-characters",
)

_CAUSES: Final = (
    _Cause(
        r"quoted.*(end of stream|document (indicator|separator))",
        "the quote that opens here is never closed",
        "write the closing quote at the end of the text",
        "73-flow-scalar-styles",
        at_start=True,
    ),
    _TABS,
    _Cause(
        "mapping values are not allowed",
        "this key is not in line with the keys above it",
        "begin all keys of one thing in the same column, and put a text with “: ” in quotes",
        "61-indentation-spaces",
    ),
    _Cause(
        "sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "begin the list on the next line, or write [a, b]",
        "821-block-sequences",
    ),
    _Cause(
        "could not find expected ':'",
        "this line is neither “key: value” nor part of the text above it",
        "write a space after the colon, and put a text of several lines in quotes or after |",
        "822-block-mappings",
        at_start=True,
    ),
    _Cause(
        "flow sequence",
        "a comma or ] is missing in the list that begins at line {line}, column {column}",
        "close the list with ], or put the text in quotes",
        "741-flow-sequences",
    ),
    _Cause(
        "flow mapping",
        "a comma or } is missing in the mapping that begins at line {line}, column {column}",
        "close the mapping with }, or put the text in quotes",
        "742-flow-mappings",
    ),
    _Cause(
        "node content",
        "a value is expected here, not “{character}”",
        "write the value, or put a text that begins with “{character}” in quotes",
        "53-indicator-characters",
    ),
    _Cause(
        r"(alias|anchor).*alphabetic",
        "a text without quotes cannot begin with * or &",
        "put it in quotes: '*…'",
        "53-indicator-characters",
        at_start=True,
    ),
    _Cause(
        "escape|hexa?decimal",
        "a backslash in double quotes begins an escape, and this is none",
        "write the backslash twice, or use single quotes: 'C:\\folder'",
        "57-escaped-characters",
    ),
    _Cause(
        "block scalar",
        "only + or - and one digit may follow | or >",
        "begin the text on the next line, and indent it",
        "811-block-scalar-headers",
    ),
    _Cause(
        "directive|incompatible YAML|%YAML|%TAG",
        "this line beginning with % is not understood",
        "delete it, or put a text that begins with % in quotes",
        "68-directives",
    ),
    _Cause(
        r"\btags?\b|URI",
        "tags (!…) are not understood",
        "delete the tag, or put a text that begins with ! in quotes",
        "691-node-tags",
        at_start=True,
    ),
    _Cause(
        "document start",
        "this is indented less than the first line of the file",
        "begin all keys of one thing in the same column",
        "61-indentation-spaces",
    ),
    _Cause(
        r"block (mapping|collection|sequence)",
        "this is not in line with what began at line {line}, column {column}",
        "begin all keys of one thing, and all “-” of one list, in the same column",
        "61-indentation-spaces",
    ),
)

_NO_KEY: Final = _Cause(
    "",
    "a value has no key",
    "write the key before the colon; put a text that begins with “:” in quotes",
    "822-block-mappings",
)
_CLOSES_NOTHING: Final = _Cause(
    "",
    "“{character}” closes nothing that is open",
    "delete it, or put the text in quotes",
    "74-flow-collection-styles",
)
_ENDS_EARLY: Final = _Cause(
    "",
    "the line ends where a value is expected",
    "write the value, or close the list with ] or the mapping with }",
    "74-flow-collection-styles",
)
_UNKNOWN: Final = _Cause("", "this is not YAML: {problem}", "put texts with signs in quotes", "")


def explain(finding: Finding, text: str, problems: FileProblems) -> None:
    """Note a parser's finding in plain words, with a remedy."""
    line = _line(text, finding.at.line)
    cause = _cause(finding, line)
    start = finding.start
    words = {
        "character": line[finding.at.column - 1 : finding.at.column],
        "line": str(start.line),
        "column": str(start.column),
        "problem": finding.problem,
    }
    at = start if cause.at_start else finding.at
    problems.add(
        _filled(cause.message, words),
        at.line,
        at.column,
        hint=_filled(cause.hint, words),
        spec=_SPEC + cause.section if cause.section else None,
    )


def _filled(sentence: str, words: dict[str, str]) -> str:
    """Not str.format: the sentences have braces of their own."""
    return re.sub(r"\{([a-z]+)\}", lambda found: words[found[1]], sentence)


def _cause(finding: Finding, line: str) -> _Cause:
    before, here = line[: finding.at.column - 1], line[finding.at.column - 1 :]
    if "cannot start any token" in finding.problem:
        return _TABS if here.startswith("\t") else _RESERVED
    if "mapping values" in finding.problem and re.search(r":\s", before):
        return _COLON_IN_TEXT
    if "block mapping" in finding.context and re.search(r"['\"]\s*$", before):
        return _TEXT_AFTER_QUOTE
    if "node content" in finding.problem and not here.strip():
        return _ENDS_EARLY
    if "block mapping" in finding.context and here.startswith((":", "]", "}")):
        return _NO_KEY if here.startswith(":") else _CLOSES_NOTHING
    said = f"{finding.context}: {finding.problem}"
    return next((cause for cause in _CAUSES if re.search(cause.pattern, said)), _UNKNOWN)


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number)
    return lines[number - 1] if number <= len(lines) else ""
