"""Whether files in different formats hold the same graph."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox


class Digest(NamedTuple):
    """How many different triples a file has, and a hash of them."""

    triples: int
    sha256: str


def digest(path: Path) -> Digest:
    """The digest of the triples in a file, whatever their order and graphs.

    Canonical N-Triples are compared, sorted.

    :raises ValueError: if there are blank nodes: sorting could not tell whether they are the same.
    """
    triples = (_without_blank_nodes(quad.triple) for quad in ox.parse(path=path))
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    lines = sorted(set(text.splitlines()))
    return Digest(len(lines), hashlib.sha256(b"\n".join(lines)).hexdigest())


def _without_blank_nodes(triple: ox.Triple) -> ox.Triple:
    if ox.BlankNode in (type(triple.subject), type(triple.object)):
        raise ValueError(f"there are blank nodes: {triple}")
    return triple


if __name__ == "__main__":
    print(json.dumps([digest(Path(name)) for name in sys.argv[1:]]))
