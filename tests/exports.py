"""What the profiles make of the reference archive, and of small graphs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from lod_archive.pipeline import Archive
from lod_archive.publish.profiles import Loss, export, find_profile
from lod_archive.query import Prologue, Source
from lod_archive.store import EmbeddedStore
from tests.reference import ROOT

BASE = "https://example.org/"


@dataclass(frozen=True)
class Export:
    """The bytes of an export, and what came of it."""

    content: bytes
    records: int
    losses: tuple[Loss, ...]


@cache
def reference_store() -> ox.Store:
    """The graphs of the reference archive, as they are published."""
    store = ox.Store()
    with Archive.open(ROOT).source() as source:
        assert isinstance(source.store, EmbeddedStore)
        store.extend(source.store.oxigraph)
    return store


@cache
def reference_source() -> Source:
    """The reference archive, ready to be asked."""
    base = Archive.open(ROOT).settings.base
    return Source(EmbeddedStore(reference_store()), Prologue(base))


def source_of(trig: str) -> Source:
    """A small graph, ready to be asked; relative IRIs are below :data:`BASE`."""
    store = ox.Store()
    store.load(trig, format=ox.RdfFormat.TRIG, base_iri=BASE)
    return Source(EmbeddedStore(store), Prologue(BASE))


def exported(profile: str, extension: str | None = None, source: Source | None = None) -> Export:
    """What a profile writes; of the reference archive unless said otherwise."""
    chosen, file = find_profile(profile), io.BytesIO()
    done = export(chosen, source or reference_source(), chosen.output(extension), file)
    return Export(file.getvalue(), done.records, done.losses)
