"""The references of all records that can be cited, for files that their pages lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.errors import PublicationError
from lod_archive.publish.profiles import find_profile, records_of
from lod_archive.publish.profiles.csl.bibtex import bibtex
from lod_archive.publish.profiles.csl.reference import read_reference
from lod_archive.publish.profiles.csl.ris import ris
from lod_archive.publish.profiles.csl.serialiser import csl
from lod_archive.publish.profiles.losses import Losses
from lod_archive.publish.profiles.questions import Questions
from lod_archive.publish.profiles.view import Linked
from lod_archive.vocab.formats import CITATION_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lod_archive.publish.profiles.csl.reference import Reference
    from lod_archive.query import Source


class Citations:
    """The references of records, asked of a store some at a time."""

    def __init__(self, source: Source) -> None:
        profile = find_profile("csl")
        self._citable = frozenset(records_of(profile, source))
        self._questions = Questions(profile, source)
        self._known = Linked()
        self._losses = Losses()  # an export tells them

    def of(self, records: Iterable[str]) -> dict[str, tuple[bytes, ...]]:
        """The reference of each record that can be cited, by its IRI: in each format of citations.

        A record that lacks what a reference must have has none: that stops an export for
        bibliographies, not the publication.
        """
        citable = [iri for iri in records if iri in self._citable]
        if not citable:
            return {}
        found = {}
        view = self._questions.ask(citable).view(self._known)
        for iri in citable:
            try:
                reference = read_reference(view, iri, self._losses)
            except PublicationError:
                continue
            found[iri] = tuple(write(reference, self._losses) for _, write in _WRITERS)
        return found


def _items(reference: Reference, losses: Losses) -> bytes:
    """CSL-JSON is a list, also of one item."""
    return b"[\n" + csl(reference, losses) + b"\n]\n"


_WRITERS: Final = tuple(zip(CITATION_FORMATS, (_items, bibtex, ris), strict=True))
