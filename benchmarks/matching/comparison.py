"""How well and how fast names are matched, by us and by csv-reconcile."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from benchmarks.matching.labelled import FOLDER, Answer, Labelled, Quality, judge, read
from benchmarks.matching.ours import BATCH
from benchmarks.measure import ROOT, run
from lod_archive import Archive
from lod_archive.matching import Entity, MatchingIndex, read_entities, write_matching
from lod_archive.matching.index import compared_names

BASE: Final = "https://w3id.org/lod-archive/seventeen-moments/"
_OURS: Final = "benchmarks.matching.ours"
_RIVAL: Final = "benchmarks.matching.rival_csv_reconcile"


@dataclass(frozen=True, slots=True)
class Speed:
    """What an index takes; seconds and MiB.

    :param wall: what a batch takes, in the median.
    :param processor: how much of that is processor time, all of it in one thread.
    :param worst: processor time of the slowest batch.
    """

    what: str
    entities: int
    written: float
    size: float
    opened: float
    wall: float
    processor: float
    worst: float
    memory: float


@dataclass(frozen=True, slots=True)
class Matched:
    """How well the names of a file are matched by somebody, and the seconds that a batch takes."""

    by: str
    file: str
    quality: Quality
    batch: float


def speed(what: str, names: int) -> Speed:
    """What it takes to write an index and to ask it, in new processes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "matching.sqlite"
        written = run(_OURS, "write", path, f"--names={names}")
        asked = run(_OURS, "ask", path, f"--names={names}")
    batches = asked.json["batches"]
    return Speed(
        what=what,
        entities=written.json["entities"],
        written=written.json["seconds"],
        size=written.json["bytes"] / 2**20,
        opened=asked.json["open"],
        wall=median(wall for wall, _ in batches),
        processor=median(processor for _, processor in batches),
        worst=max(processor for _, processor in batches),
        memory=asked.memory,
    )


def quality(csv_reconcile: Path | None) -> list[Matched]:
    """How well the labelled names are matched.

    :param csv_reconcile: the Python of an environment that has csv-reconcile, if there is one.
    """
    with Archive.open(ROOT).source() as source:
        entities = list(read_entities(source))
    found = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "matching.sqlite"
        write_matching(entities, path)
        with closing(MatchingIndex.open(path)) as index:
            for file in sorted(FOLDER.glob("*.csv")):
                names = read(file)
                start = perf_counter()
                judged = judge(names, partial(_answers, index))
                batch = BATCH * (perf_counter() - start) / len(names)
                found.append(Matched("lod_archive", file.stem, judged, batch))
                if csv_reconcile:
                    work = Path(folder) / f"{file.stem}.json"
                    found.append(_rival(csv_reconcile, names, entities, work))
    return found


def _answers(index: MatchingIndex, labelled: Labelled) -> list[Answer]:
    found = index.match(labelled.query)
    return [(each.iri.removeprefix(BASE), each.is_match) for each in found]


def _rival(python: Path, names: list[Labelled], entities: list[Entity], work: Path) -> Matched:
    """The same names matched by csv-reconcile, which is given all names that we have, too.

    :param work: the file to tell it by what to do.
    """
    asked: defaultdict[str, list[Labelled]] = defaultdict(list)
    for labelled in names:
        asked[labelled.query.types[0]].append(labelled)
    told = {
        kind: {"names": _names(entities, kind), "queries": [each.query.text for each in some]}
        for kind, some in asked.items()
    }
    work.write_text(json.dumps(told), "utf-8")
    answered: dict[str, Any] = run(_RIVAL, work, python=python).json
    answers = {
        id(labelled): [(str(iri), bool(is_match)) for iri, is_match in answer]
        for kind, some in asked.items()
        for labelled, answer in zip(some, answered[kind]["answers"], strict=True)
    }
    seconds = sum(sum(each["batches"]) for each in answered.values())
    judged = judge(names, lambda labelled: answers[id(labelled)])
    return Matched("csv-reconcile", work.stem, judged, BATCH * seconds / len(names))


def _names(entities: list[Entity], kind: str) -> list[list[str]]:
    return [
        [entity.iri.removeprefix(BASE), name.text]
        for entity in entities
        if kind in entity.types
        for name in compared_names(entity)
    ]
