"""Topics as a tree: https://www.w3.org/TR/skos-reference/#semantic-relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_DEEPEST: Final = 40
"""How many levels are shown within one another."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A topic with those below it.

    :param things: how many things are about it.
    :param total: how many are about it or one below it.
    """

    iri: str
    things: int
    total: int
    narrower: list[Branch]


def tree(
    topics: Iterable[tuple[str, str, int]], totals: Mapping[str, int] | None = None
) -> list[Branch]:
    """The topics that have none above them, with all below.

    A topic that has several above it stands below each, and those below it stand at its first
    place. What is above itself in the end begins at the top, and so does what lies too deep.

    :param topics: topic, what it is narrower than or nothing, and how many things are about it.
    :param totals: how many are about each topic or one below it, where these are more.

    >>> [top] = tree([("work", "", 2), ("mining", "work", 1)], {"work": 3})
    >>> top.iri, top.things, top.total, [branch.iri for branch in top.narrower]
    ('work', 2, 3, ['mining'])
    >>> [branch.iri for branch in tree([("a", "b", 0), ("b", "a", 0)])]
    ['a']
    """
    things: dict[str, int] = {}
    above: defaultdict[str, list[str]] = defaultdict(list)
    below: defaultdict[str, list[str]] = defaultdict(list)
    for topic, broader, number in topics:
        things[topic] = number
        if broader:
            above[topic].append(broader)
            below[broader].append(topic)
    seen: set[str] = set()

    def total(topic: str) -> int:
        return (totals or {}).get(topic, things[topic])

    def branch(topic: str, depth: int) -> Branch:
        if topic in seen or depth > _DEEPEST:
            return Branch(topic, things[topic], total(topic), [])
        seen.add(topic)
        inner = [branch(each, depth + 1) for each in below[topic] if each in things]
        return Branch(topic, things[topic], total(topic), inner)

    tops = [topic for topic in things if not any(each in things for each in above[topic])]
    found = [branch(topic, 0) for topic in tops]
    others = (branch(topic, 0) for topic in things if topic not in seen)
    return [*found, *others]
