"""What a query may use, and how many may be answered at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _processors() -> int:
    return max(2, os.cpu_count() or 2)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a public endpoint.

    :param seconds: how long a query may run.
    :param memory: how many bytes it may use, beside what a reader needs to begin with.
    :param rows: how many rows, or triples, an answer may have.
    :param size: how many bytes an answer may have.
    :param slice: how many seconds a query may run among the quick ones.
    :param quick: how many queries run at once for that long.
    :param slow: how many run at once beyond that.
    :param waiting: how many wait, of each kind, before others are turned away.
    :param patience: how many seconds they wait.
    :param kept: how many bytes of answers wait to be fetched, all together.
    :param known: how many bytes of small answers are remembered, to be given again.
    :param services: the endpoints that SERVICE may ask.
    """

    seconds: float = 30.0
    memory: int = 1 << 30
    rows: int = 1_000_000
    size: int = 100_000_000
    slice: float = 0.1
    quick: int = field(default_factory=_processors)
    slow: int = field(default_factory=_processors)
    waiting: int = 100
    patience: float = 10.0
    kept: int = 1 << 30
    known: int = 1 << 26
    services: tuple[str, ...] = ()
