"""The forms in which a profile is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View
    from lod_archive.vocab.formats import Format

WriteRecord: TypeAlias = "Callable[[View, str, Losses], bytes | None]"
"""Gives the bytes for one record of a view, or None if the form has no place for records of its
kind. Tells what it has to leave out. Raises :class:`PublicationError` if the record cannot be
written at all, without a place: the caller knows it."""


@dataclass(frozen=True, slots=True)
class Output:
    """A form of a profile: RDF, or the records of another format one after the other.

    The file is ``head``, the records with ``between`` between them, and ``tail``; or, if
    ``is_zipped``, a ZIP archive in which each record is a file with head and tail of its own.

    :param format: its name, media type and extension: exports are ``<profile>.<extension>``.
    :param record: writes one record; None: the view itself is written, for the format is RDF.
    :param suffix: what the names of the files in a ZIP archive end in.
    """

    format: Format
    record: WriteRecord | None = None
    head: bytes = b""
    between: bytes = b""
    tail: bytes = b""
    is_zipped: bool = False
    suffix: str = ""

    @property
    def extension(self) -> str:
        """What tells it from the profile's other forms."""
        return self.format.extension
