"""The measurements, and what they promise."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from benchmarks.generate import generate
from benchmarks.web import load, servers
from benchmarks.web.workload import (
    DESCRIBE,
    HEAVY,
    HOSTILE,
    POINT,
    declared,
    entities,
    query_paths,
)
from lod_archive.pipeline import Archive
from lod_archive.vocab.languages import PAGE_LANGUAGES

TURTLE, JSON = "text/turtle", "application/sparql-results+json"
_WRITING = "writing dumps"
"""The first step of a build that follows validation."""
RDFLIB_TAKES = 100_000
"""Up to how many triples rdflib-endpoint is compared: it needs minutes to read more."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: requests a second.

    :param least: what the ratio must reach; None if it is only told.
    """

    what: str
    ours: float
    other: float
    beside: str
    least: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as many requests ours answers."""
        return self.ours / self.other

    @property
    def holds(self) -> bool:
        """Whether that is as many as promised."""
        return self.least is None or self.ratio >= self.least


@dataclass(frozen=True, slots=True)
class Found:
    """All that was measured on one size.

    :param pages: pages of records a second, those of each language counted, from the validated
        graph on; all formats of the records and everything else that a build writes are made in
        that time.
    :param pages_of_all: the same, from the first record that is read.
    :param besieged: the median seconds of simple queries among hostile ones.
    :param memory: the most MiB that the server and its readers had meanwhile.
    """

    triples: int
    pages: float
    pages_of_all: float
    compared: list[Compared]
    besieged: float
    memory: float


def compare(triples: int, *, seconds: int) -> Found:
    """Measure everything on an archive of about so many triples."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        generate(work / "archive", triples=triples)
        begun: dict[str, float] = {"": perf_counter()}

        def note(step: str, _done: int) -> None:
            begun.setdefault(step, perf_counter())

        built = Archive.open(work / "archive").build(work / "dist", progress=note)
        ended = perf_counter()
        pages = built.publication.facts.counts["records"] * len(PAGE_LANGUAGES)
        nquads = work / "dist" / "dumps" / "archive.nq"
        compared = [*_compared(work, nquads, triples, seconds)]
        besieged, memory = _besieged(work / "dist", nquads)
        count_ = built.publication.facts.counts["triples"]
        return Found(
            count_,
            pages / (ended - begun[_WRITING]),
            pages / (ended - begun[""]),
            compared,
            besieged,
            memory,
        )


def _compared(work: Path, nquads: Path, triples: int, seconds: int) -> Iterator[Compared]:
    things = entities(nquads)
    documents = ["/doc/" + thing.split("/", 4)[-1] for thing in things]
    points = [POINT.format(thing) for thing in things]
    heavy = [declared(query) for query in HEAVY]
    often = max(50, 40_000 // len(points))

    def measure(at: str, paths: list[str], accept: str, connections: int = 32) -> float:
        return load.requests_a_second(at, paths, accept, seconds=seconds, connections=connections)

    describe = query_paths("/query", [DESCRIBE.format(thing) for thing in things])
    with servers.oxigraph(nquads, work) as other:
        described = measure(other, describe, TURTLE)
        pointed = measure(other, query_paths("/query", points), JSON)
        weighed = measure(other, query_paths("/query", heavy, 200), JSON, 2)
    with servers.ours(work / "dist") as own:
        sent = measure(own, documents, TURTLE)
        first = measure(own, query_paths("/sparql", points, often), JSON)
        again = query_paths("/sparql", points)
        known = measure(own, again, JSON)
        worked = measure(own, query_paths("/sparql", heavy, 200), JSON, 2)
    yield Compared("documents, negotiated", sent, described, "DESCRIBE on oxigraph", 2.0)
    yield Compared("12 heavy queries, each new", worked, weighed, "oxigraph", 0.9)
    yield Compared("point queries, asked before", known, pointed, "oxigraph", 0.5)
    yield Compared("point queries, each new", first, pointed, "oxigraph")
    if triples <= RDFLIB_TAKES and find_spec("rdflib_endpoint"):
        with servers.rdflib_endpoint(nquads) as slow:
            endpoint = measure(slow, query_paths("/", points), JSON)
        yield Compared("point queries, each new", first, endpoint, "rdflib-endpoint", 5.0)


def _besieged(publication: Path, nquads: Path) -> tuple[float, float]:
    """Simple queries while 200 clients ask hostile ones."""
    options = ("--query-seconds", "5", "--query-memory", "256")
    simple = query_paths("/sparql", [POINT.format(thing) for thing in entities(nquads, 500)], 3)
    hostile = query_paths("/sparql", list(HOSTILE), 40)
    with servers.ours(publication, *options) as own:
        taken, number = load.median_among(own, simple, hostile, clients=200, seconds=20)
        memory = load.memory_of_all("lod_archive")
    assert number > 10, "too few simple queries were answered to speak of a median"
    return taken, memory
