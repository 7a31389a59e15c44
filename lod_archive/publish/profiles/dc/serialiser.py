"""Unqualified Dublin Core in XML, as OAI-PMH asks for it.

https://www.openarchives.org/OAI/openarchivesprotocol.html#dublincore
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from lxml import etree

from lod_archive.publish.profiles.output import Output
from lod_archive.publish.profiles.xml import XML_LANG, fragment, xml_text
from lod_archive.vocab.formats import Format
from lod_archive.vocab.namespaces import DC

if TYPE_CHECKING:
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_NAMESPACES: Final = {"oai_dc": OAI_DC, "dc": str(DC)}
_ELEMENTS: Final = (
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


def record(view: View, iri: str, losses: Losses) -> bytes:
    """One record as ``oai_dc:dc``, its elements in the order of the standard."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap=_NAMESPACES)
    for name in _ELEMENTS:
        for value in view.values(iri, DC[name]):
            element = etree.SubElement(root, f"{{{DC}}}{name}")
            element.text = xml_text(value.value)
            if isinstance(value, ox.Literal) and value.language:
                element.set(XML_LANG, value.language)
    return fragment(root)


OUTPUTS: Final = (
    Output(
        Format("Dublin Core", "application/xml", "xml"),
        record,
        head=b'<?xml version="1.0" encoding="UTF-8"?>\n<records>\n',
        tail=b"</records>\n",
    ),
)
