"""Tiny archives made of texts, and the graphs of their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from lod_archive.archive import ArchiveFolder
from lod_archive.graph import Expander, Model, Problems
from lod_archive.graph.expand import weak_claims
from lod_archive.sources import Record, read_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

BASE = "https://example.org/"
SETTINGS = f'base = "{BASE}"\ntitle = "Test"\n'


def make_archive(folder: Path, files: Mapping[str, str], settings: str = SETTINGS) -> ArchiveFolder:
    """An archive in this folder, with files by their paths."""
    for name, text in {"archive.toml": settings, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return ArchiveFolder.open(folder)


def read_records(archive: ArchiveFolder) -> list[Record]:
    """All records of an archive, claims first."""
    return [record for chunk in read_chunks(archive) for record in chunk.records()]


def expand(archive: ArchiveFolder) -> bytes:
    """The N-Quads of an archive's records, without those of its claims.

    :raises ArchiveErrors: with all mistakes in them.
    """
    records = read_records(archive)
    claims = [record for record in records if record.source.name.startswith("data/claims/")]
    model = Model.load(archive)
    problems = Problems()
    expander = Expander(model.with_claims(weak_claims(claims, model)), problems)
    expander.expand(claims)
    nquads = expander.expand(record for record in records if record not in claims).nquads
    problems.raise_any()
    return nquads


def quads(text: bytes | str, form: ox.RdfFormat = ox.RdfFormat.N_QUADS) -> set[str]:
    """Quads with every literal exactly as written; without blank nodes that is the graph itself."""
    return {str(quad) for quad in ox.parse(text, form)}


def assert_same_quads(actual: Iterable[str], expected: Iterable[str]) -> None:
    """Fail unless the quads are the same; print unexpected quads with +, missing with -."""
    lines = [f"+ {quad}" for quad in sorted(set(actual) - set(expected))]
    lines += [f"- {quad}" for quad in sorted(set(expected) - set(actual))]
    if lines:
        raise AssertionError("graphs differ (+ unexpected, - missing)\n" + "\n".join(lines))
