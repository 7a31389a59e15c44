"""Queries laid out for reading: short names, and a line for each thing that they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lod_archive.shacl.constraints.query_text import tokens
from lod_archive.shacl.names import short

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH: Final = 100
_INDENT: Final = "  "
_CLOSING: Final = {"{": "}", "(": ")"}
_BEGINS: Final = frozenset(
    (
        *("FILTER", "BIND", "OPTIONAL", "VALUES", "UNION", "LATERAL", "MINUS", "GRAPH", "SERVICE"),
        *("SELECT", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"),
    )
)
"""What begins a line of its own."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What stands between two brackets."""

    opening: str
    parts: tuple[_Part, ...]

    @property
    def closing(self) -> str:
        return _CLOSING[self.opening]


_Part = str | _Group


def lay_out(query: str, prefixes: Mapping[str, str], *, width: int = WIDTH) -> str:
    r"""The query with a prologue, so that it can be read, and run as it stands.

    :param prefixes: with which IRIs are shortened; only those used are declared.

    >>> print(lay_out("SELECT ?x WHERE { ?x <http://a.example/p> ?y . FILTER(?y > 1) }",
    ...               {"ex": "http://a.example/"}))
    PREFIX ex: <http://a.example/>
    <BLANKLINE>
    SELECT ?x WHERE {
      ?x ex:p ?y .
      FILTER(?y > 1)
    }
    """
    used: set[str] = set()
    texts = list(_shortened(query, prefixes, used))
    prologue = [f"PREFIX {prefix}: <{prefixes[prefix]}>\n" for prefix in sorted(used)]
    lines = _Layout(width).statement(_nested(iter(texts))[0], "", is_open=True)
    return "".join([*prologue, "\n" if prologue else "", "\n".join(lines)])


def _shortened(query: str, prefixes: Mapping[str, str], used: set[str]) -> Iterator[str]:
    for token in tokens(query):
        if token.kind == "space":
            yield " "
        elif token.kind == "kept" and token.text.startswith("<"):
            name = short(token.text[1:-1], prefixes)
            if not name.startswith("<"):
                used.add(name.partition(":")[0])
            yield name
        else:
            yield token.text


def _nested(texts: Iterator[str]) -> tuple[tuple[_Part, ...], str]:
    """The parts up to a closing bracket, and that bracket."""
    parts: list[_Part] = []
    for text in texts:
        if text in _CLOSING:
            parts.append(_Group(text, _nested(texts)[0]))
        elif text in _CLOSING.values():
            return tuple(parts), text
        else:
            parts.append(text)
    return tuple(parts), ""


def _flat(parts: Sequence[_Part]) -> str:
    """The parts on one line."""
    texts = (part if isinstance(part, str) else _flat_group(part) for part in parts)
    return _squeezed("".join(texts))


def _flat_group(group: _Group) -> str:
    inner = _flat(group.parts)
    space = " " if group.opening == "{" and inner else ""
    return f"{group.opening}{space}{inner}{space}{group.closing}"


def _squeezed(text: str) -> str:
    """The text without spaces at its ends, and no two together outside of its strings."""
    return "".join(" " if t.kind == "space" else t.text for t in tokens(text)).strip()


class _Layout:
    def __init__(self, width: int) -> None:
        self._width = width

    def statement(
        self, parts: Sequence[_Part], indent: str, *, is_open: bool = False
    ) -> Iterator[str]:
        """The lines of a statement.

        :param is_open: whether its groups are spread over lines although they would fit.
        """
        flat = _flat(parts)
        if not flat:
            return
        if len(indent) + len(flat) <= self._width and not is_open:
            yield indent + flat
            return
        line = ""
        for number, part in enumerate(parts):
            if isinstance(part, str):
                line += part
                continue
            rest = _flat(parts[number + 1 :])
            fits = len(indent) + len(line) + len(_flat_group(part)) + len(rest) <= self._width
            if part.opening == "(" and fits:
                line += _flat_group(part)
                continue
            yield from self._wrapped(f"{line}{part.opening}", indent)
            inner = _statements(part) if part.opening == "{" else _operands(part)
            for each in inner:
                yield from self.statement(each, indent + _INDENT)
            line = part.closing
        if _squeezed(line):
            yield from self._wrapped(line, indent)

    def _wrapped(self, line: str, indent: str) -> Iterator[str]:
        """The line, broken at spaces where it is too long."""
        current = indent
        for word in _words(_squeezed(line)):
            if len(current) + len(word) > self._width and current.strip():
                yield current.rstrip()
                current = indent + _INDENT
            current += word
        yield current.rstrip()


def _words(line: str) -> Iterator[str]:
    """The line in pieces that end with a space, unless it is within a string."""
    word = ""
    for token in tokens(line):
        word += token.text
        if token.kind == "space":
            yield word
            word = ""
    yield word


def _statements(group: _Group) -> Iterator[list[_Part]]:
    """What stands in braces, in statements: up to a full stop, or a word that begins another."""
    current: list[_Part] = []
    for part, after in pairwise((*group.parts, " ")):
        is_word = isinstance(part, str) and part.upper() in _BEGINS
        is_second = isinstance(part, _Group) and part.opening == "{" and _ends_with_group(current)
        if (is_word or is_second) and _flat(current):
            yield current
            current = []
        current.append(part)
        if part == "." and after == " ":
            yield current
            current = []
    yield current


def _ends_with_group(parts: Sequence[_Part]) -> bool:
    solid = [part for part in parts if part != " "]
    return bool(solid) and isinstance(solid[-1], _Group) and solid[-1].opening == "{"


def _operands(group: _Group) -> Iterator[list[_Part]]:
    """What stands in parentheses, in pieces that begin with || or &&, or end with a comma."""
    current: list[_Part] = []
    for number, part in enumerate(group.parts):
        follows = group.parts[number + 1] if number + 1 < len(group.parts) else ""
        if part in ("|", "&") and follows == part:
            yield current
            current = []
        current.append(part)
        if part == ",":
            yield current
            current = []
    yield current
