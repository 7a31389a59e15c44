"""Unqualified Dublin Core in XML, as OAI-PMH asks for it.

https://www.openarchives.org/OAI/openarchivesprotocol.html#dublincore
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import pyoxigraph as ox

from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.xml import CLOSING, OPENING, xml_text
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import DC

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_OPEN: Final = f'<oai_dc:dc xmlns:oai_dc="{OAI_DC}" xmlns:dc="{DC}">'
_CLOSE: Final = "</oai_dc:dc>\n"
_ELEMENTS: Final = [
    (DC[name], f"dc:{name}")
    for name in (
        "title",
        "creator",
        "subject",
        "description",
        "publisher",
        "contributor",
        "date",
        "type",
        "format",
        "identifier",
        "source",
        "language",
        "relation",
        "coverage",
        "rights",
    )
]
"""Predicate and name of each element."""


def record(view: View, iri: str, losses: Losses) -> bytes:
    """One record as ``oai_dc:dc``, its elements in the order of the standard."""
    node = view.nodes.get(iri, {})
    lines = [_OPEN]
    for predicate, name in _ELEMENTS:
        for value in node.get(predicate, ()):
            language = value.language if isinstance(value, ox.Literal) else None
            attribute = f' xml:lang="{language}"' if language else ""
            lines.append(f"<{name}{attribute}>{escape(xml_text(value.value))}</{name}>")
    lines.append(_CLOSE)
    return "".join(lines).encode()


OUTPUTS: Final = (
    Output(
        Format("Dublin Core", "application/xml", "xml"),
        record,
        head=OPENING,
        tail=CLOSING,
        is_harvested=True,
    ),
)
