"""RDF/XML that every XML parser reads as it was meant.

pyoxigraph writes three things that
`XML 1.0 <https://www.w3.org/TR/xml/#charsets>`_ or
`RDF/XML §6.1 <https://www.w3.org/TR/rdf-syntax-grammar/#section-Namespace>`_ do not have:

- a carriage return as itself, which XML parsers turn into a line feed: written as ``&#13;``;
- an element name with nothing after the colon, for a class whose IRI does not end in a name
  (``<oxprefix: …>``): written as ``rdf:Description`` with an ``rdf:type``; for a property there
  is no other way to write it, hence an error that names the property;
- control characters, for which XML has no way at all: an error that names the resource.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from lod_archive.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPECIFICATION: Final = "https://www.w3.org/TR/rdf-syntax-grammar/#section-Serialising"
_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAMELESS_TYPE: Final = re.compile(
    rb'<(?P<prefix>[^\s<>:/]+): (?:xmlns:[^\s=]+="(?P<iri>[^"]*)" )?rdf:about="(?P<about>[^"]*)">'
)
_NAMELESS_END: Final = re.compile(rb"</[^\s<>:/]+:>")
_NAMELESS: Final = re.compile(
    rb'<(?P<prefix>[^\s<>:/]+):(?=[\s/>])(?: xmlns:[^\s=]+="(?P<iri>[^"]*)")?'
)
_ABOUT: Final = re.compile(rb'rdf:about="([^"]*)"')


def well_formed(text: bytes, prefixes: Mapping[str, str]) -> bytes:
    """The same RDF/XML with what XML does not have written another way.

    :raises PublicationError: if a property's IRI does not end in a name, or if a literal holds a
        control character.
    """
    if _FORBIDDEN.search(text):
        raise _control_character(text)
    text = text.replace(b"\r", b"&#13;")
    if _NAMELESS.search(text):
        text = _with_types_inside(text, prefixes)
        if nameless := _NAMELESS.search(text):
            raise _nameless_property(_iri_of(nameless, prefixes))
    return _NAMELESS_END.sub(b"</rdf:Description>", text) if b":>" in text else text


def _with_types_inside(text: bytes, prefixes: Mapping[str, str]) -> bytes:
    def description(match: re.Match[bytes]) -> bytes:
        iri = _iri_of(match, prefixes)
        return (
            b'<rdf:Description rdf:about="%b">\n\t\t<rdf:type rdf:resource="%b"/>'
            % (match["about"], iri)
        )  # fmt: skip

    return _NAMELESS_TYPE.sub(description, text)


def _iri_of(element: re.Match[bytes], prefixes: Mapping[str, str]) -> bytes:
    return element["iri"] or prefixes[element["prefix"].decode()].encode()


def _nameless_property(iri: bytes) -> PublicationError:
    return PublicationError(
        f"RDF/XML cannot express the property {unescape(iri.decode())}",
        hint="use a property whose IRI ends in a name that begins with a letter",
        spec=_SPECIFICATION,
    )


def _control_character(text: bytes) -> PublicationError:
    found = _FORBIDDEN.search(text)
    assert found is not None  # noqa: S101 — the caller has found it
    owners = _ABOUT.findall(text, 0, found.start())
    owner = f" of {unescape(owners[-1].decode())}" if owners else ""
    return PublicationError(
        f"a literal{owner} holds the control character U+{ord(found[0].decode()):04X}",
        hint="delete the character: XML has no way to write it, so RDF/XML cannot carry it",
        spec="https://www.w3.org/TR/xml/#charsets",
    )
