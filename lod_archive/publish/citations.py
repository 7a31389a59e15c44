"""The references of all records that can be cited, as files that their pages lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles import find_profile, records_of
from lod_archive.publish.profiles.csl.bibtex import bibtex
from lod_archive.publish.profiles.csl.reference import read_reference
from lod_archive.publish.profiles.csl.ris import ris
from lod_archive.publish.profiles.csl.serialiser import csl
from lod_archive.publish.profiles.losses import Losses
from lod_archive.publish.profiles.questions import view
from lod_archive.vocab import iris
from lod_archive.vocab.formats import CITATION_FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.publish.profiles.csl.reference import Reference
    from lod_archive.query import Source

_BATCH: Final = 500


def write_citations(folder: Path, source: Source) -> int:
    """Write CSL-JSON, BibTeX and RIS of each record that can be cited; gives their number.

    A record that lacks what a reference must have has none: that stops an export for
    bibliographies, not the publication.
    """
    profile = find_profile("csl")
    records = records_of(profile, source)
    base, losses, written = source.prologue.base or "", Losses(), 0
    folders: set[Path] = set()
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        found = view(profile, source, batch)
        for iri in batch:
            try:
                reference = read_reference(found, iri, losses)
            except PublicationError:
                continue
            for each, write in _WRITERS:
                path = folder / iris.citation_path(iri.removeprefix(base), each.extension)
                if path.parent not in folders:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    folders.add(path.parent)
                path.write_bytes(write(reference, losses))
            written += 1
    return written


def _items(reference: Reference, losses: Losses) -> bytes:
    """CSL-JSON is a list, also of one item."""
    return b"[\n" + csl(reference, losses) + b"\n]\n"


_WRITERS: Final = tuple(zip(CITATION_FORMATS, (_items, bibtex, ris), strict=True))
