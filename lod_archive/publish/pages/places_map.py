"""Places on a map: the outlines of land, and where the places lie.

Outlines are those of Natural Earth, which npm brings in the package ``world-atlas`` as TopoJSON:
https://github.com/topojson/topojson-specification. Without them the map has its lines of latitude
and longitude only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any, Final

_WIDTH: Final = 1000
_ROOM: Final = 0.25
"""How much of its width the map has on each side of the outermost places."""
_LEAST: Final = 16.0
"""How many degrees a map shows at least."""

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""


@dataclass(frozen=True, slots=True)
class Located:
    """A place with its position.

    :param is_uncertain: whether the position is approximate.
    """

    iri: str
    point: Point
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a piece of land, and the least and greatest degrees on it."""

    points: Sequence[Point]
    west: float
    east: float
    south: float
    north: float

    @classmethod
    def of(cls, points: Sequence[Point]) -> Outline:
        """The outline through these points."""
        longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
        return cls(points, min(longitudes), max(longitudes), min(latitudes), max(latitudes))


@dataclass(frozen=True, slots=True)
class Map:
    """A map to be drawn: degrees are made into pixels, equally far apart in both directions.

    :param land: the outlines, each as the ``d`` of an SVG path.
    :param marks: places and where they are.
    :param lines: every so many degrees: label, whether it is a meridian, where.
    """

    width: int
    height: int
    land: Sequence[str]
    marks: Sequence[tuple[Located, int, int]]
    lines: Sequence[tuple[str, bool, int]]


def draw(places: Sequence[Located], outlines: Sequence[Outline]) -> Map:
    """The map on which all the places are.

    >>> drawn = draw([Located("a", (38.5, 48.6), False)], [])
    >>> (drawn.width, drawn.height), drawn.marks[0][1:]
    ((1000, 500), (500, 250))
    """
    frame = _Frame.around([place.point for place in places])
    land = [frame.path(outline) for outline in outlines if frame.touches(outline)]
    marks = [(place, *frame.at(place.point)) for place in places]
    return Map(_WIDTH, _WIDTH // 2, land, marks, [*frame.lines()])


def read_outlines(file: Path) -> list[Outline]:
    """The outlines of land in a file of TopoJSON."""
    topology = json.loads(file.read_text("utf-8"))
    (x_scale, y_scale), (x_origin, y_origin) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = [
        [
            (x * x_scale + x_origin, y * y_scale + y_origin)
            for x, y in accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
        ]
        for arc in topology["arcs"]
    ]
    return [Outline.of(_ring(ring, arcs)) for ring in _rings(topology["objects"]["land"])]


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    for inner in geometry.get("geometries", ()):
        yield from _rings(inner)
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def _ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Arcs one after the other; a negative number means the arc backwards."""
    return [
        point
        for number in numbers
        for point in (arcs[number] if number >= 0 else arcs[~number][::-1])
    ]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What part of the world is shown: twice as wide as high."""

    west: float
    north: float
    degrees: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> _Frame:
        longitudes = [x for x, _ in points] or [0.0]
        latitudes = [y for _, y in points] or [0.0]
        wide = max(longitudes) - min(longitudes)
        high = max(latitudes) - min(latitudes)
        degrees = min(360.0, max(_LEAST, (1 + 2 * _ROOM) * max(wide, 2 * high)))
        middle = (max(longitudes) + min(longitudes)) / 2, (max(latitudes) + min(latitudes)) / 2
        return cls(middle[0] - degrees / 2, middle[1] + degrees / 4, degrees)

    def at(self, point: Point) -> tuple[int, int]:
        scale = _WIDTH / self.degrees
        return round((point[0] - self.west) * scale), round((self.north - point[1]) * scale)

    def touches(self, outline: Outline) -> bool:
        return (
            outline.east > self.west
            and outline.west < self.west + self.degrees
            and outline.north > self.north - self.degrees / 2
            and outline.south < self.north
        )

    def path(self, outline: Outline) -> str:
        """The outline; what is far outside of the frame is drawn at its rim, in few points."""
        at = map(self.at, outline.points)
        points = ((_near(x, _WIDTH), _near(y, _WIDTH // 2)) for x, y in at)
        return "M" + "L".join(f"{x} {y}" for (x, y), _ in groupby(points)) + "Z"

    def lines(self) -> Iterator[tuple[str, bool, int]]:
        step = next(each for each in (1, 2, 5, 10, 20, 30, 60) if self.degrees / each <= 12)
        for degree in range(-180, 181, step):
            x, y = self.at((degree, degree))
            if 0 < x < _WIDTH:
                yield f"{abs(degree)}° {'E' if degree >= 0 else 'W'}", True, x
            if 0 < y < _WIDTH // 2 and abs(degree) <= 90:
                yield f"{abs(degree)}° {'N' if degree >= 0 else 'S'}", False, y


def _near(at: int, size: int) -> int:
    """The position, moved to at most a tenth of the frame's size outside of it."""
    return min(max(at, -size // 10), size + size // 10)
