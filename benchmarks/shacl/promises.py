"""What must hold, next to what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.shacl.comparison import Comparison, Growth, Side
from benchmarks.shacl.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Promise:
    """One number, and the least, or the most, that it may be.

    :param measured: nothing if the other side is missing.
    """

    what: str
    measured: float | None
    least: float = 0.0
    most: float = float("inf")

    @property
    def is_kept(self) -> bool:
        """Whether it holds; what was not measured does not."""
        return self.measured is not None and self.least <= self.measured <= self.most


def of_comparison(found: Comparison) -> Iterator[Promise]:
    """What is promised about one size."""
    yield from _beside(found, "pySHACL", found.pyshacl, least=50, least_in_all=20, most=1.0)
    yield from _beside(found, "pyrudof", found.pyrudof, least=20, least_in_all=8, most=0.2)
    if found.purrdf:  # it is not promised that everybody can install it
        yield from _beside_purrdf(found, *(side.outcome for side in found.purrdf))
    loaded = found.loaded.outcome
    part = loaded.validating / loaded.loading
    yield Promise("validating, part of the store's own loading time", part, most=0.6)
    yield Promise("two threads, times as fast as one", _of_threads(found.threads), least=1.5)


def _beside(
    found: Comparison, name: str, side: Side | None, *, least: int, least_in_all: int, most: float
) -> Iterator[Promise]:
    speed = speed_in_all = memory = None
    if side:
        speed = side.outcome.validating / found.loaded.outcome.validating
        speed_in_all = side.outcome.seconds / found.file.outcome.seconds
        ours = max(found.loaded.measured.memory, found.file.measured.memory)
        memory = ours / side.measured.memory
    yield Promise(f"validating, times as fast as {name}", speed, least=least)
    yield Promise(f"file to report, times as fast as {name}", speed_in_all, least=least_in_all)
    yield Promise(f"peak memory, part of {name}'s", memory, most=most)


def _beside_purrdf(found: Comparison, file: Outcome, loaded: Outcome) -> Iterator[Promise]:
    speed = loaded.validating / found.loaded.outcome.validating
    speed_in_all = file.seconds / found.file.outcome.seconds
    yield Promise("validating, times as fast as purrdf", speed, least=1)
    yield Promise("file to report, times as fast as purrdf", speed_in_all, least=1)


def of_growth(found: Sequence[Growth]) -> Iterator[Promise]:
    """What is promised from the smallest size to the largest."""
    first, last = found[0], found[-1]
    larger = last.triples / first.triples
    in_all = last.file.outcome.seconds / first.file.outcome.seconds / larger
    alone = last.loaded.outcome.validating / first.loaded.outcome.validating / larger
    yield Promise("file to report, growth of the time a triple", in_all, most=1.3)
    yield Promise("validating, growth of the time a triple", alone, most=1.3)


def _of_threads(threads: tuple[Side, ...]) -> float | None:
    if not threads:
        return None
    one, two = threads
    return one.outcome.validating / two.outcome.validating
