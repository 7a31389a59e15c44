"""How a service on the web is spoken to, and spoken of."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lod_archive.version import __version__

_LESS: Final = "ask for less at a time"
_HINTS: Final[Mapping[int, str]] = {
    401: "give a name and password: https://name:password@example.org/sparql",
    403: "ask whoever runs the endpoint for leave",
    404: "give the address that answers queries; it often ends in /sparql or /query",
    405: "give the address that answers queries; it often ends in /sparql or /query",
    413: _LESS,
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a service is spoken to, and spoken of.

    :param noun: what it is called in errors.
    :param hints: what to do about a status that is not 200.
    :param clock: seconds from some beginning.
    :param sleep: waits for so many seconds.
    """

    noun: str = "endpoint"
    what: str = "is this the address of a SPARQL endpoint?"
    hints: Mapping[int, str] = field(default_factory=lambda: _HINTS)
    user_agent: str = f"lod-archive/{__version__}"
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
