"""What is compared, and what must hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import generate
from benchmarks.measure import Measured, run, run_often

LEAST_SPEED = 20
"""How many times as fast as rdflib we must be."""
MOST_MEMORY = 0.5
"""Which part of rdflib's memory we may need."""
MOST_SECONDS = 10.0
"""How long building the reference archive may take without validation, exports and all."""
VALIDATION = "validating"
"""The step of a build in which shapes are checked."""

_FILES = ("archive.nt", "archive.ttl", "archive.jsonld")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides at the same records: six files with the same triples.

    :param times: how often ours ran.
    """

    triples: int
    times: int
    ours: Measured
    rdflib: Measured

    @property
    def speed(self) -> float:
        """How many times as fast as rdflib we are."""
        return self.rdflib.wall / self.ours.wall

    @property
    def processor(self) -> float:
        """The same by processor time, which depends less on what else the machine does."""
        return self.rdflib.cpu / self.ours.cpu

    @property
    def memory(self) -> float:
        """Which part of rdflib's peak memory is ours."""
        return self.ours.memory / self.rdflib.memory

    @property
    def holds(self) -> bool:
        """Whether we are as much better as we promise."""
        return min(self.speed, self.processor) >= LEAST_SPEED and self.memory <= MOST_MEMORY


def compare(triples: int, *, times: int = 3) -> Comparison:
    """Ours, so many times, then rdflib once, on a new archive of this size.

    :raises RuntimeError: if the two sides do not give the same graph, in every format.
    """
    with TemporaryDirectory() as folder:
        work = Path(folder)
        archive, nodes, ontology = work / "archive", work / "nodes.jsonl", work / "ontology.nt"
        generate(archive, triples=triples)
        run("benchmarks.normalised", archive, nodes, ontology)
        ours = run_often(times, "benchmarks.dumping", archive, work / "ours")
        rdflib = run("benchmarks.rival", nodes, ontology, work / "rdflib")
        folders = (work / "ours" / "dumps", work / "rdflib")
        files = [folder / name for folder in folders for name in _FILES]
        digests = run("benchmarks.digests", *files).json
    if any(found != digests[0] for found in digests):
        raise RuntimeError(f"the graphs differ: {digests}")
    return Comparison(digests[0][0], times, ours, rdflib)


@dataclass(frozen=True, slots=True)
class Growth:
    """Our side at one size."""

    triples: int
    ours: Measured


def grow(sizes: tuple[int, ...]) -> list[Growth]:
    """Our side alone, at each of these sizes."""
    found = []
    for triples in sizes:
        with TemporaryDirectory() as folder:
            generate(Path(folder) / "archive", triples=triples)
            ours = run("benchmarks.dumping", Path(folder) / "archive", Path(folder) / "ours")
            with (Path(folder) / "ours/dumps/archive.nt").open("rb") as file:
                found.append(Growth(sum(1 for _ in file), ours))
    return found


@dataclass(frozen=True, slots=True)
class Build:
    """The steps of building an archive, in seconds."""

    steps: dict[str, float]
    memory: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return sum(self.steps.values())

    @property
    def without_validation(self) -> float:
        """How long everything but validation took."""
        return self.seconds - self.steps[VALIDATION]


def build(archive: Path) -> Build:
    """The build of an archive, into a folder that is deleted."""
    with TemporaryDirectory() as folder:
        measured = run("benchmarks.steps", archive, Path(folder) / "dist")
        return Build(measured.json, measured.memory)


def build_generated(triples: int) -> Build:
    """The build of a new archive of this size."""
    with TemporaryDirectory() as folder:
        generate(Path(folder), triples=triples)
        return build(Path(folder))
