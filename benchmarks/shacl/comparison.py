"""Every side on the same data and shapes, each in a process of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median_low
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Measured, run
from benchmarks.shacl.agreement import Row, as_stored, difference, rows
from benchmarks.shacl.data import SHAPES
from benchmarks.shacl.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OURS: Final = "benchmarks.shacl.with_lod_archive"
_AS_IT_LIKES: Final = 0
"""How many threads our engine has when nobody says."""


@dataclass(frozen=True, slots=True)
class Side:
    """One way to validate: what it took, and what it found.

    :param difference: how its results differ from pySHACL's, in words; nothing if they do not.
    """

    name: str
    measured: Measured
    difference: str = ""

    @property
    def outcome(self) -> Outcome:
        """What it said itself."""
        return Outcome.heard(self.measured.output)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All sides at one size; those that are not installed, or make no sense, are missing.

    :param times: how often ours ran.
    :param file: ours, from the file to the report.
    :param loaded: ours, with the data in a store.
    :param threads: the same with one thread and with two, if the engine has threads.
    """

    triples: int
    times: int
    file: Side
    loaded: Side
    threads: tuple[Side, ...]
    pyshacl: Side
    pyrudof: Side | None
    purrdf: tuple[Side, ...]

    @property
    def sides(self) -> list[Side]:
        """All that were measured."""
        ours = [self.file, self.loaded, *self.threads]
        return [*ours, self.pyshacl, *([self.pyrudof] if self.pyrudof else []), *self.purrdf]


def compare(
    triples: int, *, engine: str = "compiled", times: int = 5, purrdf: Path | None = None
) -> Comparison:
    """Ours, so many times, and each of the others once, on new data of this size.

    By turns, so that a minute in which the machine is slow does not fall on one side alone.

    :param purrdf: a Python that has purrdf.
    :raises RuntimeError: if ours finds anything but what pySHACL finds.
    """
    with TemporaryDirectory() as folder:
        race = Race(Path(folder), engine)
        race.prepare(triples)
        rounds: list[list[Side]] = []
        others: dict[str, Side] = {}
        for number, rival in enumerate(_rivals(purrdf)):
            if number < times:
                rounds.append(race.ours())
            others[rival.name] = race.other(rival)
        rounds += [race.ours() for _ in range(times - len(rounds))]
        expected = race.found(others[_PYSHACL.name])
        judge = partial(race.judge, expected=expected)
        file, loaded, *threads = [
            _agreeing(judge(_middle(sides))) for sides in zip(*rounds, strict=True)
        ]
        return Comparison(
            race.triples(),
            times,
            file,
            loaded,
            tuple(threads),
            others[_PYSHACL.name],
            judge(others[_PYRUDOF.name]) if _PYRUDOF.name in others else None,
            tuple(judge(side) for name, side in others.items() if name.startswith("purrdf")),
        )


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way to validate, by a module of this package.

    :param python: another Python than this one.
    """

    name: str
    module: str
    options: tuple[str, ...] = ()
    python: Path | None = None


_PYSHACL: Final = Rival("pySHACL", "pyshacl")
_PYRUDOF: Final = Rival("pyrudof", "pyrudof")


def _rivals(purrdf: Path | None) -> Iterator[Rival]:
    yield _PYSHACL
    if find_spec("pyrudof"):
        yield _PYRUDOF
    if purrdf:
        yield Rival("purrdf, file to report", "purrdf", python=purrdf)
        yield Rival("purrdf, loaded", "purrdf", ("loaded",), python=purrdf)


def _middle(sides: Sequence[Side]) -> Side:
    """The one with the median time of validation, with the highest of all peaks of memory."""
    middle = median_low(side.outcome.validating for side in sides)
    side = next(side for side in sides if side.outcome.validating == middle)
    peak = max(side.measured.memory for side in sides)
    return replace(side, measured=replace(side.measured, memory=peak))


@dataclass(frozen=True, slots=True)
class Race:
    """The sides on one file of data, and where their reports are."""

    folder: Path
    engine: str

    @property
    def data(self) -> Path:
        """The file."""
        return self.folder / "data.nt"

    def prepare(self, triples: int) -> None:
        """Make the data."""
        run("benchmarks.shacl.data", self.data, str(triples))

    def triples(self) -> int:
        """How many there are."""
        with self.data.open("rb") as file:
            return sum(1 for _ in file)

    def ours(self) -> list[Side]:
        """All our ways, once each: those with one thread and with two if the engine has threads."""
        threads = (("one thread", 1), ("two threads", 2)) if self.engine == "compiled" else ()
        return [
            self.from_file(),
            self.loaded(),
            *(self.loaded(f", {name}", number) for name, number in threads),
        ]

    def from_file(self) -> Side:
        """Our side from the file to the report."""
        return self._run("lod_archive, file to report", _OURS, (self.engine, str(_AS_IT_LIKES)))

    def loaded(self, name: str = "", threads: int = _AS_IT_LIKES) -> Side:
        """Our side with the data in a store."""
        options = (self.engine, str(threads), "loaded")
        return self._run(f"lod_archive, loaded{name}", _OURS, options)

    def other(self, rival: Rival) -> Side:
        """Another side, once."""
        module = f"benchmarks.shacl.with_{rival.module}"
        return self._run(rival.name, module, rival.options, rival.python)

    def _run(
        self, name: str, module: str, options: tuple[str, ...], python: Path | None = None
    ) -> Side:
        report = self._report(name)
        return Side(name, run(module, self.data, SHAPES, report, *options, python=python))

    def found(self, side: Side) -> Counter[Row]:
        """The results in the report of a side."""
        return rows(self._report(side.name))

    def judge(self, side: Side, expected: Counter[Row]) -> Side:
        """The side, and how what it found differs from what was expected.

        What was loaded into our store is compared as the store writes it.
        """
        found = self.found(side)
        if side.name.startswith("lod_archive, loaded"):
            found, expected = as_stored(found), as_stored(expected)
        return Side(side.name, side.measured, difference(found, expected))

    def _report(self, name: str) -> Path:
        return self.folder / f"{name}.nt"


def _agreeing(side: Side) -> Side:
    if side.difference:
        raise RuntimeError(f"{side.name} does not find what pySHACL finds:\n{side.difference}")
    return side


@dataclass(frozen=True, slots=True)
class Growth:
    """Our side at one size, both ways."""

    triples: int
    file: Side
    loaded: Side


def grow(sizes: tuple[int, ...], *, engine: str = "compiled", times: int = 3) -> list[Growth]:
    """Our side alone, at each of these sizes; at the largest only once."""
    found = []
    for triples in sizes:
        often = 1 if triples == max(sizes) else times
        with TemporaryDirectory() as folder:
            race = Race(Path(folder), engine)
            race.prepare(triples)
            file = _middle([race.from_file() for _ in range(often)])
            loaded = _middle([race.loaded() for _ in range(often)])
            found.append(Growth(race.triples(), file, loaded))
    return found
