"""Rows as a table for people: aligned in every script, IRIs short, cells cut to the terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from lod_archive.query.prologue import Prologue
from lod_archive.store import Term
from lod_archive.vocab import languages
from lod_archive.vocab.namespaces import XSD

INTEGERS: Final = frozenset(
    """
    integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger
    negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte
    """.split()  # noqa: SIM905 as prose
)
FRACTIONS: Final = frozenset(("decimal", "double", "float"))

_GAP: Final = "  "
_NARROWEST: Final = 8
_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Style:
    """How a table is drawn.

    :param width: columns of the terminal; None where there is none, then nothing is cut.
    :param color: whether language tags and rules are dimmed.
    """

    prologue: Prologue
    width: int | None = None
    color: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    tag: str = ""
    is_number: bool = False

    @property
    def width(self) -> int:
        return columns(self.text) + columns(self.tag)


def draw(names: Sequence[str], rows: Sequence[Sequence[Term | None]], style: Style) -> str:
    """The table with its heading and, at the end, the number of rows.

    >>> print(draw(["n"], [[ox.Literal("слово", language="ru")]], Style(Prologue())), end="")
    n
    ─────────
    слово @ru
    1 row
    """
    shorten = lru_cache(maxsize=None)(style.prologue.shorten)
    cells = [[_cell(term, shorten) for term in row] for row in rows]
    across = list(zip(*cells, strict=True)) if cells else [() for _ in names]
    needed = [
        max([columns(name), *(cell.width for cell in column)])
        for name, column in zip(names, across, strict=True)
    ]
    widths = _fit(needed, style.width)
    is_right = [bool(column) and all(_is_numeric(cell) for cell in column) for column in across]
    heading = [_Cell(name) for name in names]
    rules = [_Cell("─" * width) for width in widths]
    lines = [
        _GAP.join(
            _pad(cell, width, is_right[n], style.color)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (heading, rules, *cells)
    ]
    count = f"{len(rows)} row" if len(rows) == 1 else f"{len(rows) or 'no'} rows"
    return "\n".join((*lines, count)) + "\n"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes.

    Two for each wide character, none for combining marks and invisible signs
    (`UAX #11 <https://www.unicode.org/reports/tr11/>`_).

    >>> columns("kulʹturnostʹ"), columns("е\u0301"), columns("年表")
    (12, 1, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cell(term: Term | None, shorten: Callable[[str], str]) -> _Cell:
    if term is None:
        return _Cell("")
    if isinstance(term, ox.NamedNode):
        return _Cell(_one_line(shorten(term.value)))
    if not isinstance(term, ox.Literal):
        return _Cell(_one_line(str(term)))
    tag = f" @{languages.cased(term.language)}" if term.language else ""
    datatype = term.datatype.value.removeprefix(XSD)
    return _Cell(_one_line(term.value), tag, datatype in INTEGERS | FRACTIONS)


def _one_line(text: str) -> str:
    """The text without line breaks, and without characters that would steer the terminal."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()


def _is_numeric(cell: _Cell) -> bool:
    return cell.is_number or not cell.text


def _fit(needed: Sequence[int], width: int | None) -> list[int]:
    """The columns' widths, the widest lowered alike until the line fits."""
    room = None if width is None else width - len(_GAP) * (len(needed) - 1)
    if room is None or sum(needed) <= room:
        return list(needed)
    limit = max(_NARROWEST, min(room, max(needed)))
    while limit > _NARROWEST and sum(min(each, limit) for each in needed) > room:
        limit -= 1
    return [min(each, limit) for each in needed]


def _pad(cell: _Cell, width: int, is_right: bool, color: bool) -> str:
    text, tag = cell.text, cell.tag
    if cell.width > width:
        text = _cut(text, width - columns(tag)) if columns(tag) < width - 1 else _cut(text, width)
        tag = tag if columns(text) + columns(tag) <= width else ""
    space = " " * (width - columns(text) - columns(tag))
    shown_tag = f"{_DIM}{tag}{_PLAIN}" if tag and color else tag
    return space + text + shown_tag if is_right else text + shown_tag + space


def _cut(text: str, width: int) -> str:
    """The beginning of the text that fits, ending in an ellipsis."""
    kept, used = [], 1
    for character in text:
        used += _columns_of(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"
