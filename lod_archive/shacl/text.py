"""The text of a shapes file, searched for the place where a term stands."""

from __future__ import annotations

import re
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
        found = self._pattern(iri).search(self._searched, start)
        return found.start() if found else None

    def find_subject(self, iri: str) -> int | None:
        """Where the IRI is first written as the subject of a statement, or None."""
        for found in self._pattern(iri).finditer(self._searched):
            before = self._searched[: found.start()]
            if before.endswith("\n") or before.rstrip()[-1:] in ("", ".", "}"):
                return found.start()
        return None

    def location(self, position: int) -> Location:
        """The line and column of a position in the text."""
        before = self._text[:position]
        return Location(self.path, before.count("\n") + 1, position - before.rfind("\n"))

    @cached_property
    def _searched(self) -> str:
        def blank(found: re.Match[str]) -> str:
            return found[0] if found["kept"] else re.sub(r"[^\n]", " ", found[0])

        return _TOKENS.sub(blank, self._text)

    def _pattern(self, iri: str) -> re.Pattern[str]:
        forms = [re.escape(f"<{iri}>")]
        for prefix, namespace in self.prefixes.items():
            if namespace and iri.startswith(namespace):
                local = re.escape(iri[len(namespace) :])
                forms.append(rf"(?<![\w:-]){re.escape(prefix)}:{local}(?![\w%-]|[.:]\w)")
        return re.compile("|".join(forms))
