"""Running a module in a process of its own, and what that took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall-clock and processor time in seconds, peak memory in MiB, and what was printed."""

    wall: float
    cpu: float
    memory: float
    output: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.output)


def run(module: str, *arguments: str | Path, python: Path | None = None) -> Measured:
    """Run ``python -m module``; peak memory is that of the process alone.

    :param python: another Python than this one.
    :raises RuntimeError: if it fails.
    """
    command = [str(python or sys.executable), "-W", "ignore", "-m", module, *map(str, arguments)]
    with TemporaryFile("w+") as output:
        start = perf_counter()
        process = subprocess.Popen(command, stdout=output, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode:
            raise RuntimeError(f"{module} ended with {process.returncode}")
        unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
        memory = usage.ru_maxrss * unit / 2**20
        return Measured(wall, usage.ru_utime + usage.ru_stime, memory, output.read())


def run_often(times: int, module: str, *arguments: str | Path) -> Measured:
    """The run with the median wall-clock time, with the highest of all peaks of memory."""
    runs = [run(module, *arguments) for _ in range(times)]
    wall = median(one.wall for one in runs)
    middle = min(runs, key=lambda one: abs(one.wall - wall))
    return Measured(middle.wall, middle.cpu, max(one.memory for one in runs), middle.output)
