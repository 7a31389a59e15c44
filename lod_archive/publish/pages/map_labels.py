"""Names of places on a map, none of them over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lod_archive.publish.pages.places_map import Located, Map

RADIUS: Final = 11
"""Of the circle of a place."""
DOT: Final = 5
"""Of that of a place which lies too near to another."""
_LETTER: Final = 7.5
_LINE: Final = 16
_MOST: Final = 400
"""How many places are named at most; the others are dots."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a map.

    :param label: where its name stands and which end of it is there; None if there is no room.
    """

    place: Located
    x: int
    y: int
    radius: int
    label: tuple[int, int, str] | None


def label(drawn: Map, names: Sequence[str]) -> list[Mark]:
    """The places of a map with their names beside them, the first ones first.

    >>> from lod_archive.publish.pages.places_map import draw
    >>> near = [Located(name, (38.5 + at, 48.6), False) for name, at in (("a", 0), ("b", 0.01))]
    >>> [(mark.radius, mark.label) for mark in label(draw(near, []), ["Kadiivka", "Irmino"])]
    [(11, (516, 255, 'start')), (5, (484, 255, 'end'))]
    """
    boxes: list[Box] = []
    marks = []
    for number, ((place, x, y), name) in enumerate(zip(drawn.marks, names, strict=True)):
        circle = _around(x, y, RADIUS)
        is_free = number < _MOST and not any(_overlap(circle, box) for box in boxes)
        radius = RADIUS if is_free else DOT
        boxes += [circle] if is_free else []
        marks.append((place, x, y, radius, name))
    found = []
    for place, x, y, radius, name in marks[:_MOST]:
        found.append(Mark(place, x, y, radius, _room(drawn, boxes, (x, y), name)))
    return [*found, *(Mark(*each[:4], None) for each in marks[_MOST:])]


def _room(
    drawn: Map, boxes: list[Box], point: tuple[int, int], name: str
) -> tuple[int, int, str] | None:
    """Where a name has room beside, above or below a place; that room is then taken."""
    x, y = point
    width, gap = len(name) * _LETTER, RADIUS + 5
    for at, base, anchor, left in (
        (x + gap, y + 5, "start", x + gap),
        (x - gap, y + 5, "end", x - gap - width),
        (x, y - gap, "middle", x - width / 2),
        (x, y + gap + 10, "middle", x - width / 2),
    ):
        box = left, base - _LINE + 4, left + width, base + 4
        is_inside = box[0] > 0 and box[1] > 0 and box[2] < drawn.width and box[3] < drawn.height
        if is_inside and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            return at, base, anchor
    return None


def _around(x: int, y: int, radius: int) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
