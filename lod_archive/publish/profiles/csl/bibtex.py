"""A reference for BibLaTeX.

BibLaTeX with biber, in UTF-8, not the BibTeX of 1988: that one cannot sort Cyrillic, and knows
neither ``url`` nor dates that are ranges or approximate. https://ctan.org/pkg/biblatex
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lod_archive.publish.bibtex import entry, escaped
from lod_archive.publish.profiles.csl.dates import biblatex_date
from lod_archive.vocab.pagination import with_en_dashes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lod_archive.publish.profiles.csl.names import Name
    from lod_archive.publish.profiles.csl.reference import Reference
    from lod_archive.publish.profiles.losses import Losses

_TYPES: Final = {
    "article-journal": "article",
    "article-magazine": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "inreference",
    "collection": "misc",
    "graphic": "image",
    "motion_picture": "video",
    "periodical": "periodical",
    "song": "music",
    "webpage": "online",
}
"""Type of CSL → entry type; ``misc`` otherwise. Section 2.1 of the manual."""
_WHOLES: Final = {
    "article": "journaltitle",
    "incollection": "booktitle",
    "inreference": "booktitle",
    "book": "maintitle",
    "online": "organization",
    "periodical": "series",
}
"""Where an entry of this type says what it is a part of."""
_PARTED: Final = re.compile(r",|\s(?:and|others)\s|^(?:and|others)\s|\s(?:and|others)$|^others$")
"""What would break a name into several."""


def bibtex(reference: Reference, losses: Losses) -> bytes:
    """An entry, with fields in a fixed order."""
    date = biblatex_date(reference.issued) if reference.issued else None
    notes = [reference.note]
    if reference.issued and date is None:
        losses.add("dates that BibLaTeX cannot read, which stand in a note", reference.iri)
        notes.append(f"Date in EDTF: {reference.issued}")
    kind = _TYPES.get(reference.kind, "misc")
    whole = _WHOLES.get(kind, "howpublished")
    fields = {
        "author": _names((*reference.authors, *reference.composers)),
        "editora": _names(reference.contributors),
        "editoratype": "collaborator" if reference.contributors else None,
        "title": escaped(reference.title),
        whole: escaped(reference.container) if reference.container else None,
        "date": date,
        "pages": _pages(reference.pages) if reference.pages else None,
        "publisher": escaped(reference.publisher) if reference.publisher else None,
        "type": escaped(reference.genre) if reference.genre else None,
        "isbn": _only(reference.isbn, r"[^\dXx-]"),
        "issn": _only(reference.issn, r"[^\dXx-]"),
        "doi": reference.doi,  # as the URL, verbatim, and without braces, for it is of an IRI
        "url": reference.url,
        "language": escaped(reference.language),
        "keywords": ", ".join(escaped(each.replace(",", " ")) for each in reference.keywords),
        "note": escaped(". ".join(filter(None, notes))),
    }
    return f"{entry(kind, reference.key, fields)}\n".encode()


def _pages(pages: str) -> str:
    """Pages with the dash of ranges as TeX writes it, in two hyphens."""
    return escaped(with_en_dashes(pages)).replace("–", "--")


def _names(names: Sequence[Name]) -> str:
    return " and ".join(_name(name) for name in names)


def _name(name: Name) -> str:
    """A person in parts; a body in braces, which keep it whole (section 2.3.3)."""
    if not name.family:
        return f"{{{escaped(name.text)}}}"
    parts = [escaped(part) for part in (name.family, name.given) if part]
    return ", ".join(f"{{{part}}}" if _PARTED.search(part) else part for part in parts)


def _only(text: str | None, others: str) -> str | None:
    return re.sub(others, "", text) if text else None
