"""Every side on the same data and shapes, each in a process of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.measure import Measured, run, run_often
from benchmarks.shacl.agreement import Row, as_stored, difference, rows
from benchmarks.shacl.data import SHAPES
from benchmarks.shacl.outcome import Outcome

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
    triples: int, *, engine: str = "compiled", times: int = 3, purrdf: Path | None = None
) -> Comparison:
    """Ours, so many times, then each of the others once, on new data of this size.

    :param purrdf: a Python that has purrdf.
    :raises RuntimeError: if ours finds anything but what pySHACL finds.
    """
    with TemporaryDirectory() as folder:
        race = Race(Path(folder), engine, times)
        race.prepare(triples)
        file, loaded = race.ours("file to report", _AS_IT_LIKES), race.ours("loaded", _AS_IT_LIKES)
        threads = race.with_threads() if engine == "compiled" else ()
        pyshacl = race.other("pySHACL", "pyshacl")
        expected = race.found(pyshacl)
        judge = partial(race.judge, expected=expected)
        return Comparison(
            race.triples(),
            times,
            _agreeing(judge(file)),
            _agreeing(judge(loaded)),
            tuple(_agreeing(judge(side)) for side in threads),
            pyshacl,
            judge(race.other("pyrudof", "pyrudof")) if find_spec("pyrudof") else None,
            tuple(map(judge, race.purrdf(purrdf))) if purrdf else (),
        )


@dataclass(frozen=True, slots=True)
class Race:
    """The sides on one file of data, and where their reports are.

    :param times: how often ours runs.
    """

    folder: Path
    engine: str
    times: int

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

    def ours(self, name: str, threads: int) -> Side:
        """Our side; what its name says is loaded, is in a store before it is validated."""
        name = f"lod_archive, {name}"
        options = [self.engine, str(threads), *(["loaded"] if "loaded" in name else [])]
        report = self._report(name)
        return Side(name, run_often(self.times, _OURS, self.data, SHAPES, report, *options))

    def with_threads(self) -> tuple[Side, Side]:
        """Our side with one thread, and with two."""
        return self.ours("loaded, one thread", 1), self.ours("loaded, two threads", 2)

    def other(self, name: str, module: str, *options: str, python: Path | None = None) -> Side:
        """Another side, once."""
        module = f"benchmarks.shacl.with_{module}"
        report = self._report(name)
        return Side(name, run(module, self.data, SHAPES, report, *options, python=python))

    def purrdf(self, python: Path) -> tuple[Side, Side]:
        """Both ways of purrdf."""
        return (
            self.other("purrdf, file to report", "purrdf", python=python),
            self.other("purrdf, loaded", "purrdf", "loaded", python=python),
        )

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
        with TemporaryDirectory() as folder:
            race = Race(Path(folder), engine, 1 if triples == max(sizes) else times)
            race.prepare(triples)
            sides = race.ours("file to report", _AS_IT_LIKES), race.ours("loaded", _AS_IT_LIKES)
            found.append(Growth(race.triples(), *sides))
    return found
