"""Publications that hold nothing but a store: what an endpoint needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.publish.canonical import CanonicalHash
from lod_archive.publish.publication import Facts, write_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.publish import Publication

BASE = "https://example.org/"


def publication_of(trig: str, folder: Path) -> Publication:
    """A publication in a new folder, with these graphs in its store."""
    store = ox.Store(str(folder / "store"))
    store.load(trig, format=ox.RdfFormat.TRIG, base_iri=BASE)
    store.flush()
    facts = Facts(BASE, CanonicalHash("0" * 64, len(store)), {"triples": len(store)}, "")
    return write_manifest(folder, facts)
