"""Which built-in classes a class is below, by ``rdfs:subClassOf`` in the ontologies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from lod_archive.vocab.namespaces import RDFS

_BELOW: Final = ox.NamedNode(RDFS.subClassOf)


def known_above(quads: Iterable[ox.Quad], known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each class that is below known ones, these: the nearest first, by IRI.

    >>> person, worker, miner = (ox.NamedNode(f"https://e.org/{each}") for each in "PWM")
    >>> below = [ox.Quad(worker, _BELOW, person), ox.Quad(miner, _BELOW, worker)]
    >>> known_above(below, {person.value})
    {'https://e.org/W': ('https://e.org/P',), 'https://e.org/M': ('https://e.org/P',)}
    """
    above: dict[str, list[str]] = {}
    for quad in quads:
        class_, other = quad.subject, quad.object
        if quad.predicate != _BELOW:
            continue
        if isinstance(class_, ox.NamedNode) and isinstance(other, ox.NamedNode):
            above.setdefault(class_.value, []).append(other.value)
    found = {each: tuple(one for one in _above(each, above) if one in known) for each in above}
    return {each: classes for each, classes in found.items() if classes}


def _above(class_iri: str, above: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """All classes on the ways up, each once."""
    seen, waiting = {class_iri}, [class_iri]
    while waiting:
        for each in sorted(above.get(waiting.pop(0), ())):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
                yield each
