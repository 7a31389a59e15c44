"""Requests a second, by wrk from Debian; and how long simple queries take among hostile ones."""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import urllib3

_KNOWN = 50
"""How many quick requests are answered before the hostile ones come."""
_WARM = 2
"""For how many seconds a server is asked before it is measured."""
_PAUSE = 0.05
"""Seconds between two quick requests."""
_SCRIPT = Path(__file__).parent / "requests.lua"


class Answers(Exception):
    """Some answers were errors: what was measured is not what was meant."""


def requests_a_second(
    address: str, paths: Sequence[str], accept: str, *, seconds: int, connections: int
) -> float:
    """How many requests a second are answered with success.

    :raises Answers: if one is answered with an error.
    """
    program = shutil.which("wrk")
    if program is None:
        raise RuntimeError("wrk is not installed: sh scripts/debian wrk")
    _asked(program, address, paths[::-1], accept, _WARM, connections)  # not what comes first
    said = _asked(program, address, paths, accept, seconds, connections)
    if "Non-2xx" in said or "Socket errors" in said:
        raise Answers(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found is not None, said
    return float(found[1])


def _asked(
    program: str,
    address: str,
    paths: Sequence[str],
    accept: str,
    seconds: int,
    connections: int,
) -> str:
    """What wrk says."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths) + "\n")
        file.flush()
        command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s"]
        command += ["-s", str(_SCRIPT), address, "--", file.name, accept]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def median_among(
    address: str, quick: Sequence[str], hostile: Sequence[str], *, clients: int, seconds: float
) -> tuple[float, int]:
    """The median of the seconds that quick requests take while hostile ones come from many.

    Every client has an address of its own on loopback, as on the web. Whoever asks the quick ones
    has asked some before. A request that is turned away counts as one that takes for ever.

    :param clients: how many ask hostile queries, one after the other.
    :return: the median, and how many quick requests it is of.
    """
    taken: list[float] = []
    with urllib3.PoolManager(1, source_address=("127.0.0.2", 0)) as pool:

        def ask(number: int) -> float:
            begun = time.perf_counter()
            path = quick[number % len(quick)]
            answer = pool.request("GET", address + path, retries=False, timeout=60)
            return time.perf_counter() - begun if answer.status == 200 else math.inf

        for number in range(_KNOWN):
            ask(number)
        with _besieged(address, hostile, clients):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                taken.append(ask(_KNOWN + len(taken)))
                time.sleep(_PAUSE)
    return median(taken), len(taken)


@contextmanager
def _besieged(address: str, hostile: Sequence[str], clients: int) -> Iterator[None]:
    """Hostile clients, in a process of their own: whoever measures waits for no lock of theirs."""
    process = get_context("spawn").Process(target=_attack, args=(address, hostile, clients))
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _attack(address: str, hostile: Sequence[str], clients: int) -> None:
    """Ask hostile queries, one after the other, from each of many addresses, without an end."""

    def ask(number: int) -> None:
        source = f"127.1.{number // 250}.{number % 250 + 1}"
        with urllib3.PoolManager(1, source_address=(source, 0)) as pool:
            for asked in count(number + 1):
                path = hostile[asked % len(hostile)]
                try:
                    pool.request("GET", address + path, retries=False, timeout=30)
                except urllib3.exceptions.HTTPError:
                    time.sleep(0.1)

    threads = [threading.Thread(target=ask, args=(n,), daemon=True) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def memory_of_all(name: str) -> float:
    """MiB that all processes use together that have this in their command line."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and name in (folder / "cmdline").read_text("utf-8"):
                pages = int((folder / "statm").read_text("ascii").split()[1])
                total += pages * os.sysconf("SC_PAGE_SIZE") / 2**20
        except OSError:
            continue  # it has ended meanwhile
    return total
