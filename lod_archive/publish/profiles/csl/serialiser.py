"""References in CSL-JSON, BibLaTeX and RIS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.csl.bibtex import bibtex
from lod_archive.publish.profiles.csl.dates import csl_date
from lod_archive.publish.profiles.csl.reference import Reference, read_reference
from lod_archive.publish.profiles.csl.ris import ris
from lod_archive.publish.profiles.output import Output
from lod_archive.vocab.formats import BIBTEX, CSL_JSON, RIS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lod_archive.publish.profiles.csl.names import Name
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View


def csl(reference: Reference, losses: Losses) -> bytes:
    """An item of CSL-JSON. What it has no variable for is in ``custom``, as the schema advises.

    https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
    """
    date = csl_date(reference.issued) if reference.issued else None
    if date and ("circa" in date or "literal" in date):
        losses.add("dates that CSL cannot express in full, which are kept in custom", reference.iri)
    item = {
        "id": reference.iri,
        "citation-key": reference.key,
        "type": reference.kind,
        "title": reference.title,
        "author": _names(reference.authors),
        "composer": _names(reference.composers),
        "contributor": _names(reference.contributors),
        "issued": date,
        "container-title": reference.container,
        "publisher": reference.publisher,
        "genre": reference.genre,
        "ISBN": reference.isbn,
        "ISSN": reference.issn,
        "DOI": reference.doi,
        "URL": reference.url,
        "language": reference.language,
        "page": reference.pages,
        "locator": reference.passage and reference.passage.locator,
        "keyword": ", ".join(reference.keywords),
        "abstract": reference.abstract,
        "note": reference.note,
        "custom": _custom(reference),
    }
    kept = {key: value for key, value in item.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()


def _names(names: Sequence[Name]) -> list[dict[str, str]]:
    return [
        {"family": name.family} | ({"given": name.given} if name.given else {})
        if name.family
        else {"literal": name.text}
        for name in names
    ]


def _custom(reference: Reference) -> dict[str, object]:
    passage = reference.passage
    said = {
        "edtf": reference.issued,
        "stance": passage and passage.stance,
        "passage-start": passage and passage.start,
        "passage-end": passage and passage.end,
        "passage-exact": passage and passage.exact,
    }
    return {key: value for key, value in said.items() if value is not None}


def write_csl(view: View, iri: str, losses: Losses) -> bytes:
    """One record as an item of CSL-JSON."""
    return csl(read_reference(view, iri, losses), losses)


def write_bibtex(view: View, iri: str, losses: Losses) -> bytes:
    """One record as an entry of BibLaTeX."""
    return bibtex(read_reference(view, iri, losses), losses)


def write_ris(view: View, iri: str, losses: Losses) -> bytes:
    """One record in RIS."""
    return ris(read_reference(view, iri, losses), losses)


OUTPUTS: Final = (
    Output(CSL_JSON, write_csl, head=b"[\n", between=b",\n", tail=b"\n]\n"),
    Output(BIBTEX, write_bibtex, between=b"\n", judged_as="json"),
    Output(RIS, write_ris, judged_as="json"),
)
