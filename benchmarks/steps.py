"""How long each step of a build takes."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Final

from lod_archive.pipeline import Archive

_QUERY: Final = "checking "
"""How the progress of validation begins, query by query."""


class Stopwatch:
    """A progress that notes when each step began; the queries of validation are one step."""

    def __init__(self) -> None:
        self._start = perf_counter()
        self._begun: dict[str, float] = {}

    def __call__(self, step: str, done: int) -> None:
        """Note the time, if the step is a new one."""
        if not step.startswith(_QUERY):
            self._begun.setdefault(step, perf_counter())

    def seconds(self) -> dict[str, float]:
        """The time from the beginning of each step to that of the next; the first from 0."""
        marks = [self._start, *list(self._begun.values())[1:], perf_counter()]
        steps = zip(self._begun, pairwise(marks), strict=True)
        return {step: round(end - start, 3) for step, (start, end) in steps}


def build(archive: Path, out: Path) -> dict[str, float]:
    """The steps of building an archive anew, in seconds."""
    stopwatch = Stopwatch()
    Archive.open(archive).build(out, force=True, progress=stopwatch)
    return stopwatch.seconds()


if __name__ == "__main__":
    print(json.dumps(build(Path(sys.argv[1]), Path(sys.argv[2]))))
