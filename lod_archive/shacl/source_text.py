"""The text of a shapes file, searched for the place where a term stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import Final

from lod_archive.errors import Location

_PREFIX: Final = re.compile(r"@?prefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_TOKENS: Final = re.compile(
    r"(?P<kept><[^<>\"{}|^`\\\s]*>)"
    r"|\"\"\"(?:[^\"\\]|\\.|\"{1,2}(?!\"))*\"\"\"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
    r"|\#[^\n]*",
    re.DOTALL,
)

_NAMES: Final = re.compile(
    r"<(?P<iri>[^<>\s]*)>"
    r"|(?<![\w:-])(?P<prefix>[\w.-]*):(?P<local>(?:[\w%-]|[.:](?=[\w%-]))*)"
)


class SourceText:
    r"""A Turtle file's text. Strings and comments are not searched.

    >>> text = SourceText("s.ttl", "@prefix sh: <http://www.w3.org/ns/shacl#> .\n[] sh:path [] .")
    >>> str(text.location(text.find("http://www.w3.org/ns/shacl#path")))
    's.ttl:2:4'
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self._text = text

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the text declares."""
        return {found[1]: found[2] for found in _PREFIX.finditer(self._text)}

    def find(self, iri: str, start: int = 0) -> int | None:
        """Where the IRI is first written from there on, in full or with a prefix."""
        uses = self._uses.get(iri, [])
        place = bisect_left(uses, start)
        return uses[place] if place < len(uses) else None

    def find_subject(self, iri: str) -> int | None:
        """Where the IRI is first written as the subject of a statement, or None."""
        starts = (use for use in self._uses.get(iri, ()) if self._begins_statement(use))
        return next(starts, None)

    def location(self, position: int) -> Location:
        """The line and column of a position in the text."""
        before = self._text[:position]
        return Location(self.path, before.count("\n") + 1, position - before.rfind("\n"))

    @cached_property
    def _searched(self) -> str:
        def blank(found: re.Match[str]) -> str:
            return found[0] if found["kept"] else re.sub(r"[^\n]", " ", found[0])

        return _TOKENS.sub(blank, self._text)

    @cached_property
    def _uses(self) -> dict[str, list[int]]:
        """Where each IRI is written."""
        uses: dict[str, list[int]] = {}
        for found in _NAMES.finditer(self._searched):
            iri = found["iri"]
            if iri is None:
                iri = self.prefixes.get(found["prefix"], "") + found["local"]
            uses.setdefault(iri, []).append(found.start())
        return uses

    def _begins_statement(self, position: int) -> bool:
        before = position - 1
        while before >= 0 and self._searched[before].isspace():
            if self._searched[before] == "\n" and before == position - 1:
                return True
            before -= 1
        return before < 0 or self._searched[before] in ".}"
