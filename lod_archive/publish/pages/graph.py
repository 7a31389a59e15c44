"""A small picture of what a thing is linked with: sources of links left, targets right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MOST: Final = 7
"""How many links are drawn on each side."""
_ROW: Final = 34
_MARGIN: Final = 20
_LETTERS: Final = 36


@dataclass(frozen=True, slots=True)
class Node:
    """A name in the picture.

    :param y: where its line ends, in pixels from the top.
    """

    iri: str
    name: str
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture, for a template to draw: 860 pixels wide, or less where links go one way only.

    :param middle: the height of the thing itself.
    """

    incoming: list[Node]
    outgoing: list[Node]
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
        return cls(_placed(left, height), _placed(right, height), height, height // 2)


def _placed(links: list[tuple[str, str]], height: int) -> list[Node]:
    top = (height - (len(links) - 1) * _ROW) // 2
    return [Node(iri, _short(name), top + row * _ROW) for row, (iri, name) in enumerate(links)]


def _short(name: str) -> str:
    """A name that fits.

    >>> _short("a" * 40)[-3:], _short("short")
    ('aa…', 'short')
    """
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
