"""The forms in which a profile is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View
    from lod_archive.query import Source
    from lod_archive.vocab.formats import Format

WriteRecord: TypeAlias = "Callable[[View, str, Losses], bytes | None]"
"""Gives the bytes for one record of a view, or None if the form has no place for records of its
kind. Tells what it has to leave out. Raises :class:`PublicationError` if the record cannot be
written at all, without a place: the caller knows it."""


class RecordWriter(Protocol):
    """Writes the records of one export one by one, and what the end needs of all of them."""

    def record(self, view: View, iri: str, losses: Losses) -> bytes | None:
        """One record, as :data:`WriteRecord` says."""

    def last(self) -> Iterable[bytes]:
        """What follows the last record, each as if it were one."""


@dataclass(frozen=True, slots=True)
class Output:
    """A form of a profile: RDF, or the records of another format one after the other.

    The file is ``head``, the records with ``between`` between them, and ``tail``; or, if
    ``is_zipped``, a ZIP archive in which each record is a file with head and tail of its own.

    :param format: its name, media type and extension: exports are ``<profile>.<extension>``.
    :param record: writes one record; if there is neither this nor ``begin``, the view itself is
        written, for the format is RDF.
    :param begin: makes the writer of an export, where that has to know all records or the source.
    :param suffix: what the names of the files in a ZIP archive end in.
    :param judged_as: the extension of the form that the profile's schema judges in its place, where
        that is made of the same and this one has no schema.
    :param is_harvested: whether it is noted where each record stands in the file, for OAI-PMH.
    :param is_description: whether it describes another form, and holds no records.
    """

    format: Format
    record: WriteRecord | None = None
    begin: Callable[[Source], RecordWriter] | None = None
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""
    is_zipped: bool = False
    suffix: str = ""
    judged_as: str | None = None
    is_harvested: bool = False
    is_description: bool = False

    @property
    def extension(self) -> str:
        """What tells it from the profile's other forms."""
        return self.format.extension

    def writer(self, source: Source | None) -> RecordWriter | None:
        """What writes the records of one export; None if the view itself is written.

        :param source: what is exported; only forms that have ``begin`` need it.
        """
        if self.begin is not None:
            assert source is not None  # noqa: S101 such a form is never shared
            return self.begin(source)
        return None if self.record is None else _Each(self.record)


@dataclass(frozen=True, slots=True)
class _Each:
    """Writes records that need nothing of each other."""

    record: WriteRecord

    def last(self) -> Iterable[bytes]:
        """Nothing follows."""
        return ()
