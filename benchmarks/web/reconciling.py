"""``python -m benchmarks served``: names matched over HTTP, and documents read meanwhile."""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

import click
import urllib3

from benchmarks import report
from benchmarks.matching import labelled
from benchmarks.matching.generated import people, queries
from benchmarks.matching.ours import BATCH
from benchmarks.measure import ROOT
from benchmarks.web import servers
from lod_archive.matching import write_matching
from lod_archive.pipeline import Archive
from lod_archive.publish.publication import MATCHING

MANY: Final = 10_000
AT_ONCE: Final = 500
TIMES: Final = 20
QUICK: Final = 2_000


@dataclass(frozen=True, slots=True)
class Served:
    """What a server takes; seconds.

    :param batch: for a batch of queries, in the median.
    :param statuses: of how many single queries, many at the same time.
    :param alone: for a document, in the median, while nobody else asks.
    :param meanwhile: the same while many ask, in the median and for the slowest hundredth.
    """

    what: str
    names: int
    batch: float
    worst: float
    statuses: Counter[int]
    seconds: float
    alone: float
    meanwhile: tuple[float, float]


@click.command()
@click.option("--names", default=100_000, show_default=True, help="Of the generated people.")
@click.option("--quick", is_flag=True, help=f"{QUICK:,} names, fewer requests; require nothing.")
@report.options
def served(*, names: int, quick: bool, date: str, page: Path) -> None:
    """Measure names matched over HTTP: by the batch, and by many clients at the same time."""
    many = MANY // 20 if quick else MANY
    with tempfile.TemporaryDirectory() as folder:
        dist = Path(folder) / "dist"
        Archive.open(ROOT).build(dist)
        found = [_measured("the reference archive", dist, _names(), many)]
        known = list(people((QUICK if quick else names) // 2))
        (dist / MATCHING).unlink()
        write_matching(known, dist / MATCHING)
        asked = [each.query.text for each in queries(known, BATCH * TIMES)]
        found.append(_measured("generated", dist, asked, many))
    text = told(found)
    click.echo(text)
    if not quick:
        command = " ".join(["python -m benchmarks served", *sys.argv[2:]])
        report.put(page, "served", f"{text}\n\n{report.circumstances(command, date)}")


def told(found: Sequence[Served]) -> str:
    """What was measured, as a table."""
    lines = [
        f"| names of | {BATCH} queries over HTTP (ms) | worst (ms) "
        f"| single queries, {AT_ONCE} at once | answered | told to come again | seconds "
        "| a document alone (ms) | meanwhile (ms) | slowest hundredth (ms) |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for each in found:
        usual, slow = each.meanwhile
        lines.append(
            f"| {each.what} | {1000 * each.batch:.0f} | {1000 * each.worst:.0f} "
            f"| {each.statuses.total():,} | {each.statuses[200]:,} | {each.statuses[503]:,} "
            f"| {each.seconds:.1f} | {1000 * each.alone:.0f} | {1000 * usual:.0f} "
            f"| {1000 * slow:.0f} |"
        )
    return "\n".join(lines)


def _measured(what: str, dist: Path, names: Sequence[str], many: int) -> Served:
    with servers.ours(dist) as address, _clients() as clients:
        service, document = f"{address}/reconcile", f"{address}/doc/dataset.ttl"
        batches = [names[at : at + BATCH] for at in range(0, BATCH * TIMES, BATCH)]
        _ask(clients, service, batches[0])
        took = [_timed(clients, service, batch) for batch in batches if batch]
        alone = [_read(clients, document) for _ in range(TIMES * 5)]
        meanwhile: list[float] = []
        is_over = threading.Event()

        def read() -> None:
            while not is_over.is_set():
                meanwhile.append(_read(clients, document))

        reader = threading.Thread(target=read)
        reader.start()
        begun = perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            singles = ([names[number % len(names)]] for number in range(many))
            statuses = Counter(pool.map(lambda one: _ask(clients, service, one), singles))
        seconds = perf_counter() - begun
        is_over.set()
        reader.join()
    slow = quantiles(meanwhile, n=100)[-1] if len(meanwhile) > 1 else max(meanwhile)
    return Served(
        what, len(names), median(took), max(took), statuses, seconds, median(alone),
        (median(meanwhile), slow),
    )  # fmt: skip


def _clients() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=AT_ONCE + 1, retries=False, timeout=120)


def _ask(clients: urllib3.PoolManager, service: str, names: Sequence[str]) -> int:
    batch = {f"q{number}": {"query": name} for number, name in enumerate(names)}
    fields = {"queries": json.dumps(batch, ensure_ascii=False)}
    answer = clients.request("POST", service, fields=fields, encode_multipart=False)
    return answer.status


def _timed(clients: urllib3.PoolManager, service: str, names: Sequence[str]) -> float:
    begun = perf_counter()
    if _ask(clients, service, names) != 200:
        raise click.ClickException("a batch was not answered")
    return perf_counter() - begun


def _read(clients: urllib3.PoolManager, document: str) -> float:
    begun = perf_counter()
    clients.request("GET", document)
    return perf_counter() - begun


def _names() -> list[str]:
    """The labelled names of the reference archive."""
    files = sorted(labelled.FOLDER.glob("*.csv"))
    return [each.query.text for path in files for each in labelled.read(path)]
