"""``python -m benchmarks.matching.ours``: one index written, or asked, in a process of its own."""

from __future__ import annotations

import json
import random
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import click

from benchmarks.matching import labelled
from benchmarks.matching.generated import people, queries
from benchmarks.measure import ROOT
from lod_archive import Archive
from lod_archive.matching import MatchingIndex, Query, index_matching, write_matching

BATCH: Final = 50
"""Queries a batch."""
BATCHES: Final = 9


@click.group()
def main() -> None:
    """Write an index, or ask one; what that took is printed as JSON."""


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--names", default=0, help="So many generated ones; else the reference archive's.")
def write(path: Path, *, names: int) -> None:
    """Write an index into PATH."""
    if names:
        entities = list(people(names // 2))
        start = perf_counter()
        count = write_matching(entities, path)
        seconds = perf_counter() - start
    else:
        with Archive.open(ROOT).source() as source:
            start = perf_counter()
            count = index_matching(source, path)
            seconds = perf_counter() - start
    click.echo(json.dumps({"entities": count, "seconds": seconds, "bytes": path.stat().st_size}))


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--names", default=0, help="As they were generated; else the labelled ones.")
def ask(path: Path, *, names: int) -> None:
    """Ask the index in PATH, a batch after the other, each with other names."""
    asked = _generated(names) if names else _labelled()
    start = perf_counter()
    with closing(MatchingIndex.open(path)) as index:
        opened = perf_counter() - start
        batches = []
        for at in range(0, len(asked), BATCH):
            start, processor = perf_counter(), process_time()
            index.match_all(asked[at : at + BATCH])
            batches.append((perf_counter() - start, process_time() - processor))
    click.echo(json.dumps({"open": opened, "batches": batches}))


def _generated(names: int) -> list[Query]:
    return queries(list(people(names // 2)), BATCH * BATCHES)


def _labelled() -> list[Query]:
    files = sorted(labelled.FOLDER.glob("*.csv"))
    asked = [each.query for path in files for each in labelled.read(path)]
    random.Random(1).shuffle(asked)
    return asked[: BATCH * BATCHES]


if __name__ == "__main__":
    main()
