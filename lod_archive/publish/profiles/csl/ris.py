"""A reference in RIS, the tags of which each reference manager reads.

The format has no standard; this keeps to what its maker published in 2012, as kept at
https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html and by the Library of Congress,
https://www.loc.gov/preservation/digital/formats/fdd/fdd000620.shtml
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.csl.dates import ris_date
from lod_archive.vocab.pagination import ends

if TYPE_CHECKING:
    from lod_archive.publish.profiles.csl.names import Name
    from lod_archive.publish.profiles.csl.reference import Reference
    from lod_archive.publish.profiles.losses import Losses

_TYPES: Final = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "book": "BOOK",
    "chapter": "CHAP",
    "entry-encyclopedia": "ENCYC",
    "graphic": "ART",
    "motion_picture": "VIDEO",
    "periodical": "SER",
    "song": "MUSIC",
    "webpage": "ELEC",
}
_COMMAS: Final = "names of bodies with commas, which RIS takes for parts of a person's name"


def ris(reference: Reference, losses: Losses) -> bytes:
    """A record: ``TY`` first, ``ER`` last, a line for each value, ended by CR and LF."""
    lines = (f"{tag}  - {value}".encode() for tag, value in _fields(reference, losses) if value)
    return b"".join(line + b"\r\n" for line in lines) + b"ER  - \r\n\r\n"


def _fields(reference: Reference, losses: Losses) -> Iterator[tuple[str, str | None]]:
    yield "TY", _TYPES.get(reference.kind, "GEN")
    yield "ID", reference.key
    yield "TI", reference.title
    for tag, names in (
        ("AU", (*reference.authors, *reference.composers)),
        ("A4", reference.contributors),
    ):
        for name in names:
            yield tag, _name(name, reference.iri, losses)
    if reference.issued:
        year, date = ris_date(reference.issued)
        yield "PY", year
        yield "DA", date
    yield "T2", reference.container
    if reference.pages:
        first, last = ends(reference.pages)
        yield "SP", first
        yield "EP", last
    yield "PB", reference.publisher
    yield "M3", reference.genre
    yield "SN", reference.isbn or reference.issn
    if reference.isbn and reference.issn:
        losses.add("the ISSN beside an ISBN, for RIS has one tag for both", reference.iri)
    yield "DO", reference.doi
    yield "UR", reference.url
    yield "LA", reference.language
    for keyword in reference.keywords:
        yield "KW", keyword
    yield "AB", reference.abstract
    yield "N1", reference.note


def _name(name: Name, iri: str, losses: Losses) -> str:
    if name.family is None and "," in name.text:
        losses.add(_COMMAS, iri)
        return name.text.replace(",", "")
    return name.sorted_by
