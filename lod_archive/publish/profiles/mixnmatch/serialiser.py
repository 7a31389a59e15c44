"""A catalogue for Mix'n'match: ``id,name,desc,url``.

https://meta.wikimedia.org/wiki/Mix%27n%27match/Import
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.naming import description_of, name_of, rows
from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.wikibase.items import DESCRIPTIONS, LABELS
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import RDF

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

COLUMNS: Final = ("id", "name", "desc", "url")
_TAKEN: Final = frozenset({*LABELS, *DESCRIPTIONS, RDF.type})


def write_entry(view: View, iri: str, losses: Losses) -> bytes:
    """One record as an entry."""
    for predicate, values in view.nodes[iri].items():
        for _ in values if predicate not in _TAKEN else ():
            losses.add("values and statements, for which a catalogue has no column", iri)
    local = iri.removeprefix(view.base)
    return rows([(local, name_of(view, iri), description_of(view, iri), iri)])


OUTPUTS: Final = (
    Output(Format("Mix'n'match", "text/csv", "csv"), write_entry, head=rows([COLUMNS])),
)
