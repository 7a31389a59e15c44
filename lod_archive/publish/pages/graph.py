"""A small picture of what a thing is linked with: sources of links left, targets right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MOST: Final = 7
"""How many links are drawn on each side."""
_ROW: Final = 34
_MARGIN: Final = 20
_LETTERS: Final = 36
_BASELINE: Final = 5
"""How far below the end of its line a name stands."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Where the lines of a side begin, bend and end, where its names stand; where the picture ends.

    :ivar empty: where it ends if there is no name on this side.
    """

    start: int
    bend: int
    back: int
    end: int
    text: int
    anchor: str
    edge: int
    empty: int


_LEFT: Final = _Side(320, 370, 370, 418, 314, "end", 0, 410)
_RIGHT: Final = _Side(540, 490, 490, 442, 546, "start", 860, 450)


@dataclass(frozen=True, slots=True)
class Node:
    """A name in the picture, beside the end of its line to the thing.

    :param line: the line, as the data of a path.
    :param x: where the name begins, or ends: see ``anchor``.
    """

    iri: str
    name: str
    line: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture, for a template to draw: 860 pixels wide, or less where links go one way only.

    :param left: where it begins, on the scale of its nodes.
    :param middle: the height of the thing itself.
    """

    nodes: list[Node]
    left: int
    width: int
    height: int
    middle: int

    @classmethod
    def of(cls, incoming: list[tuple[str, str]], outgoing: list[tuple[str, str]]) -> Picture | None:
        """The picture of these links, IRI and name each; None if there is too little to see."""
        left, right = incoming[:_MOST], outgoing[:_MOST]
        if len(left) + len(right) < 2:
            return None
        rows = max(len(left), len(right), 1)
        height = rows * _ROW + 2 * _MARGIN
        nodes = [*_placed(left, height, _LEFT), *_placed(right, height, _RIGHT)]
        start = _LEFT.edge if left else _LEFT.empty
        end = _RIGHT.edge if right else _RIGHT.empty
        return cls(nodes, start, end - start, height, height // 2)


def _placed(links: list[tuple[str, str]], height: int, side: _Side) -> Iterator[Node]:
    top, middle = (height - (len(links) - 1) * _ROW) // 2, height // 2
    for row, (iri, name) in enumerate(links):
        y = top + row * _ROW
        line = f"M{side.start} {y}C{side.bend} {y} {side.back} {middle} {side.end} {middle}"
        yield Node(iri, _short(name), line, side.text, y + _BASELINE, side.anchor)


def _short(name: str) -> str:
    """A name that fits.

    >>> _short("a" * 40)[-3:], _short("short")
    ('aa…', 'short')
    """
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
