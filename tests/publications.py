"""Small validated datasets and publications for the tests of ``publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.archive import Settings
from lod_archive.graph import Dataset
from lod_archive.publish.serialization import rdf_format
from lod_archive.shacl import Report, ValidatedGraph, validated
from lod_archive.store import EmbeddedStore

if TYPE_CHECKING:
    from lod_archive.vocab.formats import Format

CASES = Path(__file__).parent / "cases" / "publish"
BASE = "https://example.org/"
SETTINGS = Settings(
    base=BASE,
    title={"en": "The strike", "ru": "Стачка"},
    description={"en": "A strike of 1912."},
    publisher="organization/museum",
    contact="archive@example.org",
    homepage="https://museum.example/strike",
    keywords=("strike", "coal"),
)


def valid(nquads: Path) -> ValidatedGraph:
    """The dataset in an N-Quads file, taken to be valid."""
    store = EmbeddedStore.in_memory()
    store.load_nquads(nquads)
    return validated(Dataset(BASE, nquads, nquads, (), store), Report())


def canonical(quads: ox.Dataset) -> list[str]:
    """The quads as sorted lines; equal lists mean equal datasets."""
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in quads)


def dataset(data: Path | bytes, written_in: Format, *, base: str | None = None) -> list[str]:
    """What a file or text in one of our formats holds, in a form that can be compared."""
    text = data if isinstance(data, bytes) else data.read_bytes()
    return canonical(ox.Dataset(ox.parse(text, rdf_format(written_in), base_iri=base)))


def union(data: Path | bytes, written_in: Format) -> list[str]:
    """The same, without the names of the graphs."""
    text = data if isinstance(data, bytes) else data.read_bytes()
    quads = ox.parse(text, rdf_format(written_in))
    return canonical(ox.Dataset(ox.Quad(q.subject, q.predicate, q.object) for q in quads))
