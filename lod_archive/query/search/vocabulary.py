"""The words in use that are spelt nearly like one that was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

_MOST: Final = 16
_ALLOWED: Final = ((8, 2), (4, 1))
"""Letters that a word must have at least, and how many of its letters may then be wrong."""


class Vocabulary:
    """The readings of all words in use.

    A difference is a letter too many, too few or another one, or two that changed places: optimal
    string alignment, as `rapidfuzz <https://rapidfuzz.github.io/RapidFuzz/>`_ counts it.

    >>> Vocabulary(["stahanov", "stalin", "donbas"]).similar(["stahnaov"])
    ('stahanov',)
    """

    def __init__(self, readings: Iterable[str]) -> None:
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for reading in sorted(readings):
            self._by_length[len(reading)].append(reading)

    def similar(self, readings: Sequence[str]) -> tuple[str, ...]:
        """The readings in use nearest to one of these and not among them, the nearest first."""
        found: dict[str, int] = {}
        for reading in readings:
            allowed = next((most for least, most in _ALLOWED if len(reading) >= least), 0)
            for length in (
                range(len(reading) - allowed, len(reading) + allowed + 1) if allowed else ()
            ):
                near = extract_iter(
                    reading,
                    self._by_length.get(length, ()),
                    scorer=OSA.distance,
                    score_cutoff=allowed,
                )
                for word, distance, _ in near:
                    found[word] = min(int(distance), found.get(word, allowed))
        nearest = sorted(
            (distance, word) for word, distance in found.items() if word not in readings
        )
        return tuple(word for _, word in nearest[:_MOST])
