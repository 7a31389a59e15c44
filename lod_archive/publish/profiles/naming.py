"""What a record is called, and described as, in tables that have one language."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.wikibase.items import ALIASES, DESCRIPTIONS, LABELS
from lod_archive.vocab.namespaces import ARC, DCTERMS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lod_archive.publish.profiles.view import View

_BEGINNINGS: Final = (SCHEMA.birthDate, SCHEMA.foundingDate, SCHEMA.dateCreated, DCTERMS.date)
_ENDS: Final = (SCHEMA.deathDate, SCHEMA.dissolutionDate)


def name_of(view: View, iri: str) -> str:
    """The name in English, if it has one."""
    return _first(view, iri, LABELS)


def other_names(view: View, iri: str) -> list[str]:
    """All its names in all languages but that one, each once."""
    predicates = (*LABELS, *ALIASES, ARC.officialName)
    texts = (text.value for each in predicates for text in view.literals(iri, each))
    return [text for text in dict.fromkeys(texts) if text != name_of(view, iri)]


def description_of(view: View, iri: str) -> str:
    """What it is, in one line; if it is not described, the years that are known of it."""
    said = _first(view, iri, DESCRIPTIONS)
    return " ".join(said.split()) if said else "–".join(filter(None, dates_of(view, iri)))


def dates_of(view: View, iri: str) -> tuple[str, str]:
    """When it began and when it ended, as EDTF, as far as that is known."""
    return _first(view, iri, _BEGINNINGS), _first(view, iri, _ENDS)


def _first(view: View, iri: str, predicates: Iterable[str]) -> str:
    found = (view.text(iri, predicate, "en") for predicate in predicates)
    return next((text for text in found if text), "")


def rows(lines: Iterable[Sequence[str]]) -> bytes:
    r"""Lines of a table: RFC 4180, in UTF-8.

    >>> rows([["event/x", "Strike, the"]])
    b'event/x,"Strike, the"\r\n'
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()
