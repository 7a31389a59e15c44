"""Topics as a tree: https://www.w3.org/TR/skos-reference/#semantic-relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    """A topic with those below it.

    :param things: how many things are about it.
    """

    iri: str
    things: int
    narrower: list[Branch]


def tree(topics: Iterable[tuple[str, str, int]]) -> list[Branch]:
    """The topics that have none above them, with all below.

    A topic that has several above it stands below each. One that is above itself in the end
    stands at the top, and is not followed further.

    :param topics: topic, what it is narrower than or nothing, and how many things are about it.

    >>> [top] = tree([("work", "", 2), ("mining", "work", 1)])
    >>> top.iri, [branch.iri for branch in top.narrower]
    ('work', ['mining'])
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

    def branch(topic: str, path: frozenset[str]) -> Branch:
        seen.add(topic)
        inner = [each for each in below[topic] if each in things and each not in path]
        return Branch(topic, things[topic], [branch(each, path | {each}) for each in inner])

    tops = [topic for topic in things if not any(each in things for each in above[topic])]
    found = [branch(topic, frozenset({topic})) for topic in tops]
    circles = (branch(topic, frozenset({topic})) for topic in things if topic not in seen)
    return [*found, *circles]
